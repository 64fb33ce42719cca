// Package stdio speaks MCP with a process over its standard input and output, for many clients at once.
package stdio

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/logs"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/mcp"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
)

const (
	// maxLine is the longest message of a server.
	maxLine = 64 << 20
	// queueLength and queueBytes bound what waits for a server that does not read.
	queueLength = 512
	queueBytes  = 64 << 20
	// backlog bounds what one slow client has not taken yet; further notifications of its call are dropped.
	backlog = 512
)

// Process is what the pipe needs of a process.
type Process interface {
	Done() <-chan struct{}
	Err() error
	Kill()
}

// Pipe multiplexes calls over one process.
type Pipe struct {
	process Process
	log     *logs.Logger
	in      io.Writer
	// OnRequest gets requests of the server for its client. Nil: the router answers them itself.
	onRequest func(rpc.Message)

	queue  chan []byte
	queued atomic.Int64
	done   chan struct{}

	mu        sync.Mutex
	next      int64
	pending   map[int64]*pending
	listeners map[int]func(rpc.Message)
	broken    error
	hello     [2]*mcp.Hello
}

type pending struct {
	call     *mcp.Call
	token    json.RawMessage
	messages chan rpc.Message
	answer   chan mcp.Answer
}

// Open starts to read and write. onRequest is set where the process belongs to one client.
func Open(process Process, in io.Writer, out io.Reader, log *logs.Logger, onRequest func(rpc.Message)) *Pipe {
	p := &Pipe{process: process, log: log, in: in, onRequest: onRequest, queue: make(chan []byte, queueLength),
		done: make(chan struct{}), pending: map[int64]*pending{}, listeners: map[int]func(rpc.Message){}}
	go p.write()
	go p.read(out)
	return p
}

// Greet introduces the router.
func (p *Pipe) Greet(ctx context.Context, protocol string) error {
	legacy, modern, err := mcp.Greet(ctx, protocol, p.Call, func() error {
		return p.Notify(ctx, mcp.Legacy, "notifications/initialized", nil)
	})
	p.mu.Lock()
	p.hello = [2]*mcp.Hello{legacy, modern}
	p.mu.Unlock()
	return err
}

// SetHello says what a client's own initialize has shown.
func (p *Pipe) SetHello(era mcp.Era, hello *mcp.Hello) {
	p.mu.Lock()
	p.hello[era] = hello
	p.mu.Unlock()
}

// Hello returns how the server introduced itself.
func (p *Pipe) Hello(era mcp.Era) *mcp.Hello {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.hello[era]
}

// Done is closed when the process has ended.
func (p *Pipe) Done() <-chan struct{} { return p.done }

// Open calls now.
func (p *Pipe) Open() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.pending)
}

// Call sends a request and waits for its answer.
func (p *Pipe) Call(ctx context.Context, c *mcp.Call) (mcp.Answer, error) {
	w := &pending{call: c, messages: make(chan rpc.Message, backlog), answer: make(chan mcp.Answer, 1)}
	params := c.Params
	meta := rpc.Meta(params)
	w.token = rpc.Get(meta, "progressToken")
	p.mu.Lock()
	if p.broken != nil {
		p.mu.Unlock()
		return mcp.Answer{}, p.lost()
	}
	p.next++
	id := p.next
	p.pending[id] = w
	p.mu.Unlock()
	defer p.forget(id)
	number := json.RawMessage(strconv.FormatInt(id, 10))
	if w.token != nil {
		params = rpc.Set(params, "_meta", rpc.Set(meta, "progressToken", number))
	}
	if err := p.send(rpc.Request(number, c.Method, params)); err != nil {
		return mcp.Answer{}, err
	}
	for {
		select {
		case m := <-w.messages:
			deliver(c, m)
		case answer := <-w.answer:
			for len(w.messages) > 0 {
				deliver(c, <-w.messages)
			}
			return answer, nil
		case <-p.done:
			// The answer may have come with the last bytes.
			select {
			case answer := <-w.answer:
				return answer, nil
			default:
				return mcp.Answer{}, p.lost()
			}
		case <-ctx.Done():
			if c.Method != "initialize" {
				_ = p.send(rpc.Request(nil, "notifications/cancelled", // it may be full or gone
					json.RawMessage(`{"requestId":`+string(number)+`,"reason":"the client is gone or its time is up"}`)))
			}
			return mcp.Answer{}, ctx.Err()
		}
	}
}

func deliver(c *mcp.Call, m rpc.Message) {
	if c.OnMessage != nil {
		c.OnMessage(m)
	}
}

func (p *Pipe) forget(id int64) {
	p.mu.Lock()
	delete(p.pending, id)
	p.mu.Unlock()
}

func (p *Pipe) lost() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return &mcp.Unavailable{Reason: p.broken.Error(), RetryAfter: time.Second}
}

// Notify sends a notification.
func (p *Pipe) Notify(_ context.Context, _ mcp.Era, method string, params json.RawMessage) error {
	return p.send(rpc.Request(nil, method, params))
}

// Reply passes on a client's answer to a request of the server.
func (p *Pipe) Reply(raw []byte) error { return p.send(bytes.Clone(raw)) }

// Subscribe gets messages that belong to no call.
func (p *Pipe) Subscribe(fn func(rpc.Message)) func() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next++
	key := int(p.next)
	p.listeners[key] = fn
	return func() {
		p.mu.Lock()
		delete(p.listeners, key)
		p.mu.Unlock()
	}
}

func (p *Pipe) send(message []byte) error {
	select {
	case <-p.done:
		return p.lost() // the queue has room, and nobody to write it
	default:
	}
	message = rpc.OneLine(message)
	size := int64(len(message))
	busy := &mcp.Unavailable{Reason: "the server does not read its input", RetryAfter: time.Second, Busy: true}
	if p.queued.Add(size) > queueBytes+size {
		p.queued.Add(-size)
		return busy
	}
	select {
	case p.queue <- message:
		return nil
	case <-p.done:
		p.queued.Add(-size)
		return p.lost()
	default:
		p.queued.Add(-size)
		return busy
	}
}

func (p *Pipe) write() {
	for {
		select {
		case message := <-p.queue:
			_, err := p.in.Write(append(message, '\n'))
			p.queued.Add(-int64(len(message)))
			if err != nil {
				p.process.Kill() // a server that closes its input serves nobody
				return
			}
		case <-p.done:
			return
		}
	}
}

func (p *Pipe) read(out io.Reader) {
	r := bufio.NewReaderSize(out, 64<<10)
	for {
		line, err := rpc.ReadLine(r, maxLine)
		if errors.Is(err, rpc.ErrTooLong) {
			p.log.Warn("a line of the server is too long and was dropped", "limitBytes", maxLine)
			continue
		}
		if len(line) > 0 {
			p.line(line)
		}
		if err != nil {
			break
		}
	}
	// Without its output it cannot serve: it ends if it has not.
	select {
	case <-p.process.Done():
	case <-time.After(time.Second):
		p.process.Kill()
		<-p.process.Done()
	}
	p.mu.Lock()
	p.broken = p.process.Err()
	p.mu.Unlock()
	close(p.done)
}

func (p *Pipe) line(line []byte) {
	m, ok := parse(line)
	if !ok {
		// Something printed without a newline stands before a message.
		if at := bytes.Index(line, []byte(`{"jsonrpc"`)); at > 0 {
			p.garbage(line[:at])
			m, ok = parse(line[at:])
		}
		if !ok {
			p.garbage(line)
			return
		}
	}
	switch {
	case m.IsRequest():
		p.request(m)
	case m.IsNotification():
		p.notification(m)
	default:
		p.response(m)
	}
}

func parse(line []byte) (rpc.Message, bool) {
	m, err := rpc.Parse(line)
	return m, err == nil && (m.Method != "" || m.HasID() && m.IsResponse())
}

func (p *Pipe) garbage(line []byte) {
	logs.Line(p.log.Output().With("stream", "stdout"), line[:min(len(line), 16<<10)], nil)
}
