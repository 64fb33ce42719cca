// Package logs writes JSON lines, with every secret the router knows masked.
package logs

import (
	"cmp"
	"encoding/json"
	"fmt"
	"hash/maphash"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// Hidden stands where a secret was.
const Hidden = "[HIDDEN]"

// shortest is the length below which a value is not masked: it would hide half of every line.
const shortest = 6

// Mask replaces secret values in texts.
type Mask struct {
	mu       sync.Mutex
	known    map[string][]string
	replacer atomic.Pointer[strings.Replacer]
	all      atomic.Pointer[[]string]
}

// Set names secret values of one owner. Those it had stay masked: a process that is ending still writes them.
func (m *Mask) Set(owner string, values []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil {
		m.known = map[string][]string{}
	}
	// The newest come last: what rotates for years must not grow for years, nor push out what does not rotate.
	list := slices.DeleteFunc(m.known[owner], func(value string) bool { return slices.Contains(values, value) })
	list = append(list, values...)
	if len(list) > 8*len(values)+8 {
		list = slices.Clone(list[len(list)-4*len(values)-4:])
	}
	m.known[owner] = list
	var all []string
	for _, list := range m.known {
		for _, value := range list {
			if len(value) < shortest {
				continue
			}
			all = append(all, forms(value)...)
			// A server that logs a key of several lines logs each of them.
			for line := range strings.Lines(value) {
				if line = strings.TrimSpace(line); len(line) >= 3*shortest && line != value {
					all = append(all, forms(line)...)
				}
			}
		}
	}
	// Longest first, so that no form hides only the beginning of another.
	slices.SortFunc(all, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	all = slices.Compact(all)
	m.all.Store(&all)
	pairs := make([]string, 0, 2*len(all))
	for _, value := range all {
		pairs = append(pairs, value, Hidden)
	}
	m.replacer.Store(strings.NewReplacer(pairs...))
}

// Apply returns the text without secrets.
func (m *Mask) Apply(text string) string {
	if r := m.replacer.Load(); r != nil {
		return r.Replace(text)
	}
	return text
}

// Cut takes the beginning of a secret off the end of a masked text that was cut off from a longer one.
func (m *Mask) Cut(text string) string {
	all := m.all.Load()
	if all == nil {
		return text
	}
	end := len(text)
	for _, value := range *all {
		for n := min(len(value)-1, len(text)); n > 0; n-- {
			if strings.HasSuffix(text, value[:n]) {
				end = min(end, len(text)-n)
				break
			}
		}
	}
	return text[:end]
}

// forms are the ways in which programs write a value: as it is, in JSON of Go, of Node and of Python, in JSON that is a
// text in JSON, and in addresses.
func forms(value string) []string {
	list := []string{plain(value), ascii(plain(value)), html(value)}
	for _, form := range list {
		list = append(list, plain(form), html(form))
	}
	return append(list, value, url.QueryEscape(value), url.PathEscape(value))
}

// html is a value in JSON as Go writes it.
func html(value string) string {
	quoted := string(quote(value))
	return quoted[1 : len(quoted)-1]
}

// plain is a value in JSON as most others write it.
func plain(value string) string {
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value) // a string always encodes
	quoted := strings.TrimSpace(out.String())
	return quoted[1 : len(quoted)-1]
}

// ascii writes what is not ASCII as JSON can.
func ascii(text string) string {
	var out strings.Builder
	for _, r := range text {
		switch {
		case r < utf8.RuneSelf:
			out.WriteRune(r)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&out, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&out, `\u%04x`, r)
		}
	}
	return out.String()
}

// Sink is where lines go; one for the whole process.
type Sink struct {
	Mask  Mask
	mu    sync.Mutex
	out   io.Writer
	level int
}

// NewSink writes lines of at least this level.
func NewSink(out io.Writer, level string) *Sink { return &Sink{out: out, level: rank(level)} }

func rank(level string) int { return slices.Index([]string{"debug", "info", "warn", "error"}, level) }

// WriteLine writes one finished JSON object and a newline, in one write and at once: a frozen process loses nothing.
func (s *Sink) WriteLine(line []byte) {
	if s.Mask.replacer.Load() != nil {
		line = []byte(s.Mask.Apply(string(line)))
	}
	s.WriteOwn(line)
}

// WriteOwn writes a line of which every part is the router's own, so that nothing in it can be a secret.
func (s *Sink) WriteOwn(line []byte) {
	line = append(line, '\n')
	s.mu.Lock()
	defer s.mu.Unlock()
	_, _ = s.out.Write(line) // nowhere to report to
}

// Logger writes lines with fixed fields.
type Logger struct {
	sink   *Sink
	kind   string
	fields []any
	// twice is one for all streams of a server; nil where each line counts.
	twice    *twice
	fromFile bool
}

// New is a logger without fixed fields, for what the router itself has to say.
func New(sink *Sink) *Logger { return &Logger{sink: sink, kind: "router"} }

// Output is a logger for what a server writes.
func (l *Logger) Output() *Logger {
	return &Logger{sink: l.sink, kind: "output", fields: l.fields, twice: l.twice}
}

// File is a logger for what a server writes to a file.
func (l *Logger) File(name string) *Logger {
	file := l.Output().With("stream", "file", "file", name)
	file.fromFile = true
	return file
}

// Once is a logger that passes on once what a server writes both to its output and to a file.
func (l *Logger) Once() *Logger {
	once := *l
	once.twice = &twice{seed: maphash.MakeSeed()}
	return &once
}

// With adds fields: key, value, key, value.
func (l *Logger) With(fields ...any) *Logger {
	with := *l
	with.fields = slices.Concat(l.fields, fields)
	return &with
}

// Sink returns where the lines go.
func (l *Logger) Sink() *Sink { return l.sink }

// Debug, Info, Warn and Error write a line of that level.
func (l *Logger) Debug(message string, fields ...any) { l.Log("debug", message, fields...) }

// Info writes a line.
func (l *Logger) Info(message string, fields ...any) { l.Log("info", message, fields...) }

// Warn writes a line.
func (l *Logger) Warn(message string, fields ...any) { l.Log("warn", message, fields...) }

// Error writes a line.
func (l *Logger) Error(message string, fields ...any) { l.Log("error", message, fields...) }

// Log writes a line if its level is high enough.
func (l *Logger) Log(level, message string, fields ...any) {
	if rank(level) < l.sink.level {
		return
	}
	line := make([]byte, 0, 256)
	line = append(line, `{"time":"`...)
	line = time.Now().UTC().AppendFormat(line, "2006-01-02T15:04:05.000Z")
	line = append(line, `","level":"`...)
	line = append(append(line, level...), `","kind":"`...)
	line = append(append(line, l.kind...), '"')
	line = AppendFields(line, l.fields)
	line = AppendFields(line, fields)
	line = append(append(line, `,"message":`...), quote(message)...)
	l.sink.WriteLine(append(line, '}'))
}

// AppendFields writes ,"key":value pairs; json.RawMessage goes in as it is.
func AppendFields(line []byte, fields []any) []byte {
	for i := 0; i+1 < len(fields); i += 2 {
		line = append(append(append(line, ',', '"'), fields[i].(string)...), '"', ':')
		switch v := fields[i+1].(type) {
		case string:
			line = append(line, quote(v)...)
		case int:
			line = strconv.AppendInt(line, int64(v), 10)
		case float64:
			line = strconv.AppendFloat(line, v, 'f', -1, 64)
		case error:
			line = append(line, quote(v.Error())...)
		case json.RawMessage:
			line = append(line, v...)
		default:
			raw, err := json.Marshal(v)
			if err != nil {
				raw = []byte("null")
			}
			line = append(line, raw...)
		}
	}
	return line
}

func quote(text string) []byte {
	raw, _ := json.Marshal(text) // a string always encodes
	return raw
}
