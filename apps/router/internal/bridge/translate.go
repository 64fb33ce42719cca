package bridge

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/mcp"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/metrics"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
)

// cacheable results say how long they hold: not at all, since a legacy server does not know.
var cacheable = []string{"tools/list", "prompts/list", "resources/list", "resources/templates/list", "resources/read", "server/discover"}

// gone are the methods that 2026-07-28 has no more.
var gone = []string{"initialize", "ping", "logging/setLevel", "resources/subscribe", "resources/unsubscribe"}

// upgrade makes a legacy result one of 2026-07-28. All that was in it stays, byte for byte.
func upgrade(method string, result json.RawMessage, hello *mcp.Hello) json.RawMessage {
	members, err := rpc.Members(result)
	if err != nil {
		return result
	}
	has := func(key string) bool {
		return slices.ContainsFunc(members, func(m rpc.Member) bool { return m.Key == key })
	}
	if has("resultType") {
		return result
	}
	prefix := `"resultType":"complete"`
	if slices.Contains(cacheable, method) {
		if !has("ttlMs") {
			prefix += `,"ttlMs":0`
		}
		if !has("cacheScope") {
			prefix += `,"cacheScope":"private"`
		}
	}
	if info := rpc.Get(hello.Result, "serverInfo"); info != nil {
		if has("_meta") {
			if rpc.Get(rpc.Meta(result), rpc.MetaServerInfo) == nil {
				result = rpc.SetMeta(result, rpc.MetaServerInfo, info)
			}
		} else {
			prefix += `,"_meta":{"` + rpc.MetaServerInfo + `":` + string(info) + `}`
		}
	}
	open := 0
	for result[open] != '{' {
		open++
	}
	out := make([]byte, 0, len(result)+len(prefix)+1)
	out = append(append(out, '{'), prefix...)
	if len(members) > 0 {
		out = append(out, ',')
	}
	return append(out, result[open+1:]...)
}

// upgradeError gives an error its code and HTTP status of 2026-07-28.
func upgradeError(fault json.RawMessage) (int, json.RawMessage) {
	code := rpc.ErrorCode(fault)
	if code == rpc.CodeResourceNotFound {
		fault, code = rpc.Set(fault, "code", json.RawMessage("-32602")), rpc.CodeInvalidParams
	}
	return modernStatus(code), fault
}

func modernStatus(code int) int {
	switch code {
	case rpc.CodeMethodNotFound:
		return http.StatusNotFound
	case rpc.CodeHeaderMismatch, rpc.CodeMissingCapability, rpc.CodeUnsupportedVersion, rpc.CodeInvalidParams:
		return http.StatusBadRequest
	}
	return http.StatusOK
}

// discoverFrom makes the result of server/discover from that of initialize.
func discoverFrom(hello *mcp.Hello) json.RawMessage {
	capabilities := rpc.Get(hello.Result, "capabilities")
	if capabilities == nil {
		capabilities = json.RawMessage("{}")
	}
	// The tasks of 2025-11-25 have the name of those of 2026-07-28, and another protocol.
	capabilities = rpc.Set(capabilities, "tasks", nil)
	versions, _ := json.Marshal(mcp.Versions)
	result := rpc.Set(json.RawMessage("{}"), "capabilities", capabilities)
	result = rpc.Set(result, "supportedVersions", versions)
	if instructions := rpc.Get(hello.Result, "instructions"); instructions != nil {
		result = rpc.Set(result, "instructions", instructions)
	}
	return upgrade("server/discover", result, hello)
}

// initializeFrom makes the result of initialize from how the server introduced itself, in either era.
func initializeFrom(legacy, modern *mcp.Hello, params json.RawMessage) json.RawMessage {
	version, _ := rpc.GetString(params, "protocolVersion")
	if !mcp.IsLegacyVersion(version) {
		version = mcp.LegacyVersion
	}
	if legacy != nil {
		return rpc.Set(legacy.Result, "protocolVersion", rpc.Quote(version))
	}
	result := rpc.Set(json.RawMessage("{}"), "protocolVersion", rpc.Quote(version))
	for _, key := range []string{"capabilities", "instructions"} {
		if value := rpc.Get(modern.Result, key); value != nil {
			result = rpc.Set(result, key, value)
		}
	}
	if rpc.Get(result, "capabilities") == nil {
		result = rpc.Set(result, "capabilities", json.RawMessage("{}"))
	}
	info := rpc.Get(rpc.Meta(modern.Result), rpc.MetaServerInfo)
	if info == nil {
		info = json.RawMessage(`{"name":"unknown","version":"unknown"}`)
	}
	return rpc.Set(result, "serverInfo", info)
}

// note tells the record what kind of answer it was.
func note(rec *Record, answer mcp.Answer) {
	rec.Reached = true
	if answer.Error != nil {
		rec.Class, rec.Code = metrics.JSONRPC, rpc.ErrorCode(answer.Error)
		return
	}
	if rec.Method == "tools/call" && isToolError(answer.Result) {
		rec.Class = metrics.Tool
	}
}

// isToolError tells whether a call failed: isError, or `"success": false` in its object or in a text that is one, which
// some servers answer instead.
func isToolError(result json.RawMessage) bool {
	if string(rpc.Get(result, "isError")) == "true" {
		return true
	}
	if !bytes.Contains(result, []byte("success")) {
		return false
	}
	if unsuccessful(rpc.Get(result, "structuredContent")) {
		return true
	}
	var content []struct{ Text string }
	_ = json.Unmarshal(rpc.Get(result, "content"), &content) // content of another form is no failure
	return slices.ContainsFunc(content, func(item struct{ Text string }) bool { return unsuccessful([]byte(item.Text)) })
}

func unsuccessful(object []byte) bool {
	var answer struct{ Success *bool }
	return json.Unmarshal(object, &answer) == nil && answer.Success != nil && !*answer.Success
}

// traced hands the trace of the HTTP request on in _meta, where stdio servers look for it.
func traced(params json.RawMessage, header http.Header) json.RawMessage {
	for name, key := range map[string]string{"Traceparent": "traceparent", "Tracestate": "tracestate"} {
		value := header.Get(name)
		if value == "" || len(value) > 512 || rpc.Get(rpc.Meta(params), key) != nil {
			continue
		}
		if len(params) == 0 {
			params = json.RawMessage("{}")
		}
		if !rpc.IsObject(params) {
			continue // nowhere to put it
		}
		params = rpc.SetMeta(params, key, rpc.Quote(value))
	}
	return params
}
