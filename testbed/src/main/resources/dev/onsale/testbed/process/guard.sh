#!/usr/bin/env bash
# Runs a command for an owner who may die at any moment, and leaves nothing of it behind.
#
#   guard.sh FOLDER LOG STOP_SIGNAL GRACE CLEANUP COMMAND...
#
# It reads words from stdin, the other end of which the owner holds:
#   start           runs COMMAND in a session of its own, if it does not run
#   signal NAME     sends a signal to the command and to what it started
#   detach          from now on reads the named pipe FOLDER/control instead, so the owner may go
#   end             what the end of the pipe does too: stops COMMAND, runs CLEANUP (if not "-"), removes FOLDER
# and writes events to stdout: "started PID", "exited CODE".
# STOP_SIGNAL is sent first; what is still there after GRACE tenths of a second gets KILL.
set -uo pipefail
trap '' PIPE
folder=$1 log=$2 stop_signal=$3 grace=$4 cleanup=$5
shift 5
pid_file=$folder/pid

run() {
  setsid "$@" </dev/null >>"$log" 2>&1 3<&- &
  local pid=$!
  echo "$pid" >"$pid_file"
  echo "started $pid"
  wait "$pid"
  local code=$?
  rm -f "$pid_file"
  echo "exited $code"
}

# PostgreSQL's children lead sessions of their own, so the process group is not all of it.
descendants() {
  local child children
  children=$(cat "/proc/$1/task/"*/children 2>/dev/null)
  for child in $children; do
    echo "$child"
    descendants "$child"
  done
}

send() {
  local pid others=()
  pid=$(cat "$pid_file" 2>/dev/null) && [ -n "$pid" ] || return 0
  # other signals mean different things to a server and to its children
  case $1 in KILL | STOP | CONT) mapfile -t others < <(descendants "$pid") ;; esac
  kill -s "$1" -- "-$pid" "${others[@]}" 2>/dev/null
}

finish() {
  trap '' TERM INT HUP
  if [ -e "$pid_file" ]; then
    local pid
    pid=$(cat "$pid_file" 2>/dev/null)
    send CONT
    send "$stop_signal"
    for ((i = 0; i < grace; i++)); do
      kill -0 -- "-$pid" 2>/dev/null || break
      sleep 0.1
    done
    send KILL
  fi
  wait
  if [ "$cleanup" != "-" ]; then bash "$cleanup" "$folder" >>"$log" 2>&1; fi
  for _ in 1 2 3 4 5; do rm -rf "$folder" 2>/dev/null && break; sleep 0.2; done
  exit 0
}
trap finish TERM INT HUP

echo $$ >"$folder/guard"
exec 3<&0 </dev/null
while read -r word argument <&3; do
  case $word in
  start) if [ ! -e "$pid_file" ]; then
    : >"$pid_file"
    run "$@" &
  fi ;;
  signal) send "$argument" ;;
  detach)
    # opened for both directions, so that it never reads as ended; the owner's pipes are let go
    mkfifo -m 600 "$folder/control" && exec 3<>"$folder/control" >/dev/null 2>&1
    ;;
  end) break ;;
  esac
done
finish
