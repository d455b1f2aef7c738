#!/usr/bin/env bash
# Builds CniChain and tries, tests or installs it; needs the .NET 10 SDK, brings the rest from Debian.
set -euo pipefail
root=$(cd "$(dirname "$(readlink -f "$0")")" && pwd)
out=$root/out
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1

usage() {
  cat <<END
./build.sh try          plays a node, attaches two containers to it, shows what they get, takes everything down
./build.sh test         runs every test; the last line has the totals
./build.sh bench        measures cnichain beside the reference plugins: bench --help, bench micro
./build.sh install DIR  lays out DIR/bin/cnichain, DIR/lib/cnichain/cnichaind and DIR/lib/cnichain/plugins/<type>/
./build.sh pack [DIR]   makes the NuGet packages: the libraries, and the template for a plugin of one's own (out/packages)
./build.sh api          writes what is new of the libraries' public API into their lists
END
}

die() { echo "build.sh: $*" >&2; exit 1; }

# Runs a command that is of interest only when it fails.
quietly() {
  local log=$out/log/$1; shift
  mkdir -p "$out/log"
  "$@" > "$log" 2>&1 || { local status=$?; tail -n 100 "$log" >&2; die "'$*' failed ($status); all of it: $log"; }
}

# need PACKAGE...: installs what is missing.
need() {
  local missing=()
  command -v dpkg-query > /dev/null || return 0  # not Debian: what is missing will say so itself
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null | grep -qx installed || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  [ "$(id -u)" = 0 ] || die "these packages are missing, and only root can install them: ${missing[*]}"
  echo "installing ${missing[*]}"
  # In a subshell, whose trap takes the policy away however it ends.
  (
    start_nothing
    export DEBIAN_FRONTEND=noninteractive
    # The package lists of a fresh image are empty or old; where they are good, fetching them again is half a minute for nothing.
    apt-get install -y -q --no-install-recommends "${missing[@]}" > /dev/null 2>&1 || {
      quietly apt-update apt-get update -q
      quietly apt-install apt-get install -y -q --no-install-recommends "${missing[@]}"
    }
  )
  stay_stopped "${missing[@]}"
}

# Some of what the tests execute are services (a DHCP server, containerd), which a package starts where there is a service manager.
# Packages ask policy-rc.d whether they may; an administrator's own has the say.
start_nothing() {
  local policy=/usr/sbin/policy-rc.d
  if (set -C; printf '#!/bin/sh\nexit 101\n' > "$policy") 2> /dev/null; then
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    chmod 755 "$policy"
  fi
}

# stay_stopped PACKAGE...: nor are they started by the next boot. systemd's own units are not ours to judge.
stay_stopped() {
  command -v systemctl > /dev/null || return 0
  local package file
  for package in "$@"; do
    [ "$package" != systemd ] || continue
    dpkg -L "$package" 2> /dev/null | grep -E '/systemd/system/[^/@]+\.(service|socket|timer)$|^/etc/init\.d/[^/]+$' |
      while IFS= read -r file; do systemctl disable "$(basename "$file")" > /dev/null 2>&1 || :; done || :
  done
}

# fresh STAMP: whether no source is newer than the stamp. Folders count too, for files that went away.
fresh() {
  [ -e "$1" ] && [ -z "$(find "$root"/{abstractions,host,linux,plugins} "$root"/Directory.*.props "$root"/{build.sh,global.json,eng/Publish.proj} \
    \( -name bin -o -name obj \) -prune -o -newer "$1" -print -quit)" ]
}

# Everything that an installed tree consists of, below out/publish.
publish_all() {
  local tree=$out/publish
  if fresh "$tree/stamp"; then return; fi
  need clang binutils libc6-dev zlib1g-dev musl-dev
  echo "building"
  mkdir -p "$tree"
  touch "$tree/stamp.new"  # a source saved while the compiler runs is newer than this
  # What was published before stays there else, when a part no longer has it.
  rm -rf "$tree/plugins" "$root"/{host,plugins}/*/bin/Release/*/*/publish
  quietly publish dotnet msbuild "$root/eng/Publish.proj" -t:Publish -m -v:q -nologo
  collect "$root/host/CniChain.Shim" "$tree/cnichain"
  collect "$root/host/CniChain.Host" "$tree/cnichaind"
  for project in "$root"/plugins/*/*.csproj; do
    local folder type
    folder=$(dirname "$project")
    type=$(grep -rhoP --include=*.cs --exclude-dir={bin,obj} '^\[CniPlugin\("\K[^"]+' "$folder") || die "no [CniPlugin(\"type\")] in $project"
    collect "$folder" "$tree/plugins/$type"
  done
  mv "$tree/stamp.new" "$tree/stamp"
}

# collect PROJECT_FOLDER TARGET: what it published.
collect() {
  rm -rf "$2"
  mkdir -p "$(dirname "$2")"
  cp -a "$1"/bin/Release/*/*/publish "$2"
}

# put FILE TARGET: by rename(2), so that a running program is no obstacle and nobody ever sees half a file.
put() {
  if cmp -s "$1" "$2"; then return; fi
  mkdir -p "$(dirname "$2")"
  cp --preserve=mode,timestamps "$1" "$2.new"
  mv -fT "$2.new" "$2"
}

# put_folder FOLDER TARGET [KEEP]: the same for every file of a folder; what it no longer has goes away, but for a folder KEEP.
put_folder() {
  (cd "$1" && find . -type f ! -name '*.pdb' ! -name '*.dbg' -print0) | while IFS= read -r -d '' file; do put "$1/$file" "$2/$file"; done
  (cd "$2" && find . -path "./${3:--}" -prune -o -type f -print0) | while IFS= read -r -d '' file; do [ -e "$1/$file" ] || rm -f "$2/$file"; done
  find "$2" -mindepth 1 -path "$2/${3:--}" -prune -o -type d -empty -exec rmdir {} +
}

install_tree() {
  local dir=$1 lib=$1/lib/cnichain dotnet
  publish_all
  # cnichain refuses to start as root what others may write to, so neither the umask nor the checkout decides about it.
  umask 022
  mkdir -p "$lib/plugins"
  put_folder "$out/publish/plugins" "$lib/plugins"
  put_folder "$out/publish/cnichaind" "$lib" plugins
  put "$out/publish/cnichain/cnichain" "$dir/bin/cnichain"
  chmod -R go-w "$dir/bin" "$lib"
  # cnichaind looks for .NET in the usual places by itself; where it lies elsewhere, a link beside it says so.
  dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
  case $dotnet in
    /usr/share/dotnet | /usr/lib/dotnet) rm -f "$lib/dotnet" ;;
    *) ln -sfnT "$dotnet" "$lib/dotnet" ;;
  esac
}

# What runs as root is loaded only from where root alone can write. In somebody's own checkout (sudo) that is not below out/.
only_root_writes() {
  local folder=$1 owner mode
  while :; do
    read -r owner mode < <(stat -c '%u %a' "$folder")
    if [ "$owner" != 0 ] || { [ $((0$mode & 022)) != 0 ] && [ $((0$mode & 01000)) = 0 ]; }; then return 1; fi
    [ "$folder" != / ] || return 0
    folder=$(dirname "$folder")
  done
}

# Lays out the tree that try, test and bench run, and says where in CNICHAIN_INSTALL.
install_for_use() {
  CNICHAIN_INSTALL=$out/install
  mkdir -p "$out"
  if [ "$(id -u)" = 0 ] && ! only_root_writes "$out"; then
    CNICHAIN_INSTALL=$(mktemp -d /var/tmp/cnichain-XXXXXX)
    chmod 755 "$CNICHAIN_INSTALL"
    trap 'rm -rf "$CNICHAIN_INSTALL"' EXIT
  fi
  export CNICHAIN_INSTALL
  install_tree "$CNICHAIN_INSTALL"
}

run_install() {
  [ $# = 1 ] || die "install takes one folder: ./build.sh install /usr/local"
  local dir
  dir=$(realpath -m "$1")
  install_tree "$dir"
  echo "installed: $dir/bin/cnichain; for the runtimes of this machine: ln -s $dir/bin/cnichain /opt/cni/bin/"
}

# The packages a plugin's author needs; from the registry one day, from this folder today.
run_pack() {
  local dir
  dir=$(realpath -m "${1:-$out/packages}")
  mkdir -p "$dir"
  rm -f "$dir"/CniChain.*.nupkg "$dir"/CniChain.*.snupkg
  for project in abstractions linux tests/CniChain.Testing eng/Templates; do
    quietly "pack-$(basename "$project")" dotnet pack "$root/$project" -c Pack -v q -nologo -o "$dir"
  done
  echo "packed: $dir"
}

run_api() { exec "$root/eng/api.sh"; }

run_try() {
  [ "$(id -u)" = 0 ] || die "try plays a whole node and needs root for it"
  need util-linux iproute2 nftables iputils-ping curl socat
  install_for_use
  # In namespaces of its own, the first process of which takes everything with it.
  unshare --net --mount --pid --fork --kill-child --mount-proc --propagation private -- \
    "$root/eng/node.sh" "$root/eng/try.sh" "$CNICHAIN_INSTALL" "$root/conf"
}

# Docker's daemon from Debian, unpacked beside: its package wants a service manager.
unpack_docker() {
  if [ -x "$out/docker/usr/sbin/dockerd" ]; then return; fi
  mkdir -p "$out/docker"
  (cd "$out/docker" && apt-get download -qq docker.io tini && for package in *.deb; do dpkg -x "$package" .; done && rm -- *.deb) > /dev/null 2>&1 ||
    echo "docker.io is not to be had: its test will be skipped"
}

run_test() {
  if [ "$(id -u)" = 0 ]; then
    need util-linux iproute2 nftables iptables iputils-ping curl socat conntrack gcc libc6-dev \
      podman crun containerd runc containernetworking-plugins busybox-static systemd user-mode-linux \
      dnsmasq-base kea-dhcp4-server kea-dhcp6-server isc-dhcp-server udhcpd tcpdump strace
    unpack_docker
  fi
  install_for_use
  quietly build dotnet build "$root/CniChain.sln" -c Release -v q
  local failed_runs=0 log=$out/log/tests
  : > "$log"
  # Tests of what this machine's kernel may lack run under one that has it.
  local here=()
  [ ! -x /usr/bin/linux.uml ] || here=(-trait- Kernel=vlan)
  for project in "$root"/tests/*.Tests; do
    run_tests "$(basename "$project")" "$log" "" "${here[@]}" || failed_runs=$((failed_runs + 1))
  done
  if [ -x /usr/bin/linux.uml ]; then
    for project in CniChain.Linux.Tests CniChain.Plugins.Tests CniChain.EndToEnd.Tests; do
      run_tests "$project" "$log" "$root/eng/other-kernel.sh" -trait Kernel=vlan || failed_runs=$((failed_runs + 1))
    done
  fi
  summarize "$log" "$failed_runs"
}

run_bench() {
  local bench=$root/tests/CniChain.Benchmarks
  if [ "${1:-}" != micro ] && [ "$(id -u)" = 0 ]; then
    need util-linux iproute2 iptables containernetworking-plugins dnsmasq-base
    install_for_use
  fi
  quietly build-bench dotnet build "$bench" -c Release -v q
  "$bench/bin/Release/net10.0/CniChain.Benchmarks" "$@"
}

# run_tests NAME LOG WRAPPER OPTION...: one test project; its exit status is the runner's, whatever the filter behind it says.
run_tests() {
  local name=$1 log=$2 wrapper=$3 run; shift 3
  run="$name${wrapper:+ under another kernel}"
  echo "$run"
  { ${wrapper:+"$wrapper"} "$root/tests/$name/bin/Release/net10.0/$name" -noLogo -noColor -parallelMode all "$@" 2>&1 || echo "$run exited with $?"; } |
    tee -a "$log" | { grep -vE '^ +(Discovering|Discovered|Starting|Finished): |^=== TEST' || :; }
  ! grep -q "^$run exited with " "$log"
}

# summarize LOG FAILED_RUNS: adds up the runner's own lines "Total: 5, Errors: 0, Failed: 0, Skipped: 1, Not Run: 0".
summarize() {
  awk -v runs="$2" '
    match($0, /Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+, Not Run: [0-9]+/) {
      split(substr($0, RSTART, RLENGTH), n, /[^0-9]+/)
      failed += n[3] + n[4]; skipped += n[5] + n[6]; passed += n[2] - n[3] - n[4] - n[5] - n[6]
    }
    END {
      # A run that ended badly without a failed test crashed: that is one failure too.
      if (runs > 0 && failed == 0) failed = runs
      printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
      exit failed > 0
    }' "$1"
}

case ${1:-} in
  try | test | bench | install | pack | api) command=$1; shift; "run_$command" "$@" ;;
  *) usage; exit 2 ;;
esac
