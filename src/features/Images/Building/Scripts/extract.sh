# extract OUT MERGED LAYER...: kernel, initramfs and list of packages out of the tree.
out=$1 merged=$2
shift 2
tree_mount "$merged" "$out/scratch" "$out/work" "$@"
release=$(ls "$merged/lib/modules")
cp "$merged/boot/vmlinuz-$release" "$out/kernel"
cp "$merged/boot/initrd.img-$release" "$out/initrd"
chmod 644 "$out/kernel" "$out/initrd"
echo "$release" > "$out/kernel-release"
chroot "$merged" dpkg-query -W -f '${Package} ${Version}\n' > "$out/packages"
du -s -B1 -x --exclude="$merged/boot" "$merged" | cut -f1 > "$out/unpacked"
umount "$merged"
rm -rf "$out/scratch" "$out/work" "$out/scratch.full"
