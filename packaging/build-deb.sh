#!/bin/sh
# Makes racklight_VERSION_ARCH.deb from a built binary; the same input gives the same bytes.
# usage: packaging/build-deb.sh BINARY VERSION OUTDIR
set -eu

if [ $# -ne 3 ]; then
    echo "usage: $0 BINARY VERSION OUTDIR" >&2
    exit 2
fi
binary=$1 version=$2 out=$3
here=$(cd "$(dirname "$0")" && pwd)

if [ ! -x "$binary" ]; then
    echo "$0: $binary is not a program; make it with ./release" >&2
    exit 2
fi
for tool in dpkg-deb gzip; do
    if ! command -v "$tool" >/dev/null; then
        echo "$0: $tool is not installed; apt-get install dpkg gzip" >&2
        exit 3
    fi
done
# A number that sorts: 1.2.3-rc1 comes before 1.2.3 only when it is written 1.2.3~rc1.
version=$(printf '%s' "$version" | sed 's/-/~/')
case $version in
    [0-9]*) ;;
    *) echo "$0: '$version' is no version; want e.g. 1.2.3" >&2; exit 2 ;;
esac

architecture=$(dpkg --print-architecture)
# The commit's time, so that a rebuild gives the same package.
if [ -z "${SOURCE_DATE_EPOCH:-}" ]; then
    SOURCE_DATE_EPOCH=$(git -C "$here" log -1 --format=%ct 2>/dev/null || echo 0)
fi
export SOURCE_DATE_EPOCH

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
trap 'exit 130' INT TERM
umask 022
chmod 755 "$root"

# put MODE SOURCE TARGET
put() {
    mkdir -p "$root/$(dirname "$3")"
    install -m "$1" "$2" "$root/$3"
}

put 755 "$binary" usr/bin/racklight
put 644 "$here/racklight.service" usr/lib/systemd/system/racklight.service
put 644 "$here/deb/sysusers.conf" usr/lib/sysusers.d/racklight.conf
put 644 "$here/deb/default" etc/default/racklight
put 644 "$here/deb/copyright" usr/share/doc/racklight/copyright
put 644 "$here/deb/lintian-overrides" usr/share/lintian/overrides/racklight
put 644 "$here/completions/racklight.bash" usr/share/bash-completion/completions/racklight
put 644 "$here/completions/racklight.zsh" usr/share/zsh/vendor-completions/_racklight
put 644 "$here/completions/racklight.fish" usr/share/fish/vendor_completions.d/racklight.fish
# `racklight up` without a site takes examples/hypervisors from here.
(cd "$here/../examples" && find . -type f ! -path '*/.*' -print) | while IFS= read -r file; do
    put 644 "$here/../examples/$file" "usr/share/racklight/examples/$file"
done
mkdir -p "$root/etc/racklight" "$root/usr/share/man/man1"

date=$(date -u -d "@$SOURCE_DATE_EPOCH" '+%a, %d %b %Y %H:%M:%S +0000')
printf 'racklight (%s) unstable; urgency=medium\n\n  * See CHANGELOG.md in the source.\n\n -- The Racklight authors <racklight@localhost>  %s\n' "$version" "$date" |
    gzip -9n >"$root/usr/share/doc/racklight/changelog.gz"
sed "s/@VERSION@/$version/" "$here/deb/racklight.1" | gzip -9n >"$root/usr/share/man/man1/racklight.1.gz"

size=$(du -sk --apparent-size "$root" | cut -f1)
mkdir "$root/DEBIAN"
sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@SIZE@/$size/" "$here/deb/control" >"$root/DEBIAN/control"
echo /etc/default/racklight >"$root/DEBIAN/conffiles"
for script in postinst prerm postrm; do
    install -m 755 "$here/deb/$script" "$root/DEBIAN/$script"
done
(cd "$root" && find . -path ./DEBIAN -prune -o -type f -printf '%P\n' | LC_ALL=C sort | xargs md5sum >DEBIAN/md5sums)

# Only times later than the source's are set back by dpkg-deb, and directories made here are later.
find "$root" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
mkdir -p "$out"
package="$out/racklight_${version}_${architecture}.deb"
dpkg-deb --root-owner-group --uniform-compression -Zxz --build "$root" "$package" >/dev/null
echo "$package"
