// Package mcp names what the two eras of MCP have in common: versions, greetings, and a pipe to a server.
package mcp

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
)

// Revisions of MCP. Versions before ModernVersion are legacy: a session begins with initialize.
const (
	ModernVersion = "2026-07-28"
	LegacyVersion = "2025-11-25"
)

// Versions are all revisions that clients may speak, newest first.
var Versions = []string{ModernVersion, LegacyVersion, "2025-06-18", "2025-03-26", "2024-11-05"}

// IsLegacyVersion says whether it is a revision before 2026-07-28 that the router knows.
func IsLegacyVersion(v string) bool { return v != ModernVersion && slices.Contains(Versions, v) }

// Headers of MCP over HTTP.
const (
	HeaderVersion = "Mcp-Protocol-Version"
	HeaderSession = "Mcp-Session-Id"
	HeaderMethod  = "Mcp-Method"
	HeaderName    = "Mcp-Name"
	HeaderParam   = "Mcp-Param-"
)

// Era is one of the two wire forms.
type Era int

// The eras.
const (
	Legacy Era = iota
	Modern
)

// Hello is how a server introduced itself: the result of initialize or of server/discover, as it came.
type Hello struct {
	Result  json.RawMessage
	Version string
}

// Call is one request to a server, in an era that it speaks.
type Call struct {
	Era    Era
	Method string
	Params json.RawMessage
	// ClientID is the id that the client knows the request by: subscription ids are made of it.
	ClientID json.RawMessage
	// Header holds the client's MCP headers; for servers that speak HTTP. May be nil.
	Header http.Header
	// OnMessage gets what the server sends before its answer, one at a time, from the caller's goroutine. May be nil.
	OnMessage func(rpc.Message)
}

// Answer is a result or an error, as it came.
type Answer struct {
	Result json.RawMessage
	Error  json.RawMessage
}

// Pipe is a way to one server's process.
type Pipe interface {
	// Hello returns how the server introduced itself in that era; nil: it does not speak it.
	Hello(Era) *Hello
	// Call sends a request and waits. When the context ends, the server is told that the call is cancelled.
	Call(context.Context, *Call) (Answer, error)
	// Notify sends a notification.
	Notify(ctx context.Context, era Era, method string, params json.RawMessage) error
	// Subscribe gets messages that belong to no call. The function must not block.
	Subscribe(func(rpc.Message)) (cancel func())
	// Done is closed when the pipe has broken.
	Done() <-chan struct{}
}

// Unavailable says that the server could not be asked, or that its answer got lost.
type Unavailable struct {
	Reason     string
	RetryAfter time.Duration
	// Busy: the server is alive and has too much to do.
	Busy bool
}

func (u *Unavailable) Error() string { return u.Reason }

// ClientInfo is how the router introduces itself to servers.
var ClientInfo = json.RawMessage(`{"name":"mcp-router","version":"1.0.0"}`)

// InitializeParams is what the router sends when it speaks for all clients: it can do nothing on a client's side.
func InitializeParams() json.RawMessage {
	return json.RawMessage(`{"protocolVersion":"` + LegacyVersion + `","capabilities":{},"clientInfo":` + string(ClientInfo) + `}`)
}

// ModernMeta adds what every request of 2026-07-28 carries, where it is missing.
func ModernMeta(params json.RawMessage) json.RawMessage {
	if !rpc.IsObject(params) {
		params = json.RawMessage("{}")
	}
	meta := rpc.Meta(params)
	if meta == nil {
		meta = json.RawMessage("{}")
	}
	meta = rpc.Set(meta, rpc.MetaVersion, rpc.Quote(ModernVersion))
	if rpc.Get(meta, rpc.MetaCapabilities) == nil {
		meta = rpc.Set(meta, rpc.MetaCapabilities, json.RawMessage("{}"))
	}
	if rpc.Get(meta, rpc.MetaClientInfo) == nil {
		meta = rpc.Set(meta, rpc.MetaClientInfo, ClientInfo)
	}
	return rpc.Set(params, "_meta", meta)
}

// NamedBy returns the member of params that the header Mcp-Name repeats; empty where the method has none.
func NamedBy(method string) string {
	switch method {
	case "tools/call", "prompts/get":
		return "name"
	case "resources/read":
		return "uri"
	}
	return ""
}

// SpeaksModern reads a result of server/discover.
func SpeaksModern(result json.RawMessage) bool {
	var versions []string
	if json.Unmarshal(rpc.Get(result, "supportedVersions"), &versions) != nil {
		return false
	}
	return slices.Contains(versions, ModernVersion)
}

// Greet introduces the router to a server: initialize first, since every server but the modern-only ones takes it, then
// server/discover, which no server minds after that.
func Greet(ctx context.Context, protocol string, call func(context.Context, *Call) (Answer, error),
	initialized func() error) (legacy, modern *Hello, err error) {
	var refused error
	if protocol != "modern" {
		answer, err := call(ctx, &Call{Era: Legacy, Method: "initialize", Params: InitializeParams()})
		switch {
		case err != nil:
			return nil, nil, err
		case answer.Error != nil:
			refused = &Refused{"initialize", answer.Error}
		default:
			version, _ := rpc.GetString(answer.Result, "protocolVersion")
			legacy = &Hello{Result: answer.Result, Version: version}
			if err := initialized(); err != nil {
				return nil, nil, err
			}
		}
	}
	if protocol == "legacy" {
		return legacy, nil, refused
	}
	short := ctx
	if legacy != nil {
		// A server that leaves unknown methods unanswered must not delay the start.
		var cancel context.CancelFunc
		short, cancel = context.WithTimeout(ctx, 2*time.Second)
		defer cancel()
	}
	answer, err := call(short, &Call{Era: Modern, Method: "server/discover", Params: ModernMeta(nil)})
	switch {
	case err == nil && answer.Error == nil && SpeaksModern(answer.Result):
		return legacy, &Hello{Result: answer.Result, Version: ModernVersion}, nil
	case legacy != nil:
		return legacy, nil, nil
	case err != nil:
		return nil, nil, err
	case refused != nil:
		return nil, nil, refused
	}
	return nil, nil, &Refused{"server/discover", answer.Error}
}

// Refused says that a server did not accept the greeting.
type Refused struct {
	Method string
	Answer json.RawMessage
}

func (r *Refused) Error() string {
	text := string(r.Answer)
	if len(text) > 300 {
		text = text[:300] + "…"
	}
	return "it answered " + r.Method + " with " + strings.TrimSpace(text)
}
