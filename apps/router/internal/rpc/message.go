package rpc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// Codes of JSON-RPC and of MCP.
const (
	CodeParse              = -32700
	CodeInvalidRequest     = -32600
	CodeMethodNotFound     = -32601
	CodeInvalidParams      = -32602
	CodeInternal           = -32603
	CodeServer             = -32000
	CodeUnauthorized       = -32001
	CodeResourceNotFound   = -32002
	CodeHeaderMismatch     = -32020
	CodeMissingCapability  = -32021
	CodeUnsupportedVersion = -32022
)

// Message is one JSON-RPC message; what it does not name stays in Raw.
type Message struct {
	Raw    json.RawMessage
	ID     json.RawMessage
	Method string
	Params json.RawMessage
	Result json.RawMessage
	Error  json.RawMessage
}

// IsRequest says that the message has a method and wants an answer.
func (m *Message) IsRequest() bool { return m.Method != "" && m.HasID() }

// IsNotification says that the message has a method and no id.
func (m *Message) IsNotification() bool { return m.Method != "" && !m.HasID() }

// IsResponse says that the message answers a request.
func (m *Message) IsResponse() bool { return m.Method == "" && (m.Result != nil || m.Error != nil) }

// HasID says that the message has an id that is not null.
func (m *Message) HasID() bool { return len(m.ID) > 0 && !bytes.Equal(m.ID, []byte("null")) }

// Parse reads one message of a server: lenient about what JSON-RPC demands and no answer needs.
func Parse(raw []byte) (Message, error) {
	members, err := Members(raw)
	if err != nil {
		return Message{}, err
	}
	return parse(raw, members)
}

func parse(raw []byte, members []Member) (Message, error) {
	m := Message{Raw: raw}
	for _, member := range members {
		switch member.Key {
		case "id":
			m.ID = member.Value
		case "method":
			if json.Unmarshal(member.Value, &m.Method) != nil {
				return Message{}, fmt.Errorf("method is not a string")
			}
		case "params":
			m.Params = member.Value
		case "result":
			m.Result = member.Value
		case "error":
			if !bytes.Equal(member.Value, []byte("null")) {
				m.Error = member.Value
			}
		}
	}
	return m, nil
}

// ParseClient reads one message of a client, strictly: the error is what the client is told.
func ParseClient(raw []byte) (Message, *Fault) {
	if !utf8.Valid(raw) || !json.Valid(raw) {
		return Message{}, &Fault{Code: CodeParse, Message: "the body is not valid JSON in UTF-8"}
	}
	members, err := Members(raw)
	if err != nil {
		return Message{}, &Fault{Code: CodeInvalidRequest, Message: "a message is a JSON object"}
	}
	if key, twice := Twice(members); twice {
		return Message{}, &Fault{Code: CodeInvalidRequest, Message: fmt.Sprintf("a member of the message is given twice: %.60q", key)}
	}
	version := ""
	for _, member := range members {
		if member.Key == "jsonrpc" {
			version = string(member.Value)
		}
	}
	m, err := parse(raw, members)
	switch {
	case err != nil:
		return m, &Fault{Code: CodeInvalidRequest, Message: err.Error()}
	case version != `"2.0"`:
		return m, &Fault{Code: CodeInvalidRequest, Message: `jsonrpc must be "2.0"`}
	case m.HasID() && m.ID[0] != '"' && m.ID[0] != '-' && (m.ID[0] < '0' || m.ID[0] > '9'):
		m.ID = nil
		return m, &Fault{Code: CodeInvalidRequest, Message: "id must be a string or a number"}
	case m.Method == "" && !m.IsResponse():
		return m, &Fault{Code: CodeInvalidRequest, Message: "a message has a method, a result or an error"}
	case m.Params != nil && m.Params[0] != '{' && m.Params[0] != '[' && string(m.Params) != "null":
		return m, &Fault{Code: CodeInvalidRequest, Message: "params must be an object"}
	}
	if name := ambiguous(m.Params); name != "" {
		return m, &Fault{Code: CodeInvalidRequest, Message: fmt.Sprintf("a member of params is given twice: %.60q", name)}
	}
	return m, nil
}

// ambiguous names a member of params or of its _meta that is given twice. What the router checks and rewrites there has
// to be what the server reads: parsers differ in which of the two they take.
func ambiguous(params json.RawMessage) string {
	members, err := Members(params)
	if err != nil {
		return ""
	}
	if key, twice := Twice(members); twice {
		return key
	}
	for _, m := range members {
		if m.Key != "_meta" {
			continue
		}
		inner, err := Members(m.Value)
		if err != nil {
			return ""
		}
		if key, twice := Twice(inner); twice {
			return "_meta." + key
		}
	}
	return ""
}

// Fault is an error of JSON-RPC.
type Fault struct {
	Code    int             `json:"code"`
	Message string          `json:"message"`
	Data    json.RawMessage `json:"data,omitempty"`
}

func (f *Fault) Error() string { return fmt.Sprintf("%s (%d)", f.Message, f.Code) }

// JSON writes the error object.
func (f *Fault) JSON() json.RawMessage {
	raw, _ := json.Marshal(f) // Data is valid JSON by construction
	return raw
}

// ErrorCode reads the code of an error object, 0 where it has none.
func ErrorCode(raw json.RawMessage) int {
	var e struct {
		Code int `json:"code"`
	}
	if json.Unmarshal(raw, &e) != nil {
		return 0
	}
	return e.Code
}

// Request writes a request; without an id it is a notification.
func Request(id json.RawMessage, method string, params json.RawMessage) []byte {
	out := make([]byte, 0, len(params)+len(method)+len(id)+48)
	out = append(out, `{"jsonrpc":"2.0",`...)
	if len(id) > 0 {
		out = append(append(append(out, `"id":`...), id...), ',')
	}
	out = append(append(out, `"method":`...), Quote(method)...)
	if len(params) > 0 {
		out = append(append(out, `,"params":`...), params...)
	}
	return append(out, '}')
}

// Response writes an answer: an error if there is one.
func Response(id, result, fault json.RawMessage) []byte {
	if len(id) == 0 {
		id = json.RawMessage("null")
	}
	name, value := `,"result":`, result
	if fault != nil {
		name, value = `,"error":`, fault
	}
	out := make([]byte, 0, len(value)+len(id)+40)
	out = append(append(out, `{"jsonrpc":"2.0","id":`...), id...)
	out = append(append(out, name...), value...)
	return append(out, '}')
}

// OneLine returns the message without line breaks, as a stdio server wants it.
func OneLine(raw []byte) []byte {
	if bytes.IndexByte(raw, '\n') < 0 && bytes.IndexByte(raw, '\r') < 0 {
		return raw
	}
	var out bytes.Buffer
	if json.Compact(&out, raw) != nil {
		return bytes.ReplaceAll(bytes.ReplaceAll(raw, []byte("\n"), []byte(" ")), []byte("\r"), []byte(" "))
	}
	return out.Bytes()
}
