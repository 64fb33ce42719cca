package config

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"
)

// Problem is one error of a configuration file.
type Problem struct {
	// File names the source: servers.json or MCP_ROUTER_DEPLOYMENT.
	File string
	// Path of the value, like instances.gitlab.server.
	Path string
	// Rule that is broken, with what was got where that is no secret.
	Rule string
}

func (p Problem) String() string {
	if p.Path == "" {
		return p.File + ": " + p.Rule
	}
	return p.File + ": " + p.Path + ": " + p.Rule
}

// check holds a document against a schema: the part of JSON Schema that our two files use.
type check struct {
	root     map[string]any
	file     string
	problems []Problem
}

func checkSchema(file string, schema []byte, document any) []Problem {
	c := &check{file: file}
	if err := json.Unmarshal(schema, &c.root); err != nil {
		panic("schema of " + file + ": " + err.Error()) // ours, embedded
	}
	c.value("", c.root, document)
	return c.problems
}

func (c *check) fail(path, format string, a ...any) {
	c.problems = append(c.problems, Problem{File: c.file, Path: path, Rule: fmt.Sprintf(format, a...)})
}

func (c *check) value(path string, schema map[string]any, value any) {
	if ref, ok := schema["$ref"].(string); ok {
		defs, _ := c.root["$defs"].(map[string]any)
		schema, _ = defs[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any)
	}
	if options, ok := schema["anyOf"].([]any); ok {
		for _, option := range options {
			trial := &check{root: c.root, file: c.file}
			trial.value(path, option.(map[string]any), value)
			if len(trial.problems) == 0 {
				return
			}
		}
		c.fail(path, `must be a text or {"ssm": "/name/of/a/parameter"}`)
		return
	}
	if list, ok := schema["enum"].([]any); ok && !slices.Contains(list, value) {
		c.fail(path, "must be one of %s, got %s", words(list), short(value))
		return
	}
	if want, ok := schema["type"].(string); ok && !isType(want, value) {
		c.fail(path, "must be %s, got %s", article(want), short(value))
		return
	}
	switch v := value.(type) {
	case string:
		c.text(path, schema, v)
	case float64:
		if least, ok := schema["minimum"].(float64); ok && v < least {
			c.fail(path, "must be at least %v, got %v", least, v)
		}
		if most, ok := schema["maximum"].(float64); ok && v > most {
			c.fail(path, "must be at most %v, got %v", most, v)
		}
	case []any:
		if least, ok := schema["minItems"].(float64); ok && len(v) < int(least) {
			c.fail(path, "needs at least %v item", least)
		}
		if items, ok := schema["items"].(map[string]any); ok {
			for i, item := range v {
				c.value(fmt.Sprintf("%s[%d]", path, i), items, item)
			}
		}
	case map[string]any:
		c.object(path, schema, v)
	}
}

func (c *check) text(path string, schema map[string]any, v string) {
	if least, ok := schema["minLength"].(float64); ok && len(v) < int(least) {
		c.fail(path, "must not be empty")
	}
	if pattern, ok := schema["pattern"].(string); ok && !regexp.MustCompile(pattern).MatchString(v) {
		c.fail(path, "must match %s, got %s", pattern, short(v))
	}
}

func (c *check) object(path string, schema map[string]any, v map[string]any) {
	properties, _ := schema["properties"].(map[string]any)
	if required, ok := schema["required"].([]any); ok {
		for _, name := range required {
			if _, ok := v[name.(string)]; !ok {
				c.fail(join(path, name.(string)), "is missing")
			}
		}
	}
	if least, ok := schema["minProperties"].(float64); ok && len(v) < int(least) {
		c.fail(path, "needs at least %v entry", least)
	}
	if most, ok := schema["maxProperties"].(float64); ok && len(v) > int(most) {
		c.fail(path, "takes at most %v of: %s", most, strings.Join(slices.Sorted(maps.Keys(properties)), ", "))
	}
	names, _ := schema["propertyNames"].(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(v)) {
		place := join(path, name)
		if names != nil {
			c.value(place+" (name)", names, name)
		}
		if property, ok := properties[name].(map[string]any); ok {
			c.value(place, property, v[name])
			continue
		}
		switch extra := schema["additionalProperties"].(type) {
		case map[string]any:
			c.value(place, extra, v[name])
		case bool:
			if !extra {
				c.fail(place, "is not known here; known are %s", strings.Join(slices.Sorted(maps.Keys(properties)), ", "))
			}
		}
	}
}

func isType(want string, value any) bool {
	switch v := value.(type) {
	case string:
		return want == "string"
	case bool:
		return want == "boolean"
	case float64:
		return want == "number" || want == "integer" && v == math.Trunc(v)
	case []any:
		return want == "array"
	case map[string]any:
		return want == "object"
	}
	return false
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

func article(kind string) string {
	switch kind {
	case "integer":
		return "a whole number"
	case "object", "array":
		return "an " + kind
	}
	return "a " + kind
}

func words(list []any) string {
	var out []string
	for _, item := range list {
		out = append(out, fmt.Sprint(item))
	}
	return strings.Join(out, ", ")
}

// short shows a value in an error: never a whole object, never a long text.
func short(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case map[string]any:
		return "an object"
	case []any:
		return "an array"
	case string:
		if len(v) > 60 {
			v = v[:60] + "…"
		}
		return fmt.Sprintf("%q", v)
	}
	return fmt.Sprint(value)
}
