package rpc

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// ErrTooLong says that a line or an event is longer than its limit.
var ErrTooLong = errors.New("longer than the limit")

// ReadLine reads up to a newline, at most limit bytes; the rest of a longer line is skipped and ErrTooLong returned.
func ReadLine(r *bufio.Reader, limit int) ([]byte, error) {
	var line []byte
	tooLong := false
	for {
		part, err := r.ReadSlice('\n')
		if !tooLong && len(line)+len(part) > limit {
			tooLong = true
			line = append(line, part[:limit-len(line)]...)
		}
		if !tooLong {
			line = append(line, part...)
		}
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if tooLong {
			if err != nil {
				return line, err
			}
			return line, ErrTooLong
		}
		line = bytes.TrimRight(line, "\r\n")
		if err != nil && len(line) > 0 {
			return line, nil // the next read returns the error
		}
		return line, err
	}
}

// Event is one server-sent event; a comment has no data.
type Event struct {
	ID   string
	Data []byte
}

// ReadEvents calls fn for every event that carries data, until the stream ends or fn returns an error.
func ReadEvents(body io.Reader, limit int, fn func(Event) error) error {
	r := bufio.NewReaderSize(body, 32<<10)
	var event Event
	hasData := false
	for {
		line, err := ReadLine(r, limit)
		if err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
		if len(line) == 0 {
			if hasData {
				if err := fn(event); err != nil {
					return err
				}
			}
			event, hasData = Event{}, false
			continue
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		value = bytes.TrimPrefix(value, []byte(" "))
		switch string(name) {
		case "data":
			if hasData {
				event.Data = append(event.Data, '\n')
			}
			if len(event.Data)+len(value) > limit {
				return ErrTooLong
			}
			event.Data = append(event.Data, value...)
			hasData = true
		case "id":
			event.ID = string(value)
		}
	}
}

// AppendEvent writes a message as an event.
func AppendEvent(out []byte, message []byte) []byte {
	out = append(out, "event: message\ndata: "...)
	if bytes.IndexByte(message, '\n') >= 0 || bytes.IndexByte(message, '\r') >= 0 {
		message = OneLine(message)
	}
	return append(append(out, message...), '\n', '\n')
}
