package app

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/emf"
)

// counts are sums by "instance metric". Latency is left out: its sum says nothing.
type counts map[string]float64

// counted reads logs as CloudWatch does. Zeros are left out.
func counted(t *testing.T, logs ...*buffer) counts {
	t.Helper()
	sums := counts{}
	for _, log := range logs {
		for line := range strings.Lines(log.String()) {
			list, err := emf.Parse(line)
			if err != nil {
				t.Fatalf("%v: %s", err, line)
			}
			for _, m := range list {
				if m.Dimensions["Environment"] != "dev" || m.Dimensions["Deployment"] != "core" || len(m.Dimensions) != 3 || m.Namespace != "McpFleet" {
					t.Fatalf("%+v", m)
				}
				if m.Name != "Latency" && m.Value != 0 {
					sums[m.Dimensions["Instance"]+" "+m.Name] += m.Value
				}
			}
		}
	}
	return sums
}

// countedStep is one thing that happens, and what it adds to the sums.
type countedStep struct {
	name   string
	status int
	// inTask: it can only happen where there are several containers.
	inTask bool
	do     func(r *router) result
	adds   counts
}

func call(instance, tool, arguments string, headers ...string) func(*router) result {
	return func(r *router) result {
		return r.post("/"+instance+"/mcp", callTool("1", tool, arguments), bearer(headers...)...)
	}
}

const openSession = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}`

var countedSteps = []countedStep{
	{name: "a good call", status: 200, do: call("s", "echo", "{}"), adds: counts{"s Requests": 1}},
	{name: "a good call by the header", status: 200, adds: counts{"s Requests": 1},
		do: func(r *router) result {
			return r.post("/mcp", callTool("1", "echo", "{}"), bearer("X-MCP-Server", "s")...)
		}},
	{name: "a modern call", status: 200, adds: counts{"h Requests": 1},
		do: func(r *router) result {
			return r.post("/h/mcp", `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{},`+modernMeta+`}}`,
				bearer("MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/call", "Mcp-Name", "echo")...)
		}},
	{name: "a notification", status: 202, adds: counts{"h Requests": 1},
		do: func(r *router) result {
			return r.post("/h/mcp", `{"jsonrpc":"2.0","method":"notifications/initialized"}`, bearer()...)
		}},
	{name: "a long answer", status: 200, do: call("h", "big", `{"bytes":300000}`), adds: counts{"h Requests": 1}},
	{name: "a tool error", status: 200, do: call("s", "fail", "{}"), adds: counts{"s Requests": 1, "s ErrorsTool": 1}},
	{name: "a tool error without isError", status: 200, do: call("s", "echo", `{"text":"{\"success\": false}"}`), adds: counts{"s Requests": 1, "s ErrorsTool": 1}},
	{name: "a stream that ends well", status: 200, adds: counts{"s Requests": 1}, do: progress("progress")},
	{name: "a stream that ends in a tool error", status: 200, adds: counts{"s Requests": 1, "s ErrorsTool": 1}, do: progress("progress-fail")},
	{name: "a JSON-RPC error", status: 200, adds: counts{"s Requests": 1, "s ErrorsJsonRpc": 1},
		do: func(r *router) result {
			return r.post("/s/mcp", `{"jsonrpc":"2.0","id":1,"method":"no/such"}`, bearer()...)
		}},
	{name: "a method that is none", status: 405, adds: counts{"s Requests": 1, "s ErrorsJsonRpc": 1},
		do: func(r *router) result { return r.do("PUT", "/s/mcp", "", bearer()...) }},
	{name: "no JSON", status: 415, adds: counts{"s Requests": 1, "s ErrorsJsonRpc": 1},
		do: func(r *router) result { return r.post("/s/mcp", "x", bearer("Content-Type", "text/plain")...) }},
	{name: "a body that is no message", status: 400, adds: counts{"s Requests": 1, "s ErrorsJsonRpc": 1},
		do: func(r *router) result { return r.post("/s/mcp", "{", bearer()...) }},
	{name: "no token", status: 401, adds: counts{"s Requests": 1, "s ErrorsAuth": 1},
		do: func(r *router) result { return r.post("/s/mcp", callTool("1", "echo", "{}")) }},
	{name: "a wrong token", status: 401, adds: counts{"h Requests": 1, "h ErrorsAuth": 1},
		do: func(r *router) result {
			return r.post("/h/mcp", callTool("1", "echo", "{}"), "Authorization", "Bearer wrong-0123456789abcdef")
		}},
	{name: "a foreign page", status: 403, adds: counts{"h Requests": 1, "h ErrorsAuth": 1},
		do: call("h", "echo", "{}", "Origin", "https://evil.example.com")},
	{name: "a preflight", status: 204, do: func(r *router) result { return r.do("OPTIONS", "/s/mcp", "") }},
	{name: "no such instance", status: 404, do: call("none", "echo", "{}")},
	{name: "no such instance, no token", status: 401, do: func(r *router) result { return r.post("/none/mcp", callTool("1", "echo", "{}")) }},
	{name: "an MCP session", status: 200, adds: counts{"p Requests": 1}, do: func(r *router) result { return r.post("/p/mcp", openSession, bearer()...) }},
	{name: "more of them than may be", status: 503, adds: counts{"p Requests": 1, "p ErrorsThrottled": 1},
		do: func(r *router) result { return r.post("/p/mcp", openSession, bearer()...) }},
	{name: "too many calls at once", status: 503, adds: counts{"s Requests": 3, "s ErrorsThrottled": 1}, do: tooMany},
	{name: "a call that takes too long", status: 504, do: call("slow", "sleep", `{"milliseconds":3000}`),
		adds: counts{"slow Requests": 1, "slow ErrorsTransport": 1}},
	{name: "a client that leaves", adds: counts{"s Requests": 1}, do: leave(`/s/mcp`, callTool("1", "wait", "{}"))},
	{name: "a stream that its client closes", do: leave("/s/mcp", "")},
	{name: "a crash", status: 503, do: call("s", "crash", "{}"), adds: counts{"s Requests": 1, "s ErrorsTransport": 1, "s Restarts": 1}},
	{name: "an answer that breaks off", status: 200, do: call("h", "break-off", "{}"), adds: counts{"h Requests": 1, "h ErrorsTransport": 1}},
	{name: "an HTTP error, until the circuit opens", status: 502, adds: counts{"h Requests": 4, "h ErrorsHttp5xx": 4, "h CircuitOpens": 1},
		do: repeated(4, call("h", "answer-503", "{}"))},
	{name: "an open circuit", status: 503, do: call("h", "echo", "{}"), adds: counts{"h Requests": 1, "h ErrorsThrottled": 1}},
	{name: "a container that is not there", status: 503, inTask: true, do: call("gone", "echo", "{}"),
		adds: counts{"gone Requests": 1, "gone ErrorsTransport": 1}},
	{name: "a container that is not there, until the circuit opens", status: 503, inTask: true, do: repeated(4, call("gone", "echo", "{}")),
		adds: counts{"gone Requests": 4, "gone ErrorsTransport": 4, "gone CircuitOpens": 1}},
	{name: "an open circuit before a container", status: 503, inTask: true, do: call("gone", "echo", "{}"),
		adds: counts{"gone Requests": 1, "gone ErrorsThrottled": 1}},
}

func repeated(n int, do func(*router) result) func(*router) result {
	return func(r *router) result {
		for range n - 1 {
			do(r)
		}
		return do(r)
	}
}

func progress(tool string) func(*router) result {
	return func(r *router) result {
		got := r.post("/s/mcp", `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"`+tool+`","arguments":{},"_meta":{"progressToken":1}}}`, bearer()...)
		if got.header.Get("Content-Type") != "text/event-stream" || got.header.Get("X-Mcp-Router-Record") != "" {
			r.t.Error(got)
		}
		return got
	}
}

// tooMany keeps both places of the instance taken for longer than the third call waits.
func tooMany(r *router) result {
	answers := make(chan result, 3)
	for range 2 {
		go func() { answers <- r.post("/s/mcp", callTool("1", "sleep", `{"milliseconds":1500}`), bearer()...) }()
	}
	time.Sleep(200 * time.Millisecond)
	third := r.post("/s/mcp", callTool("1", "echo", "{}"), bearer()...)
	<-answers
	<-answers
	return third
}

// leave is a client that goes before the answer; without a body it opens a stream.
func leave(path, body string) func(*router) result {
	return func(r *router) result {
		ctx, cancel := context.WithTimeout(context.Background(), 300*time.Millisecond)
		defer cancel()
		method := http.MethodPost
		if body == "" {
			method = http.MethodGet
		}
		request, _ := http.NewRequestWithContext(ctx, method, r.url+path, strings.NewReader(body))
		request.Header.Set("Authorization", "Bearer "+token)
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Accept", "application/json, text/event-stream")
		if response, err := http.DefaultClient.Do(request); err == nil {
			<-ctx.Done()
			_ = response.Body.Close() // that is its leaving
		}
		return result{}
	}
}

// countedServers are the servers of the steps by instance, and what their deployment says of each.
func countedServers(t *testing.T) (servers, instances object) {
	perClient := stdioServer(t)
	perClient["sessions"] = "per-client"
	return object{"s": stdioServer(t), "h": fixture(t, "gitlab"), "p": perClient, "slow": stdioServer(t)},
		object{"s": object{"server": "s", "maxConcurrency": 2}, "h": object{"server": "h"}, "p": object{"server": "p"},
			"slow": object{"server": "slow", "timeoutSeconds": 0.4}}
}

var countedSecrets = map[string]string{"MCP_SECRET_H": `{"GITLAB_TOKEN":"gitlab-secret"}`, "MCP_SECRET_ACCESS": `{"tokens":["` + token + `"]}`}

// countedDeployment is common to the routers of one deployment.
func countedDeployment(more object) object {
	d := object{"labels": object{"Environment": "dev", "Deployment": "core"}, "maxSessions": 1, "access": object{"mode": "token", "secret": "x"}}
	maps.Copy(d, more)
	return d
}

// TestEachRequestIsCountedOnce sums over all logs, as alarms do, of a router alone and of a front with inner routers: it is
// the same, and nothing is counted twice or by nobody.
func TestEachRequestIsCountedOnce(t *testing.T) {
	t.Run("single", func(t *testing.T) {
		servers, instances := countedServers(t)
		r := start(t, servers, countedDeployment(object{"instances": instances}), countedSecrets).ready("s", "h", "p", "slow")
		runCounted(t, r, r)
	})
	t.Run("front and inner", func(t *testing.T) {
		servers, instances := countedServers(t)
		upstreams := object{"gone": object{"server": "s", "upstream": "http://127.0.0.1:" + freePort(t)}}
		routers := []*router{nil}
		childPort := 19000
		for name := range instances {
			childPort += 100
			env := map[string]string{"MCP_ROUTER_PORT": freePort(t), "MCP_ROUTER_CHILD_PORT": fmt.Sprint(childPort)}
			maps.Copy(env, countedSecrets)
			inner := start(t, object{name: servers[name]}, countedDeployment(object{"role": "inner", "instances": object{name: instances[name]}}), env).ready(name)
			upstream := object{"upstream": inner.url}
			maps.Copy(upstream, instances[name].(object))
			upstreams[name] = upstream
			routers = append(routers, inner)
		}
		routers[0] = start(t, object{}, countedDeployment(object{"role": "front", "instances": upstreams}), countedSecrets).ready("s", "h", "p", "slow")
		runCounted(t, routers[0], routers...)
	})
}

// runCounted asks entry, and sums over all routers.
func runCounted(t *testing.T, entry *router, all ...*router) {
	logs := make([]*buffer, len(all))
	for i, r := range all {
		logs[i] = r.out
	}
	want := counts{}
	for _, step := range countedSteps {
		if step.inTask && len(all) == 1 {
			continue
		}
		for key, n := range step.adds {
			want[key] += n
		}
		if got := step.do(entry); got.status != step.status {
			t.Errorf("%s: %+v", step.name, got)
		}
		var now counts
		for deadline := time.Now().Add(3 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
			if now = counted(t, logs...); maps.Equal(now, want) {
				break
			}
		}
		if !maps.Equal(now, want) {
			t.Fatalf("%s:\nis   %v\nwant %v", step.name, now, want)
		}
		entry.ready("s", "p") // what was restarted
	}
	for _, r := range all {
		r.stop()
	}
	if now := counted(t, logs...); !maps.Equal(now, want) {
		t.Errorf("in the end:\nis   %v\nwant %v", now, want)
	}
	if len(all) > 1 {
		checkInnerLines(t, logs[0], logs[1:])
	}
}

// checkInnerLines compares what the front says of requests with what the inner routers say of the same.
func checkInnerLines(t *testing.T, front *buffer, inner []*buffer) {
	type line struct {
		Kind, RequestID, Method, Class string
		Code, Status                   int
	}
	read := func(log *buffer, kind string) map[string]line {
		found := map[string]line{}
		for text := range strings.Lines(log.String()) {
			var l line
			if json.Unmarshal([]byte(text), &l) == nil && l.Kind == kind {
				l.Kind = ""
				found[l.RequestID] = l
			}
		}
		return found
	}
	fronts := read(front, "access")
	compared := 0
	for _, log := range inner {
		if strings.Contains(log.String(), `"kind":"access"`) {
			t.Error("an inner router writes lines of kind access")
		}
		for id, l := range read(log, "inner") {
			if l.Status == 499 || l.Class == "transport" && l.Status == 200 || l.Method == "GET" {
				continue // the end of these is seen on one side only
			}
			if fronts[id] != l {
				t.Errorf("front %+v, inner %+v", fronts[id], l)
			}
			compared++
		}
	}
	if compared < 15 {
		t.Error("compared only", compared)
	}
}

// TestInnerRouterThatDies is killed in the middle of a call, as for its memory, and started again: the call and the restart
// are counted, by the front, since what ran in the container is gone.
func TestInnerRouterThatDies(t *testing.T) {
	port, dir, out := freePort(t), t.TempDir(), &buffer{}
	servers, _ := json.Marshal(object{"servers": object{"s": stdioServer(t)}})
	file := filepath.Join(dir, "servers.json")
	if err := os.WriteFile(file, servers, 0o600); err != nil {
		t.Fatal(err)
	}
	deployment, _ := json.Marshal(countedDeployment(object{"edge": "streaming", "role": "inner", "instances": one("s")}))
	begin := func() *exec.Cmd {
		cmd := exec.Command(executable(t))
		cmd.Env = []string{"MCP_TEST_ROUTER=1", "MCP_ROUTER_PORT=" + port, "MCP_ROUTER_CHILD_PORT=19900", "MCP_ROUTER_WRITABLE=" + dir,
			"MCP_ROUTER_SERVERS_FILE=" + file, "MCP_ROUTER_DEPLOYMENT=" + string(deployment), "PATH=" + os.Getenv("PATH")}
		cmd.Stdout, cmd.Stderr = out, out
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }) // it may have ended
		return cmd
	}
	inner := begin()
	front := start(t, object{}, countedDeployment(object{"role": "front", "instances": object{"s": object{"server": "s", "upstream": "http://127.0.0.1:" + port}}}),
		countedSecrets).ready("s")
	for _, body := range []string{callTool("1", "wait", "{}"), `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"wait","arguments":{},"_meta":{"progressToken":1}}}`} {
		answered := make(chan result, 1)
		go func() { answered <- front.post("/s/mcp", body, bearer()...) }()
		time.Sleep(300 * time.Millisecond)
		_ = inner.Process.Kill()
		_ = inner.Wait()
		if got := <-answered; got.status != 503 || !strings.Contains(got.body, "does not answer") {
			t.Error(got)
		}
		front.until("the front sees it", func() bool { status, _ := front.get("/s/health"); return status == 503 })
		inner = begin()
		front.ready("s")
	}
	want := counts{"s Requests": 2, "s ErrorsTransport": 2, "s Restarts": 2}
	if got := counted(t, front.out, out); !maps.Equal(got, want) {
		t.Errorf("is %v, want %v", got, want)
	}
}
