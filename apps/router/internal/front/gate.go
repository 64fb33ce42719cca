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
}

func newGate(size int) *gate {
	return &gate{places: make(chan struct{}, size), streams: make(chan struct{}, 4*size)}
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
