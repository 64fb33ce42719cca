package main

import (
	"encoding/json"
	"net"
	"net/http"
	"os"
	"path/filepath"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/stub"
)

type object = map[string]any

const token = "matrix-0123456789abcdef"

// thing is a tool, a resource or a prompt, with a text that its answer has to contain.
type thing struct {
	Name      string         `json:"name"`
	Arguments map[string]any `json:"arguments,omitempty"`
	Expect    string         `json:"expect,omitempty"`
}

// target is a server of the matrix, and what every client does with it. A column without a thing is one that the
// server does not have.
type target struct {
	Name     string `json:"name"`
	Title    string `json:"title"`
	Tools    int    `json:"tools"`
	Call     thing  `json:"call"`
	Progress *thing `json:"progress,omitempty"`
	Cancel   *thing `json:"cancel,omitempty"`
	Seen     string `json:"seen,omitempty"` // the tool that says whether the server saw the cancellation
	Resource *thing `json:"resource,omitempty"`
	Prompt   *thing `json:"prompt,omitempty"`
	// PerClient: every client has an instance of its own, named after it, since the server answers 5 calls in 20 s.
	PerClient bool `json:"perClient,omitempty"`

	server   object
	settings object
	secret   string // of the instance, as JSON
}

type plan struct {
	URL     string    `json:"url"`
	Token   string    `json:"token"`
	Targets []*target `json:"targets"`
}

var clients = []string{"ts-1", "ts-2-auto", "ts-2-legacy", "ts-2-pinned", "py-1", "py-2-auto", "py-2-legacy", "go-auto", "go-legacy"}

// wanted is the revision that a client has to reach, whatever the server speaks.
var wanted = map[string]string{"ts-2-auto": "2026-07-28", "ts-2-pinned": "2026-07-28", "py-2-auto": "2026-07-28", "go-auto": "2026-07-28"}

func targets(node, modules, fixtures, python string) ([]*target, error) {
	everything := func(name, title string, more object) *target {
		server := object{"version": "2026.8.31", "command": []string{node, filepath.Join(modules, "@modelcontextprotocol/server-everything/dist/index.js")}}
		for key, value := range more {
			server[key] = value
		}
		return &target{Name: name, Title: "server-everything 2026.8.31, " + title, Tools: 10, server: server,
			Call:     thing{"echo", object{"message": "hi"}, "Echo: hi"},
			Progress: &thing{"trigger-long-running-operation", object{"duration": 0.4, "steps": 4}, "ompleted"},
			Cancel:   &thing{Name: "trigger-long-running-operation", Arguments: object{"duration": 10, "steps": 2}},
			Resource: &thing{Name: "demo://resource/dynamic/text/1", Expect: "plaintext"},
			Prompt:   &thing{Name: "simple-prompt", Expect: "simple prompt"}}
	}
	modern := func(name, title, transport string, arguments ...string) *target {
		return &target{Name: name, Title: "TypeScript SDK server 2.4.0, " + title, Tools: 4,
			server: object{"version": "1", "command": []string{node, filepath.Join(fixtures, "server.mjs")}, "transport": transport, "arguments": arguments},
			Call:   thing{"echo", object{"text": "hi"}, "hi"}, Progress: &thing{Name: "progress", Expect: "done"},
			Cancel: &thing{Name: "wait"}, Seen: "aborted",
			Resource: &thing{Name: "note://one", Expect: "a note"}, Prompt: &thing{Name: "hello", Expect: "say hello"}}
	}
	aws := func(name, title string, tools int, call thing) *target {
		return &target{Name: name, Title: title + ", stdio", Tools: tools, Call: call,
			server: object{"version": "1", "command": []string{filepath.Join(python, "awslabs."+name+"-mcp-server")}, "transport": "stdio"}}
	}
	all := []*target{
		everything("everything", "stdio, shared", object{"transport": "stdio", "arguments": []string{"stdio"}}),
		everything("everything-private", "stdio, per-client", object{"transport": "stdio", "arguments": []string{"stdio"}, "sessions": "per-client"}),
		everything("everything-http", "streamableHttp", object{"transport": "http", "arguments": []string{"streamableHttp"}, "variables": object{"PORT": "{port}"}, "path": "/mcp"}),
		// No network in tests: an address that is not of AWS is refused by the server itself.
		aws("aws-documentation", "awslabs.aws-documentation-mcp-server 1.2.3", 4, thing{"read_documentation", object{"url": "https://example.com/"}, "supported domains"}),
		aws("aws-pricing", "awslabs.aws-pricing-mcp-server 1.1.1", 5, thing{"get_bedrock_patterns", nil, "Bedrock"}),
		modern("modern-stdio", "stdio", "stdio", "stdio"),
		modern("modern-http", "HTTP, both eras", "http", "http", "{host}:{port}"),
		modern("modern-only", "HTTP, legacy refused", "http", "http", "{host}:{port}", "reject"),
	}
	vendor, err := net.Listen("tcp", "127.0.0.1:0") // dynatrace asks for any answer before it listens
	if err != nil {
		return nil, err
	}
	go func() { _ = http.Serve(vendor, http.NotFoundHandler()) }() // until this program ends
	for _, s := range standIns {
		if s.name == "dynatrace" {
			s.settings = object{"DT_ENVIRONMENT": "http://" + vendor.Addr().String()}
		}
		t, err := s.target()
		if err != nil {
			return nil, err
		}
		all = append(all, t)
	}
	return all, nil
}

type standIn struct {
	name     string
	limited  bool
	settings object
	secret   string
}

var standIns = []standIn{
	{"atlassian", true, object{"JIRA_URL": "https://jira.example.com", "JIRA_USERNAME": "u"}, `{"JIRA_API_TOKEN":"atlassian-secret"}`},
	{"dynatrace", true, nil, `{"DT_PLATFORM_TOKEN":"dynatrace-secret"}`},
	{"gitlab", false, nil, `{"GITLAB_TOKEN":"gitlab-secret"}`},
	{"pagerduty", false, nil, `{"PAGERDUTY_USER_API_KEY":"pagerduty-secret"}`},
	{"servicenow", true, object{"SERVICENOW_INSTANCE_URL": "https://sn.example.com"}, `{"SERVICENOW_USERNAME":"admin-user","SERVICENOW_PASSWORD":"servicenow-secret"}`},
}

// target reads the server of testdata and puts this program, as its stand-in, in place of the real one.
func (s standIn) target() (*target, error) {
	raw, err := os.ReadFile("testdata/servers/" + s.name + ".json")
	if err != nil {
		return nil, err
	}
	var file struct{ Servers map[string]object }
	if err := json.Unmarshal(raw, &file); err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	server := file.Servers[s.name]
	server["command"] = []string{self}
	variables, _ := server["variables"].(object)
	if variables == nil {
		variables = object{}
	}
	variables["MCP_STUB"] = s.name
	server["variables"] = variables
	t := &target{Name: s.name, Title: "stand-in of " + s.name + ", HTTP", Tools: 5, Call: thing{"echo", object{"text": "hi"}, "hi"},
		Cancel: &thing{Name: "sleep", Arguments: object{"milliseconds": 10000}}, PerClient: s.limited,
		server: server, settings: s.settings, secret: s.secret}
	if len(stub.Five[s.name].Methods) > 0 {
		t.Resource, t.Prompt = &thing{Name: "note://one", Expect: "a note"}, &thing{Name: "hello", Expect: "say hello"}
	}
	return t, nil
}

// files writes what the router and the clients read, and returns the router's environment.
func (p *plan) files(dir, port, childPort string) ([]string, error) {
	servers, instances := object{}, object{}
	env := []string{`MCP_SECRET_ACCESS={"tokens":["` + token + `"]}`}
	for _, t := range p.Targets {
		servers[t.Name] = t.server
		names := []string{t.Name}
		if t.PerClient {
			names = nil
			for _, c := range clients {
				names = append(names, t.Name+"-"+c)
			}
		}
		for _, name := range names {
			instance := object{"server": t.Name}
			if t.settings != nil {
				instance["settings"] = t.settings
			}
			if t.secret != "" {
				instance["secret"] = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:mcp/dev/" + name
				env = append(env, "MCP_SECRET_"+variable(name)+"="+t.secret)
			}
			instances[name] = instance
		}
	}
	deployment, err := json.Marshal(object{"edge": "streaming", "maxSessions": 64, "instances": instances,
		"access": object{"mode": "token", "secret": "arn:aws:secretsmanager:eu-west-1:111122223333:secret:mcp/dev/access"}})
	if err != nil {
		return nil, err
	}
	for name, value := range map[string]any{"servers.json": object{"servers": servers}, "plan.json": p} {
		raw, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(dir, name), raw, 0o600); err != nil {
			return nil, err
		}
	}
	return append(env, "MCP_ROUTER_DEPLOYMENT="+string(deployment), "MCP_ROUTER_SERVERS_FILE="+filepath.Join(dir, "servers.json"),
		"MCP_ROUTER_WRITABLE="+filepath.Join(dir, "run"), "MCP_ROUTER_HOST=127.0.0.1", "MCP_ROUTER_PORT="+port,
		"MCP_ROUTER_CHILD_PORT="+childPort, "PATH="+os.Getenv("PATH"), "HOME="+dir), nil
}

func variable(name string) string {
	out := []byte(name)
	for i, c := range out {
		switch {
		case c == '-':
			out[i] = '_'
		case c >= 'a':
			out[i] = c - 'a' + 'A'
		}
	}
	return string(out)
}
