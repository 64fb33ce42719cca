package app

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

func pids(t *testing.T, log, server string) []int {
	var list []int
	for line := range strings.Lines(log) {
		var l struct {
			Server, Message string
			PID             int
		}
		if json.Unmarshal([]byte(line), &l) == nil && l.Server == server && l.Message == "server started" {
			list = append(list, l.PID)
		}
	}
	return list
}

func TestOneBadServerHarmsNoOther(t *testing.T) {
	servers := object{"good": fixture(t, "gitlab"), "stdio": stdioServer(t), "killed": fixture(t, "gitlab"), "hanging": stdioServer(t),
		"garbage": stdioServer(t), "flooded": fixture(t, "gitlab"), "missing": fixture(t, "gitlab"), "broken": object{"version": "1",
			"command": []string{"/no/such/program"}, "transport": "http"}}
	instances, env := object{}, map[string]string{}
	for name := range servers {
		instances[name] = object{"server": name}
		if name != "missing" {
			env["MCP_SECRET_"+strings.ToUpper(name)] = `{"GITLAB_TOKEN":"gitlab-secret"}`
		}
	}
	instances["hanging"].(object)["timeoutSeconds"] = 0.3
	instances["flooded"].(object)["maxConcurrency"] = 2
	r := start(t, servers, object{"instances": instances}, env).ready("good", "stdio", "killed", "hanging", "garbage", "flooded")
	stop := make(chan struct{})
	var group, victims sync.WaitGroup
	var served, failed atomic.Int64
	for _, name := range []string{"good", "stdio"} {
		for range 2 {
			group.Go(func() {
				for {
					select {
					case <-stop:
						return
					default:
					}
					got := r.post("/"+name+"/mcp", callTool("1", "echo", `{"text":"alive"}`))
					if got.status == 200 && strings.Contains(got.body, "alive") {
						served.Add(1)
					} else {
						failed.Add(1)
						t.Error(name, got)
					}
				}
			})
		}
	}
	var slowest time.Duration
	victims.Go(func() {
		for range 6 {
			list := pids(t, r.out.Events(), "killed")
			_ = syscall.Kill(list[len(list)-1], syscall.SIGKILL)
			began := time.Now()
			r.until("restarted", func() bool { return len(pids(t, r.out.Events(), "killed")) > len(list) })
			r.until("serves", func() bool {
				return r.post("/killed/mcp", callTool("1", "echo", `{"text":"alive"}`)).status == 200
			})
			slowest = max(slowest, time.Since(began))
		}
	})
	victims.Go(func() {
		for range 6 {
			r.post("/hanging/mcp", callTool("1", "wait", "{}"))
		}
		if got := r.post("/hanging/mcp", callTool("1", "echo", "{}")); got.status != 503 || got.header.Get("Retry-After") == "" || !strings.Contains(got.body, "left alone") {
			t.Error("the circuit is not open:", got)
		}
		if status, body := r.get("/hanging/health"); status != 503 || !strings.Contains(body, `"circuit":"open"`) {
			t.Error(status, body)
		}
	})
	victims.Go(func() {
		for range 50 {
			if got := r.post("/garbage/mcp", callTool("1", "garbage", `{"text":"x"}`)); got.status != 200 {
				t.Error(got)
			}
		}
	})
	var busy atomic.Int64
	for range 20 {
		victims.Go(func() {
			for range 3 {
				if got := r.post("/flooded/mcp", callTool("1", "sleep", `{"milliseconds":300}`)); got.status == 503 {
					busy.Add(1)
				}
			}
		})
	}
	victims.Wait()
	close(stop)
	group.Wait()
	if failed.Load() > 0 || served.Load() < 100 || busy.Load() == 0 {
		t.Errorf("served %d, failed %d at the others; flooded: %d refused; slowest restart %v", served.Load(), failed.Load(), busy.Load(), slowest)
	}
	t.Logf("served %d, failed %d at the others; flooded: %d refused; slowest restart %v", served.Load(), failed.Load(), busy.Load(), slowest)
	_, body := r.get("/health")
	for _, want := range []string{`"status":"degraded"`, `GITLAB_PERSONAL_ACCESS_TOKEN, or GITLAB_TOKEN`, "no such file"} {
		if !strings.Contains(body, want) {
			t.Errorf("health does not say %s: %s", want, body)
		}
	}
	if got := r.post("/missing/mcp", callTool("1", "echo", "{}")); got.status != 503 || !strings.Contains(got.body, "it needs GITLAB_PERSONAL") {
		t.Error(got)
	}
}

func TestMalformedRequestsLeaveNothing(t *testing.T) {
	r := start(t, object{"s": stdioServer(t), "g": fixture(t, "gitlab")}, object{"instances": object{"s": object{"server": "s"}, "g": object{"server": "g"}}, "maxBodyBytes": 4096},
		map[string]string{"MCP_SECRET_G": `{"GITLAB_TOKEN":"gitlab-secret"}`}).ready("s", "g")
	bodies := []string{"", "{", "[]", "null", `"x"`, `{"jsonrpc":"2.0"}`, `{"jsonrpc":"1.0","id":1,"method":"ping"}`, `{"jsonrpc":"2.0","id":{},"method":"ping"}`,
		`{"jsonrpc":"2.0","id":1,"method":7}`, `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":7}`, strings.Repeat("[", 4000), strings.Repeat("x", 5000),
		`{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}`, "\xff\xfe", `{"jsonrpc":"2.0","id":1,"method":"ping"}}`, `{"jsonrpc":"2.0","id":1,"result":{}}`}
	round := func(n int) {
		var group sync.WaitGroup
		for worker := range 8 {
			group.Go(func() {
				for i := range n / 8 {
					path := []string{"/s/mcp", "/g/mcp"}[i%2]
					got := r.post(path, bodies[(i+worker)%len(bodies)], "Mcp-Session-Id", fmt.Sprint(i%7))
					if got.status != 202 && (got.status < 400 || got.status > 499) {
						t.Errorf("%q: %+v", bodies[(i+worker)%len(bodies)], got)
					}
				}
			})
		}
		group.Wait()
	}
	count := func() int {
		http.DefaultClient.CloseIdleConnections()
		runtime.GC()
		time.Sleep(200 * time.Millisecond)
		return runtime.NumGoroutine()
	}
	round(800)
	// Idle connections to the server are pooled: two goroutines for each of the eight workers.
	const pooled = 16
	base := count()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	logged := len(r.out.String())
	round(10_000)
	var end int
	for range 20 {
		if end = count(); end <= base+pooled {
			break
		}
	}
	if end > base+pooled {
		raw := make([]byte, 200_000)
		t.Errorf("goroutines %d → %d\n%s", base, end, raw[:runtime.Stack(raw, true)])
	}
	runtime.ReadMemStats(&after)
	grown := int64(after.HeapAlloc) - int64(before.HeapAlloc) - 3*int64(len(r.out.String())-logged)
	if grown > 4<<20 {
		t.Errorf("the heap has grown by %d bytes", grown)
	}
	t.Logf("goroutines %d → %d, heap %+d kB", base, end, grown/1024)
	if got := r.post("/s/mcp", callTool("1", "echo", `{"text":"alive"}`)); got.status != 200 {
		t.Error(got)
	}
}

func TestMemoryLimit(t *testing.T) {
	server := stdioServer(t)
	server["memoryMiB"] = 200
	r := start(t, object{"s": server}, object{"instances": one("s")}, nil).ready("s")
	r.post("/s/mcp", callTool("1", "grow", `{"bytes":300000000}`))
	r.until("restarted", func() bool { return len(pids(t, r.out.Events(), "s")) == 2 })
	if !strings.Contains(r.out.String(), "its limit is 200 MiB") {
		t.Error("no reason in the log")
	}
	r.ready("s")
	if got := r.post("/s/mcp", callTool("1", "env", "{}")); !strings.Contains(got.body, "GOMEMLIMIT=180MiB") {
		t.Error(got)
	}
}

func TestSecretsAreMaskedAndRefreshed(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secrets.json")
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(`{"s":{"SOME_SECRET":"first \"secret\""},"access":{"tokens":["` + token + `"]},"/p":"from-parameter"}`)
	server := stdioServer(t)
	server["inputs"] = append(server["inputs"].([]object), object{"name": "SETTING", "kind": "variable"})
	r := start(t, object{"s": server}, object{"instances": object{"s": object{"server": "s", "settings": object{"SETTING": object{"ssm": "/p"}}}},
		"refreshSeconds": 1, "access": object{"mode": "token", "secret": "x"}}, map[string]string{"MCP_ROUTER_SECRETS_FILE": file}).ready("s")
	r.until("tokens are read", func() bool {
		return r.post("/s/mcp", callTool("1", "env", "{}"), bearer()...).status == 200
	})
	if got := r.post("/s/mcp", callTool("1", "env", "{}"), bearer()...); !strings.Contains(got.body, "SETTING=from-parameter") || !strings.Contains(got.body, `first \\\"secret\\\"`) && !strings.Contains(got.body, `first \"secret\"`) {
		t.Error(got)
	}
	r.post("/s/mcp", callTool("1", "log", `{"text":"plain first \"secret\" and from-parameter and `+token+`"}`), bearer()...)
	r.until("the line is there", func() bool { return strings.Contains(r.out.String(), "plain [HIDDEN] and [HIDDEN] and [HIDDEN]") })
	write(`{"s":{"SOME_SECRET":"second-secret"},"access":{"tokens":["another-token-0123456789"]},"/p":"from-parameter"}`)
	r.until("the server has the new secret, callers the new token", func() bool {
		return strings.Contains(r.post("/s/mcp", callTool("1", "env", "{}"), "Authorization", "Bearer another-token-0123456789").body, "second-secret")
	})
	if got := r.post("/s/mcp", callTool("1", "env", "{}"), bearer()...); got.status != 401 {
		t.Error("the old token still passes:", got)
	}
}

func TestStopsCleanly(t *testing.T) {
	r := startFive(t, nil).ready(five...)
	var list []int
	for _, name := range five {
		list = append(list, pids(t, r.out.Events(), name)...)
	}
	answered := make(chan result, 1)
	go func() {
		answered <- r.post("/gitlab/mcp", callTool("1", "sleep", `{"milliseconds":700}`), bearer()...)
	}()
	time.Sleep(200 * time.Millisecond)
	if code := r.stop(); code != OK {
		t.Error("exit code", code)
	}
	if got := <-answered; got.status != 200 {
		t.Error("the call under way:", got)
	}
	for _, pid := range list {
		if syscall.Kill(pid, 0) == nil {
			t.Error("still runs:", pid)
		}
	}
}
