package bridge

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/httpserver"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/mcp"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
)

// checkModern holds a request against its headers, in the order that gives the most useful error first.
func checkModern(header http.Header, m rpc.Message, version, metaVersion string, hasMeta bool) (int, *rpc.Fault) {
	mismatch := func(format string, a ...any) (int, *rpc.Fault) {
		return http.StatusBadRequest, &rpc.Fault{Code: rpc.CodeHeaderMismatch, Message: fmt.Sprintf(format, a...)}
	}
	invalid := func(message string) (int, *rpc.Fault) {
		return http.StatusBadRequest, &rpc.Fault{Code: rpc.CodeInvalidParams, Message: message}
	}
	method := header.Get(mcp.HeaderMethod)
	switch {
	case version == "":
		return mismatch("the header MCP-Protocol-Version is missing")
	case !hasMeta:
		return invalid("_meta has no " + rpc.MetaVersion)
	case version != metaVersion:
		return mismatch("the header MCP-Protocol-Version is %q, _meta says %q", version, metaVersion)
	case version != mcp.ModernVersion:
		return http.StatusBadRequest, &rpc.Fault{Code: rpc.CodeUnsupportedVersion,
			Message: "this version of MCP is not supported", Data: versionData(version)}
	case method == "":
		return mismatch("the header Mcp-Method is missing")
	case method != m.Method:
		return mismatch("the header Mcp-Method is %q, the body says %q", method, m.Method)
	case !rpc.IsObject(rpc.Get(rpc.Meta(m.Params), rpc.MetaCapabilities)):
		return invalid("_meta has no " + rpc.MetaCapabilities)
	}
	by := mcp.NamedBy(m.Method)
	if by == "" {
		return 0, nil
	}
	name, ok := decodeHeader(header.Get(mcp.HeaderName))
	body, inBody := rpc.GetString(m.Params, by)
	switch {
	case header.Get(mcp.HeaderName) == "":
		return mismatch("the header Mcp-Name is missing: %s needs it", m.Method)
	case !ok:
		return mismatch("the header Mcp-Name is not valid base64")
	case !inBody:
		return invalid("params has no " + by)
	case name != body:
		return mismatch("the header Mcp-Name is %q, the body says %q", name, body)
	}
	return 0, nil
}

// decodeHeader reads =?base64?…?=; a value without that end is meant as it stands.
func decodeHeader(value string) (string, bool) {
	inner, ok := strings.CutPrefix(value, "=?base64?")
	if !ok {
		return value, true
	}
	if inner, ok = strings.CutSuffix(inner, "?="); !ok {
		return value, true
	}
	raw, err := base64.StdEncoding.DecodeString(inner)
	return string(raw), err == nil
}

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
}

// headersOf asks the server for its tools, once.
func (e *Endpoint) headersOf(ctx context.Context, p mcp.Pipe, tool string) []paramHeader {
	s := &e.schemas
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.tools != nil && s.of == p {
		return s.tools[tool]
	}
	era, params := mcp.Legacy, json.RawMessage("{}")
	if p.Hello(mcp.Legacy) == nil {
		era, params = mcp.Modern, mcp.ModernMeta(nil)
	}
	tools := map[string][]paramHeader{}
	for range 50 { // pages
		answer, err := p.Call(ctx, &mcp.Call{Era: era, Method: "tools/list", Params: params})
		if err != nil {
			return nil // asked again at the next call
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
	s.tools, s.of = tools, p
	return tools[tool]
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
	a, errA := strconv.ParseFloat(text, 64)
	b, errB := strconv.ParseFloat(string(raw), 64)
	return errA == nil && errB == nil && a == b && !math.IsInf(a, 0)
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
