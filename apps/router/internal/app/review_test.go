package app

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/logs"
)

// Open streams have no end of their own: a stop must not wait for them.
func TestStopDoesNotWaitForStreams(t *testing.T) {
	r := start(t, object{"s": stdioServer(t)}, object{"instances": one("s")}, stopEnv(drain, 1)).ready("s")
	request, _ := http.NewRequest("GET", r.url+"/s/mcp", nil)
	request.Header.Set("Accept", "text/event-stream")
	response, err := http.DefaultClient.Do(request)
	if err != nil || response.StatusCode != 200 {
		t.Fatal(response, err)
	}
	defer func() { _ = response.Body.Close() }()
	began := time.Now()
	if code := r.stop(); code != OK || time.Since(began) > far {
		t.Errorf("code %d after %v", code, time.Since(began))
	}
}

// On a cold start health can be good before the tokens are read: the first caller waits for them.
func TestFirstCallerIsNotRefused(t *testing.T) {
	for range 5 {
		r := startFive(t, nil).ready("gitlab")
		if got := r.post("/gitlab/mcp", callTool("1", "echo", `{"text":"first"}`), bearer()...); got.status != 200 {
			t.Error(got)
		}
		r.stop()
	}
}

func TestLinesOfNetHTTPAreJSON(t *testing.T) {
	out := &buffer{}
	n, err := lineWriter{logs.New(logs.NewSink(out, "info"))}.Write([]byte("http: panic serving 1.2.3.4:5: \"x\"\ngoroutine 1\n"))
	var line struct{ Level, Message string }
	if n == 0 || err != nil || json.Unmarshal([]byte(out.String()), &line) != nil || line.Level != "warn" || !strings.HasPrefix(line.Message, "http: panic") {
		t.Error(n, err, out.String())
	}
}
