package app

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/metrics"
)

const prefix = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:"

// vault stands for Secrets Manager.
type vault struct {
	mu     sync.Mutex
	values map[string]string
	reads  map[string]int
	err    error
	hangs  bool
	inside map[string]int
	twice  bool
}

func newVault() *vault {
	return &vault{values: map[string]string{"access": `{"tokens":["` + token + `"]}`, "a": `{"SOME_SECRET":"first-a"}`, "b": `{"SOME_SECRET":"first-b"}`},
		reads: map[string]int{}, inside: map[string]int{}}
}

func (v *vault) Secret(ctx context.Context, arn string) (string, error) {
	name := strings.TrimPrefix(arn, prefix)
	v.mu.Lock()
	v.reads[name]++
	v.inside[name]++
	v.twice = v.twice || v.inside[name] > 1
	text, err, hangs := v.values[name], v.err, v.hangs
	v.mu.Unlock()
	if hangs {
		<-ctx.Done()
		err = ctx.Err()
	}
	time.Sleep(20 * time.Millisecond) // as AWS takes
	v.mu.Lock()
	v.inside[name]--
	v.mu.Unlock()
	return text, err
}

func (v *vault) Parameter(context.Context, string) (string, error) { return "", errors.New("none") }

func (v *vault) set(change func()) {
	v.mu.Lock()
	defer v.mu.Unlock()
	change()
}

func (v *vault) read() map[string]int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return maps.Clone(v.reads)
}

// startFunction is a router as Lambda runs it, with two servers.
func startFunction(t *testing.T, v *vault, more object, env map[string]string) *router {
	d := countedDeployment(object{"edge": "buffered", "access": object{"mode": "token", "secret": prefix + "access"},
		"instances": object{"a": object{"server": "a", "secret": prefix + "a"}, "b": object{"server": "b", "secret": prefix + "b"}}})
	maps.Copy(d, more)
	return startWith(t, v, object{"a": stdioServer(t), "b": stdioServer(t)}, d, env).ready("a", "b")
}

func (r *router) environment(name string, headers ...string) result {
	if len(headers) == 0 {
		headers = bearer()
	}
	return r.post("/"+name+"/mcp", callTool("1", "env", "{}"), headers...)
}

// old is longer than refreshSeconds of these tests.
const old = 1200 * time.Millisecond

func TestChangedSecretReachesTheRequestThatFindsItOld(t *testing.T) {
	v := newVault()
	r := startFunction(t, v, object{"refreshSeconds": 1}, nil)
	if got := r.environment("a"); !contains(got.body, "first-a") {
		t.Fatal(got)
	}
	before := v.read()
	v.set(func() {
		v.values["a"], v.values["access"] = `{"SOME_SECRET":"second-a"}`, `{"tokens":["another-token-0123456789"]}`
	})
	time.Sleep(2 * old)
	if now := v.read(); !maps.Equal(now, before) {
		t.Error("read while nobody asks, as a frozen function cannot:", now)
	}
	another := []string{"Authorization", "Bearer another-token-0123456789"}
	// Many at once: each has the new value, which is read once; only the server whose secret has changed is started again.
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if got := r.environment("a", another...); got.status != 200 || !contains(got.body, "second-a") {
				t.Error(got)
			}
		})
	}
	group.Wait()
	if got := r.environment("b", another...); got.status != 200 || !contains(got.body, "first-b") {
		t.Error(got)
	}
	if got := r.environment("a"); got.status != 401 {
		t.Error("the old token:", got)
	}
	if a, b := pids(t, r.out.Events(), "a"), pids(t, r.out.Events(), "b"); len(a) != 2 || len(b) != 1 {
		t.Error("started:", a, b)
	}
	// a twice: found changed, and read for the start.
	if now := v.read(); now["a"] != before["a"]+2 || now["access"] != before["access"]+1 || now["b"] != before["b"]+1 || v.twice {
		t.Error(before, now, v.twice)
	}
	if sums := counted(t, r.out); sums["a Restarts"] != 0 || sums["a SecretFailures"] != 0 || sums["a ErrorsTransport"] != 0 {
		t.Error("a change is no failure:", sums)
	}
	if _, body := r.get("/a/health"); !contains(body, `"restarts":0`) {
		t.Error(body)
	}
	if contains(r.out.String(), "second-a") || contains(r.out.String(), "another-token") {
		t.Error("a secret is in the log")
	}
}

func TestFailedReadingKeepsWhatThereIs(t *testing.T) {
	v := newVault()
	r := startFunction(t, v, object{"refreshSeconds": 1}, nil)
	r.environment("a")
	for _, err := range []error{errors.New("AccessDeniedException: first"), errors.New("ThrottlingException: second")} {
		v.set(func() { v.err = err })
		time.Sleep(old)
		if got := r.environment("a"); got.status != 200 || !contains(got.body, "first-a") {
			t.Error(got)
		}
	}
	// What is read but is not enough keeps the old as well.
	v.set(func() { v.err, v.values["a"], v.values["access"] = nil, `{"SOME_SECRET":null}`, `{"tokens":["short"]}` })
	time.Sleep(old)
	if got := r.environment("a"); got.status != 200 || !contains(got.body, "first-a") {
		t.Error(got)
	}
	for _, text := range []string{"secrets cannot be read again", "the tokens of callers cannot be read again"} {
		if n := strings.Count(r.out.Events(), text); n != 1 {
			t.Errorf("%d times: %s", n, text)
		}
	}
	// The tokens are those of both.
	if sums := counted(t, r.out); sums["a SecretFailures"] != 6 || sums["b SecretFailures"] != 3 || sums["a Restarts"] != 0 {
		t.Error(sums)
	}
	v.set(func() { v.values["a"], v.values["access"] = `{"SOME_SECRET":"third-a"}`, `{"tokens":["`+token+`"]}` })
	time.Sleep(old)
	if got := r.environment("a"); got.status != 200 || !contains(got.body, "third-a") {
		t.Error(got)
	}
}

func TestReadingThatHangs(t *testing.T) {
	v := newVault()
	r := startFunction(t, v, object{"refreshSeconds": 1}, nil)
	r.environment("a")
	before := v.read()
	v.set(func() { v.hangs = true })
	time.Sleep(old)
	for range 2 {
		// Answered at all: the reading never ends.
		if got := r.environment("a"); got.status != 200 || !contains(got.body, "first-a") {
			t.Error(got)
		}
	}
	if now := v.read(); now["a"] != before["a"]+1 || now["access"] != before["access"]+1 {
		t.Error("more than one at a time:", before, now)
	}
}

func TestNothingIsReadAgain(t *testing.T) {
	variables := map[string]string{"MCP_SECRET_A": `{"SOME_SECRET":"first-a"}`, "MCP_SECRET_B": `{"SOME_SECRET":"first-b"}`,
		"MCP_SECRET_ACCESS": `{"tokens":["` + token + `"]}`}
	for name, test := range map[string]struct {
		more object
		env  map[string]string
		want map[string]int
	}{
		"without refreshSeconds":               {object{}, nil, map[string]int{"a": 1, "b": 1, "access": 1}},
		"where ECS has put it into a variable": {object{"refreshSeconds": 1}, variables, map[string]int{}},
	} {
		t.Run(name, func(t *testing.T) {
			v := newVault()
			r := startFunction(t, v, test.more, test.env)
			r.environment("a")
			v.set(func() { v.values["a"] = `{"SOME_SECRET":"second-a"}` })
			time.Sleep(old)
			for range 3 {
				if got := r.environment("a"); got.status != 200 || !contains(got.body, "first-a") {
					t.Error(got)
				}
			}
			if got := v.read(); fmt.Sprint(got) != fmt.Sprint(test.want) {
				t.Error(got)
			}
			if contains(r.out.String(), `"level":"warn"`) || contains(r.out.String(), `"level":"error"`) {
				t.Error("something is wrong:", r.out.Events())
			}
		})
	}
}

// A server without its secret is counted at each try; with the tokens missing, all are.
func TestSecretsThatCannotBeReadAreCounted(t *testing.T) {
	v := newVault()
	v.values["b"] = `{}`
	needs := stdioServer(t)
	needs["inputs"] = []object{{"name": "SOME_SECRET", "kind": "variable", "secret": true, "required": true}}
	d := countedDeployment(object{"edge": "buffered", "access": object{"mode": "public"},
		"instances": object{"a": object{"server": "s", "secret": prefix + "a"}, "b": object{"server": "s", "secret": prefix + "b"}}})
	r := startWith(t, v, object{"s": needs}, d, nil).ready("a")
	r.until("two tries", func() bool {
		sums := counted(t, r.out)
		return sums["b SecretFailures"] >= 2 && sums["b Restarts"] >= 2
	})
	if sums := counted(t, r.out); sums["a SecretFailures"] != 0 {
		t.Error(sums)
	}
	v.set(func() { v.err = errors.New("ExpiredTokenException: no") })
	d["access"] = object{"mode": "token", "secret": prefix + "access"}
	r = startWith(t, v, object{"s": needs}, d, nil)
	r.until("both", func() bool {
		sums := counted(t, r.out)
		return sums["a SecretFailures"] >= 2 && sums["b SecretFailures"] >= 2
	})
}

// TestEveryMetricIsShown names the metrics that no test of this package shows to be emitted.
func TestEveryMetricIsShown(t *testing.T) {
	shown := map[string]bool{"Latency": true, "SecretFailures": true}
	for _, step := range countedSteps {
		for key := range step.adds {
			_, name, _ := strings.Cut(key, " ")
			shown[name] = true
		}
	}
	for _, name := range metrics.Names() {
		if !shown[name] {
			t.Error("nothing shows that it is emitted:", name)
		}
	}
}

// TestChangedSecretEndsSessions: a client with a process of its own has to begin anew, and has the new value then.
func TestChangedSecretEndsSessions(t *testing.T) {
	v := newVault()
	server := stdioServer(t)
	server["sessions"] = "per-client"
	r := startWith(t, v, object{"a": server}, object{"refreshSeconds": 1, "instances": object{"a": object{"server": "a", "secret": prefix + "a"}}}, nil).ready("a")
	env := func(session string) result {
		return r.post("/a/mcp", callTool("1", "env", "{}"), "Mcp-Session-Id", session)
	}
	session := r.post("/a/mcp", openSession).header.Get("Mcp-Session-Id")
	if got := env(session); !contains(got.body, "first-a") {
		t.Fatal(got)
	}
	v.set(func() { v.values["a"] = `{"SOME_SECRET":"second-a"}` })
	time.Sleep(old)
	if got := env(session); got.status != 404 {
		t.Error(got)
	}
	if got := env(r.post("/a/mcp", openSession).header.Get("Mcp-Session-Id")); !contains(got.body, "second-a") {
		t.Error(got)
	}
}
