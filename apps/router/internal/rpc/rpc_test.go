package rpc

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSetKeepsAllOtherBytes(t *testing.T) {
	for _, c := range []struct{ in, key, value, want string }{
		{`{}`, "a", "1", `{"a":1}`},
		{` { "b" : [1, 2] } `, "a", "1", ` {"a":1, "b" : [1, 2] } `},
		{`{"a": {"x":"}\""},"b":1e400}`, "a", "2", `{"a": 2,"b":1e400}`},
		{`{"a":1,"b":2,"c":3}`, "b", "", `{"a":1,"c":3}`},
		{`{"a":1,"b":2}`, "b", "", `{"a":1}`},
		{`{"a":1}`, "a", "", `{}`},
		{`{"\u0061":1}`, "a", "2", `{"\u0061":2}`},
		{``, "a", "1", `{"a":1}`},
	} {
		var value json.RawMessage
		if c.value != "" {
			value = json.RawMessage(c.value)
		}
		if got := string(Set([]byte(c.in), c.key, value)); got != c.want {
			t.Errorf("Set(%s, %s, %s) = %s, want %s", c.in, c.key, c.value, got, c.want)
		}
	}
}

func TestDropModernMeta(t *testing.T) {
	for in, want := range map[string]string{
		`{"name":"x","_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}`:                    `{"name":"x"}`,
		`{"_meta":{"progressToken":1,"io.modelcontextprotocol/clientInfo":{"a":1},"own":0.10},"name":"x"}`: `{"_meta":{"progressToken":1,"own":0.10},"name":"x"}`,
		`{"name":"x"}`: `{"name":"x"}`,
	} {
		if got := string(DropModernMeta(json.RawMessage(in))); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestParseClientRefuses(t *testing.T) {
	for in, code := range map[string]int{
		`{`: CodeParse, `{"a":tru}`: CodeParse, `7`: CodeInvalidRequest, `{"jsonrpc":"2.0"}`: CodeInvalidRequest, `{"id":1,"method":"x"}`: CodeInvalidRequest,
		`{"jsonrpc":"2.0","id":[],"method":"x"}`: CodeInvalidRequest, `{"jsonrpc":"2.0","id":true,"method":"x"}`: CodeInvalidRequest,
		`{"jsonrpc":"2.0","id":1,"method":"x","method":"y"}`: CodeInvalidRequest, `{"jsonrpc":"2.0","id":1,"method":"x","params":"p"}`: CodeInvalidRequest,
	} {
		if _, fault := ParseClient([]byte(in)); fault == nil || fault.Code != code {
			t.Errorf("%s: %v, want %d", in, fault, code)
		}
	}
	m, fault := ParseClient([]byte(`{"jsonrpc":"2.0","id":9007199254740993,"method":"x"}`))
	if fault != nil || !m.IsRequest() || string(m.ID) != "9007199254740993" {
		t.Error(m, fault)
	}
	if m, fault = ParseClient([]byte(`{"jsonrpc":"2.0","id":null,"method":"x"}`)); fault != nil || !m.IsNotification() {
		t.Error("id null is a notification to the five servers:", m, fault)
	}
}

func TestReadLine(t *testing.T) {
	r := bufio.NewReaderSize(strings.NewReader("short\r\n"+strings.Repeat("x", 100)+"\nnext\nlast"), 16)
	want := []struct {
		line string
		err  error
	}{{"short", nil}, {strings.Repeat("x", 50), ErrTooLong}, {"next", nil}, {"last", nil}, {"", io.EOF}}
	for _, w := range want {
		line, err := ReadLine(r, 50)
		if string(line) != w.line || !errors.Is(err, w.err) {
			t.Errorf("got %q %v, want %q %v", line, err, w.line, w.err)
		}
	}
}

func TestEvents(t *testing.T) {
	raw := AppendEvent(nil, []byte("{\n\"a\": 1}"))
	raw = append(raw, ": comment\n\nid: 7\ndata: {\"b\":\ndata: 2}\n\n"...)
	var got []string
	err := ReadEvents(bytes.NewReader(raw), 1000, func(e Event) error { got = append(got, e.ID+string(e.Data)); return nil })
	if err != nil || len(got) != 2 || got[0] != `{"a":1}` || got[1] != "7{\"b\":\n2}" {
		t.Errorf("%q %v", got, err)
	}
}

// FuzzParseClient: what is accepted is valid, and the scanner sees the same members as encoding/json.
func FuzzParseClient(f *testing.F) {
	for _, seed := range []string{`{"jsonrpc":"2.0","id":1,"method":"x","params":{"_meta":{"a":"\\\""}}}`, `{"jsonrpc":"2.0","result":{},"id":"a"}`, `[]`, `{"a":"\ud800"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		m, fault := ParseClient(raw)
		members, err := Members(raw)
		var want map[string]json.RawMessage
		if utf8.Valid(raw) && json.Valid(raw) && json.Unmarshal(raw, &want) == nil && want != nil {
			if err != nil {
				t.Fatalf("Members refuses %q", raw)
			}
			for _, member := range members {
				if _, ok := want[member.Key]; !ok {
					t.Fatalf("%q is not a key of %q", member.Key, raw)
				}
			}
		}
		if fault != nil {
			return
		}
		for _, out := range [][]byte{OneLine(raw), DropModernMeta(m.Params), Set(raw, "x", json.RawMessage("1"))} {
			if len(out) > 0 && !json.Valid(out) {
				t.Fatalf("%q makes %q", raw, out)
			}
		}
	})
}

// FuzzParse: a server can say anything.
func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"id":1,"result":{"_meta":{}}}`))
	f.Add([]byte(`{"id":1,"error":null,"method":"\u0000"}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		m, err := Parse(raw)
		if err == nil {
			_ = Meta(m.Result)
			_ = ErrorCode(m.Error)
			_, _ = Elements(m.Result)
		}
	})
}

// What the router checks or rewrites must be what the server reads: a member that is there twice is read differently.
func TestTwiceIsRefusedWhereTheRouterLooks(t *testing.T) {
	for _, in := range []string{
		`{"jsonrpc":"2.0","id":1,"method":"x","params":{"name":"a","name":"b"}}`,
		`{"jsonrpc":"2.0","id":1,"method":"x","params":{"_meta":{"progressToken":1},"_meta":{"progressToken":7}}}`,
		`{"jsonrpc":"2.0","id":1,"method":"x","params":{"_meta":{"progressToken":1},"_met\u0061":{"progressToken":7}}}`,
		`{"jsonrpc":"2.0","id":1,"method":"x","params":{"_meta":{"progressToken":1,"progressToken":7}}}`,
	} {
		if _, fault := ParseClient([]byte(in)); fault == nil || fault.Code != CodeInvalidRequest || !strings.Contains(fault.Message, "twice") {
			t.Errorf("%s: %v", in, fault)
		}
	}
	// Inside the arguments it is the server's matter.
	if _, fault := ParseClient([]byte(`{"jsonrpc":"2.0","id":1,"method":"x","params":{"arguments":{"a":1,"a":2}}}`)); fault != nil {
		t.Error(fault)
	}
	if got := string(Set([]byte(`{"a":1,"a":2}`), "a", json.RawMessage("3"))); got != `{"a":1,"a":3}` {
		t.Error("Set and Get must see the same member:", got)
	}
	var many []Member
	for i := range 100 {
		many = append(many, Member{Key: strings.Repeat("k", i)})
	}
	if key, twice := Twice(many); twice {
		t.Error(key)
	}
	if _, twice := Twice(append(many, Member{Key: "kk"})); !twice {
		t.Error("not seen among many")
	}
}
