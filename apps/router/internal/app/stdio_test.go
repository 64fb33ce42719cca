package app

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

func one(server string) object { return object{"s": object{"server": server}} }

func TestStdioServer(t *testing.T) {
	r := start(t, object{"s": stdioServer(t)}, object{"instances": one("s"), "timeoutSeconds": 600}, nil).ready("s")
	path := "/s/mcp"
	t.Run("numbers and unknown members stay", func(t *testing.T) {
		got := r.post(path, callTool(`"a\u00e9"`, "precise", "{}"))
		want := `{"jsonrpc":"2.0","id":"a\u00e9","result":{"content":[],"structuredContent":{"a":12345678901234567890,"b":0.1000000000000000055,"c":1e400,"unknown":{"x":null}},"extra":true}}`
		if got.body != want {
			t.Errorf("got  %s\nwant %s", got.body, want)
		}
		got = r.modern(path, "7", "tools/call", "precise", `"name":"precise"`)
		if !strings.Contains(got.body, `"structuredContent":{"a":12345678901234567890,"b":0.1000000000000000055,"c":1e400,"unknown":{"x":null}},"extra":true}`) ||
			!strings.HasPrefix(got.body, `{"jsonrpc":"2.0","id":7,"result":{"resultType":"complete",`) {
			t.Error(got.body)
		}
	})
	t.Run("the trace goes on in _meta and stands in the access line", func(t *testing.T) {
		const trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
		if got := r.post(path, callTool("1", "meta", "{}"), "traceparent", trace); !strings.Contains(got.body, `"`+trace+`"`) {
			t.Error(got)
		}
		if !strings.Contains(r.out.String(), `"traceparent":"`+trace+`"`) {
			t.Error("not in the log")
		}
	})
	t.Run("garbage costs nothing", func(t *testing.T) {
		for range 3 {
			if got := r.post(path, callTool("1", "garbage", `{"text":"fine"}`)); !strings.Contains(got.body, "fine") {
				t.Fatal(got)
			}
		}
	})
	t.Run("progress becomes a stream, with the client's token", func(t *testing.T) {
		got := r.post(path, `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"progress","arguments":{},"_meta":{"progressToken":"mine"}}}`)
		if got.header.Get("Content-Type") != "text/event-stream" || strings.Count(got.body, `"progressToken":"mine"`) != 4 || strings.Count(got.body, "data: ") != 5 {
			t.Error(got)
		}
	})
	t.Run("a client that takes no stream gets JSON", func(t *testing.T) {
		got := r.post(path, `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"progress","arguments":{},"_meta":{"progressToken":1}}}`, "Accept", "application/json")
		if got.header.Get("Content-Type") != "application/json" || !strings.Contains(got.body, `"id":1`) {
			t.Error(got)
		}
	})
	t.Run("pretty JSON and 20 MB", func(t *testing.T) {
		got := r.post(path, "{\n \"jsonrpc\": \"2.0\",\n \"id\": 1,\n \"method\": \"tools/call\", \"params\": {\"name\":\"big\",\n\"arguments\":{\"bytes\":20000000}}}")
		if len(got.body) < 20_000_000 || got.status != 200 {
			t.Error(got.status, len(got.body))
		}
	})
	t.Run("400 calls at once do not mix", func(t *testing.T) {
		var group sync.WaitGroup
		for c := range 20 {
			group.Go(func() {
				for i := range 20 {
					text := fmt.Sprintf("%d-%d", c, i)
					if got := r.post(path, callTool("3", "echo", `{"text":"`+text+`"}`)); !strings.Contains(got.body, `"`+text+`"`) {
						t.Error(got)
					}
				}
			})
		}
		group.Wait()
	})
	t.Run("a time limit is 504", func(t *testing.T) {
		r := start(t, object{"s": stdioServer(t)}, object{"instances": one("s"), "timeoutSeconds": 1}, nil).ready("s")
		got := r.post(path, callTool("1", "wait", "{}"))
		if got.status != 504 || !strings.Contains(got.body, "timeoutSeconds") {
			t.Error(got)
		}
	})
	t.Run("cancelled by the client", func(t *testing.T) {
		got := r.post(path, `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}`)
		session := got.header.Get("Mcp-Session-Id")
		before := strings.Count(r.out.String(), "cancelled a call")
		done := r.waitingCall("5", "Mcp-Session-Id", session)
		r.post(path, `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":5}}`, "Mcp-Session-Id", "another")
		r.post(path, `{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":5}}`, "Mcp-Session-Id", session)
		if got := <-done; !strings.Contains(got.body, "cancelled") {
			t.Error(got)
		}
		r.until("the server heard of it", func() bool { return strings.Count(r.out.String(), "cancelled a call") > before })
	})
	t.Run("a closed connection cancels", func(t *testing.T) {
		before := strings.Count(r.out.String(), "cancelled a call")
		ctx, leave := context.WithCancel(context.Background())
		defer leave()
		request, _ := http.NewRequestWithContext(ctx, "POST", r.url+path, strings.NewReader(callTool("5", "wait", "{}")))
		failed := make(chan error, 1)
		r.untilWaiting(func() {
			go func() {
				_, err := http.DefaultClient.Do(request)
				failed <- err
			}()
		})
		leave()
		if <-failed == nil {
			t.Error("it answered")
		}
		r.until("the server heard of it", func() bool { return strings.Count(r.out.String(), "cancelled a call") > before })
	})
	t.Run("changes reach GET and subscriptions/listen", func(t *testing.T) {
		got := r.post(path, `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}`)
		request, _ := http.NewRequest("GET", r.url+path, nil)
		request.Header.Set("Accept", "text/event-stream")
		request.Header.Set("Mcp-Session-Id", got.header.Get("Mcp-Session-Id"))
		response, err := http.DefaultClient.Do(request)
		if err != nil || response.StatusCode != 200 {
			t.Fatal(response, err)
		}
		defer func() { _ = response.Body.Close() }()
		r.post(path, callTool("1", "change", "{}"))
		line, _ := bufio.NewReader(response.Body).ReadString('{')
		if !strings.Contains(line, "data:") {
			t.Error(line)
		}
	})
	t.Run("a session that was ended is gone", func(t *testing.T) {
		got := r.post(path, `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25"}}`)
		id := got.header.Get("Mcp-Session-Id")
		if got := r.do("DELETE", path, "", "Mcp-Session-Id", id); got.status != 204 {
			t.Error(got)
		}
		if got := r.post(path, `{"jsonrpc":"2.0","id":1,"method":"ping"}`, "Mcp-Session-Id", id); got.status != 404 {
			t.Error(got)
		}
	})
	t.Run("a crash is told at once, and the next call is served", func(t *testing.T) {
		waiting := r.waitingCall("1")
		if got := r.post(path, callTool("2", "crash", "{}")); got.status != 503 || !strings.Contains(got.body, "exit status 3") || got.header.Get("Retry-After") == "" {
			t.Error(got)
		}
		if got := <-waiting; got.status != 503 {
			t.Error(got)
		}
		if got := r.post(path, callTool("3", "echo", `{"text":"back"}`)); !strings.Contains(got.body, "back") {
			t.Error(got)
		}
	})
}

func TestBufferedEdge(t *testing.T) {
	r := start(t, object{"s": stdioServer(t)}, object{"instances": one("s"), "edge": "buffered"}, nil).ready("s")
	if got := r.do("GET", "/s/mcp", ""); got.status != 405 {
		t.Error(got)
	}
	if got := r.modern("/s/mcp", "1", "subscriptions/listen", "", `"notifications":{"toolsListChanged":true}`); got.status != 404 || !strings.Contains(got.body, "-32601") {
		t.Error(got)
	}
	if got := r.modern("/mcp", "1", "server/discover", "", ""); got.status != 200 || !strings.Contains(got.body, `"supportedVersions":["2026-07-28"`) {
		t.Error(got)
	}
	if got := r.modern("/s/mcp", "1", "ping", "", ""); got.status != 404 {
		t.Error(got)
	}
}

func TestPerClientProcesses(t *testing.T) {
	server := stdioServer(t)
	server["sessions"] = "per-client"
	r := start(t, object{"s": server}, object{"instances": one("s"), "maxSessions": 2, "sessionIdleSeconds": 1}, nil).ready("s")
	hello := func() string {
		got := r.post("/s/mcp", `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{"sampling":{}}}}`)
		return got.header.Get("Mcp-Session-Id")
	}
	a, b := hello(), hello()
	if a == "" || b == "" || a == b {
		t.Fatal(a, b)
	}
	if got := r.post("/s/mcp", `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}`); got.status != 503 || got.header.Get("Retry-After") == "" {
		t.Error("a third process:", got)
	}
	if got := r.post("/s/mcp", `{"jsonrpc":"2.0","id":1,"method":"ping"}`); got.status != 400 {
		t.Error("no session:", got)
	}
	// The server asks its client in the middle of a call.
	request, _ := http.NewRequest("POST", r.url+"/s/mcp", strings.NewReader(callTool("9", "ask", "{}")))
	request.Header.Set("Accept", "application/json, text/event-stream")
	request.Header.Set("Mcp-Session-Id", a)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	lines := bufio.NewScanner(response.Body)
	asked, answered := false, false
	for lines.Scan() {
		if strings.Contains(lines.Text(), "sampling/createMessage") {
			asked = true
			r.post("/s/mcp", `{"jsonrpc":"2.0","id":"q1","result":{"said":"yes"}}`, "Mcp-Session-Id", a)
		}
		answered = answered || strings.Contains(lines.Text(), `\"said\":\"yes\"`) && strings.Contains(lines.Text(), `"id":9`)
	}
	if !asked || !answered {
		t.Error("asked", asked, "answered", answered)
	}
	if got := r.do("DELETE", "/s/mcp", "", "Mcp-Session-Id", b); got.status != 204 {
		t.Error(got)
	}
	if got := r.post("/s/mcp", `{"jsonrpc":"2.0","id":1,"method":"ping"}`, "Mcp-Session-Id", b); got.status != 404 {
		t.Error(got)
	}
	r.until("an idle session is ended", func() bool {
		time.Sleep(1200 * time.Millisecond) // asking keeps it alive
		return r.post("/s/mcp", `{"jsonrpc":"2.0","id":1,"method":"ping"}`, "Mcp-Session-Id", a).status == 404
	})
	if got := r.modern("/s/mcp", "1", "tools/call", "echo", `"name":"echo","arguments":{"text":"shared"}`); !strings.Contains(got.body, "shared") {
		t.Error("a modern client:", got)
	}
}

func TestServerThatDoesNotRead(t *testing.T) {
	r := start(t, object{"s": stdioServer(t)}, object{"instances": one("s"), "maxConcurrency": 8}, nil).ready("s")
	var group sync.WaitGroup
	group.Go(func() { r.post("/s/mcp", callTool("1", "stop-reading", `{"milliseconds":2500}`)) })
	time.Sleep(100 * time.Millisecond)
	statuses := make([]int, 30)
	big := strings.Repeat("x", 100_000)
	for i := range statuses {
		group.Go(func() {
			statuses[i] = r.post("/s/mcp", callTool(strconv.Itoa(i), "echo", `{"text":"`+big+`"}`)).status
		})
	}
	group.Wait()
	served, refused := 0, 0
	for _, s := range statuses {
		switch s {
		case 200:
			served++
		case 503:
			refused++
		default:
			t.Error("status", s)
		}
	}
	if served == 0 || refused == 0 {
		t.Errorf("served %d, refused %d: some have to wait, the others are told to come again", served, refused)
	}
}
