// Package secrets reads secrets and parameters: from a variable of the container, a read-only file, or AWS.
package secrets

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"
)

// Access is the name of the secret that holds the tokens of callers.
const Access = "access"

// limit of one read, retries included.
const limit = 10 * time.Second

// Reader is the three sources behind one interface. The first that has the secret wins.
type Reader struct {
	// Variables: the whole secret in one variable, as ECS gives it.
	Getenv func(string) string
	// File holds {"<instance, ARN or access>": {…}, "/name/of/a/parameter": "…"}. Empty: none.
	File string
	// AWS reads by ARN and name. Nil: not available.
	AWS Remote
}

// Remote is where secrets live.
type Remote interface {
	Secret(ctx context.Context, arn string) (string, error)
	Parameter(ctx context.Context, name string) (string, error)
}

// Variable is the name of the variable with the whole secret of an instance.
func Variable(name string) string {
	return "MCP_SECRET_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}

// Secret returns the secret of an instance, or that of Access. Where it came from stands in every error; values do not.
func (r *Reader) Secret(ctx context.Context, name, arn string) (map[string]json.RawMessage, error) {
	if text := r.Getenv(Variable(name)); text != "" {
		return object("the variable "+Variable(name), []byte(text))
	}
	if r.File != "" {
		raw, found, err := r.fromFile(name, arn)
		if err != nil || found {
			return raw, err
		}
	}
	if arn == "" {
		return map[string]json.RawMessage{}, nil
	}
	if r.AWS == nil || !strings.HasPrefix(arn, "arn:") {
		return nil, fmt.Errorf("the secret %s is neither in %s nor in a file, and it is no ARN", arn, Variable(name))
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	text, err := r.AWS.Secret(ctx, arn)
	if err != nil {
		return nil, fmt.Errorf("the secret %s cannot be read: %w", arn, err)
	}
	return object("the secret "+arn, []byte(text))
}

// Parameter returns an SSM parameter.
func (r *Reader) Parameter(ctx context.Context, name string) (string, error) {
	if r.File != "" {
		all, err := r.readFile()
		if err != nil {
			return "", err
		}
		if raw, ok := all[name]; ok {
			return Text(raw)
		}
	}
	if r.AWS == nil {
		return "", fmt.Errorf("the parameter %s is not in a file, and AWS is not available", name)
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	text, err := r.AWS.Parameter(ctx, name)
	if err != nil {
		return "", fmt.Errorf("the parameter %s cannot be read: %w", name, err)
	}
	return text, nil
}

func (r *Reader) readFile() (map[string]json.RawMessage, error) {
	raw, err := os.ReadFile(r.File)
	if err != nil {
		return nil, fmt.Errorf("the file of secrets cannot be read: %w", err)
	}
	return object("the file "+r.File, raw)
}

func (r *Reader) fromFile(name, arn string) (map[string]json.RawMessage, bool, error) {
	all, err := r.readFile()
	if err != nil {
		return nil, false, err
	}
	for _, key := range []string{name, arn} {
		if raw, ok := all[key]; ok && key != "" {
			values, err := object("the entry "+key+" of "+r.File, raw)
			return values, true, err
		}
	}
	return nil, false, nil
}

func object(where string, raw []byte) (map[string]json.RawMessage, error) {
	var values map[string]json.RawMessage
	if json.Unmarshal(raw, &values) != nil || values == nil {
		return nil, errors.New(where + ` is not a JSON object like {"NAME": "value"}`)
	}
	return values, nil
}

// Text reads a value as the text that a variable takes.
func Text(raw json.RawMessage) (string, error) {
	if len(raw) > 0 && raw[0] == '"' {
		var text string
		err := json.Unmarshal(raw, &text)
		return text, err
	}
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return "", errors.New("it is null")
	case raw[0] == '{' || raw[0] == '[':
		return "", errors.New("it is no text")
	}
	return string(raw), nil
}
