package stub

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	Main()
	os.Exit(m.Run())
}

// program is a stand-in as a process.
type program struct {
	*exec.Cmd
	out, err bytes.Buffer
}

func newProgram(t *testing.T, name string, env []string, args ...string) *program {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	p := &program{Cmd: exec.CommandContext(ctx, self, args...)}
	// With -race, a program waits a second before it ends unless told otherwise.
	p.Env = append([]string{Variable + "=" + name, "PATH=" + os.Getenv("PATH"), "GORACE=atexit_sleep_ms=0"}, env...)
	p.Stdout, p.Stderr = &p.out, &p.err
	p.Dir = t.TempDir()
	return p
}

// end runs it to its end and returns its exit code.
func (p *program) end() int {
	err := p.Run()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode()
	}
	if err != nil {
		return -2
	}
	return 0
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }() // only its number is wanted
	_, port, _ := net.SplitHostPort(l.Addr().String())
	return port
}

// listen starts it and waits until it answers.
func (p *program) listen(t *testing.T, port string) {
	t.Helper()
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill() })
	for range 500 {
		if response, err := http.Get("http://127.0.0.1:" + port + "/health"); err == nil {
			_ = response.Body.Close() // it answers
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Fatal("it never listens")
}

// enough are the variables that each server starts with.
func enough(t *testing.T, name string) []string {
	switch name {
	case "gitlab":
		return []string{"GITLAB_TOKEN=x"}
	case "atlassian":
		return []string{"JIRA_URL=x", "JIRA_USERNAME=x", "JIRA_API_TOKEN=x"}
	case "dynatrace":
		server := httptest.NewServer(http.NotFoundHandler()) // any answer will do
		t.Cleanup(server.Close)
		return []string{"DT_ENVIRONMENT=" + server.URL, "DT_PLATFORM_TOKEN=x"}
	case "pagerduty":
		return []string{"PAGERDUTY_USER_API_KEY=x"}
	}
	return []string{"SERVICENOW_INSTANCE_URL=x", "SERVICENOW_USERNAME=x", "SERVICENOW_PASSWORD=x"}
}

func TestFlags(t *testing.T) {
	for _, c := range []struct {
		names, flag string
		code        int
	}{
		{"gitlab atlassian dynatrace pagerduty servicenow", "--no-such-flag", 2},
		{"gitlab atlassian dynatrace pagerduty servicenow", "--help", 0},
		{"gitlab atlassian dynatrace pagerduty servicenow", "--port", 2},
		{"gitlab atlassian dynatrace servicenow", "-version", 0},
		{"pagerduty", "--version", 2},
		{"pagerduty", "--log-dir=x", 2},
		{"gitlab dynatrace pagerduty servicenow", "-p=1", 2}, // dynatrace's help names it
		{"gitlab dynatrace pagerduty servicenow", "-H=x", 2},
		{"gitlab atlassian dynatrace pagerduty", "--read-only", 2},
		{"gitlab atlassian dynatrace servicenow", "--enable-write-tools", 2},
	} {
		for _, name := range strings.Fields(c.names) {
			if got := newProgram(t, name, nil, c.flag).end(); got != c.code {
				t.Errorf("%s %s: exit code %d, want %d", name, c.flag, got, c.code)
			}
		}
	}
	port := freePort(t)
	newProgram(t, "atlassian", append(enough(t, "atlassian"), "HOME="+t.TempDir()), "--http", "-H", "127.0.0.1", "-p", port).listen(t, port)
}

func TestStdioIsTheDefault(t *testing.T) {
	for name := range Five {
		p := newProgram(t, name, append(enough(t, name), "PORT="+freePort(t), "HOST=127.0.0.1", "HOME="+t.TempDir()))
		p.Stdin = strings.NewReader(ping + "\n")
		if code := p.end(); code != 0 || p.out.String() != `{"jsonrpc":"2.0","id":1,"result":{}}`+"\n" {
			t.Errorf("%s: %d %s %s", name, code, &p.out, &p.err)
		}
	}
}

func TestMissingVariables(t *testing.T) {
	answering := httptest.NewServer(http.NotFoundHandler())
	defer answering.Close()
	for _, c := range []struct {
		name, env string
		code      int
	}{
		{"gitlab", "", 1}, {"gitlab", "GL_TOKEN=x", 0}, {"gitlab", "GITLAB_API_URL=x", 1},
		{"atlassian", "", 1}, {"atlassian", "JIRA_URL=x JIRA_USERNAME=x", 1}, {"atlassian", "CONFLUENCE_URL=x CONFLUENCE_PERSONAL_TOKEN=x", 0},
		{"atlassian", "JIRA_URL=x JIRA_PERSONAL_TOKEN=x CONFLUENCE_URL=x", 1}, {"atlassian", "JIRA_URL=x JIRA_EMAIL=x JIRA_TOKEN=x", 1},
		{"dynatrace", "DT_PLATFORM_TOKEN=x", 1}, {"dynatrace", "DT_CLUSTER_URL=x DT_API_TOKEN=x", 1},
		{"dynatrace", "DT_ENVIRONMENT=abc12345 DT_PLATFORM_TOKEN=x", 2}, {"dynatrace", "DT_ENVIRONMENT=http://127.0.0.1:1 DT_PLATFORM_TOKEN=x", 2},
		{"dynatrace", "DT_ENVIRONMENT=" + answering.URL, 2}, // an address that answers, and no credential
		{"pagerduty", "PAGERDUTY_API_KEY=x PAGERDUTY_TOKEN=x", 1}, {"pagerduty", "PAGERDUTY_USER_API_KEY=x", 0},
		{"servicenow", "SERVICENOW_INSTANCE_URL=x", 1}, {"servicenow", "SERVICENOW_INSTANCE_URL=x SERVICENOW_CLIENT_ID=x SERVICENOW_CLIENT_SECRET=x", 1},
		{"servicenow", "SERVICENOW_AUTH_TYPE=oauth SERVICENOW_INSTANCE_URL=x SERVICENOW_CLIENT_ID=x SERVICENOW_CLIENT_SECRET=x", 0},
		{"servicenow", "SERVICENOW_AUTH_TYPE=api_key SERVICENOW_INSTANCE_URL=x SERVICENOW_API_KEY=x", 0},
	} {
		p := newProgram(t, c.name, append(strings.Fields(c.env), "HOME="+t.TempDir()))
		if got := p.end(); got != c.code {
			t.Errorf("%s with %q: exit code %d, want %d: %s", c.name, c.env, got, c.code, &p.err)
		}
	}
}

func TestLogDirectories(t *testing.T) {
	for name, dir := range map[string]string{"gitlab": "go-mcp-gitlab/logs", "atlassian": "go-mcp-atlassian/logs", "dynatrace": "go-mcp-dynatrace/logs",
		"servicenow": ".local/share/go-mcp-servicenow/logs", "pagerduty": ""} {
		file := filepath.Join(t.TempDir(), "file") // nothing can be made below a file, not even by root
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		code := 1
		if dir == "" {
			code = 0
		}
		if got := newProgram(t, name, append(enough(t, name), "HOME="+file, "MCP_LOG_LEVEL=off")).end(); got != code {
			t.Errorf("%s where nothing can be written: exit code %d, want %d", name, got, code)
		}
		if dir == "" {
			continue
		}
		home := t.TempDir()
		p := newProgram(t, name, append(enough(t, name), "HOME="+home))
		p.Stdin = strings.NewReader(ping + "\n")
		if code := p.end(); code != 0 {
			t.Errorf("%s: %d %s", name, code, &p.err)
		}
		raw, err := os.ReadFile(filepath.Join(home, dir, logFile(name)))
		if err != nil || !strings.Contains(string(raw), "request ping") {
			t.Errorf("%s: its log: %s %v", name, raw, err)
		}
		if toStderr := strings.Contains(p.err.String(), "request ping"); toStderr != (name == "servicenow") {
			t.Errorf("%s: on stderr: %s", name, &p.err)
		}
		p = newProgram(t, name, enough(t, name)) // without HOME
		if code := p.end(); code != 0 {
			t.Errorf("%s: %d %s", name, code, &p.err)
		}
		if _, err := os.Stat(filepath.Join(p.Dir, dir, logFile(name))); err != nil {
			t.Errorf("%s: without HOME the log is in the working directory: %v", name, err)
		}
		given := t.TempDir()
		if code := newProgram(t, name, append(enough(t, name), "HOME="+file, "MCP_LOG_DIR="+given)).end(); code != 0 {
			t.Errorf("%s: MCP_LOG_DIR has no effect", name)
		}
		if _, err := os.Stat(filepath.Join(given, "go-mcp-"+name, logFile(name))); err != nil {
			t.Errorf("%s: below MCP_LOG_DIR it logs into a folder of its own: %v", name, err)
		}
	}
}

// logFile is the name that the log of a server has today.
func logFile(name string) string {
	if name == "servicenow" {
		return "go-mcp-servicenow.log"
	}
	return "go-mcp-" + name + time.Now().Format("-2006-01-02") + ".log"
}

func TestQueriesAreLoggedDeeper(t *testing.T) {
	for name, variable := range map[string]string{"atlassian": "MCP_LOG_QUERIES=true", "dynatrace": "DT_LOG_QUERIES=1"} {
		dir := t.TempDir()
		if code := newProgram(t, name, append(enough(t, name), "MCP_LOG_DIR="+dir, variable)).end(); code != 0 {
			t.Errorf("%s: exit code %d", name, code)
		}
		found, err := filepath.Glob(filepath.Join(dir, "go-mcp-"+name, "queries", "*", "*.query"))
		if err != nil || len(found) != 1 {
			t.Errorf("%s: %v %v", name, found, err)
		}
	}
}

func TestSIGTERM(t *testing.T) {
	for name := range Five {
		port := freePort(t)
		p := newProgram(t, name, append(enough(t, name), "HOME="+t.TempDir(), "PORT=1"), "--http", "--port", port)
		p.listen(t, port)
		if err := p.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		_ = p.Wait() // its state says how
		status, ok := p.ProcessState.Sys().(syscall.WaitStatus)
		if handles := name != "gitlab" && name != "pagerduty"; !ok || status.Signaled() == handles || handles && status.ExitStatus() != 0 {
			t.Errorf("%s: %v", name, p.ProcessState)
		}
	}
}

// TestTokenCache: with OAuth dynatrace asks for a token and writes it beside its program, in clear, if it can.
func TestTokenCache(t *testing.T) {
	sso := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/sso" && r.FormValue("client_secret") == "s" {
			_, _ = io.WriteString(w, `{"access_token":"in-clear"}`) // it reads
		}
	}))
	defer sso.Close()
	env := []string{"DT_ENVIRONMENT=" + sso.URL, "OAUTH_CLIENT_ID=i", "OAUTH_CLIENT_SECRET=s", "DT_ACCOUNT_URN=u", "HOME=" + t.TempDir()}
	dir := t.TempDir()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(self)
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(dir, "server")
	if err := os.WriteFile(copied, raw, 0o700); err != nil {
		t.Fatal(err)
	}
	start := func(sso string) int {
		p := newProgram(t, "dynatrace", append(env, "DT_SSO_URL="+sso))
		p.Path = copied
		return p.end()
	}
	if code := start(sso.URL + "/other"); code != 2 {
		t.Error("without a token: exit code", code)
	}
	if code := start(sso.URL + "/sso"); code != 0 {
		t.Error("exit code", code)
	}
	cache := filepath.Join(dir, TokenCache)
	if raw, err := os.ReadFile(cache); err != nil || !strings.Contains(string(raw), "in-clear") {
		t.Error(string(raw), err)
	}
	if err := os.Remove(cache); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(cache, 0o700); err != nil { // so that it cannot be written
		t.Fatal(err)
	}
	if code := start(sso.URL + "/sso"); code != 0 {
		t.Error("a cache that cannot be written does no harm: exit code", code)
	}
}

func TestDotEnv(t *testing.T) {
	for name, want := range map[string]int{"gitlab": 1, "atlassian": 1, "dynatrace": 1, "pagerduty": 0, "servicenow": 0} {
		p := newProgram(t, name, []string{"HOME=" + t.TempDir()})
		text := strings.Join(enough(t, name), "\n")
		if err := os.WriteFile(filepath.Join(p.Dir, ".env"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := p.end(); got != want {
			t.Errorf("%s with .env: exit code %d, want %d", name, got, want)
		}
	}
}
