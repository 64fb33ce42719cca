package app

import (
	"context"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

type withToken struct{}

func (withToken) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+token)
	return http.DefaultTransport.RoundTrip(r)
}

// TestGoClient connects the SDK's client, in its own choice of era and in an older one, to every server.
func TestGoClient(t *testing.T) {
	r := startFive(t, nil).ready(five...)
	s := start(t, object{"s": stdioServer(t)}, object{"instances": one("s")}, map[string]string{"MCP_ROUTER_CHILD_PORT": "18181"}).ready("s")
	for _, version := range []string{"", "2025-06-18"} {
		for _, url := range []string{r.url + "/gitlab/mcp", r.url + "/atlassian/mcp", r.url + "/dynatrace/mcp", r.url + "/pagerduty/mcp", r.url + "/servicenow/mcp", s.url + "/s/mcp"} {
			ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
			var progress atomic.Int64 // told on a goroutine of its own
			client := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, &mcp.ClientOptions{
				ProgressNotificationHandler: func(context.Context, *mcp.ProgressNotificationClientRequest) { progress.Add(1) }})
			session, err := client.Connect(ctx, &mcp.StreamableClientTransport{Endpoint: url, HTTPClient: &http.Client{Transport: withToken{}}}, &mcp.ClientSessionOptions{ProtocolVersion: version})
			if err != nil {
				t.Errorf("%s %q: %v", url, version, err)
				cancel()
				continue
			}
			got := session.InitializeResult().ProtocolVersion
			// A legacy client reaches an HTTP server untouched, and takes the revision that this one speaks.
			if version == "" && got != "2026-07-28" || version != "" && got > version {
				t.Errorf("%s %q: speaks %s", url, version, got)
			}
			if list, err := session.ListTools(ctx, nil); err != nil || len(list.Tools) < 5 {
				t.Errorf("%s %q: %v", url, version, err)
			}
			result, err := session.CallTool(ctx, &mcp.CallToolParams{Name: "echo", Arguments: map[string]any{"text": "hi"}})
			if err != nil || result.IsError || result.Content[0].(*mcp.TextContent).Text != "hi" {
				t.Errorf("%s %q: %v %v", url, version, result, err)
			}
			if url == s.url+"/s/mcp" {
				params := &mcp.CallToolParams{Name: "progress", Arguments: map[string]any{}}
				params.SetProgressToken("p")
				if _, err := session.CallTool(ctx, params); err != nil {
					t.Errorf("%s %q: %v", url, version, err)
				}
				s.until("4 notifications of progress", func() bool { return progress.Load() == 4 })
			}
			if err := session.Close(); err != nil {
				t.Errorf("%s %q: %v", url, version, err)
			}
			cancel()
		}
	}
}

func TestFrontAndInner(t *testing.T) {
	port := freePort(t)
	inner := start(t, object{"s": stdioServer(t)}, object{"instances": one("s"), "role": "inner", "access": object{"mode": "token"}}, map[string]string{"MCP_ROUTER_PORT": port}).ready("s")
	front := start(t, object{}, object{"role": "front", "access": object{"mode": "token", "secret": "x"}, "instances": object{
		"s":    object{"server": "s", "upstream": inner.url},
		"gone": object{"server": "s", "upstream": "http://127.0.0.1:" + freePort(t)}}}, map[string]string{"MCP_SECRET_ACCESS": `{"tokens":["` + token + `"]}`}).ready("s")
	front.until("tokens are read", func() bool {
		return front.post("/s/mcp", callTool("1", "echo", `{"text":"x"}`), bearer()...).status == 200
	})
	if got := front.post("/s/mcp", callTool("1", "echo", `{"text":"x"}`)); got.status != 401 {
		t.Error(got)
	}
	if got := front.post("/gone/mcp", callTool("1", "echo", `{"text":"x"}`), bearer()...); got.status != 503 {
		t.Error(got)
	}
	got := front.post("/mcp", `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"progress","arguments":{},"_meta":{"progressToken":1}}}`, bearer("X-MCP-Server", "s")...)
	if got.header.Get("Content-Type") != "text/event-stream" {
		t.Error("a stream through both:", got)
	}
	if status, body := front.get("/health"); status != 200 || !contains(body, `"status":"degraded"`, `"gone":{"state":"down"`, `"s":{"state":"up"`) {
		t.Error(status, body)
	}
	if !contains(front.out.String(), "_aws") || contains(inner.out.String(), "_aws") {
		t.Error("the front counts, the inner router does not")
	}
}
