# pack OUT MERGED COMPRESSION LEVEL APT PERSIST LAYER...: the tree as one squashfs. The persist list comes in here: changing it needs no new initramfs.
out=$1 merged=$2 compression=$3 level=$4 apt=$5 persist=$6
shift 6
tree_mount "$merged" "$out/scratch" "$out/work" "$@"
mkdir -p "$merged/etc/racklight"
printf '%s' "$persist" > "$merged/etc/racklight/persist"
rm -f "$merged"/etc/apt/sources.list "$merged"/etc/apt/sources.list.d/*
printf '%s' "$apt" > "$merged/etc/apt/sources.list"
# The directories stay, empty: the running system mounts over them. No fragments: the kernel caches three of them, and a boot that reads
# a thousand small files would unpack the same ones again and again; the file grows by 5 %.
mksquashfs "$merged" "$out/rootfs" -comp "$compression" ${level:+-Xcompression-level "$level"} -b 128K -no-fragments -noappend -no-progress -quiet -wildcards -xattrs \
    -e 'boot/*' 'var/cache/apt/*' 'var/lib/apt/lists/*' 'proc/*' 'sys/*' 'dev/*' 'run/*' 'tmp/*' 'var/tmp/*' 'data/*' 2>&1
umount "$merged"
rm -rf "$out/scratch" "$out/work" "$out/scratch.full"
