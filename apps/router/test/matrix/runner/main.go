// Command runner runs real MCP clients against real MCP servers through the router, and prints what works as Markdown.
// Exit code 1 if a cell fails that is not in test/matrix/allowed.txt. It is a stand-in itself where MCP_STUB says so.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/stub"
)

// row is what one client did with one server.
type row struct {
	Client  string            `json:"client"`
	Server  string            `json:"server"`
	Version string            `json:"version"`
	Cells   map[string]string `json:"cells"`
}

func main() {
	stub.Main()
	router := flag.String("router", "dist/mcp-router", "the binary to test")
	cache := flag.String("cache", "", "folder with node, py1 and py2, as test/matrix.sh makes them")
	limit := flag.Duration("limit", 240*time.Second, "time for everything")
	flag.Parse()
	ctx, cancel := context.WithTimeout(context.Background(), *limit)
	defer cancel()
	rows, all, err := run(ctx, *router, *cache)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if !report(os.Stdout, rows, all) {
		os.Exit(1)
	}
}

func run(ctx context.Context, router, cache string) (rows []row, all []*target, err error) {
	dir, err := os.MkdirTemp("", "router-matrix")
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, nil, err
	}
	fixtures := filepath.Join(cache, "node")
	all, err = targets(node, filepath.Join(fixtures, "node_modules"), fixtures, filepath.Join(cache, "py2/bin"))
	if err != nil {
		return nil, nil, err
	}
	port, err := freePort()
	if err != nil {
		return nil, nil, err
	}
	p := &plan{URL: "http://127.0.0.1:" + port, Token: token, Targets: all}
	env, err := p.files(dir, port, "18500")
	if err != nil {
		return nil, nil, err
	}
	log, err := os.Create(filepath.Join(cache, "router.log"))
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = log.Close() }()
	server := exec.CommandContext(ctx, router)
	server.Env, server.Stdout, server.Stderr = env, log, log
	server.Cancel = func() error { return server.Process.Signal(syscall.SIGTERM) } // the router ends its servers with it
	server.WaitDelay = 15 * time.Second
	if err := server.Start(); err != nil {
		return nil, nil, err
	}
	defer func() {
		_ = server.Process.Signal(syscall.SIGTERM)
		_ = server.Wait()
	}()
	began := time.Now()
	if err := ready(ctx, p.URL); err != nil {
		return nil, nil, fmt.Errorf("%w (see %s)", err, log.Name())
	}
	spent := func(what string) { fmt.Fprintf(os.Stderr, "%s: %.1f s\n", what, time.Since(began).Seconds()) }
	spent("servers are up")

	var mu sync.Mutex
	var group sync.WaitGroup
	var failures []error
	add := func(r row) {
		mu.Lock()
		defer mu.Unlock()
		rows = append(rows, r)
	}
	for _, c := range [][]string{{node, filepath.Join(fixtures, "clients.mjs")}, {filepath.Join(cache, "py1/bin/python"), "test/matrix/clients/clients.py"},
		{filepath.Join(cache, "py2/bin/python"), "test/matrix/clients/clients.py"}} {
		group.Go(func() {
			defer spent(c[0])
			if err := program(ctx, append(c, filepath.Join(dir, "plan.json")), add); err != nil {
				mu.Lock()
				defer mu.Unlock()
				failures = append(failures, fmt.Errorf("%s: %w", c, err))
			}
		})
	}
	for name, version := range map[string]string{"go-auto": "", "go-legacy": "2025-06-18"} {
		group.Go(func() {
			defer spent(name)
			for _, t := range all {
				add(goRow(name, version, p.URL, t))
			}
		})
	}
	group.Wait()
	return rows, all, errors.Join(failures...)
}

// program runs a client and reads a row from each line of its output.
func program(ctx context.Context, command []string, add func(row)) error {
	c := exec.CommandContext(ctx, command[0], command[1:]...)
	var errorText bytes.Buffer
	c.Stderr = &errorText
	out, err := c.StdoutPipe()
	if err != nil {
		return err
	}
	if err := c.Start(); err != nil {
		return err
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		var r row
		if json.Unmarshal(lines.Bytes(), &r) == nil && r.Client != "" {
			add(r)
		}
	}
	if err := errors.Join(lines.Err(), c.Wait()); err != nil {
		text := strings.TrimSpace(errorText.String())
		return fmt.Errorf("%w: %s", err, text[max(0, len(text)-1500):])
	}
	return nil
}

// ready waits until every server is up.
func ready(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, 45*time.Second)
	defer cancel()
	last := ""
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, url+"/health", nil)
		if err != nil {
			return err
		}
		if response, err := http.DefaultClient.Do(request); err == nil {
			var body bytes.Buffer
			_, _ = body.ReadFrom(response.Body) // an answer that is cut off is not "ok"
			_ = response.Body.Close()
			last = body.String()
			if strings.Contains(last, `"status":"ok"`) {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("not every server came up: %.3000s", last)
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func freePort() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer func() { _ = l.Close() }()
	_, port, err := net.SplitHostPort(l.Addr().String())
	return port, err
}
