package logs

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"
	"testing"
	"testing/iotest"
)

// pass sends a server's output through Copy and returns what is logged.
func pass(t *testing.T, sink *Sink, out *bytes.Buffer, output io.Reader, tag func() []any) []map[string]any {
	t.Helper()
	out.Reset()
	Copy(output, New(sink).With("server", "s"), tag)
	var list []map[string]any
	for line := range strings.Lines(out.String()) {
		var record map[string]any
		if err := json.Unmarshal([]byte(line), &record); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		list = append(list, record)
	}
	return list
}

func masked(values ...string) (*Sink, *bytes.Buffer) {
	out := &bytes.Buffer{}
	sink := NewSink(out, "info")
	sink.Mask.Set("owner", values)
	return sink, out
}

func TestSecretsInAllTheirForms(t *testing.T) {
	const secret = `p<w&d"1\é😀/%+ =`
	sink, out := masked(secret, "12345678", "short")
	node := `p<w&d\"1\\é😀/%+ =`
	python := `p<w&d\"1\\\u00e9\ud83d\ude00/%+ =`
	quoted, _ := json.Marshal(secret)
	twice, _ := json.Marshal(string(quoted))
	for name, line := range map[string]string{
		"plain":            "the password is " + secret + ".",
		"JSON of Go":       `{"token":` + string(quoted) + `}`,
		"JSON of Node":     `{"token":"` + node + `"}`,
		"JSON of Python":   `{"token":"` + python + `"}`,
		"JSON in a text":   `sent {"token":"` + node + `"}`,
		"JSON in JSON":     `{"body":` + string(twice) + `}`,
		"a query":          "GET /?token=" + url.QueryEscape(secret),
		"an address":       "GET /" + url.PathEscape(secret) + "/x",
		"a number":         `{"token":12345678}`,
		"twice, and close": secret + secret,
	} {
		list := pass(t, sink, out, strings.NewReader(line+"\n"), nil)
		text := out.String()
		if len(list) != 1 || !strings.Contains(text, Hidden) {
			t.Errorf("%s: %s", name, text)
		}
		for _, part := range []string{"p<w", `p\u003cw`, "12345678", "w%26d", "w&d", `w\u0026d`} {
			if strings.Contains(text, part) {
				t.Errorf("%s: %s is still in %s", name, part, text)
			}
		}
	}
	if list := pass(t, sink, out, strings.NewReader("a short line\n"), nil); list[0]["message"] != "a short line" {
		t.Error("what is too short to be hidden stays:", list)
	}
}

func TestSecretsThatAreSplit(t *testing.T) {
	const secret = "0123456789-abcdefghij-ABCDEFGHIJ"
	sink, out := masked(secret)
	// Over writes: the smallest that there are.
	list := pass(t, sink, out, iotest.OneByteReader(strings.NewReader("before "+secret+" after\nnext\n")), nil)
	if len(list) != 2 || list[0]["message"] != "before "+Hidden+" after" {
		t.Error("over writes:", out.String())
	}
	// Over the place where a long line is cut, at every place of the secret.
	for n := range len(secret) {
		line := strings.Repeat("x", longest-n) + secret + strings.Repeat("y", 3*longest) + "\nnext\n"
		list := pass(t, sink, out, strings.NewReader(line), nil)
		if len(list) != 2 || list[1]["message"] != "next" {
			t.Fatalf("cut at %d: %d lines", n, len(list))
		}
		if text := list[0]["message"].(string); strings.TrimRight(text, "x") != "" || len(text) < longest-len(secret) {
			t.Errorf("cut at %d: …%s", n, text[max(0, len(text)-40):])
		}
	}
	// Over lines: a key of several lines is known by its lines.
	const key = "-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQ\r\nEFAASCBKcwggSjAgEAAoIBAQ\n-----END KEY-----\n"
	sink, out = masked(key)
	pass(t, sink, out, strings.NewReader("key: "+key), nil)
	pass2 := out.String()
	pass(t, sink, out, strings.NewReader(fmt.Sprintf("{\"key\":%q}\n", key)), nil)
	for _, text := range []string{pass2, out.String()} {
		if strings.Contains(text, "MIIE") || strings.Contains(text, "EFAA") || !strings.Contains(text, Hidden) {
			t.Error("over lines:", text)
		}
	}
}

func TestRotationForgetsTheOldestOnly(t *testing.T) {
	sink, _ := masked()
	for i := range 1000 {
		sink.Mask.Set("owner", []string{"static-secret", fmt.Sprintf("rotated-%04d", i)})
		for _, value := range []string{"static-secret", fmt.Sprintf("rotated-%04d", i), fmt.Sprintf("rotated-%04d", max(0, i-1))} {
			if got := sink.Mask.Apply(value); got != Hidden {
				t.Fatalf("after %d rotations: %s", i, got)
			}
		}
	}
	if n := len(sink.Mask.known["owner"]); n > 24 {
		t.Errorf("%d values are kept", n)
	}
	sink.Mask.Set("other", []string{"of-another"})
	sink.Mask.Set("owner", nil)
	if got := sink.Mask.Apply("static-secret of-another"); got != Hidden+" "+Hidden {
		t.Error("what a process had stays masked:", got)
	}
}

func TestLines(t *testing.T) {
	sink, out := masked()
	tag := func() []any { return []any{"requestId", "r1"} }
	for _, c := range []struct{ line, key, want string }{
		{"text\r\n", "message", "text"},
		{"no newline at the end", "message", "no newline at the end"},
		{"broken \xff UTF-8\n", "message", "broken \uFFFD UTF-8"},
		{"{\"broken\":\"\xff\"}\n", "message", "{\"broken\":\"\uFFFD\"}"},
		{"{not json}\n", "message", "{not json}"},
		{"[1]\n", "message", "[1]"},
		{"{\"a\":{\"n\":12345678901234567890}}\n", "record", ""},
		{"\x1b[31mred\x1b[0m \"quoted\"\n", "message", "\x1b[31mred\x1b[0m \"quoted\""},
	} {
		list := pass(t, sink, out, strings.NewReader(c.line), tag)
		if len(list) != 1 || list[0]["server"] != "s" || list[0]["requestId"] != "r1" || list[0]["level"] != "info" {
			t.Errorf("%q: %s", c.line, out)
			continue
		}
		if c.key == "message" && list[0]["message"] != c.want || c.key == "record" && list[0]["record"] == nil {
			t.Errorf("%q: %s", c.line, out)
		}
	}
	if !strings.Contains(out.String(), "quoted") {
		t.Error(out.String())
	}
	pass(t, sink, out, strings.NewReader("{\"n\":12345678901234567890,\"b\":1.0}\n"), nil)
	if !strings.Contains(out.String(), `"record":{"n":12345678901234567890,"b":1.0}`) {
		t.Error("a record stays as it is:", out)
	}
	if list := pass(t, sink, out, strings.NewReader("\n  \n\r\n"), tag); len(list) != 0 {
		t.Error("empty lines:", out)
	}
	long := "{\"a\":\"" + strings.Repeat("x", 10*longest) + "\"}\n"
	if list := pass(t, sink, out, strings.NewReader(long+"{\"b\":1}\n"), tag); len(list) != 2 || len(list[0]["message"].(string)) > longest || list[1]["record"] == nil {
		t.Errorf("a long line: %d lines, %d bytes", len(list), out.Len())
	}
}

func TestLevels(t *testing.T) {
	var out bytes.Buffer
	l := New(NewSink(&out, "warn"))
	l.Debug("a")
	l.Info("b")
	l.Warn("c", "n", 1, "f", 0.5, "e", io.EOF, "raw", json.RawMessage(`{"x":1}`), "list", []string{"y"}, "bad", func() {})
	l.Error("d")
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 || !strings.Contains(lines[0], `"n":1,"f":0.5,"e":"EOF","raw":{"x":1},"list":["y"],"bad":null,"message":"c"}`) || !strings.Contains(lines[1], `"level":"error"`) {
		t.Error(out.String())
	}
}
