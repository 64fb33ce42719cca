package child

import (
	"bytes"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"
)

// WatchMemory looks at the resident memory of the process and its descendants twice a second.
func WatchMemory(p *Process, limitMiB int, over func(why string)) (stop func()) {
	if limitMiB == 0 {
		return func() {}
	}
	done := make(chan struct{})
	go func() {
		ticker := time.NewTicker(500 * time.Millisecond)
		defer ticker.Stop()
		for {
			select {
			case <-done:
				return
			case <-p.Done():
				return
			case <-ticker.C:
				if used := Resident(p.PID) >> 20; used > int64(limitMiB) {
					over(fmt.Sprintf("it uses %d MiB of memory, its limit is %d MiB", used, limitMiB))
					return
				}
			}
		}
	}()
	return func() { close(done) }
}

// Resident is the memory of a process group in bytes.
func Resident(group int) int64 {
	var total int64
	for _, s := range allProcesses() {
		if s.group == group {
			total += s.resident
		}
	}
	return total * int64(os.Getpagesize())
}

type stat struct {
	pid, parent, group int
	state              byte
	resident           int64
}

func allProcesses() []stat {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var list []stat
	for _, entry := range entries {
		pid, err := strconv.Atoi(entry.Name())
		if err != nil {
			continue
		}
		raw, err := os.ReadFile("/proc/" + entry.Name() + "/stat")
		if err != nil {
			continue
		}
		// The name in brackets can hold spaces and brackets: the fields start after the last one.
		end := bytes.LastIndexByte(raw, ')')
		if end < 0 {
			continue
		}
		fields := bytes.Fields(raw[end+1:])
		if len(fields) < 22 {
			continue
		}
		s := stat{pid: pid, state: fields[0][0]}
		s.parent, _ = strconv.Atoi(string(fields[1]))
		s.group, _ = strconv.Atoi(string(fields[2]))
		s.resident, _ = strconv.ParseInt(string(fields[21]), 10, 64)
		list = append(list, s)
	}
	return list
}

// Reap collects processes whose parent has died and that became children of this one, as process 1 has to.
func Reap(stop <-chan struct{}) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGCHLD)
	defer signal.Stop(signals)
	for {
		select {
		case <-stop:
			return
		case <-signals:
			// Ends come in flocks; and a process just started is registered by then.
			time.Sleep(100 * time.Millisecond)
			reapOnce()
		}
	}
}

func reapOnce() {
	self := os.Getpid()
	for _, s := range allProcesses() {
		if s.parent != self || s.state != 'Z' {
			continue
		}
		own.Lock()
		if !own.pids[s.pid] {
			_, _ = syscall.Wait4(s.pid, nil, syscall.WNOHANG, nil) // gone already is as good
		}
		own.Unlock()
	}
}
