# configure OUT MERGED PLUGINS DIRECTORY PLAYBOOK NAME ROLES LAYER...: one Ansible run inside the tree.
out=$1 merged=$2 plugins=$3 directory=$4 playbook=$5 name=$6 roles=$7
shift 7
tree_mount "$merged" "$out/layer" "$out/work" "$@"
tree_devices "$merged"
# Names must resolve while packages are fetched; the image gets its own file at boot.
touch "$merged/etc/resolv.conf"
mount --bind -o ro "$(readlink -f /etc/resolv.conf)" "$merged/etc/resolv.conf"
printf '#!/bin/sh\nexit 101\n' > "$merged/usr/sbin/policy-rc.d"
chmod 755 "$merged/usr/sbin/policy-rc.d"
mkdir -p "$merged/run/ansible" "$out/home"
# A configuration of nobody's: the building machine's own must not change what is built.
: > "$out/home/ansible.cfg"
cd "$directory" || exit 1
HOME=$out/home ANSIBLE_CONFIG=$out/home/ansible.cfg ANSIBLE_CONNECTION_PLUGINS=$plugins ANSIBLE_ROLES_PATH=$roles ANSIBLE_LOCAL_TEMP=$out/home/tmp \
    ANSIBLE_REMOTE_TEMP=/run/ansible ANSIBLE_RETRY_FILES_ENABLED=0 ANSIBLE_NOCOLOR=1 ANSIBLE_HOST_KEY_CHECKING=0 \
    ansible-playbook -i "$name," -e ansible_connection=racklight_chroot -e "racklight_chroot=$merged" -e ansible_python_interpreter=/usr/bin/python3 "$playbook"
rm -f "$merged/usr/sbin/policy-rc.d"
rm -rf "${out:?}/home"
umount -R "$merged"
rm -rf "$out/work"
