package bridge

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/mcp"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
)

// legacy answers a client of a revision before 2026-07-28.
func (e *Endpoint) legacy(ctx context.Context, out sink, header http.Header, m rpc.Message) {
	session := header.Get(mcp.HeaderSession)
	if e.Sessions != nil {
		e.private(ctx, out, header, session, m)
		return
	}
	if session != "" && e.ended.has(session) {
		failWith(out, http.StatusNotFound, m.ID, &rpc.Fault{Code: rpc.CodeUnauthorized, Message: "this MCP session has ended; send initialize"})
		return
	}
	limited, cancel := e.timed(ctx)
	defer cancel()
	p, err := e.Pipe(limited)
	if err != nil {
		e.trouble(limited, out, m.ID, err)
		return
	}
	if hp := native(p, mcp.Legacy); hp != nil {
		e.pass(limited, out, header, hp, m)
		return
	}
	switch {
	case m.Method == "notifications/cancelled":
		e.flights.cancel(session, rpc.Get(m.Params, "requestId"))
		out.accepted()
		return
	case !m.IsRequest():
		out.accepted() // shared by all clients: the server has heard `initialized` from the router, and asks nobody
		return
	case m.Method == "initialize":
		// An id of no meaning to other replicas: it tells the calls of clients apart, nothing more.
		out.header(mcp.HeaderSession, rand.Text())
		out.finish(http.StatusOK, rpc.Response(m.ID, initializeFrom(p.Hello(mcp.Legacy), p.Hello(mcp.Modern), m.Params), nil))
		return
	case m.Method == "ping":
		out.finish(http.StatusOK, rpc.Response(m.ID, json.RawMessage("{}"), nil))
		return
	}
	m.Params = traced(m.Params, header)
	call := &mcp.Call{Era: mcp.Legacy, Method: m.Method, Params: m.Params, ClientID: m.ID}
	if p.Hello(mcp.Legacy) == nil {
		if answered := e.asModern(limited, out, header, p, m, call); answered {
			return
		}
	} else if answered := e.subscribe(limited, out, p, session, m); answered {
		return
	}
	e.call(limited, out, p, session, m, call)
}

// asModern prepares the call of a legacy client for a server that speaks 2026-07-28 only.
func (e *Endpoint) asModern(ctx context.Context, out sink, header http.Header, p mcp.Pipe, m rpc.Message, call *mcp.Call) (answered bool) {
	switch m.Method {
	case "resources/subscribe", "resources/unsubscribe":
		uri, _ := rpc.GetString(m.Params, "uri")
		session := header.Get(mcp.HeaderSession)
		if session == "" || uri == "" {
			failWith(out, http.StatusOK, m.ID, &rpc.Fault{Code: rpc.CodeInvalidParams, Message: "a subscription needs an MCP session and a uri"})
			return true
		}
		if !e.subs.set(session, uri, m.Method == "resources/subscribe") {
			note(out.record(), tooMany)
			out.finish(http.StatusOK, rpc.Response(m.ID, nil, tooMany.Error))
			return true
		}
		out.finish(http.StatusOK, rpc.Response(m.ID, json.RawMessage("{}"), nil))
		return true
	case "logging/setLevel":
		level, _ := rpc.GetString(m.Params, "level")
		if !slices.Contains(levels, level) {
			failWith(out, http.StatusOK, m.ID, &rpc.Fault{Code: rpc.CodeInvalidParams, Message: "level must be one of " + strings.Join(levels, ", ")})
			return true
		}
		e.flights.setLevel(header.Get(mcp.HeaderSession), level)
		out.finish(http.StatusOK, rpc.Response(m.ID, json.RawMessage("{}"), nil))
		return true
	}
	call.Era, call.Params, call.Header = mcp.Modern, mcp.ModernMeta(m.Params), e.clientHeaders(header)
	for name := range call.Header {
		if strings.HasPrefix(name, mcp.HeaderParam) {
			delete(call.Header, name) // nobody has held it against the arguments
		}
	}
	if level := e.flights.level(header.Get(mcp.HeaderSession)); level != "" {
		call.Params = rpc.SetMeta(call.Params, rpc.MetaLogLevel, rpc.Quote(level))
	}
	if m.Method == "tools/call" {
		name, _ := rpc.GetString(m.Params, "name")
		setParams(e.headersOf(ctx, p, name), call.Header, m.Params)
	}
	return false
}

// subscribe counts who wants to hear of a resource: one client's unsubscribe must not end another's.
func (e *Endpoint) subscribe(ctx context.Context, out sink, p mcp.Pipe, session string, m rpc.Message) (answered bool) {
	uri, ok := rpc.GetString(m.Params, "uri")
	if !ok || session == "" {
		return false
	}
	var answer mcp.Answer
	var err error
	switch m.Method {
	case "resources/subscribe":
		answer, err = e.subs.add(ctx, p, session, uri)
	case "resources/unsubscribe":
		answer, err = e.subs.remove(ctx, p, session, uri)
	default:
		return false
	}
	if err != nil {
		e.trouble(ctx, out, m.ID, err)
		return true
	}
	note(out.record(), answer)
	out.finish(http.StatusOK, rpc.Response(m.ID, answer.Result, answer.Error))
	return true
}

// call sends a legacy client's request and passes on the answer.
func (e *Endpoint) call(ctx context.Context, out sink, p mcp.Pipe, session string, m rpc.Message, call *mcp.Call) {
	ctx, done := e.flights.begin(ctx, session, m.ID)
	defer done()
	call.OnMessage = func(n rpc.Message) { out.send(n.Raw) }
	stop := out.keep(ctx)
	answer, err := p.Call(ctx, call)
	stop()
	if err != nil {
		e.trouble(ctx, out, m.ID, err)
		return
	}
	note(out.record(), answer)
	if call.Era == mcp.Modern {
		if kind, _ := rpc.GetString(answer.Result, "resultType"); kind == "input_required" {
			failWith(out, http.StatusOK, m.ID, &rpc.Fault{Code: rpc.CodeInternal,
				Message: "the server asks for input in a way that needs a client of " + mcp.ModernVersion})
			return
		}
	}
	out.finish(http.StatusOK, rpc.Response(m.ID, answer.Result, answer.Error))
}
