// Package metrics writes CloudWatch embedded metrics: JSON lines that CloudWatch Logs turns into metrics.
package metrics

import (
	_ "embed"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/logs"
)

// namesFile is read by other parts of the project too, so that alarms and dashboards cannot drift from it.
//
//go:embed names.json
var namesFile []byte

type metric struct {
	Name string `json:"name"`
	Unit string `json:"unit"`
}

var names = func() (n struct {
	Namespace string            `json:"namespace"`
	Dimension string            `json:"dimension"`
	Metrics   map[string]metric `json:"metrics"`
}) {
	if err := json.Unmarshal(namesFile, &n); err != nil {
		panic(err) // ours, embedded
	}
	return n
}()

// Class is the kind of an error, a key of names.json.
type Class string

// The classes of errors.
const (
	None      Class = ""
	Transport Class = "transport"
	HTTP5xx   Class = "http5xx"
	JSONRPC   Class = "jsonRpc"
	Tool      Class = "tool"
	Auth      Class = "auth"
	Throttled Class = "throttled"
)

// Emitter writes metrics of one instance.
type Emitter struct {
	sink       *logs.Sink
	dimensions []byte
	fields     []byte
	off        bool
}

// New makes an emitter. Labels are further dimensions, the same for the whole deployment. A front router is off: the
// inner routers count.
func New(sink *logs.Sink, instance string, labels map[string]string, off bool) *Emitter {
	e := &Emitter{sink: sink, off: off}
	keys := append(slices.Sorted(maps.Keys(labels)), names.Dimension)
	list, _ := json.Marshal([][]string{keys})
	e.dimensions = list
	for _, key := range keys {
		value := labels[key]
		if key == names.Dimension {
			value = instance
		}
		e.fields = logs.AppendFields(e.fields, []any{key, value})
	}
	return e
}

// Request writes the access line of one request, which is its metrics too.
func (e *Emitter) Request(latency time.Duration, class Class, fields ...any) {
	values := []value{{"requests", 1}, {"latency", float64(latency.Microseconds()) / 1000}}
	// Zeros are written as well: an error rate needs them.
	for _, c := range []Class{Transport, HTTP5xx, JSONRPC, Tool, Auth, Throttled} {
		v := value{string(c), 0}
		if c == class {
			v.number = 1
		}
		values = append(values, v)
	}
	e.write("access", values, fields)
}

// Stream writes the access line of a stream: how long it was open is no latency, so it counts in no metric.
func (e *Emitter) Stream(open time.Duration, fields ...any) {
	quiet := *e
	quiet.off = true
	quiet.write("access", nil, append([]any{"openSeconds", open.Seconds()}, fields...))
}

// Restart counts a restart of the server's process.
func (e *Emitter) Restart() { e.write("restart", []value{{"restarts", 1}}, nil) }

// CircuitOpen counts an opening of the circuit.
func (e *Emitter) CircuitOpen() { e.write("circuit", []value{{"circuitOpens", 1}}, nil) }

type value struct {
	key    string
	number float64
}

func (e *Emitter) write(kind string, values []value, fields []any) {
	line := make([]byte, 0, 1024)
	now := time.Now()
	line = append(line, `{"time":"`...)
	line = now.UTC().AppendFormat(line, "2006-01-02T15:04:05.000Z")
	line = append(append(append(line, `","level":"info","kind":"`...), kind...), '"')
	if !e.off {
		line = append(line, `,"_aws":{"Timestamp":`...)
		line = strconv.AppendInt(line, now.UnixMilli(), 10)
		line = append(line, `,"CloudWatchMetrics":[{"Namespace":"`...)
		line = append(append(line, names.Namespace...), `","Dimensions":`...)
		line = append(append(line, e.dimensions...), `,"Metrics":[`...)
		for i, v := range values {
			if i > 0 {
				line = append(line, ',')
			}
			m := names.Metrics[v.key]
			line = append(append(append(line, `{"Name":"`...), m.Name...), `","Unit":"`...)
			line = append(append(line, m.Unit...), `"}`...)
		}
		line = append(line, `]}]}`...)
	}
	line = append(line, e.fields...)
	for _, v := range values {
		line = append(append(append(line, `,"`...), names.Metrics[v.key].Name...), `":`...)
		line = strconv.AppendFloat(line, v.number, 'f', -1, 64)
	}
	line = logs.AppendFields(line, fields)
	e.sink.WriteOwn(append(line, '}'))
}
