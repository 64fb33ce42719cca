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
)

// A stream in answer to a notification may stay open: nobody waits for its end.
func TestNotificationAnsweredWithAStream(t *testing.T) {
	e := serve(t, httpPipe(t, func(w http.ResponseWriter, r *http.Request) {
		stream(w, ": hello\n\n")
		<-r.Context().Done()
	}), func(e *Endpoint) { e.Timeout = 2 * patience })
	began := time.Now()
	got := e.send("POST", `{"jsonrpc":"2.0","method":"notifications/x"}`)
	if took := time.Since(began); got.status != 202 || got.body != "" || took > patience {
		t.Errorf("%+v after %v", got, took)
	}
}

func TestCallersCredentialsStayHere(t *testing.T) {
	var seen http.Header
	e := serve(t, httpPipe(t, func(w http.ResponseWriter, r *http.Request) {
		seen = r.Header.Clone()
		w.Header().Set("Set-Cookie", "a=b")
		w.Header().Set("Access-Control-Allow-Origin", "*")
		w.Header().Set("X-Internal", "x")
		fmt.Fprint(w, `{"jsonrpc":"2.0","id":1,"result":{}}`)
	}), func(e *Endpoint) { e.PassHeaders = []string{"x-tenant"} })
	got := e.send("POST", callX, "Authorization", "Bearer secret", "Cookie", "session=1", "X-Forwarded-For", "1.2.3.4", "Forwarded", "for=1", "X-Mcp-Auth-Token", "t",
		"X-Amzn-Oidc-Data", "d", "Proxy-Authorization", "p", "Connection", "X-Tenant", "X-Tenant", "acme", "Mcp-Param-A", "1", "Traceparent", "00-1")
	for _, name := range []string{"Authorization", "Cookie", "X-Forwarded-For", "Forwarded", "X-Mcp-Auth-Token", "X-Amzn-Oidc-Data", "Proxy-Authorization", "Origin", "X-Mcp-Server"} {
		if seen.Get(name) != "" {
			t.Errorf("%s reaches the server: %v", name, seen)
		}
	}
	if seen.Get("X-Tenant") != "acme" || seen.Get("Mcp-Param-A") != "1" || seen.Get("Traceparent") != "00-1" {
		t.Error("missing:", seen)
	}
	for _, name := range []string{"Set-Cookie", "Access-Control-Allow-Origin", "X-Internal"} {
		if got.header.Get(name) != "" {
			t.Errorf("%s reaches the client: %v", name, got.header)
		}
	}
}

// Two values of one header: what was checked is what the server gets.
func TestHeadersThatAreGivenTwice(t *testing.T) {
	var seen http.Header
	e := serve(t, greeted(t, "modern", func(w http.ResponseWriter, r *http.Request) {
		seen = r.Header.Clone()
		fmt.Fprint(w, `{"jsonrpc":"2.0","id":1,"result":{"resultType":"complete"}}`)
	}), nil)
	body := `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"safe","_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}`
	got := e.send("POST", body, "Mcp-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/call", "Mcp-Name", "safe", "Mcp-Name", "danger")
	if got.status != 200 || len(seen.Values("Mcp-Name")) != 1 || seen.Get("Mcp-Name") != "safe" {
		t.Errorf("%+v %v", got, seen)
	}
}

// A legacy client has no say in the headers that only 2026-07-28 checks.
func TestLegacyClientCannotForgeModernHeaders(t *testing.T) {
	var seen http.Header
	e := serve(t, greeted(t, "modern", func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		if strings.Contains(string(raw), "tools/list") {
			fmt.Fprint(w, `{"jsonrpc":"2.0","id":2,"result":{"resultType":"complete","tools":[]}}`)
			return
		}
		seen = r.Header.Clone()
		fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"result":{"resultType":"complete"}}`, "1")
	}), nil)
	got := e.send("POST", callX, "Mcp-Name", "other", "Mcp-Method", "tools/list", "Mcp-Param-Region", "us", "Mcp-Session-Id", "made-up", "Last-Event-Id", "4")
	if got.status != 200 || seen.Get("Mcp-Name") != "x" || seen.Get("Mcp-Method") != "tools/call" {
		t.Errorf("%+v %v", got, seen)
	}
	for _, name := range []string{"Mcp-Param-Region", "Mcp-Session-Id", "Last-Event-Id"} {
		if seen.Get(name) != "" {
			t.Errorf("%s reaches the server: %v", name, seen)
		}
	}
}

func TestLongAnswers(t *testing.T) {
	long := strings.Repeat("x", 3*peek)
	answer := `{"jsonrpc":"2.0","id":1,"result":{"content":"` + long + `","isError":true}}`
	delay := time.Duration(0)
	p := httpPipe(t, func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(delay)
		fmt.Fprint(w, answer)
	})
	e := serve(t, p, nil)
	if got := e.send("POST", callX); got.body != answer || got.err != nil {
		t.Error("passing:", len(got.body), got.err)
	}
	if rec := e.last(t); rec.Class != metrics.Tool || rec.Failed {
		t.Errorf("%+v", rec)
	}
	if got := e.send("POST", "["+callX+"]"); got.body != "["+answer+"]" {
		t.Error("in a batch:", len(got.body), got.err)
	}
	e.last(t)
	delay = 100 * time.Millisecond
	e = serve(t, p, func(e *Endpoint) { e.KeepAlive = 30 * time.Millisecond })
	if got := e.send("POST", callX); !strings.Contains(got.body, "data: "+answer+"\n\n") || !strings.HasPrefix(got.body, ":") {
		t.Error("after a comment:", len(got.body), got.err)
	}
	if rec := e.last(t); rec.Class != metrics.Tool {
		t.Errorf("%+v", rec)
	}
}

// What is cut off must not look whole, and counts.
func TestBrokenLongAnswer(t *testing.T) {
	delay := time.Duration(0)
	p := httpPipe(t, func(w http.ResponseWriter, _ *http.Request) {
		time.Sleep(delay)
		fmt.Fprint(w, `{"jsonrpc":"2.0","id":1,"result":"`+strings.Repeat("x", 2*peek))
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	})
	e := serve(t, p, nil)
	if got := e.send("POST", callX); got.err == nil {
		t.Error("it looks whole:", len(got.body))
	}
	if rec := e.last(t); !rec.Failed || rec.Class != metrics.Transport {
		t.Errorf("%+v", rec)
	}
	if got := e.send("POST", "["+callX+"]"); !strings.Contains(got.body, "broke off") {
		t.Errorf("in a batch: %.200s", got.body)
	}
	e.last(t)
	delay = 100 * time.Millisecond
	e = serve(t, p, func(e *Endpoint) { e.KeepAlive = 30 * time.Millisecond })
	if got := e.send("POST", callX); !strings.Contains(got.body, "broke off") || !strings.Contains(got.body, `"id":1`) {
		t.Errorf("after a comment: %.300s", got.body)
	}
}

func TestRefusalsOfGetAndDelete(t *testing.T) {
	status := 0
	e := serve(t, httpPipe(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }), nil)
	for _, c := range []struct {
		method       string
		server, want int
		text         string
	}{
		{"GET", 405, 405, "no stream"}, {"GET", 401, 405, "no stream"}, {"GET", 200, 405, "no stream"}, {"GET", 404, 404, "HTTP 404"}, {"GET", 500, 502, "HTTP 500"},
		{"DELETE", 405, 405, "does not let"}, {"DELETE", 403, 405, "does not let"}, {"DELETE", 404, 404, "HTTP 404"}, {"DELETE", 503, 502, "HTTP 503"}, {"DELETE", 200, 204, ""},
	} {
		status = c.server
		got := e.send(c.method, "", "Mcp-Session-Id", "x")
		if got.status != c.want || !strings.Contains(got.body, c.text) {
			t.Errorf("%s, the server says %d: %+v", c.method, c.server, got)
		}
		if got.status == 405 && got.header.Get("Allow") == "" {
			t.Errorf("%s: no Allow", c.method)
		}
	}
}

// A server that has too much to do is alive: its circuit stays closed for those it serves.
func TestBusyIsNoFailure(t *testing.T) {
	e := serve(t, legacyPipe(func(context.Context, *mcp.Call) (mcp.Answer, error) {
		return mcp.Answer{}, &mcp.Unavailable{Reason: "much to do", RetryAfter: 1500 * time.Millisecond, Busy: true}
	}), nil)
	if got := e.send("POST", callX); got.status != 503 || got.header.Get("Retry-After") != "2" {
		t.Errorf("%+v", got)
	}
	if rec := e.last(t); rec.Failed || rec.Class != metrics.Throttled {
		t.Errorf("%+v", rec)
	}
	e = serve(t, legacyPipe(func(context.Context, *mcp.Call) (mcp.Answer, error) {
		return mcp.Answer{}, &mcp.Unavailable{Reason: "gone"}
	}), nil)
	e.send("POST", callX)
	if rec := e.last(t); !rec.Failed || rec.Class != metrics.Transport {
		t.Errorf("%+v", rec)
	}
}
