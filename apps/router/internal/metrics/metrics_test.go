package metrics

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/emf"
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

// TestEveryMetricIsWrittenAsItIsNamed reads all kinds of lines as CloudWatch does: the names and units of names.json, each
// in the one set of dimensions that alarms look for.
func TestEveryMetricIsWrittenAsItIsNamed(t *testing.T) {
	var out bytes.Buffer
	e := New(logs.NewSink(&out, "error"), "gitlab", map[string]string{"Environment": "dev", "Deployment": "core"}, false)
	e.Request(time.Second, None)
	e.Restart()
	e.CircuitOpen()
	e.SecretFailure()
	units := map[string]string{}
	for line := range strings.Lines(out.String()) {
		list, err := emf.Parse(line)
		if err != nil {
			t.Fatal(err, line)
		}
		for _, m := range list {
			if fmt.Sprintf("%s %v", m.Namespace, m.Dimensions) != "McpFleet map[Deployment:core Environment:dev Instance:gitlab]" {
				t.Errorf("%+v", m)
			}
			units[m.Name] += m.Unit // once each
		}
	}
	want := map[string]string{}
	for _, m := range names.Metrics {
		want[m.Name] = m.Unit
	}
	if !maps.Equal(units, want) {
		t.Errorf("is %v, want %v", units, want)
	}
}

// A request that an inner router serves is counted by its front; what happens to the server is not.
func TestInnerRouterLeavesRequestsToItsFront(t *testing.T) {
	var out bytes.Buffer
	e := New(logs.NewSink(&out, "error"), "gitlab", nil, true)
	e.Request(time.Second, Tool, "status", 200)
	e.Stream(time.Second)
	if strings.Contains(out.String(), "_aws") || strings.Count(out.String(), `"kind":"inner"`) != 2 || !strings.Contains(out.String(), `"class":"tool"`) {
		t.Error(out.String())
	}
	e.Restart()
	if !strings.Contains(out.String(), "_aws") {
		t.Error(out.String())
	}
}
