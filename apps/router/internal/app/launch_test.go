package app

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// TestImageEntrypoints starts servers as images of others name them: relative to a working directory, and by PATH.
func TestImageEntrypoints(t *testing.T) {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(executable(t), filepath.Join(dir, "server")); err != nil {
		t.Fatal(err)
	}
	made := func(command, path string) object {
		server := stdioServer(t)
		server["command"], server["workingDirectory"] = []string{command}, dir
		if path != "" {
			server["variables"] = object{"MCP_STUB": "stdio", "PATH": path}
		}
		return server
	}
	r := start(t, object{"relative": made("./server", ""), "found": made("server", "/no/such:"+dir), "lost": made("server", "/no/such")},
		object{"instances": object{"relative": object{"server": "relative"}, "found": object{"server": "found"}, "lost": object{"server": "lost"}}}, nil).ready("relative", "found")
	for _, name := range []string{"relative", "found"} {
		if got := r.post("/"+name+"/mcp", callTool("1", "where", "{}")); !strings.Contains(got.body, `"`+dir+`"`) {
			t.Error(name, got)
		}
	}
	if _, body := r.get("/lost/health"); !strings.Contains(body, "its program server is not in its PATH, /no/such") {
		t.Error(body)
	}
}

// TestProcessOne is the router as process 1 of a container: it reaps what its servers leave behind. The test runs itself
// again in a PID namespace.
func TestProcessOne(t *testing.T) {
	if os.Getpid() != 1 {
		self := executable(t)
		namespace := []string{"--pid", "--fork", "--kill-child", "--mount-proc"}
		if os.Getuid() != 0 {
			namespace = append(namespace, "--user", "--map-root-user")
		}
		if err := exec.Command("unshare", append(namespace, "true")...).Run(); err != nil {
			if os.Getenv("CI") == "true" {
				t.Fatal("no PID namespace: ", err)
			}
			t.Skip("no PID namespace here: ", err)
		}
		out, err := exec.Command("unshare", append(namespace, self, "-test.run=^TestProcessOne$", "-test.v")...).CombinedOutput()
		if err != nil || !strings.Contains(string(out), "--- PASS: TestProcessOne") {
			t.Errorf("%v: %s", err, tail(string(out), 4000))
		}
		return
	}
	r := start(t, object{"s": stdioServer(t)}, object{"instances": one("s")}, nil).ready("s")
	zombies := func() (n int) {
		entries, _ := os.ReadDir("/proc")
		for _, entry := range entries {
			if _, err := strconv.Atoi(entry.Name()); err != nil {
				continue
			}
			raw, _ := os.ReadFile("/proc/" + entry.Name() + "/stat")
			if _, after, found := strings.Cut(string(raw), ") "); found && after[0] == 'Z' {
				n++
			}
		}
		return n
	}
	seen := 0
	for range 20 {
		if got := r.post("/s/mcp", callTool("1", "orphan", "{}")); got.status != 200 || !strings.Contains(got.body, `"text":""`) {
			t.Fatal(got)
		}
	}
	for deadline := time.Now().Add(3 * time.Second); time.Now().Before(deadline) && (seen == 0 || zombies() > 0); time.Sleep(time.Millisecond) {
		seen = max(seen, zombies())
	}
	if n := zombies(); n > 0 || seen == 0 {
		t.Errorf("%d processes wait to be reaped; there were %d", n, seen)
	}
	if got := r.post("/s/mcp", callTool("1", "echo", `{"text":"alive"}`)); got.status != 200 {
		t.Error(got)
	}
}
