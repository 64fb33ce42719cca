package bridge

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/httpserver"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/logs"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/mcp"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
)

// fakePipe is a server that does what a test wants, in the eras that have a greeting.
type fakePipe struct {
	hello [2]*mcp.Hello
	call  func(context.Context, *mcp.Call) (mcp.Answer, error)
	done  chan struct{}

	mu        sync.Mutex
	listeners []func(rpc.Message)
}

func legacyPipe(call func(context.Context, *mcp.Call) (mcp.Answer, error)) *fakePipe {
	hello := &mcp.Hello{Version: "2025-11-25", Result: json.RawMessage(
		`{"protocolVersion":"2025-11-25","capabilities":{"tools":{"listChanged":true},"resources":{"subscribe":true}},"serverInfo":{"name":"f","version":"1"}}`)}
	return &fakePipe{hello: [2]*mcp.Hello{hello, nil}, call: call, done: make(chan struct{})}
}

func modernPipe(call func(context.Context, *mcp.Call) (mcp.Answer, error)) *fakePipe {
	p := legacyPipe(call)
	p.hello = [2]*mcp.Hello{nil, {Version: mcp.ModernVersion, Result: json.RawMessage(`{"supportedVersions":["2026-07-28"],"capabilities":{}}`)}}
	return p
}

func (p *fakePipe) Hello(era mcp.Era) *mcp.Hello { return p.hello[era] }
func (p *fakePipe) Call(ctx context.Context, c *mcp.Call) (mcp.Answer, error) {
	return p.call(ctx, c)
}
func (p *fakePipe) Notify(context.Context, mcp.Era, string, json.RawMessage) error { return nil }
func (p *fakePipe) Done() <-chan struct{}                                          { return p.done }
func (p *fakePipe) Subscribe(fn func(rpc.Message)) func() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.listeners = append(p.listeners, fn)
	return func() {}
}

func (p *fakePipe) tell(method, params string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, fn := range p.listeners {
		fn(rpc.Message{Method: method, Params: json.RawMessage(params), Raw: rpc.Request(nil, method, json.RawMessage(params))})
	}
}

func say(text string) (mcp.Answer, error) { return mcp.Answer{Result: json.RawMessage(text)}, nil }

// endpoint serves a pipe over HTTP; the records of its requests are kept.
type endpoint struct {
	*Endpoint
	url     string
	mu      sync.Mutex
	records []*Record
}

func serve(t *testing.T, p mcp.Pipe, change func(*Endpoint)) *endpoint {
	t.Helper()
	e := &endpoint{Endpoint: &Endpoint{Name: "s", Streaming: true, Timeout: time.Minute, Log: quiet(),
		Pipe: func(context.Context) (mcp.Pipe, error) { return p, nil }}}
	if change != nil {
		change(e.Endpoint)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		rec := &Record{}
		defer func() {
			e.mu.Lock()
			e.records = append(e.records, rec)
			e.mu.Unlock()
		}()
		e.Serve(w, r, body, rec)
	}))
	t.Cleanup(server.Close)
	e.url = server.URL
	return e
}

func quiet() *logs.Logger { return logs.New(logs.NewSink(io.Discard, "error")) }

// last is the record of the request that ended last.
func (e *endpoint) last(t *testing.T) *Record {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(time.Millisecond) {
		e.mu.Lock()
		n := len(e.records)
		e.mu.Unlock()
		if n > 0 {
			break
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.records) == 0 {
		t.Fatal("no request has ended")
	}
	rec := e.records[len(e.records)-1]
	e.records = nil
	return rec
}

type reached struct {
	status int
	header http.Header
	body   string
	err    error
}

func (e *endpoint) send(method, body string, headers ...string) reached {
	request, err := http.NewRequest(method, e.url, strings.NewReader(body))
	if err != nil {
		panic(err)
	}
	request.Header.Set("Accept", "application/json, text/event-stream")
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i] == "Accept" {
			request.Header.Del("Accept")
		}
	}
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Add(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return reached{err: err}
	}
	defer func() { _ = response.Body.Close() }()
	raw, err := io.ReadAll(response.Body)
	return reached{response.StatusCode, response.Header, string(raw), err}
}

const callX = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x"}}`

// modernCall are body and headers of a request of 2026-07-28.
func (e *endpoint) modern(id, method, name, params string) reached {
	if params != "" {
		params += ","
	}
	headers := []string{"Mcp-Protocol-Version", mcp.ModernVersion, "Mcp-Method", method}
	if name != "" {
		headers = append(headers, "Mcp-Name", name)
	}
	return e.send("POST", `{"jsonrpc":"2.0","id":`+id+`,"method":"`+method+`","params":{`+params+
		`"_meta":{"`+rpc.MetaVersion+`":"2026-07-28","`+rpc.MetaCapabilities+`":{}}}}`, headers...)
}

// httpPipe is the way to a server that a test writes as a handler; greetings are answered for it.
func httpPipe(t *testing.T, serve http.HandlerFunc) *httpserver.Pipe {
	t.Helper()
	return greeted(t, "legacy", serve)
}

func greeted(t *testing.T, protocol string, serve http.HandlerFunc) *httpserver.Pipe {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		switch m, _ := rpc.Parse(body); m.Method {
		case "initialize":
			_, _ = w.Write(rpc.Response(m.ID, json.RawMessage(`{"protocolVersion":"2025-11-25","capabilities":{},"serverInfo":{"name":"h","version":"1"}}`), nil))
		case "server/discover":
			_, _ = w.Write(rpc.Response(m.ID, json.RawMessage(`{"resultType":"complete","supportedVersions":["2026-07-28"],"capabilities":{"tools":{}}}`), nil))
		case "notifications/initialized":
			w.WriteHeader(http.StatusAccepted)
		default:
			serve(w, r)
		}
	}))
	t.Cleanup(server.Close)
	p := httpserver.New(httpserver.Options{URL: server.URL + "/", Done: make(chan struct{}), Log: quiet()})
	t.Cleanup(p.Close)
	if err := p.Greet(context.Background(), protocol); err != nil {
		t.Fatal(err)
	}
	return p
}

// patience is for what has to come, however slow the machine: only what hangs takes longer.
const patience = 30 * time.Second

func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatal("never:", what)
}
