package bridge

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/httpserver"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/mcp"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
)

func noStream(out *reply) {
	out.header("Allow", "POST, DELETE, OPTIONS")
	failWith(out, http.StatusMethodNotAllowed, nil, &rpc.Fault{Code: rpc.CodeInvalidRequest, Message: "there is no stream to GET here; use POST"})
}

// get opens the stream on which a legacy client hears what belongs to no call.
func (e *Endpoint) get(out *reply, r *http.Request) {
	out.rec.Method = "GET"
	if !e.Streaming || r.Header.Get(mcp.HeaderVersion) >= mcp.ModernVersion {
		noStream(out)
		return
	}
	if !out.canStream {
		failWith(out, http.StatusNotAcceptable, nil, &rpc.Fault{Code: rpc.CodeInvalidRequest, Message: "GET opens a stream: Accept must name text/event-stream"})
		return
	}
	id := r.Header.Get(mcp.HeaderSession)
	if e.Sessions != nil {
		s := e.Sessions.find(id)
		if s == nil {
			e.noSession(out, nil, id)
			return
		}
		s.listen(r.Context(), out)
		return
	}
	p := e.pipeOf(out, r, id)
	if p == nil {
		return
	}
	hp := native(p, mcp.Legacy)
	if hp == nil {
		e.broadcast(r.Context(), out, p, id)
		return
	}
	header := e.clientHeaders(r.Header)
	header.Del("Content-Type")
	header["Accept"] = []string{"text/event-stream"}
	e.ask(r.Context(), out, r.Method, hp, header, func(response *http.Response) bool {
		if !strings.HasPrefix(response.Header.Get("Content-Type"), "text/event-stream") {
			return false
		}
		e.copyEvents(r.Context(), out, response.Body)
		return true
	})
}

// pipeOf returns the way to the server for a request without a body. Nil: it has been answered.
func (e *Endpoint) pipeOf(out *reply, r *http.Request, session string) mcp.Pipe {
	if session != "" && e.ended.has(session) {
		e.noSession(out, nil, session)
		return nil
	}
	limited, cancel := e.timed(r.Context())
	defer cancel()
	p, err := e.Pipe(limited)
	if err != nil {
		e.trouble(limited, out, nil, err)
		return nil
	}
	return p
}

// ask passes a request without a body on to a server, and what it refuses back to the client.
func (e *Endpoint) ask(ctx context.Context, out *reply, method string, hp *httpserver.Pipe, header http.Header, use func(*http.Response) bool) {
	response, err := hp.Forward(ctx, method, header, nil)
	if err != nil {
		e.trouble(ctx, out, nil, err)
		return
	}
	defer func() { _ = response.Body.Close() }() // used, or given up
	if !use(response) {
		e.passRefusal(out, method, response)
	}
}

// passRefusal tells the client why not; a refusal to the router itself is none of its business.
func (e *Endpoint) passRefusal(out *reply, method string, response *http.Response) {
	switch status := response.StatusCode; {
	case status >= 500:
		text, _ := io.ReadAll(io.LimitReader(response.Body, 200)) // only for the log
		e.trouble(context.Background(), out, nil, &httpserver.BadStatus{Status: status, Text: string(text)})
		return
	case status == http.StatusMethodNotAllowed || status < 400 || status == http.StatusUnauthorized || status == http.StatusForbidden:
		if method == http.MethodDelete {
			out.header("Allow", "POST, GET, OPTIONS")
			failWith(out, http.StatusMethodNotAllowed, nil, &rpc.Fault{Code: rpc.CodeInvalidRequest, Message: "this server does not let clients end their MCP session"})
			return
		}
		noStream(out)
		return
	}
	text, _ := io.ReadAll(io.LimitReader(response.Body, 200)) // only for the message
	failWith(out, response.StatusCode, nil, &rpc.Fault{Code: rpc.CodeServer, Message: fmt.Sprintf("the server answered HTTP %d: %s", response.StatusCode, text)})
}

func (e *Endpoint) copyEvents(ctx context.Context, out *reply, body io.Reader) {
	out.open()
	stop := out.keep(ctx)
	defer stop()
	_, _ = io.Copy(&rawWriter{out, &watcher{}}, body) // it ends with either side
}

// open begins a stream before there is anything to say.
func (o *reply) open() {
	o.mu.Lock()
	o.begin()
	o.flush()
	o.mu.Unlock()
}

// broadcast tells a client of a shared server what concerns all, and of resources it has subscribed to.
func (e *Endpoint) broadcast(ctx context.Context, out *reply, p mcp.Pipe, session string) {
	messages := make(chan rpc.Message, 256)
	cancel := p.Subscribe(func(n rpc.Message) {
		if n.Method == "notifications/resources/updated" {
			if uri, _ := rpc.GetString(n.Params, "uri"); !e.subs.wants(session, uri) {
				return
			}
		}
		select {
		case messages <- n:
		default: // the client is too slow
		}
	})
	defer cancel()
	out.open()
	stop := out.keep(ctx)
	defer stop()
	if p.Hello(mcp.Legacy) == nil {
		go e.hear(ctx, p, session, messages)
	}
	for {
		select {
		case n := <-messages:
			out.send(n.Raw)
		case <-ctx.Done():
			return
		case <-p.Done():
			return
		}
	}
}

// hear listens to a server of 2026-07-28 for a legacy client, and anew whenever the client's subscriptions change.
func (e *Endpoint) hear(ctx context.Context, p mcp.Pipe, session string, messages chan<- rpc.Message) {
	for ctx.Err() == nil {
		uris, changed := e.subs.list(session)
		wants, _ := json.Marshal(map[string]any{"notifications": subscribed{Tools: true, Prompts: true, Resources: true, URIs: uris}})
		once, cancel := context.WithCancel(ctx)
		go func() {
			select {
			case <-changed:
				cancel()
			case <-once.Done():
			}
		}()
		_, err := p.Call(once, &mcp.Call{Era: mcp.Modern, Method: "subscriptions/listen", Params: mcp.ModernMeta(wants),
			ClientID: json.RawMessage("0"), OnMessage: func(n rpc.Message) {
				if n.Method == "notifications/subscriptions/acknowledged" {
					return
				}
				params := rpc.DropModernMeta(n.Params)
				select {
				case messages <- rpc.Message{Method: n.Method, Params: params, Raw: rpc.Request(nil, n.Method, params)}:
				default: // the client is too slow
				}
			}})
		again := once.Err() != nil
		cancel()
		if !again || err == nil {
			// The server offers it no more; a new subscription is worth another try.
			select {
			case <-changed:
			case <-ctx.Done():
			case <-p.Done():
				return
			}
		}
	}
}

// delete ends an MCP session.
func (e *Endpoint) delete(out *reply, r *http.Request) {
	out.rec.Method = "DELETE"
	id := r.Header.Get(mcp.HeaderSession)
	if id == "" || r.Header.Get(mcp.HeaderVersion) >= mcp.ModernVersion {
		out.header("Allow", "POST, GET, OPTIONS")
		failWith(out, http.StatusMethodNotAllowed, nil, &rpc.Fault{Code: rpc.CodeInvalidRequest, Message: "DELETE ends an MCP session: name it in the header Mcp-Session-Id"})
		return
	}
	if e.Sessions != nil {
		if !e.Sessions.end(id) {
			e.noSession(out, nil, id)
			return
		}
		out.empty(http.StatusNoContent)
		return
	}
	p := e.pipeOf(out, r, id)
	if p == nil {
		return
	}
	if hp := native(p, mcp.Legacy); hp != nil {
		limited, cancel := e.timed(r.Context())
		defer cancel()
		e.ask(limited, out, r.Method, hp, e.clientHeaders(r.Header), func(response *http.Response) bool {
			if response.StatusCode >= 300 {
				return false
			}
			out.rec.Reached = true
			out.empty(http.StatusNoContent)
			return true
		})
		return
	}
	e.ended.add(id)
	e.flights.forget(id)
	e.subs.forget(id)
	out.empty(http.StatusNoContent)
}

func (e *Endpoint) noSession(out sink, id []byte, session string) {
	status, text := http.StatusNotFound, "this MCP session has ended or never was; send initialize"
	if session == "" {
		status, text = http.StatusBadRequest, "the header Mcp-Session-Id is missing; send initialize first"
	}
	failWith(out, status, id, &rpc.Fault{Code: rpc.CodeServer, Message: text})
}
