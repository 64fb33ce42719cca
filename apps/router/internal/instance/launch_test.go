package instance

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/child"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/config"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/logs"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/secrets"
)

type object = map[string]any

// parameters are those of AWS.
type parameters map[string]string

func (parameters) Secret(context.Context, string) (string, error) {
	return "", errors.New("there are only parameters")
}

func (p parameters) Parameter(_ context.Context, name string) (string, error) {
	if text, ok := p[name]; ok {
		return text, nil
	}
	return "", errors.New("ParameterNotFound")
}

// made is an instance s of a server with these fields beside the least that it needs.
func made(t *testing.T, server, instance object, env map[string]string) (*Instance, *bytes.Buffer) {
	t.Helper()
	full := object{"command": []string{"/bin/server", "first"}, "version": "1", "transport": "http"}
	for key, value := range server {
		full[key] = value
	}
	conf := object{"server": "s"}
	for key, value := range instance {
		conf[key] = value
	}
	text := func(value any) []byte { raw, _ := json.Marshal(value); return raw }
	servers, problems := config.ParseServers(text(object{"servers": object{"s": full}}))
	if problems != nil {
		t.Fatal(problems)
	}
	d, problems := config.ParseDeployment(text(object{"edge": "streaming", "access": object{"mode": "public"}, "instances": object{"s": conf}}))
	if problems = append(problems, config.Cross(servers, d)...); problems != nil {
		t.Fatal(problems)
	}
	getenv := func(name string) string { return env[name] }
	out := &bytes.Buffer{}
	return New("s", Options{Deployment: d, Server: servers.Servers["s"], Log: logs.New(logs.NewSink(out, "debug")), Getenv: getenv,
		Secrets:  &secrets.Reader{Getenv: getenv, AWS: parameters{"/p": "from-parameter"}},
		Writable: t.TempDir(), Ports: &Ports{Next: 21000}}), out
}

func launched(t *testing.T, i *Instance) (child.Launch, map[string]string) {
	t.Helper()
	_, l, err := i.launch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	env := map[string]string{}
	for _, pair := range l.Env {
		name, value, _ := strings.Cut(pair, "=")
		env[name] = value
	}
	return l, env
}

var inputs = []object{{"name": "A", "kind": "variable"}, {"name": "-b", "kind": "argument"}, {"name": "D", "kind": "variable", "default": "of-manifest"},
	{"name": "S", "kind": "variable", "secret": true}, {"name": "P", "kind": "variable"}, {"name": "NONE", "kind": "variable"}}

func TestTemplates(t *testing.T) {
	i, _ := made(t, object{"inputs": inputs, "arguments": []string{"--host={host}", "{port}", "{home}:{logs}:{work}", "-b={input:-b}", "{input:A}",
		"--none={input:NONE}", "{input:D}", "{} {other} {{}", "{input:P}"},
		"variables": object{"FIXED": "x{input:A}x", "GONE": "{input:NONE}", "LOG": "{logs}"}},
		object{"settings": object{"A": "{port}", "-b": "", "P": object{"ssm": "/p"}}}, nil)
	l, env := launched(t, i)
	port := l.Command[3]
	want := []string{"/bin/server", "first", "--host=127.0.0.1", port, i.dir("home") + ":" + i.dir("logs") + ":" + i.dir("work"), "-b=", "{port}",
		"of-manifest", "{} {other} {{}", "from-parameter"}
	if !slices.Equal(l.Command, want) || i.address() != "http://127.0.0.1:"+port {
		t.Errorf("got  %q\nwant %q", l.Command, want)
	}
	if env["FIXED"] != "x{port}x" || env["LOG"] != i.dir("logs") {
		t.Error(env)
	}
	if _, ok := env["GONE"]; ok {
		t.Error("a variable that names an input without a value is left out")
	}
	if _, ok := env["-b"]; ok {
		t.Error("an input of kind argument is no variable")
	}
	for _, name := range []string{"home", "work", "logs"} {
		if info, err := os.Stat(i.dir(name)); err != nil || info.Mode().Perm() != 0o700 {
			t.Error(name, info, err)
		}
	}
}

func TestEnvironmentHoldsNothingElse(t *testing.T) {
	outer := map[string]string{"PATH": "/outer", "TZ": "UTC", "https_proxy": "http://proxy", "HOME": "/root", "PWD": "/", "TMPDIR": "/outer",
		"AWS_REGION": "eu-west-1", "AWS_SECRET_ACCESS_KEY": "k", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/c", "AWS_LAMBDA_RUNTIME_API": "r", "NODE_OPTIONS": "outer",
		"MCP_SECRET_S": `{"S":"its-own"}`, "MCP_SECRET_ACCESS": `{"tokens":["x"]}`, "MCP_SECRET_OTHER": "{}", "MCP_ROUTER_DEPLOYMENT": "{}", "LD_PRELOAD": "/evil", "A": "outer", "S": "outer"}
	names := func(server object) []string {
		server["inputs"] = inputs
		i, _ := made(t, server, nil, outer)
		l, env := launched(t, i)
		if env["HOME"] != i.dir("home") || env["TMPDIR"] != i.dir("work") || env["PWD"] != i.dir("work") || env["PATH"] != "/outer" || env["S"] != "its-own" {
			t.Error(env)
		}
		var list []string
		for _, pair := range l.Env {
			name, _, _ := strings.Cut(pair, "=")
			list = append(list, name)
		}
		return list
	}
	want := []string{"D", "HOME", "PATH", "PWD", "S", "TMPDIR", "TZ", "XDG_CACHE_HOME", "https_proxy"}
	if got := names(object{}); !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	want = slices.Sorted(slices.Values(append(want, "AWS_REGION", "AWS_SECRET_ACCESS_KEY", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")))
	if got := names(object{"aws": true}); !slices.Equal(got, want) {
		t.Errorf("with aws:\ngot  %v\nwant %v", got, want)
	}
}

func TestWhichValueCounts(t *testing.T) {
	i, out := made(t, object{"inputs": inputs, "variables": object{"A": "fixed"}, "memoryMiB": 100, "logLevel": object{"variable": "LEVEL"}},
		object{"settings": object{"A": "set", "D": "set"}, "memoryMiB": 400, "logLevel": "debug"},
		map[string]string{"MCP_SECRET_S": `{"S":"its-own-secret","D":"of-secret","X":1}`, "PATH": "/outer"})
	l, env := launched(t, i)
	if env["A"] != "fixed" || env["D"] != "set" || env["S"] != "its-own-secret" || env["LEVEL"] != "debug" || l.MemoryMiB != 400 ||
		env["GOMEMLIMIT"] != "360MiB" || env["NODE_OPTIONS"] != "--max-old-space-size=300" {
		t.Error(l.MemoryMiB, env)
	}
	i.log.Info("its-own-secret and " + i.token)
	if !strings.Contains(out.String(), "[HIDDEN] and [HIDDEN]") {
		t.Error("not masked:", out)
	}
	i, _ = made(t, object{"logLevel": object{"argument": "--log-level"}}, object{"logLevel": "warn"}, nil)
	if l, env := launched(t, i); !slices.Equal(l.Command[2:], []string{"--log-level", "warn"}) || env["GOMEMLIMIT"] != "" {
		t.Error(l.Command, env)
	}
	i, _ = made(t, object{"logLevel": object{"argument": "--log-level"}, "memoryMiB": 100, "variables": object{"GOMEMLIMIT": "1GiB"}}, nil, nil)
	if l, env := launched(t, i); len(l.Command) != 2 || env["GOMEMLIMIT"] != "1GiB" || l.MemoryMiB != 100 {
		t.Error(l.Command, env)
	}
}

func TestToken(t *testing.T) {
	seen := map[string]bool{}
	for form, want := range map[string]object{"none": {}, "authorization": {"Authorization": ""}, "bearer": {"Authorization": "Bearer "},
		"x-mcp-auth-token": {"X-Mcp-Auth-Token": ""}, "both": {"Authorization": "", "X-Mcp-Auth-Token": ""}} {
		i, _ := made(t, object{"auth": form}, nil, nil)
		_, env := launched(t, i)
		if given, isGiven := env["MCP_AUTH_TOKEN"]; isGiven != (form != "none") || isGiven && (given != i.token || len(given) < 40) {
			t.Error(form, env)
		}
		if len(i.auth()) != len(want) {
			t.Error(form, i.auth())
		}
		for name, prefix := range want {
			if got := i.auth()[name]; len(got) != 1 || got[0] != prefix.(string)+i.token {
				t.Error(form, name, got)
			}
		}
		if seen[i.token] {
			t.Error("the same token twice")
		}
		seen[i.token] = true
	}
}

func TestWhatIsMissing(t *testing.T) {
	required := []object{{"name": "URL", "kind": "variable", "required": true}, {"name": "KEY", "kind": "variable", "secret": true, "required": true}}
	sets := []object{{"name": "TYPE", "kind": "variable", "default": "basic"}, {"name": "U", "kind": "variable"}, {"name": "P", "kind": "variable", "secret": true}, {"name": "T", "kind": "variable", "secret": true}}
	oneOf := [][]string{{"U", "P"}, {"T"}}
	for name, c := range map[string]struct {
		server, settings object
		secret, want     string
	}{
		"a setting":              {object{"inputs": required}, nil, `{"KEY":"k"}`, "it needs URL, which its settings does not hold"},
		"a secret":               {object{"inputs": required}, object{"URL": "u"}, `{}`, "it needs KEY, which its secret does not hold"},
		"an empty one":           {object{"inputs": required}, object{"URL": "u"}, `{"KEY":""}`, "it needs KEY"},
		"none":                   {object{"inputs": required}, object{"URL": "u"}, `{"KEY":7}`, ""},
		"null":                   {object{"inputs": required}, object{"URL": "u"}, `{"KEY":null}`, "has the key KEY, but it is null"},
		"no text":                {object{"inputs": required}, object{"URL": "u"}, `{"KEY":["k"]}`, "has the key KEY, but it is no text"},
		"no object":              {object{"inputs": required}, object{"URL": "u"}, `"k"`, "MCP_SECRET_S is not a JSON object"},
		"no parameter":           {object{"inputs": required}, object{"URL": object{"ssm": "/q"}}, `{"KEY":"k"}`, "the parameter /q cannot be read"},
		"one of the sets":        {object{"inputs": sets, "requirements": []object{{"oneOf": oneOf}}}, object{"U": "u"}, `{}`, "it needs U and P, or T"},
		"a complete set":         {object{"inputs": sets, "requirements": []object{{"oneOf": oneOf}}}, object{"U": "u"}, `{"P":"p"}`, ""},
		"the other set":          {object{"inputs": sets, "requirements": []object{{"oneOf": oneOf}}}, nil, `{"T":"t"}`, ""},
		"where equal":            {object{"inputs": sets, "requirements": []object{{"when": object{"input": "TYPE", "equals": "basic"}, "oneOf": oneOf}}}, nil, `{}`, "it needs"},
		"where not equal":        {object{"inputs": sets, "requirements": []object{{"when": object{"input": "TYPE", "equals": "oauth"}, "oneOf": oneOf}}}, nil, `{}`, ""},
		"where there is a value": {object{"inputs": sets, "requirements": []object{{"when": object{"input": "U"}, "oneOf": [][]string{{"P"}}}}}, object{"U": "u"}, `{}`, "it needs P"},
		"where there is none":    {object{"inputs": sets, "requirements": []object{{"when": object{"input": "U"}, "oneOf": [][]string{{"P"}}}}}, nil, `{}`, ""},
	} {
		instance := object{}
		if c.settings != nil {
			instance["settings"] = c.settings
		}
		i, _ := made(t, c.server, instance, map[string]string{"MCP_SECRET_S": c.secret})
		_, _, err := i.launch(t.Context())
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}

func TestWhereItIsStarted(t *testing.T) {
	app, bin := t.TempDir(), t.TempDir()
	for name, mode := range map[string]os.FileMode{"node": 0o755, "text": 0o644} {
		if err := os.WriteFile(filepath.Join(bin, name), nil, mode); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(bin, "folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	own := object{"PATH": "relative:/no/such:" + bin}
	i, _ := made(t, object{"workingDirectory": app, "command": []string{"node", "dist/index.js"}, "variables": own}, nil, map[string]string{"PATH": "/usr/bin:/bin"})
	if l, env := launched(t, i); l.Dir != app || env["PWD"] != app || env["TMPDIR"] != i.dir("work") || !slices.Equal(l.Command, []string{bin + "/node", "dist/index.js"}) {
		t.Error(l, env)
	}
	i, _ = made(t, object{"workingDirectory": app, "command": []string{"./server"}}, nil, nil)
	if l, _ := launched(t, i); l.Dir != app || l.Command[0] != "./server" {
		t.Error("a command with a slash stays as it is:", l)
	}
	i, _ = made(t, object{"command": []string{"sh"}}, nil, nil)
	if l, _ := launched(t, i); !strings.HasSuffix(l.Command[0], "/sh") || !filepath.IsAbs(l.Command[0]) || l.Dir != i.dir("work") {
		t.Error("without any PATH:", l)
	}
	for name, server := range map[string]object{
		"its program node is not in its PATH, /no/such":               {"command": []string{"node"}, "variables": object{"PATH": "/no/such"}},
		"its program text is not in its PATH":                         {"command": []string{"text"}, "variables": own},
		"its program folder is not in its PATH":                       {"command": []string{"folder"}, "variables": own},
		"it cannot be started in its working directory: stat /no/dir": {"workingDirectory": "/no/dir"},
		"not a directory": {"workingDirectory": bin + "/node"},
		"it needs to write to " + bin + "/node/below": {"writablePaths": []string{bin + "/node/below"}},
	} {
		i, _ := made(t, server, nil, map[string]string{"PATH": bin})
		if _, _, err := i.launch(t.Context()); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, want %s", err, name)
		}
	}
}

func TestPorts(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }() // the test is over
	used := l.Addr().(*net.TCPAddr).Port
	p := &Ports{Next: used, Taken: []int{used + 1}}
	first, second := p.take(&config.Server{}), p.take(&config.Server{})
	if first <= used+1 || second <= first {
		t.Errorf("%d is used, %d is promised: got %d, %d", used, used+1, first, second)
	}
	if got := p.take(&config.Server{Port: 3000}); got != 3000 {
		t.Error(got)
	}
}

func TestWhichRequestALineBelongsTo(t *testing.T) {
	i, _ := made(t, nil, nil, nil)
	if i.tag() != nil {
		t.Error("no request is open")
	}
	end := i.Begin("r1")
	if got := i.tag(); len(got) != 2 || got[0] != "requestId" || got[1] != "r1" {
		t.Error(got)
	}
	endOther := i.Begin("r2")
	if i.tag() != nil {
		t.Error("two are open: the line could be of either")
	}
	end()
	if got := i.tag(); len(got) != 2 || got[1] != "r2" {
		t.Error(got)
	}
	endOther()
	if i.tag() != nil {
		t.Error("all have ended")
	}
}
