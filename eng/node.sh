#!/usr/bin/env bash
# Makes the fresh namespaces it is started in (unshare --net --mount --pid --mount-proc) a node, then becomes the given command.
# Everything that is written on the node lands in memory: /run, and the upper layers of /etc, /opt and /var.
set -eu
mount -t tmpfs -o mode=755 tmpfs /mnt

# A fresh sysfs shows the node's links instead of the machine's, but comes without the cgroup tree, so that is carried over.
mkdir /mnt/cgroup
mount --rbind /sys/fs/cgroup /mnt/cgroup
mount -t sysfs sysfs /sys
mount --rbind /mnt/cgroup /sys/fs/cgroup
umount -l /mnt/cgroup
# crun refuses cgroup2 with controllers beside cgroup1.
# On a node within a node it is gone already, whatever mountpoint says of the folder that is left.
if mountpoint -q /sys/fs/cgroup/unified; then umount /sys/fs/cgroup/unified 2> /dev/null || :; fi

for folder in etc opt var; do
  mkdir /mnt/$folder.upper /mnt/$folder.work
  mount -t overlay -o lowerdir=/$folder,upperdir=/mnt/$folder.upper,workdir=/mnt/$folder.work overlay /$folder
done
umount -l /mnt
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/netns /run/lock /run/tmp
mount --bind /run/netns /run/netns
mount --make-shared /run/netns
rm -rf /etc/cni /opt/cni /var/lib/cni
mkdir -p /etc/cni/net.d /opt/cni/bin /var/lib/cni
ip link set lo up
exec "$@"
