package stub

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

type message struct {
	JSONRPC string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Method  string          `json:"method"`
	Params  json.RawMessage `json:"params"`
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

const tools = `{"name":"echo","description":"Says it again","inputSchema":{"type":"object","properties":{"text":{"type":"string"}}}},` +
	`{"name":"sleep","inputSchema":{"type":"object"}},{"name":"env","inputSchema":{"type":"object"}},{"name":"big","inputSchema":{"type":"object"}},` +
	`{"name":"crash","inputSchema":{"type":"object"}},{"name":"precise","inputSchema":{"type":"object"}},{"name":"fail","inputSchema":{"type":"object"}}`

// WriteTool is listed where tools that change something are on.
const WriteTool = `,{"name":"change-something","inputSchema":{"type":"object"}}`

// results are what the methods beside tools answer.
var results = map[string]string{
	"resources/list":           `{"resources":[{"uri":"note://one","name":"one"}]}`,
	"resources/read":           `{"contents":[{"uri":"note://one","mimeType":"text/plain","text":"a note"}]}`,
	"resources/templates/list": `{"resourceTemplates":[{"uriTemplate":"note://{name}","name":"note"}]}`,
	"prompts/list":             `{"prompts":[{"name":"hello"}]}`,
	"prompts/get":              `{"messages":[{"role":"user","content":{"type":"text","text":"say hello"}}]}`,
}

// answer is what both transports say.
func answer(m message, facts Facts, writes bool) []byte {
	var p callParams
	_ = json.Unmarshal(m.Params, &p) // tests send what fits
	result := func(text string) []byte {
		return []byte(`{"jsonrpc":"2.0","id":` + string(m.ID) + `,"result":` + text + `}`)
	}
	switch m.Method {
	case "initialize":
		version := facts.Revisions[0]
		if slices.Contains(facts.Revisions, p.ProtocolVersion) {
			version = p.ProtocolVersion
		}
		capabilities := `"tools":{}`
		if len(facts.Methods) > 0 {
			capabilities += `,"resources":{},"prompts":{}`
		}
		return result(`{"protocolVersion":"` + version + `","capabilities":{` + capabilities + `},"serverInfo":{"name":"stub","version":"1.0.0"}}`)
	case "ping":
		return result("{}")
	case "tools/list":
		list := tools
		if writes {
			list += WriteTool
		}
		list = strings.ReplaceAll(list, `"inputSchema"`, facts.Hints+`"inputSchema"`)
		return result(`{"tools":[` + list + `]}`)
	case "tools/call":
		if p.Name == "fail" && facts.SoftFailure {
			return result(`{"content":[{"type":"text","text":"{\"success\": false, \"message\": \"no\"}"}]}`)
		}
		return result(call(p))
	}
	if slices.Contains(facts.Methods, m.Method) {
		return result(results[m.Method])
	}
	return []byte(`{"jsonrpc":"2.0","id":` + string(m.ID) + `,"error":{"code":-32601,"message":"Method not found"}}`)
}

func call(p callParams) string {
	text := ""
	pause := time.Duration(p.Arguments.Milliseconds) * time.Millisecond
	switch p.Name {
	case "echo", "garbage", "progress", "change", "stop-reading":
		text = p.Arguments.Text
	case "sleep":
		time.Sleep(pause)
		text = "awake"
	case "whoever":
		time.Sleep(pause)
		text = whoever()
	case "env":
		text = strings.Join(os.Environ(), "\n")
	case "where":
		text, _ = os.Getwd() // its working directory is there
	case "big":
		text = strings.Repeat("x", p.Arguments.Bytes)
	case "crash":
		os.Exit(3)
	case "orphan":
		// Its parent ends at once, and it a moment later.
		if err := exec.Command("sh", "-c", "sleep 0.1 &").Run(); err != nil {
			text = err.Error()
		}
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
