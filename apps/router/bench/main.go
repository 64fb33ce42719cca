// Command bench compares the router, side by side in one run, with a direct connection and with a bare ReverseProxy.
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/stub"
)

const token = "bench-0123456789abcdef"

func main() {
	stub.Main()
	if target := os.Getenv("BENCH_PROXY"); target != "" {
		proxy(target, os.Getenv("BENCH_PORT"))
	}
	router := flag.String("router", "dist/mcp-router", "the binary to measure")
	rounds := flag.Int("rounds", 5, "rounds; the median counts")
	length := flag.Duration("time", 700*time.Millisecond, "time per measurement")
	flag.Parse()
	if err := run(*router, *rounds, *length); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func proxy(target, port string) {
	address, err := url.Parse(target)
	if err != nil {
		panic(err)
	}
	p := &httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(address); r.Out.URL.Path = "/" },
		Transport: &http.Transport{MaxIdleConnsPerHost: 256, DisableCompression: true}}
	panic(http.ListenAndServe("127.0.0.1:"+port, p))
}

// way is one way to the server.
type way struct {
	name   string
	url    string
	modern bool
	header http.Header
	rates  map[string][]float64
	p50    []time.Duration
}

func run(router string, rounds int, length time.Duration) error {
	dir, err := os.MkdirTemp("", "router-bench")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	self, err := os.Executable()
	if err != nil {
		return err
	}
	var started []*exec.Cmd
	defer func() {
		for _, c := range started {
			_ = c.Process.Signal(syscall.SIGTERM) // the router ends its servers with it
			_ = c.Wait()
		}
	}()
	start := func(path string, env []string, args ...string) (*exec.Cmd, error) {
		c := exec.Command(path, args...)
		c.Env = append([]string{"PATH=" + os.Getenv("PATH")}, env...)
		err := c.Start()
		if err == nil {
			started = append(started, c)
		}
		return c, err
	}
	direct, bare, front := port(), port(), port()
	if _, err := start(self, []string{"MCP_STUB=gitlab", "GITLAB_TOKEN=x", "MCP_LOG_DIR=" + dir}, "--http", "--port", direct); err != nil {
		return err
	}
	if _, err := start(self, []string{"BENCH_PROXY=http://127.0.0.1:" + direct, "BENCH_PORT=" + bare}); err != nil {
		return err
	}
	serverReady := until("http://127.0.0.1:" + direct + "/health")
	until("http://127.0.0.1:" + bare + "/health")
	servers := filepath.Join(dir, "servers.json")
	raw, _ := json.Marshal(map[string]any{"servers": map[string]any{
		"http": map[string]any{"version": "1", "command": []string{self}, "transport": "http", "auth": "authorization", "protocol": "legacy", "healthPath": "/health",
			"arguments": []string{"--http", "--port", "{port}"}, "variables": map[string]string{"MCP_STUB": "gitlab", "GITLAB_TOKEN": "x", "MCP_LOG_DIR": "{logs}"}},
		"stdio": map[string]any{"version": "1", "command": []string{self}, "transport": "stdio", "variables": map[string]string{"MCP_STUB": "stdio"}}}})
	if err := os.WriteFile(servers, raw, 0o600); err != nil {
		return err
	}
	began := time.Now()
	process, err := start(router, []string{`MCP_ROUTER_DEPLOYMENT={"edge":"streaming","access":{"mode":"token","secret":"x"},"instances":{"http":{"server":"http"},"stdio":{"server":"stdio"}}}`,
		"MCP_ROUTER_SERVERS_FILE=" + servers, "MCP_ROUTER_HOST=127.0.0.1", "MCP_ROUTER_PORT=" + front, "MCP_ROUTER_CHILD_PORT=19081", "MCP_ROUTER_WRITABLE=" + dir + "/run", `MCP_SECRET_ACCESS={"tokens":["` + token + `"]}`})
	if err != nil {
		return err
	}
	until("http://127.0.0.1:" + front + "/http/health")
	until("http://127.0.0.1:" + front + "/stdio/health")
	ready := time.Since(began)
	time.Sleep(500 * time.Millisecond)
	idle := resident(process.Process.Pid)

	auth := http.Header{"Authorization": {"Bearer " + token}, "Accept": {"application/json, text/event-stream"}}
	ways := []*way{
		{name: "direct", url: "http://127.0.0.1:" + direct + "/"},
		{name: "bare ReverseProxy", url: "http://127.0.0.1:" + bare + "/"},
		{name: "router, passing through", url: "http://127.0.0.1:" + front + "/http/mcp", header: auth},
		{name: "router, translating", url: "http://127.0.0.1:" + front + "/http/mcp", header: auth, modern: true},
		{name: "router, stdio, legacy client", url: "http://127.0.0.1:" + front + "/stdio/mcp", header: auth},
		{name: "router, stdio, modern client", url: "http://127.0.0.1:" + front + "/stdio/mcp", header: auth, modern: true},
	}
	for _, w := range ways {
		w.rates = map[string][]float64{}
	}
	for round := range rounds + 1 {
		for _, w := range ways {
			small, p50 := w.load(16, `"name":"echo","arguments":{"text":"hello"}`, "echo", length)
			large, _ := w.load(4, `"name":"big","arguments":{"bytes":100000}`, "big", length)
			if small == 0 || large == 0 {
				return fmt.Errorf("%s: calls fail", w.name)
			}
			if round > 0 { // the first warms up
				w.rates["small"] = append(w.rates["small"], small)
				w.rates["large"] = append(w.rates["large"], large)
				w.p50 = append(w.p50, p50)
			}
		}
	}
	fmt.Println("| way | small calls, 16 connections: calls/s | ratio to bare | p50 | 100 kB answers, 4 connections: calls/s | ratio to bare |\n|---|---|---|---|---|---|")
	base := ways[1]
	for _, w := range ways {
		slices.Sort(w.p50)
		fmt.Printf("| %s | %.0f | %.2f | %v | %.0f | %.2f |\n", w.name, median(w.rates["small"]), ratio(w, base, "small"), w.p50[len(w.p50)/2].Round(10*time.Microsecond),
			median(w.rates["large"]), ratio(w, base, "large"))
	}
	info, err := os.Stat(router)
	if err != nil {
		return err
	}
	fmt.Printf("\nexec to ready with two servers: %v; a server alone: %v. Binary %.1f MB. Resident: idle %.1f MB, after the runs %.1f MB.\n",
		ready.Round(time.Millisecond), serverReady.Round(time.Millisecond), float64(info.Size())/1e6, idle, resident(process.Process.Pid))
	return nil
}

// ratio is the median of the ratios of each round: what disturbs the machine disturbs both.
func ratio(w, base *way, kind string) float64 {
	var list []float64
	for i, rate := range w.rates[kind] {
		list = append(list, rate/base.rates[kind][i])
	}
	return median(list)
}

func median(list []float64) float64 {
	sorted := slices.Sorted(slices.Values(list))
	return sorted[len(sorted)/2]
}

func (w *way) load(connections int, params, name string, length time.Duration) (rate float64, p50 time.Duration) {
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: connections, DisableCompression: true}}
	defer client.CloseIdleConnections()
	header := http.Header{"Content-Type": {"application/json"}}
	for key, values := range w.header {
		header[key] = values
	}
	if w.modern {
		params += `,"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}`
		header.Set("Mcp-Protocol-Version", "2026-07-28")
		header.Set("Mcp-Method", "tools/call")
		header.Set("Mcp-Name", name)
	}
	body := []byte(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{` + params + `}}`)
	var calls, failed atomic.Int64
	var mu sync.Mutex
	var times []time.Duration
	var group sync.WaitGroup
	began := time.Now()
	for range connections {
		group.Go(func() {
			var mine []time.Duration
			for time.Since(began) < length {
				start := time.Now()
				request, _ := http.NewRequest(http.MethodPost, w.url, bytes.NewReader(body))
				request.Header = header
				response, err := client.Do(request)
				if err != nil {
					failed.Add(1)
					continue
				}
				_, _ = io.Copy(io.Discard, response.Body)
				_ = response.Body.Close()
				if response.StatusCode != http.StatusOK {
					failed.Add(1)
				}
				calls.Add(1)
				mine = append(mine, time.Since(start))
			}
			mu.Lock()
			times = append(times, mine...)
			mu.Unlock()
		})
	}
	group.Wait()
	if failed.Load() > 0 || len(times) == 0 {
		return 0, 0
	}
	slices.Sort(times)
	return float64(calls.Load()) / time.Since(began).Seconds(), times[len(times)/2]
}

func port() string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	defer func() { _ = l.Close() }()
	_, p, _ := net.SplitHostPort(l.Addr().String())
	return p
}

func until(address string) time.Duration {
	began := time.Now()
	for time.Since(began) < 20*time.Second {
		if response, err := http.Get(address); err == nil {
			_ = response.Body.Close()
			if response.StatusCode == http.StatusOK {
				break
			}
		}
		time.Sleep(time.Millisecond)
	}
	return time.Since(began)
}

func resident(pid int) float64 {
	raw, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(raw)) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "VmRSS:" {
			kB, _ := strconv.ParseFloat(fields[1], 64)
			return kB / 1000
		}
	}
	return 0
}
