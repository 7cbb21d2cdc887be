# Shared by the build's scripts; run by sh -eu inside mount and PID namespaces of its own, so that whatever ends it, no mount and no
# process outlives it and nothing on the host can be deleted through one.

# tree_mount TARGET UPPER WORK LOWER...: the layers, topmost first, as one writable tree at TARGET; what changes lands in UPPER.
tree_mount() {
    target=$1 upper=$2 work=$3
    shift 3
    mkdir -p "$target" "$upper" "$work"
    lower=
    for layer in "$@"; do
        lower=$lower${lower:+:}$layer
        [ -e "$layer.full" ] && break
    done
    if ! mount -t overlay -o "lowerdir=$lower,upperdir=$upper,workdir=$work" racklight-build "$target" 2> /dev/null; then
        # An overlay cannot lie on every file system: a whole copy can.
        [ -e "$1.full" ] || { echo "cannot mount an overlay on $upper, and $1 is only a layer" >&2; exit 1; }
        cp -a --reflink=auto "$1/." "$upper/"
        : > "$upper.full"
        mount --bind "$upper" "$target"
    fi
}

# tree_devices TARGET: what programs inside a chroot expect. No daemon starts in it, and nothing of the host can be written.
tree_devices() {
    mount -t proc -o nosuid,nodev,noexec proc "$1/proc"
    mount -t sysfs -o ro,nosuid,nodev,noexec sysfs "$1/sys"
    mount -t tmpfs -o mode=0755,nosuid tmpfs "$1/dev"
    for node in null zero full random urandom tty; do
        : > "$1/dev/$node"
        mount --bind "/dev/$node" "$1/dev/$node"
    done
    ln -s /proc/self/fd "$1/dev/fd"
    mkdir "$1/dev/pts" "$1/dev/shm"
    mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$1/dev/pts"
    ln -s pts/ptmx "$1/dev/ptmx"
    mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs "$1/dev/shm"
    mount -t tmpfs -o mode=0755,nosuid,nodev tmpfs "$1/run"
    mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs "$1/tmp"
    mount -t tmpfs -o mode=1777,nosuid,nodev tmpfs "$1/var/tmp"
}
