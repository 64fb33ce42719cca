package app

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestFullDisk fills the writable path and expects that everything that runs goes on. MCP_ROUTER_SMALL_DISK names a
// folder on a small file system of its own; test.sh mounts one.
func TestFullDisk(t *testing.T) {
	disk := os.Getenv("MCP_ROUTER_SMALL_DISK")
	if disk == "" {
		t.Skip("MCP_ROUTER_SMALL_DISK names no folder")
	}
	s := start(t, object{"gitlab": fixture(t, "gitlab"), "s": stdioServer(t)}, object{"instances": object{"gitlab": object{"server": "gitlab"}, "s": object{"server": "s"}}},
		map[string]string{"MCP_ROUTER_WRITABLE": disk, "MCP_SECRET_GITLAB": `{"GITLAB_TOKEN":"gitlab-secret"}`}).ready("gitlab", "s")
	fill(t, filepath.Join(disk, "filler"))
	check := func(when string) {
		for range 200 {
			for _, name := range []string{"gitlab", "s"} {
				if got := s.post("/"+name+"/mcp", callTool("1", "echo", `{"text":"alive"}`)); got.status != 200 || !strings.Contains(got.body, "alive") {
					t.Fatal(when, name, got)
				}
			}
		}
	}
	check("full:")
	for _, name := range []string{"gitlab", "s"} {
		list := pids(t, s.out.Events(), name)
		if err := syscall.Kill(list[len(list)-1], syscall.SIGKILL); err != nil {
			t.Fatal(err)
		}
		s.until(name+" is restarted", func() bool { return len(pids(t, s.out.Events(), name)) > len(list) })
	}
	s.ready("gitlab", "s")
	check("restarted on a full disk:")
	if err := os.Remove(filepath.Join(disk, "filler")); err != nil {
		t.Fatal(err)
	}
	check("with room again:")
	s.until("log files are passed on again", func() bool { return strings.Contains(s.out.String(), `"file":"go-mcp-gitlab/go-mcp-gitlab-`) })
}

// TestNoPlaceToWrite starts where no folder can be made: the servers are down with a reason, the router answers.
func TestNoPlaceToWrite(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	r := start(t, object{"s": stdioServer(t)}, object{"instances": one("s")}, map[string]string{"MCP_ROUTER_WRITABLE": filepath.Join(file, "below")})
	r.until("health says why", func() bool {
		status, body := r.get("/health")
		return status == 503 && contains(body, "it needs to write to", "not a directory")
	})
	if got := r.post("/s/mcp", callTool("1", "echo", "{}")); got.status != 503 || got.header.Get("Retry-After") == "" {
		t.Error(got)
	}
}

func fill(t *testing.T, path string) {
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }() // full: nothing is left to be written
	block := make([]byte, 4096)
	for range 1 << 14 {
		if _, err := file.Write(block); errors.Is(err, syscall.ENOSPC) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
	t.Fatal("the file system is not small")
}
