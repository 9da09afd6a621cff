#!/usr/bin/env bash
# What this machine has: a JDK, Maven, Debian packages. Sourced.

# shellcheck disable=SC2034 # used by the scripts that source this one
JAVA_OPTIONS=(--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -XX:+UseSerialGC)
WANTED_JAVA=25
CACHE=${ONSALE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/onsale}
# program, Debian package
NODE_PROGRAMS=(containerd:containerd ctr:containerd runc:runc iptables:iptables conntrack:conntrack ip:iproute2
  unshare:util-linux nsenter:util-linux setpriv:util-linux redis-server:redis-server)

say() { printf 'onsale: %s\n' "$*" >&2; }

fail() {
  local code=$1
  shift
  say "$*"
  exit "$code"
}

java_version() { # of the JDK in folder $1: its feature number, or nothing
  [ -x "$1/bin/javac" ] && sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null
}

find_java() { # the first JDK that is new enough, in the order people expect
  local places=() place version
  [ -n "${JAVA_HOME:-}" ] && places+=("$JAVA_HOME")
  if command -v javac >/dev/null; then places+=("$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")"); fi
  for place in ${ONSALE_JVMS-/usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /usr/local/openjdk-* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/*}; do
    places+=("$place")
  done
  for place in "${places[@]}"; do
    version=$(java_version "$place")
    if [ -n "$version" ] && [ "$version" -ge "$WANTED_JAVA" ]; then
      echo "$place"
      return 0
    fi
  done
  return 1
}

need_java() {
  local found
  found=$(find_java) || fail 1 "no JDK $WANTED_JAVA or newer in JAVA_HOME, on PATH, in /usr/lib/jvm or ~/.sdkman." \
    "Install one (Debian package temurin-25-jdk of adoptium.net, or: sdk install java 25-tem), or set JAVA_HOME."
  export JAVA_HOME=$found
}

need_maven() {
  command -v mvn >/dev/null || install_packages maven
  command -v mvn >/dev/null || fail 1 "no Maven (mvn). Install the package maven, 3.8.6 or newer."
}

need_root() {
  [ "$(id -u)" = 0 ] || fail 1 "./onsale $1 needs root for the local node (namespaces, mounts, one network link)." \
    "Run it as root; or use a cluster of yours: ./onsale demo --context … --registry … --platform …"
}

# A Docker daemon that answers, and what Testcontainers must know where no registry can be reached.
need_docker() {
  local host=${DOCKER_HOST:-unix:///var/run/docker.sock} answers=no
  if command -v docker >/dev/null; then
    timeout 20 docker version >/dev/null 2>&1 && answers=yes
  elif [[ $host != unix://* ]] || [ -S "${host#unix://}" ]; then
    answers=yes
  fi
  [ $answers = yes ] || fail 1 "no Docker daemon answers at $host. Start one (Debian: apt-get install docker.io), or name" \
    "one in DOCKER_HOST; ./onsale test --fast runs the same tests without Docker"
  # its container that cleans up is another image; we remove what a killed run left behind ourselves
  export TESTCONTAINERS_RYUK_DISABLED=${TESTCONTAINERS_RYUK_DISABLED:-true}
  # inside a container it would otherwise ask an image where the daemon's ports are
  if [[ $host = unix://* ]]; then export TESTCONTAINERS_HOST_OVERRIDE=${TESTCONTAINERS_HOST_OVERRIDE:-localhost}; fi
}

missing_packages() {
  local entry missing=()
  for entry in "${NODE_PROGRAMS[@]}"; do
    PATH=$PATH:/usr/sbin:/sbin command -v "${entry%%:*}" >/dev/null || missing+=("${entry#*:}")
  done
  [ -x /usr/lib/cni/bridge ] || missing+=(containernetworking-plugins)
  if [ ${#missing[@]} -gt 0 ]; then printf '%s\n' "${missing[@]}" | sort -u | tr '\n' ' '; fi
}

need_packages() {
  local missing
  missing=$(missing_packages)
  [ -z "$missing" ] && return 0
  # shellcheck disable=SC2086 # one word a package
  install_packages $missing
  missing=$(missing_packages)
  [ -z "$missing" ] || fail 1 "still missing: $missing"
}

# Installs Debian packages without starting what they bring: a containerd or a Redis of the machine is not ours to start.
install_packages() {
  local log=$CACHE/logs/apt.log policy=/usr/sbin/policy-rc.d
  command -v apt-get >/dev/null || fail 1 "please install (names of Debian's packages): $*"
  [ "$(id -u)" = 0 ] || fail 1 "please run as root: apt-get install --no-install-recommends $*"
  mkdir -p "$(dirname "$log")"
  say "installing Debian packages: $* (log: $log)"
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
  fi
  {
    export DEBIAN_FRONTEND=noninteractive
    # the first attempt may fail on one archive
    { apt-get update && apt-get install -y --no-install-recommends "$@"; } ||
      { apt-get update && apt-get install -y --no-install-recommends "$@"; }
  } >"$log" 2>&1 </dev/null || fail 1 "apt-get could not install $*; see $log"
  if [ -d /run/systemd/system ]; then
    # nor should they start with the machine's next boot
    for service in containerd redis-server; do
      [[ " $* " == *" $service "* ]] && systemctl disable "$service" >>"$log" 2>&1
    done
  fi
  if [ "$(trap -p EXIT)" = "trap -- 'rm -f /usr/sbin/policy-rc.d' EXIT" ]; then
    rm -f "$policy"
    trap - EXIT
  fi
}
