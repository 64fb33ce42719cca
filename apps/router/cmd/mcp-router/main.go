// Command mcp-router is process 1 of every image: it starts the MCP servers and answers MCP clients for them.
package main

import (
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/app"
)

const usage = `usage: mcp-router [serve | validate | healthcheck | status | version] [-servers FILE]

serve        starts the servers and serves (what it does without a command)
validate     checks the configuration and names every error; exit code 2
healthcheck  asks the router in this container for its health; exit code 0 or 1
status       prints the same as a table
version      prints what this program was built from
`

func main() { os.Exit(run(os.Args[1:])) }

// tune trades memory for speed while there is little of it: the heap is a few MB, so it is collected less often. With
// bodies of megabytes it would be four times what they need, so from the limit on it is collected as often as it must.
func tune(getenv func(string) string) {
	if getenv("GOGC") == "" {
		debug.SetGCPercent(300)
	}
	if getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
}

const memoryLimit = 128 << 20

func run(args []string) int {
	env := app.Env{Getenv: os.Getenv, Unsetenv: func(name string) { _ = os.Unsetenv(name) }, Out: os.Stdout, Err: os.Stderr}
	command := "serve"
	if len(args) > 0 && args[0] != "" && args[0][0] != '-' {
		command, args = args[0], args[1:]
	}
	if len(args) == 2 && args[0] == "-servers" {
		_ = os.Setenv("MCP_ROUTER_SERVERS_FILE", args[1]) // a valid name
		args = nil
	}
	if len(args) > 0 {
		fmt.Fprint(os.Stderr, usage)
		return app.BadInput
	}
	switch command {
	case "serve":
		app.Harden()
		tune(os.Getenv)
		signals := make(chan os.Signal, 2)
		signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
		ctx, now := app.Signals(signals)
		env.Now = now
		signal.Ignore(syscall.SIGPIPE) // a log reader that is gone must not end the servers
		return app.Run(ctx, env)
	case "validate":
		return app.Validate(env)
	case "healthcheck":
		return app.Healthcheck(env)
	case "status":
		return app.Status(env)
	case "version":
		return app.Version(env)
	}
	fmt.Fprint(os.Stderr, usage)
	return app.BadInput
}
