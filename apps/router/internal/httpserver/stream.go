package httpserver

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/mcp"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
)

var errAnswered = errors.New("answered")

// stream reads events until the answer to the call.
func (p *Pipe) stream(ctx context.Context, c *mcp.Call, id, token json.RawMessage, session string, body io.Reader) (mcp.Answer, error) {
	var answer mcp.Answer
	err := rpc.ReadEvents(body, maxAnswer, func(e rpc.Event) error {
		m, err := rpc.Parse(e.Data)
		if err != nil {
			return nil // an empty event, as some servers begin with
		}
		switch {
		case m.IsResponse() && string(m.ID) == string(id):
			answer = p.answer(c, m)
			return errAnswered
		case m.IsRequest():
			go p.refuse(ctx, m, session)
		case m.IsNotification() && c.OnMessage != nil:
			c.OnMessage(restore(m, c, token))
		}
		return nil
	})
	switch {
	case errors.Is(err, errAnswered):
		return answer, nil
	case ctx.Err() != nil:
		return answer, ctx.Err()
	}
	return answer, &mcp.Unavailable{Reason: "the server ended its stream without an answer", RetryAfter: time.Second}
}

func restore(m rpc.Message, c *mcp.Call, token json.RawMessage) rpc.Message {
	params := m.Params
	if m.Method == "notifications/progress" && token != nil {
		params = rpc.Set(params, "progressToken", token)
	} else if meta := rpc.Meta(params); meta != nil && c.ClientID != nil && rpc.Get(meta, rpc.MetaSubscriptionID) != nil {
		params = rpc.SetMeta(params, rpc.MetaSubscriptionID, c.ClientID)
	} else {
		return m
	}
	return rpc.Message{Method: m.Method, Params: params, Raw: rpc.Request(nil, m.Method, params)}
}

// refuse answers a request of the server: the session is shared by all clients, so none of them can.
func (p *Pipe) refuse(ctx context.Context, m rpc.Message, session string) {
	raw := rpc.Response(m.ID, json.RawMessage("{}"), nil)
	if m.Method != "ping" {
		fault := rpc.Fault{Code: rpc.CodeMethodNotFound, Message: m.Method + " is not offered to a server that is shared by clients"}
		raw = rpc.Response(m.ID, nil, fault.JSON())
	}
	p.post(ctx, mcp.Legacy, raw, session)
}

// Notify sends a notification; what the server answers is of no interest.
func (p *Pipe) Notify(ctx context.Context, era mcp.Era, method string, params json.RawMessage) error {
	p.mu.Lock()
	session := p.session
	p.mu.Unlock()
	header := p.header(&mcp.Call{Era: era, Method: method}, session)
	response, err := p.do(ctx, http.MethodPost, header, rpc.Request(nil, method, params))
	if err == nil {
		_ = response.Body.Close() // empty, or of no interest
	}
	return err
}

func (p *Pipe) post(ctx context.Context, era mcp.Era, raw []byte, session string) {
	response, err := p.do(ctx, http.MethodPost, p.header(&mcp.Call{Era: era}, session), raw)
	if err != nil {
		p.Log.Debug("an answer to the server did not reach it", "reason", err.Error())
		return
	}
	_ = response.Body.Close() // empty
}

// Subscribe gets what the server says outside of calls. Its stream is held open while somebody listens.
func (p *Pipe) Subscribe(fn func(rpc.Message)) func() {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := p.next.Add(1)
	p.listeners[key] = fn
	if p.stopGet == nil && p.hello[mcp.Legacy] != nil {
		ctx, cancel := context.WithCancel(context.Background())
		p.stopGet = cancel
		go p.listen(ctx)
	}
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.listeners, key)
		if len(p.listeners) == 0 && p.stopGet != nil {
			p.stopGet()
			p.stopGet = nil
		}
	}
}

func (p *Pipe) listen(ctx context.Context) {
	for ctx.Err() == nil {
		if !p.listenOnce(ctx) {
			return
		}
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
		case <-p.Done():
			return
		}
	}
}

func (p *Pipe) listenOnce(ctx context.Context) (again bool) {
	p.mu.Lock()
	session := p.session
	p.mu.Unlock()
	header := p.header(&mcp.Call{Era: mcp.Legacy}, session)
	header.Set("Accept", "text/event-stream")
	header.Del("Content-Type")
	response, err := p.do(ctx, http.MethodGet, header, nil)
	if err != nil {
		return true
	}
	defer func() { _ = response.Body.Close() }() // given up
	if !strings.HasPrefix(response.Header.Get("Content-Type"), "text/event-stream") {
		return false // it offers none
	}
	_ = rpc.ReadEvents(response.Body, maxAnswer, func(e rpc.Event) error { // it ends with the server
		m, err := rpc.Parse(e.Data)
		switch {
		case err != nil:
		case m.IsRequest():
			go p.refuse(ctx, m, session)
		case m.IsNotification():
			p.mu.Lock()
			for _, fn := range p.listeners {
				fn(m)
			}
			p.mu.Unlock()
		}
		return nil
	})
	return true
}
