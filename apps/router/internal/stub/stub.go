// Package stub imitates the five Go servers of the catalog, with the faults that the real ones have on the wire. It is
// for tests and benchmarks only.
package stub

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
)

// Variable names the server that a test binary becomes.
const Variable = "MCP_STUB"

type kind struct {
	required  []string
	noLogDir  bool
	onlyRoot  bool
	getHealth bool
	null      bool
	limited   bool
	versions  []string
	plainText bool
	auth      func(r *http.Request, token string) bool
}

func raw(r *http.Request, token string) bool {
	return token == "" || r.Header.Get("Authorization") == token
}

var kinds = map[string]kind{
	"gitlab": {required: []string{"GITLAB_TOKEN"}, onlyRoot: true, auth: raw, plainText: true},
	"atlassian": {required: []string{"JIRA_URL", "JIRA_API_TOKEN"}, limited: true, auth: func(r *http.Request, token string) bool {
		return token == "" || r.Header.Get("X-MCP-Auth-Token") == token
	}},
	"dynatrace": {required: []string{"DT_ENVIRONMENT", "DT_PLATFORM_TOKEN"}, limited: true, auth: func(r *http.Request, token string) bool {
		return r.Header.Get("Authorization") != "" && (token == "" || r.Header.Get("X-MCP-Auth-Token") == token)
	}},
	"pagerduty": {required: []string{"PAGERDUTY_USER_API_KEY"}, noLogDir: true, getHealth: true, null: true,
		versions: []string{"2024-11-05", "2025-03-26", "2025-06-18"},
		auth:     func(r *http.Request, _ string) bool { return r.Header.Get("Authorization") != "" }},
	"servicenow": {required: []string{"SERVICENOW_INSTANCE_URL"}, limited: true, auth: func(r *http.Request, token string) bool {
		given := r.Header.Get("Authorization")
		if given == "" {
			return token == "" || r.Header.Get("X-MCP-Auth-Token") == token
		}
		return token == "" || given == token || given == "Bearer "+token
	}},
}

// Main becomes the server if the variable is set, and does not return then.
func Main() {
	name := os.Getenv(Variable)
	switch name {
	case "":
		return
	case "stdio":
		os.Exit(Stdio(os.Stdin, os.Stdout))
	}
	os.Exit(serve(name, os.Args[1:]))
}

func serve(name string, args []string) int {
	k, ok := kinds[name]
	if !ok {
		fmt.Fprintln(os.Stderr, "no stub "+name)
		return 1
	}
	flags := flag.NewFlagSet(name, flag.ContinueOnError)
	isHTTP := flags.Bool("http", false, "")
	host := flags.String("host", "127.0.0.1", "")
	port := flags.String("port", "3000", "")
	write := flags.Bool("enable-write-tools", false, "")
	flags.String("log-level", "info", "")
	if flags.Parse(args) != nil {
		return 2
	}
	for _, variable := range k.required {
		if os.Getenv(variable) == "" {
			fmt.Fprintln(os.Stderr, variable+" is required")
			return 1
		}
	}
	logFile := io.Discard
	if !k.noLogDir {
		dir := os.Getenv("MCP_LOG_DIR")
		if dir == "" {
			dir = filepath.Join(os.Getenv("HOME"), name, "logs")
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		file, err := os.OpenFile(filepath.Join(dir, name+".log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		logFile = file
	}
	if !*isHTTP {
		return Stdio(os.Stdin, os.Stdout)
	}
	s := &server{kind: k, name: name, token: os.Getenv("MCP_AUTH_TOKEN"), log: logFile, write: *write}
	err := http.ListenAndServe(*host+":"+*port, s) // no limits: as the real ones
	fmt.Fprintln(os.Stderr, err)
	return 1
}

type server struct {
	kind
	name  string
	token string
	log   io.Writer
	write bool
	mu    sync.Mutex
	calls []time.Time
}

// ServeHTTP answers as the real server does.
func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/health" {
		if s.getHealth && r.Method != http.MethodGet {
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, `{"status":"ok","version":"1.0.0"}`)
		return
	}
	switch {
	case s.onlyRoot && r.URL.Path != "/":
		http.NotFound(w, r)
		return
	case !s.auth(r, s.token):
		http.Error(w, `{"jsonrpc":"2.0","error":{"code":-32001,"message":"Unauthorized"}}`, http.StatusUnauthorized)
		return
	case r.Method != http.MethodPost:
		http.Error(w, "Method not allowed", http.StatusMethodNotAllowed)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	if s.plainText {
		w.Header().Set("Content-Type", "text/plain")
	} else {
		w.Header().Set("Content-Type", "application/json")
	}
	var m message
	if json.Unmarshal(body, &m) != nil {
		fmt.Fprint(w, `{"jsonrpc":"2.0","error":{"code":-32700,"message":"Parse error"}}`)
		return
	}
	fmt.Fprintf(s.log, "request %s\n", m.Method)
	if len(m.ID) == 0 || string(m.ID) == "null" {
		if s.null {
			fmt.Fprint(w, "null")
		}
		return
	}
	if m.Method == "tools/call" && s.limited && !s.allowed() {
		fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"result":{"content":[{"type":"text","text":"Rate limit exceeded: Maximum 5 tool calls per 20 seconds"}],"isError":true}}`, m.ID)
		return
	}
	if _, err := w.Write(answer(m, s.versions)); err != nil {
		return
	}
}

func (s *server) allowed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for len(s.calls) > 0 && time.Since(s.calls[0]) > 20*time.Second {
		s.calls = s.calls[1:]
	}
	if len(s.calls) >= 5 {
		return false
	}
	s.calls = append(s.calls, time.Now())
	return true
}

type message struct {
	ID     json.RawMessage `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
}

type callParams struct {
	Name            string `json:"name"`
	ProtocolVersion string `json:"protocolVersion"`
	Arguments       struct {
		Text         string `json:"text"`
		Milliseconds int    `json:"milliseconds"`
		Bytes        int    `json:"bytes"`
	} `json:"arguments"`
	Meta struct {
		ProgressToken json.RawMessage `json:"progressToken"`
		Traceparent   string          `json:"traceparent"`
	} `json:"_meta"`
}

const tools = `[{"name":"echo","description":"Says it again","inputSchema":{"type":"object","properties":{"text":{"type":"string"}}}},` +
	`{"name":"sleep","inputSchema":{"type":"object"}},{"name":"env","inputSchema":{"type":"object"}},{"name":"big","inputSchema":{"type":"object"}},` +
	`{"name":"crash","inputSchema":{"type":"object"}},{"name":"precise","inputSchema":{"type":"object"}},{"name":"fail","inputSchema":{"type":"object"}}]`

// answer is what both transports say.
func answer(m message, versions []string) []byte {
	var p callParams
	_ = json.Unmarshal(m.Params, &p) // tests send what fits
	result := func(text string) []byte {
		return []byte(`{"jsonrpc":"2.0","id":` + string(m.ID) + `,"result":` + text + `}`)
	}
	switch m.Method {
	case "initialize":
		version := "2024-11-05"
		for _, v := range versions {
			if v == p.ProtocolVersion {
				version = v
			}
		}
		return result(`{"protocolVersion":"` + version + `","capabilities":{"tools":{}},"serverInfo":{"name":"stub","version":"1.0.0"}}`)
	case "ping":
		return result("{}")
	case "tools/list":
		return result(`{"tools":` + tools + `}`)
	case "tools/call":
		return result(call(p))
	}
	return []byte(`{"jsonrpc":"2.0","id":` + string(m.ID) + `,"error":{"code":-32601,"message":"Method not found"}}`)
}

func call(p callParams) string {
	text := ""
	switch p.Name {
	case "echo", "garbage", "progress", "change", "stop-reading":
		text = p.Arguments.Text
	case "sleep":
		time.Sleep(time.Duration(p.Arguments.Milliseconds) * time.Millisecond)
		text = "awake"
	case "env":
		text = strings.Join(os.Environ(), "\n")
	case "big":
		text = strings.Repeat("x", p.Arguments.Bytes)
	case "crash":
		os.Exit(3)
	case "precise":
		return `{"content":[],"structuredContent":{"a":12345678901234567890,"b":0.1000000000000000055,"c":1e400,"unknown":{"x":null}},"extra":true}`
	case "meta":
		text = p.Meta.Traceparent
	case "fail":
		return `{"content":[{"type":"text","text":"no"}],"isError":true}`
	case "log":
		fmt.Fprintln(os.Stderr, p.Arguments.Text)
	case "grow":
		hold = make([]byte, p.Arguments.Bytes)
		for i := range hold {
			hold[i] = 1
		}
	default:
		return `{"content":[{"type":"text","text":"unknown tool"}],"isError":true}`
	}
	quoted, _ := json.Marshal(text)
	return `{"content":[{"type":"text","text":` + string(quoted) + `}]}`
}

var hold []byte
