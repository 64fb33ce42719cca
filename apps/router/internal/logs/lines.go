package logs

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
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

// Line passes on one line of a server: an object as `record`, anything else as `message`.
func Line(l *Logger, line []byte, tag func() []any) {
	line = bytes.TrimRight(line, "\r\n")
	if len(bytes.TrimSpace(line)) == 0 {
		return
	}
	var fields []any
	if tag != nil {
		fields = tag()
	}
	if line[0] == '{' && json.Valid(line) {
		l.Info("", append(fields, "record", json.RawMessage(bytes.Clone(line)))...)
		return
	}
	l.Info(strings.ToValidUTF8(string(line), "\uFFFD"), fields...)
}
