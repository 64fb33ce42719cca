package bridge

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
)

var errCancelled = errors.New("cancelled by the client")

// flights are the calls under way, by MCP session and the client's id: two clients' id 3 are different calls.
type flights struct {
	mu     sync.Mutex
	calls  map[string]*flight
	levels map[string]string
}

type flight struct{ cancel context.CancelCauseFunc }

// longestSession is the longest id of an MCP session that is remembered; those of the router are shorter.
const longestSession = 128

// mostLevels bounds what clients that never end their session leave behind.
const mostLevels = 10_000

func (f *flights) begin(ctx context.Context, session string, id json.RawMessage) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	if session == "" {
		return ctx, func() { cancel(nil) } // nobody could name it
	}
	key := session + "\x00" + string(id)
	own := &flight{cancel}
	f.mu.Lock()
	if f.calls == nil {
		f.calls = map[string]*flight{}
	}
	f.calls[key] = own
	f.mu.Unlock()
	return ctx, func() {
		f.mu.Lock()
		if f.calls[key] == own { // a client that uses an id twice at once can still cancel the later call
			delete(f.calls, key)
		}
		f.mu.Unlock()
		cancel(nil)
	}
}

func (f *flights) cancel(session string, id json.RawMessage) {
	f.mu.Lock()
	found := f.calls[session+"\x00"+string(id)]
	f.mu.Unlock()
	if found != nil {
		found.cancel(errCancelled)
	}
}

func (f *flights) setLevel(session, level string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.levels == nil || len(f.levels) > mostLevels {
		f.levels = map[string]string{}
	}
	if session != "" && len(session) <= longestSession {
		f.levels[session] = level
	}
}

// forget drops what was kept for a session that has ended.
func (f *flights) forget(session string) {
	f.mu.Lock()
	delete(f.levels, session)
	f.mu.Unlock()
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
	if len(session) > longestSession || t.set[session] {
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
