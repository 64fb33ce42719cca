// Package bridge answers MCP clients of both eras on behalf of one server, whatever the server speaks.
package bridge

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/httpserver"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/logs"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/mcp"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/metrics"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
)

const keepAlive = 15 * time.Second

// maxBatch is the most messages in one batch.
const maxBatch = 100

// Endpoint is MCP of one instance.
type Endpoint struct {
	Name string
	// Streaming: the edge passes answers on as they come.
	Streaming bool
	Timeout   time.Duration
	// Pipe returns the way to the server, and waits for a server that is starting.
	Pipe func(context.Context) (mcp.Pipe, error)
	// Sessions is set where every legacy client has a process of its own.
	Sessions *Sessions
	// PassHeaders reach the server beside those of MCP.
	PassHeaders []string
	// KeepAlive is how often a silent stream gets a comment. 0: 15 seconds, well below the 60 of a load balancer.
	KeepAlive time.Duration
	Log       *logs.Logger

	flights flights
	ended   tombstones
	subs    subscriptions
	schemas schemas
}

// Record is what is told about a request afterwards.
type Record struct {
	Method string
	Status int
	// Code of the JSON-RPC error, 0 where there is none.
	Code  int
	Class metrics.Class
	// Failed: the server did not do its part. Counts for its circuit.
	Failed bool
	// Reached: the server answered.
	Reached bool
	// Stream: the request opens a stream, which stays open and is no call.
	Stream bool
	// Began: the header of the answer is written.
	Began bool
	// Before is called once, before the last bytes are written.
	Before func()
	once   sync.Once
}

// End calls Before.
func (rec *Record) End() {
	if rec.Before != nil {
		rec.once.Do(rec.Before)
	}
}

// Serve answers a request whose access and limits have been checked.
func (e *Endpoint) Serve(w http.ResponseWriter, r *http.Request, body []byte, rec *Record) {
	out := newReply(w, r, rec)
	if e.Streaming {
		out.every = cmp.Or(e.KeepAlive, keepAlive)
	}
	defer out.close()
	switch r.Method {
	case http.MethodPost:
		e.post(out, r, body)
	case http.MethodGet:
		e.get(out, r)
	case http.MethodDelete:
		e.delete(out, r)
	}
}

func (e *Endpoint) post(out *reply, r *http.Request, body []byte) {
	if len(body) > 0 && isArray(body) {
		e.batch(out, r, body)
		return
	}
	m, fault := rpc.ParseClient(body)
	out.rec.Method = m.Method
	if fault != nil {
		out.fail(http.StatusBadRequest, m.ID, fault)
		return
	}
	e.message(r.Context(), out, r.Header, m)
}

func isArray(body []byte) bool {
	for _, c := range body {
		if c != ' ' && c != '\n' && c != '\t' && c != '\r' {
			return c == '['
		}
	}
	return false
}

// sink takes what a message is answered with: a response, or one place in a batch.
type sink interface {
	// send passes on a message that comes before the answer.
	send(raw []byte)
	// finish is the answer.
	finish(status int, raw []byte)
	// accepted says that a notification or an answer was taken.
	accepted()
	// header sets a header of the answer.
	header(name, value string)
	// record takes what is told afterwards.
	record() *Record
	// streams says whether the client takes server-sent events.
	streams() bool
	// keep sends comments while the server is silent, until the function is called.
	keep(ctx context.Context) (stop func())
}

func (e *Endpoint) message(ctx context.Context, out sink, header http.Header, m rpc.Message) {
	version := header.Get(mcp.HeaderVersion)
	meta := rpc.Meta(m.Params)
	metaVersion, hasMeta := rpc.GetString(meta, rpc.MetaVersion)
	if version >= mcp.ModernVersion || hasMeta {
		if m.IsRequest() {
			if status, fault := checkModern(header, m, version, metaVersion, hasMeta); fault != nil {
				failWith(out, status, m.ID, fault)
				return
			}
		}
		e.modern(ctx, out, header, m)
		return
	}
	if version != "" && !mcp.IsLegacyVersion(version) {
		failWith(out, http.StatusBadRequest, m.ID, &rpc.Fault{Code: rpc.CodeUnsupportedVersion,
			Message: "this version of MCP is not supported", Data: versionData(version)})
		return
	}
	e.legacy(ctx, out, header, m)
}

func versionData(requested string) json.RawMessage {
	raw, _ := json.Marshal(map[string]any{"supported": mcp.Versions, "requested": requested})
	return raw
}

// trouble answers a request whose server could not be asked.
func (e *Endpoint) trouble(ctx context.Context, out sink, id json.RawMessage, err error) {
	rec := out.record()
	var unavailable *mcp.Unavailable
	var status *httpserver.BadStatus
	switch {
	case context.Cause(ctx) == errCancelled:
		failWith(out, http.StatusOK, id, &rpc.Fault{Code: rpc.CodeServer, Message: "cancelled by the client"})
		rec.Class = metrics.None
	case errors.Is(ctx.Err(), context.Canceled):
		rec.Status = 499 // the client is gone: nobody reads an answer
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		rec.Class, rec.Failed = metrics.Transport, true
		fault := &rpc.Fault{Code: rpc.CodeServer,
			Message: fmt.Sprintf("%s did not answer within %v; raise timeoutSeconds of this instance if its tools need longer", e.Name, e.Timeout)}
		failWith(out, http.StatusGatewayTimeout, id, fault)
	case errors.As(err, &unavailable):
		rec.Class, rec.Failed = metrics.Transport, true
		if unavailable.Busy {
			// It lives: its circuit must not open for those that it serves.
			rec.Class, rec.Failed = metrics.Throttled, false
		}
		seconds := max(1, int((unavailable.RetryAfter+time.Second-1)/time.Second))
		out.header("Retry-After", strconv.Itoa(seconds))
		failWith(out, http.StatusServiceUnavailable, id, &rpc.Fault{Code: rpc.CodeInternal, Message: unavailable.Reason})
	case errors.As(err, &status):
		e.Log.Warn("the server answered with an HTTP error", "status", status.Status, "text", status.Text)
		rec.Class, rec.Failed = metrics.HTTP5xx, true
		failWith(out, http.StatusBadGateway, id, &rpc.Fault{Code: rpc.CodeInternal, Message: fmt.Sprintf("the server answered HTTP %d", status.Status)})
	default:
		rec.Class, rec.Failed = metrics.Transport, true
		failWith(out, http.StatusBadGateway, id, &rpc.Fault{Code: rpc.CodeInternal, Message: err.Error()})
	}
}

// failWith answers with an error of the router.
func failWith(out sink, status int, id json.RawMessage, fault *rpc.Fault) {
	rec := out.record()
	rec.Code = fault.Code
	if rec.Class == metrics.None {
		rec.Class = metrics.JSONRPC
	}
	out.finish(status, rpc.Response(id, nil, fault.JSON()))
}

// timed limits a call.
func (e *Endpoint) timed(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, e.Timeout)
}

// native says that the client's message can go to the server as it is: over HTTP, in an era that the server speaks.
func native(p mcp.Pipe, era mcp.Era) *httpserver.Pipe {
	if hp, ok := p.(*httpserver.Pipe); ok && hp.Hello(era) != nil {
		return hp
	}
	return nil
}
