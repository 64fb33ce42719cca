package bridge

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/mcp"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/stdio"
)

func TestFlightsWithOneIDTwice(t *testing.T) {
	var f flights
	first, endFirst := f.begin(context.Background(), "s", json.RawMessage("1"))
	second, endSecond := f.begin(context.Background(), "s", json.RawMessage("1"))
	other, endOther := f.begin(context.Background(), "o", json.RawMessage("1"))
	defer endOther()
	endFirst()
	f.cancel("s", json.RawMessage("1"))
	if first.Err() == nil || context.Cause(second) != errCancelled || other.Err() != nil {
		t.Error(first.Err(), context.Cause(second), other.Err())
	}
	endSecond()
	if len(f.calls) != 1 {
		t.Error("left behind:", f.calls)
	}
}

// What clients can make the router remember is bounded.
func TestStateOfClientsIsBounded(t *testing.T) {
	var f flights
	long := strings.Repeat("s", longestSession+1)
	f.setLevel(long, "debug")
	f.setLevel("short", "debug")
	if f.level(long) != "" || f.level("short") != "debug" {
		t.Error(f.levels)
	}
	f.forget("short")
	if f.level("short") != "" {
		t.Error("still there")
	}
	var s subscriptions
	if s.set("a", strings.Repeat("u", longestURI+1), true) || s.set(long, "u", true) {
		t.Error("too long a uri or session")
	}
	for i := range mostOwn {
		if !s.set("a", fmt.Sprint(i), true) {
			t.Fatal(i)
		}
	}
	if s.set("a", "one more", true) || !s.set("b", "x", true) || !s.set("a", "0", true) {
		t.Error("the bound is not per client")
	}
	s.set("a", "0", false)
	if list, _ := s.list("a"); len(list) != mostOwn-1 || s.all != mostOwn {
		t.Error(len(list), s.all)
	}
	_, changed := s.list("a")
	s.forget("a")
	if list, _ := s.list("a"); list != nil || s.all != 1 {
		t.Error(list, s.all)
	}
	select {
	case <-changed:
	default:
		t.Error("nobody was told")
	}
}

func TestSubscriptionsAtTheServer(t *testing.T) {
	var calls []string
	refuse := false
	p := legacyPipe(func(_ context.Context, c *mcp.Call) (mcp.Answer, error) {
		calls = append(calls, c.Method)
		if refuse {
			return mcp.Answer{Error: json.RawMessage(`{"code":-32002,"message":"no such resource"}`)}, nil
		}
		return say("{}")
	})
	var s subscriptions
	ctx := context.Background()
	for range 3 {
		refuse = true
		if answer, _ := s.add(ctx, p, "a", "u"); answer.Error == nil || len(s.who) != 0 {
			t.Fatal("a refused subscription leaves something behind:", s.who)
		}
	}
	refuse = false
	if answer, err := s.add(ctx, p, "a", "u"); err != nil || answer.Error != nil || !s.wants("a", "u") {
		t.Fatal(answer, err)
	}
	refuse = true
	if answer, _ := s.add(ctx, p, "b", "u"); answer.Error == nil || s.wants("b", "u") || !s.wants("a", "u") {
		t.Error("the second client is told what the server says:", answer)
	}
	refuse = false
	_, _ = s.add(ctx, p, "b", "u")
	calls = nil
	_, _ = s.remove(ctx, p, "a", "u")
	if len(calls) != 0 {
		t.Error("ended for the other client too:", calls)
	}
	_, _ = s.remove(ctx, p, "b", "u")
	if len(calls) != 1 || len(s.who) != 0 {
		t.Error(calls, s.who)
	}
	if answer, _ := s.add(ctx, p, "a", strings.Repeat("u", longestURI+1)); answer.Error == nil || len(s.who) != 0 {
		t.Error("too long a uri is remembered")
	}
}

func TestLevelOfLegacyClient(t *testing.T) {
	var level atomic.Value
	e := serve(t, modernPipe(func(_ context.Context, c *mcp.Call) (mcp.Answer, error) {
		text, _ := rpc.GetString(rpc.Meta(c.Params), rpc.MetaLogLevel)
		level.Store(text)
		return say(`{"resultType":"complete"}`)
	}), nil)
	set := func(value string) reached {
		return e.send("POST", `{"jsonrpc":"2.0","id":1,"method":"logging/setLevel","params":{"level":"`+value+`"}}`, "Mcp-Session-Id", "s")
	}
	if got := set(strings.Repeat("x", 1000)); !strings.Contains(got.body, "-32602") || !strings.Contains(got.body, "warning") {
		t.Errorf("%+v", got)
	}
	set("warning")
	e.send("POST", `{"jsonrpc":"2.0","id":1,"method":"resources/list"}`, "Mcp-Session-Id", "s")
	if level.Load() != "warning" {
		t.Error(level.Load())
	}
	e.send("DELETE", "", "Mcp-Session-Id", "s")
	if len(e.flights.levels) != 0 {
		t.Error("kept after the session's end:", e.flights.levels)
	}
}

// A server that does not list its tools must hold up no call for longer than that call has time.
func TestSchemasOfAServerThatHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var asked atomic.Int64
		p := legacyPipe(func(ctx context.Context, c *mcp.Call) (mcp.Answer, error) {
			if c.Method == "tools/list" {
				asked.Add(1)
				<-ctx.Done()
				return mcp.Answer{}, ctx.Err()
			}
			return say(`{"content":[]}`)
		})
		e := &Endpoint{}
		var group sync.WaitGroup
		began := time.Now()
		for range 20 {
			group.Go(func() {
				ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
				defer cancel()
				e.headersOf(ctx, p, "x")
			})
		}
		group.Wait()
		if took := time.Since(began); took != 100*time.Millisecond || asked.Load() != 1 {
			t.Errorf("20 calls took %v, the server was asked %d times", took, asked.Load())
		}
		time.Sleep(askTools) // the question has a limit of its own
	})
}

func TestSchemasAreAskedOnceAndAfterAFailureLater(t *testing.T) {
	var asked atomic.Int64
	var fail atomic.Bool
	p := legacyPipe(func(context.Context, *mcp.Call) (mcp.Answer, error) {
		asked.Add(1)
		if fail.Load() {
			return mcp.Answer{}, errors.New("no")
		}
		return say(`{"tools":[{"name":"t","inputSchema":{"properties":{"a":{"type":"string","x-mcp-header":"A"},"o":{"properties":{"b":{"x-mcp-header":"B"}}}}}}]}`)
	})
	e := &Endpoint{}
	fail.Store(true)
	for range 3 {
		if list := e.headersOf(context.Background(), p, "t"); list != nil {
			t.Error(list)
		}
	}
	if asked.Load() != 1 {
		t.Error("a server that fails is asked at every call:", asked.Load())
	}
	fail.Store(false)
	other := legacyPipe(p.call)
	for range 3 {
		if list := e.headersOf(context.Background(), other, "t"); len(list) != 2 || list[1].name != "B" || strings.Join(list[1].path, ".") != "o.b" {
			t.Error(list)
		}
	}
	if asked.Load() != 2 {
		t.Error("asked", asked.Load())
	}
	e.schemas.changed(other, rpc.Message{Method: "notifications/tools/list_changed"})
	e.headersOf(context.Background(), other, "t")
	if asked.Load() != 3 {
		t.Error("not asked again after a change:", asked.Load())
	}
}

func TestSameValue(t *testing.T) {
	for _, c := range []struct {
		text, raw string
		same      bool
	}{{"1", "1.0", true}, {"9007199254740993", "9007199254740993", true}, {"9007199254740992", "9007199254740993", false}, {"true", "true", true},
		{"1e999", "1e999", true}, {"1e999", "1e998", false}, {"a", `"a"`, true}, {"A", `"a"`, false}, {"1", `"1"`, true}, {"{}", "{}", false}} {
		if sameValue(c.text, json.RawMessage(c.raw)) != c.same {
			t.Errorf("%s and %s", c.text, c.raw)
		}
	}
}

// A client leaves, and the server hangs: the stream's place must come free.
func TestListenEndsThoughTheServerHangs(t *testing.T) {
	p := legacyPipe(func(ctx context.Context, c *mcp.Call) (mcp.Answer, error) {
		if c.Method == "resources/unsubscribe" {
			<-ctx.Done()
			return mcp.Answer{}, ctx.Err()
		}
		return say("{}")
	})
	e := serve(t, p, func(e *Endpoint) { e.Timeout = 300 * time.Millisecond })
	ctx, cancel := context.WithCancel(context.Background())
	body := `{"jsonrpc":"2.0","id":"l","method":"subscriptions/listen","params":{"notifications":{"toolsListChanged":true,"resourceSubscriptions":["u","v"]},"_meta":{"` +
		rpc.MetaVersion + `":"2026-07-28","` + rpc.MetaCapabilities + `":{}}}}`
	request, _ := http.NewRequestWithContext(ctx, "POST", e.url, strings.NewReader(body))
	for name, value := range map[string]string{"Accept": "text/event-stream", "Mcp-Protocol-Version": "2026-07-28", "Mcp-Method": "subscriptions/listen"} {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	first := make([]byte, 512)
	n, _ := response.Body.Read(first)
	if !strings.Contains(string(first[:n]), "acknowledged") || !strings.Contains(string(first[:n]), `"l"`) {
		t.Fatalf("%s", first[:n])
	}
	until(t, "subscribed", func() bool { return e.subs.wantsAny("v") })
	p.tell("notifications/resources/updated", `{"uri":"u"}`)
	n, _ = response.Body.Read(first)
	if !strings.Contains(string(first[:n]), rpc.MetaSubscriptionID) {
		t.Errorf("%s", first[:n])
	}
	cancel()
	e.last(t)
}

func (s *subscriptions) wantsAny(uri string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.who[uri]) > 0
}

func TestTooManyResourcesToListenTo(t *testing.T) {
	uris, _ := json.Marshal(make([]string, mostOwn+1))
	e := serve(t, legacyPipe(nil), nil)
	if got := e.modern("1", "subscriptions/listen", "", `"notifications":{"resourceSubscriptions":`+string(uris)+`}`); got.status != 400 || !strings.Contains(got.body, "at most") {
		t.Errorf("%d %.300s", got.status, got.body)
	}
}

// An array is no way around the limits of one call.
func TestBatchIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var now, most atomic.Int64
		p := legacyPipe(func(ctx context.Context, _ *mcp.Call) (mcp.Answer, error) {
			n := now.Add(1)
			defer now.Add(-1)
			for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
			}
			select {
			case <-ctx.Done():
				return mcp.Answer{}, ctx.Err()
			case <-time.After(100 * time.Millisecond):
				return say("{}")
			}
		})
		e := &Endpoint{Name: "s", Streaming: true, Timeout: 350 * time.Millisecond, Log: quiet(), Pipe: func(context.Context) (mcp.Pipe, error) { return p, nil }}
		r := httptest.NewRequest("POST", "/", nil)
		r.Header.Set("Accept", "application/json, text/event-stream")
		w := httptest.NewRecorder()
		began := time.Now()
		e.Serve(w, r, []byte("["+strings.Repeat(callX+",", 19)+callX+"]"), &Record{})
		if took := time.Since(began); took != e.Timeout || most.Load() != batchAtOnce {
			t.Errorf("took %v, %d at once", took, most.Load())
		}
		var list []struct{ Result, Error json.RawMessage }
		if json.Unmarshal(w.Body.Bytes(), &list) != nil || len(list) != 20 || list[3*batchAtOnce-1].Result == nil ||
			!strings.Contains(string(list[3*batchAtOnce].Error), "did not answer") || !strings.Contains(string(list[19].Error), "did not answer") {
			t.Error(w.Body)
		}
	})
}

func TestTraceHasNoPlaceInAnArray(t *testing.T) {
	header := http.Header{"Traceparent": {"00-1"}}
	for in, want := range map[string]string{`[1,2]`: `[1,2]`, `{"a":1}`: `{"_meta":{"traceparent":"00-1"},"a":1}`, ``: `{"_meta":{"traceparent":"00-1"}}`} {
		if got := string(traced(json.RawMessage(in), header)); got != want {
			t.Errorf("%s: %s", in, got)
		}
	}
}

// ended is a process of a test.
type process struct {
	done chan struct{}
	once sync.Once
}

func (p *process) Done() <-chan struct{} { return p.done }
func (p *process) Err() error            { return errors.New("server process ended") }
func (p *process) Kill()                 { p.once.Do(func() { close(p.done) }) }

// privateServer answers initialize on a pipe of its own.
func privateServer(t *testing.T) (*stdio.Pipe, *process) {
	t.Helper()
	in, toServer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	fromServer, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{done: make(chan struct{})}
	go func() {
		defer func() { _, _ = out.Close(), in.Close() }()
		buffer := make([]byte, 64<<10)
		for {
			n, err := in.Read(buffer)
			if err != nil {
				return
			}
			m, _ := rpc.Parse(buffer[:n])
			if m.IsRequest() {
				_, _ = out.Write(append(rpc.Response(m.ID, json.RawMessage(`{"protocolVersion":"2025-11-25","capabilities":{}}`), nil), '\n'))
			}
		}
	}()
	go func() { <-p.done; _ = toServer.Close() }()
	return stdio.Open(p, toServer, fromServer, quiet(), nil), p
}

func TestPrivateProcesses(t *testing.T) {
	before := runtime.NumGoroutine()
	var processes []*process
	sessions := &Sessions{Max: 3, Idle: time.Minute, Start: func(context.Context, func(rpc.Message)) (*stdio.Pipe, func(), error) {
		pipe, p := privateServer(t)
		processes = append(processes, p)
		return pipe, p.Kill, nil
	}}
	e := serve(t, nil, func(e *Endpoint) { e.Sessions = sessions })
	open := func() reached { return e.send("POST", `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}`) }
	id := open().header.Get("Mcp-Session-Id")
	if got := e.send("POST", `{"jsonrpc":"2.0","id":2,"method":"ping"}`, "Mcp-Session-Id", id); got.status != 200 {
		t.Errorf("%+v", got)
	}
	processes[0].Kill()
	until(t, "its client is told to begin anew, at once", func() bool {
		return e.send("POST", `{"jsonrpc":"2.0","id":3,"method":"ping"}`, "Mcp-Session-Id", id).status == http.StatusNotFound
	})
	if sessions.Count() != 0 {
		t.Error("a process that has ended holds a place")
	}
	open()
	sessions.Close()
	if got := open(); got.status != 503 || sessions.Count() != 0 {
		t.Errorf("after the end: %+v", got)
	}
	http.DefaultClient.CloseIdleConnections()
	until(t, "its goroutines have ended", func() bool { return runtime.NumGoroutine() <= before+8 })
}
