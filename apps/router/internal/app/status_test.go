package app

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

func TestStatus(t *testing.T) {
	broken := object{"version": "1", "command": []string{"/no/such/program"}, "transport": "stdio"}
	ask := func(address string) (int, string, string) {
		at, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		var out, errs bytes.Buffer
		code := Status(Env{Out: &out, Err: &errs, Getenv: func(name string) string {
			return map[string]string{"MCP_ROUTER_HOST": at.Hostname(), "MCP_ROUTER_PORT": at.Port()}[name]
		}})
		return code, out.String(), errs.String()
	}
	r := start(t, object{"good": stdioServer(t), "broken": broken}, object{"instances": object{"good": object{"server": "good"}, "broken": object{"server": "broken"}}}, nil).ready("good")
	r.until("the reason is told", func() bool { _, body := r.get("/broken/health"); return strings.Contains(body, "no such file") })
	code, out, _ := ask(r.url)
	lines := strings.Split(out, "\n")
	if code != OK || len(lines) != 5 || strings.Join(strings.Fields(lines[0]), " ") != "SERVER STATE RESTARTS CIRCUIT REASON" ||
		!strings.HasPrefix(lines[1], "broken  down ") || !strings.Contains(lines[1], "no such file") ||
		strings.Join(strings.Fields(lines[2]), " ") != "good up 0 closed -" || lines[3] != "degraded" {
		t.Errorf("%d\n%s", code, out)
	}
	r = start(t, object{"broken": broken}, object{"instances": object{"broken": object{"server": "broken"}}}, nil)
	if code, out, _ := ask(r.url); code != Failed || !strings.HasSuffix(out, "\ndown\n") {
		t.Errorf("nothing serves: %d\n%s", code, out)
	}
	other := httptest.NewServer(http.NotFoundHandler())
	defer other.Close()
	if code, _, errs := ask(other.URL); code != Failed || !strings.Contains(errs, "is no router") {
		t.Error("another program:", code, errs)
	}
	if code, _, errs := ask("http://127.0.0.1:1"); code != Failed || !strings.Contains(errs, "refused") {
		t.Error("nothing listens:", code, errs)
	}
}

func TestVersion(t *testing.T) {
	var out bytes.Buffer
	if code := Version(Env{Out: &out}); code != OK || !strings.HasPrefix(out.String(), "mcp-router ") || strings.Count(out.String(), "\n") != 1 {
		t.Error(code, out.String())
	}
}
