package app

import (
	"context"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/child"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/config"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/front"
)

const (
	// usualDrain is how long calls under way may take after SIGTERM where nothing says more: docker is told to wait 25 s.
	usualDrain = 20 * time.Second
	// bufferedDrain is what Lambda leaves of the two seconds that it gives.
	bufferedDrain = 1500 * time.Millisecond
	// echo is how long after the first signal another one means the same: Ctrl-C reaches the router from the terminal,
	// and once more from the program that started it.
	echo = 500 * time.Millisecond
	// lastWait is how long servers that were killed are waited for.
	lastWait = 2 * time.Second
)

// times are those of a stop.
type times struct {
	// drain is the whole time, accept the part of it in which new requests are taken.
	drain, accept time.Duration
	// inner: accept counts from the last request of the front.
	inner bool
}

func stopTimes(process config.Process, d *config.Deployment) times {
	t := times{drain: process.Drain, accept: process.Accept, inner: d.Role == "inner"}
	switch {
	case t.drain > 0:
	case d.Streaming():
		t.drain = usualDrain
	default:
		t.drain = bufferedDrain
	}
	return t
}

// stopServing takes what still comes for a while, lets calls under way end, and cuts them when the time is over or now is
// closed.
func stopServing(server *http.Server, door *front.Server, t times, now <-chan struct{}) {
	ctx, cancel := context.WithTimeout(context.Background(), t.drain)
	defer cancel()
	go func() {
		select {
		case <-now:
			cancel()
		case <-ctx.Done():
		}
	}()
	door.Leave()
	accepting(ctx, door, t)
	door.Drain()
	if server.Shutdown(ctx) != nil {
		_ = server.Close() // they had their time
	}
}

// accepting returns when no more requests are to be expected. A load balancer goes on sending for some seconds after the
// task was told to stop. The front of an inner router does so until it has drained itself, and ends then: until then it asks
// for health each second.
func accepting(ctx context.Context, door *front.Server, t times) {
	begin := time.Now()
	for t.accept > 0 {
		if t.inner {
			begin = door.LastAsked()
		}
		left := time.Until(begin.Add(t.accept))
		if left <= 0 {
			return
		}
		select {
		case <-time.After(left):
		case <-ctx.Done():
			return
		}
	}
}

// ended waits until all servers have ended; false: they were killed.
func ended(group *sync.WaitGroup, now <-chan struct{}) bool {
	done := make(chan struct{})
	go func() { group.Wait(); close(done) }()
	select {
	case <-done:
		return true
	case <-now:
	}
	// More than once: one may just have been started.
	for end := time.Now().Add(lastWait); time.Now().Before(end); {
		child.KillAll()
		select {
		case <-done:
			return false
		case <-time.After(50 * time.Millisecond):
		}
	}
	return false
}

// Signals makes of the first signal the end of the context, and of a later one the end of all patience.
func Signals(signals <-chan os.Signal) (ctx context.Context, now <-chan struct{}) {
	ctx, cancel := context.WithCancel(context.Background())
	impatient := make(chan struct{})
	go func() {
		<-signals
		cancel()
		for first := time.Now(); ; {
			<-signals
			if time.Since(first) > echo {
				close(impatient)
				return
			}
		}
	}()
	return ctx, impatient
}
