#!/usr/bin/env bash
# Real servers x real clients through the router; prints the tables of README.md. Fails when a cell fails that is not in
# test/matrix/allowed.txt. Skips without node or python3, but never where CI=true.
set -euo pipefail
cd "$(dirname "$0")/.."
cache=${MCP_ROUTER_TEST_CACHE:-$PWD/.cache}/matrix
router=${MCP_ROUTER_BINARY:-dist/mcp-router}
for tool in node npm python3; do
  command -v "$tool" >/dev/null && continue
  if [ "${CI:-}" = true ]; then echo "matrix: $tool is missing" >&2; exit 1; fi
  echo "matrix: skipped, $tool is missing"
  exit 0
done
mkdir -p "$cache/node"
[ -n "${MCP_ROUTER_BINARY:-}" ] || CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o "$router" ./cmd/mcp-router
if ! cmp -s test/matrix/clients/package.json "$cache/node/installed.json"; then
  cp test/matrix/clients/package.json "$cache/node/"
  (cd "$cache/node" && npm i --no-audit --no-fund --no-package-lock --silent)
  cp test/matrix/clients/package.json "$cache/node/installed.json"
fi
cp test/matrix/clients/*.mjs "$cache/node/" # modules are looked for beside the program
# venv NAME PACKAGE...
venv() {
  local name=$1
  shift
  [ "$(cat "$cache/$name/installed.txt" 2>/dev/null)" = "$*" ] && return
  rm -rf "${cache:?}/$name"
  python3 -m venv "$cache/$name"
  "$cache/$name/bin/pip" install -q "$@"
  echo "$*" >"$cache/$name/installed.txt"
}
venv py1 mcp==1.30.0
venv py2 mcp==2.3.0 awslabs.aws-documentation-mcp-server==1.2.3 awslabs.aws-pricing-mcp-server==1.1.1
go build -o "$cache/runner" ./test/matrix/runner
exec "$cache/runner" -router "$router" -cache "$cache"
