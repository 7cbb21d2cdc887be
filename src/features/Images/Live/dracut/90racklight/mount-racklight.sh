#!/bin/sh
# mount hook: fetch, check, mount. Sourced by dracut's init, again and again until the root is mounted.
. /lib/racklight-lib.sh

racklight_mount() {
    rl_configure
    _interface=$(rl_interface)
    _address=$(ip -4 -o addr show dev "$_interface" 2> /dev/null | sed -n 's/.* inet \([0-9.]*\).*/\1/p' | head -n 1)
    rl_event initramfs info "network is up on $_interface" "{\"address\":\"$_address\"}" &
    rl_credential &
    rl_keys &

    _lack=$(rl_memory "$RL_SIZE")
    if [ -n "$_lack" ]; then
        rl_stop rootfs "this machine has too little memory" "the image $_lack" "give the machine more memory, or boot it from a smaller image"
        return 1
    fi

    # The file on a tmpfs of its own size, so that nothing else can fill it and it can fill nothing else.
    mkdir -p "$RL_RUN/image" "$RL_RUN/lower" "$RL_RUN/upper"
    mountpoint -q "$RL_RUN/image" 2> /dev/null || mount -t tmpfs -o "mode=0700,nosuid,nodev,noexec,size=$((RL_SIZE + 1048576))" racklight-image "$RL_RUN/image"
    if ! rl_fetch "$RL_SERVER/images/$RL_IMAGE/rootfs" "$RL_RUN/image/rootfs" "$RL_DIGEST" "$RL_SIZE"; then
        rl_stop rootfs "the image's root file could not be fetched" "$RL_WHY" "racklight image verify on the server; check the network between here and there"
        return 1
    fi

    modprobe -a loop squashfs overlay 2> /dev/null
    if ! mount -t squashfs -o ro,loop,nodev "$RL_RUN/image/rootfs" "$RL_RUN/lower" \
        || ! mount -t tmpfs -o "mode=0755,size=${RL_WRITABLE:-50%}" racklight-upper "$RL_RUN/upper" \
        || ! mkdir -p "$RL_RUN/upper/data" "$RL_RUN/upper/work" \
        || ! mount -t overlay -o "lowerdir=$RL_RUN/lower,upperdir=$RL_RUN/upper/data,workdir=$RL_RUN/upper/work" racklight "$NEWROOT"; then
        umount "$NEWROOT" 2> /dev/null
        rl_stop rootfs "the image's root file could not be mounted" "$(dmesg | tail -n 1)" "rebuild the image; does its kernel have squashfs and overlay?"
        return 1
    fi

    echo "$RL_MEASURED" > "$RL_RUN/digest"
    rl_machine_id "$_interface" > "$NEWROOT/etc/machine-id"
    echo >> "$NEWROOT/etc/machine-id"
    chmod 0444 "$NEWROOT/etc/machine-id"
    rl_hostname "$_interface" > "$NEWROOT/etc/hostname"
    printf '127.0.0.1 localhost\n::1 localhost\n127.0.1.1 %s\n' "$(cat "$NEWROOT/etc/hostname")" > "$NEWROOT/etc/hosts"
    cat "/tmp/net.$_interface.resolv.conf" > "$NEWROOT/etc/resolv.conf" 2> /dev/null
    wait
    rl_event rootfs info mounted "{\"digest\":\"$RL_MEASURED\",\"received\":$RL_SIZE,\"size\":$RL_SIZE}"
    read -r _up _ < /proc/uptime && echo "switch $_up" >> "$RL_RUN/times"
}
racklight_mount
