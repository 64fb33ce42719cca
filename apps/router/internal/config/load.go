package config

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/metrics"
	"github.com/mcp-fleet/mcp-fleet/apps/router/schema"
)

// Names of the two sources, as errors show them.
const (
	ServersName    = "servers.json"
	DeploymentName = "MCP_ROUTER_DEPLOYMENT"
)

// Load reads both sources and returns all problems at once; the values are complete only without problems.
func Load(process Process, getenv func(string) string) (*Servers, *Deployment, []Problem) {
	text := []byte(getenv(DeploymentName))
	if file := getenv("MCP_ROUTER_DEPLOYMENT_FILE"); len(text) == 0 && file != "" {
		raw, err := os.ReadFile(file)
		if err != nil {
			return nil, nil, []Problem{{File: "MCP_ROUTER_DEPLOYMENT_FILE", Rule: err.Error()}}
		}
		text = raw
	}
	if len(text) == 0 {
		return nil, nil, []Problem{{File: DeploymentName, Rule: "is not set; it holds the deployment as JSON, or MCP_ROUTER_DEPLOYMENT_FILE names a file"}}
	}
	deployment, problems := ParseDeployment(text)
	if deployment != nil && deployment.Role == "front" {
		return &Servers{}, deployment, problems
	}
	raw, err := os.ReadFile(process.ServersFile)
	if err != nil {
		return nil, deployment, append(problems, Problem{File: ServersName, Rule: err.Error()})
	}
	servers, more := ParseServers(raw)
	problems = append(problems, more...)
	if len(problems) == 0 {
		problems = Cross(servers, deployment)
	}
	return servers, deployment, problems
}

// ParseServers reads servers.json.
func ParseServers(raw []byte) (*Servers, []Problem) {
	var servers Servers
	if problems := parse(ServersName, raw, schema.Servers, &servers); len(problems) > 0 {
		return nil, problems
	}
	var problems []Problem
	for _, key := range slices.Sorted(maps.Keys(servers.Servers)) {
		s := servers.Servers[key]
		fill(&s.Path, "/")
		fill(&s.Auth, "none")
		fill(&s.Protocol, "auto")
		fill(&s.Sessions, "shared")
		problems = append(problems, s.check("servers."+key)...)
	}
	return &servers, problems
}

// ParseDeployment reads MCP_ROUTER_DEPLOYMENT and fills in defaults.
func ParseDeployment(raw []byte) (*Deployment, []Problem) {
	d := Deployment{TimeoutSeconds: 29, MaxBodyBytes: 6 << 20, MaxConcurrency: 64, MaxSessions: 16, SessionIdleSeconds: 600, Role: "single"}
	if problems := parse(DeploymentName, raw, schema.Deployment, &d); len(problems) > 0 {
		return nil, problems
	}
	return &d, d.check()
}

func parse(file string, raw, schema []byte, into any) []Problem {
	var document any
	if err := json.Unmarshal(raw, &document); err != nil {
		return []Problem{{File: file, Rule: "is not valid JSON: " + err.Error()}}
	}
	if problems := checkSchema(file, schema, document); len(problems) > 0 {
		return problems
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return []Problem{{File: file, Rule: err.Error()}}
	}
	return nil
}

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

func (s *Server) check(path string) []Problem {
	var problems []Problem
	fail := func(place, rule string) {
		problems = append(problems, Problem{File: ServersName, Path: join(path, place), Rule: rule})
	}
	seen := map[string]bool{}
	for i, input := range s.Inputs {
		place := fmt.Sprintf("inputs[%d]", i)
		if seen[input.Name] {
			fail(place, "the input "+input.Name+" is given twice")
		}
		seen[input.Name] = true
		if input.Secret && input.Default != nil {
			fail(place, "a secret input has no default")
		}
	}
	text := func(place, value string) {
		for _, match := range placeholder.FindAllStringSubmatch(value, -1) {
			name, isInput := strings.CutPrefix(match[1], "input:")
			switch {
			case isInput && !seen[name]:
				fail(place, "names the input "+short(name)+", which is not in inputs")
			case !isInput && s.Transport == "stdio" && (name == "host" || name == "port"):
				fail(place, "a stdio server has no {"+name+"}")
			}
		}
	}
	for i, value := range s.Arguments {
		text(fmt.Sprintf("arguments[%d]", i), value)
	}
	for _, name := range slices.Sorted(maps.Keys(s.Variables)) {
		text("variables."+name, s.Variables[name])
	}
	if s.Transport == "stdio" && (s.HealthPath != "" || s.Port != 0 || s.Auth != "none") {
		fail("transport", "a stdio server has no healthPath, port or auth")
	}
	for i, r := range s.Requirements {
		names := slices.Concat(r.OneOf...)
		if r.When != nil {
			names = append(names, r.When.Input)
		}
		for _, name := range names {
			if !seen[name] {
				fail(fmt.Sprintf("requirements[%d]", i), "names the input "+short(name)+", which is not in inputs")
			}
		}
	}
	return problems
}

func (d *Deployment) check() []Problem {
	var problems []Problem
	fail := func(path, rule string) {
		problems = append(problems, Problem{File: DeploymentName, Path: path, Rule: rule})
	}
	switch d.Access.Mode {
	case "token":
		if d.Access.Secret == "" && d.Role != "inner" {
			fail("access.secret", "is missing; mode token needs the secret that holds the tokens")
		}
	case "jwt":
		if len(d.Access.Audiences) == 0 {
			fail("access.audiences", "is missing; mode jwt accepts tokens for these audiences only")
		}
		if issuer, err := url.Parse(d.Access.Issuer); err != nil || issuer.Host == "" {
			fail("access.issuer", "is missing; mode jwt needs the address of the issuer")
		} else if issuer.Scheme != "https" && issuer.Hostname() != "127.0.0.1" && issuer.Hostname() != "localhost" {
			fail("access.issuer", "must begin with https://, got "+short(d.Access.Issuer))
		}
	}
	d.checkLabels(fail)
	for _, name := range slices.Sorted(maps.Keys(d.Instances)) {
		path := "instances." + name
		switch {
		case name == "mcp" || name == "health":
			fail(path, "this name is a path of the router itself; choose another")
		case d.Role == "front" && d.Instances[name].Upstream == "":
			fail(path+".upstream", "is missing; a front router needs the address of the container")
		case d.Role != "front" && d.Instances[name].Upstream != "":
			fail(path+".upstream", "is for role front only")
		}
	}
	return problems
}

// mostLabels is one less than the dimensions of a metric in embedded metrics, since the instance is one.
const mostLabels = 29

// checkLabels keeps CloudWatch from dropping the metrics without a word: a label is a field of each line, and a dimension.
func (d *Deployment) checkLabels(fail func(path, rule string)) {
	if len(d.Labels) > mostLabels {
		fail("labels", fmt.Sprintf("are %d; CloudWatch takes %d beside the instance", len(d.Labels), mostLabels))
	}
	for _, name := range slices.Sorted(maps.Keys(d.Labels)) {
		value := d.Labels[name]
		switch {
		case slices.Contains(metrics.Fields(), name):
			fail("labels."+name, "is a field of the router's own lines; choose another name")
		case len(value) > 1024 || strings.TrimSpace(value) == "" || strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r > '~' }):
			fail("labels."+name, "must be 1 to 1024 printable ASCII characters, as the value of a dimension in CloudWatch, got "+short(value))
		}
	}
}

// Cross checks the deployment against the image.
func Cross(servers *Servers, d *Deployment) []Problem {
	var problems []Problem
	ports := map[int]string{}
	image := "none"
	if len(servers.Servers) > 0 {
		image = strings.Join(slices.Sorted(maps.Keys(servers.Servers)), ", ")
	}
	for _, name := range slices.Sorted(maps.Keys(d.Instances)) {
		i := d.Instances[name]
		path := "instances." + name
		fail := func(place, rule string) {
			problems = append(problems, Problem{File: DeploymentName, Path: join(path, place), Rule: rule})
		}
		s := servers.Servers[i.Server]
		if s == nil {
			fail("server", fmt.Sprintf("%q is not in this image; it holds %s", i.Server, image))
			continue
		}
		if other := ports[s.Port]; s.Port != 0 && other != "" {
			fail("server", fmt.Sprintf("always listens on port %d, as does %s; they cannot run in one container", s.Port, other))
		}
		ports[s.Port] = name
		for _, setting := range slices.Sorted(maps.Keys(i.Settings)) {
			index := slices.IndexFunc(s.Inputs, func(input Input) bool { return input.Name == setting })
			switch {
			case index < 0:
				fail("settings."+setting, fmt.Sprintf("%s has no input of this name; it has %s", i.Server, strings.Join(s.names(), ", ")))
			case s.Inputs[index].Secret:
				fail("settings."+setting, "is secret: its value belongs into the secret of this instance")
			}
		}
	}
	return problems
}

func (s *Server) names() []string {
	var names []string
	for _, input := range s.Inputs {
		if !input.Secret {
			names = append(names, input.Name)
		}
	}
	if len(names) == 0 {
		return []string{"none"}
	}
	return names
}
