package bridge

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
)

// reply answers with JSON, until something has to be sent before the answer: then the same response becomes a stream.
type reply struct {
	w         http.ResponseWriter
	rec       *Record
	canStream bool
	// every is how often a silent stream gets a comment. 0: never, since nobody would read it.
	every time.Duration

	mu    sync.Mutex
	began bool // a stream
	// inside: what was written last is the middle of an event that passes through.
	inside bool
	ended  bool
}

func newReply(w http.ResponseWriter, r *http.Request, rec *Record) *reply {
	accept := strings.Join(r.Header.Values("Accept"), ",")
	return &reply{w: w, rec: rec, canStream: strings.Contains(accept, "text/event-stream")}
}

func (o *reply) record() *Record           { return o.rec }
func (o *reply) streams() bool             { return o.canStream }
func (o *reply) header(name, value string) { o.w.Header().Set(name, value) }

// begin makes the response a stream. The lock is held.
func (o *reply) begin() {
	if o.began {
		return
	}
	o.began = true
	h := o.w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-cache, no-transform")
	h.Set("X-Accel-Buffering", "no")
	o.rec.Status, o.rec.Began = http.StatusOK, true
	o.w.WriteHeader(http.StatusOK)
}

func (o *reply) flush() { _ = http.NewResponseController(o.w).Flush() } // the client is gone: its context says so

func (o *reply) send(raw []byte) { o.event(rpc.AppendEvent(nil, raw)) }

// event writes finished bytes of a stream.
func (o *reply) event(raw []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.ended || o.inside || !o.canStream {
		return
	}
	o.begin()
	_, _ = o.w.Write(raw) // the client is gone: its context says so
	o.flush()
}

func (o *reply) finish(status int, raw []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.ended {
		return
	}
	o.ended = true
	if o.began {
		o.rec.End()
		_, _ = o.w.Write(rpc.AppendEvent(nil, raw)) // the client is gone: its context says so
		o.flush()
		return
	}
	h := o.w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Length", strconv.Itoa(len(raw)))
	o.rec.Status = status
	o.rec.End()
	o.w.WriteHeader(status)
	_, _ = o.w.Write(raw) // as above
}

func (o *reply) accepted() { o.empty(http.StatusAccepted) }

func (o *reply) empty(status int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.ended {
		return
	}
	o.ended = true
	o.rec.Status = status
	o.rec.End()
	o.w.WriteHeader(status)
}

// fail answers with an error that is the client's.
func (o *reply) fail(status int, id json.RawMessage, fault *rpc.Fault) {
	failWith(o, status, id, fault)
}

func (o *reply) close() {
	o.mu.Lock()
	o.ended = true
	o.mu.Unlock()
	o.rec.End()
}

// keep sends comments: a stream that is silent is cut by what lies between. Behind a buffered edge nobody reads them.
func (o *reply) keep(ctx context.Context) func() {
	if o.every == 0 || !o.canStream {
		return func() {}
	}
	var mu sync.Mutex
	var timer *time.Timer
	stopped := false
	tick := func() {
		mu.Lock()
		defer mu.Unlock()
		if stopped || ctx.Err() != nil {
			return
		}
		o.event([]byte(": still here\n\n"))
		timer.Reset(o.every)
	}
	mu.Lock()
	timer = time.AfterFunc(o.every, tick)
	mu.Unlock()
	return func() {
		mu.Lock()
		stopped = true
		timer.Stop()
		mu.Unlock()
	}
}
