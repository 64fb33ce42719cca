// Package httpserver speaks MCP with a server that listens on a port of its own.
package httpserver

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/logs"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/mcp"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
)

// maxAnswer is the longest message of a server that is translated; what passes through has no limit.
const maxAnswer = 64 << 20

// idle is how long an unused connection is kept: less than servers keep theirs, of which many close after 5 s. A request
// on a connection that the other side is about to close is lost. A frozen process does not count its own time, so that
// after a thaw the connections are too old at once.
const idle = 4 * time.Second

// Options say how the server is reached.
type Options struct {
	// URL of MCP: http://127.0.0.1:8081/
	URL string
	// Auth holds the headers that the server wants to see.
	Auth http.Header
	// Done is closed when the server's process has ended.
	Done <-chan struct{}
	Log  *logs.Logger
}

// Pipe is the way to one HTTP server.
type Pipe struct {
	Options
	client *http.Client
	next   atomic.Int64
	// renewing is held by the call that begins a new session.
	renewing chan struct{}

	mu        sync.Mutex
	hello     [2]*mcp.Hello
	session   string
	listeners map[int64]func(rpc.Message)
	stopGet   context.CancelFunc
}

// New makes a pipe; nothing is sent yet.
func New(o Options) *Pipe {
	transport := &http.Transport{MaxIdleConnsPerHost: 256, IdleConnTimeout: idle, DisableCompression: true,
		DialContext:            (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
		MaxResponseHeaderBytes: 64 << 10}
	return &Pipe{Options: o, client: &http.Client{Transport: transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
		listeners: map[int64]func(rpc.Message){}, renewing: make(chan struct{}, 1)}
}

// Greet introduces the router.
func (p *Pipe) Greet(ctx context.Context, protocol string) error {
	legacy, modern, err := mcp.Greet(ctx, protocol, p.Call, func() error {
		return p.Notify(ctx, mcp.Legacy, "notifications/initialized", nil)
	})
	p.mu.Lock()
	p.hello = [2]*mcp.Hello{legacy, modern}
	p.mu.Unlock()
	return err
}

// Hello returns how the server introduced itself.
func (p *Pipe) Hello(era mcp.Era) *mcp.Hello {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.hello[era]
}

// Done is closed when the server's process has ended.
func (p *Pipe) Done() <-chan struct{} { return p.Options.Done }

// Close gives its connections back.
func (p *Pipe) Close() {
	p.mu.Lock()
	stop := p.stopGet
	p.mu.Unlock()
	if stop != nil {
		stop()
	}
	p.client.CloseIdleConnections()
}

// Forward passes on a request as it is. The caller closes the answer's body.
func (p *Pipe) Forward(ctx context.Context, method string, header http.Header, body []byte) (*http.Response, error) {
	return p.do(ctx, method, header, body)
}

func (p *Pipe) do(ctx context.Context, method string, header http.Header, body []byte) (*http.Response, error) {
	var reader io.Reader
	if body != nil {
		reader = bytes.NewReader(body)
	}
	request, err := http.NewRequestWithContext(ctx, method, p.URL, reader)
	if err != nil {
		return nil, err
	}
	request.Header = header
	for name, values := range p.Auth {
		request.Header[name] = values
	}
	response, err := p.client.Do(request)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		var dial *net.OpError
		if errors.As(err, &dial) && dial.Op == "dial" {
			return nil, &NotSent{Unavailable: mcp.Unavailable{Reason: "the server does not accept connections", RetryAfter: time.Second}}
		}
		return nil, &mcp.Unavailable{Reason: "the server closed the connection", RetryAfter: time.Second}
	}
	return response, nil
}

// NotSent is an Unavailable where the server has seen nothing of the request: it may be repeated.
type NotSent struct{ mcp.Unavailable }

// Unwrap makes it an Unavailable.
func (n *NotSent) Unwrap() error { return &n.Unavailable }

func (p *Pipe) header(c *mcp.Call, session string) http.Header {
	header := http.Header{"Content-Type": {"application/json"}, "Accept": {"application/json, text/event-stream"}}
	for name, values := range c.Header {
		header[name] = values
	}
	// These are of the client's connection, or repeat what the client has sent: what is sent now may differ.
	for _, name := range []string{mcp.HeaderSession, "Last-Event-Id", mcp.HeaderName} {
		delete(header, name)
	}
	if c.Era == mcp.Modern {
		header.Set(mcp.HeaderVersion, mcp.ModernVersion)
		header.Set(mcp.HeaderMethod, c.Method)
		if by := mcp.NamedBy(c.Method); by != "" {
			name, _ := rpc.GetString(c.Params, by)
			header.Set(mcp.HeaderName, EncodeHeader(name))
		}
		return header
	}
	for name := range header {
		if name == mcp.HeaderMethod || strings.HasPrefix(name, mcp.HeaderParam) {
			delete(header, name)
		}
	}
	header.Del(mcp.HeaderVersion)
	if hello := p.Hello(mcp.Legacy); hello != nil && hello.Version != "" {
		header.Set(mcp.HeaderVersion, hello.Version)
	}
	if session != "" {
		header.Set(mcp.HeaderSession, session)
	}
	return header
}

// EncodeHeader writes a text as the value of an MCP header: base64 where it is not plain ASCII.
func EncodeHeader(text string) string {
	plain := !strings.HasPrefix(text, "=?base64?") && strings.TrimSpace(text) == text
	for i := 0; i < len(text); i++ {
		plain = plain && text[i] >= 0x20 && text[i] < 0x7f
	}
	if plain {
		return text
	}
	return "=?base64?" + base64.StdEncoding.EncodeToString([]byte(text)) + "?="
}

// Call sends a request in the router's own session.
func (p *Pipe) Call(ctx context.Context, c *mcp.Call) (mcp.Answer, error) {
	session := p.ownSession()
	answer, status, err := p.call(ctx, c, session)
	if err == nil && status == http.StatusNotFound && c.Era == mcp.Legacy && session != "" && c.Method != "initialize" {
		// The server has forgotten the session: a new one, and the call again, once.
		if err := p.renew(ctx, session); err != nil {
			return mcp.Answer{}, err
		}
		answer, _, err = p.call(ctx, c, p.ownSession())
	}
	return answer, err
}

func (p *Pipe) ownSession() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.session
}

// renew begins a new session, one call for all who have found that the old one is gone.
func (p *Pipe) renew(ctx context.Context, old string) error {
	select {
	case p.renewing <- struct{}{}:
		defer func() { <-p.renewing }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if p.ownSession() != old {
		return nil // another call has done it
	}
	answer, _, err := p.call(ctx, &mcp.Call{Era: mcp.Legacy, Method: "initialize", Params: mcp.InitializeParams()}, "")
	if err == nil && answer.Error != nil {
		err = &mcp.Refused{Method: "initialize", Answer: answer.Error}
	}
	if err != nil {
		return err
	}
	return p.Notify(ctx, mcp.Legacy, "notifications/initialized", nil)
}

func (p *Pipe) call(ctx context.Context, c *mcp.Call, session string) (mcp.Answer, int, error) {
	id := json.RawMessage(strconv.FormatInt(p.next.Add(1), 10))
	params := c.Params
	meta := rpc.Meta(params)
	token := rpc.Get(meta, "progressToken")
	if token != nil {
		params = rpc.Set(params, "_meta", rpc.Set(meta, "progressToken", id))
	}
	response, err := p.do(ctx, http.MethodPost, p.header(c, session), rpc.Request(id, c.Method, params))
	if err != nil {
		return mcp.Answer{}, 0, err
	}
	defer func() { _ = response.Body.Close() }() // read to its end or given up
	answer, status, err := p.read(ctx, c, id, token, session, response)
	if c.Method == "initialize" && err == nil && answer.Error == nil {
		p.mu.Lock()
		p.session = response.Header.Get(mcp.HeaderSession)
		p.mu.Unlock()
	}
	return answer, status, err
}

// read takes the answer: JSON, or the events before it and it.
func (p *Pipe) read(ctx context.Context, c *mcp.Call, id, token json.RawMessage, session string, response *http.Response) (mcp.Answer, int, error) {
	if strings.HasPrefix(response.Header.Get("Content-Type"), "text/event-stream") {
		answer, err := p.stream(ctx, c, id, token, session, response.Body)
		return answer, response.StatusCode, err
	}
	var buffer bytes.Buffer
	buffer.Grow(int(min(max(response.ContentLength+bytes.MinRead, 4<<10), 1<<20)))
	_, err := buffer.ReadFrom(io.LimitReader(response.Body, maxAnswer+1))
	body := buffer.Bytes()
	if err != nil {
		if ctx.Err() != nil {
			return mcp.Answer{}, 0, ctx.Err()
		}
		return mcp.Answer{}, 0, &mcp.Unavailable{Reason: "the server broke off its answer", RetryAfter: time.Second}
	}
	if len(body) > maxAnswer {
		return mcp.Answer{}, 0, fmt.Errorf("the server's answer is longer than %d bytes", maxAnswer)
	}
	m, err := rpc.Parse(body)
	if err == nil && m.IsResponse() {
		return p.answer(c, m), response.StatusCode, nil
	}
	fault, err := plainFault(response.StatusCode, c.Method, body)
	return mcp.Answer{Error: fault}, response.StatusCode, err
}

// plainFault makes an answer of one that is not JSON-RPC.
func plainFault(status int, method string, body []byte) (json.RawMessage, error) {
	text := strings.TrimSpace(string(body[:min(len(body), 300)]))
	switch {
	case status >= 500:
		return nil, &BadStatus{Status: status, Text: text}
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		return nil, fmt.Errorf("the server refuses the router's token with HTTP %d: its auth in servers.json is wrong", status)
	case status < 300:
		return nil, fmt.Errorf("the server's answer is not JSON-RPC: %.80q", text)
	}
	code := rpc.CodeInvalidRequest
	lower := strings.ToLower(text)
	for _, word := range []string{"unsupported", "not handled", "unknown method", "method not found", "not supported"} {
		if strings.Contains(lower, word) {
			code = rpc.CodeMethodNotFound
		}
	}
	fault := rpc.Fault{Code: code, Message: fmt.Sprintf("the server refused %s with HTTP %d: %s", method, status, text)}
	return fault.JSON(), nil
}

// BadStatus is an HTTP error of the server itself.
type BadStatus struct {
	Status int
	Text   string
}

func (b *BadStatus) Error() string {
	return fmt.Sprintf("the server answered HTTP %d: %s", b.Status, b.Text)
}

func (p *Pipe) answer(c *mcp.Call, m rpc.Message) mcp.Answer {
	answer := mcp.Answer{Result: m.Result, Error: m.Error}
	if c.Era == mcp.Modern && m.Error == nil && c.ClientID != nil {
		if meta := rpc.Meta(m.Result); meta != nil && rpc.Get(meta, rpc.MetaSubscriptionID) != nil {
			answer.Result = rpc.SetMeta(m.Result, rpc.MetaSubscriptionID, c.ClientID)
		}
	}
	return answer
}

// AssumeLegacy takes the server for one of the older revisions, whose greeting failed.
func (p *Pipe) AssumeLegacy() {
	p.mu.Lock()
	p.hello[mcp.Legacy] = &mcp.Hello{Result: json.RawMessage(`{"capabilities":{"tools":{}},"serverInfo":{"name":"unknown","version":"unknown"}}`)}
	p.mu.Unlock()
}
