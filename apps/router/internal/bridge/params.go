package bridge

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/httpserver"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/mcp"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/stdio"
)

// paramHeader says that an argument of a tool is repeated in a header.
type paramHeader struct {
	name string
	path []string
}

// schemas remembers which arguments of which tools are repeated in headers.
type schemas struct {
	mu    sync.Mutex
	of    mcp.Pipe
	tools map[string][]paramHeader
	// until is when a server that did not tell is asked again. Zero: it has told.
	until time.Time
	// asking is closed when the answer is there. Nil: nobody asks.
	asking chan struct{}
}

const (
	// askTools is how long a server may take to list its tools before calls go on without.
	askTools = 10 * time.Second
	askAgain = 30 * time.Second
)

// headersOf asks the server for its tools, once for all callers; each waits no longer than it has time.
func (e *Endpoint) headersOf(ctx context.Context, p mcp.Pipe, tool string) []paramHeader {
	s := &e.schemas
	s.mu.Lock()
	if s.of != p {
		s.of, s.tools, s.until, s.asking = p, nil, time.Time{}, nil
		if sp, ok := p.(*stdio.Pipe); ok {
			sp.Subscribe(func(m rpc.Message) { s.changed(p, m) }) // it ends with the pipe
		}
	}
	if s.tools != nil || time.Now().Before(s.until) {
		list := s.tools[tool]
		s.mu.Unlock()
		return list
	}
	if s.asking == nil {
		s.asking = make(chan struct{})
		go s.ask(context.WithoutCancel(ctx), p, s.asking)
	}
	asking := s.asking
	s.mu.Unlock()
	select {
	case <-asking:
	case <-ctx.Done():
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.of != p {
		return nil
	}
	return s.tools[tool]
}

// changed forgets the tools of a server that says that it has others now.
func (s *schemas) changed(p mcp.Pipe, m rpc.Message) {
	if m.Method != "notifications/tools/list_changed" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.of == p {
		s.tools, s.until, s.asking = nil, time.Time{}, nil
	}
}

func (s *schemas) ask(ctx context.Context, p mcp.Pipe, asking chan struct{}) {
	defer close(asking)
	ctx, cancel := context.WithTimeout(ctx, askTools)
	defer cancel()
	tools, err := listHeaders(ctx, p)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.asking != asking {
		return // another process, or other tools by now
	}
	s.asking, s.tools = nil, tools
	if err != nil {
		s.until = time.Now().Add(askAgain)
	}
}

func listHeaders(ctx context.Context, p mcp.Pipe) (map[string][]paramHeader, error) {
	era, params := mcp.Legacy, json.RawMessage("{}")
	if p.Hello(mcp.Legacy) == nil {
		era, params = mcp.Modern, mcp.ModernMeta(nil)
	}
	tools := map[string][]paramHeader{}
	for range 50 { // pages
		answer, err := p.Call(ctx, &mcp.Call{Era: era, Method: "tools/list", Params: params})
		if err != nil {
			return nil, err
		}
		list, err := rpc.Elements(rpc.Get(answer.Result, "tools"))
		if err != nil {
			break
		}
		for _, raw := range list {
			if name, ok := rpc.GetString(raw, "name"); ok && bytes.Contains(raw, []byte("x-mcp-header")) {
				tools[name] = paramHeaders(rpc.Get(raw, "inputSchema"), nil, 0)
			}
		}
		cursor := rpc.Get(answer.Result, "nextCursor")
		if len(cursor) < 3 || cursor[0] != '"' {
			break
		}
		params = rpc.Set(params, "cursor", cursor)
	}
	return tools, nil
}

func paramHeaders(schema json.RawMessage, path []string, depth int) []paramHeader {
	members, err := rpc.Members(rpc.Get(schema, "properties"))
	if err != nil || depth > 8 {
		return nil
	}
	var list []paramHeader
	for _, m := range members {
		place := append(append([]string{}, path...), m.Key)
		if name, ok := rpc.GetString(m.Value, "x-mcp-header"); ok {
			list = append(list, paramHeader{name, place})
		}
		list = append(list, paramHeaders(m.Value, place, depth+1)...)
	}
	return list
}

func argument(params json.RawMessage, path []string) json.RawMessage {
	value := rpc.Get(params, "arguments")
	for _, key := range path {
		value = rpc.Get(value, key)
	}
	if string(value) == "null" {
		return nil
	}
	return value
}

// checkParams holds the headers Mcp-Param-* against the arguments.
func checkParams(list []paramHeader, header http.Header, params json.RawMessage) *rpc.Fault {
	for _, p := range list {
		value := argument(params, p.path)
		name := mcp.HeaderParam + p.name
		given := header.Get(name)
		place := strings.Join(p.path, ".")
		problem := ""
		decoded, ok := decodeHeader(given)
		switch {
		case value == nil && given != "":
			problem = fmt.Sprintf("the header %s is given, the argument %s is not", name, place)
		case value == nil:
		case given == "":
			problem = fmt.Sprintf("the header %s is missing: it repeats the argument %s", name, place)
		case !ok:
			problem = fmt.Sprintf("the header %s is not valid base64", name)
		case !sameValue(decoded, value):
			problem = fmt.Sprintf("the header %s and the argument %s are not the same", name, place)
		}
		if problem != "" {
			return &rpc.Fault{Code: rpc.CodeHeaderMismatch, Message: problem}
		}
	}
	return nil
}

func sameValue(text string, raw json.RawMessage) bool {
	switch raw[0] {
	case '"':
		var want string
		return json.Unmarshal(raw, &want) == nil && want == text
	case 't', 'f':
		return text == string(raw)
	case '{', '[':
		return false
	}
	if text == string(raw) {
		return true
	}
	// 1 and 1.0 are the same; beyond 2^53 two numbers can have one float, so there only the text tells.
	a, errA := strconv.ParseFloat(text, 64)
	b, errB := strconv.ParseFloat(string(raw), 64)
	return errA == nil && errB == nil && a == b && math.Abs(a) < 1<<53
}

// setParams makes the headers for a server that wants them, for a client that does not know them.
func setParams(list []paramHeader, header http.Header, params json.RawMessage) {
	for _, p := range list {
		value := argument(params, p.path)
		if value == nil || value[0] == '{' || value[0] == '[' {
			continue
		}
		text := string(value)
		if value[0] == '"' {
			if json.Unmarshal(value, &text) != nil {
				continue
			}
		}
		header.Set(mcp.HeaderParam+p.name, httpserver.EncodeHeader(text))
	}
}
