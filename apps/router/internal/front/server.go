// Package front is the door of the router: who may call, what, how much and how often.
package front

import (
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/bridge"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/child"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/config"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/logs"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/mcp"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/metrics"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/refresh"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
)

const (
	// statusGone is what is noted where the client is gone: nobody reads an answer.
	statusGone = 499
	// longestMethod is how much of a method, which is the client's text, is noted.
	longestMethod = 64
)

// Backend serves one instance.
type Backend interface {
	Serve(w http.ResponseWriter, r *http.Request, body []byte, rec *bridge.Record)
	Status() child.Status
	Begin(requestID string) (end func())
	// Renew has its secrets read again if they are old; see refresh.Source.
	Renew() <-chan struct{}
}

// Server is the door.
type Server struct {
	deployment *config.Deployment
	guard      Guard
	log        *logs.Logger
	slots      map[string]*slot
	names      []string
	bodyTime   time.Duration
	// birth is made up at the start of an inner router.
	birth string
	// leaving: the router is to stop, and takes what still comes.
	leaving atomic.Bool
	// born is when it was made; last is how long after that an inner router had the last request of its front.
	born time.Time
	last atomic.Int64
	// closing ends when the router takes no more.
	closing context.Context
	close   context.CancelFunc
}

type slot struct {
	name    string
	backend Backend
	gate    *gate
	circuit *circuit
	emitter *metrics.Emitter
}

// New makes the door; backends are added to it.
func New(d *config.Deployment, guard Guard, log *logs.Logger) *Server {
	s := &Server{deployment: d, guard: guard, log: log, slots: map[string]*slot{}, names: slices.Sorted(maps.Keys(d.Instances)),
		bodyTime: bodyTime, born: time.Now()}
	if d.Role == "inner" {
		s.guard = Public{} // the front router has checked
		s.birth = rand.Text()
	}
	s.closing, s.close = context.WithCancel(context.Background())
	return s
}

// Leave has health say that the router is about to stop, so that nobody sends more; what still comes is served.
func (s *Server) Leave() { s.leaving.Store(true) }

// LastAsked is when the front of an inner router asked for the last time: for MCP or, each second, for health.
func (s *Server) LastAsked() time.Time { return s.born.Add(time.Duration(s.last.Load())) }

// Drain ends the streams, which have no end of their own; calls go on. Their clients open them anew elsewhere.
func (s *Server) Drain() { s.close() }

// SecretsFailed counts, for all instances, that the tokens of callers cannot be read.
func (s *Server) SecretsFailed() {
	for _, name := range s.names {
		s.slots[name].emitter.SecretFailure()
	}
}

// Add names the backend of an instance. The functions tell it of a new process, of a restart, and of secrets that cannot
// be read.
func (s *Server) Add(name string, make func(onReady, onRestart, onSecrets func()) Backend) {
	size := s.deployment.MaxConcurrency
	if i := s.deployment.Instances[name]; i.MaxConcurrency > 0 {
		size = i.MaxConcurrency
	}
	sl := &slot{name: name, gate: newGate(size, s.deployment.MaxBodyBytes),
		emitter: metrics.New(s.log.Sink(), name, s.deployment.Labels, s.deployment.Role == "inner")}
	sl.circuit = &circuit{now: time.Now, onOpen: func() {
		s.log.Warn("the circuit has opened", "server", name)
		sl.emitter.CircuitOpen()
	}}
	sl.backend = make(sl.circuit.reset, sl.emitter.Restart, sl.emitter.SecretFailure)
	s.slots[name] = sl
}

// ServeHTTP routes.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.ContentLength != 0 {
		s.limitBody(w, time.Now().Add(s.bodyTime))
	}
	// As it was sent: no path of ours has anything to escape, so nothing escaped, doubled or dotted is a path of ours.
	path := r.URL.EscapedPath()
	inner := s.deployment.Role == "inner"
	if inner && path != "/health" { // which the container's own check asks for
		s.last.Store(int64(time.Since(s.born)))
	}
	if s.leaving.Load() && !inner {
		w.Header().Set("Connection", "close") // else a load balancer sends the next request on it, just as it is closed
	}
	name, tail, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	switch {
	case path == "/health":
		s.health(w, r)
	case tail == "health" && s.slots[name] != nil:
		s.instanceHealth(w, r, s.slots[name])
	case path == wellKnown || strings.HasPrefix(path, wellKnown+"/"):
		s.metadata(w, r, strings.TrimPrefix(path, wellKnown))
	case path == "/mcp":
		s.mcp(w, r, "")
	case tail == "mcp" && name != "":
		s.mcp(w, r, name)
	default:
		s.plain(w, r, http.StatusNotFound, rpc.CodeInvalidRequest, "there is nothing at this path; MCP is at /<instance>/mcp")
	}
}

// plain answers what belongs to no instance.
func (s *Server) plain(w http.ResponseWriter, r *http.Request, status, code int, message string) {
	fault := rpc.Fault{Code: code, Message: message}
	body := rpc.Response(nil, nil, fault.JSON())
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the client is gone
	}
}

// mcp checks and serves a request to MCP.
func (s *Server) mcp(w http.ResponseWriter, r *http.Request, name string) {
	began := time.Now()
	id := requestID(r)
	w.Header().Set("X-Request-Id", id)
	r.Header.Set("X-Request-Id", id)
	sl, unknown := s.find(r, name)
	rec := &bridge.Record{}
	if sl != nil {
		rec.Before = func() {
			if s.deployment.Role == "inner" {
				handOver(w, rec)
			}
			s.access(sl, r, rec, id, began)
		}
		defer rec.End()
	}
	refuse := func(status, code int, class metrics.Class, message string) {
		rec.Status, rec.Code, rec.Class = status, code, class
		rec.End()
		s.plain(w, r, status, code, message)
	}
	if !s.origin(w, r) {
		refuse(http.StatusForbidden, rpc.CodeInvalidRequest, metrics.Auth, "this Origin may not call; allowedOrigins of the deployment names those that may")
		return
	}
	if r.Method == http.MethodOptions {
		rec.Status = http.StatusNoContent
		rec.Before = nil // no metric: a preflight is no request to the server
		w.Header().Set("Allow", "POST, GET, DELETE, OPTIONS")
		w.WriteHeader(http.StatusNoContent)
		return
	}
	s.renew(r.Context(), sl)
	if f := s.guard.check(r); f != nil {
		if f.challenge {
			w.Header().Set("WWW-Authenticate", f.header(s.metadataURL(r, sl, name)))
		}
		class := metrics.Auth
		if f.retry > 0 {
			w.Header().Set("Retry-After", seconds(f.retry))
			class = metrics.Transport
		}
		refuse(f.status, rpc.CodeUnauthorized, class, f.message)
		return
	}
	if sl == nil {
		refuse(unknown.status, rpc.CodeInvalidRequest, unknown.class, unknown.message)
		return
	}
	if r.Method != http.MethodPost && r.Method != http.MethodGet && r.Method != http.MethodDelete {
		w.Header().Set("Allow", "POST, GET, DELETE, OPTIONS")
		refuse(http.StatusMethodNotAllowed, rpc.CodeInvalidRequest, metrics.JSONRPC, "MCP takes POST, GET, DELETE and OPTIONS")
		return
	}
	s.limited(w, r, sl, rec, id, refuse)
}

// renew waits for what is old to be read again, tokens and secrets at once: what has changed counts from this request on.
func (s *Server) renew(ctx context.Context, sl *slot) {
	tokens := s.guard.renew()
	var secrets <-chan struct{}
	if sl != nil {
		secrets = sl.backend.Renew()
	}
	refresh.Wait(ctx, tokens, secrets)
}

// limited serves a request if there is room and the server is not known to fail.
func (s *Server) limited(w http.ResponseWriter, r *http.Request, sl *slot, rec *bridge.Record, id string,
	refuse func(int, int, metrics.Class, string)) {
	busy := func() {
		w.Header().Set("Retry-After", "1")
		refuse(http.StatusServiceUnavailable, rpc.CodeServer, metrics.Throttled, "too many calls at once to "+sl.name+"; come again in a second")
	}
	if !sl.gate.enter() {
		busy()
		return
	}
	defer sl.gate.exit()
	var body []byte
	if r.Method == http.MethodPost || r.ContentLength != 0 {
		var release func()
		var refused *problem
		if body, release, refused = s.read(w, r, sl.gate); refused != nil {
			if refused.status == http.StatusServiceUnavailable {
				w.Header().Set("Retry-After", "1")
			}
			refuse(refused.status, rpc.CodeInvalidRequest, refused.class, refused.message)
			return
		}
		defer release()
	}
	if r.Method != http.MethodPost {
		body = nil // it means nothing
	}
	// Only where the body has to say the same: else a call could take the place of a stream.
	stream := r.Method == http.MethodGet ||
		r.Header.Get(mcp.HeaderVersion) == mcp.ModernVersion && r.Header.Get(mcp.HeaderMethod) == "subscriptions/listen"
	rec.Stream = stream
	if stream {
		ctx, cancel := context.WithCancel(r.Context())
		defer cancel()
		defer context.AfterFunc(s.closing, cancel)()
		r = r.WithContext(ctx)
	}
	release, ok := sl.gate.take(r.Context(), stream)
	switch {
	case !ok && r.Context().Err() != nil:
		rec.Status = statusGone
		return
	case !ok:
		busy()
		return
	}
	defer release()
	trial, wait, ok := sl.circuit.allow(stream)
	if !ok {
		w.Header().Set("Retry-After", seconds(wait))
		refuse(http.StatusServiceUnavailable, rpc.CodeServer, metrics.Throttled,
			sl.name+" has failed again and again and is left alone for a while")
		return
	}
	end := sl.backend.Begin(id)
	before := rec.Before
	rec.Before = func() { end(); before() }
	defer func() { sl.circuit.done(trial, rec.Failed, rec.Reached) }()
	sl.backend.Serve(w, r, body, rec)
	rec.End()
}

// find returns the server that is meant: by its path, or at /mcp by its header. What it is told without one is only for
// those who have access.
func (s *Server) find(r *http.Request, name string) (*slot, *problem) {
	if name != "" {
		if sl := s.slots[name]; sl != nil {
			return sl, nil
		}
		return nil, &problem{http.StatusNotFound, metrics.None, fmt.Sprintf("there is no server at /%.64s/mcp; %s", name, s.enabled())}
	}
	wanted := r.Header.Values("X-Mcp-Server")
	if len(wanted) == 0 && len(s.names) == 1 {
		return s.slots[s.names[0]], nil
	}
	message := "say which server in the header X-MCP-Server; "
	if len(wanted) == 1 {
		if sl := s.slots[wanted[0]]; sl != nil {
			return sl, nil
		}
		message = "the header X-MCP-Server names no server of this deployment; "
	}
	return nil, &problem{http.StatusBadRequest, metrics.None, message + s.enabled()}
}

func (s *Server) enabled() string { return "enabled are " + strings.Join(s.names, ", ") }

func (s *Server) access(sl *slot, r *http.Request, rec *bridge.Record, id string, began time.Time) {
	fields := []any{"requestId", id, "httpMethod", r.Method, "status", rec.Status}
	if rec.Method != "" {
		fields = append(fields, "method", rec.Method[:min(len(rec.Method), longestMethod)])
	}
	if rec.Code != 0 {
		fields = append(fields, "code", rec.Code)
	}
	if trace := r.Header.Get("Traceparent"); trace != "" && len(trace) <= 64 {
		fields = append(fields, "traceparent", trace)
	}
	if rec.Status == http.StatusOK && rec.Stream {
		sl.emitter.Stream(time.Since(began), fields...)
		return
	}
	sl.emitter.Request(time.Since(began), rec.Class, fields...)
}

func seconds(d time.Duration) string { return strconv.Itoa(max(1, int((d+time.Second-1)/time.Second))) }
