package front

import (
	"context"
	"sync/atomic"
	"time"
)

// queueFor is how long a request waits for a place.
const queueFor = time.Second

// gate bounds what one server has to do at once, so that a flood at one leaves the others alone.
type gate struct {
	places chan struct{}
	// streams have places of their own: they stay for long and cost little.
	streams chan struct{}
	inside  atomic.Int64
	// bodies are the bytes of all requests inside, at most mostBodies: what waits for one server must not use up memory.
	bodies     atomic.Int64
	mostBodies int64
}

// heldBodies is the least that bodies of requests to one server may take in memory.
const heldBodies = 64 << 20

func newGate(size int, largestBody int64) *gate {
	return &gate{places: make(chan struct{}, size), streams: make(chan struct{}, 4*size), mostBodies: max(heldBodies, 2*largestBody)}
}

// hold counts bytes of a body, and waits a moment where there are too many; false: there still are.
func (g *gate) hold(ctx context.Context, n int) bool {
	var end time.Time
	for ; ; time.Sleep(5 * time.Millisecond) {
		if g.bodies.Add(int64(n)) <= g.mostBodies {
			return true
		}
		g.bodies.Add(-int64(n))
		if end.IsZero() {
			end = time.Now().Add(queueFor)
		}
		if time.Now().After(end) || ctx.Err() != nil {
			return false
		}
	}
}

// enter counts a request that is being read, waits or runs; false: there are too many.
func (g *gate) enter() bool {
	if g.inside.Add(1) > int64(4*cap(g.places)+cap(g.streams)) {
		g.inside.Add(-1)
		return false
	}
	return true
}

func (g *gate) exit() { g.inside.Add(-1) }

// take waits a moment for a place.
func (g *gate) take(ctx context.Context, stream bool) (release func(), ok bool) {
	places := g.places
	if stream {
		places = g.streams
	}
	release = func() { <-places }
	select {
	case places <- struct{}{}:
		return release, true
	default:
	}
	if stream {
		return nil, false
	}
	timer := time.NewTimer(queueFor)
	defer timer.Stop()
	select {
	case places <- struct{}{}:
		return release, true
	case <-timer.C:
	case <-ctx.Done():
	}
	return nil, false
}
