package bridge

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/httpserver"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/mcp"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/metrics"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
)

// peek is how much of an answer is read before it is passed on, to see what kind of answer it is; tailSize is how much
// of the end of a longer one is looked at.
const (
	peek     = 64 << 10
	tailSize = 256
)

// buffers for peeking: an answer is passed on before the next is read.
var buffers = sync.Pool{New: func() any { b := make([]byte, peek); return &b }}

// passed are the headers of a client that reach a server; its credentials do not.
var passed = []string{"Mcp-Protocol-Version", "Mcp-Session-Id", "Mcp-Method", "Mcp-Name", "Last-Event-Id", "Traceparent",
	"Tracestate", "Baggage", "X-Request-Id", "User-Agent", "Accept-Language"}

func (e *Endpoint) clientHeaders(from http.Header) http.Header {
	header := make(http.Header, 8)
	for name, values := range from {
		if strings.HasPrefix(name, "Mcp-") {
			values = values[:1] // the one that was checked
		}
		if slices.Contains(passed, name) || strings.HasPrefix(name, mcp.HeaderParam) {
			header[name] = values
		}
	}
	for _, name := range e.PassHeaders {
		if values := from.Values(name); len(values) > 0 {
			header[http.CanonicalHeaderKey(name)] = values
		}
	}
	header["Content-Type"] = contentType
	header["Accept"] = acceptBoth
	return header
}

var (
	contentType = []string{"application/json"}
	acceptBoth  = []string{"application/json, text/event-stream"}
)

// pass gives a message to a server that speaks the client's era, and repairs what servers get wrong on the wire.
func (e *Endpoint) pass(ctx context.Context, out sink, header http.Header, p *httpserver.Pipe, m rpc.Message) {
	stop := func() {}
	if m.IsRequest() {
		stop = out.keep(ctx)
	}
	response, err := p.Forward(ctx, http.MethodPost, e.clientHeaders(header), m.Raw)
	var notSent *httpserver.NotSent
	if errors.As(err, &notSent) {
		// It has just died, and has seen nothing: the one that takes its place is asked.
		if again, waitErr := e.again(ctx, p); waitErr == nil {
			response, err = again.Forward(ctx, http.MethodPost, e.clientHeaders(header), m.Raw)
		}
	}
	if err != nil {
		stop()
		e.trouble(ctx, out, m.ID, err)
		return
	}
	defer func() { _ = response.Body.Close() }() // read to its end or given up
	if session := response.Header.Get(mcp.HeaderSession); session != "" {
		out.header(mcp.HeaderSession, session)
	}
	isStream := strings.HasPrefix(response.Header.Get("Content-Type"), "text/event-stream")
	if isStream && !m.IsRequest() && response.StatusCode < 300 {
		out.record().Reached = true
		out.accepted() // a stream may stay open, and nothing in it is for this client
		return
	}
	if isStream && m.IsRequest() {
		stop()
		if raw, ok := out.(*reply); ok && raw.canStream {
			e.passRaw(ctx, raw, m, response.Body)
		} else {
			e.passStream(ctx, out, m, response.Body)
		}
		return
	}
	buffer := buffers.Get().(*[]byte)
	defer buffers.Put(buffer)
	n, err := io.ReadFull(response.Body, *buffer)
	body := (*buffer)[:n]
	stop()
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.ErrUnexpectedEOF) && response.ContentLength > int64(n) {
		e.trouble(ctx, out, m.ID, &mcp.Unavailable{Reason: "the server broke off its answer"})
		return
	}
	e.passBody(ctx, out, m, response, body)
}

func (e *Endpoint) again(ctx context.Context, old *httpserver.Pipe) (*httpserver.Pipe, error) {
	select {
	case <-old.Done():
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	p, err := e.Pipe(ctx)
	if err != nil {
		return nil, err
	}
	next, ok := p.(*httpserver.Pipe)
	if !ok || next == old {
		return nil, errors.New("the server is not back")
	}
	return next, nil
}

func (e *Endpoint) passBody(ctx context.Context, out sink, m rpc.Message, response *http.Response, body []byte) {
	rec := out.record()
	status := response.StatusCode
	long := len(body) == peek
	switch {
	case status >= 500:
		e.trouble(ctx, out, m.ID, &httpserver.BadStatus{Status: status, Text: string(body[:min(len(body), 300)])})
		return
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		e.trouble(ctx, out, m.ID, fmt.Errorf("the server refuses the router's token with HTTP %d: its auth in servers.json is wrong", status))
		return
	case !m.IsRequest() && status < 300:
		rec.Reached = true
		out.accepted() // 200 with an empty body or `null` is what some servers say instead of 202
		return
	}
	first := skipToValue(body)
	if first != '{' {
		rec.Class, rec.Reached = metrics.JSONRPC, true
		if status < 300 {
			e.trouble(ctx, out, m.ID, fmt.Errorf("the server's answer is not JSON-RPC: %.80q", body))
			return
		}
		code := rpc.CodeInvalidRequest
		if status == http.StatusNotFound && m.Method != "" {
			code = rpc.CodeServer
		}
		failWith(out, status, m.ID, &rpc.Fault{Code: code, Message: fmt.Sprintf("the server answered HTTP %d: %.200s", status, body)})
		return
	}
	if long {
		rec.Reached = true
		e.passLong(ctx, out, m, status, body, response.Body)
		return
	}
	answer, err := rpc.Parse(body)
	if err != nil {
		e.trouble(ctx, out, m.ID, errors.New("the server's answer is cut off or not JSON"))
		return
	}
	if answer.IsResponse() {
		note(rec, mcp.Answer{Result: answer.Result, Error: answer.Error})
		if !answer.HasID() && m.HasID() {
			body = rpc.Set(body, "id", m.ID)
		}
	}
	out.finish(status, bytes.TrimRight(body, "\r\n"))
}

func skipToValue(body []byte) byte {
	for _, c := range body {
		if c != ' ' && c != '\n' && c != '\r' && c != '\t' {
			return c
		}
	}
	return 0
}
