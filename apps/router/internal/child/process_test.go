package child

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/logs"
)

func TestMain(m *testing.M) {
	switch os.Getenv("CHILD_TEST") {
	case "reaper":
		os.Exit(reaper())
	case "memory":
		hold := bytes.Repeat([]byte{1}, 60<<20)
		fmt.Println("held", len(hold))
		time.Sleep(10 * time.Minute)
	}
	os.Exit(m.Run())
}

// safe is a buffer for several writers.
type safe struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safe) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safe) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func safeLogger() (*logs.Logger, *safe) {
	out := &safe{}
	return logs.New(logs.NewSink(out, "debug")), out
}

func shell(script string) Launch {
	return Launch{Command: []string{"/bin/sh", "-c", script}, Env: []string{"PATH=" + os.Getenv("PATH")}, Dir: "/"}
}

func begin(t *testing.T, l Launch) (*Process, *safe) {
	t.Helper()
	log, out := safeLogger()
	p, err := Start(l, log, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.Kill(); <-p.Done() })
	return p, out
}

// hang is longer than anything takes that does not hang, however slow the machine. What must not be waited for
// takes far longer still.
const hang = 30 * time.Second

func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(hang); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatal("never: " + what)
}

// alive says whether a process runs: what waits to be reaped does not.
func alive(pid int) bool {
	raw, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return false
	}
	state := raw[bytes.LastIndexByte(raw, ')')+2]
	return state != 'Z' && state != 'X'
}

// said waits for a number in the output, as in "child 123".
func said(t *testing.T, out *safe, word string) int {
	t.Helper()
	n := 0
	until(t, word, func() bool {
		_, after, found := strings.Cut(out.String(), `"message":"`+word+" ")
		if found {
			text, _, _ := strings.Cut(after, `"`)
			n, _ = strconv.Atoi(text)
		}
		return n > 0
	})
	return n
}

func TestEndsAndTellsHow(t *testing.T) {
	for script, want := range map[string]string{"exit 0": "exit status 0", "exit 7": "exit status 7", "kill -9 $$": "signal: killed"} {
		p, _ := begin(t, shell("sleep 0.05; "+script))
		if p.Err() != nil {
			t.Error("it still runs:", p.Err())
		}
		<-p.Done()
		if err := p.Err(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", script, err)
		}
	}
	log, _ := safeLogger()
	if _, err := Start(Launch{Command: []string{"/no/such/program"}}, log, nil); err == nil || !strings.Contains(err.Error(), "no such file") {
		t.Error(err)
	}
}

func TestStop(t *testing.T) {
	t.Run("it ends by itself when asked", func(t *testing.T) {
		p, out := begin(t, shell(`trap 'echo bye; exit 0' TERM; echo self $$; while :; do sleep 0.02; done`))
		said(t, out, "self")
		began := time.Now()
		p.Stop(10 * hang)
		if took := time.Since(began); took > hang || !strings.Contains(out.String(), "bye") || !strings.Contains(p.Err().Error(), "exit status 0") {
			t.Error(took, p.Err(), out)
		}
	})
	t.Run("it is killed after the grace, with those that it started", func(t *testing.T) {
		p, out := begin(t, shell(`trap '' TERM; sleep 300 & echo child $!; wait; sleep 300`))
		child := said(t, out, "child")
		began := time.Now()
		p.Stop(300 * time.Millisecond)
		if took := time.Since(began); took < 300*time.Millisecond || took > hang || !strings.Contains(p.Err().Error(), "killed") {
			t.Error(took, p.Err())
		}
		until(t, "its child has ended", func() bool { return !alive(child) })
	})
	t.Run("a stdio server ends with its input", func(t *testing.T) {
		l := shell(`echo self $$ >&2; cat >/dev/null; exit 7`)
		l.Stdio = true
		p, out := begin(t, l)
		said(t, out, "self")
		p.Stop(5 * time.Second)
		if !strings.Contains(p.Err().Error(), "exit status 7") {
			t.Error("it was not given the time:", p.Err())
		}
	})
	t.Run("a stdio server that goes on is told, then killed", func(t *testing.T) {
		for script, c := range map[string]struct {
			grace time.Duration
			want  string
		}{"sleep 300": {hang, "terminated"}, "trap '' TERM; sleep 300": {400 * time.Millisecond, "killed"}} {
			l := shell(script + " & echo self $$ >&2; wait; sleep 300")
			l.Stdio = true
			p, out := begin(t, l)
			said(t, out, "self")
			began := time.Now()
			p.Stop(c.grace)
			if took := time.Since(began); took < min(c.grace/2, time.Second) || took > 2*hang || !strings.Contains(p.Err().Error(), c.want) {
				t.Error(script, took, p.Err())
			}
		}
	})
	t.Run("what has ended is left alone: its number can be another's", func(t *testing.T) {
		other, out := begin(t, shell(`echo self $$; sleep 300`))
		said(t, out, "self")
		ended, _ := begin(t, shell("exit 0"))
		<-ended.Done()
		ended.PID = other.PID
		ended.Kill()
		ended.Stop(0)
		time.Sleep(100 * time.Millisecond)
		if !alive(other.PID) {
			t.Error("another process was ended")
		}
	})
}

func TestWhatItStartedEndsWithIt(t *testing.T) {
	p, out := begin(t, shell(`sleep 300 & echo child $!; sleep 0.2; exit 3`))
	child := said(t, out, "child")
	<-p.Done()
	until(t, "its child has ended", func() bool { return !alive(child) })
}

// TestWhatLeftItsGroup holds the output open: the end of the process is told all the same.
func TestWhatLeftItsGroup(t *testing.T) {
	p, out := begin(t, shell(`setsid sh -c 'echo left $$; exec sleep 300' & sleep 0.2; exit 3`))
	left := said(t, out, "left")
	defer func() { _ = syscall.Kill(left, syscall.SIGKILL) }() // of this test
	select {
	case <-p.Done():
	case <-time.After(hang):
		t.Error("the end is not told")
	}
}

func TestLastOutput(t *testing.T) {
	p, out := begin(t, shell(`i=0; while [ $i -lt 300 ]; do echo "out $i"; echo "err $i" >&2; i=$((i+1)); done; printf 'no newline'`))
	<-p.Done()
	for _, want := range []string{`"stream":"stdout","message":"out 0"`, `"message":"out 299"`, `"stream":"stderr","message":"err 0"`, `"message":"err 299"`, `"message":"no newline"`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s is missing", want)
		}
	}
	l := shell(`i=0; while [ $i -lt 1000 ]; do echo "answer $i"; i=$((i+1)); done; echo "to the log" >&2`)
	l.Stdio = true
	p, out = begin(t, l)
	<-p.Done()
	raw, err := io.ReadAll(p.Out) // read only now: the pipe holds it
	if err != nil || !strings.HasSuffix(string(raw), "answer 999\n") || strings.Count(string(raw), "\n") != 1000 {
		t.Errorf("answers of a process that has ended: %d bytes, %v", len(raw), err)
	}
	if strings.Contains(out.String(), "answer") || !strings.Contains(out.String(), "to the log") {
		t.Error("MCP is not logged, errors are:", out)
	}
}

func TestMemoryOfTheWholeGroup(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	l := shell(fmt.Sprintf("%q & %q & wait", self, self))
	l.Env = append(l.Env, "CHILD_TEST=memory")
	p, out := begin(t, l)
	until(t, "both hold memory", func() bool { return strings.Count(out.String(), "held") == 2 })
	used := Resident(p.PID) >> 20
	if used < 120 || used > 600 {
		t.Errorf("two processes of 60 MiB and more use %d MiB", used)
	}
	if other := Resident(1 << 30); other != 0 {
		t.Error("a group that is not there uses", other)
	}
	over := make(chan string, 3)
	stopNever := WatchMemory(p, 0, func(why string) { over <- "without a limit: " + why })
	stopHigh := WatchMemory(p, 4096, func(why string) { over <- "below the limit: " + why })
	stopLow := WatchMemory(p, 100, func(why string) { over <- why })
	defer func() { stopNever(); stopHigh(); stopLow() }()
	select {
	case why := <-over:
		if !strings.Contains(why, "its limit is 100 MiB") {
			t.Error(why)
		}
	case <-time.After(hang):
		t.Error("nothing is told")
	}
	time.Sleep(700 * time.Millisecond)
	if len(over) > 0 {
		t.Error("told again:", <-over)
	}
}

func TestKillAll(t *testing.T) {
	stubborn := shell("trap '' TERM; echo ready; while :; do sleep 0.05; done")
	for range 2 {
		p, out := begin(t, stubborn)
		until(t, "it is ready", func() bool { return strings.Contains(out.String(), "ready") })
		defer func() {
			if !p.endsWithin(hang) {
				t.Error("it lives")
				p.Kill()
			}
		}()
	}
	KillAll()
}
