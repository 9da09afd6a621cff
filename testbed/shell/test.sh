#!/usr/bin/env bash
# Runs every test of every module and the shell tests: test.sh [--fast | --long | --kindcontainer]. Closes with the
# runners' own counts.
set -euo pipefail
ONSALE_ROOT=${ONSALE_ROOT:-$(cd "$(dirname "$0")/../.." && pwd)}
export ONSALE_ROOT
# shellcheck source=testbed/shell/machine.sh
source "$ONSALE_ROOT/testbed/shell/machine.sh"
cd "$ONSALE_ROOT"

# one failed test must not keep the later ones from running: the counts below decide, not Maven
maven=(mvn -B verify --fail-at-end -Dmaven.test.failure.ignore=true)
case ${1:-} in
"") ;;
--fast) maven+=(-DexcludedGroups=slow) ;;
--long) maven+=(-Donsale.long=true) ;;
--kindcontainer)
  # the operator's tests, with the API server in containers
  maven+=(-Donsale.kindcontainer=true -pl testbed -am '-Dtest=dev/onsale/operator/**/*Test,ControlPlaneTest'
    -Dsurefire.failIfNoSpecifiedTests=false)
  need_docker
  ;;
*) fail 2 "test takes --fast, --long, --kindcontainer or nothing, not '$1'" ;;
esac
need_java
need_maven
if [ -z "${1:-}" ] || [ "$1" = --long ]; then
  if [ "$(id -u)" != 0 ]; then fail 1 "the system tests need root; ./onsale test --fast does without"; fi
  need_packages
fi

log=$CACHE/logs/test.log
mkdir -p "$(dirname "$log")"
say "running ${maven[*]} (log: $log)"
# counts of an earlier run must not be taken for this one's
rm -rf ./*/target/surefire-reports
began=$SECONDS
# the log has everything; the terminal what Maven and ./onsale say
set +e
"${maven[@]}" </dev/null 2>&1 | tee "$log" | grep --line-buffered -E '^\[(INFO|WARNING|ERROR)\]|^onsale:'
status=${PIPESTATUS[0]}
set -e
say "Maven ended after $((SECONDS - began)) s with code $status"

shell_passed=0 shell_failed=0
for script in testbed/test/*.test; do
  while IFS= read -r line; do
    echo "$line"
    case $line in
    "ok "*) shell_passed=$((shell_passed + 1)) ;;
    "not ok "*) shell_failed=$((shell_failed + 1)) ;;
    esac
  done < <(bash "$script" </dev/null 2>&1 || echo "not ok $script ended with code $?")
done

# the attributes of <testsuite> as Surefire wrote them
read -r run failed skipped < <(find . -path '*/target/surefire-reports/TEST-*.xml' -print0 |
  xargs -0 -r sed -n '/<testsuite /,/>/p' | tr '\n' ' ' | sed 's/<testsuite /\n&/g' |
  awk '
    function attribute(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3) + 0 : 0 }
    /<testsuite / { run += attribute("tests"); failed += attribute("failures") + attribute("errors"); skipped += attribute("skipped") }
    END { print run + 0, failed + 0, skipped + 0 }')
echo
echo "Surefire: Tests run: $run, Failures and errors: $failed, Skipped: $skipped"
echo "Shell: ok: $shell_passed, not ok: $shell_failed"
# a build that broke before its tests is a failure too
if [ "$status" != 0 ] && [ "$failed" = 0 ]; then
  grep -E '^\[ERROR\]' "$log" | head -20 || true
  failed=1
fi
failed=$((failed + shell_failed))
echo "$((run - skipped - (failed - shell_failed) + shell_passed)) passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
