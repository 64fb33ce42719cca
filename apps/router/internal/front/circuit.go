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

// allow says whether a request may pass; if not, when to come again. A stream is no trial: it says for hours nothing
// about the server.
func (c *circuit) allow(stream bool) (trial bool, wait time.Duration, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.failures < failuresToOpen {
		return false, 0, true
	}
	if wait := c.until.Sub(c.now()); wait > 0 {
		return false, wait, false
	}
	if c.trial || stream {
		return false, time.Second, false
	}
	c.trial = true
	return true, 0, true
}

// done tells how a request that passed has ended; neither failed nor reached: it says nothing about the server.
func (c *circuit) done(trial, failed, reached bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if trial {
		c.trial = false
	}
	switch {
	case failed && !trial && c.failures >= failuresToOpen: // it passed before the circuit opened: no news
	case failed:
		c.failures++
		if c.failures >= failuresToOpen {
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
