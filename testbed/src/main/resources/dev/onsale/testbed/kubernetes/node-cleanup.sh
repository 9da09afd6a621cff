#!/usr/bin/env bash
# Removes what a node leaves on the machine once its processes are dead: node-cleanup.sh FOLDER
set -uo pipefail
folder=$1
n=$(cat "$folder/network" "$folder/claimed" 2>/dev/null | head -1)
[ -n "$n" ] || exit 0

for _ in $(seq 100); do
  ip link show "onsale-$n" >/dev/null 2>&1 || break
  ip link del "onsale-$n" 2>/dev/null || sleep 0.1
done

for _ in $(seq 100); do
  left=0
  # a cgroup can be removed only when its last process has been reaped
  while read -r cgroup; do
    find "$cgroup" -depth -type d -exec rmdir {} \; 2>/dev/null
    [ -d "$cgroup" ] && left=1
  done < <(find /sys/fs/cgroup -maxdepth 2 -type d -name "onsale-$n" 2>/dev/null)
  [ "$left" = 0 ] && break
  sleep 0.1
done
