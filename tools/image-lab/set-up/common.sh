# What the parts of the set-up share. LAB is their folder, `repo` the repository.
# shellcheck shell=bash

say() { echo "image lab: $*"; }

# `stamped NAME KEY`: whether that was done with exactly these inputs; `stamp NAME KEY` says so from now on.
stamped() { [ "$(cat "$LAB/done/$1" 2>/dev/null)" = "$2" ]; }
stamp() { printf '%s' "$2" >"$LAB/done/$1"; }

# Output of a part is of interest only when it fails.
part() {
  local name=$1 began=$SECONDS status
  shift
  # In a condition, bash would go on after a command that fails.
  set +e
  (set -e; "$@") >"$LAB/log/$name.log" 2>&1 9>&-
  status=$?
  set -e
  [ "$status" = 0 ] || failed "$name"
  [ $((SECONDS - began)) -lt 2 ] || say "$name: $((SECONDS - began)) s"
}

failed() {
  tail -n 40 "$LAB/log/$1.log" >&2
  say "$1 failed; all of it: $LAB/log/$1.log" >&2
  exit 1
}

declare -A jobs_of=()

background() {
  local name=$1
  shift
  (set -e; "$@") >"$LAB/log/$name.log" 2>&1 9>&- &
  jobs_of[$name]=$!
}

background_wait() {
  local name=$1 began=$SECONDS
  local pid=${jobs_of[$name]}
  unset "jobs_of[$name]"
  wait "$pid" || failed "$name"
  [ $((SECONDS - began)) -lt 2 ] || say "$name: waited $((SECONDS - began)) s more"
}

# With what they have started: cargo goes on without its shell.
stop_background() {
  local pid
  for pid in "${jobs_of[@]}"; do
    pkill -P "$pid" || true
    kill "$pid" 2>/dev/null || true
  done
}
