package metrics

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/logs"
)

func TestRequestIsEmbeddedMetric(t *testing.T) {
	var out bytes.Buffer
	e := New(logs.NewSink(&out, "error"), "gitlab", map[string]string{"Environment": "dev"}, false)
	e.Request(1500*time.Microsecond, Tool, "status", 200, "method", "tools/call")
	e.CircuitOpen()
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 {
		t.Fatal(lines)
	}
	var l struct {
		AWS struct {
			Timestamp         int64
			CloudWatchMetrics []struct {
				Namespace  string
				Dimensions [][]string
				Metrics    []struct{ Name, Unit string }
			}
		} `json:"_aws"`
		Environment, Instance         string
		Requests, Latency, ErrorsTool float64
		ErrorsJSONRPC                 *float64 `json:"ErrorsJsonRpc"`
		Status                        int
	}
	if err := json.Unmarshal([]byte(lines[0]), &l); err != nil {
		t.Fatal(err, lines[0])
	}
	m := l.AWS.CloudWatchMetrics[0]
	if m.Namespace != "McpFleet" || strings.Join(m.Dimensions[0], ",") != "Environment,Instance" || len(m.Metrics) != 8 || l.AWS.Timestamp == 0 {
		t.Errorf("%+v", l.AWS)
	}
	if l.Environment != "dev" || l.Instance != "gitlab" || l.Requests != 1 || l.Latency != 1.5 || l.ErrorsTool != 1 || l.ErrorsJSONRPC == nil || *l.ErrorsJSONRPC != 0 || l.Status != 200 {
		t.Errorf("%+v", l)
	}
	if !strings.Contains(lines[1], `"CircuitOpens":1`) {
		t.Error(lines[1])
	}
}
