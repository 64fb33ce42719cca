package instance

import (
	"context"
	"net"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/config"
)

// A server that takes its time is seen soon after it listens: what lies between two questions is added to every start.
// Pauses pass in a bubble, whose clock stands still while a question is under way; the server has to be outside of it.
func TestListeningIsSeenSoon(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().(*net.TCPAddr)
	_ = l.Close()
	listeners := make(chan net.Listener, 1)
	server := &http.Server{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})}
	defer func() { _ = server.Close() }()
	go func() {
		if l := <-listeners; l != nil {
			_ = server.Serve(l)
		}
	}()
	synctest.Test(t, func(t *testing.T) {
		i := &Instance{server: &config.Server{HealthPath: "/health"}, port: address.Port}
		var began time.Time
		time.AfterFunc(260*time.Millisecond, func() {
			l, err := net.Listen("tcp", address.String())
			if err != nil {
				t.Error(err)
			}
			began = time.Now()
			listeners <- l
		})
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		if err := i.listening(ctx); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took > 20*time.Millisecond {
			t.Error("seen after", took)
		}
	})
}
