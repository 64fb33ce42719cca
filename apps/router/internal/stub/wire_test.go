package stub

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

const token = "T"

// passes are the headers that satisfy each server where MCP_AUTH_TOKEN is T.
var passes = map[string][]string{
	"gitlab": {"Authorization", token}, "atlassian": {"X-MCP-Auth-Token", token}, "servicenow": {"Authorization", token},
	"dynatrace": {"Authorization", "x", "X-MCP-Auth-Token", token}, "pagerduty": {"Authorization", "x"},
}

func ask(name, token, method, path, body string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	New(Five[name], token, false, io.Discard).ServeHTTP(w, r)
	return w
}

const ping = `{"jsonrpc":"2.0","id":1,"method":"ping"}`

func TestPathsAndMethods(t *testing.T) {
	type row map[string]int
	all := func(status int) row {
		return row{"gitlab": status, "atlassian": status, "dynatrace": status, "pagerduty": status, "servicenow": status}
	}
	but := func(r row, name string, status int) row { r[name] = status; return r }
	for _, c := range []struct {
		method, path string
		headers      bool
		want         row
	}{
		{"POST", "/", true, all(200)},
		{"POST", "/mcp", true, but(all(200), "gitlab", 404)},
		{"POST", "/x/mcp", true, but(all(200), "gitlab", 404)},
		{"GET", "/", true, all(405)},
		{"DELETE", "/", true, all(405)},
		{"OPTIONS", "/", true, all(405)},
		{"OPTIONS", "/", false, all(401)},
		{"GET", "/health", false, all(200)},
		{"HEAD", "/health", false, but(all(200), "pagerduty", 405)},
		{"POST", "/health", false, but(all(200), "pagerduty", 405)},
		{"GET", "/x/health", false, all(401)},
		{"GET", "/x/health", true, but(all(405), "gitlab", 404)},
	} {
		for name, want := range c.want {
			var headers []string
			if c.headers {
				headers = passes[name]
			}
			if got := ask(name, token, c.method, c.path, ping, headers...).Code; got != want {
				t.Errorf("%s: %s %s, with headers %v: got %d, want %d", name, c.method, c.path, c.headers, got, want)
			}
		}
	}
	for name, version := range map[string]string{"gitlab": "1.0.0", "atlassian": "dev", "dynatrace": "1.0.0", "pagerduty": "0.1.0", "servicenow": "1.0.0"} {
		if got := ask(name, token, "GET", "/health", "").Body.String(); got != `{"status":"ok","version":"`+version+`"}` {
			t.Errorf("%s: health is %s", name, got)
		}
	}
}

func TestWhoMayCall(t *testing.T) {
	const auth, own = "Authorization", "X-MCP-Auth-Token"
	with := func(a, b string) []string {
		var list []string
		if a != "" {
			list = append(list, auth, a)
		}
		if b != "" {
			list = append(list, own, b)
		}
		return list
	}
	for _, c := range []struct {
		token, authorization, own string
		pass                      string
	}{
		{"", "", "", "gitlab atlassian servicenow"},
		{"", "anything", "", "gitlab atlassian servicenow dynatrace pagerduty"},
		{"T", "", "", ""},
		{"T", "T", "", "gitlab pagerduty servicenow"},
		{"T", "Bearer T", "", "pagerduty servicenow"},
		{"T", "", "T", "atlassian servicenow"},
		{"T", "T", "T", "gitlab atlassian dynatrace pagerduty servicenow"},
		{"T", "wrong", "T", "atlassian dynatrace pagerduty"},
		{"T", "T", "wrong", "gitlab pagerduty servicenow"},
		{"T", "wrong", "wrong", "pagerduty"},
	} {
		for name := range Five {
			got := ask(name, c.token, "POST", "/", ping, with(c.authorization, c.own)...)
			if want := slices.Contains(strings.Fields(c.pass), name); (got.Code == 200) != want || got.Code != 200 && got.Code != 401 {
				t.Errorf("%s with %+v: %d", name, c, got.Code)
			}
		}
	}
	for name, want := range map[string][2]string{
		"gitlab": {plainType, refused}, "atlassian": {jsonType, refused}, "servicenow": {jsonType, refused},
		"dynatrace": {plainType, noHeader}, "pagerduty": {plainType, ""},
	} {
		got := ask(name, token, "POST", "/", ping)
		if got.Header().Get("Content-Type") != want[0] || !strings.Contains(got.Body.String(), want[1]) {
			t.Errorf("%s: 401 is %s %s", name, got.Header().Get("Content-Type"), got.Body)
		}
	}
	if got := ask("dynatrace", token, "POST", "/", ping, auth, "x"); got.Header().Get("Content-Type") != jsonType || !strings.Contains(got.Body.String(), "-32001") {
		t.Error("dynatrace's second check:", got.Body)
	}
	if strings.Contains(refused, `"id"`) {
		t.Error("the refusal has no id")
	}
}

func TestAnswers(t *testing.T) {
	for name, facts := range Five {
		post := func(body string) string {
			got := ask(name, token, "POST", "/", body, passes[name]...)
			if got.Code != 200 || got.Header().Get("Content-Type") != jsonType || got.Header().Get("Mcp-Session-Id") != "" {
				t.Errorf("%s: %s: %d %v", name, body, got.Code, got.Header())
			}
			return got.Body.String()
		}
		odd := name == "pagerduty"
		notified, unread := "", `{"jsonrpc":"2.0","error":{"code":-32700`
		if odd {
			notified, unread = "null", `{"jsonrpc":"2.0","id":null,"error":{"code":-32700`
		}
		for _, body := range []string{`{"jsonrpc":"2.0","method":"notifications/initialized"}`, `{"jsonrpc":"2.0","id":null,"method":"ping"}`} {
			if got := post(body); got != notified {
				t.Errorf("%s: a notification is answered with %q", name, got)
			}
		}
		for _, body := range []string{"{", "[" + ping + "]"} {
			if got := post(body); !strings.HasPrefix(got, unread) {
				t.Errorf("%s: %s is answered with %s", name, body, got)
			}
		}
		if got := post(`{"id":1,"method":"ping"}`); strings.Contains(got, "-32600") != odd || strings.Contains(got, `"result"`) == odd {
			t.Errorf("%s: without jsonrpc: %s", name, got)
		}
		for asked, want := range map[string][2]string{"2024-11-05": {"2024-11-05", "2024-11-05"}, "2025-03-26": {"2024-11-05", "2025-03-26"},
			"2025-06-18": {"2024-11-05", "2025-06-18"}, "2025-11-25": {"2024-11-05", "2025-06-18"}, "2026-07-28": {"2024-11-05", "2025-06-18"}} {
			revision := want[0]
			if odd {
				revision = want[1]
			}
			if got := post(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"` + asked + `"}}`); !strings.Contains(got, `"protocolVersion":"`+revision+`"`) {
				t.Errorf("%s: asked for %s: %s", name, asked, got)
			}
		}
		has := map[string]string{"dynatrace": "resources/list resources/read resources/templates/list prompts/list prompts/get",
			"servicenow": "resources/list resources/read prompts/list prompts/get"}
		for method := range results {
			got := post(`{"jsonrpc":"2.0","id":1,"method":"` + method + `"}`)
			if want := slices.Contains(strings.Fields(has[name]), method); strings.Contains(got, `"result"`) != want || strings.Contains(got, "-32601") == want {
				t.Errorf("%s: %s: %s", name, method, got)
			}
		}
		if got := post(`{"jsonrpc":"2.0","id":1,"method":"server/discover"}`); !strings.Contains(got, "-32601") {
			t.Errorf("%s is of the old era: %s", name, got)
		}
		if facts.PlainText {
			t.Errorf("%s answers JSON", name)
		}
	}
}

func TestRateLimits(t *testing.T) {
	for name, facts := range Five {
		server := New(facts, "", false, io.Discard)
		limited := name == "atlassian" || name == "dynatrace" || name == "servicenow"
		for i := range 7 {
			got := string(server.answer([]byte(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"text":"hi"}}}`)))
			want := limited && i >= 5
			if strings.Contains(got, RateLimit) != want || strings.Contains(got, `"isError":true`) != want {
				t.Errorf("%s: call %d: %s", name, i+1, got)
			}
		}
		if got := string(server.answer([]byte(`{"jsonrpc":"2.0","id":1,"method":"tools/list"}`))); !strings.Contains(got, "echo") {
			t.Errorf("%s: only calls count: %s", name, got)
		}
		for i := range server.calls {
			server.calls[i] = server.calls[i].Add(-20 * time.Second)
		}
		if got := string(server.answer([]byte(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo"}}`))); strings.Contains(got, RateLimit) {
			t.Errorf("%s: 20 seconds later: %s", name, got)
		}
	}
}

// TestCallersTokenIsOneForAll shows the race: one caller's call runs with another's token, or with the server's own.
func TestCallersTokenIsOneForAll(t *testing.T) {
	t.Setenv("GITLAB_TOKEN", "own")
	server := httptest.NewServer(New(Five["gitlab"], "", false, io.Discard))
	defer server.Close()
	who := func(caller, milliseconds string) string {
		r, _ := http.NewRequest("POST", server.URL, strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"whoever","arguments":{"milliseconds":`+milliseconds+`}}}`))
		r.Header.Set("X-GitLab-Token", caller)
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			return err.Error()
		}
		defer func() { _ = response.Body.Close() }() // read
		var m struct {
			Result struct{ Content []struct{ Text string } }
		}
		if json.NewDecoder(response.Body).Decode(&m) != nil || len(m.Result.Content) == 0 {
			return "no answer"
		}
		return m.Result.Content[0].Text
	}
	if got := who("of-a", "0"); got != "of-a" {
		t.Error("alone, the caller's token counts:", got)
	}
	for second, want := range map[string]string{"900": "of-b", "0": "own"} {
		first := make(chan string, 1)
		go func() { first <- who("of-a", "500") }()
		time.Sleep(150 * time.Millisecond)
		done := make(chan string, 1)
		go func() { done <- who("of-b", second) }()
		if got := <-first; got != want {
			t.Errorf("while another calls for %s ms: got %s, want %s", second, got, want)
		}
		<-done
	}
}

func TestWriteTools(t *testing.T) {
	env := func(pairs ...string) func(string) string {
		return func(name string) string {
			for i := 0; i+1 < len(pairs); i += 2 {
				if pairs[i] == name {
					return pairs[i+1]
				}
			}
			return ""
		}
	}
	flag := func(set string) func(string) bool { return func(name string) bool { return name == set } }
	for _, c := range []struct {
		name string
		env  func(string) string
		flag string
		want bool
	}{
		{"gitlab", env(), "", true}, {"gitlab", env("GITLAB_READ_ONLY_MODE", "on"), "", false}, {"gitlab", env("READ_ONLY_MODE", "true"), "", true},
		{"atlassian", env(), "", true}, {"atlassian", env("READ_ONLY_MODE", "true"), "", false},
		{"dynatrace", env("READ_ONLY_MODE", "true"), "", true},
		{"pagerduty", env(), "", false}, {"pagerduty", env("READ_ONLY_MODE", "false"), "", false}, {"pagerduty", env(), "enable-write-tools", true},
		{"servicenow", env(), "", true}, {"servicenow", env(), "read-only", false}, {"servicenow", env("READ_ONLY_MODE", "true"), "", false},
	} {
		writes := Five[c.name].Writes(c.env, flag(c.flag))
		list := New(Five[c.name], "", writes, io.Discard).answer([]byte(`{"jsonrpc":"2.0","id":1,"method":"tools/list"}`))
		if bytes.Contains(list, []byte("change-something")) != c.want {
			t.Errorf("%s %s: %v", c.name, c.flag, writes)
		}
	}
}
