package front

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/bridge"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/child"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/metrics"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
)

// Upstream is an instance that runs in another container of the task, behind a router of its own.
type Upstream struct {
	name    string
	proxy   *httputil.ReverseProxy
	health  string
	status  atomic.Pointer[child.Status]
	client  http.Client
	onReady func()
	// onRestart is told that the container runs anew. Nobody else could: what ran in it before is gone.
	onRestart func()
	birth     string
}

type recordKey struct{}

// beyond is how much longer than the inner router's own limit its answer is waited for.
const beyond = 5 * time.Second

// NewUpstream makes one; Run watches its health. timeout is that of the inner router; the functions are optional.
func NewUpstream(name, address string, timeout time.Duration, onReady, onRestart func()) *Upstream {
	target, _ := url.Parse(address) // checked by the schema
	transport := &http.Transport{MaxIdleConnsPerHost: 256, IdleConnTimeout: 60 * time.Second, DisableCompression: true,
		DialContext: (&net.Dialer{Timeout: 5 * time.Second}).DialContext, ResponseHeaderTimeout: timeout + beyond}
	u := &Upstream{name: name, health: strings.TrimSuffix(address, "/") + "/" + name + "/health",
		client: http.Client{Timeout: 2 * time.Second, Transport: transport}, onReady: onReady, onRestart: onRestart}
	u.status.Store(&child.Status{State: child.Starting})
	u.proxy = &httputil.ReverseProxy{
		Transport:     transport,
		FlushInterval: -1,                         // streams
		ErrorLog:      log.New(io.Discard, "", 0), // the access line says it, as JSON
		Rewrite: func(p *httputil.ProxyRequest) {
			p.SetURL(target)
			p.Out.URL.Path, p.Out.URL.RawPath, p.Out.URL.RawQuery = "/"+name+"/mcp", "", ""
			p.Out.Header.Del("Authorization") // checked here; the inner router does not know it
			p.Out.Header.Del("Cookie")
		},
		ModifyResponse: func(response *http.Response) error {
			rec, _ := response.Request.Context().Value(recordKey{}).(*bridge.Record)
			// Whatever it says, its router answers. That has a circuit of its own for the server, and knows which of
			// its refusals count: a server with too much to do is not one that fails.
			rec.Status, rec.Reached = response.StatusCode, true
			response.Header.Del("X-Request-Id") // set already
			response.Body = &answerBody{response.Body, response, rec, takeOver(response.Header, rec)}
			return nil
		},
		ErrorHandler: func(w http.ResponseWriter, r *http.Request, _ error) {
			rec, _ := r.Context().Value(recordKey{}).(*bridge.Record)
			if r.Context().Err() != nil {
				rec.Status = statusGone
				return
			}
			rec.Failed, rec.Class, rec.Status = true, metrics.Transport, http.StatusServiceUnavailable
			fault := rpc.Fault{Code: rpc.CodeInternal, Message: "the container of " + name + " does not answer"}
			w.Header().Set("Content-Type", "application/json")
			w.Header().Set("Retry-After", "2")
			w.WriteHeader(http.StatusServiceUnavailable)
			_, _ = w.Write(rpc.Response(nil, nil, fault.JSON())) // the client is gone
		},
	}
	return u
}

// Serve passes the request on.
func (u *Upstream) Serve(w http.ResponseWriter, r *http.Request, body []byte, rec *bridge.Record) {
	if body != nil {
		r.Body = io.NopCloser(bytes.NewReader(body))
		r.ContentLength = int64(len(body))
	}
	u.proxy.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), recordKey{}, rec)))
}

// Status is what its own router last said.
func (u *Upstream) Status() child.Status { return *u.status.Load() }

// Renew has nothing to read: the secrets are those of the inner router.
func (u *Upstream) Renew() <-chan struct{} { return nil }

// Begin has nothing to name: the inner router tags its log lines.
func (u *Upstream) Begin(string) (end func()) { return func() {} }

// Pauses between questions for its health: short while it starts, so that it serves as soon as it can.
const (
	firstPause = 10 * time.Millisecond
	mostPause  = time.Second
)

// Run asks for its health until the context ends.
func (u *Upstream) Run(ctx context.Context) {
	for pause := firstPause; ; pause = min(2*pause, mostPause) {
		old := u.Status().State
		now := u.ask(ctx)
		u.status.Store(&now)
		switch {
		case now.State == child.Up && old != child.Up && u.onReady != nil:
			u.onReady()
		case now.State != child.Up && old == child.Up:
			pause = firstPause // it comes back soon
		case now.State == child.Starting:
			pause = min(pause, 10*firstPause) // its router is there already
		}
		if now.State == child.Up {
			pause = mostPause
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}

func (u *Upstream) ask(ctx context.Context) child.Status {
	down := child.Status{State: child.Down, Reason: "its container does not answer"}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, u.health, nil)
	if err != nil {
		return down
	}
	response, err := u.client.Do(request)
	if err != nil {
		return down
	}
	defer func() { _ = response.Body.Close() }() // read
	var told state
	if json.NewDecoder(io.LimitReader(response.Body, 64<<10)).Decode(&told) != nil || told.State == "" {
		down.Reason = "its container answers with something that is no health"
		return down
	}
	if u.birth != "" && told.Router != u.birth && u.onRestart != nil {
		u.onRestart()
	}
	u.birth = told.Router
	return told.Status
}
