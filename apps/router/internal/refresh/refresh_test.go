package refresh

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// source is one with a clock of its own, read through a channel of results.
func source(every time.Duration) (s *Source, pass func(time.Duration), results chan error, reads func() int) {
	var mu sync.Mutex
	now, count := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), 0
	results = make(chan error, 10)
	s = &Source{Context: context.Background(), Every: every, now: func() time.Time { mu.Lock(); defer mu.Unlock(); return now },
		Read: func(context.Context) error { mu.Lock(); count++; mu.Unlock(); return <-results }}
	pass = func(d time.Duration) { mu.Lock(); now = now.Add(d); mu.Unlock() }
	reads = func() int { mu.Lock(); defer mu.Unlock(); return count }
	return s, pass, results, reads
}

func TestReadAgainOnlyWhenAskedAndOld(t *testing.T) {
	s, pass, results, reads := source(time.Minute)
	pass(time.Hour)
	if s.Renew() != nil {
		t.Error("before the first reading there is nothing to read again")
	}
	s.Fresh()
	pass(59 * time.Second)
	if s.Renew() != nil {
		t.Error("it is not old")
	}
	pass(time.Hour) // frozen
	if reads() != 0 {
		t.Error("nobody has asked")
	}
	first, second := s.Renew(), s.Renew()
	if first == nil || first != second {
		t.Error("two at a time")
	}
	results <- nil
	<-first
	if s.Renew() != nil || reads() != 1 {
		t.Error("read", reads(), "times")
	}
	pass(-24 * time.Hour)
	if again := s.Renew(); again == nil {
		t.Error("a clock that was set back puts it off")
	} else {
		results <- nil
		<-again
	}
}

func TestNeverAgain(t *testing.T) {
	s, pass, _, reads := source(0)
	s.Fresh()
	pass(1000 * time.Hour)
	if s.Renew() != nil || reads() != 0 {
		t.Error("it is read again")
	}
}

func TestFailures(t *testing.T) {
	s, pass, results, _ := source(time.Hour)
	var told []bool
	s.Failed = func(_ error, first bool) { told = append(told, first) }
	s.Fresh()
	pass(2 * time.Hour)
	for i, err := range []error{errors.New("a"), errors.New("b"), nil, errors.New("c")} {
		results <- err
		done := s.Renew()
		if done == nil {
			t.Fatal(i)
		}
		<-done
		if s.Renew() != nil {
			t.Error("again at once")
		}
		if pass(retry); err == nil {
			if s.Renew() != nil {
				t.Error("success is not read again after the pause of a failure")
			}
			pass(time.Hour)
		}
	}
	if len(told) != 3 || !told[0] || told[1] || !told[2] {
		t.Error(told)
	}
}

func TestWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		done, never := make(chan struct{}), make(chan struct{})
		close(done)
		began := time.Now()
		Wait(t.Context(), nil, done, nil)
		if took := time.Since(began); took != 0 {
			t.Error("waits for nothing:", took)
		}
		Wait(t.Context(), done, never)
		if took := time.Since(began); took != patience {
			t.Error("waits", took)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		began = time.Now()
		Wait(ctx, never)
		if took := time.Since(began); took != 0 {
			t.Error("waits for a client that is gone:", took)
		}
	})
}
