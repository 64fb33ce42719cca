package bridge

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/mcp"
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
	if out.rec.Reached || watch.hasID {
		// Answered; or the server has closed a stream that the client can come back to.
		out.rec.Reached = true
		return
	}
	if err == nil || ctx.Err() == nil {
		err = &mcp.Unavailable{Reason: "the server broke off its answer"}
	}
	e.trouble(ctx, out, m.ID, err)
}

// rawWriter writes and flushes at once.
type rawWriter struct {
	out   *reply
	watch *watcher
}

func (w *rawWriter) Write(p []byte) (int, error) {
	w.watch.feed(p)
	w.out.mu.Lock()
	defer w.out.mu.Unlock()
	w.out.begin()
	n, err := w.out.w.Write(p)
	w.out.inside = !w.watch.between
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
	// tooLong: the event is not looked at.
	tooLong bool
	// hasID: the server numbers its events.
	hasID bool
	// between: what has passed ends with the end of an event.
	between bool
}

func (w *watcher) feed(p []byte) {
	for len(p) > 0 {
		end := bytes.IndexByte(p, '\n')
		if end < 0 {
			w.keep(p)
			w.between = false
			return
		}
		w.keep(p[:end])
		p = p[end+1:]
		w.endLine()
	}
}

func (w *watcher) keep(part []byte) {
	if len(w.line)+len(w.data)+len(part) > longestEvent {
		w.tooLong = true
		return
	}
	w.line = append(w.line, part...)
}

func (w *watcher) endLine() {
	line := bytes.TrimSuffix(w.line, []byte("\r"))
	w.line = w.line[:0]
	if w.between = len(line) == 0 && !w.tooLong; w.between {
		if m, err := rpc.Parse(w.data); err == nil && w.onMessage != nil {
			w.onMessage(m)
		}
		w.data = nil
		return
	}
	if w.tooLong {
		// An empty line ends it; the line that was too long is no empty one.
		w.tooLong, w.data = len(line) != 0 || w.data != nil, nil
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
