package front

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/metrics"
)

const (
	// bodyTime is how long a client may take to send its body.
	bodyTime = 30 * time.Second
	// trusted is how much memory is taken on the word of Content-Length, before a byte has come.
	trusted = 1 << 20
)

// problem is why a request is refused.
type problem struct {
	status  int
	class   metrics.Class
	message string
}

var errManyBodies = errors.New("the bodies of requests take too much memory")

// heldReader counts what it reads as held by the gate.
type heldReader struct {
	io.Reader
	ctx  context.Context
	gate *gate
	held int
}

func (h *heldReader) Read(p []byte) (int, error) {
	n, err := h.Reader.Read(p)
	if n > 0 && !h.gate.hold(h.ctx, n) {
		return 0, errManyBodies
	}
	h.held += n
	return n, err
}

func (h *heldReader) release() { h.gate.bodies.Add(-int64(h.held)) }

// read takes the body, with a limit of bytes and of time. release gives its memory back.
func (s *Server) read(w http.ResponseWriter, r *http.Request, g *gate) (body []byte, release func(), refused *problem) {
	release = func() {}
	if r.Method == http.MethodPost {
		if refused := kind(r); refused != nil {
			return nil, release, refused
		}
	}
	most := s.deployment.MaxBodyBytes
	tooLarge := &problem{http.StatusRequestEntityTooLarge, metrics.JSONRPC, "the body is larger than " + strconv.FormatInt(most, 10) + " bytes"}
	if r.ContentLength > most {
		return nil, release, tooLarge
	}
	reader := &heldReader{ctx: r.Context(), Reader: http.MaxBytesReader(w, r.Body, most), gate: g}
	var err error
	if r.ContentLength >= 0 && r.ContentLength <= trusted {
		body = make([]byte, r.ContentLength)
		_, err = io.ReadFull(reader, body)
	} else {
		var buffer bytes.Buffer
		_, err = buffer.ReadFrom(reader)
		body = buffer.Bytes()
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		refused = tooLarge
	case errors.Is(err, errManyBodies):
		refused = &problem{http.StatusServiceUnavailable, metrics.Throttled, "too many large bodies at once; come again in a second"}
	case errors.Is(err, os.ErrDeadlineExceeded):
		refused = &problem{http.StatusRequestTimeout, metrics.JSONRPC, "the body did not arrive within " + s.bodyTime.String()}
	case err != nil:
		refused = &problem{http.StatusBadRequest, metrics.JSONRPC, "the body did not arrive whole"}
	case len(body) == 0 && r.Method == http.MethodPost:
		refused = &problem{http.StatusBadRequest, metrics.JSONRPC, "the body is empty; MCP sends a JSON-RPC message"}
	}
	if refused != nil {
		reader.release()
		return nil, release, refused
	}
	s.limitBody(w, time.Time{})
	return body, reader.release, nil
}

// kind refuses bodies that are no plain JSON.
func kind(r *http.Request) *problem {
	if given := r.Header.Get("Content-Type"); given != "" {
		if media, _, err := mime.ParseMediaType(given); err != nil || media != "application/json" {
			return &problem{http.StatusUnsupportedMediaType, metrics.JSONRPC, "Content-Type must be application/json"}
		}
	}
	if coding := r.Header.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return &problem{http.StatusUnsupportedMediaType, metrics.JSONRPC, "Content-Encoding is not supported: send the JSON as it is"}
	}
	return nil
}

// limitBody sets until when a body may come. For refused requests it stays: net/http reads what is left of their bodies
// before it answers, and would wait for that without end.
func (s *Server) limitBody(w http.ResponseWriter, until time.Time) {
	_ = http.NewResponseController(w).SetReadDeadline(until) // not all writers of tests can
}
