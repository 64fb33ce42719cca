package front

import (
	"encoding/json"
	"io"
	"net/http"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/bridge"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/metrics"
)

// recordHeader carries what an inner router knows about a request to its front.
//
// In a task of several containers the front counts every request, and it alone. Each comes in there, and the front is
// who answers the client, so it knows of every end: refused here, an inner router that is not reached, an answer that
// breaks off, a client that leaves. Were the inner routers to count what reaches them, a front that gets no answer could
// not know whether it has been counted, and would lose it or count it twice. What only the inner router can see, the
// class of an error above all, comes with the answer: as a header where it is known by then, else as a trailer. Where
// neither comes, the answer was broken off, and that is the class.
const recordHeader = "X-Mcp-Router-Record"

// told is the part of a record that only an inner router knows.
type told struct {
	Class  metrics.Class `json:"class,omitempty"`
	Method string        `json:"method,omitempty"`
	Code   int           `json:"code,omitempty"`
}

// handOver tells the front.
func handOver(w http.ResponseWriter, rec *bridge.Record) {
	name := recordHeader
	if rec.Began {
		name = http.TrailerPrefix + recordHeader
	}
	value, _ := json.Marshal(told{rec.Class, rec.Method[:min(len(rec.Method), longestMethod)], rec.Code}) // plain data
	w.Header().Set(name, string(value))
}

// takeOver reads what was told, and takes it out of what the client gets. False: there is nothing.
func takeOver(header http.Header, rec *bridge.Record) bool {
	value := header.Get(recordHeader)
	header.Del(recordHeader)
	var t told
	if value == "" || json.Unmarshal([]byte(value), &t) != nil {
		return false
	}
	rec.Class, rec.Method, rec.Code = t.Class, t.Method, t.Code
	return true
}

// answerBody is an answer of an inner router on its way to the client. The request is counted before its last bytes are
// passed on, once it is known that they are all there.
type answerBody struct {
	io.ReadCloser
	response *http.Response
	rec      *bridge.Record
	// complete: all that there is to be told stood in the header.
	complete bool
}

func (b *answerBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	switch {
	case err == nil:
	case err == io.EOF:
		if !takeOver(b.response.Trailer, b.rec) && !b.complete && !b.rec.Stream {
			b.rec.Class = unexplained(b.rec.Status)
		}
		b.rec.End()
	case b.response.Request.Context().Err() == nil:
		b.rec.Class = metrics.Transport
	case !b.rec.Stream:
		b.rec.Status = statusGone
	}
	return n, err
}

// unexplained is the class of an answer that came without a word from the inner router's door: what stands before it,
// net/http, has refused the request.
func unexplained(status int) metrics.Class {
	switch {
	case status >= http.StatusInternalServerError:
		return metrics.Transport
	case status >= http.StatusBadRequest:
		return metrics.JSONRPC
	}
	return metrics.None
}
