#!/usr/bin/env bash
# One Kubernetes node in namespaces of its own. Runs on the machine under guard.sh, which kills it as a whole;
# node-cleanup.sh removes what namespaces do not end by themselves.
#
#   node.sh FOLDER LOGS BINARIES SCRIPTS
#
# FOLDER/network tells the chosen N: the machine is 198.18.N.1, the node 198.18.N.2, links, cgroups and host are onsale-N.
set -euo pipefail
folder=$1 logs=$2 binaries=$3 scripts=$4

# Creating the link claims the number: the kernel refuses a second one of that name.
for n in $(seq 1 250); do
  if ip link add "onsale-$n" type veth peer name "onsale-$n-in" 2>/dev/null; then break; fi
  if [ "$n" = 250 ]; then
    echo "cannot create a veth link: $(ip link add onsale-251 type veth peer name onsale-251-in 2>&1)"
    exit 1
  fi
done
echo "$n" >"$folder/claimed"
ip addr add "198.18.$n.1/24" dev "onsale-$n"
ip link set "onsale-$n" up

if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
  mkdir "/sys/fs/cgroup/onsale-$n"
  read -ra controllers </sys/fs/cgroup/cgroup.subtree_control
  for controller in "${controllers[@]}"; do
    echo "+$controller" >"/sys/fs/cgroup/onsale-$n/cgroup.subtree_control" || true
  done
else
  for hierarchy in /sys/fs/cgroup/*/; do
    # links such as cpu,cpuacct lead to a folder that is made already
    mkdir "$hierarchy/onsale-$n" 2>/dev/null || true
  done
  for value in cpus mems; do
    cat "/sys/fs/cgroup/cpuset/cpuset.$value" >"/sys/fs/cgroup/cpuset/onsale-$n/cpuset.$value"
  done
fi

unshare --mount --net --pid --ipc --uts --fork --kill-child=KILL \
  bash "$scripts/node-inside.sh" "$n" "$folder" "$logs" "$binaries" </dev/null &
outer=$!
for _ in $(seq 100); do
  [ -s "$folder/inner" ] && break
  kill -0 "$outer" || exit 1
  sleep 0.05
done
ip link set "onsale-$n-in" netns "$(cat "$folder/inner")"
mv "$folder/claimed" "$folder/network"
wait "$outer"
