package bridge

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/mcp"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/metrics"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
)

var errAnswered = errors.New("answered")

// passStream makes one answer of a stream, for a client that takes none.
func (e *Endpoint) passStream(ctx context.Context, out sink, m rpc.Message, body io.Reader) {
	var response rpc.Message
	err := rpc.ReadEvents(body, 64<<20, func(event rpc.Event) error {
		message, err := rpc.Parse(event.Data)
		if err == nil && message.IsResponse() {
			response = message
			return errAnswered
		}
		return nil
	})
	if errors.Is(err, errAnswered) {
		note(out.record(), mcp.Answer{Result: response.Result, Error: response.Error})
		out.finish(http.StatusOK, response.Raw)
		return
	}
	e.trouble(ctx, out, m.ID, &mcp.Unavailable{Reason: "the server ended its stream without an answer"})
}

// passRaw passes on a stream byte for byte, as it comes.
func (e *Endpoint) passRaw(ctx context.Context, out *reply, m rpc.Message, body io.Reader) {
	stop := out.keep(ctx)
	defer stop()
	watch := watcher{onMessage: func(message rpc.Message) {
		if message.IsResponse() {
			note(out.rec, mcp.Answer{Result: message.Result, Error: message.Error})
			out.rec.End()
		}
	}}
	_, err := io.Copy(&rawWriter{out, &watch}, body)
	if out.rec.Reached || err == nil && (watch.hasID || watch.unseen) && !watch.inside {
		// Answered, perhaps in an event too long to be looked at; or the server has closed a stream that the client can
		// come back to.
		out.rec.Reached = true
		return
	}
	if err == nil || ctx.Err() == nil {
		err = &mcp.Unavailable{Reason: "the server broke off its answer"}
	}
	if watch.inside && !errors.Is(ctx.Err(), context.Canceled) {
		// In the middle of an event nothing can be said any more, and the client must not take it for whole.
		out.rec.Class, out.rec.Failed = metrics.Transport, true
		out.rec.End()
		panic(http.ErrAbortHandler)
	}
	e.trouble(ctx, out, m.ID, err)
}

// rawWriter writes and flushes at once.
type rawWriter struct {
	out   *reply
	watch *watcher
}

func (w *rawWriter) Write(p []byte) (int, error) {
	w.out.mu.Lock()
	defer w.out.mu.Unlock()
	w.out.begin()
	w.watch.feed(p) // what it tells goes into the trailer of an answer that has begun
	n, err := w.out.w.Write(p)
	w.out.inside = w.watch.inside
	w.out.flush()
	return n, err
}

// longestEvent is the longest event that is looked at.
const longestEvent = 1 << 20

// watcher sees the messages in a stream that is passed on.
type watcher struct {
	onMessage func(rpc.Message)
	line      []byte
	data      []byte
	// tooLong: the event is not looked at. unseen: there was such a one.
	tooLong, unseen bool
	// inLine: a line has begun, in an event that is too long.
	inLine bool
	// hasID: the server numbers its events.
	hasID bool
	// inside: an event has begun and not ended.
	inside bool
}

func (w *watcher) feed(p []byte) {
	for len(p) > 0 {
		end := bytes.IndexByte(p, '\n')
		if end < 0 {
			w.keep(p)
			w.inside = true
			return
		}
		w.keep(p[:end])
		p = p[end+1:]
		w.endLine()
	}
}

func (w *watcher) keep(part []byte) {
	if len(part) == 0 {
		return
	}
	if w.tooLong = w.tooLong || len(w.line)+len(w.data)+len(part) > longestEvent; w.tooLong {
		w.inLine = w.inLine || len(w.line) > 0 || len(bytes.Trim(part, "\r")) > 0
		w.unseen, w.line, w.data = true, nil, nil
		return
	}
	w.line = append(w.line, part...)
}

func (w *watcher) endLine() {
	if w.tooLong {
		// An empty line ends it.
		w.tooLong, w.inside, w.inLine = w.inLine, w.inLine, false
		return
	}
	line := bytes.TrimSuffix(w.line, []byte("\r"))
	w.line = w.line[:0]
	if w.inside = len(line) > 0; !w.inside {
		if m, err := rpc.Parse(w.data); err == nil && w.onMessage != nil {
			w.onMessage(m)
		}
		w.data = nil
		return
	}
	name, value, _ := bytes.Cut(line, []byte(":"))
	value = bytes.TrimPrefix(value, []byte(" "))
	switch string(name) {
	case "data":
		w.data = append(w.data, value...)
	case "id":
		w.hasID = true
	}
}
