#!/bin/sh
# What the hooks share: words from the command line, reports to the server, the fetch, and the end of a boot that cannot go on.
# Sourced by dracut's hooks and by the tests; every knob below may be set before.

: "${RL_RUN:=/run/racklight}"
: "${RL_TRIES:=20}"          # attempts at the transfer
: "${RL_BAD_TRIES:=3}"       # files with a wrong checksum before it gives up: another attempt rarely mends those
: "${RL_PAUSE:=8}"           # longest pause between attempts, seconds
: "${RL_STALL:=20}"          # seconds without a byte a second before an attempt counts as dead
: "${RL_REBOOT:=30}"         # seconds that the message stays before the reboot
: "${RL_SPARE:=196608}"      # KiB that the running system needs besides the root file
: "${RL_WATCH:=2}"           # seconds between progress reports
: "${RL_PATIENCE:=60}"       # attempts at the small requests, 1 to 2 seconds apart and up to 5 long

# The value of NAME=value on the kernel command line, the last one when there are several.
rl_arg() {
    _value=
    for _word in $(cat "${RL_CMDLINE:-/proc/cmdline}"); do
        case $_word in "$1="*) _value=${_word#*=} ;; esac
    done
    printf '%s' "$_value"
}

rl_hex() { # rl_hex TEXT LENGTH: true for that many lower-case hexadecimal digits
    [ "${#1}" -eq "$2" ] && case $1 in *[!0-9a-f]*) false ;; esac
}

rl_configure() {
    RL_SERVER=$(rl_arg racklight.server)
    RL_SERVER=${RL_SERVER%/}
    RL_SESSION=$(rl_arg racklight.boot)
    RL_IMAGE=$(rl_arg racklight.image)
    RL_ROOTFS=$(rl_arg racklight.rootfs)
    RL_DIGEST=${RL_ROOTFS%%/*}
    RL_SIZE=${RL_ROOTFS#*/}
    rl_hex "$RL_SESSION" 32 || RL_SESSION=
    _seconds=$(rl_arg racklight.reboot)
    case $_seconds in '' | *[!0-9]*) ;; *) RL_REBOOT=$_seconds ;; esac
}

# Says why the words on the command line will not do, or nothing.
rl_complaint() {
    case $RL_SERVER in http://?* | https://?*) ;; *) echo "racklight.server= is missing or no http URL"; return ;; esac
    rl_hex "$RL_IMAGE" 64 || { echo "racklight.image= is missing or no sha256"; return; }
    rl_hex "$RL_DIGEST" 64 || { echo "racklight.rootfs= is missing or has no sha256"; return; }
    case $RL_SIZE in '' | *[!0-9]* | ???????????????*) echo "racklight.rootfs= has no size" ;; esac
}

# Text without what would break a JSON string.
rl_plain() { printf '%s' "$1" | tr -d '\000-\037"\\' | head -c 500; }

rl_post() { # rl_post PATH BODY SECONDS [curl arguments]: prints the status code
    _path=$1 _body=$2 _limit=$3
    shift 3
    curl -s -o /dev/null -w '%{http_code}' --connect-timeout 2 --max-time "$_limit" "$@" \
        -H 'Content-Type: application/json' --data-binary "$_body" "$RL_SERVER/boots/$RL_SESSION/$_path" 2> /dev/null
}

# rl_event STEP LEVEL MESSAGE [DATA]: never fails; an image must also boot from a plain web server.
rl_event() {
    [ -n "$RL_SESSION" ] || return 0
    rl_post events "{\"step\":\"$1\",\"level\":\"$2\",\"message\":\"$(rl_plain "$3")\",\"data\":${4:-{\}}}" 4 > /dev/null || :
}

rl_consoles() {
    if [ -n "${RL_CONSOLE:-}" ]; then
        echo "$RL_CONSOLE"
    else
        for _tty in $(cat /sys/class/tty/console/active 2> /dev/null); do echo "/dev/$_tty"; done
    fi
}

rl_say() {
    for _console in $(rl_consoles); do printf 'racklight: %s\r\n' "$*" >> "$_console"; done 2> /dev/null
    :
}

# rl_stop STEP WHAT WHY TRY: the message box, the report, and the reboot. Comes back only for rd.shell.
rl_stop() {
    for _console in $(rl_consoles); do
        {
            printf '\r\n  +----------------------------------------------------------------------\r\n'
            printf '  |  RACKLIGHT: THIS MACHINE COULD NOT BOOT ITS IMAGE\r\n  |\r\n'
            printf '  |  what:   %s\r\n  |  why:    %s\r\n  |  try:    %s\r\n' "$2" "$3" "$4"
            printf '  |  server: %s   image: %.12s\r\n  |\r\n' "${RL_SERVER:-none}" "${RL_IMAGE:-none}"
            printf '  |  Nothing was started from the image. Reboot in %s s.\r\n' "$RL_REBOOT"
            printf '  +----------------------------------------------------------------------\r\n\r\n'
        } >> "$_console"
    done 2> /dev/null
    rl_event "$1" error "$2: $3"
    command -v getargbool > /dev/null && getargbool 0 rd.shell && return 1
    sleep "$RL_REBOOT"
    rl_reboot
}

rl_reboot() {
    sync
    echo b > /proc/sysrq-trigger
    sleep 60
}

# rl_memory FILE-SIZE: says what is missing when this machine's memory will not hold the image, else nothing.
rl_memory() {
    _need=$(($1 / 1024 + RL_SPARE))
    _have=$(sed -n 's/^MemAvailable: *\([0-9]*\).*/\1/p' "${RL_MEMINFO:-/proc/meminfo}")
    [ "${_have:-0}" -ge "$_need" ] \
        || echo "needs $(((_need + 1023) / 1024)) MiB of free memory, has $((_have / 1024)) MiB"
}

rl_random() { # rl_random LIMIT: 0 to LIMIT-1
    _number=$(od -An -N2 -tu2 /dev/urandom | tr -d ' ')
    echo $((_number % $1))
}

# Posts progress while a transfer runs, until it is killed.
rl_watch() { # FILE SIZE
    while sleep "$RL_WATCH"; do
        rl_event rootfs info "receiving" "{\"received\":$(stat -c %s "$1" 2> /dev/null || echo 0),\"size\":$2}"
    done
}

# rl_attempt URL FILE HAVE SIZE: one transfer, resumed at HAVE. Sets RL_WHY when it fails.
rl_attempt() {
    set -- "$1" "$2" "$3" "$4" "$(mktemp -u 2> /dev/null || echo "$2.err")"
    _resume=
    [ "$3" -gt 0 ] && _resume="--continue-at $3"
    rl_watch "$2" "$4" &
    _watch=$!
    # shellcheck disable=SC2086 # two words or none
    curl -g -s -S --fail --location --max-redirs 3 --proto '=http,https' --connect-timeout 10 \
        --speed-limit 1 --speed-time "$RL_STALL" --max-filesize "$4" $_resume -o "$2" "$1" 2> "$5"
    _status=$?
    { kill "$_watch" && wait "$_watch"; } 2> /dev/null
    RL_WHY=$(head -n 1 "$5" 2> /dev/null)
    RL_WHY=${RL_WHY:-curl ended with status $_status}
    rm -f "$5"
    return "$_status"
}

# rl_fetch URL FILE DIGEST SIZE: true once FILE holds exactly the bytes that DIGEST names. Sets RL_WHY when it gives up.
rl_fetch() {
    _try=0 _bad=0
    : > "$2"
    while :; do
        _have=$(stat -c %s "$2")
        if [ "$_have" -eq "$4" ]; then
            RL_MEASURED=$(sha256sum < "$2")
            RL_MEASURED=${RL_MEASURED%% *}
            [ "$RL_MEASURED" = "$3" ] && return 0
            _bad=$((_bad + 1))
            RL_WHY="the root file's checksum is wrong: received $RL_MEASURED, expected $3"
            rl_say "$RL_WHY"
            # No error yet: an error is the end of a boot, and rl_stop says it once all attempts are used up.
            rl_event rootfs warning "$RL_WHY" "{\"digest\":\"$RL_MEASURED\",\"expected\":\"$3\"}"
            : > "$2"
            [ "$_bad" -ge "$RL_BAD_TRIES" ] && return 1
            continue
        fi
        # Longer than it should be: not our file.
        [ "$_have" -gt "$4" ] && { : > "$2"; _have=0; }
        [ "$_try" -ge "$RL_TRIES" ] && return 1
        if [ "$_try" -gt 0 ]; then
            # Jitter, so that a rack does not come back as one.
            _pause=$((_try < RL_PAUSE ? _try : RL_PAUSE))
            [ "$_pause" -gt 0 ] && sleep "$_pause.$(rl_random 1000)"
        fi
        _try=$((_try + 1))
        if ! rl_attempt "$1" "$2" "$_have" "$4"; then
            # 33, 36, 416: the server does not do ranges, or not this one. Begin anew.
            case "$_status $RL_WHY" in "33 "* | "36 "* | "22 "*416*) : > "$2" ;; esac
            _have=$(stat -c %s "$2")
            rl_say "transfer $_try of $RL_TRIES broke at $_have of $4 bytes: $RL_WHY"
            rl_event rootfs warning "transfer $_try of $RL_TRIES broke at $_have of $4 bytes: $RL_WHY" "{\"received\":$_have,\"size\":$4}"
        elif [ "$(stat -c %s "$2")" -lt "$4" ]; then
            RL_WHY="the server sent $(stat -c %s "$2") of $4 bytes and called it whole"
            rl_event rootfs warning "$RL_WHY" "{\"received\":$(stat -c %s "$2"),\"size\":$4}"
            : > "$2"
        fi
    done
}

# rl_until COMMAND...: again until it prints something other than "nobody answered" or "server error". The server may be restarting while
# this machine boots; both callers run beside the fetch, which waits for it too.
rl_until() {
    _n=0
    while [ "$_n" -lt "$RL_PATIENCE" ]; do
        case $("$@") in 000 | 5??) ;; *) return 0 ;; esac
        _n=$((_n + 1))
        sleep "1.$(rl_random 1000)"
    done
    return 1
}

rl_introduce() { printf '{"credential":"%s"}' "$(cat "$RL_RUN/credential")" | rl_post credential @- 4; }

# The machine's own credential: 256 random bits that are never on the command line, nor in arguments, which are world-readable in /proc.
rl_credential() {
    [ -n "$RL_SESSION" ] || return 0
    (umask 077 && od -An -v -N32 -tx1 /dev/urandom | tr -d ' \n' > "$RL_RUN/credential")
    rl_until rl_introduce
}

rl_ask_keys() {
    curl -s --fail -o "$RL_RUN/keys/answer" -w '%{http_code}' --connect-timeout 2 --max-time 5 --max-filesize 65536 \
        "$RL_SERVER/boots/$RL_SESSION/authorized_keys" 2> /dev/null
}

# Who may log in: the public keys that the server names, and nobody when it names none.
rl_keys() {
    [ -n "$RL_SESSION" ] || return 0
    mkdir -p -m 0755 "$RL_RUN/keys"
    rl_until rl_ask_keys || rl_event initramfs warning "the server gave no ssh keys; nobody can log in to this machine"
    head -c 65536 "$RL_RUN/keys/answer" 2> /dev/null | grep -E '^(ssh|ecdsa|sk-ssh|sk-ecdsa)-[a-z0-9@.-]+ [A-Za-z0-9+/=]+' > "$RL_RUN/keys/root.new"
    rm -f "$RL_RUN/keys/answer"
    if [ -s "$RL_RUN/keys/root.new" ]; then mv "$RL_RUN/keys/root.new" "$RL_RUN/keys/root"; else rm -f "$RL_RUN/keys/root.new"; fi
}

# The interface that the machine booted from: by BOOTIF, else the one with the default route, else the first with an address.
rl_interface() {
    _mac=$(rl_arg BOOTIF | tr 'A-F-' 'a-f:')
    _mac=${_mac#01:}
    for _net in "${RL_SYS:-/sys}"/class/net/*; do
        [ "$(cat "$_net/address" 2> /dev/null)" = "$_mac" ] && { echo "${_net##*/}"; return; }
    done
    ip -4 route show default 2> /dev/null | sed -n 's/.* dev \([^ ]*\).*/\1/p' | head -n 1
}

# A machine id that is the same at every boot: from the hardware's UUID, else from the MAC address. Hashed, since a machine id is told to many.
rl_machine_id() { # INTERFACE
    _uuid=$(tr 'A-F' 'a-f' < "${RL_SYS:-/sys}/class/dmi/id/product_uuid" 2> /dev/null | tr -dc '0-9a-f')
    # Boards that were never given one say all zeros, all ones, or the sample of their firmware's vendor.
    case $_uuid in
        '' | 00000000000000000000000000000000 | ffffffffffffffffffffffffffffffff | 03000200040005000006000700080009) _uuid= ;;
    esac
    [ "${#_uuid}" -eq 32 ] || _uuid=mac-$(cat "${RL_SYS:-/sys}/class/net/$1/address" 2> /dev/null)
    printf 'racklight machine id %s' "$_uuid" | sha256sum | head -c 32
}

# The machine's name: the site's, else DHCP's, else one made of the MAC address.
rl_hostname() { # INTERFACE
    _name=$(rl_arg racklight.node)
    if [ -z "$_name" ] && [ -f "/tmp/net.$1.hostname" ]; then _name=$(sed -n "s/^echo '*\([^ ']*\).*/\1/p" "/tmp/net.$1.hostname" | head -n 1); fi
    _name=$(printf '%s' "$_name" | tr 'A-Z' 'a-z' | tr -dc 'a-z0-9.-' | head -c 63)
    _name=${_name#[-.]}
    [ -n "$_name" ] || _name=node-$(tr -d ':' < "${RL_SYS:-/sys}/class/net/$1/address" 2> /dev/null)
    printf '%s' "$_name"
}
