# liveify OUT MERGED FILES LAYER...: our units and dracut module into the tree, nothing personal left in it, a new initramfs.
out=$1 merged=$2 files=$3
shift 3
tree_mount "$merged" "$out/layer" "$out/work" "$@"
tree_devices "$merged"
r=$merged

mkdir -p "$r/data" "$r/etc/racklight" "$r/etc/dracut.conf.d" "$r/usr/lib/racklight" "$r/usr/lib/dracut/modules.d/90racklight" \
    "$r/etc/systemd/system/ssh.service.d" "$r/etc/systemd/journald.conf.d" "$r/usr/lib/systemd/network" "$r/etc/systemd/system-generators"
install -m 755 "$files"/scripts/* "$r/usr/lib/racklight/"
install -m 755 "$files"/dracut/90racklight/* "$r/usr/lib/dracut/modules.d/90racklight/"
install -m 644 "$files/dracut/dracut.conf" "$r/etc/dracut.conf.d/90-racklight.conf"
install -m 644 "$files"/system/*.service "$r/etc/systemd/system/"
install -m 644 "$files/system/ssh.conf" "$r/etc/systemd/system/ssh.service.d/racklight.conf"
install -m 644 "$files/system/journald.conf" "$r/etc/systemd/journald.conf.d/racklight.conf"
install -m 644 "$files/system/90-racklight.network" "$r/usr/lib/systemd/network/90-racklight.network"

inside() { chroot "$r" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 ${SOURCE_DATE_EPOCH:+SOURCE_DATE_EPOCH=$SOURCE_DATE_EPOCH} "$@"; }
inside systemctl -q enable racklight-persist.service racklight-hostkeys.service racklight-live.service systemd-networkd.service ssh.service 2>&1
inside systemctl -q set-default multi-user.target 2>&1
# What waits for hardware or networks that nobody asked for, or changes an image that is replaced whole. Units that are not there are masked all the same.
inside systemctl -q mask systemd-networkd-wait-online.service systemd-udev-settle.service systemd-firstboot.service systemd-machine-id-commit.service \
    systemd-random-seed.service systemd-update-utmp.service systemd-update-utmp-runlevel.service systemd-hwdb-update.service ldconfig.service \
    systemd-journal-catalog-update.service systemd-journal-flush.service systemd-update-done.service systemd-repart.service systemd-pstore.service getty-static.service \
    modprobe@drm.service modprobe@efi_pstore.service \
    apt-daily.timer apt-daily-upgrade.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer dpkg-db-backup.timer 2>&1

# Generators run before anything else does, and each is a program to load from a compressed file. There are no disks to find, no fstab,
# no swap; and nobody has a password, so a prompt on a console is for nobody (a playbook that sets one enables the getty it wants).
for generator in bless-boot cryptsetup debug fstab getty gpt-auto hibernate-resume integritysetup rc-local run system-update veritysetup; do
    ln -sf /dev/null "$r/etc/systemd/system-generators/systemd-$generator-generator"
done
rm -f "$r"/etc/systemd/system/getty.target.wants/*

# Nobody's identity, nobody's login: each machine makes or is given its own at boot.
rm -f "$r"/etc/ssh/ssh_host_* "$r"/var/lib/dbus/machine-id "$r/etc/hostname" "$r"/root/.ssh/authorized_keys "$r/var/lib/systemd/random-seed" \
    "$r/etc/machine-info" "$r/root/.bash_history"
: > "$r/etc/machine-id"
: > "$r/etc/fstab"
rm -f "$r/etc/resolv.conf"
: > "$r/etc/resolv.conf"
# A password that a package or a playbook set would be known to whoever reads the image: refused, not silently removed.
open=$(awk -F: '$2 == "" || $2 ~ /^\$/ || $2 ~ /^[A-Za-z0-9.\/]{13}$/ { printf "%s ", $1 }' "$r/etc/shadow")
if [ -n "$open" ]; then
    echo "a login with a known or empty password would end up in the image: $open" >&2
    exit 1
fi
# Traces of the build that would differ from run to run.
rm -rf "$r"/var/log/* "$r"/var/cache/ldconfig/aux-cache "$r"/var/cache/debconf/*-old "$r"/var/lib/dpkg/*-old "$r"/etc/*- "$r"/root/.ansible

releases=$(ls "$r/lib/modules" 2> /dev/null)
set -- $releases
[ $# -eq 1 ] || { echo "want one kernel in the image, found $#: $releases" >&2; exit 1; }
inside dracut --force --quiet --kver "$1" "/boot/initrd.img-$1" 2>&1
[ -s "$r/boot/initrd.img-$1" ]
echo "$1" > "$out/kernel-release"
chmod 644 "$r/boot/initrd.img-$1"
umount -R "$merged"
rm -rf "$out/work"
