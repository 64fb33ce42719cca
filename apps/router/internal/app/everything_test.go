package app

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestServerEverything runs the reference server of npm over stdio. MCP_ROUTER_EVERYTHING names its folder, the one
// that holds node_modules; test.sh makes it.
func TestServerEverything(t *testing.T) {
	folder := os.Getenv("MCP_ROUTER_EVERYTHING")
	node, err := exec.LookPath("node")
	if folder == "" || err != nil {
		t.Skip("MCP_ROUTER_EVERYTHING names no folder, or there is no node")
	}
	server := fixture(t, "everything")
	server["command"] = []string{node, folder + "/node_modules/.bin/mcp-server-everything"}
	private := fixture(t, "everything")
	private["command"] = server["command"]
	private["sessions"] = "per-client"
	r := start(t, object{"everything": server, "private": private},
		object{"instances": object{"everything": object{"server": "everything"}, "private": object{"server": "private"}}}, nil).ready("everything", "private")
	list := r.modern("/everything/mcp", "1", "tools/list", "", "")
	if list.status != 200 || strings.Count(list.body, `"inputSchema"`) < 10 || !strings.Contains(list.body, `"ttlMs":0`) {
		t.Error(list)
	}
	long := r.post("/everything/mcp", `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"trigger-long-running-operation","arguments":{"duration":1,"steps":4},"_meta":{"progressToken":"p"}}}`)
	if strings.Count(long.body, `"progressToken":"p"`) != 4 || !strings.Contains(long.body, `"id":1`) {
		t.Error(long)
	}
	if got := r.modern("/everything/mcp", "2", "prompts/get", "simple-prompt", `"name":"simple-prompt"`); got.status != 200 {
		t.Error(got)
	}
	if got := r.modern("/everything/mcp", "3", "resources/list", "", ""); got.status != 200 || !strings.Contains(got.body, `"cacheScope":"private"`) {
		t.Error(got)
	}
	got := r.post("/private/mcp", `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{"roots":{}},"clientInfo":{"name":"t","version":"1"}}}`)
	session := got.header.Get("Mcp-Session-Id")
	if session == "" {
		t.Fatal(got)
	}
	r.post("/private/mcp", `{"jsonrpc":"2.0","method":"notifications/initialized"}`, "Mcp-Session-Id", session)
	if got := r.post("/private/mcp", callTool(`"x"`, "echo", `{"message":"hello"}`), "Mcp-Session-Id", session); !strings.Contains(got.body, "Echo: hello") {
		t.Error(got)
	}
}
