package front

import (
	"sync"
	"time"
)

// A circuit opens after this many failures in a row, and lets one request through after this time.
const (
	failuresToOpen = 5
	openFor        = 30 * time.Second
)

// circuit keeps callers away from a server that only fails.
type circuit struct {
	onOpen func()
	now    func() time.Time

	mu       sync.Mutex
	failures int
	until    time.Time
	trial    bool
}

// allow says whether a request may pass; if not, when to come again.
func (c *circuit) allow() (wait time.Duration, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.failures < failuresToOpen {
		return 0, true
	}
	if wait := c.until.Sub(c.now()); wait > 0 {
		return wait, false
	}
	if c.trial {
		return time.Second, false
	}
	c.trial = true
	return 0, true
}

// done tells how a request that passed has ended; neither failed nor reached: it says nothing about the server.
func (c *circuit) done(failed, reached bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	trial := c.trial
	c.trial = false
	switch {
	case failed:
		c.failures++
		if c.failures == failuresToOpen || trial && c.failures > failuresToOpen {
			c.until = c.now().Add(openFor)
			if c.onOpen != nil {
				c.onOpen()
			}
		}
	case reached:
		c.failures = 0
	}
}

// reset closes it: a new process is owed a chance.
func (c *circuit) reset() {
	c.mu.Lock()
	c.failures, c.trial = 0, false
	c.mu.Unlock()
}

// state is closed, open or half-open.
func (c *circuit) state() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.failures < failuresToOpen:
		return "closed"
	case c.until.After(c.now()):
		return "open"
	}
	return "half-open"
}
