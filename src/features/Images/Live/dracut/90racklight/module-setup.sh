#!/bin/bash
# Racklight's dracut module: fetches the root file over HTTP, checks it, and mounts it under a writable layer.

check() {
    require_binaries curl sha256sum stat od || return 1
    return 255
}

depends() {
    # network-legacy by name: dracut 059 otherwise picks systemd-networkd, which never starts a netroot handler.
    echo "dash network-legacy network base"
}

installkernel() {
    # The buses that network cards sit on; without kernel-modules nobody else brings them.
    hostonly='' instmods virtio_pci virtio_mmio hv_vmbus pci_hyperv xen-pcifront xhci_pci ehci_pci usbhid hid_generic
    hostonly='' instmods loop squashfs overlay af_packet
}

install() {
    inst_multiple curl sha256sum stat od head cat date reboot sync
    inst_multiple -o poweroff
    inst_script "$moddir/racklight-lib.sh" /lib/racklight-lib.sh
    inst_script "$moddir/racklightroot.sh" /sbin/racklightroot
    inst_hook cmdline 90 "$moddir/parse-racklight.sh"
    inst_hook initqueue/timeout 50 "$moddir/timeout-racklight.sh"
    inst_hook mount 50 "$moddir/mount-racklight.sh"
    inst_hook emergency 10 "$moddir/emergency-racklight.sh"
    inst_hook shutdown-emergency 10 "$moddir/emergency-racklight.sh"
    # What the kernel command line says still wins: dracut reads it after these files.
    mkdir -p "$initdir/etc/cmdline.d"
    echo "rd.neednet=1 rd.shell=0 rd.emergency=reboot rd.net.dhcp.retry=5 rd.net.timeout.carrier=30 rd.retry=120" \
        > "$initdir/etc/cmdline.d/50-racklight.conf"
    dracut_need_initqueue
}
