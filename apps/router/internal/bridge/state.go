package bridge

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/mcp"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
)

var errCancelled = errors.New("cancelled by the client")

// flights are the calls under way, by MCP session and the client's id: two clients' id 3 are different calls.
type flights struct {
	mu     sync.Mutex
	calls  map[string]context.CancelCauseFunc
	levels map[string]string
}

// mostLevels bounds what clients that never end their session leave behind.
const mostLevels = 10_000

func (f *flights) begin(ctx context.Context, session string, id json.RawMessage) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	if session == "" {
		return ctx, func() { cancel(nil) } // nobody could name it
	}
	key := session + "\x00" + string(id)
	f.mu.Lock()
	if f.calls == nil {
		f.calls = map[string]context.CancelCauseFunc{}
	}
	f.calls[key] = cancel
	f.mu.Unlock()
	return ctx, func() {
		f.mu.Lock()
		delete(f.calls, key)
		f.mu.Unlock()
		cancel(nil)
	}
}

func (f *flights) cancel(session string, id json.RawMessage) {
	f.mu.Lock()
	cancel := f.calls[session+"\x00"+string(id)]
	f.mu.Unlock()
	if cancel != nil {
		cancel(errCancelled)
	}
}

func (f *flights) setLevel(session, level string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.levels == nil || len(f.levels) > mostLevels {
		f.levels = map[string]string{}
	}
	if session != "" {
		f.levels[session] = level
	}
}

func (f *flights) level(session string) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.levels[session]
}

// tombstones are the last sessions that were ended by DELETE.
type tombstones struct {
	mu   sync.Mutex
	set  map[string]bool
	ring []string
	next int
}

const mostTombstones = 4096

func (t *tombstones) add(session string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.set == nil {
		t.set, t.ring = map[string]bool{}, make([]string, mostTombstones)
	}
	if len(session) > 128 || t.set[session] {
		return // none of ours
	}
	delete(t.set, t.ring[t.next])
	t.ring[t.next] = session
	t.next = (t.next + 1) % mostTombstones
	t.set[session] = true
}

func (t *tombstones) has(session string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.set[session]
}

// subscriptions count who wants to hear of which resource.
type subscriptions struct {
	mu  sync.Mutex
	who map[string]map[any]bool
	of  mcp.Pipe
	// own are the subscriptions of legacy clients to a server of 2026-07-28.
	own     map[string][]string
	changed chan struct{}
}

// list returns what a legacy client has subscribed to, and a channel that is closed when anything changes.
func (s *subscriptions) list(session string) ([]string, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changed == nil {
		s.changed = make(chan struct{})
	}
	return slices.Clone(s.own[session]), s.changed
}

// set adds or removes a subscription of a legacy client.
func (s *subscriptions) set(session, uri string, on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.own == nil || len(s.own) > mostSubscriptions {
		s.own = map[string][]string{}
	}
	list := slices.DeleteFunc(s.own[session], func(u string) bool { return u == uri })
	if on && len(list) < mostOwn {
		list = append(list, uri)
	}
	if len(list) == 0 {
		delete(s.own, session)
	} else {
		s.own[session] = list
	}
	if s.changed != nil {
		close(s.changed)
		s.changed = nil
	}
}

// mostOwn is the most resources that one client can subscribe to.
const mostOwn = 1000

const mostSubscriptions = 10_000

var emptyAnswer = mcp.Answer{Result: json.RawMessage("{}")}

func (s *subscriptions) add(ctx context.Context, p mcp.Pipe, owner any, uri string) (mcp.Answer, error) {
	s.mu.Lock()
	if s.who == nil || s.of != p || len(s.who) > mostSubscriptions {
		s.who, s.of = map[string]map[any]bool{}, p
	}
	first := len(s.who[uri]) == 0
	if first {
		s.who[uri] = map[any]bool{}
	}
	s.who[uri][owner] = true
	s.mu.Unlock()
	if !first {
		return emptyAnswer, nil
	}
	answer, err := p.Call(ctx, &mcp.Call{Era: mcp.Legacy, Method: "resources/subscribe", Params: uriParams(uri)})
	if err != nil || answer.Error != nil {
		s.mu.Lock()
		delete(s.who[uri], owner)
		s.mu.Unlock()
	}
	return answer, err
}

func (s *subscriptions) remove(ctx context.Context, p mcp.Pipe, owner any, uri string) (mcp.Answer, error) {
	s.mu.Lock()
	delete(s.who[uri], owner)
	last := len(s.who[uri]) == 0
	if last {
		delete(s.who, uri)
	}
	s.mu.Unlock()
	if !last {
		return emptyAnswer, nil
	}
	return p.Call(ctx, &mcp.Call{Era: mcp.Legacy, Method: "resources/unsubscribe", Params: uriParams(uri)})
}

func (s *subscriptions) wants(owner any, uri string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.who[uri][owner]
}

func uriParams(uri string) json.RawMessage {
	return rpc.Set(json.RawMessage("{}"), "uri", rpc.Quote(uri))
}
