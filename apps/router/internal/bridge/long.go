package bridge

import (
	"bytes"
	"context"
	"io"
	"net/http"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/mcp"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/metrics"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
)

// maxWhole is the longest answer that is kept in memory where it cannot be passed on as it comes.
const maxWhole = 64 << 20

// passLong passes on a long answer without keeping it, where that can be.
func (e *Endpoint) passLong(ctx context.Context, out sink, m rpc.Message, status int, first []byte, rest io.Reader) {
	tail := &tailReader{Reader: rest}
	if o, ok := out.(*reply); ok && o.copyLong(ctx, status, first, tail) {
		return
	}
	// A batch is one array, and after a comment the answer is one event: it has to be whole.
	all, err := io.ReadAll(io.MultiReader(bytes.NewReader(first), io.LimitReader(tail, maxWhole)))
	if err != nil || len(all) >= maxWhole {
		e.trouble(ctx, out, m.ID, &mcp.Unavailable{Reason: "the server broke off its answer, or it is too long for a batch or a stream"})
		return
	}
	tail.note(out.record())
	out.finish(status, all)
}

// copyLong copies an answer; false: a comment went before it, so that it has to be an event.
func (o *reply) copyLong(ctx context.Context, status int, first []byte, rest *tailReader) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.began {
		return false
	}
	if o.ended {
		return true
	}
	o.ended = true
	o.w.Header().Set("Content-Type", "application/json")
	o.rec.Status, o.rec.Began = status, true
	o.w.WriteHeader(status)
	_, err := o.w.Write(first)
	if err == nil {
		_, err = io.Copy(o.w, rest)
	}
	if err == nil {
		rest.note(o.rec)
		return true
	}
	if rest.broken != nil && ctx.Err() == nil {
		o.rec.Class, o.rec.Failed = metrics.Transport, true
	}
	o.rec.End()
	panic(http.ErrAbortHandler) // broken off on one side: the other must not take it for the whole answer
}

// tailReader remembers the end of what was read: servers write isError after the content, so that it tells the kind of
// an answer that is too long to be looked at.
type tailReader struct {
	io.Reader
	tail   []byte
	broken error
}

func (t *tailReader) Read(p []byte) (int, error) {
	n, err := t.Reader.Read(p)
	t.tail = append(t.tail, p[max(0, n-tailSize):n]...)
	if len(t.tail) > tailSize {
		t.tail = append(t.tail[:0], t.tail[len(t.tail)-tailSize:]...)
	}
	if err != nil && err != io.EOF {
		t.broken = err
	}
	return n, err
}

func (t *tailReader) note(rec *Record) {
	if rec.Method == "tools/call" && bytes.Contains(t.tail, []byte(`"isError":true`)) {
		rec.Class = metrics.Tool
	}
}
