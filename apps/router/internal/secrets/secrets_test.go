package secrets

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

const arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:mcp/dev/gitlab"

type remote struct {
	secrets map[string]string
	err     error
	hang    bool
}

func (r *remote) get(ctx context.Context, name string) (string, error) {
	if r.hang {
		<-ctx.Done()
		return "", plain(ctx.Err())
	}
	if r.err != nil {
		return "", r.err
	}
	return r.secrets[name], nil
}
func (r *remote) Secret(ctx context.Context, name string) (string, error) { return r.get(ctx, name) }
func (r *remote) Parameter(ctx context.Context, name string) (string, error) {
	return r.get(ctx, name)
}

func reader(t *testing.T, variable, file string, aws Remote) *Reader {
	t.Helper()
	r := &Reader{Getenv: func(name string) string {
		if name == "MCP_SECRET_GIT_LAB" {
			return variable
		}
		return ""
	}, AWS: aws}
	if file != "" {
		r.File = filepath.Join(t.TempDir(), "secrets.json")
		if err := os.WriteFile(r.File, []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

func TestFirstSourceWins(t *testing.T) {
	aws := &remote{secrets: map[string]string{arn: `{"FROM":"aws"}`}}
	for name, c := range map[string]struct{ variable, file, arn, want string }{
		"variable":             {`{"FROM":"variable"}`, `{"git-lab":{"FROM":"file"}}`, arn, "variable"},
		"file, by instance":    {"", `{"git-lab":{"FROM":"file"},"` + arn + `":{"FROM":"arn"}}`, arn, "file"},
		"file, by ARN":         {"", `{"` + arn + `":{"FROM":"arn"}}`, arn, "arn"},
		"AWS, since not there": {"", `{"other":{}}`, arn, "aws"},
		"AWS":                  {"", "", arn, "aws"},
		"none is asked for":    {"", "", "", ""},
	} {
		values, err := reader(t, c.variable, c.file, aws).Secret(context.Background(), "git-lab", c.arn)
		if text, _ := Text(values["FROM"]); err != nil || text != c.want {
			t.Errorf("%s: %v %v", name, values, err)
		}
	}
}

// Where it came from stands in every error, what was in it never.
func TestErrorsHoldNoValues(t *testing.T) {
	for name, c := range map[string]struct {
		variable, file, arn string
		aws                 Remote
		want                string
	}{
		"variable, no JSON":     {`hunter2hunter2`, "", arn, nil, "MCP_SECRET_GIT_LAB is not a JSON object"},
		"variable, a list":      {`["hunter2hunter2"]`, "", arn, nil, "MCP_SECRET_GIT_LAB is not a JSON object"},
		"variable, null":        {`null`, "", arn, nil, "MCP_SECRET_GIT_LAB is not a JSON object"},
		"file, no JSON":         {"", `{"git-lab":{"A":"hunter2hunter2"`, arn, nil, "secrets.json is not a JSON object"},
		"file, entry no object": {"", `{"git-lab":"hunter2hunter2"}`, arn, nil, "the entry git-lab of"},
		"AWS, no JSON":          {"", "", arn, &remote{secrets: map[string]string{arn: "hunter2hunter2"}}, arn + " is not a JSON object"},
		"AWS, refused":          {"", "", arn, &remote{err: errors.New("AccessDeniedException: no")}, "cannot be read: AccessDenied"},
		"no ARN":                {"", "", "some-name", &remote{}, "it is no ARN"},
		"no AWS":                {"", "", arn, nil, "neither in MCP_SECRET_GIT_LAB nor in a file"},
	} {
		values, err := reader(t, c.variable, c.file, c.aws).Secret(context.Background(), "git-lab", c.arn)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "hunter2") || values != nil {
			t.Errorf("%s: %v %v", name, values, err)
		}
	}
	r := reader(t, "", "", nil)
	r.File = "/no/such/file"
	if _, err := r.Secret(context.Background(), "x", arn); err == nil || !strings.Contains(err.Error(), "no such file") {
		t.Error(err)
	}
}

func TestParameters(t *testing.T) {
	aws := &remote{secrets: map[string]string{"/p": "from-aws", "/q": "other"}}
	r := reader(t, "", `{"/p":"from-file","/n":7,"/o":{}}`, aws)
	for name, want := range map[string]string{"/p": "from-file", "/q": "other", "/n": "7"} {
		if text, err := r.Parameter(context.Background(), name); err != nil || text != want {
			t.Errorf("%s: %s %v", name, text, err)
		}
	}
	if _, err := r.Parameter(context.Background(), "/o"); err == nil {
		t.Error("an object is no text")
	}
	aws.err = errors.New("ParameterNotFound: no")
	if _, err := r.Parameter(context.Background(), "/z"); err == nil || !strings.Contains(err.Error(), "/z cannot be read: ParameterNotFound") {
		t.Error(err)
	}
	r.AWS = nil
	if _, err := r.Parameter(context.Background(), "/z"); err == nil {
		t.Error("read from nowhere")
	}
}

func TestText(t *testing.T) {
	for in, want := range map[string]string{`"a\nb"`: "a\nb", `7`: "7", `1e3`: "1e3", `true`: "true", `""`: "", `"{}"`: "{}"} {
		if got, err := Text(json.RawMessage(in)); err != nil || got != want {
			t.Errorf("%s: %q %v", in, got, err)
		}
	}
	for _, in := range []string{`null`, ``, `{"a":"hunter2"}`, `["hunter2"]`} {
		if got, err := Text(json.RawMessage(in)); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %q %v", in, got, err)
		}
	}
}

// A source that hangs takes its time, and no more.
func TestContextEndsARead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
		defer cancel()
		began := time.Now()
		_, err := reader(t, "", "", &remote{hang: true}).Secret(ctx, "x", arn)
		if took := time.Since(began); err == nil || !strings.Contains(err.Error(), "no answer within") || took != 30*time.Millisecond {
			t.Error(err, took)
		}
	})
}

// What the SDK could not load at the first read is loaded at the next one.
func TestAWSIsLoadedAgainAfterAFailure(t *testing.T) {
	file := filepath.Join(t.TempDir(), "config")
	for name, value := range map[string]string{"AWS_CONFIG_FILE": file, "AWS_SHARED_CREDENTIALS_FILE": file + "-none", "AWS_PROFILE": "later", "AWS_REGION": "eu-west-1"} {
		t.Setenv(name, value)
	}
	var a AWS
	if _, err := a.load(context.Background()); err == nil {
		t.Fatal("a profile that is not there was loaded")
	}
	if err := os.WriteFile(file, []byte("[profile later]\nregion = eu-central-1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := a.load(context.Background()); err != nil {
		t.Error("the failure is remembered:", err)
	}
}
