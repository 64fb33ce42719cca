package bridge

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/mcp"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/metrics"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
)

const comment = ": still here\n\n"

// A call that is silent becomes a stream with comments, so that nothing between cuts it; the answer is its last event.
func TestKeepAliveComments(t *testing.T) {
	slow := func(ctx context.Context, _ *mcp.Call) (mcp.Answer, error) {
		time.Sleep(150 * time.Millisecond)
		return say(`{"content":[]}`)
	}
	often := func(e *Endpoint) { e.KeepAlive = 30 * time.Millisecond }
	pipes := map[string]mcp.Pipe{"translated": legacyPipe(slow), "passed": httpPipe(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = slow(r.Context(), nil)
		fmt.Fprint(w, `{"jsonrpc":"2.0","id":1,"result":{"content":[]}}`)
	})}
	for name, p := range pipes {
		e := serve(t, p, often)
		got := e.send("POST", callX)
		if strings.Count(got.body, comment) < 2 || got.header.Get("Content-Type") != "text/event-stream" ||
			!strings.HasSuffix(got.body, "event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}\n\n") {
			t.Errorf("%s: %+v", name, got)
		}
		if got := e.send("POST", callX, "Accept", "application/json"); strings.Contains(got.body, ":") && strings.Contains(got.body, "still") || got.header.Get("Content-Type") != "application/json" {
			t.Errorf("%s, to a client without streams: %+v", name, got)
		}
		if got := e.send("POST", callX, "Accept", "application/json", "Accept", "text/event-stream"); !strings.Contains(got.body, comment) {
			t.Errorf("%s, Accept in two lines: %+v", name, got)
		}
		buffered := serve(t, p, func(e *Endpoint) { often(e); e.Streaming = false })
		if got := buffered.send("POST", callX); strings.Contains(got.body, "still") {
			t.Errorf("%s, behind a buffered edge: %+v", name, got)
		}
	}
	if e := serve(t, legacyPipe(slow), nil); strings.Contains(e.send("POST", callX).body, "still") {
		t.Error("a comment long before 15 s")
	}
	if keepAlive != 15*time.Second {
		t.Error("the default is", keepAlive)
	}
}

func TestKeepAliveOnGet(t *testing.T) {
	e := serve(t, legacyPipe(nil), func(e *Endpoint) { e.KeepAlive = 20 * time.Millisecond })
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	request, _ := http.NewRequestWithContext(ctx, "GET", e.url, nil)
	request.Header.Set("Accept", "text/event-stream")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	both := make([]byte, 2*len(comment))
	if _, err := io.ReadFull(response.Body, both); err != nil || string(both) != comment+comment {
		t.Errorf("%q %v", both, err)
	}
}

func stream(w http.ResponseWriter, parts ...string) {
	w.Header().Set("Content-Type", "text/event-stream")
	for _, part := range parts {
		_, _ = io.WriteString(w, part)
		_ = http.NewResponseController(w).Flush()
	}
}

// Events that are too long to be looked at are answers as well.
func TestLongEventPasses(t *testing.T) {
	long := strings.Repeat("x", 3*longestEvent)
	event := "event: message\r\ndata: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"t\":\"" + long + "\"}}\r\n\r\n"
	e := serve(t, httpPipe(t, func(w http.ResponseWriter, _ *http.Request) { stream(w, event) }), nil)
	got := e.send("POST", callX)
	if got.body != event || got.err != nil {
		t.Errorf("%d bytes for %d, end %q, %v", len(got.body), len(event), got.body[max(0, len(got.body)-200):], got.err)
	}
	if rec := e.last(t); rec.Failed || !rec.Reached || rec.Class != metrics.None {
		t.Errorf("%+v", rec)
	}
}

// In the middle of an event an error cannot be written: the connection says it.
func TestStreamBrokenInsideAnEvent(t *testing.T) {
	e := serve(t, httpPipe(t, func(w http.ResponseWriter, _ *http.Request) { stream(w, "event: message\ndata: {\"jsonrpc\"") }), nil)
	got := e.send("POST", callX)
	if got.err == nil || strings.Contains(got.body, "error") {
		t.Errorf("it looks whole: %+v", got)
	}
	if rec := e.last(t); !rec.Failed || rec.Class != metrics.Transport {
		t.Errorf("%+v", rec)
	}
	e = serve(t, httpPipe(t, func(w http.ResponseWriter, _ *http.Request) {
		stream(w, "data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\"}\n\n")
	}), nil)
	if got := e.send("POST", callX); got.err != nil || !strings.Contains(got.body, `"error"`) || !strings.Contains(got.body, "broke off") {
		t.Errorf("between events the client is told: %+v", got)
	}
}

// A stream that the server has numbered can be resumed: its end without an answer is no failure.
func TestResumableStream(t *testing.T) {
	var seen http.Header
	e := serve(t, httpPipe(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			seen = r.Header.Clone()
			stream(w, "id: 8\ndata: {\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n\n")
			return
		}
		stream(w, "id: 7\ndata: \n\n")
	}), nil)
	got := e.send("POST", callX)
	if got.err != nil || got.body != "id: 7\ndata: \n\n" {
		t.Errorf("%+v", got)
	}
	if rec := e.last(t); rec.Failed || !rec.Reached {
		t.Errorf("%+v", rec)
	}
	got = e.send("GET", "", "Last-Event-Id", "7", "Mcp-Session-Id", "s1")
	if !strings.Contains(got.body, "id: 8\n") || seen.Get("Last-Event-Id") != "7" || seen.Get("Mcp-Session-Id") != "s1" || seen.Get("Content-Type") != "" {
		t.Errorf("%+v %v", got, seen)
	}
}

func TestWatcher(t *testing.T) {
	over := strings.Repeat("y", longestEvent+1)
	for name, c := range map[string]struct {
		text   string
		seen   int
		inside bool
		unseen bool
	}{
		"one":                     {"data: {\"id\":1}\n\n", 1, false, false},
		"line ends of all kinds":  {"data: {\"id\":1}\r\n\r\ndata: {\"id\":2}\n\n", 2, false, false},
		"over several lines":      {"data: {\"id\":\ndata: 1}\n\n", 1, false, false},
		"not ended":               {"data: {\"id\":1}\n", 0, true, false},
		"half a line":             {"data: {", 0, true, false},
		"a comment":               {": x\n\ndata: {\"id\":1}\n\n", 1, false, false},
		"too long, then another":  {"data: " + over + "\n\ndata: {\"id\":1}\n\n", 1, false, true},
		"too long, more lines":    {"data: " + over + "\nid: 3\r\n\r\ndata: {\"id\":1}\n\n", 1, false, true},
		"too long, and not ended": {"data: " + over + "\n", 0, true, true},
	} {
		for _, size := range []int{1, 7, 32 << 10} {
			if size == 1 && len(c.text) > 1000 {
				continue
			}
			seen := 0
			w := watcher{onMessage: func(m rpc.Message) {
				if m.HasID() {
					seen++
				}
			}}
			for rest := []byte(c.text); len(rest) > 0; rest = rest[min(size, len(rest)):] {
				w.feed(rest[:min(size, len(rest))])
			}
			if seen != c.seen || w.inside != c.inside || w.unseen != c.unseen {
				t.Errorf("%s, by %d: saw %d, inside %v, unseen %v", name, size, seen, w.inside, w.unseen)
			}
		}
	}
}
