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
	inner      bool
}

// New makes an emitter. Labels are further dimensions, the same for the whole deployment. An inner router writes its
// lines about requests without metrics: its front counts them. What happens to the server it counts as any other.
func New(sink *logs.Sink, instance string, labels map[string]string, inner bool) *Emitter {
	e := &Emitter{sink: sink, inner: inner}
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

// Names are the names of all metrics.
func Names() []string {
	var list []string
	for _, m := range names.Metrics {
		list = append(list, m.Name)
	}
	return list
}

// Fields are the names of all fields in lines with metrics, but for labels.
func Fields() []string {
	return append(Names(), names.Dimension, "time", "level", "kind", "requestId", "httpMethod", "status", "method", "code",
		"class", "traceparent", "openSeconds", "milliseconds")
}

// Request writes the access line of one request, which is its metrics too.
func (e *Emitter) Request(latency time.Duration, class Class, fields ...any) {
	milliseconds := float64(latency.Microseconds()) / 1000
	if class != None {
		fields = append(fields, "class", string(class))
	}
	if e.inner {
		e.write("inner", nil, append(fields, "milliseconds", milliseconds))
		return
	}
	values := []value{{"requests", 1}, {"latency", milliseconds}}
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
	kind := "access"
	if e.inner {
		kind = "inner"
	}
	e.write(kind, nil, append(fields, "openSeconds", open.Seconds()))
}

// Restart counts a restart of the server's process, or of its container.
func (e *Emitter) Restart() { e.write("restart", []value{{"restarts", 1}}, nil) }

// CircuitOpen counts an opening of the circuit.
func (e *Emitter) CircuitOpen() { e.write("circuit", []value{{"circuitOpens", 1}}, nil) }

// SecretFailure counts a reading of secrets or parameters that failed, or that lacked what the server needs.
func (e *Emitter) SecretFailure() { e.write("secrets", []value{{"secrets", 1}}, nil) }

type value struct {
	key    string
	number float64
}

// write adds the metadata of the values, or none where there are none.
func (e *Emitter) write(kind string, values []value, fields []any) {
	line := make([]byte, 0, 1024)
	now := time.Now()
	line = append(line, `{"time":"`...)
	line = now.UTC().AppendFormat(line, "2006-01-02T15:04:05.000Z")
	line = append(append(append(line, `","level":"info","kind":"`...), kind...), '"')
	if len(values) > 0 {
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
