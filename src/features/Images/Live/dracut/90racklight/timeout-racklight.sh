#!/bin/sh
# initqueue/timeout hook: the network did not come up.
. /lib/racklight-lib.sh
rl_configure
if ! [ -s "$RL_RUN/online" ]; then
    _cards=$(for _net in /sys/class/net/*; do
        [ "${_net##*/}" = lo ] || printf '%s %s carrier=%s; ' "${_net##*/}" "$(cat "$_net/address")" "$(cat "$_net/carrier" 2> /dev/null || echo 0)"
    done)
    rl_stop initramfs "no network address" "DHCP gave none; network cards: ${_cards:-none found}" \
        "check the cable and the DHCP server; a card that is not listed needs its driver or firmware in the image"
fi
