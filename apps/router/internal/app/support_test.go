package app

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/secrets"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/stub"
)

func TestMain(m *testing.M) {
	stub.Main()
	if os.Getenv("MCP_TEST_ROUTER") != "" { // a router that can be killed
		signals := make(chan os.Signal, 2)
		signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
		ctx, now := Signals(signals)
		os.Exit(Run(ctx, Env{Getenv: os.Getenv, Out: os.Stdout, Err: os.Stderr, Now: now}))
	}
	os.Exit(m.Run())
}

const token = "0123456789abcdef-token"

type object = map[string]any

// router is a router of a test, in this process, with real child processes.
type router struct {
	t    *testing.T
	url  string
	out  *buffer
	stop func() int
}

type buffer struct {
	mu     sync.Mutex
	b      bytes.Buffer
	events bytes.Buffer
}

// Events are all lines but those of requests.
func (b *buffer) Events() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.events.String()
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !bytes.Contains(p, []byte(`"kind":"access"`)) && !bytes.Contains(p, []byte(`"stream":`)) {
		b.events.Write(p)
	}
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// fixture reads a server of testdata and puts the stub in place of its program.
func fixture(t testing.TB, name string) object {
	t.Helper()
	raw, err := os.ReadFile("../../testdata/servers/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Servers map[string]object }
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	server := file.Servers[name]
	server["command"] = []string{executable(t)}
	variables, _ := server["variables"].(object)
	if variables == nil {
		variables = object{}
	}
	variables["MCP_STUB"] = name
	server["variables"] = variables
	return server
}

func executable(t testing.TB) string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func stdioServer(t testing.TB) object {
	return object{"version": "1", "command": []string{executable(t)}, "transport": "stdio", "variables": object{"MCP_STUB": "stdio"},
		"inputs": []object{{"name": "SOME_SECRET", "kind": "variable", "secret": true}}}
}

// start runs a router; the deployment's missing fields are filled in.
func start(t testing.TB, servers, deployment object, env map[string]string) *router {
	t.Helper()
	return startWith(t, nil, servers, deployment, env)
}

// startWith runs a router whose secrets come from elsewhere than AWS.
func startWith(t testing.TB, remote secrets.Remote, servers, deployment object, env map[string]string) *router {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "servers.json")
	raw, _ := json.Marshal(object{"servers": servers})
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	full := object{"edge": "streaming", "access": object{"mode": "public"}}
	maps.Copy(full, deployment)
	raw, _ = json.Marshal(full)
	all := map[string]string{"MCP_ROUTER_DEPLOYMENT": string(raw), "MCP_ROUTER_SERVERS_FILE": file, "MCP_ROUTER_WRITABLE": dir,
		"MCP_ROUTER_HOST": "127.0.0.1", "MCP_ROUTER_PORT": freePort(t), "MCP_ROUTER_CHILD_PORT": "18081", "PATH": os.Getenv("PATH")}
	maps.Copy(all, env)
	ctx, cancel := context.WithCancel(context.Background())
	out := &buffer{}
	listening := make(chan net.Addr, 1)
	done := make(chan int, 1)
	go func() {
		done <- Run(ctx, Env{Getenv: func(name string) string { return all[name] }, Out: out, Err: out, AWS: remote, Listening: func(a net.Addr) { listening <- a }})
	}()
	r := &router{out: out}
	if tt, ok := t.(*testing.T); ok {
		r.t = tt
	}
	var once sync.Once
	code := -1
	r.stop = func() int {
		once.Do(func() { cancel(); code = <-done })
		return code
	}
	t.Cleanup(func() {
		r.stop()
		if t.Failed() {
			t.Log(tail(out.String(), 6000))
		}
	})
	select {
	case a := <-listening:
		r.url = "http://" + a.String()
	case code := <-done:
		t.Fatalf("the router ended with %d: %s", code, out.String())
	}
	return r
}

func tail(text string, n int) string { return text[max(0, len(text)-n):] }

func freePort(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

// ready waits until an instance is up.
func (r *router) ready(names ...string) *router {
	for _, name := range names {
		r.until(name+" is up", func() bool { status, _ := r.get("/" + name + "/health"); return status == 200 })
	}
	return r
}

// far is later than any step of a test takes on a slow machine, and sooner than the limits of the tests that compare with it.
const far = time.Minute

func (r *router) until(what string, ok func() bool) {
	for deadline := time.Now().Add(far); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if ok() {
			return
		}
	}
	if r.t != nil {
		r.t.Helper()
		r.t.Fatalf("never: %s", what)
	}
}

// waitingCall posts a call that a stdio server never answers, and returns once the server has it.
func (r *router) waitingCall(id string, headers ...string) <-chan result {
	r.t.Helper()
	answer := make(chan result, 1)
	r.untilWaiting(func() { go func() { answer <- r.post("/s/mcp", callTool(id, "wait", "{}"), headers...) }() })
	return answer
}

// untilWaiting returns once one more call waits in a stdio server.
func (r *router) untilWaiting(begin func()) {
	r.t.Helper()
	waiting := func() int { return strings.Count(r.out.String(), "a call waits") }
	before := waiting()
	begin()
	r.until("a call waits", func() bool { return waiting() > before })
}

func (r *router) get(path string) (int, string) {
	response, err := http.Get(r.url + path)
	if err != nil {
		return 0, err.Error()
	}
	defer func() { _ = response.Body.Close() }()
	body, _ := io.ReadAll(response.Body)
	return response.StatusCode, string(body)
}

type result struct {
	status int
	header http.Header
	body   string
}

// post sends a body with headers: name, value, name, value.
func (r *router) post(path, body string, headers ...string) result {
	return r.do(http.MethodPost, path, body, headers...)
}

func (r *router) do(method, path, body string, headers ...string) result {
	if r.t != nil {
		r.t.Helper()
	}
	request, err := http.NewRequest(method, r.url+path, strings.NewReader(body))
	if err != nil {
		panic(err)
	}
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/json")
	}
	request.Header.Set("Accept", "application/json, text/event-stream")
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return result{body: err.Error()}
	}
	defer func() { _ = response.Body.Close() }()
	raw, _ := io.ReadAll(response.Body)
	return result{response.StatusCode, response.Header, string(raw)}
}

// callTool makes a legacy request.
func callTool(id, tool, arguments string) string {
	return `{"jsonrpc":"2.0","id":` + id + `,"method":"tools/call","params":{"name":"` + tool + `","arguments":` + arguments + `}}`
}

const modernMeta = `"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}`

// modern makes a request of 2026-07-28 with its headers.
func (r *router) modern(path, id, method, name, params string) result {
	if params != "" {
		params += ","
	}
	headers := []string{"MCP-Protocol-Version", "2026-07-28", "Mcp-Method", method}
	if name != "" {
		headers = append(headers, "Mcp-Name", name)
	}
	return r.post(path, `{"jsonrpc":"2.0","id":`+id+`,"method":"`+method+`","params":{`+params+modernMeta+`}}`, headers...)
}

func contains(text string, all ...string) bool {
	for _, part := range all {
		if !strings.Contains(text, part) {
			return false
		}
	}
	return true
}
