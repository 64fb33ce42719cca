package stub

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// stdio are the facts of the server that Stdio is: none of the five.
var stdio = Facts{Revisions: []string{"2024-11-05", "2025-11-25"}}

// Stdio serves over lines: calls at once, with tools that break the rules of the transport.
func Stdio(in io.Reader, out io.Writer) int {
	r := bufio.NewReaderSize(in, 1<<20)
	var mu sync.Mutex
	say := func(text []byte) {
		mu.Lock()
		defer mu.Unlock()
		_, _ = out.Write(append(text, '\n')) // the router is gone: the input ends
	}
	cancels := map[string]chan struct{}{}
	for {
		line, err := r.ReadBytes('\n')
		if err != nil {
			return 0
		}
		var m message
		if json.Unmarshal(line, &m) != nil {
			continue
		}
		if m.Method == "notifications/cancelled" {
			var p struct {
				RequestID json.RawMessage `json:"requestId"`
			}
			_ = json.Unmarshal(m.Params, &p) // tests send what fits
			mu.Lock()
			if c := cancels[string(p.RequestID)]; c != nil {
				close(c)
				delete(cancels, string(p.RequestID))
				fmt.Fprintln(os.Stderr, "cancelled a call")
			}
			mu.Unlock()
		}
		if len(m.ID) == 0 || m.Method == "" {
			continue
		}
		var p callParams
		_ = json.Unmarshal(m.Params, &p) // tests send what fits
		switch p.Name {
		case "garbage":
			mu.Lock()
			_, _ = io.WriteString(out, "this is no JSON\n{\"neither\":1}\nprinted without newline: ")
			mu.Unlock()
		case "progress", "progress-fail":
			for i := range 4 {
				say([]byte(fmt.Sprintf(`{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":%s,"progress":%d,"total":4}}`, p.Meta.ProgressToken, i+1)))
			}
		case "change":
			say([]byte(`{"jsonrpc":"2.0","method":"notifications/tools/list_changed"}`))
		case "stop-reading":
			time.Sleep(time.Duration(p.Arguments.Milliseconds) * time.Millisecond)
		case "wait":
			c := make(chan struct{})
			mu.Lock()
			cancels[string(m.ID)] = c
			mu.Unlock()
			fmt.Fprintln(os.Stderr, "a call waits")
			go func() {
				select {
				case <-c:
				case <-time.After(20 * time.Second):
					say(answer(m, stdio, false))
				}
			}()
			continue
		case "ask":
			say([]byte(`{"jsonrpc":"2.0","id":"q1","method":"sampling/createMessage","params":{}}`))
			reply, _ := r.ReadBytes('\n')
			quoted, _ := json.Marshal(string(reply))
			say([]byte(`{"jsonrpc":"2.0","id":` + string(m.ID) + `,"result":{"content":[{"type":"text","text":` + string(quoted) + `}]}}`))
			continue
		}
		go say(answer(m, stdio, false))
	}
}
