#!/usr/bin/env bash
# Runs the MCP conformance suite against the Go SDK's everything-server, alone and behind the router, and prints a table.
# Fails when a scenario that passes alone fails behind the router, unless test/conformance-allowed.txt gives a reason.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
cache=${MCP_ROUTER_TEST_CACHE:-$here/.cache}
router=${MCP_ROUTER_BINARY:-$here/dist/mcp-router}
sdk=v1.8.0
mkdir -p "$cache/bin" "$cache/conf"
[ -x "$cache/bin/everything-server" ] || GOBIN="$cache/bin" go install "github.com/modelcontextprotocol/go-sdk/conformance/everything-server@$sdk"
if [ ! -e "$cache/conf/node_modules/.bin/conformance" ]; then
  (cd "$cache/conf" && npm init -y >/dev/null && npm i --no-audit --no-fund --silent @modelcontextprotocol/conformance@0.2.0-alpha.12 node@22)
fi
export PATH="$cache/conf/node_modules/.bin:$PATH"
work=$(mktemp -d)
pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
}
trap cleanup EXIT

server="$cache/bin/everything-server"
cat >"$work/servers.json" <<JSON
{"servers":{
 "shared":{"version":"1","command":["$server"],"transport":"stdio"},
 "private":{"version":"1","command":["$server"],"transport":"stdio","sessions":"per-client"},
 "http":{"version":"1","command":["$server"],"transport":"http","arguments":["-http","{host}:{port}"]},
 "stateful":{"version":"1","command":["$server"],"transport":"http","arguments":["-http","{host}:{port}","-stateless=false"]},
 "legacy":{"version":"1","command":["$server"],"transport":"http","arguments":["-http","{host}:{port}"],"protocol":"legacy"},
 "modern":{"version":"1","command":["$server"],"transport":"stdio","protocol":"modern"}
}}
JSON
export MCP_ROUTER_DEPLOYMENT='{"edge":"streaming","access":{"mode":"public"},"allowedOrigins":["http://localhost:18900","http://127.0.0.1:18900"],"maxSessions":64,"instances":{"shared":{"server":"shared"},"private":{"server":"private"},"http":{"server":"http"},"stateful":{"server":"stateful"},"legacy":{"server":"legacy"},"modern":{"server":"modern"}}}'
MCP_ROUTER_HOST=127.0.0.1 MCP_ROUTER_PORT=18900 MCP_ROUTER_CHILD_PORT=18901 MCP_ROUTER_SERVERS_FILE="$work/servers.json" \
  MCP_ROUTER_WRITABLE="$work/run" "$router" >"$work/router.log" 2>&1 &
pids+=($!)
"$server" -http 127.0.0.1:18990 >/dev/null 2>&1 &
pids+=($!)
"$server" -http 127.0.0.1:18991 -stateless=false >/dev/null 2>&1 &
pids+=($!)
for _ in $(seq 100); do
  node -e 'fetch("http://127.0.0.1:18900/health").then(r=>r.json()).then(h=>process.exit(h.status=="ok"?0:1),()=>process.exit(1))' && break
  sleep 0.1
done

# run NAME REVISION URL: writes one line a scenario to $work/NAME-REVISION.
run() {
  local out="$work/$1-$2.txt"
  conformance server --url "$3" --requirements "$2" --timeout 10000 >"$out" 2>&1 || true
  grep -E '^[✓✗]' "$out" | sed 's/:.*//' >"$work/$1-$2" || true
}
run alone 2026-07-28 http://127.0.0.1:18990/
run alone 2025-11-25 http://127.0.0.1:18990/
run stateful-alone 2025-11-25 http://127.0.0.1:18991/
for name in shared private http legacy modern; do run "$name" 2026-07-28 "http://127.0.0.1:18900/$name/mcp"; done
for name in shared private http stateful legacy modern; do run "$name" 2025-11-25 "http://127.0.0.1:18900/$name/mcp"; done

bad=0
printf '| server | revision | checks passed / failed | scenarios passed / failed | fail here only |\n|---|---|---|---|---|\n'
for f in "$work"/*-20??-??-??; do
  name=$(basename "$f")
  revision=${name: -10}
  name=${name%-"$revision"}
  base=alone
  [ "$name" = stateful ] || [ "$name" = private ] && [ "$revision" = 2025-11-25 ] && base=stateful-alone
  only=$(comm -12 <(grep '^✗' "$f" | cut -c5- | sort -u) <(grep '^✓' "$work/$base-$revision" | cut -c5- | sort -u) || true)
  checks=$(sed -n 's/^Total: \([0-9]*\) passed, \([0-9]*\) failed.*/\1 \/ \2/p' "$f.txt" | tail -1)
  printf '| %s | %s | %s | %s / %s | %s |\n' "$name" "$revision" "$checks" "$(grep -c '^✓' "$f" || true)" "$(grep -c '^✗' "$f" || true)" "$(echo $only)"
  for scenario in $only; do
    grep -q "^$name $revision $scenario " "$here/test/conformance-allowed.txt" || { echo "  not allowed: $name $revision $scenario" >&2; bad=1; }
  done
done
[ -z "${KEEP:-}" ] || cp -r "$work" "$KEEP"
exit $bad
