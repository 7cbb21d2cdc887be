#!/bin/sh
# emergency hooks: whatever else ends an initramfs ends here, never at a shell that nobody asked for.
. /lib/racklight-lib.sh
rl_configure
rl_stop initramfs "the initramfs gave up" "$(cat /run/initramfs/.die 2> /dev/null; dmesg 2> /dev/null | tail -n 1)" \
    "the lines above say more; racklight.reboot=600 keeps them longer, rd.shell=1 gives a shell"
