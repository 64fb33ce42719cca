package instance

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/child"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/config"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/secrets"
)

// inherited are the variables of the router that every server gets: none of them is secret.
var inherited = []string{"PATH", "LANG", "LC_ALL", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS",
	"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy"}

// forAWS are those that a server gets which calls AWS on its own.
var forAWS = []string{"AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
	"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN",
	"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "AWS_EC2_METADATA_DISABLED"}

// values returns every input that has a value: from the settings, the secret, or its default.
func (i *Instance) values(ctx context.Context) (map[string]string, error) {
	values := map[string]string{}
	var hidden []string
	secret, err := i.secrets.Secret(ctx, i.Name, i.conf.Secret)
	if err != nil {
		return nil, err
	}
	for _, input := range i.server.Inputs {
		setting, isSet := i.conf.Settings[input.Name]
		raw, isSecret := secret[input.Name]
		switch {
		case isSet && setting.SSM != "":
			text, err := i.secrets.Parameter(ctx, setting.SSM)
			if err != nil {
				return nil, err
			}
			values[input.Name] = text
			hidden = append(hidden, text)
		case isSet:
			values[input.Name] = setting.Text
		case isSecret:
			text, err := secrets.Text(raw)
			if err != nil {
				return nil, fmt.Errorf("its secret has the key %s, but %w", input.Name, err)
			}
			values[input.Name] = text
			hidden = append(hidden, text)
		case input.Default != nil:
			values[input.Name] = *input.Default
		}
		if input.Required && values[input.Name] == "" {
			where := "settings"
			if input.Secret {
				where = "secret"
			}
			return nil, fmt.Errorf("it needs %s, which its %s does not hold", input.Name, where)
		}
	}
	i.mask.Set("instance "+i.Name, append(hidden, i.token))
	return values, i.complete(values)
}

// complete checks the sets of inputs of which one has to be there.
func (i *Instance) complete(values map[string]string) error {
	for _, r := range i.server.Requirements {
		if r.When != nil {
			value := values[r.When.Input]
			if value == "" || r.When.Equals != nil && value != *r.When.Equals {
				continue
			}
		}
		ok := slices.ContainsFunc(r.OneOf, func(set []string) bool {
			return !slices.ContainsFunc(set, func(name string) bool { return values[name] == "" })
		})
		if ok {
			continue
		}
		var sets []string
		for _, set := range r.OneOf {
			sets = append(sets, strings.Join(set, " and "))
		}
		return fmt.Errorf("it needs %s, which its secret and settings do not hold", strings.Join(sets, ", or "))
	}
	return nil
}

var placeholder = regexp.MustCompile(`\{([^{}]*)\}`)

// fill puts values in place of placeholders; false: an input that it names has none.
func (i *Instance) fill(text string, values map[string]string) (string, bool) {
	ok := true
	filled := placeholder.ReplaceAllStringFunc(text, func(match string) string {
		name := match[1 : len(match)-1]
		if input, isInput := strings.CutPrefix(name, "input:"); isInput {
			value, has := values[input]
			ok = ok && has
			return value
		}
		switch name {
		case "host":
			return "127.0.0.1"
		case "port":
			return strconv.Itoa(i.port)
		case "home", "logs", "work":
			return i.dir(name)
		}
		return match // braces of its own
	})
	return filled, ok
}

func (i *Instance) dir(name string) string { return filepath.Join(i.folder, name) }

// launchShared says how the one process of all clients is started now, and remembers what it is given.
func (i *Instance) launchShared(ctx context.Context) (child.Launch, error) {
	values, l, err := i.launch(ctx)
	if values != nil {
		i.launched.Store(fingerprint(values))
		i.freshness.Fresh()
	}
	return l, err
}

// launch says how the server is started now. The values are nil where they could not be read.
func (i *Instance) launch(ctx context.Context) (map[string]string, child.Launch, error) {
	values, err := i.values(ctx)
	if err != nil {
		if ctx.Err() == nil {
			i.secretsFailed()
		}
		return nil, child.Launch{}, err
	}
	l, err := i.program(values)
	return values, l, err
}

// program is how the server is started with these values.
func (i *Instance) program(values map[string]string) (child.Launch, error) {
	for _, path := range append([]string{i.dir("home"), i.dir("work"), i.dir("logs")}, i.server.WritablePaths...) {
		if err := os.MkdirAll(path, 0o700); err != nil {
			return child.Launch{}, fmt.Errorf("it needs to write to %s: %w", path, err)
		}
	}
	// Without this, a folder that is not there would be told as a program that is not there.
	if _, err := os.Stat(i.workingDirectory() + "/."); err != nil {
		return child.Launch{}, fmt.Errorf("it cannot be started in its working directory: %w", err)
	}
	memory := i.conf.MemoryMiB
	if memory == 0 {
		memory = i.server.MemoryMiB
	}
	l := child.Launch{Command: slices.Clone(i.server.Command), Dir: i.workingDirectory(), Stdio: i.server.Transport == "stdio", MemoryMiB: memory}
	for _, argument := range i.server.Arguments {
		if text, ok := i.fill(argument, values); ok {
			l.Command = append(l.Command, text)
		}
	}
	if level := i.server.LogLevel; level != nil && level.Argument != "" && i.conf.LogLevel != "" {
		l.Command = append(l.Command, level.Argument, i.conf.LogLevel)
	}
	l.Env = i.environment(values, memory)
	var err error
	l.Command[0], err = findProgram(l.Command[0], l.Env)
	return l, err
}

// workingDirectory is where the server is started.
func (i *Instance) workingDirectory() string {
	if i.server.WorkingDirectory != "" {
		return i.server.WorkingDirectory
	}
	return i.dir("work")
}

// defaultPath is where programs are looked for when nobody says where, as container runtimes do.
const defaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// findProgram finds a program without a slash in the server's own PATH, which need not be that of the router.
func findProgram(name string, env []string) (string, error) {
	if strings.Contains(name, "/") {
		return name, nil
	}
	path := defaultPath
	for _, variable := range env {
		if value, ok := strings.CutPrefix(variable, "PATH="); ok {
			path = value
		}
	}
	for _, dir := range filepath.SplitList(path) {
		file := filepath.Join(dir, name)
		info, err := os.Stat(file)
		if filepath.IsAbs(dir) && err == nil && info.Mode().IsRegular() && info.Mode()&0o111 != 0 {
			return file, nil
		}
	}
	return "", fmt.Errorf("its program %s is not in its PATH, %s", name, path)
}

func (i *Instance) environment(values map[string]string, memory int) []string {
	env := map[string]string{}
	take := func(names []string) {
		for _, name := range names {
			if value := i.getenv(name); value != "" {
				env[name] = value
			}
		}
	}
	take(inherited)
	if i.server.AWS {
		take(forAWS)
	}
	env["HOME"], env["TMPDIR"], env["PWD"] = i.dir("home"), i.dir("work"), i.workingDirectory()
	env["XDG_CACHE_HOME"] = filepath.Join(i.dir("home"), ".cache")
	if memory > 0 {
		// Below the limit at which it is restarted, so that it collects its garbage first.
		env["GOMEMLIMIT"] = strconv.Itoa(memory*9/10) + "MiB"
		env["NODE_OPTIONS"] = "--max-old-space-size=" + strconv.Itoa(memory*3/4)
	}
	for _, input := range i.server.Inputs {
		if value, ok := values[input.Name]; ok && input.Kind == "variable" {
			env[input.Name] = value
		}
	}
	for name, text := range i.server.Variables {
		if value, ok := i.fill(text, values); ok {
			env[name] = value
		}
	}
	if level := i.server.LogLevel; level != nil && level.Variable != "" && i.conf.LogLevel != "" {
		env[level.Variable] = i.conf.LogLevel
	}
	if i.server.Auth != "none" {
		env["MCP_AUTH_TOKEN"] = i.token
	}
	list := make([]string, 0, len(env))
	for name, value := range env {
		list = append(list, name+"="+value)
	}
	slices.Sort(list)
	return list
}

func fingerprint(values map[string]string) string { return fmt.Sprint(values) } // fmt sorts maps

// Port finds a free port for a server, from first on.
func (p *Ports) take(server *config.Server) int {
	if server.Port != 0 {
		return server.Port
	}
	for ; p.Next < 65535; p.Next++ {
		if !slices.Contains(p.Taken, p.Next) && p.Free(p.Next) {
			p.Next++
			return p.Next - 1
		}
	}
	return 0
}
