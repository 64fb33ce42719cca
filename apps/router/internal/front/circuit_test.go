package front

import (
	"testing"
	"time"
)

func testCircuit() (c *circuit, opened *int, pass func(time.Duration)) {
	now := time.Unix(0, 0)
	opened = new(int)
	return &circuit{now: func() time.Time { return now }, onOpen: func() { *opened++ }}, opened, func(d time.Duration) { now = now.Add(d) }
}

func (c *circuit) fail(t *testing.T, n int) {
	t.Helper()
	for range n {
		trial, _, ok := c.allow(false)
		if !ok {
			t.Fatal("closed to early failures")
		}
		c.done(trial, true, false)
	}
}

func TestCircuit(t *testing.T) {
	c, opened, pass := testCircuit()
	c.fail(t, 4)
	c.done(false, false, true)
	c.fail(t, 5)
	if _, wait, ok := c.allow(false); ok || wait != openFor || *opened != 1 || c.state() != "open" {
		t.Fatal(wait, ok, *opened, c.state())
	}
	pass(openFor)
	trial, _, ok := c.allow(false)
	if !ok || !trial || c.state() != "half-open" {
		t.Fatal("no trial")
	}
	if _, _, ok := c.allow(false); ok {
		t.Fatal("two trials at once")
	}
	c.done(trial, true, false)
	if _, _, ok := c.allow(false); ok || *opened != 2 {
		t.Fatal("a failed trial opens it again", *opened)
	}
	pass(openFor)
	trial, _, _ = c.allow(false)
	c.done(trial, false, false) // the caller went away: no verdict
	if trial, _, ok = c.allow(false); !ok {
		t.Fatal("the next one is the trial")
	}
	c.done(trial, false, true)
	if c.state() != "closed" {
		t.Fatal(c.state())
	}
}

// Requests that passed before the circuit opened end while another one is the trial.
func TestLateEndsAreNoTrial(t *testing.T) {
	c, opened, pass := testCircuit()
	var late []bool
	for range 3 {
		trial, _, _ := c.allow(false)
		late = append(late, trial)
	}
	c.fail(t, 5)
	pass(openFor)
	trial, _, ok := c.allow(false)
	if !ok || !trial {
		t.Fatal("no trial")
	}
	for _, l := range late {
		c.done(l, true, false)
	}
	if *opened != 1 || c.state() != "half-open" {
		t.Error("a late failure is no news of the trial:", *opened, c.state())
	}
	if _, _, ok := c.allow(false); ok {
		t.Error("a late end made room for a second trial")
	}
	c.done(trial, false, true)
	if c.state() != "closed" {
		t.Error(c.state())
	}
}

// A stream stays for hours: as a trial it would keep all others out.
func TestStreamIsNoTrial(t *testing.T) {
	c, _, pass := testCircuit()
	c.fail(t, 5)
	pass(openFor)
	if _, _, ok := c.allow(true); ok {
		t.Error("a stream passed as the trial")
	}
	if trial, _, ok := c.allow(false); !ok || !trial {
		t.Error("the place of the trial is taken")
	}
}
