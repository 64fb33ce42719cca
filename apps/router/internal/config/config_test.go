package config

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/schema"
)

func texts(problems []Problem) []string {
	var list []string
	for _, p := range problems {
		list = append(list, p.String())
	}
	return list
}

// TestFixturesAreValid holds for whatever the manifests are rendered to: each file is one server of its name, which a
// deployment can have.
func TestFixturesAreValid(t *testing.T) {
	files, _ := filepath.Glob("../../testdata/servers/*.json")
	if len(files) == 0 {
		t.Fatal("there are none")
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		servers, problems := ParseServers(raw)
		if len(problems) > 0 {
			t.Errorf("%s: %v", file, texts(problems))
			continue
		}
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		s := servers.Servers[name]
		if s == nil || len(servers.Servers) != 1 {
			t.Errorf("%s holds not just %s", file, name)
			continue
		}
		if !strings.HasPrefix(s.Path, "/") || s.Auth == "" || s.Protocol == "" || s.Sessions == "" {
			t.Errorf("%s: a default is missing: %+v", file, s)
		}
		d, problems := ParseDeployment([]byte(`{"edge":"buffered","access":{"mode":"public"},"instances":{"i":{"server":"` + name + `"}}}`))
		if problems = append(problems, Cross(servers, d)...); len(problems) > 0 {
			t.Errorf("%s: %v", file, texts(problems))
		}
	}
}

// TestSchemasAndStructsAgree: what a schema allows is read, and what is read can be written.
func TestSchemasAndStructsAgree(t *testing.T) {
	properties := func(raw []byte, path ...string) map[string]any {
		var at map[string]any
		if err := json.Unmarshal(raw, &at); err != nil {
			t.Fatal(err)
		}
		for _, key := range path {
			at, _ = at[key].(map[string]any)
		}
		return at
	}
	for _, c := range []struct {
		properties map[string]any
		value      any
		unread     []string
	}{
		// slowestCallSeconds is for the plan alone, which compares it with the edge.
		{properties(schema.Servers, "$defs", "server", "properties"), Server{}, []string{"slowestCallSeconds"}},
		{properties(schema.Servers, "$defs", "server", "properties", "inputs", "items", "properties"), Input{}, nil},
		{properties(schema.Deployment, "properties"), Deployment{}, nil},
		{properties(schema.Deployment, "properties", "access", "properties"), Access{}, nil},
		{properties(schema.Deployment, "properties", "instances", "additionalProperties", "properties"), Instance{}, nil},
	} {
		kind := reflect.TypeOf(c.value)
		var fields []string
		for i := range kind.NumField() {
			fields = append(fields, kind.Field(i).Tag.Get("json"))
		}
		fields = append(fields, c.unread...)
		slices.Sort(fields)
		if allowed := slices.Sorted(maps.Keys(c.properties)); !slices.Equal(allowed, fields) {
			t.Errorf("%s:\nthe schema allows %v\nthe router reads  %v", kind.Name(), allowed, fields)
		}
	}
}

func TestWorkingDirectory(t *testing.T) {
	server := func(more string) []byte {
		return []byte(`{"servers":{"a":{"command":["node","dist/index.js"],"version":"1","transport":"stdio"` + more + `}}}`)
	}
	servers, problems := ParseServers(server(`,"workingDirectory":"/app"`))
	if problems != nil || servers.Servers["a"].WorkingDirectory != "/app" {
		t.Error(texts(problems))
	}
	for _, bad := range []string{`"app"`, `""`, `7`, `"./app"`} {
		if _, problems := ParseServers(server(`,"workingDirectory":` + bad)); len(problems) != 1 || !strings.HasPrefix(texts(problems)[0], "servers.json: servers.a.workingDirectory: must ") {
			t.Errorf("%s: %v", bad, texts(problems))
		}
	}
}

// TestNoServers: a front router has none, whether its image has a servers.json or not.
func TestNoServers(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "servers.json")
	if err := os.WriteFile(empty, []byte(`{"servers":{}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	load := func(file, deployment string) string {
		_, _, problems := Load(Process{ServersFile: file}, func(name string) string {
			if name == DeploymentName {
				return deployment
			}
			return ""
		})
		return strings.Join(texts(problems), "\n")
	}
	front := `{"edge":"streaming","role":"front","access":{"mode":"public"},"instances":{"a":{"server":"a","upstream":"http://127.0.0.1:8081"}}}`
	for _, file := range []string{empty, "/no/such/file"} {
		if got := load(file, front); got != "" {
			t.Errorf("front with %s: %s", file, got)
		}
	}
	single := `{"edge":"streaming","access":{"mode":"public"},"instances":{"a":{"server":"a"}}}`
	if got := load(empty, single); !strings.HasSuffix(got, `instances.a.server: "a" is not in this image; it holds none`) {
		t.Error(got)
	}
	if got := load("/no/such/file", single); !strings.Contains(got, "no such file") {
		t.Error(got)
	}
}

func TestEveryProblemIsNamed(t *testing.T) {
	_, problems := ParseServers([]byte(`{"servers":{"Bad_Key":{"command":[],"version":1,"transport":"sse","arguments":"x","auth":"magic","typo":1,
		"logLevel":{"variable":"A","argument":"-l"},"port":0,"inputs":[{"name":"","kind":"flag"}]},"second":{}}}`))
	want := []string{
		"servers.json: servers.Bad_Key (name): must match ^[a-z][a-z0-9-]{0,62}$, got \"Bad_Key\"",
		"servers.json: servers.Bad_Key.arguments: must be an array, got \"x\"",
		"servers.json: servers.Bad_Key.auth: must be one of none, authorization, bearer, x-mcp-auth-token, both, got \"magic\"",
		"servers.json: servers.Bad_Key.command: needs at least 1 item",
		"servers.json: servers.Bad_Key.inputs[0].kind: must be one of variable, argument, got \"flag\"",
		"servers.json: servers.Bad_Key.inputs[0].name: must not be empty",
		"servers.json: servers.Bad_Key.logLevel: takes at most 1 of: argument, variable",
		"servers.json: servers.Bad_Key.port: must be at least 1, got 0",
		"servers.json: servers.Bad_Key.transport: must be one of http, stdio, got \"sse\"",
		"servers.json: servers.Bad_Key.version: must be a string, got 1",
		"servers.json: servers.second.command: is missing",
		"servers.json: servers.second.transport: is missing",
		"servers.json: servers.second.version: is missing",
	}
	got := texts(problems)
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("missing: %s", w)
		}
	}
	if len(got) != len(want)+1 || !slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, "typo: is not known here") }) {
		t.Errorf("got %d: %s", len(got), strings.Join(got, "\n"))
	}
}

func TestCrossChecks(t *testing.T) {
	servers, problems := ParseServers([]byte(`{"servers":{"a":{"command":["a"],"version":"1","transport":"http","port":9000,"inputs":[{"name":"S","kind":"variable","secret":true},{"name":"N","kind":"variable"}]}}}`))
	if problems != nil {
		t.Fatal(texts(problems))
	}
	d, problems := ParseDeployment([]byte(`{"edge":"buffered","access":{"mode":"public"},"instances":{"x":{"server":"a","settings":{"S":"v","M":"v","N":{"ssm":"/p"}}},"y":{"server":"a"},"z":{"server":"b"}}}`))
	if problems != nil {
		t.Fatal(texts(problems))
	}
	got := strings.Join(texts(Cross(servers, d)), "\n")
	for _, want := range []string{"instances.x.settings.S: is secret", "instances.x.settings.M: a has no input of this name; it has N", "instances.y.server: always listens on port 9000, as does x", `instances.z.server: "b" is not in this image; it holds a`} {
		if !strings.Contains(got, want) {
			t.Errorf("missing %q in\n%s", want, got)
		}
	}
}

func TestStopTimes(t *testing.T) {
	for _, c := range []struct {
		drain, accept string
		want          [2]time.Duration
		problems      []string
	}{
		{"", "", [2]time.Duration{}, nil},
		{"113", "10", [2]time.Duration{113 * time.Second, 10 * time.Second}, nil},
		{"1", "0", [2]time.Duration{time.Second, 0}, nil},
		{"3600", "", [2]time.Duration{time.Hour, 0}, nil},
		{"0", "", [2]time.Duration{}, []string{"MCP_ROUTER_DRAIN_SECONDS: must be whole seconds from 1 to 3600, got \"0\""}},
		{"3601", "", [2]time.Duration{}, []string{"MCP_ROUTER_DRAIN_SECONDS: must be whole seconds from 1 to 3600, got \"3601\""}},
		{"1.5", "-1", [2]time.Duration{}, []string{"MCP_ROUTER_DRAIN_SECONDS: must be whole seconds from 1 to 3600, got \"1.5\"",
			"MCP_ROUTER_ACCEPT_SECONDS: must be whole seconds from 0 to 3600, got \"-1\""}},
		{"10", "10", [2]time.Duration{10 * time.Second, 10 * time.Second},
			[]string{"MCP_ROUTER_ACCEPT_SECONDS: must be less than MCP_ROUTER_DRAIN_SECONDS, which is the whole time, got \"10\""}},
		{"", "5", [2]time.Duration{0, 5 * time.Second},
			[]string{"MCP_ROUTER_ACCEPT_SECONDS: must be less than MCP_ROUTER_DRAIN_SECONDS, which is the whole time, got \"5\""}},
	} {
		variables := map[string]string{"MCP_ROUTER_DRAIN_SECONDS": c.drain, "MCP_ROUTER_ACCEPT_SECONDS": c.accept}
		p, problems := ReadProcess(func(name string) string { return variables[name] })
		if got := [2]time.Duration{p.Drain, p.Accept}; got != c.want || !slices.Equal(texts(problems), c.problems) {
			t.Errorf("%q, %q: %v %q", c.drain, c.accept, got, texts(problems))
		}
	}
}

func TestDeploymentProblems(t *testing.T) {
	for text, want := range map[string]string{
		`{`: "is not valid JSON",
		`{"edge":"buffered","access":{"mode":"token"},"instances":{"a":{"server":"a"}}}`:                                                         "access.secret: is missing",
		`{"edge":"buffered","access":{"mode":"jwt"},"instances":{"a":{"server":"a"}}}`:                                                           "access.audiences: is missing",
		`{"edge":"buffered","access":{"mode":"jwt","issuer":"http://id.example.com","audiences":["a"]},"instances":{"a":{"server":"a"}}}`:        "must begin with https://",
		`{"edge":"buffered","access":{"mode":"public"},"instances":{}}`:                                                                          "instances: needs at least 1 entry",
		`{"edge":"buffered","access":{"mode":"public"},"instances":{"health":{"server":"a"}}}`:                                                   "is a path of the router",
		`{"edge":"buffered","access":{"mode":"public"},"instances":{"a":{"server":"a","settings":{"N":{"sms":"/p"}}}}}`:                          `instances.a.settings.N: must be a text or {"ssm"`,
		`{"edge":"buffered","role":"front","access":{"mode":"public"},"instances":{"a":{"server":"a"}}}`:                                         "instances.a.upstream: is missing",
		`{"edge":"buffered","access":{"mode":"public"},"timeoutSeconds":-1,"instances":{"a":{"server":"a","upstream":"http://127.0.0.1:8081"}}}`: "timeoutSeconds: must be at least 0.05",
	} {
		if _, problems := ParseDeployment([]byte(text)); !strings.Contains(strings.Join(texts(problems), "\n"), want) {
			t.Errorf("%s: got %v, want %s", text, texts(problems), want)
		}
	}
}

func FuzzConfig(f *testing.F) {
	f.Add([]byte(`{"servers":{"a":{"command":["a"],"version":"1","transport":"stdio","arguments":["{input:X}"]}}}`))
	f.Add([]byte(`{"edge":"buffered","access":{"mode":"public"},"instances":{"a":{"server":"a","settings":{"N":{"ssm":"/p"}}}}}`))
	f.Fuzz(func(_ *testing.T, raw []byte) {
		servers, a := ParseServers(raw)
		d, b := ParseDeployment(raw)
		if a == nil && b == nil {
			Cross(servers, d)
		}
	})
}

func TestLabels(t *testing.T) {
	problems := func(labels map[string]string) string {
		raw, _ := json.Marshal(labels)
		_, problems := ParseDeployment([]byte(`{"edge":"buffered","access":{"mode":"public"},"instances":{"a":{"server":"a"}},"labels":` + string(raw) + `}`))
		return strings.Join(texts(problems), "\n")
	}
	many := map[string]string{}
	for i := range 29 {
		many[fmt.Sprintf("L%d", i)] = "x"
	}
	if got := problems(many); got != "" {
		t.Error(got)
	}
	many["L29"] = "x"
	long := strings.Repeat("x", 1024)
	for _, c := range []struct {
		labels map[string]string
		want   string
	}{
		{many, "MCP_ROUTER_DEPLOYMENT: labels: are 30; CloudWatch takes 29 beside the instance"},
		{map[string]string{"Instance": "x"}, "labels.Instance: is a field of the router's own lines; choose another name"},
		{map[string]string{"Latency": "x"}, "labels.Latency: is a field"},
		{map[string]string{"status": "x"}, "labels.status: is a field"},
		{map[string]string{"A": " "}, `labels.A: must be 1 to 1024 printable ASCII characters`},
		{map[string]string{"A": "ü"}, `labels.A: must be 1 to 1024`},
		{map[string]string{"A": long + "x"}, `labels.A: must be 1 to 1024`},
		{map[string]string{"A": long, "Environment": "dev"}, ""},
	} {
		if got := problems(c.labels); !strings.Contains(got, c.want) || c.want == "" && got != "" {
			t.Errorf("%.100v: %s", c.labels, got)
		}
	}
}
