#!/bin/sh
# cmdline hook: takes the boot over when the command line names a Racklight server.
. /lib/racklight-lib.sh
mkdir -p -m 0755 "$RL_RUN"
read -r _up _ < /proc/uptime && echo "initrd $_up" > "$RL_RUN/times"
rl_configure
# These two are dracut's: what the root is, and that somebody knows how to mount it.
# shellcheck disable=SC2034
root=racklight rootok=1
# shellcheck disable=SC2034
netroot=racklight
_why=$(rl_complaint)
[ -z "$_why" ] || rl_stop initramfs "the kernel command line is not complete" "$_why" "start the machine by its network card, from Racklight's own script"
