// Package instance runs one server of the deployment: its process, its secrets and its MCP endpoint.
package instance

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/http"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/bridge"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/child"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/config"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/httpserver"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/logs"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/mcp"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/refresh"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/rpc"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/secrets"
	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/stdio"
)

// Ports hands out ports of the loopback interface.
type Ports struct {
	Next  int
	Taken []int
}

// Free says whether nobody listens on the port.
func (*Ports) Free(port int) bool {
	l, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(port))
	if err != nil {
		return false
	}
	return l.Close() == nil
}

// Options are what an instance is made of.
type Options struct {
	Deployment *config.Deployment
	Server     *config.Server
	Secrets    *secrets.Reader
	Log        *logs.Logger
	Getenv     func(string) string
	// Writable is the folder for all instances.
	Writable string
	Ports    *Ports
	// OnReady, OnRestart and OnSecrets, for secrets that cannot be read, are told. Optional.
	OnReady, OnRestart, OnSecrets func()
	// Context ends with the router.
	Context context.Context
}

// Instance is one server of the deployment.
type Instance struct {
	Name     string
	Endpoint *bridge.Endpoint

	supervisor child.Supervisor
	tail       child.Tail
	server     *config.Server
	conf       *config.Instance
	secrets    *secrets.Reader
	mask       *logs.Mask
	log        *logs.Logger
	getenv     func(string) string
	folder     string
	port       int
	token      string
	freshness  refresh.Source
	buffered   bool
	onReady    func()
	onSecrets  func()
	launched   atomic.Value

	mu   sync.Mutex
	pipe mcp.Pipe
	// stale is the way to a process that has old secrets, and is about to end.
	stale  mcp.Pipe
	active map[string]bool
}

// New makes an instance; Run starts it.
func New(name string, o Options) *Instance {
	conf := o.Deployment.Instances[name]
	i := &Instance{Name: name, server: o.Server, conf: conf, secrets: o.Secrets, getenv: o.Getenv, mask: &o.Log.Sink().Mask,
		log: o.Log.With("server", name).Once(), folder: filepath.Join(o.Writable, name), token: rand.Text() + rand.Text(),
		buffered: !o.Deployment.Streaming(), onReady: o.OnReady, onSecrets: o.OnSecrets, active: map[string]bool{}}
	i.freshness = refresh.Source{Context: o.Context, Every: config.Seconds(o.Deployment.RefreshSeconds), Read: i.readAgain, Failed: i.notRead}
	if o.Server.Transport == "http" {
		i.port = o.Ports.take(o.Server)
	}
	i.supervisor = child.Supervisor{Launch: i.launchShared, Ready: i.ready, Lost: i.lost, Restarted: o.OnRestart, Log: i.log, Tag: i.tag}
	if i.buffered {
		i.supervisor.Grace = 300 * time.Millisecond // a function that is shut down has two seconds in all
	}
	i.tail = child.Tail{Dir: i.dir("logs"), Log: i.log, Tag: i.tag}
	i.Endpoint = &bridge.Endpoint{Name: name, Streaming: o.Deployment.Streaming(), Timeout: o.Deployment.Timeout(name),
		Pipe: i.wait, PassHeaders: o.Server.PassHeaders, Log: i.log}
	if o.Server.Transport == "stdio" && o.Server.Sessions == "per-client" {
		i.Endpoint.Sessions = &bridge.Sessions{Start: i.startPrivate, Max: o.Deployment.MaxSessions,
			Idle: config.Seconds(o.Deployment.SessionIdleSeconds)}
	}
	return i
}

// Run keeps the server running until the context ends, and returns when it has stopped.
func (i *Instance) Run(ctx context.Context) {
	var group sync.WaitGroup
	tailCtx, stopTail := context.WithCancel(context.Background())
	group.Go(func() { i.tail.Run(tailCtx) })
	i.supervisor.Run(ctx)
	if i.Endpoint.Sessions != nil {
		i.Endpoint.Sessions.Close()
	}
	stopTail()
	group.Wait()
}

// Status is the state of its process.
func (i *Instance) Status() child.Status { return i.supervisor.Status() }

// Restart starts its process anew.
func (i *Instance) Restart(why string) { i.supervisor.Restart(why) }

// Begin says that a request is under way, so that log lines can name it. The returned function ends it, with the log
// lines of that request written: a function can be frozen right after its answer.
func (i *Instance) Begin(requestID string) (end func()) {
	i.mu.Lock()
	i.active[requestID] = true
	i.mu.Unlock()
	return func() {
		if i.buffered {
			i.tail.Poll()
		}
		i.mu.Lock()
		delete(i.active, requestID)
		i.mu.Unlock()
	}
}

// tag names the request that a log line belongs to, where there is only one.
func (i *Instance) tag() []any {
	i.mu.Lock()
	defer i.mu.Unlock()
	if len(i.active) == 1 {
		for id := range i.active {
			return []any{"requestId", id}
		}
	}
	return nil
}

// wait returns the way to the server.
func (i *Instance) wait(ctx context.Context) (mcp.Pipe, error) {
	if p := i.current(); p != nil {
		return p, nil
	}
	limited, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	for {
		err := i.supervisor.WaitUp(limited)
		if p := i.current(); err == nil && p != nil {
			return p, nil
		}
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil:
			return nil, &mcp.Unavailable{Reason: i.Name + " is down: " + err.Error(), RetryAfter: time.Until(i.supervisor.Status().RetryAt)}
		}
		time.Sleep(time.Millisecond) // its end is seen here before its supervisor has
	}
}

// current returns the way to the process that runs, nil where it has ended.
func (i *Instance) current() mcp.Pipe {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.pipe == nil || i.pipe == i.stale {
		return nil
	}
	select {
	case <-i.pipe.Done():
		return nil
	default:
		return i.pipe
	}
}

func (i *Instance) lost() {
	i.mu.Lock()
	old := i.pipe
	i.pipe = nil
	i.mu.Unlock()
	if hp, ok := old.(*httpserver.Pipe); ok {
		hp.Close()
	}
}

// ready waits until a new process can serve.
func (i *Instance) ready(ctx context.Context, process *child.Process) error {
	var p mcp.Pipe
	if i.server.Transport == "stdio" {
		sp := stdio.Open(process, process.In, process.Out, i.log, nil)
		if err := sp.Greet(ctx, i.server.Protocol); err != nil {
			return err
		}
		p = sp
	} else {
		hp, err := i.readyHTTP(ctx, process)
		if err != nil {
			return err
		}
		p = hp
	}
	i.mu.Lock()
	i.pipe = p
	i.mu.Unlock()
	if i.onReady != nil {
		i.onReady()
	}
	return nil
}

func (i *Instance) readyHTTP(ctx context.Context, process *child.Process) (*httpserver.Pipe, error) {
	if err := i.listening(ctx); err != nil {
		return nil, err
	}
	hp := httpserver.New(httpserver.Options{URL: i.address() + i.server.Path, Auth: i.auth(), Done: process.Done(), Log: i.log})
	err := hp.Greet(ctx, i.server.Protocol)
	var refused *mcp.Refused
	if errors.As(err, &refused) && i.server.Protocol != "modern" {
		// It may want something of its caller first. Legacy clients can still talk to it as it is.
		i.log.Warn("the server refused the router's greeting and is taken for one of the older revisions", "reason", err.Error())
		hp.AssumeLegacy()
		return hp, nil
	}
	return hp, err
}

func (i *Instance) address() string { return "http://127.0.0.1:" + strconv.Itoa(i.port) }

// listening waits for the health path, or for a port that accepts.
func (i *Instance) listening(ctx context.Context) error {
	client := http.Client{Timeout: 2 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	// Often, since what lies between two questions is added to every start: a refused connection costs microseconds.
	const first, often, seldom = time.Millisecond, 5 * time.Millisecond, 100 * time.Millisecond
	for began := time.Now(); ; {
		pause := min(max(first, time.Since(began)/10), often)
		if time.Since(began) > 30*time.Second {
			pause = seldom
		}
		var err error
		if i.server.HealthPath == "" {
			var c net.Conn
			if c, err = net.DialTimeout("tcp", "127.0.0.1:"+strconv.Itoa(i.port), time.Second); err == nil {
				return c.Close()
			}
		} else {
			var response *http.Response
			if response, err = client.Get(i.address() + i.server.HealthPath); err == nil {
				_ = response.Body.Close() // only its status counts
				if response.StatusCode == http.StatusOK {
					return nil
				}
				err = fmt.Errorf("%s answers HTTP %d", i.server.HealthPath, response.StatusCode)
			}
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pause):
		}
	}
}

func (i *Instance) auth() http.Header {
	switch i.server.Auth {
	case "authorization":
		return http.Header{"Authorization": {i.token}}
	case "bearer":
		return http.Header{"Authorization": {"Bearer " + i.token}}
	case "x-mcp-auth-token":
		return http.Header{"X-Mcp-Auth-Token": {i.token}}
	case "both":
		return http.Header{"Authorization": {i.token}, "X-Mcp-Auth-Token": {i.token}}
	}
	return nil
}

// startPrivate starts a process for one client.
func (i *Instance) startPrivate(ctx context.Context, onRequest func(rpc.Message)) (*stdio.Pipe, func(), error) {
	_, l, err := i.launch(ctx)
	if err != nil {
		return nil, nil, &mcp.Unavailable{Reason: i.Name + " is down: " + err.Error(), RetryAfter: 5 * time.Second}
	}
	process, err := child.Start(l, i.log, i.tag)
	if err != nil {
		return nil, nil, &mcp.Unavailable{Reason: i.Name + " cannot be started: " + err.Error(), RetryAfter: 5 * time.Second}
	}
	stopWatching := child.WatchMemory(process, l.MemoryMiB, func(why string) {
		i.log.Warn("ending a client's process", "reason", why)
		process.Kill()
	})
	return stdio.Open(process, process.In, process.Out, i.log, onRequest), func() { stopWatching(); process.Stop(5 * time.Second) }, nil
}

// Renew has its secrets read again if they are old; see refresh.Source.
func (i *Instance) Renew() <-chan struct{} { return i.freshness.Renew() }

// readAgain replaces the process when its secrets or parameters have changed. No new request goes to the old one.
func (i *Instance) readAgain(ctx context.Context) error {
	values, err := i.values(ctx)
	if err != nil {
		return err
	}
	if last, ok := i.launched.Load().(string); ok && last != fingerprint(values) {
		i.mu.Lock()
		i.stale = i.pipe
		i.mu.Unlock()
		if i.Endpoint.Sessions != nil {
			i.Endpoint.Sessions.EndAll()
		}
		i.supervisor.Replace("its secrets or settings have changed")
	}
	return nil
}

func (i *Instance) notRead(err error, first bool) {
	if first {
		i.log.Warn("secrets cannot be read again; the server keeps those it has", "reason", err.Error())
	}
	i.secretsFailed()
}

func (i *Instance) secretsFailed() {
	if i.onSecrets != nil {
		i.onSecrets()
	}
}
