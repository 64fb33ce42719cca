package child

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/logs"
)

// States of a server.
const (
	Starting = "starting"
	Up       = "up"
	Down     = "down"
	Stopped  = "stopped"
)

// Status is what health tells about a server.
type Status struct {
	State    string `json:"state"`
	Reason   string `json:"reason,omitempty"`
	Restarts int    `json:"restarts"`
	// RetryAt is when a server that is down is started again.
	RetryAt time.Time `json:"-"`
	PID     int       `json:"-"`
}

// Supervisor keeps one server's process running.
type Supervisor struct {
	// Launch says how to start it; it is asked before every start, since secrets can change.
	Launch func(context.Context) (Launch, error)
	// Ready returns when the process can serve; its context ends when the process does.
	Ready func(context.Context, *Process) error
	// Lost is told that a process which was ready is gone. Optional.
	Lost func()
	// Restarted counts. Optional.
	Restarted func()
	Log       *logs.Logger
	Tag       func() []any
	// StartLimit is how long it may take to become ready. 0: two minutes.
	StartLimit time.Duration
	// Grace is how long it may take to end. 0: five seconds.
	Grace time.Duration

	mu      sync.Mutex
	status  Status
	changed chan struct{}
	restart chan ErrRestart
}

// Backoff: a server that has been ready comes back fast, one that does not start is left alone longer and longer.
const (
	firstDelay  = 100 * time.Millisecond
	servedDelay = 250 * time.Millisecond
	longDelay   = 30 * time.Second
	steady      = 10 * time.Second
)

// ErrRestart says that the router itself ended the process. Planned: nothing was wrong with it.
type ErrRestart struct {
	Why     string
	Planned bool
}

func (e ErrRestart) Error() string { return e.Why }

func (s *Supervisor) init() {
	if s.changed == nil {
		s.changed = make(chan struct{})
		s.restart = make(chan ErrRestart, 1)
		s.status.State = Starting
	}
}

func (s *Supervisor) set(change func(*Status)) {
	s.mu.Lock()
	s.init()
	change(&s.status)
	close(s.changed)
	s.changed = make(chan struct{})
	s.mu.Unlock()
}

// Status returns the state now.
func (s *Supervisor) Status() Status {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.init()
	return s.status
}

// Restart ends the process, which is then started again.
func (s *Supervisor) Restart(why string) { s.end(ErrRestart{Why: why}) }

// Replace does so where nothing is wrong: it counts as no restart, and the next one is started at once.
func (s *Supervisor) Replace(why string) { s.end(ErrRestart{why, true}) }

func (s *Supervisor) end(why ErrRestart) {
	s.mu.Lock()
	s.init()
	s.mu.Unlock()
	select {
	case s.restart <- why:
	default:
	}
}

// patience is how long a caller waits for a server that is down: a restart after a crash is over by then.
const patience = time.Second

// WaitUp returns when the server is up. It gives up at once where the server is down for longer than a moment.
func (s *Supervisor) WaitUp(ctx context.Context) error {
	for {
		s.mu.Lock()
		s.init()
		status, changed := s.status, s.changed
		s.mu.Unlock()
		switch status.State {
		case Up:
			return nil
		case Stopped:
			return errors.New("the router is stopping")
		case Down:
			if time.Until(status.RetryAt) > patience {
				return errors.New(status.Reason)
			}
		}
		select {
		case <-changed:
		case <-ctx.Done():
			if status.Reason != "" {
				return errors.New(status.Reason)
			}
			return errors.New("it is still starting")
		}
	}
}

// Run starts the process again and again until the context ends; then it stops it and returns.
func (s *Supervisor) Run(ctx context.Context) {
	s.set(func(*Status) {})
	delay := firstDelay
	for ctx.Err() == nil {
		served, lived, err := s.once(ctx)
		if ctx.Err() != nil {
			break
		}
		var wanted ErrRestart
		if errors.As(err, &wanted) && wanted.Planned {
			delay = firstDelay
			continue
		}
		most := longDelay
		if served {
			most = servedDelay
		}
		if lived > steady || errors.As(err, &wanted) && served {
			delay = firstDelay
		}
		delay = min(delay, most)
		wait := delay + time.Duration(rand.Int64N(int64(delay)/5+1))
		delay *= 2
		s.Log.Warn("server is down", "reason", err.Error(), "retryMilliseconds", int(wait.Milliseconds()))
		s.set(func(status *Status) {
			status.State, status.Reason, status.PID = Down, err.Error(), 0
			status.RetryAt = time.Now().Add(wait)
			status.Restarts++
		})
		if s.Restarted != nil {
			s.Restarted()
		}
		select {
		case <-time.After(wait):
		case why := <-s.restart:
			s.Log.Info("starting at once", "reason", why.Why)
		case <-ctx.Done():
		}
	}
	s.set(func(status *Status) { status.State, status.Reason, status.PID = Stopped, "the router is stopping", 0 })
}

// once runs one process from start to end.
func (s *Supervisor) once(ctx context.Context) (served bool, lived time.Duration, err error) {
	limit, grace := s.StartLimit, s.Grace
	if limit == 0 {
		limit = 2 * time.Minute
	}
	if grace == 0 {
		grace = 5 * time.Second
	}
	startCtx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	launch, err := s.Launch(startCtx)
	if err != nil {
		return false, 0, err
	}
	began := time.Now()
	process, err := Start(launch, s.Log, s.Tag)
	if err != nil {
		return false, 0, fmt.Errorf("it cannot be started: %w", err)
	}
	s.Log.Info("server started", "pid", process.PID)
	stopWatching := WatchMemory(process, launch.MemoryMiB, func(why string) { s.Restart(why) })
	defer stopWatching()
	ready := make(chan error, 1)
	go func() { ready <- s.Ready(startCtx, process) }()
	for {
		select {
		case err := <-ready:
			if err != nil {
				process.Stop(grace)
				return false, 0, fmt.Errorf("it did not become ready: %w", err)
			}
			served, ready = true, nil
			s.Log.Info("server is ready", "milliseconds", int(time.Since(began).Milliseconds()))
			s.set(func(status *Status) { status.State, status.Reason, status.PID = Up, "", process.PID })
		case <-process.Done():
			cancel()
			s.set(func(status *Status) { status.State, status.Reason, status.PID = Starting, process.Err().Error(), 0 })
			if served && s.Lost != nil {
				s.Lost()
			}
			return served, time.Since(began), process.Err()
		case why := <-s.restart:
			s.Log.Warn("restarting server", "reason", why.Why)
			s.set(func(status *Status) { status.State, status.Reason = Starting, why.Why })
			process.Stop(grace)
			if served && s.Lost != nil {
				s.Lost()
			}
			return served, time.Since(began), why
		case <-ctx.Done():
			process.Stop(grace)
			return served, time.Since(began), ctx.Err()
		}
	}
}
