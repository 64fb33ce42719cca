package app

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/config"
)

func stopEnv(drain, accept int) map[string]string {
	return map[string]string{"MCP_ROUTER_DRAIN_SECONDS": strconv.Itoa(drain), "MCP_ROUTER_ACCEPT_SECONDS": strconv.Itoa(accept),
		"MCP_SECRET_H": `{"GITLAB_TOKEN":"gitlab-secret"}`}
}

// stopping is a router that is told to stop; its channel gives how long that took.
func (r *router) stopping() <-chan time.Duration {
	took, began := make(chan time.Duration, 1), time.Now()
	go func() {
		if code := r.stop(); code != OK {
			r.t.Error("exit code", code)
		}
		took <- time.Since(began)
	}()
	return took
}

func (r *router) later(body, path string) <-chan result {
	answer := make(chan result, 1)
	go func() { answer <- r.post(path, body) }()
	return answer
}

func slow(t time.Duration) string {
	return callTool("1", "sleep", fmt.Sprintf(`{"milliseconds":%d}`, t.Milliseconds()))
}

// drain is the limit of a stop, in seconds: far above what a stop takes that waits for nothing.
const drain = 113

var quick = callTool("1", "echo", `{"text":"hi"}`)

// refused says that nobody listens any longer.
func (r *router) refused() bool {
	status, text := r.get("/health")
	return status == 0 && strings.Contains(text, "refused")
}

func TestStopTimes(t *testing.T) {
	set := config.Process{Drain: 113 * time.Second, Accept: 10 * time.Second}
	for name, c := range map[string]struct {
		process config.Process
		d       config.Deployment
		want    times
	}{
		"a function behind an HTTP API": {config.Process{}, config.Deployment{Edge: "buffered"}, times{drain: 1500 * time.Millisecond}},
		"nothing said":                  {config.Process{}, config.Deployment{Edge: "streaming"}, times{drain: 20 * time.Second}},
		"a task":                        {set, config.Deployment{Edge: "streaming"}, times{drain: 113 * time.Second, accept: 10 * time.Second}},
		"behind a front":                {set, config.Deployment{Edge: "streaming", Role: "inner"}, times{113 * time.Second, 10 * time.Second, true}},
	} {
		if got := stopTimes(c.process, &c.d); got != c.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// A load balancer goes on sending for a while: what it sends is served, by servers that live as long as there are calls.
func TestStopServesWhatStillComes(t *testing.T) {
	r := start(t, object{"s": stdioServer(t), "h": fixture(t, "gitlab")}, object{"instances": object{"s": object{"server": "s"}, "h": object{"server": "h"}}},
		stopEnv(drain, 5)).ready("s", "h")
	request, _ := http.NewRequest("GET", r.url+"/s/mcp", nil)
	request.Header.Set("Accept", "text/event-stream")
	stream, err := http.DefaultClient.Do(request)
	if err != nil || stream.StatusCode != 200 {
		t.Fatal(stream, err)
	}
	defer func() { _ = stream.Body.Close() }()
	streamEnded := make(chan time.Time, 1)
	go func() {
		_, _ = stream.Body.Read(make([]byte, 1)) // its end
		streamEnded <- time.Now()
	}()
	first := []<-chan result{r.later(slow(8*time.Second), "/s/mcp"), r.later(slow(8*time.Second), "/h/mcp")}
	time.Sleep(200 * time.Millisecond)
	told := time.Now()
	took := r.stopping()
	time.Sleep(time.Second)
	if status, text := r.get("/health"); status != 503 || !strings.Contains(text, `"stopping"`) {
		t.Error("health:", status, text)
	}
	if status, text := r.get("/s/health"); status != 503 || !strings.Contains(text, `"state":"up"`) {
		t.Error("health of a server:", status, text)
	}
	response, err := http.Post(r.url+"/h/mcp", "application/json", strings.NewReader(quick))
	if err != nil || response.StatusCode != 200 || !response.Close {
		t.Fatal("a call that comes late, and the last on its connection:", response, err)
	}
	_ = response.Body.Close() // its status says enough
	late := r.later(slow(5*time.Second), "/h/mcp")
	if at := (<-streamEnded).Sub(told); at < 4900*time.Millisecond || at > far {
		t.Error("a stream ended after", at)
	}
	r.until("nobody listens", r.refused)
	for _, answer := range append(first, late) {
		if got := <-answer; got.status != 200 || !strings.Contains(got.body, "awake") {
			t.Error("a call under way:", got)
		}
	}
	if after := <-took; after > far {
		t.Error("waits on when the last call has ended:", after)
	}
}

func TestStopCutsWhatTakesTooLong(t *testing.T) {
	r := start(t, object{"s": stdioServer(t)}, object{"instances": one("s")}, stopEnv(2, 1)).ready("s")
	answer := r.waitingCall("1")
	took := r.stopping()
	if got := <-answer; got.status == 200 {
		t.Error(got)
	}
	if after := <-took; after < 1900*time.Millisecond {
		t.Error("stopped after", after)
	}
}

// Without variables, on a laptop and on Lambda, the door is closed at once.
func TestStopWithoutVariables(t *testing.T) {
	for edge, call := range map[string]time.Duration{"streaming": 2500 * time.Millisecond, "buffered": 10 * time.Second} {
		r := start(t, object{"s": stdioServer(t)}, object{"instances": one("s"), "edge": edge}, nil).ready("s")
		answer := r.later(slow(call), "/s/mcp")
		time.Sleep(200 * time.Millisecond)
		took := r.stopping()
		r.until(edge+": nobody listens", r.refused)
		if got := <-answer; (got.status == 200) != (edge == "streaming") {
			t.Error(edge, got)
		}
		<-took
	}
}

// All containers of a task are told at once. An inner router has to outlive its front, whenever that opens a connection.
func TestStopOfFrontAndInner(t *testing.T) {
	env := stopEnv(drain, 5)
	env["MCP_ROUTER_CHILD_PORT"] = freePort(t)
	inner := start(t, object{"s": stdioServer(t)}, object{"role": "inner", "instances": one("s")}, env).ready("s")
	other := start(t, object{"h": fixture(t, "gitlab")}, object{"role": "inner", "instances": object{"h": object{"server": "h"}}}, env).ready("h")
	front := start(t, object{}, object{"role": "front", "instances": object{"s": object{"server": "s", "upstream": inner.url},
		"h": object{"server": "h", "upstream": other.url}}}, env).ready("s", "h")
	calls := []<-chan result{front.later(slow(9*time.Second), "/s/mcp"), front.later(slow(9*time.Second), "/h/mcp")}
	time.Sleep(200 * time.Millisecond)
	told := time.Now()
	innerTook, otherTook := inner.stopping(), other.stopping() // these first: the worst order
	frontTook := front.stopping()
	time.Sleep(time.Second)
	if got := front.post("/h/mcp", quick); got.status != 200 {
		t.Error("a call that comes late:", got)
	}
	// Later than its own time to accept: only its front keeps it.
	time.Sleep(time.Until(told.Add(5500 * time.Millisecond)))
	front.until("nobody listens at the front", front.refused)
	for _, r := range []*router{inner, other} {
		if status, _ := r.get("/health"); status != 503 {
			t.Error("an inner router has gone before its front:", status)
		}
	}
	for _, answer := range calls {
		if got := <-answer; got.status != 200 || !strings.Contains(got.body, "awake") {
			t.Error("a call under way:", got)
		}
	}
	frontAt, innerAt, otherAt := <-frontTook, <-innerTook, <-otherTook
	if innerAt < frontAt || otherAt < frontAt || max(innerAt, otherAt) > far {
		t.Error("they stopped after", frontAt, innerAt, otherAt)
	}
}

// ECS stops the front first where it can: what is left has nobody to wait for.
func TestStopOfInnerAlone(t *testing.T) {
	inner := start(t, object{"s": stdioServer(t)}, object{"role": "inner", "instances": one("s")}, stopEnv(drain, 2)).ready("s")
	time.Sleep(2 * time.Second)
	for range 3 { // the check of its container is no front
		inner.get("/health")
	}
	if after := <-inner.stopping(); after > far {
		t.Error("waits for a front that is gone:", after)
	}
}

// process is a router of its own, which signals reach.
func process(t *testing.T, env map[string]string) (r *router, cmd *exec.Cmd) {
	t.Helper()
	port, dir := freePort(t), t.TempDir()
	servers, _ := json.Marshal(object{"servers": object{"s": stdioServer(t)}})
	file := filepath.Join(dir, "servers.json")
	if err := os.WriteFile(file, servers, 0o600); err != nil {
		t.Fatal(err)
	}
	deployment, _ := json.Marshal(object{"edge": "streaming", "access": object{"mode": "public"}, "instances": one("s")})
	r = &router{t: t, url: "http://127.0.0.1:" + port, out: &buffer{}}
	cmd = exec.Command(executable(t))
	cmd.Env = []string{"MCP_TEST_ROUTER=1", "MCP_ROUTER_HOST=127.0.0.1", "MCP_ROUTER_PORT=" + port, "MCP_ROUTER_CHILD_PORT=19950", "MCP_ROUTER_WRITABLE=" + dir,
		"MCP_ROUTER_SERVERS_FILE=" + file, "MCP_ROUTER_DEPLOYMENT=" + string(deployment), "PATH=" + os.Getenv("PATH"), "GORACE=atexit_sleep_ms=0"}
	for name, value := range env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	cmd.Stdout, cmd.Stderr = r.out, r.out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }) // it may have ended
	return r.ready("s"), cmd
}

func TestSecondSignal(t *testing.T) {
	r, cmd := process(t, stopEnv(drain, 5))
	found := regexp.MustCompile(`"pid":(\d+)`).FindStringSubmatch(r.out.String())
	if found == nil {
		t.Fatal("no server was started")
	}
	answer := r.waitingCall("1")
	_ = cmd.Process.Signal(syscall.SIGINT) // of the terminal
	time.Sleep(100 * time.Millisecond)
	_ = cmd.Process.Signal(syscall.SIGTERM) // of what started it
	time.Sleep(echo + 100*time.Millisecond)
	if got := r.post("/s/mcp", quick); got.status != 200 {
		t.Error("two at once count as one:", got)
	}
	began := time.Now()
	_ = cmd.Process.Signal(syscall.SIGTERM)
	_ = cmd.Wait() // its code is seen below
	if took := time.Since(began); took > far || cmd.ProcessState.ExitCode() != Failed {
		t.Error(took, cmd.ProcessState)
	}
	if got := <-answer; got.status == 200 {
		t.Error(got)
	}
	pid, _ := strconv.Atoi(found[1])
	r.until("its server has ended", func() bool { return syscall.Kill(pid, 0) != nil })
}
