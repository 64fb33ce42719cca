#!/usr/bin/env bash
# The whole proof of the router, from one command: ./test.sh [fast]. Prints a table at the end; exit code 1 if a part failed.
# fast leaves out what needs Node, Python or the network. What is fetched lies in MCP_ROUTER_TEST_CACHE (default: .cache).
set -uo pipefail
cd "$(dirname "$0")"
cache=${MCP_ROUTER_TEST_CACHE:-$PWD/.cache}
export MCP_ROUTER_TEST_CACHE=$cache
mkdir -p "$cache" dist
rows=()
failed=0
part() {
  local name=$1
  shift
  echo "== $name"
  local begin=$SECONDS
  if "$@"; then rows+=("| $name | passed | $((SECONDS - begin)) s |"); else rows+=("| $name | FAILED | $((SECONDS - begin)) s |"); failed=1; fi
}
skip() {
  echo "== $1: skipped, $2"
  rows+=("| $1 | skipped: $2 | |")
}

formatted() {
  local unformatted
  unformatted=$(gofmt -l .)
  [ -z "$unformatted" ] || { echo "$unformatted" >&2; return 1; }
}
build() { CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o dist/mcp-router ./cmd/mcp-router; }
small() { test "$(stat -c %s dist/mcp-router)" -le 15000000; }
static() {
  local version=v0.8.2
  [ -x "$cache/bin/staticcheck-$version/staticcheck" ] || GOBIN="$cache/bin/staticcheck-$version" go install "honnef.co/go/tools/cmd/staticcheck@$version" || return 1
  "$cache/bin/staticcheck-$version/staticcheck" ./...
}
# By number, not by time: Go calls a fuzz run failed when its time ends while a worker is busy.
fuzz() {
  go test ./internal/rpc -run XXX -fuzz 'FuzzParseClient$' -fuzztime 20000x -timeout 120s &&
    go test ./internal/rpc -run XXX -fuzz 'FuzzParse$' -fuzztime 100000x -timeout 120s &&
    go test ./internal/config -run XXX -fuzz 'FuzzConfig$' -fuzztime 20000x -timeout 120s
}
# The five stand-ins from a root file system that cannot be written to, programs included, with only /tmp writable.
readonly_root() {
  CGO_ENABLED=0 go test -c -o dist/app.test ./internal/app || return 1
  unshare -rm sh -ec '
    here=$PWD
    mount --rbind / /mnt
    mount -t tmpfs tmpfs /mnt/tmp
    mount -t tmpfs tmpfs /mnt/mnt
    mkdir -p /mnt/mnt/internal/app
    cp "$here/dist/app.test" /mnt/mnt/internal/app/
    cp -r "$here/testdata" /mnt/mnt/
    mount -o remount,bind,ro /mnt/mnt
    mount -o remount,bind,ro /mnt
    for place in root var mnt/internal/app; do
      if touch "/mnt/$place/probe" 2>/dev/null; then echo "/$place can be written to"; exit 1; fi
    done
    exec chroot /mnt sh -c "cd /mnt/internal/app && HOME=/nowhere TMPDIR=/tmp ./app.test -test.run \"TestFive|TestPlainText\" -test.v"
  ' 2>&1 | grep -a -v '^ *{' | tee "$cache/readonly.txt"
  grep -q '^PASS' "$cache/readonly.txt" && grep -q '^--- PASS: TestFiveServersAreRepaired' "$cache/readonly.txt"
}
# Servers and router go on where their folder is on a disk that is full.
full_disk() {
  CGO_ENABLED=0 go test -c -o dist/app.test ./internal/app || return 1
  unshare -rm sh -ec '
    mount -t tmpfs -o size=1m tmpfs /mnt
    cd internal/app
    MCP_ROUTER_SMALL_DISK=/mnt/run ../../dist/app.test -test.run "TestFullDisk|TestNoPlaceToWrite" -test.v
  ' 2>&1 | grep -a -v '^ *{' | tee "$cache/full.txt"
  grep -q '^PASS' "$cache/full.txt" && grep -q '^--- PASS: TestFullDisk' "$cache/full.txt"
}
everything() {
  if [ ! -d "$cache/everything/node_modules" ]; then
    mkdir -p "$cache/everything"
    (cd "$cache/everything" && npm init -y >/dev/null && npm i --no-audit --no-fund --silent @modelcontextprotocol/server-everything@2026.8.31) || return 1
  fi
  MCP_ROUTER_EVERYTHING="$cache/everything" go test -count=1 -run TestServerEverything -v ./internal/app | grep -v '^ *{'
}
aws() {
  [ -x "$cache/venv/bin/moto_server" ] || { python3 -m venv "$cache/venv" && "$cache/venv/bin/pip" install -q 'moto[server,secretsmanager,ssm]'; } || return 1
  MCP_ROUTER_MOTO="$cache/venv/bin/moto_server" go test -count=1 -run TestSecretsFromAWS -v ./internal/app | grep -v '^ *{'
}

part 'gofmt' formatted
part 'go vet' go vet ./...
part 'build, at most 15 MB' build
part 'size' small
part 'tests with -race' go test -race -count=1 ./...
part 'fuzz' fuzz
if unshare -rm true 2>/dev/null; then
  part 'read-only root' readonly_root
  part 'full disk' full_disk
else
  skip 'read-only root, full disk' 'no user namespaces here'
fi
if [ "${1:-}" != fast ]; then
  part 'staticcheck' static
  if command -v npm >/dev/null; then
    part 'server-everything over stdio' everything
    part 'conformance' test/conformance.sh
  else
    skip 'server-everything and conformance' 'no npm'
  fi
  if [ "${CI:-}" = true ] || { command -v npm && command -v python3; } >/dev/null; then
    part 'real servers, real clients' test/matrix.sh
  else
    skip 'real servers, real clients' 'no npm or no python3'
  fi
  if command -v python3 >/dev/null; then part 'AWS SDK against moto' aws; else skip 'AWS SDK against moto' 'no python3'; fi
  part 'benchmark' sh -c 'go build -o dist/bench ./bench && dist/bench'
fi
printf '\n| part | result | time |\n|---|---|---|\n'
printf '%s\n' "${rows[@]}"
exit $failed
