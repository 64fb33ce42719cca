package front

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/bridge"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/config"
)

func TestBodiesThatNeverCome(t *testing.T) {
	_, server, _ := door(t, func(_ *config.Deployment, s *Server) {
		if s != nil {
			s.bodyTime = 100 * time.Millisecond
		}
	}, up())
	for name, c := range map[string]struct{ head, status string }{
		"no token":        {"POST /one/mcp HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n", "401"},
		"unknown path":    {"POST /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n", "404"},
		"health":          {"GET /health HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n", "200"},
		"chunked, GET":    {"GET /one/mcp HTTP/1.1\r\nHost: x\r\n" + withToken + "Transfer-Encoding: chunked\r\n\r\n", "408"},
		"with a token":    {"POST /one/mcp HTTP/1.1\r\nHost: x\r\n" + withToken + "Content-Length: 10\r\n\r\n{", "408"},
		"no JSON, and no": {"POST /one/mcp HTTP/1.1\r\nHost: x\r\n" + withToken + "Content-Type: text/plain\r\nContent-Length: 10\r\n\r\n{", "415"},
	} {
		began := time.Now()
		line, conn := raw(t, server, c.head)
		if took := time.Since(began); !strings.Contains(line, c.status) || took >= bodyTime { // the limit of this test is far shorter
			t.Errorf("%s: %s after %v", name, line, took)
		}
		_, err := io.Copy(io.Discard, conn)
		var late net.Error
		if errors.As(err, &late) && late.Timeout() {
			t.Errorf("%s: the connection is still open", name)
		}
	}
}

func TestAnswersThatAreNotTaken(t *testing.T) {
	ended := make(chan struct{})
	backend := up()
	backend.serve = func(w http.ResponseWriter, r *http.Request, _ []byte, _ *bridge.Record) {
		defer close(ended)
		for r.Context().Err() == nil {
			if _, err := w.Write(make([]byte, 1<<20)); err != nil {
				return
			}
		}
	}
	_, server, _ := door(t, nil, backend)
	raw(t, server, "POST /one/mcp HTTP/1.1\r\nHost: x\r\n"+withToken+"Content-Length: 2\r\n\r\n{}")
	select {
	case <-ended:
	case <-time.After(patience):
		t.Fatal("it still waits for the client")
	}
}

func TestSlowAnswersArriveWhole(t *testing.T) {
	backend := up()
	backend.serve = func(w http.ResponseWriter, _ *http.Request, _ []byte, _ *bridge.Record) {
		_, _ = w.Write(make([]byte, 24<<20))
	}
	s, _, _ := door(t, nil, backend)
	server := httptest.NewUnstartedServer(s)
	server.Listener = patientListener{server.Listener, 1500 * time.Millisecond}
	server.Start()
	defer server.Close()
	request, _ := http.NewRequest("POST", server.URL+"/one/mcp", strings.NewReader("{}"))
	request.Header.Set("Authorization", "Bearer "+goodToken)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	total, part := 0, make([]byte, 1<<20)
	for {
		n, err := response.Body.Read(part)
		total += n
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(total, err)
		}
		time.Sleep(time.Duration(n) * 100 * time.Nanosecond) // ten MB a second: 2.4 s, longer in all than the limit of a part
	}
	if total != 24<<20 {
		t.Error(total)
	}
}

func TestBodiesAreBoundedPerServer(t *testing.T) {
	g := newGate(1, 1000)
	if !g.hold(t.Context(), heldBodies) || g.hold(t.Context(), 1) {
		t.Error("the bound does not hold")
	}
	time.AfterFunc(50*time.Millisecond, func() { g.bodies.Add(-10) })
	if !g.hold(t.Context(), 10) {
		t.Error("it does not wait for those that are about to end")
	}
	if g.bodies.Load() != heldBodies {
		t.Error("a refused part was counted:", g.bodies.Load())
	}
	backend := up()
	s, server, _ := door(t, nil, backend)
	s.slots["one"].gate.hold(t.Context(), heldBodies-1)
	auth := []string{"Authorization", "Bearer " + goodToken}
	if status, header, body := send(t, "POST", server.URL+"/one/mcp", "{}", auth...); status != 503 || header.Get("Retry-After") == "" {
		t.Error(status, body)
	}
	if status, _, body := send(t, "POST", server.URL+"/two/mcp", "{}", auth...); status != 200 {
		t.Error("the other server:", status, body)
	}
	if n := s.slots["one"].gate.bodies.Load(); n != heldBodies-1 {
		t.Error("a refused body is still held:", n)
	}
	if n := s.slots["two"].gate.bodies.Load(); n != 0 {
		t.Error("an answered body is still held:", n)
	}
}

func TestDrainEndsStreams(t *testing.T) {
	open, under, end := make(chan struct{}), make(chan struct{}), make(chan struct{})
	backend := up()
	backend.serve = func(w http.ResponseWriter, r *http.Request, _ []byte, _ *bridge.Record) {
		if r.Method == http.MethodGet {
			close(open)
			<-r.Context().Done()
			return
		}
		close(under)
		<-end
		fmt.Fprint(w, r.Context().Err() == nil)
	}
	s, server, _ := door(t, nil, backend)
	answers := make(chan string, 2)
	for _, method := range []string{"GET", "POST"} {
		go func() {
			_, _, body := send(t, method, server.URL+"/one/mcp", "{}", "Authorization", "Bearer "+goodToken)
			answers <- method + body
		}()
	}
	<-open
	<-under
	s.Drain()
	select {
	case got := <-answers:
		if got != "GET" {
			t.Error("the stream does not end first:", got)
		}
	case <-time.After(patience):
		t.Error("the stream does not end")
	}
	close(end)
	if got := <-answers; got != "POSTtrue" {
		t.Error("the call was cut:", got)
	}
}

func TestCallsTakePlacesOfCalls(t *testing.T) {
	end := make(chan struct{})
	let := sync.OnceFunc(func() { close(end) })
	defer let()
	backend := up()
	backend.serve = func(http.ResponseWriter, *http.Request, []byte, *bridge.Record) { <-end }
	_, server, _ := door(t, nil, backend)
	statuses := make(chan int, 6)
	for range 6 {
		go func() {
			status, _, _ := send(t, "POST", server.URL+"/one/mcp", "{}", "Authorization", "Bearer "+goodToken, "Mcp-Method", "subscriptions/listen")
			statuses <- status
		}()
	}
	late := time.After(patience)
	for refused := range 4 { // the others hold the two places until then
		select {
		case status := <-statuses:
			if status != 503 {
				t.Error("not refused:", status)
			}
		case <-late:
			t.Fatal("two places, and", 6-refused, "calls at once")
		}
	}
	let()
	for range 2 {
		if status := <-statuses; status != 200 {
			t.Error("in its place:", status)
		}
	}
}

func TestClientThatLeavesTheQueue(t *testing.T) {
	backend := up()
	s, server, out := door(t, nil, backend)
	for range 2 {
		s.slots["one"].gate.places <- struct{}{}
	}
	ctx, cancel := context.WithCancel(context.Background())
	go func() { // it leaves when its body has been read: what comes next is the queue
		for end := time.Now().Add(patience); s.slots["one"].gate.bodies.Load() < 2 && time.Now().Before(end); {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	request, _ := http.NewRequestWithContext(ctx, "POST", server.URL+"/one/mcp", strings.NewReader("{}"))
	request.Header.Set("Authorization", "Bearer "+goodToken)
	if response, err := http.DefaultClient.Do(request); err == nil {
		t.Error(response.Status)
	}
	for end := time.Now().Add(patience); !strings.Contains(out.String(), `"status":`) && time.Now().Before(end); {
		time.Sleep(10 * time.Millisecond)
	}
	if text := out.String(); !strings.Contains(text, `"status":499`) || !strings.Contains(text, `"ErrorsThrottled":0`) {
		t.Error(text)
	}
}

func TestConnectionsLiveLongerThanADeadline(t *testing.T) {
	backend := up()
	backend.serve = func(w http.ResponseWriter, _ *http.Request, _ []byte, _ *bridge.Record) {
		for range 3 {
			_, _ = w.Write([]byte("x"))
			_ = http.NewResponseController(w).Flush()
			time.Sleep(400 * time.Millisecond)
		}
	}
	_, server, _ := door(t, nil, backend)
	for range 2 { // on one connection
		if status, _, body := send(t, "POST", server.URL+"/one/mcp", "{}", "Authorization", "Bearer "+goodToken); status != 200 || body != "xxx" {
			t.Error(status, body)
		}
	}
}
