package app

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/config"
)

// Status prints the health of the router in this container as a table, for images without a shell. Its exit code is
// that of Healthcheck.
func Status(env Env) int {
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
	defer func() { _ = response.Body.Close() }() // read
	var health struct {
		Status  string
		Servers map[string]struct {
			State, Reason, Circuit string
			Restarts               int
		}
	}
	if err := json.NewDecoder(io.LimitReader(response.Body, 1<<20)).Decode(&health); err != nil || health.Status == "" {
		_, _ = fmt.Fprintf(env.Err, "mcp-router: what answers on port %d is no router\n", process.Port)
		return Failed
	}
	table := tabwriter.NewWriter(env.Out, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "SERVER\tSTATE\tRESTARTS\tCIRCUIT\tREASON")
	for _, name := range slices.Sorted(maps.Keys(health.Servers)) {
		s := health.Servers[name]
		// A reason is one line: what a server has said can be in it.
		_, _ = fmt.Fprintf(table, "%s\t%s\t%d\t%s\t%s\n", name, s.State, s.Restarts, s.Circuit, cmp.Or(strings.Join(strings.Fields(s.Reason), " "), "-"))
	}
	_ = table.Flush() // nowhere to report to
	_, _ = fmt.Fprintln(env.Out, health.Status)
	if response.StatusCode != http.StatusOK {
		return Failed
	}
	return OK
}

// Version prints what this program was built from.
func Version(env Env) int {
	version := "unknown"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		version = info.Main.Version
	}
	_, _ = fmt.Fprintf(env.Out, "mcp-router %s %s %s/%s\n", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return OK
}
