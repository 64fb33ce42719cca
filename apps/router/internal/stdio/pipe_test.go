package stdio

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/logs"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/mcp"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
)

// server is the other end of a pipe, written by a test.
type server struct {
	in   *bufio.Reader
	out  io.WriteCloser
	done chan struct{}
	once sync.Once
	log  *bytes.Buffer
	mu   sync.Mutex
}

func (s *server) Done() <-chan struct{} { return s.done }
func (s *server) Err() error            { return errors.New("server process ended: exit status 3") }
func (s *server) Kill()                 { s.once.Do(func() { _ = s.out.Close(); close(s.done) }) }

func (s *server) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.log.Write(p)
}

func (s *server) logged() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.log.String()
}

// next is the next message to the server.
func (s *server) next(t *testing.T) rpc.Message {
	t.Helper()
	line, err := s.in.ReadBytes('\n')
	if err != nil {
		t.Fatal(err)
	}
	m, err := rpc.Parse(line)
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return m
}

func (s *server) say(text string) { _, _ = io.WriteString(s.out, text) }

func open(t *testing.T, onRequest func(rpc.Message)) (*Pipe, *server) {
	t.Helper()
	in, toServer, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	fromServer, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	s := &server{in: bufio.NewReader(in), out: out, done: make(chan struct{}), log: &bytes.Buffer{}}
	t.Cleanup(func() { s.Kill(); _ = toServer.Close(); _ = fromServer.Close(); _ = in.Close() })
	return Open(s, toServer, fromServer, logs.New(logs.NewSink(s, "info")), onRequest), s
}

type got struct {
	answer   mcp.Answer
	err      error
	messages []string
}

func call(p *Pipe, ctx context.Context, params string) <-chan got {
	done := make(chan got, 1)
	go func() {
		var g got
		g.answer, g.err = p.Call(ctx, &mcp.Call{Era: mcp.Legacy, Method: "tools/call", Params: json.RawMessage(params), OnMessage: func(m rpc.Message) {
			g.messages = append(g.messages, string(m.Raw))
		}})
		done <- g
	}()
	return done
}

func TestTwoClientsWithTheSameTokens(t *testing.T) {
	p, s := open(t, nil)
	ctx := context.Background()
	a := call(p, ctx, `{"name":"a","_meta":{"progressToken":1}}`)
	first := s.next(t)
	b := call(p, ctx, `{"name":"b","_meta":{"progressToken":1}}`)
	second := s.next(t)
	tokenA, tokenB := rpc.Get(rpc.Meta(first.Params), "progressToken"), rpc.Get(rpc.Meta(second.Params), "progressToken")
	if string(first.ID) == string(second.ID) || string(tokenA) == string(tokenB) {
		t.Fatal("not told apart:", string(first.Raw), string(second.Raw))
	}
	progress := func(token string, n string) string {
		return `{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":` + token + `,"progress":` + n + `}}` + "\n"
	}
	s.say(progress(string(tokenB), "2") + progress(`"`+string(tokenA)+`"`, "1") + progress("77", "3"))
	s.say(`{"jsonrpc":"2.0","id":` + string(second.ID) + `,"result":{"n":12345678901234567890}}` + "\n")
	s.say(`{"jsonrpc":"2.0","id":` + string(first.ID) + `,"error":{"code":-1,"message":"m"}}` + "\n")
	gotA, gotB := <-a, <-b
	if string(gotB.answer.Result) != `{"n":12345678901234567890}` || len(gotB.messages) != 1 || !strings.Contains(gotB.messages[0], `"progressToken":1,"progress":2`) {
		t.Errorf("%+v", gotB)
	}
	if gotA.answer.Error == nil || len(gotA.messages) != 1 || !strings.Contains(gotA.messages[0], `"progressToken":1,"progress":1`) {
		t.Errorf("%+v", gotA)
	}
	if p.Open() != 0 {
		t.Error("calls left:", p.Open())
	}
}

func TestCancelReachesTheServer(t *testing.T) {
	p, s := open(t, nil)
	ctx, cancel := context.WithCancel(context.Background())
	done := call(p, ctx, `{}`)
	m := s.next(t)
	cancel()
	if g := <-done; !errors.Is(g.err, context.Canceled) {
		t.Error(g)
	}
	if c := s.next(t); c.Method != "notifications/cancelled" || string(rpc.Get(c.Params, "requestId")) != string(m.ID) {
		t.Error(string(c.Raw))
	}
	s.say(`{"jsonrpc":"2.0","id":` + string(m.ID) + `,"result":{}}` + "\n") // too late: for nobody
	next := call(p, context.Background(), `{}`)
	m = s.next(t)
	s.say(`{"jsonrpc":"2.0","id":` + string(m.ID) + `,"result":{"ok":1}}` + "\n")
	if g := <-next; string(g.answer.Result) != `{"ok":1}` {
		t.Error(g)
	}
}

func TestGarbageIsLoggedAndSkipped(t *testing.T) {
	p, s := open(t, nil)
	done := call(p, context.Background(), "{\"a\":\n1}")
	m := s.next(t) // one line, whatever the client sent
	s.say("hello\n{\"neither\":1}\n[]\n\n{\n" + `printed without newline: {"jsonrpc":"2.0","id":` + string(m.ID) + `,"result":{}}` + "\n")
	if g := <-done; g.err != nil || string(g.answer.Result) != "{}" {
		t.Error(g)
	}
	for _, text := range []string{"hello", `"neither"`, "printed without newline"} {
		if !strings.Contains(s.logged(), text) {
			t.Errorf("%s is not in the log: %s", text, s.logged())
		}
	}
}

func TestCrashIsToldToAll(t *testing.T) {
	p, s := open(t, nil)
	a, b := call(p, context.Background(), `{}`), call(p, context.Background(), `{}`)
	s.next(t)
	s.next(t)
	s.Kill()
	for _, done := range []<-chan got{a, b, call(p, context.Background(), `{}`)} {
		g := <-done
		var unavailable *mcp.Unavailable
		if !errors.As(g.err, &unavailable) || !strings.Contains(g.err.Error(), "exit status 3") {
			t.Error(g)
		}
	}
	if err := p.Notify(context.Background(), mcp.Legacy, "x", nil); err == nil {
		t.Error("a notification to nobody")
	}
}

// A server that does not read must cost neither memory without bound nor the callers' time.
func TestServerThatDoesNotRead(t *testing.T) {
	// In a bubble whoever waits for the server is seen: its clock moves, or nothing is left to wake it.
	synctest.Test(t, func(t *testing.T) {
		in, toServer := io.Pipe()
		fromServer, out := io.Pipe()
		s := &server{out: out, done: make(chan struct{}), log: &bytes.Buffer{}}
		p := Open(s, toServer, fromServer, logs.New(logs.NewSink(s, "info")), nil)
		big := json.RawMessage(`"` + strings.Repeat("x", 1<<20) + `"`)
		began := time.Now()
		var err error
		sent := 0
		for ; err == nil && sent < 2*queueLength; sent++ {
			err = p.Notify(t.Context(), mcp.Legacy, "x", big)
		}
		if took := time.Since(began); took != 0 {
			t.Error("the caller waits", took)
		}
		var unavailable *mcp.Unavailable
		if !errors.As(err, &unavailable) || !unavailable.Busy || sent > queueBytes>>20+3 {
			t.Errorf("after %d MB: %v", sent, err)
		}
		s.Kill()
		_ = in.Close()
		<-p.Done()
	})
}

func TestRequestsOfTheServer(t *testing.T) {
	_, s := open(t, nil)
	s.say(`{"jsonrpc":"2.0","id":"p","method":"ping"}` + "\n" + `{"jsonrpc":"2.0","id":4,"method":"roots/list"}` + "\n")
	if m := s.next(t); string(m.ID) != `"p"` || m.Result == nil {
		t.Error(string(m.Raw))
	}
	if m := s.next(t); string(m.ID) != "4" || rpc.ErrorCode(m.Error) != rpc.CodeMethodNotFound {
		t.Error(string(m.Raw))
	}
	asked := make(chan rpc.Message, 1)
	p, s := open(t, func(m rpc.Message) { asked <- m })
	s.say(`{"jsonrpc":"2.0","id":"q","method":"roots/list"}` + "\n")
	if m := <-asked; m.Method != "roots/list" {
		t.Error(m)
	}
	if err := p.Reply([]byte("{\"jsonrpc\":\"2.0\",\n\"id\":\"q\",\"result\":{}}")); err != nil {
		t.Error(err)
	}
	if m := s.next(t); string(m.ID) != `"q"` {
		t.Error(string(m.Raw))
	}
}

// Log lines belong to no call by themselves: with two calls open, none of the clients gets the other's.
func TestLogLinesOfOneCallOnly(t *testing.T) {
	p, s := open(t, nil)
	heard := make(chan string, 10)
	defer p.Subscribe(func(m rpc.Message) { heard <- m.Method })()
	toA := make(chan string, 10)
	a := make(chan error, 1)
	go func() {
		_, err := p.Call(context.Background(), &mcp.Call{Era: mcp.Legacy, Method: "tools/call", Params: json.RawMessage(`{}`), OnMessage: func(m rpc.Message) { toA <- m.Method }})
		a <- err
	}()
	first := s.next(t)
	message := `{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"x"}}` + "\n"
	s.say(message)
	if m := <-toA; m != "notifications/message" {
		t.Error("to the only call:", m)
	}
	b := call(p, context.Background(), `{}`)
	second := s.next(t)
	s.say(message + `{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}` + "\n")
	for _, id := range []json.RawMessage{first.ID, second.ID} {
		s.say(`{"jsonrpc":"2.0","id":` + string(id) + `,"result":{}}` + "\n")
	}
	if err, gotB := <-a, <-b; err != nil || len(toA) != 0 || len(gotB.messages) != 0 {
		t.Error(err, len(toA), gotB.messages)
	}
	if m := <-heard; m != "notifications/tools/list_changed" || len(heard) != 0 {
		t.Error(m, len(heard))
	}
}
