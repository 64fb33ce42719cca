package child

import (
	"context"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/logs"
)

// TestBackoff starts what cannot be started for an hour, in time that is not real.
func TestBackoff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log, _ := safeLogger()
		var starts []time.Time
		var restarted atomic.Int64
		s := &Supervisor{Log: log, Restarted: func() { restarted.Add(1) }, Launch: func(context.Context) (Launch, error) {
			starts = append(starts, time.Now())
			return Launch{}, errors.New("it needs TOKEN")
		}}
		ctx, cancel := context.WithCancel(t.Context())
		go s.Run(ctx)
		time.Sleep(time.Hour)
		if status := s.Status(); status.State != Down || status.Reason != "it needs TOKEN" || status.Restarts != len(starts) || int(restarted.Load()) != len(starts) {
			t.Errorf("%+v after %d starts", status, len(starts))
		}
		cancel()
		synctest.Wait()
		if s.Status().State != Stopped {
			t.Error(s.Status())
		}
		want := 100 * time.Millisecond
		jitter := map[int64]bool{}
		for i := 1; i < len(starts); i++ {
			gap := starts[i].Sub(starts[i-1])
			if gap < want || gap > want+want/5 {
				t.Fatalf("pause %d is %v, want %v and up to a fifth more", i, gap, want)
			}
			jitter[int64(100*(gap-want)/want)] = true
			want = min(2*want, 30*time.Second)
		}
		if len(starts) < 100 || len(starts) > 130 || len(jitter) < 5 {
			t.Errorf("%d starts in an hour, %d kinds of jitter", len(starts), len(jitter))
		}
	})
}

func TestRestartSkipsThePause(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log, _ := safeLogger()
		var starts atomic.Int64
		s := &Supervisor{Log: log, Launch: func(context.Context) (Launch, error) { starts.Add(1); return Launch{}, errors.New("no") }}
		ctx, cancel := context.WithCancel(t.Context())
		go s.Run(ctx)
		time.Sleep(10 * time.Minute)
		before := starts.Load()
		s.Restart("its secrets have changed")
		s.Restart("said twice")
		synctest.Wait()
		if starts.Load() == before {
			t.Error("it is not started at once")
		}
		cancel()
		synctest.Wait()
	})
}

func TestWaitUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &Supervisor{}
		wait := func() (time.Duration, error) {
			began := time.Now()
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			err := s.WaitUp(ctx)
			return time.Since(began), err
		}
		if took, err := wait(); took != 10*time.Second || err == nil || !strings.Contains(err.Error(), "still starting") {
			t.Error("a first start is waited for:", took, err)
		}
		s.set(func(st *Status) { st.State, st.Reason, st.RetryAt = Down, "gone", time.Now().Add(20*time.Second) })
		if took, err := wait(); took != 0 || err == nil || err.Error() != "gone" {
			t.Error("a long pause is not waited for:", took, err)
		}
		s.set(func(st *Status) { st.RetryAt = time.Now().Add(300 * time.Millisecond) })
		go func() {
			time.Sleep(400 * time.Millisecond)
			s.set(func(st *Status) { st.State = Up })
		}()
		if took, err := wait(); took != 400*time.Millisecond || err != nil {
			t.Error("a restart is waited for:", took, err)
		}
		s.set(func(st *Status) { st.State = Stopped })
		if took, err := wait(); took != 0 || err == nil {
			t.Error("nothing comes after the end:", took, err)
		}
	})
}

// supervise runs real processes, which are ready at once.
func supervise(t *testing.T, script string, lost func()) (s *Supervisor, starts func() []time.Time, out *safe, stop func()) {
	t.Helper()
	var log *logs.Logger
	log, out = safeLogger()
	times := make(chan []time.Time, 1)
	times <- nil
	s = &Supervisor{Log: log, Grace: 200 * time.Millisecond, Lost: lost, Launch: func(context.Context) (Launch, error) {
		times <- append(<-times, time.Now())
		return shell(script), nil
	}, Ready: func(context.Context, *Process) error { return nil }}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { s.Run(ctx); close(done) }()
	stop = func() { cancel(); <-done }
	t.Cleanup(func() {
		stop()
		if t.Failed() {
			t.Log(out.String())
		}
	})
	starts = func() []time.Time {
		list := <-times
		times <- list
		return append([]time.Time{}, list...)
	}
	return s, starts, out, stop
}

func TestServersThatServedComeBackFast(t *testing.T) {
	var lost atomic.Int64
	s, starts, out, _ := supervise(t, "sleep 300", func() { lost.Add(1) })
	for pid, n := 0, 1; n <= 6; n++ {
		until(t, "the next is up", func() bool { st := s.Status(); return st.State == Up && st.PID != pid })
		pid = s.Status().PID
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
	until(t, "six pauses", func() bool { return strings.Count(out.String(), "retryMilliseconds") >= 6 })
	for i, found := range regexp.MustCompile(`"retryMilliseconds":(\d+)`).FindAllStringSubmatch(out.String(), -1) {
		if pause, _ := strconv.Atoi(found[1]); pause < 100 || pause > 300 {
			t.Errorf("pause %d is %d ms", i, pause)
		}
	}
	list := starts()
	for i := 1; i < len(list); i++ {
		if gap := list[i].Sub(list[i-1]); gap < 100*time.Millisecond {
			t.Errorf("gap %d is %v", i, gap)
		}
	}
	if lost.Load() < 6 || !strings.Contains(out.String(), "signal: killed") {
		t.Error(lost.Load(), s.Status())
	}
}

func TestSupervisorStops(t *testing.T) {
	s, _, _, stop := supervise(t, `trap '' TERM; sleep 300 & wait; sleep 300`, nil)
	until(t, "it is up", func() bool { return s.Status().State == Up })
	pid := s.Status().PID
	if pid == 0 || !alive(pid) || s.Status().Reason != "" {
		t.Fatal(s.Status())
	}
	began := time.Now()
	stop()
	if took := time.Since(began); took > hang || alive(pid) || s.Status().State != Stopped || s.Status().PID != 0 {
		t.Error(took, s.Status())
	}
}

func TestRestartOfOneThatRuns(t *testing.T) {
	s, starts, _, _ := supervise(t, "sleep 300", nil)
	until(t, "it is up", func() bool { return s.Status().State == Up })
	first := s.Status().PID
	s.Restart("its secrets have changed")
	until(t, "another is up", func() bool { st := s.Status(); return st.State == Up && st.PID != first })
	if len(starts()) != 2 || alive(first) || s.Status().Restarts != 1 {
		t.Error(starts(), s.Status())
	}
}

func TestNeverReady(t *testing.T) {
	log, _ := safeLogger()
	var pid atomic.Int64
	s := &Supervisor{Log: log, StartLimit: 200 * time.Millisecond, Grace: 100 * time.Millisecond,
		Launch: func(context.Context) (Launch, error) { return shell("sleep 300"), nil },
		Ready: func(ctx context.Context, p *Process) error {
			pid.Store(int64(p.PID))
			<-ctx.Done()
			return errors.New("no answer")
		}}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { s.Run(ctx); close(done) }()
	until(t, "the reason is told", func() bool { return strings.Contains(s.Status().Reason, "it did not become ready: no answer") })
	cancel()
	<-done
	if alive(int(pid.Load())) {
		t.Error("it still runs")
	}
}
