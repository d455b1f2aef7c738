#!/usr/bin/env bash
# other-kernel.sh COMMAND [ARG...]: runs a command as root under Debian's User-Mode Linux, whose kernel has bridge VLAN filtering, vlan and
# dummy. Its root is this machine's, read-only under a tmpfs. Exits with the command's status; 125 when the guest died.
set -u
kernel=/usr/bin/linux.uml
# Not below /dev, /run, /proc or /sys: the guest mounts its own there.
work=$(mktemp -d /tmp/other-kernel.XXXXXX)
pid=
trap '[ -z "$pid" ] || kill "$pid" 2> /dev/null; rm -rf "$work"' EXIT
export -p > "$work/environment"
{ printf 'cd %q && exec' "$PWD"; printf ' %q' "$@"; echo; } > "$work/command"
: > "$work/output"
cat > "$work/init" << END
#!/bin/bash
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
modules=/usr/lib/uml/modules/\$(uname -r)
mount -n -t proc proc /proc
busybox insmod \$modules/kernel/fs/overlayfs/overlay.ko
umount /proc
mount -n -t tmpfs -o mode=755 tmpfs /mnt
mkdir /mnt/upper /mnt/work /mnt/root
mount -n -t overlay -o lowerdir=/,upperdir=/mnt/upper,workdir=/mnt/work root /mnt/root
cd /mnt/root && pivot_root . mnt && cd /
mount -n -t proc proc /proc
mount -n -t sysfs sysfs /sys
mount -n -t devtmpfs dev /dev
ln -sfn /proc/self/fd /dev/fd
mkdir -p /dev/shm /dev/pts
mount -n -t tmpfs -o mode=1777 shm /dev/shm
mount -n -t tmpfs -o mode=755 run /run
mkdir -p /run/netns /run/lock /run/host /lib/modules
umount -l /mnt
busybox mount -t hostfs -o $work none /run/host
ln -sfn \$modules /lib/modules/\$(uname -r)
busybox modprobe -a ipv6 8021q dummy veth bridge macvlan nf_tables
ip link set lo up
ulimit -n 65536
( . /run/host/environment; . /run/host/command ) < /dev/null >> /run/host/output 2>&1
echo \$? > /run/host/status
busybox poweroff -f
END
chmod +x "$work/init"
# The guest's memory is a file in TMPDIR, which must be a tmpfs that programs may be run from.
TMPDIR=/dev/shm HOME=$work timeout -k 5 600 "$kernel" mem=2G root=/dev/root rootfstype=hostfs rootflags=/ ro init="$work/init" \
  con=null con0=null,fd:1 umid=guest uml_dir="$work/" quiet loglevel=4 dummy.numdummies=0 < /dev/null > "$work/log" 2>&1 &
pid=$!
wait $pid
pid=
cat "$work/output"
[ -s "$work/status" ] || { echo "other-kernel.sh: the guest gave no status:" >&2; tail -n 20 "$work/log" >&2; exit 125; }
exit "$(cat "$work/status")"
