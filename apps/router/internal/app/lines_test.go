package app

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/metrics"
)

var lineKinds = []string{"access", "inner", "restart", "circuit", "secrets", "output", "router"}

// documented reads the table of fields in the README: fields by kind.
func documented(t *testing.T) map[string][]string {
	raw, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(raw), "| field | kinds | holds |\n|---|---|---|\n")
	table, _, _ = strings.Cut(table, "\n\n")
	if !found {
		t.Fatal("the README has no table of fields")
	}
	fields := map[string][]string{}
	for row := range strings.Lines(table) {
		cells := strings.Split(row, "|")
		kinds := strings.Split(strings.TrimSpace(cells[2]), ", ")
		if cells[2] == " all " {
			kinds = lineKinds
		}
		for name := range strings.SplitSeq(strings.TrimSpace(cells[1]), ", ") {
			for _, kind := range kinds {
				fields[kind] = append(fields[kind], strings.Trim(name, "`"))
			}
		}
	}
	return fields
}

// written are the fields of lines by kind.
func written(t *testing.T, into map[string]map[string]bool, log *buffer) {
	for text := range strings.Lines(log.String()) {
		var line map[string]json.RawMessage
		if err := json.Unmarshal([]byte(text), &line); err != nil {
			t.Fatalf("%v: %s", err, text)
		}
		kind, _ := strconv.Unquote(string(line["kind"])) // none is in no table
		if into[kind] == nil {
			into[kind] = map[string]bool{}
		}
		for name := range line {
			into[kind][name] = true
		}
	}
}

// TestFieldsOfLines compares the table of the README with lines of routers in every role, and with all that their sources
// can say: queries for these logs are written after it.
func TestFieldsOfLines(t *testing.T) {
	servers, instances := countedServers(t)
	instances["bare"] = object{"server": "h"} // without its secret
	inner := start(t, servers, countedDeployment(object{"role": "inner", "instances": instances}), map[string]string{"MCP_ROUTER_PORT": freePort(t),
		"MCP_SECRET_H": countedSecrets["MCP_SECRET_H"], "MCP_SECRET_BARE": "{"}).ready("s", "h")
	upstreams := object{"s": object{"server": "s", "upstream": inner.url}, "h": object{"server": "h", "upstream": inner.url},
		"gone": object{"server": "s", "upstream": "http://127.0.0.1:" + freePort(t)}}
	front := start(t, object{}, countedDeployment(object{"role": "front", "instances": upstreams}), countedSecrets).ready("s", "h")
	call("s", "fail", "{}", "Traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")(front)
	// A line that is read after its call was answered belongs to none.
	ofCall := regexp.MustCompile(`"kind":"output".*"requestId"`)
	for tries := 0; tries < 50 && !ofCall.MatchString(inner.out.String()); tries++ {
		call("s", "log", `{"text":"plain"}`)(front)
	}
	call("s", "log", `{"text":"{\"level\":\"odd\",\"kind\":\"access\"}"}`)(front)
	call("h", "echo", "{}")(front)
	front.post("/s/mcp", `{"jsonrpc":"2.0","id":1,"method":"no/such"}`, bearer()...)
	leave("/s/mcp", "")(front)
	call("s", "crash", "{}")(front)
	repeated(5, call("gone", "echo", "{}"))(front)
	front.until("all lines are there", func() bool {
		return contains(inner.out.String(), `"stream":"file"`, `"stream":"stderr"`, `"Restarts":1`, `"SecretFailures":1`, `"record":`, "openSeconds") &&
			contains(front.out.String(), "openSeconds", `"CircuitOpens":1`)
	})
	found := map[string]map[string]bool{}
	written(t, found, front.out)
	written(t, found, inner.out)
	for name := range logged(t) {
		found["router"][name] = true
	}
	want := documented(t)
	for _, kind := range lineKinds {
		is := slices.Sorted(maps.Keys(found[kind]))
		slices.Sort(want[kind])
		if !slices.Equal(is, want[kind]) {
			t.Errorf("kind %s\nhas     %v\nREADME  %v", kind, is, want[kind])
		}
	}
	for kind, list := range want {
		for _, name := range list {
			isLabel := name == "Environment" || name == "Deployment" || name == "_aws"
			if kind != "output" && kind != "router" && !isLabel && !slices.Contains(metrics.Fields(), name) {
				t.Error("a label could be named", name)
			}
		}
	}
	if len(found) != len(lineKinds) {
		t.Error("kinds:", slices.Sorted(maps.Keys(found)))
	}
}

// logged are the fields of all calls of a logger in the sources, but for those of output: many lines are rare.
func logged(t *testing.T) map[string]bool {
	fields := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "stub") {
			return err
		}
		file, err := parser.ParseFile(gotoken.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(node ast.Node) bool {
			if c, ok := node.(*ast.CallExpr); ok && !c.Ellipsis.IsValid() {
				for _, name := range keys(c) {
					fields[name] = true
				}
			}
			return true
		})
		return nil
	})
	if err != nil || len(fields) < 10 {
		t.Fatal(err, fields)
	}
	return fields
}

// keys are the names of fields in one call: key, value, key, value, after the message where there is one.
func keys(c *ast.CallExpr) []string {
	function, ok := c.Fun.(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	begin := 1
	switch function.Sel.Name {
	case "Debug", "Info", "Warn", "Error":
	case "With":
		begin = 0
	default:
		return nil
	}
	var names []string
	for i := begin; i < len(c.Args); i += 2 {
		literal, ok := c.Args[i].(*ast.BasicLit)
		if !ok || literal.Kind != gotoken.STRING {
			return nil
		}
		name, _ := strconv.Unquote(literal.Value) // it compiles
		if name == "stream" {
			return nil // a logger for output
		}
		names = append(names, name)
	}
	return names
}
