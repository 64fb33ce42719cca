package bridge

import (
	"context"
	"encoding/json"
	"slices"
	"sync"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/mcp"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
)

// What clients can make the router remember has bounds: so many resources, and of such a length.
const (
	mostSubscriptions = 10_000
	mostOwn           = 1000
	longestURI        = 2048
)

// subscriptions know who wants to hear of which resource.
type subscriptions struct {
	mu  sync.Mutex
	who map[string]map[any]bool
	of  mcp.Pipe
	// own are the subscriptions of legacy clients to a server of 2026-07-28; all counts them.
	own     map[string][]string
	all     int
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

// set adds or removes a subscription of a legacy client; false: there are too many.
func (s *subscriptions) set(session, uri string, on bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.own == nil {
		s.own = map[string][]string{}
	}
	list := s.own[session]
	at := slices.Index(list, uri)
	switch {
	case on == (at >= 0):
		return true
	case on:
		if len(list) >= mostOwn || s.all >= mostSubscriptions || len(uri) > longestURI || len(session) > longestSession {
			return false
		}
		s.own[session] = append(list, uri)
		s.all++
	default:
		s.own[session] = slices.Delete(list, at, at+1)
		s.all--
	}
	if len(s.own[session]) == 0 {
		delete(s.own, session)
	}
	s.tell()
	return true
}

// tell wakes those who wait for a change. The lock is held.
func (s *subscriptions) tell() {
	if s.changed != nil {
		close(s.changed)
		s.changed = nil
	}
}

// forget drops what a session that has ended had subscribed to.
func (s *subscriptions) forget(session string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if list := s.own[session]; len(list) > 0 {
		s.all -= len(list)
		delete(s.own, session)
		s.tell()
	}
	for uri, owners := range s.who {
		delete(owners, session)
		if len(owners) == 0 {
			delete(s.who, uri)
		}
	}
}

var emptyAnswer = mcp.Answer{Result: json.RawMessage("{}")}

var tooMany = mcp.Answer{Error: (&rpc.Fault{Code: rpc.CodeServer, Message: "too many subscriptions, or too long a uri"}).JSON()}

// add subscribes at the server each time: that it is subscribed already is not known before it has answered.
func (s *subscriptions) add(ctx context.Context, p mcp.Pipe, owner any, uri string) (mcp.Answer, error) {
	if !s.note(p, owner, uri) {
		return tooMany, nil
	}
	answer, err := p.Call(ctx, &mcp.Call{Era: mcp.Legacy, Method: "resources/subscribe", Params: uriParams(uri)})
	if err != nil || answer.Error != nil {
		s.drop(owner, uri)
	}
	return answer, err
}

// note says who listens before the server is asked, since it may tell of a change at once.
func (s *subscriptions) note(p mcp.Pipe, owner any, uri string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.who == nil || s.of != p {
		s.who, s.of = map[string]map[any]bool{}, p
	}
	owners := s.who[uri]
	session, _ := owner.(string)
	if len(uri) > longestURI || len(session) > longestSession || len(owners) >= mostSubscriptions || owners == nil && len(s.who) >= mostSubscriptions {
		return false
	}
	if owners == nil {
		owners = map[any]bool{}
		s.who[uri] = owners
	}
	owners[owner] = true
	return true
}

// drop removes an owner; true: it was the last one.
func (s *subscriptions) drop(owner any, uri string) (last bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.who[uri], owner)
	if len(s.who[uri]) > 0 {
		return false
	}
	delete(s.who, uri)
	return true
}

func (s *subscriptions) remove(ctx context.Context, p mcp.Pipe, owner any, uri string) (mcp.Answer, error) {
	if !s.drop(owner, uri) {
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
