package app

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/stub"
)

// TestFiveServersAreRepaired shows what a client sees of each fault that the package stub shows alone.
func TestFiveServersAreRepaired(t *testing.T) {
	r := startFive(t, nil).ready(five...)
	for _, name := range five {
		t.Run(name, func(t *testing.T) {
			path := "/" + name + "/mcp"
			for _, c := range []struct {
				fault, method, path, body string
				headers                   []string
				status                    int
				want                      string
			}{
				{"HEAD on health", "HEAD", "/" + name + "/health", "", nil, 200, ""},
				{"open, or any Authorization passes", "POST", path, callTool("1", "env", "{}"), []string{"Authorization", "Bearer x", "X-MCP-Auth-Token", "x"}, 401, `"error"`},
				{"GET is answered in text", "GET", path, "", bearer(), 405, `"error"`},
				{"OPTIONS is refused", "OPTIONS", path, "", nil, 204, ""},
				{"200 for a notification", "POST", path, `{"jsonrpc":"2.0","method":"notifications/initialized"}`, bearer(), 202, ""},
				{"200 for bad JSON, without id", "POST", path, `{"jsonrpc":`, bearer(), 400, `"id":null`},
				{"jsonrpc is not checked", "POST", path, `{"id":1,"method":"ping"}`, bearer(), 400, "-32600"},
				{"batches are bad JSON", "POST", path, `[{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","id":2,"method":"ping"}]`, bearer(), 200, `"id":2`},
				{"an unknown method", "POST", path, `{"jsonrpc":"2.0","id":"x","method":"nope"}`, bearer(), 200, `-32601`},
				{"paths but its own", "POST", "/" + name + "/x/mcp", callTool("1", "env", "{}"), bearer(), 404, ""},
				{"POST to health", "POST", "/" + name + "/health", "", bearer(), 405, ""},
			} {
				if got := r.do(c.method, c.path, c.body, c.headers...); got.status != c.status || !strings.Contains(got.body, c.want) || c.want == "" && got.body != "" && c.status < 400 {
					t.Errorf("%s: got %+v, want %d %s", c.fault, got, c.status, c.want)
				}
			}
			has := len(stub.Five[name].Methods) > 0
			got := r.post(path, `{"jsonrpc":"2.0","id":1,"method":"resources/read","params":{"uri":"note://one"}}`, bearer()...)
			if strings.Contains(got.body, "a note") != has || strings.Contains(got.body, "-32601") == has {
				t.Error("resources/read:", got)
			}
			got = r.post(path, `{"jsonrpc":"2.0","id":1,"method":"prompts/get","params":{"name":"hello",`+modernMeta+`}}`,
				bearer("MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "prompts/get", "Mcp-Name", "hello")...)
			if strings.Contains(got.body, "say hello") != has || has != (got.status == 200) {
				t.Error("prompts/get of a modern client:", got)
			}
			if got := r.post(path, `{"jsonrpc":"2.0","id":1,"method":"tools/list"}`, bearer()...); strings.Contains(got.body, "change-something") == (name == "pagerduty") {
				t.Error("pagerduty writes where the flag says so, the others unless told otherwise:", got)
			}
			for i := range 6 {
				got := r.post(path, callTool("1", "echo", `{"text":"hi"}`), bearer()...)
				if limit := stub.Five[name].Limited && i == 5; got.status != 200 || strings.Contains(got.body, stub.RateLimit) != limit || strings.Contains(got.body, `"isError":true`) != limit {
					t.Errorf("call %d: %+v", i+1, got)
				}
			}
			log := `"file":"go-mcp-` + name + `/go-mcp-` + name
			switch name {
			case "pagerduty":
				log = "listens on 127.0.0.1" // it has no log file
			case "servicenow":
				log = "request prompts/get" // its lines are on stderr too, where they may be read first
			}
			r.until("its log is passed on", func() bool { return linesWith(r.out.String(), `"server":"`+name+`"`, `"stream":`, log) > 0 })
		})
	}
	r.stop() // its last lines are written
	for _, name := range []string{"gitlab", "servicenow"} {
		if lines := linesWith(r.out.String(), `"server":"`+name+`"`, `"stream":`, "request nope"); lines != 1 {
			t.Errorf("%s: what it writes to its log, or there and to stderr, is passed on once: %d lines", name, lines)
		}
	}
}

func linesWith(text string, parts ...string) (count int) {
	for line := range strings.Lines(text) {
		if contains(line, parts...) {
			count++
		}
	}
	return count
}

// TestFiveServersSayWhatIsMissing: not an exit code, but the name of what is missing, of each of them at once.
func TestFiveServersSayWhatIsMissing(t *testing.T) {
	servers, instances := object{}, object{}
	for _, name := range five {
		servers[name], instances[name] = fixture(t, name), object{"server": name}
	}
	r := start(t, servers, object{"instances": instances}, nil)
	for name, want := range map[string]string{"atlassian": "JIRA_URL", "dynatrace": "DT_ENVIRONMENT", "gitlab": "GITLAB_TOKEN",
		"pagerduty": "PAGERDUTY_USER_API_KEY", "servicenow": "SERVICENOW_INSTANCE_URL"} {
		r.until(name+" says "+want, func() bool {
			status, body := r.get("/" + name + "/health")
			return status == 503 && contains(body, "it needs", want)
		})
	}
}

// TestFiveServersWaitForNoNetwork: dynatrace ends with 2 where its environment does not answer. The others live, and it
// comes up when there is an answer.
func TestFiveServersWaitForNoNetwork(t *testing.T) {
	var reachable atomic.Bool
	vendor := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !reachable.Load() {
			panic(http.ErrAbortHandler) // the connection ends without an answer
		}
		if r.FormValue("client_secret") == "dynatrace-secret" {
			_, _ = io.WriteString(w, `{"access_token":"of-sso"}`) // it reads
		}
	}))
	defer vendor.Close()
	r := start(t, object{"dynatrace": fixture(t, "dynatrace"), "gitlab": fixture(t, "gitlab")}, object{"instances": object{
		"gitlab": object{"server": "gitlab"},
		"dynatrace": object{"server": "dynatrace", "settings": object{"DT_ENVIRONMENT": vendor.URL, "DT_SSO_URL": vendor.URL + "/sso",
			"DT_ACCOUNT_URN": "urn:x"}}}},
		map[string]string{"MCP_SECRET_GITLAB": `{"GITLAB_TOKEN":"x"}`, "MCP_SECRET_DYNATRACE": `{"OAUTH_CLIENT_ID":"i","OAUTH_CLIENT_SECRET":"dynatrace-secret"}`}).ready("gitlab")
	r.until("health says why", func() bool {
		status, body := r.get("/health")
		return status == 200 && contains(body, `"status":"degraded"`, "exit status 2")
	})
	reachable.Store(true)
	r.ready("dynatrace")
	if strings.Contains(r.out.String(), "dynatrace-secret") {
		t.Error("a secret is in the log")
	}
}

// TestFiveServersKeepCallersApart: the header that gitlab keeps in one variable for all does not reach it.
func TestFiveServersKeepCallersApart(t *testing.T) {
	r := start(t, object{"gitlab": fixture(t, "gitlab")}, object{"instances": object{"gitlab": object{"server": "gitlab"}}},
		map[string]string{"MCP_SECRET_GITLAB": `{"GITLAB_TOKEN":"of-the-deployment"}`}).ready("gitlab")
	var group sync.WaitGroup
	for _, caller := range []string{"of-a", "of-b"} {
		group.Go(func() {
			got := r.post("/gitlab/mcp", callTool("1", "whoever", `{"milliseconds":200}`), "X-GitLab-Token", caller)
			if !strings.Contains(got.body, "of-the-deployment") {
				t.Error(caller, got)
			}
		})
	}
	group.Wait()
	server := fixture(t, "gitlab")
	server["passHeaders"] = []string{"X-GitLab-Token"}
	r = start(t, object{"gitlab": server}, object{"instances": object{"gitlab": object{"server": "gitlab"}}},
		map[string]string{"MCP_SECRET_GITLAB": `{"GITLAB_TOKEN":"of-the-deployment"}`, "MCP_ROUTER_CHILD_PORT": "18281"}).ready("gitlab")
	if got := r.post("/gitlab/mcp", callTool("1", "whoever", "{}"), "X-GitLab-Token", "of-a"); !strings.Contains(got.body, "of-a") {
		t.Error("where servers.json says that it is passed on:", got)
	}
}

// TestFiveServersWriteWhereTold: what no variable turns on is a setting all the same.
func TestFiveServersWriteWhereTold(t *testing.T) {
	r := start(t, object{"pagerduty": fixture(t, "pagerduty")}, object{"instances": object{"pagerduty": object{"server": "pagerduty",
		"settings": object{"--enable-write-tools": "true"}}}}, map[string]string{"MCP_SECRET_PAGERDUTY": `{"PAGERDUTY_USER_API_KEY":"x"}`}).ready("pagerduty")
	if got := r.post("/pagerduty/mcp", `{"jsonrpc":"2.0","id":1,"method":"tools/list"}`); !strings.Contains(got.body, "change-something") {
		t.Error(got)
	}
}

// TestPlainText: a server that calls its JSON text/plain. None of the five does so but in refusals.
func TestPlainText(t *testing.T) {
	server := fixture(t, "gitlab")
	server["variables"] = object{"MCP_STUB": "plain"}
	server["auth"] = "none"
	r := start(t, object{"s": server}, object{"instances": one("s")}, map[string]string{"MCP_SECRET_S": `{"GITLAB_TOKEN":"x"}`}).ready("s")
	if got := r.post("/s/mcp", callTool("1", "echo", `{"text":"hi"}`)); got.status != 200 || got.header.Get("Content-Type") != "application/json" || !strings.Contains(got.body, "hi") {
		t.Error(got)
	}
	if got := r.modern("/s/mcp", "1", "tools/call", "echo", `"name":"echo","arguments":{"text":"hi"}`); got.status != 200 || got.header.Get("Content-Type") != "application/json" || !strings.Contains(got.body, "hi") {
		t.Error(got)
	}
}
