package stub

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"sync"
	"time"
)

// Server answers as one of the five does.
type Server struct {
	facts  Facts
	token  string
	writes bool
	log    io.Writer
	mu     sync.Mutex
	calls  []time.Time
}

// New makes a server; token is MCP_AUTH_TOKEN, writes says whether it has tools that change something.
func New(facts Facts, token string, writes bool, log io.Writer) *Server {
	return &Server{facts: facts, token: token, writes: writes, log: log}
}

// ServeHTTP answers a request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/health" {
		if s.facts.HealthByGET && r.Method != http.MethodGet {
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		w.Header().Set("Content-Type", jsonType)
		fmt.Fprintf(w, `{"status":"ok","version":%q}`, s.facts.Version)
		return
	}
	if refusal := s.facts.Refuse(r, s.token); refusal != nil {
		w.Header().Set("Content-Type", refusal.Type)
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprintln(w, refusal.Body)
		return
	}
	switch {
	case s.facts.OnlyRoot && r.URL.Path != "/":
		http.NotFound(w, r)
		return
	case r.Method != http.MethodPost:
		http.Error(w, "Method not allowed", http.StatusMethodNotAllowed)
		return
	}
	if name := s.facts.CallerToken; name != "" && r.Header.Get(name) != "" {
		setCaller(r.Header.Get(name))
		defer setCaller("")
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	if s.fails(w, body) {
		return
	}
	w.Header().Set("Content-Type", jsonType)
	if s.facts.PlainText {
		w.Header().Set("Content-Type", plainType)
	}
	_, _ = w.Write(s.answer(body)) // the caller is gone
}

// fails is for tools that none of the five has: an HTTP error, and a stream that breaks off in the middle of an event.
func (s *Server) fails(w http.ResponseWriter, body []byte) bool {
	var m message
	var p callParams
	if json.Unmarshal(body, &m) != nil || json.Unmarshal(m.Params, &p) != nil {
		return false
	}
	switch p.Name {
	case "answer-503":
		http.Error(w, "not now", http.StatusServiceUnavailable)
	case "break-off":
		w.Header().Set("Content-Type", "text/event-stream")
		_, _ = io.WriteString(w, "data: {\"jsonrpc\"") // broken off in any case
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	default:
		return false
	}
	return true
}

// lines is the mode without --http: a message a line.
func (s *Server) lines(in io.Reader, out io.Writer) int {
	r := bufio.NewReader(in)
	for {
		line, err := r.ReadBytes('\n')
		if err != nil {
			return 0
		}
		if answer := s.answer(line); len(answer) > 0 {
			_, _ = out.Write(append(answer, '\n')) // nobody reads: the input ends
		}
	}
}

// answer is the body that a message gets.
func (s *Server) answer(body []byte) []byte {
	var m message
	if json.Unmarshal(body, &m) != nil {
		return s.fault(-32700, "Parse error")
	}
	if s.facts.ChecksVersion && m.JSONRPC != "2.0" {
		return s.fault(-32600, "Invalid request")
	}
	fmt.Fprintf(s.log, "request %s\n", m.Method)
	if len(m.ID) == 0 || string(m.ID) == "null" {
		if s.facts.NullAnswer {
			return []byte("null")
		}
		return nil
	}
	if m.Method == "tools/call" && s.facts.Limited && !s.allowed() {
		return []byte(`{"jsonrpc":"2.0","id":` + string(m.ID) + `,"result":{"content":[{"type":"text","text":"` + RateLimit + `"}],"isError":true}}`)
	}
	return answer(m, s.facts, s.writes)
}

// RateLimit is what the sixth call in 20 seconds is told.
const RateLimit = "Rate limit exceeded: Maximum 5 tool calls per 20 seconds"

func (s *Server) fault(code int, text string) []byte {
	id := ""
	if s.facts.NullID {
		id = `"id":null,`
	}
	return fmt.Appendf(nil, `{"jsonrpc":"2.0",%s"error":{"code":%d,"message":%q}}`, id, code, text)
}

func (s *Server) allowed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = slices.DeleteFunc(s.calls, func(at time.Time) bool { return time.Since(at) > 20*time.Second })
	if len(s.calls) >= 5 {
		return false
	}
	s.calls = append(s.calls, time.Now())
	return true
}

// caller is the token of whoever called last: one for the whole process, as in the real server.
var caller struct {
	sync.Mutex
	token string
}

func setCaller(token string) {
	caller.Lock()
	caller.token = token
	caller.Unlock()
}

// whoever says which token a call would use now.
func whoever() string {
	caller.Lock()
	defer caller.Unlock()
	if caller.token != "" {
		return caller.token
	}
	return os.Getenv("GITLAB_TOKEN")
}
