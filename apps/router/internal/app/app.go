// Package app puts the router together.
package app

import (
	"context"
	"fmt"
	"io"
	stdlog "log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/bridge"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/child"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/config"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/front"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/instance"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/logs"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/refresh"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/secrets"
)

// Exit codes.
const (
	OK       = 0
	Failed   = 1
	BadInput = 2
)

// idle is above the longest idle timeout that a load balancer can have (4,000 s at AWS): the side that keeps a connection
// shorter must be the one that sends requests on it, or it sends one just as the connection is closed.
const idle = 4100 * time.Second

// Env is what the router is given.
type Env struct {
	Getenv   func(string) string
	Unsetenv func(string)
	Out, Err io.Writer
	// AWS is where secrets live. Nil: the real one.
	AWS secrets.Remote
	// Listening is told the address. Optional.
	Listening func(net.Addr)
	// Now is closed when nothing is to be waited for any longer. Optional.
	Now <-chan struct{}
}

// Validate checks the configuration and prints all problems.
func Validate(env Env) int {
	_, _, _, code := load(env)
	if code == OK {
		_, _ = fmt.Fprintln(env.Out, "the configuration is valid")
	}
	return code
}

func load(env Env) (config.Process, *config.Servers, *config.Deployment, int) {
	process, problems := config.ReadProcess(env.Getenv)
	servers, deployment, more := config.Load(process, env.Getenv)
	problems = append(problems, more...)
	for _, p := range problems {
		_, _ = fmt.Fprintln(env.Err, "mcp-router: "+p.String())
	}
	if len(problems) > 0 {
		return process, nil, nil, BadInput
	}
	return process, servers, deployment, OK
}

// Run serves until the context ends.
func Run(ctx context.Context, env Env) int {
	process, servers, d, code := load(env)
	if code != OK {
		return code
	}
	sink := logs.NewSink(env.Out, process.LogLevel)
	log := logs.New(sink)
	reader := &secrets.Reader{Getenv: cached(env, d), File: process.SecretsFile, AWS: env.AWS}
	if reader.AWS == nil {
		reader.AWS = &secrets.AWS{}
	}
	if d.Role == "inner" && process.Host == "" {
		process.Host = "127.0.0.1" // for the front container alone
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(process.Host, strconv.Itoa(process.Port)))
	if err != nil {
		log.Error("the router cannot listen", "reason", err)
		return Failed
	}
	// The servers live until the last request has been answered.
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	var group sync.WaitGroup
	if os.Getpid() == 1 {
		group.Go(func() { child.Reap(work.Done()) })
	}
	var door *front.Server
	access, readTokens := guard(work, d, reader, log, func() { door.SecretsFailed() })
	door = front.New(d, access, log)
	backends(work, door, process, servers, d, reader, log, env, &group)
	group.Go(readTokens)
	server := &http.Server{Handler: door, ErrorLog: stdlog.New(lineWriter{log}, "", 0), ReadHeaderTimeout: 10 * time.Second, IdleTimeout: idle, MaxHeaderBytes: 32 << 10}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(front.Patient(listener)) }()
	if env.Listening != nil {
		env.Listening(listener.Addr())
	}
	log.Info("the router listens", "address", listener.Addr().String(), "role", d.Role)
	select {
	case err = <-failed:
		log.Error("the router cannot serve", "reason", err)
		code = Failed
	case <-ctx.Done():
		log.Info("stopping")
		stopServing(server, door, stopTimes(process, d), env.Now)
	}
	cancel()
	if !ended(&group, env.Now) {
		log.Warn("told to stop again: the servers were killed")
		code = Failed
	}
	log.Info("stopped")
	return code
}

// lineWriter makes JSON lines of what net/http has to say.
type lineWriter struct{ log *logs.Logger }

func (l lineWriter) Write(p []byte) (int, error) {
	l.log.Warn(strings.TrimSpace(string(p)))
	return len(p), nil
}

// cached reads the variables with secrets once and takes them out of the environment, so that no program that is
// started later finds them there.
func cached(env Env, d *config.Deployment) func(string) string {
	values := map[string]string{}
	names := []string{secrets.Variable(secrets.Access)}
	for name := range d.Instances {
		names = append(names, secrets.Variable(name))
	}
	for _, name := range names {
		values[name] = env.Getenv(name)
		if env.Unsetenv != nil {
			env.Unsetenv(name)
		}
	}
	return func(name string) string { return values[name] }
}

// guard decides who may call. read has the tokens read for the first time; failed is told where they cannot be.
func guard(ctx context.Context, d *config.Deployment, reader *secrets.Reader, log *logs.Logger, failed func()) (g front.Guard, read func()) {
	switch {
	case d.Role == "inner" || d.Access.Mode == "public":
		return front.Public{}, func() {}
	case d.Access.Mode == "jwt":
		return front.NewJWT(d.Access.Issuer, d.Access.Audiences, d.Access.Scopes), func() {}
	}
	tokens := front.NewTokens()
	source := &refresh.Source{Context: ctx, Every: config.Seconds(d.RefreshSeconds)}
	source.Read = func(ctx context.Context) error {
		secret, err := reader.Secret(ctx, secrets.Access, d.Access.Secret)
		if err != nil {
			return err
		}
		list, err := front.ParseTokens(secret)
		if err != nil {
			return err
		}
		log.Sink().Mask.Set(secrets.Access, list)
		tokens.Set(list)
		return nil
	}
	source.Failed = func(err error, first bool) {
		if first {
			log.Warn("the tokens of callers cannot be read again; those read before stay valid", "reason", err)
		}
		failed()
	}
	tokens.Source = source
	return tokens, func() { firstTokens(ctx, source, tokens, log, failed) }
}

// firstTokens reads the access secret until it has it.
func firstTokens(ctx context.Context, source *refresh.Source, tokens *front.Tokens, log *logs.Logger, failed func()) {
	for pause := time.Second; ; pause = min(2*pause, 30*time.Second) {
		err := source.Read(ctx)
		if err == nil {
			source.Fresh()
			return
		}
		if ctx.Err() != nil {
			return
		}
		log.Error("the tokens of callers cannot be read", "reason", err)
		failed()
		tokens.Missing()
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return
		}
	}
}

func backends(ctx context.Context, door *front.Server, process config.Process, servers *config.Servers, d *config.Deployment,
	reader *secrets.Reader, log *logs.Logger, env Env, group *sync.WaitGroup) {
	ports := &instance.Ports{Next: process.ChildPort, Taken: []int{process.Port}}
	for _, s := range servers.Servers {
		if s.Port != 0 {
			ports.Taken = append(ports.Taken, s.Port)
		}
	}
	writable, err := filepath.Abs(process.Writable)
	if err != nil {
		writable = process.Writable
	}
	for name, conf := range d.Instances {
		door.Add(name, func(onReady, onRestart, onSecrets func()) front.Backend {
			if d.Role == "front" {
				u := front.NewUpstream(name, conf.Upstream, d.Timeout(name), onReady, onRestart)
				group.Go(func() { u.Run(ctx) })
				return u
			}
			i := instance.New(name, instance.Options{Deployment: d, Server: servers.Servers[conf.Server], Secrets: reader, Log: log,
				Getenv: env.Getenv, Writable: writable, Ports: ports, OnReady: onReady, OnRestart: onRestart, OnSecrets: onSecrets, Context: ctx})
			group.Go(func() { i.Run(ctx) })
			return backend{i, i.Endpoint}
		})
	}
}

type backend struct {
	*instance.Instance
	*bridge.Endpoint
}

// Serve answers at the endpoint.
func (b backend) Serve(w http.ResponseWriter, r *http.Request, body []byte, rec *bridge.Record) {
	b.Endpoint.Serve(w, r, body, rec)
}

// Healthcheck asks the router of this container, for images without curl.
func Healthcheck(env Env) int {
	process, _ := config.ReadProcess(env.Getenv)
	host := process.Host
	if host == "" || host == "0.0.0.0" {
		host = "127.0.0.1"
	}
	client := http.Client{Timeout: 3 * time.Second}
	response, err := client.Get("http://" + net.JoinHostPort(host, strconv.Itoa(process.Port)) + "/health")
	if err != nil {
		_, _ = fmt.Fprintln(env.Err, "mcp-router: "+err.Error())
		return Failed
	}
	defer func() { _ = response.Body.Close() }() // shown below
	_, _ = io.Copy(env.Out, io.LimitReader(response.Body, 64<<10))
	if response.StatusCode != http.StatusOK {
		return Failed
	}
	return OK
}
