package bridge

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/mcp"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/stdio"
)

// Sessions are legacy clients with a process of their own.
type Sessions struct {
	// Start starts a process for one client; onRequest gets what it asks the client.
	Start func(ctx context.Context, onRequest func(rpc.Message)) (p *stdio.Pipe, stop func(), err error)
	Max   int
	Idle  time.Duration

	mu   sync.Mutex
	open map[string]*session
	// starting counts processes that have no session yet.
	starting int
	// closed is closed when the router stops.
	closed chan struct{}
	over   bool
}

type session struct {
	id   string
	pipe *stdio.Pipe
	stop func()

	mu     sync.Mutex
	used   time.Time
	calls  []sink
	stream *reply
}

// spare is how long a session has to be silent before a new client may take its place.
const spare = 30 * time.Second

func (s *Sessions) find(id string) *session {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := s.open[id]
	if found == nil {
		return nil
	}
	select {
	case <-found.pipe.Done():
		// Its process has ended: the client has to begin anew, and is told so by 404.
		delete(s.open, id)
		go found.stop()
		return nil
	default:
	}
	found.touch()
	return found
}

func (s *Sessions) end(id string) bool {
	s.mu.Lock()
	found := s.open[id]
	delete(s.open, id)
	s.mu.Unlock()
	if found == nil {
		return false
	}
	go found.stop()
	return true
}

// reserve makes room for one more; false: all are in use.
func (s *Sessions) reserve() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over {
		return false
	}
	if s.open == nil {
		s.open, s.closed = map[string]*session{}, make(chan struct{})
		go s.sweep(s.closed)
	}
	if len(s.open)+s.starting >= s.Max {
		var oldest *session
		for _, c := range s.open {
			if idle := c.idle(); idle > spare && (oldest == nil || idle > oldest.idle()) {
				oldest = c
			}
		}
		if oldest == nil {
			return false
		}
		delete(s.open, oldest.id)
		go oldest.stop()
	}
	s.starting++
	return true
}

// keep remembers a session; false: too late, the router stops and has ended the others.
func (s *Sessions) keep(c *session) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over {
		return false
	}
	s.open[c.id] = c
	return true
}

// sweep ends sessions whose clients have gone without a word, as most do.
func (s *Sessions) sweep(closed <-chan struct{}) {
	ticker := time.NewTicker(max(s.Idle/4, 50*time.Millisecond))
	defer ticker.Stop()
	for {
		select {
		case <-closed:
			return
		case <-ticker.C:
		}
		s.mu.Lock()
		for id, c := range s.open {
			gone := c.idle() > s.Idle
			select {
			case <-c.pipe.Done():
				gone = true
			default:
			}
			if gone {
				delete(s.open, id)
				go c.stop()
			}
		}
		s.mu.Unlock()
	}
}

// Close ends all processes.
func (s *Sessions) Close() {
	s.mu.Lock()
	all := s.open
	s.open = map[string]*session{}
	if s.closed != nil && !s.over {
		close(s.closed)
	}
	s.over = true
	s.mu.Unlock()
	var group sync.WaitGroup
	for _, c := range all {
		group.Go(c.stop)
	}
	group.Wait()
}

// EndAll ends the processes there are; their clients begin anew.
func (s *Sessions) EndAll() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, c := range s.open {
		delete(s.open, id)
		go c.stop()
	}
}

// Count is the number of processes.
func (s *Sessions) Count() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.open)
}

func (c *session) touch() {
	c.mu.Lock()
	c.used = time.Now()
	c.mu.Unlock()
}

// idle is how long nothing was asked; a call under way or an open stream is no idleness.
func (c *session) idle() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.calls) > 0 || c.stream != nil {
		return 0
	}
	return time.Since(c.used)
}

func (c *session) enter(out sink) (leave func()) {
	c.mu.Lock()
	c.calls = append(c.calls, out)
	c.mu.Unlock()
	return func() {
		c.mu.Lock()
		for i, other := range c.calls {
			if other == out {
				c.calls = append(c.calls[:i:i], c.calls[i+1:]...)
				break
			}
		}
		c.used = time.Now()
		c.mu.Unlock()
	}
}

// tell sends the client a message that belongs to no call: on the stream of a call under way, or on that of its GET.
func (c *session) tell(m rpc.Message, preferCall bool) bool {
	c.mu.Lock()
	var call sink
	for _, out := range c.calls {
		if out.streams() {
			call = out
		}
	}
	stream := c.stream
	c.mu.Unlock()
	switch {
	case call != nil && (preferCall || stream == nil):
		call.send(m.Raw)
	case stream != nil:
		stream.send(m.Raw)
	default:
		return false
	}
	return true
}

func (c *session) listen(ctx context.Context, out *reply) {
	c.mu.Lock()
	taken := c.stream != nil
	if !taken {
		c.stream = out
	}
	c.mu.Unlock()
	if taken {
		failWith(out, http.StatusConflict, nil, &rpc.Fault{Code: rpc.CodeInvalidRequest, Message: "this MCP session has a stream already"})
		return
	}
	defer func() {
		c.mu.Lock()
		c.stream, c.used = nil, time.Now()
		c.mu.Unlock()
	}()
	out.open()
	stop := out.keep(ctx)
	defer stop()
	select {
	case <-ctx.Done():
	case <-c.pipe.Done():
	}
}

// private answers a legacy client that has a process of its own.
func (e *Endpoint) private(ctx context.Context, out sink, header http.Header, id string, m rpc.Message) {
	limited, cancel := e.timed(ctx)
	defer cancel()
	if m.Method == "initialize" {
		e.openSession(limited, out, m)
		return
	}
	c := e.Sessions.find(id)
	if c == nil {
		e.noSession(out, m.ID, id)
		return
	}
	switch {
	case m.Method == "notifications/cancelled":
		e.flights.cancel(id, rpc.Get(m.Params, "requestId"))
		out.accepted()
	case m.IsRequest():
		leave := c.enter(out)
		defer leave()
		m.Params = traced(m.Params, header)
		e.call(limited, out, c.pipe, id, m, &mcp.Call{Era: mcp.Legacy, Method: m.Method, Params: m.Params, ClientID: m.ID})
	default:
		var err error
		if m.Method != "" {
			err = c.pipe.Notify(limited, mcp.Legacy, m.Method, m.Params)
		} else {
			err = c.pipe.Reply(m.Raw)
		}
		if err != nil {
			e.trouble(limited, out, m.ID, err)
			return
		}
		out.accepted()
	}
}

func (e *Endpoint) openSession(ctx context.Context, out sink, m rpc.Message) {
	if !e.Sessions.reserve() {
		e.trouble(ctx, out, m.ID, &mcp.Unavailable{Reason: "all processes of this server are in use", RetryAfter: spare, Busy: true})
		return
	}
	defer func() {
		e.Sessions.mu.Lock()
		e.Sessions.starting--
		e.Sessions.mu.Unlock()
	}()
	c := &session{id: rand.Text(), used: time.Now()}
	var ready sync.WaitGroup
	ready.Add(1)
	pipe, stop, err := e.Sessions.Start(ctx, func(request rpc.Message) {
		ready.Wait()
		if !c.tell(request, true) {
			fault := rpc.Fault{Code: rpc.CodeInternal, Message: "the client holds no stream open on which it could be asked"}
			_ = c.pipe.Reply(rpc.Response(request.ID, nil, fault.JSON())) // a process that is gone needs no answer
		}
	})
	if err != nil {
		ready.Done()
		e.trouble(ctx, out, m.ID, err)
		return
	}
	c.pipe, c.stop = pipe, stop
	ready.Done()
	pipe.Subscribe(func(n rpc.Message) { c.tell(n, false) })
	answer, err := pipe.Call(ctx, &mcp.Call{Era: mcp.Legacy, Method: m.Method, Params: m.Params, ClientID: m.ID})
	if err != nil {
		go stop()
		e.trouble(ctx, out, m.ID, err)
		return
	}
	note(out.record(), answer)
	if answer.Error != nil {
		go stop()
		out.finish(http.StatusOK, rpc.Response(m.ID, nil, answer.Error))
		return
	}
	version, _ := rpc.GetString(answer.Result, "protocolVersion")
	pipe.SetHello(mcp.Legacy, &mcp.Hello{Result: json.RawMessage(answer.Result), Version: version})
	if !e.Sessions.keep(c) {
		go stop()
		e.trouble(ctx, out, m.ID, &mcp.Unavailable{Reason: "the router is stopping", RetryAfter: time.Second, Busy: true})
		return
	}
	out.header(mcp.HeaderSession, c.id)
	out.finish(http.StatusOK, rpc.Response(m.ID, answer.Result, nil))
}
