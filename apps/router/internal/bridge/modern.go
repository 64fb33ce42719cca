package bridge

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/mcp"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
)

// modern answers a client of 2026-07-28.
func (e *Endpoint) modern(ctx context.Context, out sink, header http.Header, m rpc.Message) {
	if m.Method == "subscriptions/listen" && !e.Streaming {
		failWith(out, http.StatusNotFound, m.ID, &rpc.Fault{Code: rpc.CodeMethodNotFound,
			Message: "subscriptions/listen is not offered here: what lies before this server does not stream"})
		return
	}
	limited := ctx
	if m.Method != "subscriptions/listen" {
		var cancel context.CancelFunc
		limited, cancel = e.timed(ctx)
		defer cancel()
	}
	p, err := e.Pipe(limited)
	if err != nil {
		e.trouble(limited, out, m.ID, err)
		return
	}
	if hp := native(p, mcp.Modern); hp != nil {
		e.pass(limited, out, header, hp, m)
		return
	}
	if !m.IsRequest() {
		out.accepted() // a legacy server has nothing to do with it; on stdio a closed request says the same
		return
	}
	hello := p.Hello(mcp.Modern)
	era := mcp.Modern
	if hello == nil {
		hello, era = p.Hello(mcp.Legacy), mcp.Legacy
		switch {
		case slices.Contains(gone, m.Method):
			failWith(out, http.StatusNotFound, m.ID, &rpc.Fault{Code: rpc.CodeMethodNotFound, Message: m.Method + " does not exist in " + mcp.ModernVersion})
			return
		case m.Method == "server/discover":
			out.finish(http.StatusOK, rpc.Response(m.ID, discoverFrom(hello), nil))
			return
		case m.Method == "subscriptions/listen":
			e.listen(ctx, out, p, m)
			return
		}
	}
	if m.Method == "tools/call" {
		name, _ := rpc.GetString(m.Params, "name")
		if fault := checkParams(e.headersOf(limited, p, name), header, m.Params); fault != nil {
			failWith(out, http.StatusBadRequest, m.ID, fault)
			return
		}
	}
	m.Params = traced(m.Params, header)
	call := &mcp.Call{Era: era, Method: m.Method, Params: m.Params, ClientID: m.ID, Header: e.clientHeaders(header)}
	level, _ := rpc.GetString(rpc.Meta(m.Params), rpc.MetaLogLevel)
	if era == mcp.Legacy {
		call.Params = rpc.DropModernMeta(m.Params)
		call.OnMessage = func(n rpc.Message) {
			if wanted(n, level) {
				out.send(n.Raw)
			}
		}
	} else {
		call.OnMessage = func(n rpc.Message) { out.send(n.Raw) }
	}
	stop := out.keep(limited)
	answer, err := p.Call(limited, call)
	stop()
	if err != nil {
		e.trouble(limited, out, m.ID, err)
		return
	}
	note(out.record(), answer)
	switch {
	case answer.Error != nil && era == mcp.Modern:
		out.finish(modernStatus(rpc.ErrorCode(answer.Error)), rpc.Response(m.ID, nil, answer.Error))
	case answer.Error != nil:
		status, fault := upgradeError(answer.Error)
		out.finish(status, rpc.Response(m.ID, nil, fault))
	case era == mcp.Modern:
		out.finish(http.StatusOK, rpc.Response(m.ID, answer.Result, nil))
	default:
		out.finish(http.StatusOK, rpc.Response(m.ID, upgrade(m.Method, answer.Result, hello), nil))
	}
}

var levels = []string{"debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"}

// wanted says whether a modern client gets a notification of a legacy server during its call: log lines only those
// that it has asked for, lists and resources only over subscriptions/listen.
func wanted(n rpc.Message, level string) bool {
	switch n.Method {
	case "notifications/message":
		least := slices.Index(levels, level)
		of, _ := rpc.GetString(n.Params, "level")
		return least >= 0 && slices.Index(levels, of) >= least
	case "notifications/progress":
		return true
	}
	return false
}

// subscribed is what subscriptions/listen asks for.
type subscribed struct {
	Tools     bool     `json:"toolsListChanged,omitempty"`
	Prompts   bool     `json:"promptsListChanged,omitempty"`
	Resources bool     `json:"resourcesListChanged,omitempty"`
	URIs      []string `json:"resourceSubscriptions,omitempty"`
}

func (s *subscribed) wants(n rpc.Message) bool {
	switch n.Method {
	case "notifications/tools/list_changed":
		return s.Tools
	case "notifications/prompts/list_changed":
		return s.Prompts
	case "notifications/resources/list_changed":
		return s.Resources
	case "notifications/resources/updated":
		uri, _ := rpc.GetString(n.Params, "uri")
		return slices.Contains(s.URIs, uri)
	}
	return false
}

// allowed keeps what the server says it can do.
func (s *subscribed) allowed(hello *mcp.Hello) subscribed {
	capabilities := rpc.Get(hello.Result, "capabilities")
	can := func(kind, what string) bool {
		return string(rpc.Get(rpc.Get(capabilities, kind), what)) == "true"
	}
	kept := subscribed{Tools: s.Tools && can("tools", "listChanged"), Prompts: s.Prompts && can("prompts", "listChanged"),
		Resources: s.Resources && can("resources", "listChanged")}
	if can("resources", "subscribe") {
		kept.URIs = s.URIs
	}
	return kept
}

// unsubscribe ends what a stream has subscribed to. Its client may be gone, and a server that hangs must not keep it.
func (e *Endpoint) unsubscribe(ctx context.Context, p mcp.Pipe, owner any, uris []string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), min(e.Timeout, 5*time.Second))
	defer cancel()
	for _, uri := range uris {
		if _, err := e.subs.remove(ctx, p, owner, uri); err != nil {
			e.Log.Debug("a subscription was not ended at the server", "reason", err.Error())
		}
	}
}

// listen serves subscriptions/listen for a legacy server.
func (e *Endpoint) listen(ctx context.Context, out sink, p mcp.Pipe, m rpc.Message) {
	if !out.streams() {
		failWith(out, http.StatusBadRequest, m.ID, &rpc.Fault{Code: rpc.CodeInvalidRequest,
			Message: "subscriptions/listen is a stream: Accept must name text/event-stream"})
		return
	}
	var wants subscribed
	if err := json.Unmarshal(rpc.Get(m.Params, "notifications"), &wants); err != nil {
		failWith(out, http.StatusBadRequest, m.ID, &rpc.Fault{Code: rpc.CodeInvalidParams, Message: "params.notifications says what to listen to"})
		return
	}
	if len(wants.URIs) > mostOwn {
		failWith(out, http.StatusBadRequest, m.ID, &rpc.Fault{Code: rpc.CodeInvalidParams, Message: fmt.Sprintf("at most %d resources", mostOwn)})
		return
	}
	kept := wants.allowed(p.Hello(mcp.Legacy))
	ackParams, _ := json.Marshal(map[string]any{"notifications": kept, "_meta": map[string]json.RawMessage{rpc.MetaSubscriptionID: m.ID}})
	out.send(rpc.Request(nil, "notifications/subscriptions/acknowledged", ackParams))
	messages := make(chan rpc.Message, 256)
	cancel := p.Subscribe(func(n rpc.Message) {
		if kept.wants(n) {
			select {
			case messages <- n:
			default: // the client is too slow; it will list again at the next change
			}
		}
	})
	defer cancel()
	stop := out.keep(ctx)
	defer stop()
	defer e.unsubscribe(ctx, p, out, kept.URIs)
	limited, done := e.timed(ctx)
	for _, uri := range kept.URIs {
		if _, err := e.subs.add(limited, p, out, uri); err != nil {
			break // it is gone, or hangs: the stream ends with it, and goes on without it
		}
	}
	done()
	for {
		select {
		case n := <-messages:
			out.send(rpc.Request(nil, n.Method, rpc.SetMeta(n.Params, rpc.MetaSubscriptionID, m.ID)))
		case <-ctx.Done():
			return
		case <-p.Done():
			result := rpc.SetMeta(json.RawMessage(`{"resultType":"complete"}`), rpc.MetaSubscriptionID, m.ID)
			out.finish(http.StatusOK, rpc.Response(m.ID, result, nil))
			return
		}
	}
}
