// Package config reads and checks the truth of the image (servers.json) and of the deployment (MCP_ROUTER_DEPLOYMENT).
package config

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"time"
)

// Servers is servers.json.
type Servers struct {
	Servers map[string]*Server `json:"servers"`
}

// Server is how one server of the image is run.
type Server struct {
	// Command is the program and its first arguments. A program without a slash is looked for in the server's PATH.
	Command       []string          `json:"command"`
	Version       string            `json:"version"`
	Transport     string            `json:"transport"`
	Arguments     []string          `json:"arguments"`
	Variables     map[string]string `json:"variables"`
	Path          string            `json:"path"`
	HealthPath    string            `json:"healthPath"`
	Port          int               `json:"port"`
	Auth          string            `json:"auth"`
	LogLevel      *LogLevel         `json:"logLevel"`
	WritablePaths []string          `json:"writablePaths"`
	// WorkingDirectory is where it is started. Empty: its work folder.
	WorkingDirectory string        `json:"workingDirectory"`
	Protocol         string        `json:"protocol"`
	Sessions         string        `json:"sessions"`
	MemoryMiB        int           `json:"memoryMiB"`
	AWS              bool          `json:"aws"`
	PassHeaders      []string      `json:"passHeaders"`
	Inputs           []Input       `json:"inputs"`
	Requirements     []Requirement `json:"requirements"`
}

// LogLevel is how the level reaches a server: one of the two is set.
type LogLevel struct {
	Variable string `json:"variable"`
	Argument string `json:"argument"`
}

// Input is a value that a deployment gives a server.
type Input struct {
	Name     string  `json:"name"`
	Kind     string  `json:"kind"`
	Secret   bool    `json:"secret"`
	Required bool    `json:"required"`
	Default  *string `json:"default"`
}

// Requirement: one of the sets is complete, always or where the condition holds.
type Requirement struct {
	When  *Condition `json:"when"`
	OneOf [][]string `json:"oneOf"`
}

// Condition holds where the input has a value, and that value if one is given.
type Condition struct {
	Input  string  `json:"input"`
	Equals *string `json:"equals"`
}

// Deployment is MCP_ROUTER_DEPLOYMENT.
type Deployment struct {
	Edge               string               `json:"edge"`
	Role               string               `json:"role"`
	Access             Access               `json:"access"`
	PublicURL          string               `json:"publicUrl"`
	Labels             map[string]string    `json:"labels"`
	AllowedOrigins     []string             `json:"allowedOrigins"`
	TimeoutSeconds     float64              `json:"timeoutSeconds"`
	MaxBodyBytes       int64                `json:"maxBodyBytes"`
	MaxConcurrency     int                  `json:"maxConcurrency"`
	RefreshSeconds     float64              `json:"refreshSeconds"`
	MaxSessions        int                  `json:"maxSessions"`
	SessionIdleSeconds float64              `json:"sessionIdleSeconds"`
	Instances          map[string]*Instance `json:"instances"`
}

// Access is who may call.
type Access struct {
	Mode      string   `json:"mode"`
	Secret    string   `json:"secret"`
	Issuer    string   `json:"issuer"`
	Audiences []string `json:"audiences"`
	Scopes    []string `json:"scopes"`
}

// Instance is a server in this deployment.
type Instance struct {
	Server         string             `json:"server"`
	Secret         string             `json:"secret"`
	Settings       map[string]Setting `json:"settings"`
	TimeoutSeconds float64            `json:"timeoutSeconds"`
	LogLevel       string             `json:"logLevel"`
	MaxConcurrency int                `json:"maxConcurrency"`
	MemoryMiB      int                `json:"memoryMiB"`
	Upstream       string             `json:"upstream"`
}

// Setting is a text, or the name of an SSM parameter that holds it.
type Setting struct {
	Text string
	SSM  string
}

// UnmarshalJSON reads a text or {"ssm": name}.
func (s *Setting) UnmarshalJSON(raw []byte) error {
	if raw[0] == '"' {
		return json.Unmarshal(raw, &s.Text)
	}
	var reference struct{ SSM string }
	err := json.Unmarshal(raw, &reference)
	s.SSM = reference.SSM
	return err
}

// Streaming says whether the edge passes answers on as they come.
func (d *Deployment) Streaming() bool { return d.Edge == "streaming" }

// Timeout is the longest answer of an instance.
func (d *Deployment) Timeout(name string) time.Duration {
	seconds := d.TimeoutSeconds
	if i := d.Instances[name]; i != nil && i.TimeoutSeconds > 0 {
		seconds = i.TimeoutSeconds
	}
	return Seconds(seconds)
}

// Seconds turns the files' unit into a duration.
func Seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }

// Process is what the router's own process is told by its environment.
type Process struct {
	Host        string
	Port        int
	ChildPort   int
	ServersFile string
	// Writable is the folder under which every server has its home, working and log directory.
	Writable string
	// SecretsFile holds secrets on a laptop: {"<ARN, instance or access>": {…}}.
	SecretsFile string
	LogLevel    string
	// Drain is the time from SIGTERM until calls under way are cut. 0: what the edge leaves.
	Drain time.Duration
	// Accept is how long of it new requests are taken; at an inner router, how long after the last one of its front.
	Accept time.Duration
}

// mostDrain is more than anything waits for a container that is to stop: ECS 120 seconds on Fargate.
const mostDrain = 3600

// ReadProcess reads the process's variables; the port is the first set of the three names.
func ReadProcess(getenv func(string) string) (Process, []Problem) {
	p := Process{Host: getenv("MCP_ROUTER_HOST"), ServersFile: getenv("MCP_ROUTER_SERVERS_FILE"),
		Writable: getenv("MCP_ROUTER_WRITABLE"), SecretsFile: getenv("MCP_ROUTER_SECRETS_FILE"),
		LogLevel: getenv("MCP_ROUTER_LOG_LEVEL")}
	var problems []Problem
	number := func(fallback int, names ...string) int {
		for _, name := range names {
			text := getenv(name)
			if text == "" {
				continue
			}
			n, err := strconv.Atoi(text)
			if err != nil || n < 1 || n > 65535 {
				problems = append(problems, Problem{File: name, Rule: "must be a port from 1 to 65535, got " + short(text)})
				return fallback
			}
			return n
		}
		return fallback
	}
	p.Port = number(8080, "MCP_ROUTER_PORT", "AWS_LWA_PORT", "PORT")
	p.ChildPort = number(8081, "MCP_ROUTER_CHILD_PORT")
	problems = append(problems, p.stopTimes(getenv)...)
	fill(&p.ServersFile, "/etc/mcp-router/servers.json")
	fill(&p.Writable, os.TempDir()+"/mcp-router")
	fill(&p.LogLevel, "info")
	return p, problems
}

// stopTimes reads how the router stops.
func (p *Process) stopTimes(getenv func(string) string) (problems []Problem) {
	read := func(name string, least int) time.Duration {
		text := getenv(name)
		if text == "" {
			return 0
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < least || n > mostDrain {
			problems = append(problems, Problem{File: name, Rule: fmt.Sprintf("must be whole seconds from %d to %d, got %s", least, mostDrain, short(text))})
			return 0
		}
		return time.Duration(n) * time.Second
	}
	p.Drain, p.Accept = read(drainName, 1), read(acceptName, 0)
	if p.Accept > 0 && p.Accept >= p.Drain && len(problems) == 0 {
		problems = append(problems, Problem{File: acceptName,
			Rule: "must be less than " + drainName + ", which is the whole time, got " + short(getenv(acceptName))})
	}
	return problems
}

const (
	drainName  = "MCP_ROUTER_DRAIN_SECONDS"
	acceptName = "MCP_ROUTER_ACCEPT_SECONDS"
)

func fill(place *string, value string) {
	if *place == "" {
		*place = value
	}
}
