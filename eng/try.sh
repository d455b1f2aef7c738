#!/usr/bin/env bash
# The tour of ./build.sh try: runs on a node of its own (eng/node.sh), says what it does, ends with status 1 if any of it went wrong.
# try.sh INSTALLED_TREE CONF_FOLDER
set -u
tree=$1 conf=$2
export PATH=$tree/bin:/usr/sbin:/usr/bin:/sbin:/bin
failed=0

step() { printf '\n\033[1m== %s\033[0m\n' "$*"; }

# show COMMAND...: the command as a person would type it, and what it prints.
show() {
  printf '\033[2m$ %s\033[0m\n' "$*"
  "$@" || { printf '\033[31mfailed (%s)\033[0m\n' "$?"; failed=1; }
}

# expect WHAT WANTED GOT
expect() {
  if [[ $3 == *"$2"* ]]; then
    printf '\033[32mok\033[0m   %s\n' "$1"
  else
    printf '\033[31mFAIL\033[0m %s: wanted "%s", got "%s"\n' "$1" "$2" "$3"; failed=1
  fi
}

# What an attachment could leave behind: links, rules that are about one container, leases, journal entries.
remains() {
  ip -br link | grep -oE '^veth[^@ ]+'
  nft list ruleset | grep -E '10\.88\.0\.[23]([^0-9]|$)'
  find /var/lib/cni/networks -type f 2> /dev/null | grep -vE '/(lock|last_reserved_ip\.[0-9]+)$'
  find /run/cnichain/attachments -type f 2> /dev/null
}

# The request is read before it is answered: a server that closes on unread bytes resets the connection, answer and all.
server=/run/server
cat > $server <<'END'
#!/bin/sh
while read -r line && [ "${#line}" -gt 1 ]; do :; done
printf 'HTTP/1.0 200 OK\r\n\r\nhello from the first container\n'
END
chmod 755 $server

inside() { nsenter --net="/proc/$1/ns/net" -- "${@:2}"; }

step "A node of its own, and a machine outside that knows no way back to the containers"
ip netns add outside
ip link add up0 type veth peer name e0 netns outside
ip addr add 192.0.2.1/24 dev up0
ip link set up0 up
ip route add default via 192.0.2.2
sysctl -qw net.ipv4.ip_forward=1
ip -n outside link set lo up
ip -n outside addr add 192.0.2.2/24 dev e0
ip -n outside link set e0 up
ip netns exec outside socat TCP-LISTEN:7,fork,reuseaddr 'SYSTEM:echo "hello $SOCAT_PEERADDR"' &
show ip -br addr

step "The network: cnichain is the only plugin, bridge, host-local and portmap run inside it"
install -m 644 "$conf/sole-chain.conflist" /etc/cni/net.d/10-podnet.conflist
show cat /etc/cni/net.d/10-podnet.conflist

step "Two containers: network namespaces with a process, nothing in them yet"
unshare --net -- sleep infinity & web=$!
unshare --net -- sleep infinity & client=$!
until [ "$(readlink /proc/$web/ns/net)" != "$(readlink /proc/self/ns/net)" ] &&
  [ "$(readlink /proc/$client/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.02; done
show inside $web ip -br link

step "The first is attached, with port 8080 of the node published as its port 80"
show cnichain add podnet --pid $web -p 8080:80 --trace

step "And the second"
show cnichain add podnet --pid $client --trace

step "What the first one has now"
show inside $web ip -br addr
show inside $web ip route
inside $web socat TCP-LISTEN:80,fork,reuseaddr EXEC:$server &

step "Ping from the second to the first"
show inside $client ping -c 2 -i 0.2 -W 2 10.88.0.2

step "A request through the published port"
sleep 0.2
expect "from the machine outside" "hello from the first container" "$(ip netns exec outside curl -s -m 5 http://192.0.2.1:8080/ 2>&1)"
expect "from the node" "hello from the first container" "$(curl -s -m 5 http://192.0.2.1:8080/ 2>&1)"
expect "from the node's localhost" "hello from the first container" "$(curl -s -m 5 http://127.0.0.1:8080/ 2>&1)"
expect "from the second container" "hello from the first container" "$(inside $client curl -s -m 5 http://192.0.2.1:8080/ 2>&1)"

step "NAT: the outside sees the node's address, not the container's"
expect "from the second container" "hello 192.0.2.1" "$(inside $client socat -T 5 TCP:192.0.2.2:7 - < /dev/null 2>&1)"

step "The kernel's side of it"
show nft list ruleset

step "Checked, then taken down"
show cnichain check podnet --pid $web
show cnichain check podnet --pid $client
show cnichain del podnet --pid $web
show cnichain del podnet --pid $client
expect "nothing is left of them" "nothing" "$(left=$(remains); echo "${left:-nothing}")"

step "$([ $failed = 0 ] && echo "All of it worked; the node goes away with everything on it" || echo "Something went wrong, see above")"
exit $failed
