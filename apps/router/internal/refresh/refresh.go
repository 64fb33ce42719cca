// Package refresh reads again what can change, when a request finds it old.
package refresh

import (
	"context"
	"sync"
	"time"
)

const (
	// retry is the longest pause after a failure.
	retry = 30 * time.Second
	// patience is how long a request waits for a reading; then it is served with what was read before.
	patience = 2 * time.Second
)

// Source is something that was read at the start and is read again.
//
// Requests ask for it. A function is frozen between two invocations: a timer of its own would run late or in the middle
// of a freeze, and a reading that nobody waits for would be cut in two by the next one.
type Source struct {
	// Context ends with the router; a reading goes on when the request that asked for it has ended.
	Context context.Context
	// Read reads and applies. After an error, what was read before stays.
	Read func(context.Context) error
	// Every is the age at which it is read again. 0: never.
	Every time.Duration
	// Failed is told each failure, and whether it is the first of a row.
	Failed func(err error, first bool)

	mu      sync.Mutex
	due     time.Time
	under   chan struct{}
	failing bool
	now     func() time.Time
}

// clock is that of the wall: the other may stand still while a function is frozen.
func (s *Source) clock() time.Time {
	if s.now != nil {
		return s.now()
	}
	return time.Now().Round(0)
}

// Fresh says that it has been read just now.
func (s *Source) Fresh() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failing = false
	if s.Every > 0 {
		s.due = s.clock().Add(s.Every)
	}
}

// Renew has it read if it is old, once at a time. The channel is closed when that is done; nil: there is nothing to wait for.
func (s *Source) Renew() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.under != nil {
		return s.under
	}
	// A clock that was set back would put it off for long.
	if wait := s.due.Sub(s.clock()); s.due.IsZero() || wait > 0 && wait <= s.Every {
		return nil
	}
	done := make(chan struct{})
	s.under = done
	go func() {
		defer close(done)
		s.end(s.Read(s.Context))
	}()
	return done
}

func (s *Source) end(err error) {
	if err == nil {
		s.Fresh()
	}
	s.mu.Lock()
	s.under = nil
	first := err != nil && !s.failing
	if err != nil {
		s.failing = true
		s.due = s.clock().Add(min(s.Every, retry))
	}
	s.mu.Unlock()
	if err != nil && s.Context.Err() == nil && s.Failed != nil {
		s.Failed(err, first)
	}
}

// Wait returns when all readings are done, the request has ended, or it has waited for long enough.
func Wait(ctx context.Context, readings ...<-chan struct{}) {
	var timer *time.Timer
	for _, reading := range readings {
		if reading == nil {
			continue
		}
		if timer == nil {
			timer = time.NewTimer(patience)
			defer timer.Stop()
		}
		select {
		case <-reading:
		case <-ctx.Done():
			return
		case <-timer.C:
			return
		}
	}
}
