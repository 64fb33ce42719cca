package logs

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// longest is the longest line of a server that is passed on whole: CloudWatch takes 256 kB, 16 kB says enough.
const longest = 16 << 10

// Copy passes on each line of a server's output until it ends. tag gives fields that are true at that moment.
func Copy(from io.Reader, l *Logger, tag func() []any) {
	r := bufio.NewReaderSize(from, longest)
	long := false
	for {
		line, err := r.ReadSlice('\n')
		if !long {
			Line(l, line, tag)
		}
		// The rest of a line that is too long is dropped, so that a server without newlines costs no memory.
		long = errors.Is(err, bufio.ErrBufferFull)
		if err != nil && !long {
			return
		}
	}
}

// Line passes on one line of a server: an object as `record`, anything else as `message`. Secrets are masked here too,
// before the line is quoted: a text in JSON in a line has escapes of escapes afterwards.
func Line(l *Logger, line []byte, tag func() []any) {
	cut := len(line) >= longest
	line = bytes.TrimRight(line[:min(len(line), longest)], "\r\n")
	if len(bytes.TrimSpace(line)) == 0 {
		return
	}
	if l.twice != nil && l.twice.again(line, l.fromFile) {
		return
	}
	var fields []any
	if tag != nil {
		fields = tag()
	}
	text := l.sink.Mask.Apply(string(line))
	if cut {
		text = l.sink.Mask.Cut(text)
	}
	// A number that is a secret leaves no JSON behind.
	if text != "" && text[0] == '{' && json.Valid([]byte(text)) && utf8.ValidString(text) {
		l.Info("", append(fields, "record", json.RawMessage(text))...) // a field of its own, so that none of it is taken for ours
		return
	}
	l.Info(strings.ToValidUTF8(text, "\uFFFD"), fields...)
}
