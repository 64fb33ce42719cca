// Package front is the door of the router: who may call, what, how much and how often.
package front

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/bridge"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/child"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/config"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/logs"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/mcp"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/metrics"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
)

// bodyTime is how long a client may take to send its body.
const bodyTime = 30 * time.Second

// Backend serves one instance.
type Backend interface {
	Serve(w http.ResponseWriter, r *http.Request, body []byte, rec *bridge.Record)
	Status() child.Status
	Begin(requestID string) (end func())
}

// Server is the door.
type Server struct {
	deployment *config.Deployment
	guard      Guard
	log        *logs.Logger
	slots      map[string]*slot
	names      []string
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
	if d.Role == "inner" {
		guard = Public{} // the front router has checked
	}
	return &Server{deployment: d, guard: guard, log: log, slots: map[string]*slot{}, names: slices.Sorted(maps.Keys(d.Instances))}
}

// Add names the backend of an instance. The functions tell it of a new process and of a restart.
func (s *Server) Add(name string, make func(onReady, onRestart func()) Backend) {
	size := s.deployment.MaxConcurrency
	if i := s.deployment.Instances[name]; i.MaxConcurrency > 0 {
		size = i.MaxConcurrency
	}
	sl := &slot{name: name, gate: newGate(size),
		emitter: metrics.New(s.log.Sink(), name, s.deployment.Labels, s.deployment.Role == "front")}
	sl.circuit = &circuit{now: time.Now, onOpen: func() {
		s.log.Warn("the circuit has opened", "server", name)
		sl.emitter.CircuitOpen()
	}}
	sl.backend = make(sl.circuit.reset, sl.emitter.Restart)
	s.slots[name] = sl
}

// ServeHTTP routes.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := r.URL.Path
	switch {
	case path == "/health":
		s.health(w, r)
		return
	case strings.HasSuffix(path, "/health") && s.slots[strings.Trim(strings.TrimSuffix(path, "/health"), "/")] != nil:
		s.instanceHealth(w, r, s.slots[strings.Trim(strings.TrimSuffix(path, "/health"), "/")])
		return
	case strings.HasPrefix(path, wellKnown):
		s.metadata(w, r)
		return
	}
	name, isMCP := strings.CutSuffix(path, "/mcp")
	if !isMCP {
		s.plain(w, r, http.StatusNotFound, rpc.CodeInvalidRequest, "there is nothing at this path; MCP is at /<instance>/mcp")
		return
	}
	s.mcp(w, r, strings.TrimPrefix(name, "/"))
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
	sl := s.slots[name]
	rec := &bridge.Record{}
	if sl != nil {
		rec.Before = func() { s.access(sl, r, rec, id, began) }
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
	if f := s.guard.check(r); f != nil {
		if f.challenge {
			w.Header().Set("WWW-Authenticate", f.header(s.metadataURL(r, name)))
		}
		class := metrics.Auth
		if f.retry > 0 {
			w.Header().Set("Retry-After", seconds(f.retry))
			class = metrics.Transport
		}
		refuse(f.status, rpc.CodeUnauthorized, class, f.message)
		return
	}
	if name == "" {
		var message string
		if sl, message = s.byHeader(r); sl == nil {
			refuse(http.StatusBadRequest, rpc.CodeInvalidRequest, metrics.None, message)
			return
		}
		rec.Before = func() { s.access(sl, r, rec, id, began) }
		defer rec.End()
	}
	if sl == nil {
		refuse(http.StatusNotFound, rpc.CodeInvalidRequest, metrics.None, "there is no server at /"+name+"/mcp; "+s.enabled())
		return
	}
	if r.Method != http.MethodPost && r.Method != http.MethodGet && r.Method != http.MethodDelete {
		w.Header().Set("Allow", "POST, GET, DELETE, OPTIONS")
		refuse(http.StatusMethodNotAllowed, rpc.CodeInvalidRequest, metrics.JSONRPC, "MCP takes POST, GET, DELETE and OPTIONS")
		return
	}
	s.limited(w, r, sl, rec, id, refuse)
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
	if r.Method == http.MethodPost {
		if kind := r.Header.Get("Content-Type"); kind != "" && !strings.HasPrefix(kind, "application/json") {
			refuse(http.StatusUnsupportedMediaType, rpc.CodeInvalidRequest, metrics.JSONRPC, "Content-Type must be application/json")
			return
		}
		var status int
		var message string
		if body, status, message = s.read(w, r); status != 0 {
			refuse(status, rpc.CodeInvalidRequest, metrics.JSONRPC, message)
			return
		}
	}
	stream := r.Method == http.MethodGet || r.Header.Get(mcp.HeaderMethod) == "subscriptions/listen"
	release, ok := sl.gate.take(r.Context(), stream)
	if !ok {
		busy()
		return
	}
	defer release()
	if wait, ok := sl.circuit.allow(); !ok {
		w.Header().Set("Retry-After", seconds(wait))
		refuse(http.StatusServiceUnavailable, rpc.CodeServer, metrics.Throttled,
			sl.name+" has failed again and again and is left alone for a while")
		return
	}
	end := sl.backend.Begin(id)
	before := rec.Before
	rec.Before = func() { end(); before() }
	defer func() { sl.circuit.done(rec.Failed, rec.Reached) }()
	sl.backend.Serve(w, r, body, rec)
	rec.End()
}

// read takes the body, with a limit of bytes and of time.
func (s *Server) read(w http.ResponseWriter, r *http.Request) (body []byte, status int, message string) {
	most := s.deployment.MaxBodyBytes
	tooLarge := "the body is larger than " + strconv.FormatInt(most, 10) + " bytes"
	if r.ContentLength > most {
		return nil, http.StatusRequestEntityTooLarge, tooLarge
	}
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Now().Add(bodyTime)) // not all writers of tests can
	reader := http.MaxBytesReader(w, r.Body, most)
	var err error
	if r.ContentLength >= 0 {
		body = make([]byte, r.ContentLength)
		_, err = io.ReadFull(reader, body)
	} else {
		body, err = io.ReadAll(reader)
	}
	_ = control.SetReadDeadline(time.Time{}) // as above
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return nil, http.StatusRequestEntityTooLarge, tooLarge
	case err != nil:
		return nil, http.StatusBadRequest, "the body did not arrive whole"
	case len(body) == 0:
		return nil, http.StatusBadRequest, "the body is empty; MCP sends a JSON-RPC message"
	}
	return body, 0, ""
}

// byHeader finds the server for the path /mcp.
func (s *Server) byHeader(r *http.Request) (*slot, string) {
	wanted := r.Header.Get("X-Mcp-Server")
	if wanted == "" && len(s.names) == 1 {
		return s.slots[s.names[0]], ""
	}
	if wanted == "" {
		return nil, "say which server in the header X-MCP-Server; " + s.enabled()
	}
	if sl := s.slots[wanted]; sl != nil {
		return sl, ""
	}
	return nil, "the header X-MCP-Server names no server of this deployment; " + s.enabled()
}

func (s *Server) enabled() string { return "enabled are " + strings.Join(s.names, ", ") }

func (s *Server) access(sl *slot, r *http.Request, rec *bridge.Record, id string, began time.Time) {
	fields := []any{"requestId", id, "httpMethod", r.Method, "status", rec.Status}
	if rec.Method != "" {
		fields = append(fields, "method", rec.Method[:min(len(rec.Method), 64)])
	}
	if rec.Code != 0 {
		fields = append(fields, "code", rec.Code)
	}
	if trace := r.Header.Get("Traceparent"); trace != "" && len(trace) <= 64 {
		fields = append(fields, "traceparent", trace)
	}
	if rec.Status == http.StatusOK && (r.Method == http.MethodGet || rec.Method == "subscriptions/listen") {
		sl.emitter.Stream(time.Since(began), fields...)
		return
	}
	sl.emitter.Request(time.Since(began), rec.Class, fields...)
}

func seconds(d time.Duration) string { return strconv.Itoa(max(1, int((d+time.Second-1)/time.Second))) }

// health is the sum: good while one server can serve.
func (s *Server) health(w http.ResponseWriter, r *http.Request) {
	if !readOnly(w, r) {
		return
	}
	servers := map[string]state{}
	up := 0
	for _, name := range s.names {
		servers[name] = s.slots[name].state(s.log)
		if servers[name].serves() {
			up++
		}
	}
	sum, status := "ok", http.StatusOK
	switch {
	case up == 0:
		sum, status = "down", http.StatusServiceUnavailable
	case up < len(s.names):
		sum = "degraded"
	}
	writeJSON(w, r, status, map[string]any{"status": sum, "servers": servers})
}

func (s *Server) instanceHealth(w http.ResponseWriter, r *http.Request, sl *slot) {
	if !readOnly(w, r) {
		return
	}
	st := sl.state(s.log)
	status := http.StatusOK
	if !st.serves() {
		status = http.StatusServiceUnavailable
	}
	writeJSON(w, r, status, st)
}

type state struct {
	child.Status
	Circuit string `json:"circuit"`
}

func (st state) serves() bool { return st.State == child.Up && st.Circuit != "open" }

func (sl *slot) state(log *logs.Logger) state {
	st := state{Status: sl.backend.Status(), Circuit: sl.circuit.state()}
	st.Reason = log.Sink().Mask.Apply(st.Reason)
	return st
}

func readOnly(w http.ResponseWriter, r *http.Request) bool {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return true
	}
	w.Header().Set("Allow", "GET, HEAD")
	w.WriteHeader(http.StatusMethodNotAllowed)
	return false
}

func writeJSON(w http.ResponseWriter, r *http.Request, status int, value any) {
	body, _ := json.Marshal(value) // plain data
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the client is gone
	}
}
