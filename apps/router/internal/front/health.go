package front

import (
	"encoding/json"
	"net/http"
	"net/netip"
	"strconv"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/child"
)

// health is the sum: good while one server can serve and the router is not about to stop.
func (s *Server) health(w http.ResponseWriter, r *http.Request) {
	if !readOnly(w, r) {
		return
	}
	servers := map[string]state{}
	up := 0
	for _, name := range s.names {
		servers[name] = s.state(r, s.slots[name])
		if servers[name].serves() {
			up++
		}
	}
	sum, status := "ok", http.StatusOK
	switch {
	case s.leaving.Load():
		sum, status = "stopping", http.StatusServiceUnavailable
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
	st := s.state(r, sl)
	st.Router = s.birth
	status := http.StatusOK
	if !st.serves() || s.leaving.Load() {
		status = http.StatusServiceUnavailable
	}
	writeJSON(w, r, status, st)
}

type state struct {
	child.Status
	Circuit string `json:"circuit"`
	// Router is another one after each start of an inner router: its front sees by it that the container was restarted.
	Router string `json:"router,omitempty"`
}

func (st state) serves() bool { return st.State == child.Up && st.Circuit != "open" }

// state tells why a server is down to those who have access: the reason can name an account, a role or a path.
func (s *Server) state(r *http.Request, sl *slot) state {
	st := state{Status: sl.backend.Status(), Circuit: sl.circuit.state()}
	switch {
	case st.Reason == "":
	case s.mayKnow(r):
		st.Reason = s.log.Sink().Mask.Apply(st.Reason)
	default:
		st.Reason = "shown to callers with access, and in the log"
	}
	return st
}

// inside says that the caller runs in this container, as the command status does: what comes from elsewhere comes from
// another address, or through Lambda's adapter or a proxy, which say so.
func inside(r *http.Request) bool {
	for _, name := range []string{"X-Amzn-Request-Context", "X-Amzn-Lambda-Context", "X-Forwarded-For", "Forwarded", "Via"} {
		if r.Header.Get(name) != "" {
			return false
		}
	}
	address, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && address.Addr().Unmap().IsLoopback()
}

// mayKnow asks the guard where it costs nothing: a probe without a token must not wait for an issuer.
func (s *Server) mayKnow(r *http.Request) bool {
	if _, public := s.guard.(Public); public || inside(r) {
		return true
	}
	return r.Header.Get("Authorization") != "" && s.guard.check(r) == nil
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
