package httpserver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/logs"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/mcp"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
)

type request struct {
	*http.Request
	m rpc.Message
}

// open makes a pipe to a server that a test writes.
func open(t *testing.T, auth http.Header, serve func(w http.ResponseWriter, r request)) *Pipe {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		m, _ := rpc.Parse(body)
		serve(w, request{r, m})
	}))
	t.Cleanup(server.Close)
	done := make(chan struct{})
	t.Cleanup(func() { close(done) })
	p := New(Options{URL: server.URL + "/base", Auth: auth, Done: done, Log: logs.New(logs.NewSink(io.Discard, "error"))})
	t.Cleanup(p.Close)
	return p
}

func result(w http.ResponseWriter, m rpc.Message, text string) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(rpc.Response(m.ID, json.RawMessage(text), nil))
}

const greeting = `{"protocolVersion":"2025-06-18","capabilities":{},"serverInfo":{"name":"h","version":"1"}}`

func list(p *Pipe) (mcp.Answer, error) {
	return p.Call(context.Background(), &mcp.Call{Era: mcp.Legacy, Method: "tools/list"})
}

func TestWhatAServerSees(t *testing.T) {
	var seen []request
	p := open(t, http.Header{"Authorization": {"own"}}, func(w http.ResponseWriter, r request) {
		seen = append(seen, r)
		switch r.m.Method {
		case "initialize":
			w.Header().Set("Mcp-Session-Id", "s1")
			result(w, r.m, greeting)
		case "tools/list":
			result(w, r.m, `{"tools":[]}`)
		}
	})
	if err := p.Greet(context.Background(), "legacy"); err != nil {
		t.Fatal(err)
	}
	client := http.Header{"Authorization": {"Bearer caller"}, "Mcp-Session-Id": {"forged"}, "Mcp-Name": {"forged"}, "Mcp-Method": {"forged"}, "Mcp-Param-A": {"1"},
		"Last-Event-Id": {"9"}, "Mcp-Protocol-Version": {"2026-07-28"}, "Traceparent": {"00-1"}}
	if _, err := p.Call(context.Background(), &mcp.Call{Era: mcp.Legacy, Method: "tools/list", Header: client}); err != nil {
		t.Fatal(err)
	}
	last := seen[len(seen)-1]
	for name, want := range map[string]string{"Authorization": "own", "Mcp-Session-Id": "s1", "Mcp-Name": "", "Mcp-Method": "", "Mcp-Param-A": "", "Last-Event-Id": "",
		"Mcp-Protocol-Version": "2025-06-18", "Traceparent": "00-1", "Content-Type": "application/json", "Accept": "application/json, text/event-stream"} {
		if got := last.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if last.URL.Path != "/base" || string(last.m.ID) == "" {
		t.Error(last.URL, string(last.m.ID))
	}
	if client.Get("Mcp-Session-Id") != "forged" {
		t.Error("the headers of the client were changed")
	}
	_, _ = p.Call(context.Background(), &mcp.Call{Era: mcp.Modern, Method: "tools/call", Params: json.RawMessage(`{"name":"grün"}`), Header: client})
	last = seen[len(seen)-1]
	if got := last.Header.Get("Mcp-Name"); got != EncodeHeader("grün") || last.Header.Get("Mcp-Method") != "tools/call" || last.Header.Get("Mcp-Session-Id") != "" {
		t.Error(last.Header)
	}
}

// A server that has forgotten the session, and cannot give a new one at once, must not be lost for ever.
func TestSessionIsRenewed(t *testing.T) {
	var valid atomic.Value
	valid.Store("s1")
	var broken atomic.Bool
	var hellos atomic.Int64
	p := open(t, nil, func(w http.ResponseWriter, r request) {
		switch {
		case r.m.Method == "initialize":
			hellos.Add(1)
			if r.Header.Get("Mcp-Session-Id") != "" {
				http.Error(w, "already initialized", http.StatusBadRequest)
				return
			}
			if broken.Load() {
				http.Error(w, "not now", http.StatusInternalServerError)
				return
			}
			time.Sleep(20 * time.Millisecond)
			w.Header().Set("Mcp-Session-Id", valid.Load().(string))
			result(w, r.m, greeting)
		case r.Header.Get("Mcp-Session-Id") != valid.Load():
			w.WriteHeader(http.StatusNotFound)
		case r.m.IsRequest():
			result(w, r.m, `{"tools":[]}`)
		default:
			w.WriteHeader(http.StatusAccepted)
		}
	})
	if err := p.Greet(context.Background(), "legacy"); err != nil {
		t.Fatal(err)
	}
	valid.Store("s2")
	broken.Store(true)
	if answer, err := list(p); err == nil {
		t.Error("it answered", answer)
	}
	broken.Store(false)
	if answer, err := list(p); err != nil || answer.Error != nil {
		t.Error("lost for ever:", answer, err)
	}
	valid.Store("s3")
	hellos.Store(0)
	var group sync.WaitGroup
	for range 20 {
		group.Go(func() {
			if answer, err := list(p); err != nil || answer.Error != nil {
				t.Error(string(answer.Error), err)
			}
		})
	}
	group.Wait()
	if hellos.Load() != 1 {
		t.Error("20 calls have begun", hellos.Load(), "sessions")
	}
}

// Servers in Node and Python close a connection that was idle for 5 s; a request on it at that moment is lost.
func TestIdleConnectionsAreGivenUpFirst(t *testing.T) {
	p := open(t, nil, nil)
	if limit := p.client.Transport.(*http.Transport).IdleConnTimeout; limit == 0 || limit >= 5*time.Second {
		t.Error("kept for", limit)
	}
}

func TestEventsBeforeTheAnswer(t *testing.T) {
	answers := make(chan rpc.Message, 4)
	p := open(t, nil, func(w http.ResponseWriter, r request) {
		if r.m.Method != "tools/call" {
			answers <- r.m
			return
		}
		token := rpc.Get(rpc.Meta(r.m.Params), "progressToken")
		w.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprintf(w, "data: \n\n: comment\n\n")
		fmt.Fprintf(w, "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":%s,\"progress\":1}}\n\n", token)
		fmt.Fprintf(w, "data: {\"jsonrpc\":\"2.0\",\"id\":\"q\",\"method\":\"ping\"}\n\n")
		fmt.Fprintf(w, "data: {\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"sampling/createMessage\"}\n\n")
		fmt.Fprintf(w, "data: {\"jsonrpc\":\"2.0\",\"id\":99999,\"result\":{\"of\":\"another call\"}}\n\n")
		fmt.Fprintf(w, "data: {\"jsonrpc\":\"2.0\",\"id\":%s,\ndata: \"result\":{\"n\":1e400}}\n\n", r.m.ID)
		_ = http.NewResponseController(w).Flush()
		time.Sleep(100 * time.Millisecond) // the answers to its requests come before the stream ends
	})
	var got []string
	answer, err := p.Call(context.Background(), &mcp.Call{Era: mcp.Legacy, Method: "tools/call", Params: json.RawMessage(`{"name":"x","_meta":{"progressToken":"mine"}}`),
		OnMessage: func(m rpc.Message) { got = append(got, string(m.Raw)) }})
	if err != nil || string(answer.Result) != `{"n":1e400}` {
		t.Error(string(answer.Result), err)
	}
	if len(got) != 1 || !strings.Contains(got[0], `"progressToken":"mine"`) {
		t.Error(got)
	}
	for range 2 {
		select {
		case m := <-answers:
			if string(m.ID) == `"q"` && m.Error != nil || string(m.ID) == "7" && rpc.ErrorCode(m.Error) != rpc.CodeMethodNotFound {
				t.Error(string(m.Raw))
			}
		case <-time.After(3 * time.Second):
			t.Fatal("a request of the server has no answer")
		}
	}
}

func TestWrongAnswers(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		body   string
		code   int
		err    string
	}{
		{"JSON-RPC error", 200, `{"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error"}}`, -32700, ""},
		{"unknown method as text", 400, "unsupported method", rpc.CodeMethodNotFound, ""},
		{"refused as text", 400, "no", rpc.CodeInvalidRequest, ""},
		{"HTTP 500", 500, "oops", 0, "HTTP 500: oops"},
		{"wrong token", 401, "who are you", 0, "auth in servers.json"},
		{"a redirect", 302, "", rpc.CodeInvalidRequest, ""},
		{"no JSON", 200, "<html>", 0, "not JSON-RPC"},
		{"null", 200, "null", 0, "not JSON-RPC"},
		{"nothing", 200, "", 0, "not JSON-RPC"},
	} {
		p := open(t, nil, func(w http.ResponseWriter, _ request) {
			w.Header().Set("Location", "http://169.254.169.254/")
			w.WriteHeader(c.status)
			_, _ = io.WriteString(w, c.body)
		})
		answer, err := list(p)
		if c.err == "" && err != nil || c.err != "" && (err == nil || !strings.Contains(err.Error(), c.err)) || rpc.ErrorCode(answer.Error) != c.code {
			t.Errorf("%s: %s %v", c.name, answer.Error, err)
		}
	}
}

func TestServersThatAreGone(t *testing.T) {
	p := open(t, nil, func(http.ResponseWriter, request) { panic(http.ErrAbortHandler) })
	var unavailable *mcp.Unavailable
	var notSent *NotSent
	if _, err := list(p); !errors.As(err, &unavailable) || errors.As(err, &notSent) {
		t.Error("it has seen the request:", err)
	}
	p.URL = "http://127.0.0.1:1/"
	if _, err := list(p); !errors.As(err, &notSent) || !errors.As(err, &unavailable) {
		t.Error("it has seen nothing:", err)
	}
	p = open(t, nil, func(w http.ResponseWriter, _ request) {
		w.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprint(w, "data: {}\n\n")
	})
	if _, err := list(p); !errors.As(err, &unavailable) || !strings.Contains(err.Error(), "without an answer") {
		t.Error(err)
	}
	p = open(t, nil, func(w http.ResponseWriter, r request) { <-r.Context().Done() })
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if _, err := p.Call(ctx, &mcp.Call{Method: "tools/list"}); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

// One stream is held for all who listen, and none when nobody does.
func TestSubscribe(t *testing.T) {
	var streams, ended atomic.Int64
	p := open(t, nil, func(w http.ResponseWriter, r request) {
		if r.Method != http.MethodGet {
			result(w, r.m, greeting)
			return
		}
		streams.Add(1)
		defer ended.Add(1)
		w.Header().Set("Content-Type", "text/event-stream")
		for r.Context().Err() == nil {
			fmt.Fprint(w, "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}\n\n")
			_ = http.NewResponseController(w).Flush()
			time.Sleep(10 * time.Millisecond)
		}
	})
	if err := p.Greet(context.Background(), "legacy"); err != nil {
		t.Fatal(err)
	}
	heard := make(chan string, 100)
	var cancels []func()
	for range 3 {
		cancels = append(cancels, p.Subscribe(func(m rpc.Message) {
			select {
			case heard <- m.Method:
			default:
			}
		}))
	}
	if got := <-heard; got != "notifications/tools/list_changed" {
		t.Error(got)
	}
	for _, cancel := range cancels {
		cancel()
	}
	for range 300 {
		if ended.Load() == 1 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if streams.Load() != 1 || ended.Load() != 1 {
		t.Errorf("%d streams, %d ended", streams.Load(), ended.Load())
	}
}

func TestEncodeHeader(t *testing.T) {
	for in, want := range map[string]string{"plain": "plain", "": "", "ü": "=?base64?w7w=?=", " x": "=?base64?IHg=?=", "a\r\nX: y": "=?base64?YQ0KWDogeQ==?=", "=?base64?eA==?=": "=?base64?PT9iYXNlNjQ/ZUE9PT89?="} {
		if got := EncodeHeader(in); got != want {
			t.Errorf("%q: %s", in, got)
		}
	}
}
