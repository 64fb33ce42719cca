package stdio

import (
	"encoding/json"
	"strconv"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/mcp"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
)

// request of the server: for its one client, or answered here.
func (p *Pipe) request(m rpc.Message) {
	switch {
	case m.Method == "ping":
		_ = p.send(rpc.Response(m.ID, json.RawMessage("{}"), nil)) // a full queue: it asks again
	case p.onRequest != nil:
		p.onRequest(m)
	default:
		fault := rpc.Fault{Code: rpc.CodeMethodNotFound, Message: m.Method + " is not offered to a server that is shared by clients"}
		_ = p.send(rpc.Response(m.ID, nil, fault.JSON()))
	}
}

func (p *Pipe) response(m rpc.Message) {
	id, err := strconv.ParseInt(string(m.ID), 10, 64)
	p.mu.Lock()
	w := p.pending[id]
	p.mu.Unlock()
	if err != nil || w == nil {
		return // the answer to a cancelled call
	}
	answer := mcp.Answer{Result: m.Result, Error: m.Error}
	if answer.Error == nil {
		if meta := rpc.Meta(answer.Result); meta != nil && w.call.Era == mcp.Modern && rpc.Get(meta, rpc.MetaSubscriptionID) != nil {
			answer.Result = rpc.SetMeta(answer.Result, rpc.MetaSubscriptionID, w.call.ClientID)
		}
	}
	select {
	case w.answer <- answer:
	default: // a second answer
	}
}

// notification: to the call it belongs to, or to all who listen.
func (p *Pipe) notification(m rpc.Message) {
	switch m.Method {
	case "notifications/progress":
		if w := p.byNumber(rpc.Get(m.Params, "progressToken")); w != nil && w.token != nil {
			push(w, "notifications/progress", rpc.Set(m.Params, "progressToken", w.token))
		}
		return
	case "notifications/message":
		p.mu.Lock()
		var only *pending
		calls := 0
		for _, w := range p.pending {
			if w.call.Method != "subscriptions/listen" {
				only = w
				calls++
			}
		}
		alone := calls == 1
		p.mu.Unlock()
		if alone {
			push(only, m.Method, m.Params)
			return
		}
		if p.onRequest == nil {
			return // of all clients, nobody knows whose it is
		}
	}
	if meta := rpc.Meta(m.Params); meta != nil {
		if w := p.byNumber(rpc.Get(meta, rpc.MetaSubscriptionID)); w != nil {
			push(w, m.Method, rpc.SetMeta(m.Params, rpc.MetaSubscriptionID, w.call.ClientID))
			return
		}
	}
	p.mu.Lock()
	list := make([]func(rpc.Message), 0, len(p.listeners))
	for _, fn := range p.listeners {
		list = append(list, fn)
	}
	p.mu.Unlock()
	for _, fn := range list {
		fn(m)
	}
}

func (p *Pipe) byNumber(raw json.RawMessage) *pending {
	if len(raw) > 1 && raw[0] == '"' {
		raw = raw[1 : len(raw)-1] // some servers turn tokens into texts
	}
	id, err := strconv.ParseInt(string(raw), 10, 64)
	if err != nil {
		return nil
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.pending[id]
}

func push(w *pending, method string, params json.RawMessage) {
	m := rpc.Message{Method: method, Params: params, Raw: rpc.Request(nil, method, params)}
	select {
	case w.messages <- m:
	default: // the client is too slow: progress is worth less than memory
	}
}
