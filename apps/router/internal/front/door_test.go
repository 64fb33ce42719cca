package front

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/bridge"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/child"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/config"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/logs"
)

const goodToken = "0123456789abcdef-token"

// patience is for what has to come, however slow the machine: only what hangs takes longer.
const patience = 30 * time.Second

// fake is a backend that does what a test wants.
type fake struct {
	status child.Status
	serve  func(w http.ResponseWriter, r *http.Request, body []byte, rec *bridge.Record)
}

func (f *fake) Serve(w http.ResponseWriter, r *http.Request, body []byte, rec *bridge.Record) {
	rec.Reached = true
	if f.serve != nil {
		f.serve(w, r, body, rec)
		return
	}
	rec.Status = 200
	rec.End()
	_, _ = w.Write([]byte(r.URL.Path + " " + string(body)))
}
func (f *fake) Status() child.Status      { return f.status }
func (f *fake) Begin(string) (end func()) { return func() {} }
func (f *fake) Renew() <-chan struct{}    { return nil }

type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}
func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// door opens one for the servers one and two, with a token.
func door(t *testing.T, change func(*config.Deployment, *Server), backend *fake) (*Server, *httptest.Server, *lines) {
	t.Helper()
	d := &config.Deployment{Edge: "streaming", Role: "single", Access: config.Access{Mode: "token"}, MaxBodyBytes: 4096, MaxConcurrency: 2,
		TimeoutSeconds: 5, Instances: map[string]*config.Instance{"one": {}, "two": {}}}
	out := &lines{}
	tokens := NewTokens()
	tokens.Set([]string{goodToken})
	if change != nil {
		change(d, nil)
	}
	s := New(d, tokens, logs.New(logs.NewSink(out, "error")))
	if change != nil {
		change(d, s)
	}
	for name := range d.Instances {
		s.Add(name, func(_, _, _ func()) Backend { return backend })
	}
	server := httptest.NewUnstartedServer(s)
	server.Listener = patientListener{server.Listener, 300 * time.Millisecond}
	server.Start()
	t.Cleanup(server.Close)
	return s, server, out
}

func up() *fake { return &fake{status: child.Status{State: child.Up}} }

func send(t *testing.T, method, url, body string, headers ...string) (int, http.Header, string) {
	t.Helper()
	request, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(headers); i += 2 {
		request.Header.Add(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	raw, _ := io.ReadAll(response.Body)
	return response.StatusCode, response.Header, string(raw)
}

// raw sends bytes and returns the first line of the answer.
func raw(t *testing.T, server *httptest.Server, text string) (string, net.Conn) {
	t.Helper()
	c, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	_, _ = io.WriteString(c, text)
	_ = c.SetReadDeadline(time.Now().Add(2 * patience))
	line, err := bufio.NewReader(c).ReadString('\n')
	if err != nil {
		return err.Error(), c
	}
	return strings.TrimSpace(line), c
}

const withToken = "Authorization: Bearer " + goodToken + "\r\n"

func TestOnlyPlainPathsAreServed(t *testing.T) {
	_, server, _ := door(t, nil, up())
	for path, status := range map[string]string{"/one/mcp": "200", "/nope/mcp": "404", "//mcp": "404", "//one/mcp": "404", "/one//mcp": "404",
		"/one%2Fmcp": "404", "/%6fne/mcp": "404", "/one/../two/mcp": "404", "/./one/mcp": "404", "/one/mcp/": "404", "/x/one/mcp": "404",
		"//one//health": "404", "/one%2fhealth": "404", "/one/health": "200", "/mcp%2f": "404", "/": "404"} {
		method, body := "POST", "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
		if strings.HasSuffix(path, "health") {
			method, body = "GET", "\r\n"
		}
		line, _ := raw(t, server, method+" "+path+" HTTP/1.1\r\nHost: x\r\n"+withToken+body)
		if !strings.Contains(line, " "+status) {
			t.Errorf("%s: %s, want %s", path, line, status)
		}
	}
}

func TestRefusalsSayWhatToChange(t *testing.T) {
	_, server, _ := door(t, nil, up())
	auth := []string{"Authorization", "Bearer " + goodToken}
	for _, c := range []struct {
		name, method, path string
		headers            []string
		status             int
		want               string
	}{
		{"compressed", "POST", "/one/mcp", append([]string{"Content-Encoding", "gzip"}, auth...), 415, "Content-Encoding"},
		{"almost JSON", "POST", "/one/mcp", []string{"Authorization", "Bearer " + goodToken, "Content-Type", "text/plain"}, 200, ""}, // the first counts
		{"a body that means nothing", "GET", "/one/mcp", auth, 200, ""},
		{"two servers named", "POST", "/mcp", append([]string{"X-MCP-Server", "one", "X-MCP-Server", "two"}, auth...), 400, "enabled are one, two"},
		{"two tokens", "POST", "/one/mcp", append([]string{"Authorization", "Bearer x"}, auth...), 401, "given once"},
		{"long unknown name", "POST", "/" + strings.Repeat("n", 300) + "/mcp", auth, 404, strings.Repeat("n", 64) + "/mcp"},
	} {
		status, header, body := send(t, c.method, server.URL+c.path, "{}", c.headers...)
		if status != c.status || !strings.Contains(body, c.want) {
			t.Errorf("%s: %d %s", c.name, status, body)
		}
		var answer struct{ Error struct{ Message string } }
		if status >= 400 && (json.Unmarshal([]byte(body), &answer) != nil || answer.Error.Message == "" || header.Get("Content-Type") != "application/json") {
			t.Errorf("%s: no JSON-RPC error: %s", c.name, body)
		}
	}
	if status, _, body := send(t, "POST", server.URL+"/one/mcp", "{}", auth...); status != 200 {
		t.Error(status, body)
	}
	line, _ := raw(t, server, "POST /one/mcp HTTP/1.1\r\nHost: x\r\n"+withToken+"Content-Type: application/jsonp\r\nContent-Length: 2\r\n\r\n{}")
	if !strings.Contains(line, "415") {
		t.Error("application/jsonp:", line)
	}
	line, _ = raw(t, server, "POST /one/mcp HTTP/1.1\r\nHost: x\r\n"+withToken+"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1388\r\n"+strings.Repeat("x", 5000)+"\r\n0\r\n\r\n")
	if !strings.Contains(line, "413") {
		t.Error("5000 bytes in chunks:", line)
	}
}

// A client without a token announces a body that never comes: net/http waits for it before it answers.
// A client that does not read its answer gives its place back.
// A slow client that does read may take as long as it needs.
func TestRequestsAtMcpAreCounted(t *testing.T) {
	_, server, out := door(t, func(d *config.Deployment, _ *Server) { delete(d.Instances, "two") }, up())
	if status, _, _ := send(t, "POST", server.URL+"/mcp", "{}"); status != 401 {
		t.Fatal(status)
	}
	if text := out.String(); !strings.Contains(text, `"ErrorsAuth":1`) || !strings.Contains(text, `"Instance":"one"`) {
		t.Error("a refused request to the only server is not counted:", text)
	}
}

func TestHealthTellsReasonsToThoseWithAccess(t *testing.T) {
	backend := &fake{status: child.Status{State: child.Down, Reason: "the secret arn:aws:secretsmanager:eu-west-1:111122223333:secret:x cannot be read"}}
	_, server, _ := door(t, nil, backend)
	for _, path := range []string{"/health", "/one/health"} {
		if status, _, body := send(t, "GET", server.URL+path, "", "X-Amzn-Request-Context", "{}"); status != 503 || strings.Contains(body, "111122223333") || !strings.Contains(body, `"state":"down"`) {
			t.Errorf("%s without a token: %d %s", path, status, body)
		}
		if _, _, body := send(t, "GET", server.URL+path, "", "X-Forwarded-For", "1.2.3.4", "Authorization", "Bearer wrong"); strings.Contains(body, "111122223333") {
			t.Errorf("%s with a wrong token: %s", path, body)
		}
		if _, _, body := send(t, "GET", server.URL+path, "", "X-Forwarded-For", "1.2.3.4", "Authorization", "Bearer "+goodToken); !strings.Contains(body, "111122223333") {
			t.Errorf("%s with a token: %s", path, body)
		}
		if _, _, body := send(t, "GET", server.URL+path, ""); !strings.Contains(body, "111122223333") {
			t.Errorf("%s from inside the container: %s", path, body)
		}
		elsewhere := httptest.NewRequest("GET", path, nil)
		elsewhere.RemoteAddr = "10.0.0.1:1234"
		w := httptest.NewRecorder()
		server.Config.Handler.ServeHTTP(w, elsewhere)
		if strings.Contains(w.Body.String(), "111122223333") {
			t.Errorf("%s from another address: %s", path, w.Body)
		}
	}
}

func TestTokens(t *testing.T) {
	request := func(token string) *http.Request {
		r := httptest.NewRequest("POST", "/", nil)
		if token != "" {
			r.Header.Set("Authorization", token)
		}
		return r
	}
	t.Run("a caller waits for the first reading", func(t *testing.T) {
		tokens := NewTokens()
		time.AfterFunc(50*time.Millisecond, func() { tokens.Set([]string{goodToken}) })
		if f := tokens.check(request("Bearer " + goodToken)); f != nil {
			t.Error(f.status, f.message)
		}
	})
	t.Run("not without a token, nor for ever", func(t *testing.T) {
		tokens := NewTokens()
		if f := tokens.check(request("")); f == nil || f.status != 401 {
			t.Error(f)
		}
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
		defer cancel()
		if f := tokens.check(request("Bearer x").WithContext(ctx)); f == nil || f.status != 503 || f.retry == 0 {
			t.Error(f)
		}
	})
	t.Run("a source out of reach", func(t *testing.T) {
		tokens := NewTokens()
		tokens.Missing()
		if f := tokens.check(request("Bearer x")); f == nil || f.status != 503 {
			t.Error(f)
		}
		tokens.Set([]string{goodToken})
		tokens.Missing()
		if f := tokens.check(request("bearer " + goodToken)); f != nil {
			t.Error("tokens that were read stay valid:", f.message)
		}
	})
	for _, given := range []string{"Bearer", "Bearer ", "Basic " + goodToken, goodToken, "Bearer " + goodToken[1:], "Bearer " + goodToken + "x"} {
		tokens := NewTokens()
		tokens.Set([]string{goodToken})
		if f := tokens.check(request(given)); f == nil || f.status != 401 || !f.challenge {
			t.Errorf("%q: %+v", given, f)
		}
	}
	for _, bad := range []string{`{}`, `{"tokens":[]}`, `{"tokens":"x"}`, `{"tokens":["short"]}`, `{"tokens":[" 0123456789abcdef"]}`, `{"tokens":[1]}`} {
		var secret map[string]json.RawMessage
		_ = json.Unmarshal([]byte(bad), &secret)
		if list, err := ParseTokens(secret); err == nil {
			t.Errorf("%s gives %v", bad, list)
		} else if strings.Contains(err.Error(), "0123456789abcdef") {
			t.Error("a token is in the error:", err)
		}
	}
}

// A call must not take the place of a stream by a header that nobody holds against it.
// A client that leaves while it waits for a place was not refused: it counts as gone.
// A deadline that has passed while nothing was written must not end the next answer, nor an open stream.
