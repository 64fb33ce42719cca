package bridge

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"sync"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/mcp"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/metrics"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
)

// batchAtOnce is how many messages of a batch are under way: an array must not be a way around maxConcurrency.
const batchAtOnce = 2

// place collects the answer to one message of a batch.
type place struct {
	rec    Record
	answer []byte
}

func (p *place) send([]byte)                        {}                              // a batch is answered with one array
func (p *place) finish(_ int, raw []byte)           { p.answer = bytes.Clone(raw) } // it may be a buffer that is used again
func (p *place) accepted()                          {}
func (p *place) header(string, string)              {}
func (p *place) record() *Record                    { return &p.rec }
func (p *place) streams() bool                      { return false }
func (p *place) keep(context.Context) (stop func()) { return func() {} }

// batch splits an array, as revisions up to 2025-03-26 have it: no server needs to know it.
func (e *Endpoint) batch(out *reply, r *http.Request, body []byte) {
	out.rec.Method = "batch"
	if v := r.Header.Get(mcp.HeaderVersion); v > "2025-03-26" {
		out.fail(http.StatusBadRequest, nil, &rpc.Fault{Code: rpc.CodeInvalidRequest, Message: "MCP " + v + " has no batches: send one message at a time"})
		return
	}
	list, err := rpc.Elements(body)
	switch {
	case err != nil:
		out.fail(http.StatusBadRequest, nil, &rpc.Fault{Code: rpc.CodeParse, Message: "the body is not valid JSON"})
		return
	case len(list) == 0:
		out.fail(http.StatusBadRequest, nil, &rpc.Fault{Code: rpc.CodeInvalidRequest, Message: "the batch is empty"})
		return
	case len(list) > maxBatch:
		out.fail(http.StatusBadRequest, nil, &rpc.Fault{Code: rpc.CodeInvalidRequest, Message: fmt.Sprintf("a batch has at most %d messages", maxBatch)})
		return
	}
	// All of it has the time of one call: it has the place of one.
	ctx, cancel := e.timed(r.Context())
	defer cancel()
	places := make([]place, len(list))
	var group sync.WaitGroup
	slots := make(chan struct{}, batchAtOnce)
	for i, raw := range list {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			m, fault := rpc.ParseClient(raw)
			places[i].rec.Method = m.Method
			if fault == nil && m.Method == "initialize" {
				fault = &rpc.Fault{Code: rpc.CodeInvalidRequest, Message: "initialize must not be in a batch"}
			}
			if fault != nil {
				failWith(&places[i], http.StatusBadRequest, m.ID, fault)
				return
			}
			e.message(ctx, &places[i], r.Header, m)
		})
	}
	group.Wait()
	answer := []byte{'['}
	for i := range places {
		p := &places[i]
		if p.rec.Class != metrics.None {
			out.rec.Class, out.rec.Code = p.rec.Class, p.rec.Code
		}
		out.rec.Failed = out.rec.Failed || p.rec.Failed
		out.rec.Reached = out.rec.Reached || p.rec.Reached
		if p.answer == nil {
			continue
		}
		if len(answer) > 1 {
			answer = append(answer, ',')
		}
		answer = append(answer, p.answer...)
	}
	if len(answer) == 1 {
		out.accepted()
		return
	}
	out.finish(http.StatusOK, append(answer, ']'))
}
