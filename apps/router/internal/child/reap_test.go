package child

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// reaper is what the test binary does as the process to which orphans come, as process 1 of a container is.
func reaper() int {
	const setChildSubreaper = 36
	if _, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, setChildSubreaper, 1, 0); errno != 0 {
		fmt.Println("no subreaper:", errno)
		return 3
	}
	stop := make(chan struct{})
	if os.Getenv("REAP") != "no" {
		go Reap(stop)
	}
	log, _ := safeLogger()
	wrong := 0
	var mu sync.Mutex
	var group sync.WaitGroup
	for worker := range 4 {
		group.Go(func() {
			for range 10 {
				// One of its children is killed with it, the other has left its group.
				p, err := Start(shell(fmt.Sprintf("sleep 0.05 & setsid sleep 0.1 & exit %d", worker+1)), log, nil)
				if err == nil {
					<-p.Done()
				}
				if err != nil || !strings.HasSuffix(p.Err().Error(), fmt.Sprintf("exit status %d", worker+1)) {
					mu.Lock()
					wrong++
					mu.Unlock()
				}
			}
		})
	}
	group.Wait()
	zombies := func() (n int) {
		for _, s := range allProcesses() {
			if s.parent == os.Getpid() && s.state == 'Z' {
				n++
			}
		}
		return n
	}
	time.Sleep(300 * time.Millisecond) // those that left their groups end
	for deadline := time.Now().Add(hang); (zombies() > 0) != (os.Getenv("REAP") == "no") && time.Now().Before(deadline); {
		time.Sleep(50 * time.Millisecond)
	}
	close(stop)
	fmt.Printf("zombies: %d, wrong exit codes: %d\n", zombies(), wrong)
	return 0
}

func TestReap(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	run := func(reap string) string {
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), "CHILD_TEST=reaper", "REAP="+reap, "GORACE=atexit_sleep_ms=0")
		out, err := cmd.CombinedOutput()
		if strings.Contains(string(out), "no subreaper") && os.Getenv("CI") != "true" {
			t.Skip(string(out))
		}
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return string(out)
	}
	if got := run("yes"); got != "zombies: 0, wrong exit codes: 0\n" {
		t.Error("with the reaper:", got)
	}
	if got := run("no"); strings.Contains(got, "zombies: 0,") || !strings.Contains(got, "wrong exit codes: 0") {
		t.Error("the test sees no orphans:", got)
	}
}
