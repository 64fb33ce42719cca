// Package child runs the servers' processes: start, stop, restart, their output, log files and memory.
package child

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/logs"
)

// Launch is one start of a program.
type Launch struct {
	Command []string
	Env     []string
	Dir     string
	// Stdio: its input and output carry MCP; only its errors are log lines.
	Stdio bool
	// MemoryMiB restarts it when it uses more. 0: not watched.
	MemoryMiB int
}

// Process is a running program and those that it started, as one process group.
type Process struct {
	PID int
	// In and Out are its input and output where Stdio is set.
	In, Out *os.File
	done    chan struct{}
	err     error
	output  sync.WaitGroup
}

// own holds the processes that Wait is called for, so that the reaper leaves them alone.
var own = struct {
	sync.Mutex
	pids map[int]bool
}{pids: map[int]bool{}}

// Start runs the program. tag gives fields for its log lines.
func Start(l Launch, log *logs.Logger, tag func() []any) (*Process, error) {
	cmd := exec.Command(l.Command[0], l.Command[1:]...)
	cmd.Env, cmd.Dir = l.Env, l.Dir
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	p := &Process{done: make(chan struct{})}
	var theirs, ours []*os.File
	pipe := func(forChild int) (mine, child *os.File) {
		r, w, err := os.Pipe()
		if err != nil {
			return nil, nil
		}
		if forChild == 0 {
			mine, child = w, r
		} else {
			mine, child = r, w
		}
		theirs, ours = append(theirs, child), append(ours, mine)
		return mine, child
	}
	closeAll := func(list []*os.File) {
		for _, f := range list {
			_ = f.Close() // a pipe
		}
	}
	out, childOut := pipe(1)
	errs, childErr := pipe(2)
	if childOut == nil || childErr == nil {
		closeAll(append(theirs, ours...))
		return nil, errors.New("no pipe for its output: too many open files")
	}
	cmd.Stdout, cmd.Stderr = childOut, childErr
	if l.Stdio {
		var childIn *os.File
		if p.In, childIn = pipe(0); childIn == nil {
			closeAll(append(theirs, ours...))
			return nil, errors.New("no pipe for its input: too many open files")
		}
		cmd.Stdin, p.Out = childIn, out
	}
	own.Lock()
	err := cmd.Start()
	if err == nil {
		own.pids[cmd.Process.Pid] = true
	}
	own.Unlock()
	closeAll(theirs)
	if err != nil {
		closeAll(ours)
		return nil, err
	}
	p.PID = cmd.Process.Pid
	p.output.Go(func() { logs.Copy(errs, log.Output().With("stream", "stderr"), tag) })
	if !l.Stdio {
		p.output.Go(func() { logs.Copy(out, log.Output().With("stream", "stdout"), tag) })
	}
	go func() {
		err := cmd.Wait()
		own.Lock()
		delete(own.pids, p.PID)
		own.Unlock()
		// What it started must not outlive it, nor hold its pipes.
		_ = syscall.Kill(-p.PID, syscall.SIGKILL) // the group may be empty
		waitAtMost(&p.output, lastOutput)
		if p.Out != nil {
			// Its last answers can still be in the pipe, which has an end now: it is read to there.
			ours = slices.DeleteFunc(ours, func(f *os.File) bool { return f == p.Out })
			time.AfterFunc(lastOutput, func() { _ = p.Out.Close() })
		}
		closeAll(ours)
		p.err = ended(err)
		close(p.done)
	}()
	return p, nil
}

// lastOutput is how long the output of a process that has ended is read: what left its group could hold it open.
const lastOutput = time.Second

func waitAtMost(group *sync.WaitGroup, limit time.Duration) {
	done := make(chan struct{})
	go func() { group.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(limit):
	}
}

func ended(err error) error {
	if err == nil {
		return errors.New("server process ended: exit status 0")
	}
	return fmt.Errorf("server process ended: %w", err)
}

// Done is closed when the program has ended.
func (p *Process) Done() <-chan struct{} { return p.done }

// Err says how it ended; nil while it runs.
func (p *Process) Err() error {
	select {
	case <-p.done:
		return p.err
	default:
		return nil
	}
}

// Stop asks it to end, and kills it after the grace. A stdio server is asked as MCP says: by the end of its input first.
func (p *Process) Stop(grace time.Duration) {
	if p.In != nil {
		_ = p.In.Close() // it may be closed
		quiet := min(grace/2, time.Second)
		if grace -= quiet; p.endsWithin(quiet) {
			return
		}
	}
	p.signal(syscall.SIGTERM)
	if !p.endsWithin(grace) {
		p.Kill()
		<-p.done
	}
}

func (p *Process) endsWithin(limit time.Duration) bool {
	select {
	case <-p.done:
		return true
	case <-time.After(limit):
		return false
	}
}

// Kill ends it at once.
func (p *Process) Kill() { p.signal(syscall.SIGKILL) }

// KillAll ends all programs at once.
func KillAll() {
	own.Lock()
	defer own.Unlock()
	for pid := range own.pids {
		_ = syscall.Kill(-pid, syscall.SIGKILL) // it may be ending
	}
}

// signal reaches its group, unless it has ended: its number can be another's by then.
func (p *Process) signal(s syscall.Signal) {
	select {
	case <-p.done:
	default:
		_ = syscall.Kill(-p.PID, s) // it may be ending
	}
}
