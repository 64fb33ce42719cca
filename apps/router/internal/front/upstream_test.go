package front

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/bridge"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/child"
)

func upstream(t *testing.T, serve http.HandlerFunc) *Upstream {
	t.Helper()
	inner := httptest.NewServer(serve)
	t.Cleanup(inner.Close)
	return NewUpstream("one", inner.URL, time.Second, nil, nil)
}

func ask(u *Upstream, headers ...string) (*httptest.ResponseRecorder, *bridge.Record) {
	r := httptest.NewRequest("POST", "/one%2Fmcp?token=secret", strings.NewReader("ignored"))
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w, rec := httptest.NewRecorder(), &bridge.Record{}
	u.Serve(w, r, []byte(`{"a":1}`), rec)
	return w, rec
}

func TestUpstreamGetsTheMessageAndNoCredentials(t *testing.T) {
	var seen *http.Request
	var body string
	u := upstream(t, func(w http.ResponseWriter, r *http.Request) {
		raw, _ := io.ReadAll(r.Body)
		seen, body = r, string(raw)
	})
	ask(u, "Authorization", "Bearer x", "Cookie", "a=b", "X-Forwarded-For", "1.2.3.4", "Forwarded", "for=1", "Connection", "X-Gone", "X-Gone", "1", "Mcp-Method", "x")
	if seen.RequestURI != "/one/mcp" || body != `{"a":1}` || seen.Header.Get("Mcp-Method") != "x" {
		t.Error(seen.RequestURI, body, seen.Header)
	}
	for _, name := range []string{"Authorization", "Cookie", "X-Forwarded-For", "Forwarded", "X-Gone"} {
		if seen.Header.Get(name) != "" {
			t.Errorf("%s is passed on", name)
		}
	}
}

// The inner router has refused: it answers, and has its own circuit. Only one that does not answer has failed.
func TestRefusalsOfTheInnerRouterAreNoFailure(t *testing.T) {
	status := 0
	u := upstream(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) })
	for _, status = range []int{200, 404, 502, 503, 504} {
		if w, rec := ask(u); w.Code != status || rec.Failed || !rec.Reached || rec.Status != status {
			t.Errorf("%d: %+v", status, rec)
		}
	}
	u = NewUpstream("one", "http://127.0.0.1:1", time.Second, nil, nil)
	if w, rec := ask(u); w.Code != 503 || !rec.Failed || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), "does not answer") {
		t.Errorf("%+v %s", rec, w.Body)
	}
}

func TestUpstreamThatHangs(t *testing.T) {
	stop := make(chan struct{})
	u := upstream(t, func(http.ResponseWriter, *http.Request) { <-stop })
	defer close(stop)
	transport := u.proxy.Transport.(*http.Transport)
	if transport.ResponseHeaderTimeout != time.Second+beyond {
		t.Error("its limit is", transport.ResponseHeaderTimeout)
	}
	transport.ResponseHeaderTimeout = 50 * time.Millisecond
	if w, rec := ask(u); w.Code != 503 || !rec.Failed {
		t.Errorf("%d %+v", w.Code, rec)
	}
}

// within answers without a network, which stands outside of a bubble.
type within struct{ serve http.HandlerFunc }

func (w within) RoundTrip(r *http.Request) (*http.Response, error) {
	answer := httptest.NewRecorder()
	w.serve(answer, r)
	return answer.Result(), nil
}

// A container that comes up is served at once, not at the next full second.
func TestUpstreamIsSeenSoon(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var state atomic.Value
		state.Store(child.Starting)
		ready := make(chan time.Time, 1)
		u := NewUpstream("one", "http://inner/", time.Second, func() { ready <- time.Now() }, nil)
		u.client.Transport = within{func(w http.ResponseWriter, r *http.Request) {
			if r.URL.String() != "http://inner/one/health" {
				t.Error(r.URL)
			}
			fmt.Fprintf(w, `{"state":%q}`, state.Load())
		}}
		ctx, cancel := context.WithCancel(t.Context())
		go u.Run(ctx)
		time.Sleep(3333 * time.Millisecond)
		began := time.Now()
		state.Store(child.Up)
		if took := (<-ready).Sub(began); took > 10*firstPause || u.Status().State != child.Up {
			t.Error("seen after", took)
		}
		cancel()
		synctest.Wait()
	})
}
