#!/usr/bin/env bash
# Builds the modules once and again only when something changed. Sourced after machine.sh.

BUILD_STAMP=$ONSALE_ROOT/target/onsale-build

build() {
  mkdir -p "$ONSALE_ROOT/target" "$CACHE/logs"
  exec 9>"$ONSALE_ROOT/target/onsale-build.lock"
  flock -n 9 || { say "another build of this checkout runs; waiting" && flock 9; }
  if changed; then
    local began=$SECONDS log=$CACHE/logs/build.log stamp=$BUILD_STAMP.part
    touch "$stamp"
    say "building the modules: about 1 minute, 4 with an empty Maven repository (log: $log)"
    ticker "building the modules" &
    local ticking=$!
    if ! run_maven "$log"; then
      kill "$ticking" 2>/dev/null || true
      grep -E '^\[ERROR\]' "$log" | head -10 >&2 || true
      fail 1 "the build failed after $((SECONDS - began)) s; see $log"
    fi
    kill "$ticking" 2>/dev/null || true
    mv "$stamp" "$BUILD_STAMP"
    say "built after $((SECONDS - began)) s"
  fi
  exec 9>&-
}

# a download that breaks off once is tried once more; a mistake in the code is not
run_maven() {
  local log=$1
  maven_package "$log" && return 0
  grep -q 'Could not transfer artifact' "$log" && maven_package "$log"
}

maven_package() {
  (cd "$ONSALE_ROOT" && mvn -B -q package -Dmaven.test.skip=true -Dspotless.check.skip=true) >"$1" 2>&1 </dev/null 9>&-
}

changed() {
  [ -e "$BUILD_STAMP" ] && [ -e "$ONSALE_ROOT/testbed/target/lib" ] || return 0
  [ -n "$(cd "$ONSALE_ROOT" && find pom.xml ./*/pom.xml testbed/kafka/pom.xml ./*/src/main -newer "$BUILD_STAMP" -print -quit)" ]
}

# says every 15 seconds that something still goes on, until it is killed or its parent is gone
ticker() {
  local began=$SECONDS parent=$$
  exec 9>&-
  while sleep 15 && kill -0 "$parent" 2>/dev/null; do
    say "$1: $((SECONDS - began)) s"
  done
}

class_path() { printf '%s' "$ONSALE_ROOT/testbed/target/classes:$ONSALE_ROOT/testbed/target/lib/*"; }
