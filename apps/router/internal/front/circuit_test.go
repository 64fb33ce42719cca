package front

import (
	"testing"
	"time"
)

func TestCircuit(t *testing.T) {
	now := time.Unix(0, 0)
	opened := 0
	c := &circuit{now: func() time.Time { return now }, onOpen: func() { opened++ }}
	fail := func(n int) {
		for range n {
			if _, ok := c.allow(); !ok {
				t.Fatal("closed to early failures")
			}
			c.done(true, false)
		}
	}
	fail(4)
	c.done(false, true)
	fail(5)
	if wait, ok := c.allow(); ok || wait != openFor || opened != 1 || c.state() != "open" {
		t.Fatal(wait, ok, opened, c.state())
	}
	now = now.Add(openFor)
	if _, ok := c.allow(); !ok || c.state() != "half-open" {
		t.Fatal("no trial")
	}
	if _, ok := c.allow(); ok {
		t.Fatal("two trials at once")
	}
	c.done(true, false)
	if _, ok := c.allow(); ok || opened != 2 {
		t.Fatal("a failed trial opens it again", opened)
	}
	now = now.Add(openFor)
	c.allow()
	c.done(false, false) // the caller went away: no verdict
	if _, ok := c.allow(); !ok {
		t.Fatal("the next one is the trial")
	}
	c.done(false, true)
	if c.state() != "closed" {
		t.Fatal(c.state())
	}
}
