package config

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func texts(problems []Problem) []string {
	var list []string
	for _, p := range problems {
		list = append(list, p.String())
	}
	return list
}

func TestFixturesAreValid(t *testing.T) {
	files, _ := filepath.Glob("../../testdata/servers/*.json")
	if len(files) < 6 {
		t.Fatal(files)
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
		if s := servers.Servers[name]; s == nil || s.Protocol != "legacy" || s.Path != "/" || s.Sessions != "shared" {
			t.Errorf("%s: %+v", file, s)
		}
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
