package front

import (
	"crypto/rand"
	"net/http"
	"regexp"
	"slices"
	"strings"
)

const wellKnown = "/.well-known/oauth-protected-resource"

// goodID is what a request id from outside may look like: it goes into log lines.
var goodID = regexp.MustCompile(`^[A-Za-z0-9._:=;/+-]{1,128}$`)

func requestID(r *http.Request) string {
	for _, name := range []string{"X-Request-Id", "X-Amzn-Requestid", "X-Amzn-Trace-Id"} {
		if id := r.Header.Get(name); goodID.MatchString(id) {
			return id
		}
	}
	return rand.Text()[:16]
}

// origin lets web pages pass that the deployment names, and all callers that are no web pages.
func (s *Server) origin(w http.ResponseWriter, r *http.Request) bool {
	origins := r.Header.Values("Origin")
	if len(origins) == 0 || s.deployment.Role == "inner" {
		return true
	}
	if len(origins) > 1 || !slices.Contains(s.deployment.AllowedOrigins, origins[0]) {
		return false
	}
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", origins[0])
	h.Add("Vary", "Origin")
	h.Set("Access-Control-Expose-Headers", "Mcp-Session-Id, Mcp-Protocol-Version, WWW-Authenticate, Retry-After, X-Request-Id")
	if r.Method == http.MethodOptions {
		h.Set("Access-Control-Allow-Methods", "POST, GET, DELETE, OPTIONS")
		h.Set("Access-Control-Allow-Headers", allowedHeaders(r.Header.Get("Access-Control-Request-Headers")))
		h.Set("Access-Control-Max-Age", "600")
	}
	return true
}

var corsHeaders = []string{"content-type", "accept", "authorization", "mcp-protocol-version", "mcp-method", "mcp-name",
	"mcp-session-id", "last-event-id", "x-mcp-server", "traceparent", "tracestate", "x-request-id"}

// allowedHeaders are fixed, but for those of tools, whose names only the client knows.
func allowedHeaders(requested string) string {
	list := slices.Clone(corsHeaders)
	for name := range strings.SplitSeq(requested, ",") {
		name = strings.ToLower(strings.TrimSpace(name))
		if strings.HasPrefix(name, "mcp-param-") && len(list) < 40 && goodID.MatchString(name) {
			list = append(list, name)
		}
	}
	return strings.Join(list, ", ")
}

// base is the address that clients know this router by.
func (s *Server) base(r *http.Request) string {
	if s.deployment.PublicURL != "" {
		return s.deployment.PublicURL
	}
	scheme := "https"
	host := r.Host
	if name, _, _ := strings.Cut(host, ":"); name == "127.0.0.1" || name == "localhost" {
		scheme = "http"
	}
	if proto := r.Header.Get("X-Forwarded-Proto"); proto == "http" || proto == "https" {
		scheme = proto
	}
	return scheme + "://" + host
}

// metadataURL is where a client learns about tokens. A name that is none of ours is not repeated in a header.
func (s *Server) metadataURL(r *http.Request, sl *slot, name string) string {
	if s.deployment.Access.Mode != "jwt" {
		return ""
	}
	path := "/mcp"
	if sl != nil && name != "" {
		path = "/" + name + "/mcp"
	}
	return s.base(r) + wellKnown + path
}

// metadata tells where tokens come from, as RFC 9728 has it.
func (s *Server) metadata(w http.ResponseWriter, r *http.Request, path string) {
	name, tail, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	known := path == "" || path == "/mcp" || tail == "mcp" && s.slots[name] != nil
	if s.deployment.Access.Mode != "jwt" || !known {
		s.plain(w, r, http.StatusNotFound, -32600, "there is no such metadata here")
		return
	}
	w.Header().Set("Access-Control-Allow-Origin", "*") // it is public, and web clients read it before they have a token
	if r.Method == http.MethodOptions {
		w.Header().Set("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
		w.Header().Set("Access-Control-Allow-Headers", "mcp-protocol-version")
		w.WriteHeader(http.StatusNoContent)
		return
	}
	if !readOnly(w, r) {
		return
	}
	access := s.deployment.Access
	document := map[string]any{"resource": s.base(r) + path, "authorization_servers": []string{access.Issuer},
		"bearer_methods_supported": []string{"header"}}
	if len(access.Scopes) > 0 {
		document["scopes_supported"] = access.Scopes
	}
	writeJSON(w, r, http.StatusOK, document)
}
