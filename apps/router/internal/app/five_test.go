package app

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

var five = []string{"atlassian", "dynatrace", "gitlab", "pagerduty", "servicenow"}

// startFive runs the stand-ins as their manifests say, as far as settings and secrets go that each of them needs.
func startFive(t testing.TB, more object) *router {
	vendor := httptest.NewServer(http.NotFoundHandler()) // dynatrace asks for any answer before it listens
	t.Cleanup(vendor.Close)
	servers, instances := object{}, object{}
	for _, name := range five {
		servers[name] = fixture(t, name)
		instances[name] = object{"server": name, "secret": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:mcp/dev/" + name}
	}
	instances["atlassian"].(object)["settings"] = object{"JIRA_URL": "https://jira.example.com", "JIRA_USERNAME": "u"}
	instances["dynatrace"].(object)["settings"] = object{"DT_ENVIRONMENT": vendor.URL}
	instances["servicenow"].(object)["settings"] = object{"SERVICENOW_INSTANCE_URL": "https://sn.example.com"}
	env := map[string]string{
		"MCP_SECRET_ATLASSIAN":  `{"JIRA_API_TOKEN":"atlassian-secret"}`,
		"MCP_SECRET_DYNATRACE":  `{"DT_PLATFORM_TOKEN":"dynatrace-secret"}`,
		"MCP_SECRET_GITLAB":     `{"GITLAB_TOKEN":"gitlab-secret"}`,
		"MCP_SECRET_PAGERDUTY":  `{"PAGERDUTY_USER_API_KEY":"pagerduty-secret"}`,
		"MCP_SECRET_SERVICENOW": `{"SERVICENOW_USERNAME":"admin-user","SERVICENOW_PASSWORD":"servicenow-secret"}`,
		"MCP_SECRET_ACCESS":     `{"tokens":["` + token + `","fedcba9876543210-other"]}`,
		"AWS_SECRET_ACCESS_KEY": "must-not-be-inherited",
	}
	deployment := object{"instances": instances, "access": object{"mode": "token", "secret": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:a"}}
	for key, value := range more {
		deployment[key] = value
	}
	return start(t, servers, deployment, env)
}

func bearer(headers ...string) []string {
	return append([]string{"Authorization", "Bearer " + token}, headers...)
}

func TestFiveServersAnswerBothEras(t *testing.T) {
	r := startFive(t, nil).ready(five...)
	for _, name := range five {
		t.Run(name, func(t *testing.T) {
			path := "/" + name + "/mcp"
			got := r.post(path, `{"jsonrpc":"2.0","id":"i","method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}`, bearer()...)
			if got.status != 200 || !strings.Contains(got.body, `"serverInfo"`) || got.header.Get("Content-Type") != "application/json" {
				t.Errorf("initialize: %+v", got)
			}
			if got := r.post(path, `{"jsonrpc":"2.0","method":"notifications/initialized"}`, bearer()...); got.status != 202 || got.body != "" {
				t.Errorf("notification: %+v", got)
			}
			if got := r.post(path, callTool("9007199254740993", "echo", `{"text":"hi"}`), bearer()...); got.status != 200 || !strings.Contains(got.body, `"id":9007199254740993`) || !strings.Contains(got.body, `"hi"`) {
				t.Errorf("legacy call: %+v", got)
			}
			body := `{"jsonrpc":"2.0","id":1.5,"method":"tools/call","params":{"name":"echo","arguments":{"text":"yo"},` + modernMeta + `}}`
			got = r.post(path, body, bearer("MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/call", "Mcp-Name", "echo")...)
			if got.status != 200 || !strings.Contains(got.body, `"resultType":"complete"`) || !strings.Contains(got.body, `"id":1.5`) || !strings.Contains(got.body, `"yo"`) {
				t.Errorf("modern call: %+v", got)
			}
			got = r.post(path, `[{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","method":"notifications/initialized"},{"jsonrpc":"2.0","id":2,"method":"nope"}]`, bearer()...)
			var list []struct {
				ID    int
				Error *struct{ Code int }
			}
			if json.Unmarshal([]byte(got.body), &list) != nil || len(list) != 2 || list[0].ID != 1 || list[1].Error == nil || list[1].Error.Code != -32601 {
				t.Errorf("batch: %+v", got)
			}
			if got := r.post(path, callTool("1", "env", "{}"), bearer()...); strings.Contains(got.body, "must-not-be-inherited") ||
				!strings.Contains(got.body, name+"-secret") && name != "servicenow" || strings.Contains(got.body, "MCP_SECRET") || !strings.Contains(got.body, "HOME=") {
				t.Errorf("environment: %s", got.body)
			}
		})
	}
	if status, body := r.get("/health"); status != 200 || !strings.Contains(body, `"status":"ok"`) {
		t.Errorf("health: %d %s", status, body)
	}
	r.until("log files are passed on", func() bool {
		return strings.Contains(r.out.String(), `"stream":"file","file":"go-mcp-gitlab/go-mcp-gitlab-`)
	})
}

func TestDoor(t *testing.T) {
	r := startFive(t, object{"allowedOrigins": []string{"https://good.example.com"}, "maxBodyBytes": 2048}).ready("gitlab")
	ping := `{"jsonrpc":"2.0","id":1,"method":"ping"}`
	for _, c := range []struct {
		name, method, path, body string
		headers                  []string
		status                   int
		want                     string
	}{
		{"no token", "POST", "/gitlab/mcp", ping, nil, 401, "send a token"},
		{"wrong token", "POST", "/gitlab/mcp", ping, []string{"Authorization", "Bearer wrong"}, 401, "not one of"},
		{"raw token", "POST", "/gitlab/mcp", ping, []string{"Authorization", token}, 401, "as: Bearer"},
		{"second token", "POST", "/gitlab/mcp", ping, []string{"Authorization", "Bearer fedcba9876543210-other"}, 200, "result"},
		{"unknown server without a token", "POST", "/nope/mcp", ping, nil, 401, "send a token"},
		{"unknown server", "POST", "/nope/mcp", ping, bearer(), 404, "enabled are atlassian, dynatrace"},
		{"by header", "POST", "/mcp", ping, bearer("X-MCP-Server", "gitlab"), 200, "result"},
		{"by unknown header", "POST", "/mcp", ping, bearer("X-MCP-Server", "nope"), 400, "enabled are"},
		{"by no header", "POST", "/mcp", ping, bearer(), 400, "X-MCP-Server"},
		{"bad origin", "POST", "/gitlab/mcp", ping, bearer("Origin", "https://evil.example.com"), 403, "Origin"},
		{"good origin", "POST", "/gitlab/mcp", ping, bearer("Origin", "https://good.example.com"), 200, "result"},
		{"preflight", "OPTIONS", "/gitlab/mcp", "", []string{"Origin", "https://good.example.com"}, 204, ""},
		{"bad preflight", "OPTIONS", "/gitlab/mcp", "", []string{"Origin", "https://evil.example.com"}, 403, ""},
		{"too large", "POST", "/gitlab/mcp", callTool("1", "echo", `{"text":"`+strings.Repeat("x", 3000)+`"}`), bearer(), 413, "2048 bytes"},
		{"no JSON", "POST", "/gitlab/mcp", `{"jsonrpc":`, bearer(), 400, "-32700"},
		{"no message", "POST", "/gitlab/mcp", `42`, bearer(), 400, "-32600"},
		{"empty", "POST", "/gitlab/mcp", ``, bearer(), 400, "empty"},
		{"wrong kind", "POST", "/gitlab/mcp", ping, bearer("Content-Type", "text/plain"), 415, "application/json"},
		{"PUT", "PUT", "/gitlab/mcp", ping, bearer(), 405, ""},
		{"GET of a server without streams", "GET", "/gitlab/mcp", "", bearer(), 405, ""},
		{"DELETE without a session", "DELETE", "/gitlab/mcp", "", bearer(), 405, ""},
		{"no path", "POST", "/", ping, bearer(), 404, ""},
		{"no metadata with tokens", "GET", "/.well-known/oauth-protected-resource/gitlab/mcp", "", nil, 404, ""},
		{"HEAD of health", "HEAD", "/gitlab/health", "", nil, 200, ""},
		{"POST of health", "POST", "/health", "", nil, 405, ""},
		{"old unknown version", "POST", "/gitlab/mcp", ping, bearer("MCP-Protocol-Version", "1999-01-01"), 400, "-32022"},
		{"modern without _meta", "POST", "/gitlab/mcp", ping, bearer("MCP-Protocol-Version", "2026-07-28"), 400, "-32602"},
	} {
		got := r.do(c.method, c.path, c.body, c.headers...)
		if got.status != c.status || !strings.Contains(got.body, c.want) {
			t.Errorf("%s: got %d %s, want %d %s", c.name, got.status, got.body, c.status, c.want)
		}
		if got.status >= 400 && c.method == "POST" && got.header.Get("Content-Type") != "application/json" && c.path != "/health" {
			t.Errorf("%s: %v", c.name, got.header)
		}
		if got.status == http.StatusUnauthorized && got.header.Get("WWW-Authenticate") == "" {
			t.Errorf("%s: no WWW-Authenticate", c.name)
		}
	}
}
