package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/modelcontextprotocol/go-sdk/mcp"
)

type withToken struct{}

// RoundTrip adds the token of the deployment.
func (withToken) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+token)
	return http.DefaultTransport.RoundTrip(r)
}

// goRow is a client of the Go SDK against one target.
func goRow(name, version, url string, t *target) row {
	out := row{Client: name, Server: t.Name, Cells: map[string]string{}}
	cell := func(key string, run func(ctx context.Context) error) bool {
		ctx, cancel := context.WithTimeout(context.Background(), 12*time.Second)
		defer cancel()
		out.Cells[key] = "ok"
		if err := run(ctx); err != nil {
			out.Cells[key] = err.Error()
		}
		return out.Cells[key] == "ok"
	}
	var events atomic.Int64
	client := mcp.NewClient(&mcp.Implementation{Name: "matrix", Version: "1.0.0"}, &mcp.ClientOptions{
		ProgressNotificationHandler: func(context.Context, *mcp.ProgressNotificationClientRequest) { events.Add(1) }})
	instance := t.Name
	if t.PerClient {
		instance += "-" + name
	}
	var session *mcp.ClientSession
	connection, stop := context.WithCancel(context.Background())
	defer stop()
	if !cell("connect", func(context.Context) (err error) {
		transport := &mcp.StreamableClientTransport{Endpoint: url + "/" + instance + "/mcp", HTTPClient: &http.Client{Transport: withToken{}}}
		session, err = client.Connect(connection, transport, &mcp.ClientSessionOptions{ProtocolVersion: version})
		return err
	}) {
		return out
	}
	out.Version = session.InitializeResult().ProtocolVersion
	call := func(ctx context.Context, what thing, progress any) error {
		params := &mcp.CallToolParams{Name: what.Name, Arguments: what.Arguments}
		if what.Arguments == nil {
			params.Arguments = object{}
		}
		if progress != nil {
			params.SetProgressToken(progress)
		}
		result, err := session.CallTool(ctx, params)
		if err != nil {
			return err
		}
		return has(result, what.Expect)
	}
	cell("list", func(ctx context.Context) error {
		list, err := session.ListTools(ctx, nil)
		if err == nil && len(list.Tools) < t.Tools {
			err = fmt.Errorf("%d tools", len(list.Tools))
		}
		return err
	})
	cell("call", func(ctx context.Context) error { return call(ctx, t.Call, nil) })
	if t.Progress != nil {
		cell("progress", func(ctx context.Context) error {
			if err := call(ctx, *t.Progress, "p"); err != nil {
				return err
			}
			for end := time.Now().Add(time.Second); events.Load() < 4 && time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
			}
			if events.Load() != 4 {
				return fmt.Errorf("%d events", events.Load())
			}
			return nil
		})
	}
	if t.Cancel != nil {
		cell("cancel", func(ctx context.Context) error { return cancelling(ctx, session, name, t, call) })
	}
	if t.Resource != nil {
		cell("resource", func(ctx context.Context) error {
			result, err := session.ReadResource(ctx, &mcp.ReadResourceParams{URI: t.Resource.Name})
			if err != nil {
				return err
			}
			return has(result, t.Resource.Expect)
		})
	}
	if t.Prompt != nil {
		cell("prompt", func(ctx context.Context) error {
			result, err := session.GetPrompt(ctx, &mcp.GetPromptParams{Name: t.Prompt.Name})
			if err != nil {
				return err
			}
			return has(result, t.Prompt.Expect)
		})
	}
	_ = session.Close() // the row is done
	return out
}

func cancelling(ctx context.Context, session *mcp.ClientSession, name string, t *target, call func(context.Context, thing, any) error) error {
	key := name + "-" + t.Name
	arguments := object{"key": key}
	for k, v := range t.Cancel.Arguments {
		arguments[k] = v
	}
	short, cancel := context.WithTimeout(ctx, 400*time.Millisecond)
	defer cancel()
	begin := time.Now()
	_, err := session.CallTool(short, &mcp.CallToolParams{Name: t.Cancel.Name, Arguments: arguments})
	if err == nil || time.Since(begin) > 3400*time.Millisecond {
		return fmt.Errorf("after %v: %v", time.Since(begin), err)
	}
	if err := call(ctx, t.Call, nil); err != nil || t.Seen == "" {
		return err
	}
	for range 20 {
		if call(ctx, thing{t.Seen, object{"key": key}, `"true"`}, nil) == nil {
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return errors.New("unseen")
}

func has(result any, expect string) error {
	raw, err := json.Marshal(result)
	if err != nil || !strings.Contains(string(raw), expect) {
		return fmt.Errorf("got %.300s %v", raw, err)
	}
	return nil
}
