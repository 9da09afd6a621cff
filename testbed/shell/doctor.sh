#!/usr/bin/env bash
# What this machine has and lacks, and what each command needs. Needs neither Java nor root.
set -euo pipefail
ONSALE_ROOT=${ONSALE_ROOT:-$(cd "$(dirname "$0")/../.." && pwd)}
# shellcheck source=testbed/shell/machine.sh
source "$ONSALE_ROOT/testbed/shell/machine.sh"
lacks=0

row() { printf '%-28s %-8s %s\n' "$1" "$2" "$3"; }
has() { row "$1" yes "$2"; }
lacks() {
  row "$1" "NO" "$2"
  lacks=1
}

printf '%-28s %-8s %s\n' "WHAT" "THERE" "DETAIL"
if [ "$(uname -sm)" = "Linux x86_64" ]; then
  has "Linux on x86-64" "$(uname -r)"
else
  lacks "Linux on x86-64" "this is $(uname -sm); only demo --context works here"
fi
if [ "$(id -u)" = 0 ]; then
  has root ""
else
  lacks root "for demo, up and the full test; test --fast and demo --context do without"
fi
memory=$(awk '/^MemAvailable/ {print int($2 / 1048576)}' /proc/meminfo 2>/dev/null || echo 0)
if [ "$memory" -ge 4 ]; then has "4 GB of free memory" "$memory GB"; else lacks "4 GB of free memory" "$memory GB"; fi
mkdir -p "$CACHE"
disk=$(df -Pk "$CACHE" | awk 'NR == 2 {print int($4 / 1048576)}')
if [ "$disk" -ge 8 ]; then has "8 GB of free disk" "$disk GB at $CACHE"; else lacks "8 GB of free disk" "$disk GB at $CACHE"; fi
if java=$(find_java); then
  has "JDK $WANTED_JAVA or newer" "$java"
else
  lacks "JDK $WANTED_JAVA or newer" "install temurin-25-jdk (adoptium.net) or: sdk install java 25-tem; or set JAVA_HOME"
fi
if command -v mvn >/dev/null; then
  has Maven "$(command -v mvn)"
else
  row Maven "not yet" "apt-get install maven (./onsale does it as root)"
fi
missing=$(missing_packages)
if [ -z "$missing" ]; then
  has "packages of the local node" ""
else
  row "packages of the local node" "not yet" "apt-get install --no-install-recommends $missing(./onsale does it as root)"
fi
binaries=$(echo "$CACHE"/kubernetes-*/bin)
if [ -n "${ONSALE_BINARIES:-}" ]; then
  has "Kubernetes' programs" "ONSALE_BINARIES=$ONSALE_BINARIES"
elif [ -x "$binaries/kube-apiserver" ] && [ -x "$binaries/kubelet" ] && [ -x "$binaries/etcd" ]; then
  has "Kubernetes' programs" "$binaries"
elif PATH=$PATH:/usr/local/go/bin command -v go >/dev/null; then
  row "Kubernetes' programs" "not yet" "downloaded or built with Go once (about 5 minutes on 2 cores)"
else
  row "Kubernetes' programs" "not yet" "downloaded once if dl.k8s.io is reachable; else install Go, or set ONSALE_BINARIES"
fi
if [ "$(id -u)" = 0 ]; then
  if unshare --mount --net --pid --ipc --uts --fork true 2>/dev/null; then
    has "namespaces" ""
  else
    lacks "namespaces" "unshare is refused: a container without privileges?"
  fi
  if [ -e /sys/fs/cgroup/cgroup.controllers ] || [ -d /sys/fs/cgroup/cpuset ]; then
    has "cgroups" "$([ -e /sys/fs/cgroup/cgroup.controllers ] && echo version 2 || echo version 1)"
  else
    lacks "cgroups" "nothing is mounted at /sys/fs/cgroup"
  fi
fi
cat <<'NEEDS'

demo, up       everything above
demo --context JDK, Maven; a kubeconfig, a registry the cluster pulls from, a TicketPlatform
down           JDK, Maven
test           everything above
test --fast    JDK, Maven, Kubernetes' programs (no root)
test --kindcontainer
               as test --fast, and a Docker daemon
doctor, --help nothing
NEEDS
exit "$lacks"
