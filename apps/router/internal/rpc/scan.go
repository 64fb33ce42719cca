// Package rpc reads and writes JSON-RPC 2.0 messages without decoding what it does not need: ids, numbers and unknown
// members keep their bytes.
package rpc

import (
	"bytes"
	"encoding/json"
	"errors"
)

var errSyntax = errors.New("not a JSON object")

func skipSpace(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\n' || b[i] == '\t' || b[i] == '\r') {
		i++
	}
	return i
}

// skipString returns the index after the string that starts at i.
func skipString(b []byte, i int) (int, error) {
	i++
	for {
		n := bytes.IndexByte(b[i:], '"')
		if n < 0 {
			return 0, errSyntax
		}
		end := i + n
		slashes := 0
		for k := end - 1; k >= i && b[k] == '\\'; k-- {
			slashes++
		}
		i = end + 1
		if slashes%2 == 0 {
			return i, nil
		}
	}
}

// skipValue returns the index after the value that starts at i. It checks nesting, not the form of numbers and words.
func skipValue(b []byte, i int) (int, error) {
	if i >= len(b) {
		return 0, errSyntax
	}
	switch b[i] {
	case '"':
		return skipString(b, i)
	case '{', '[':
		depth := 0
		for i < len(b) {
			switch b[i] {
			case '"':
				next, err := skipString(b, i)
				if err != nil {
					return 0, err
				}
				i = next
				continue
			case '{', '[':
				depth++
			case '}', ']':
				depth--
				if depth == 0 {
					return i + 1, nil
				}
			}
			i++
		}
		return 0, errSyntax
	}
	start := i
	for i < len(b) && bytes.IndexByte([]byte(",]} \n\t\r"), b[i]) < 0 {
		i++
	}
	if i == start {
		return 0, errSyntax
	}
	return i, nil
}

// Member is one member of an object. Start and End are the value's place in the object's bytes.
type Member struct {
	Key        string
	Value      json.RawMessage
	Start, End int
	keyStart   int
}

// Members lists the members of an object, in order and without looking into them.
func Members(b []byte) ([]Member, error) {
	i := skipSpace(b, 0)
	if i >= len(b) || b[i] != '{' {
		return nil, errSyntax
	}
	i = skipSpace(b, i+1)
	list := make([]Member, 0, 8)
	if i < len(b) && b[i] == '}' {
		return list, atEnd(b, i+1)
	}
	for {
		if i >= len(b) || b[i] != '"' {
			return nil, errSyntax
		}
		keyEnd, err := skipString(b, i)
		if err != nil {
			return nil, err
		}
		member := Member{keyStart: i}
		if raw := b[i+1 : keyEnd-1]; bytes.IndexByte(raw, '\\') < 0 {
			member.Key = string(raw)
		} else if err := json.Unmarshal(b[i:keyEnd], &member.Key); err != nil {
			return nil, errSyntax
		}
		i = skipSpace(b, keyEnd)
		if i >= len(b) || b[i] != ':' {
			return nil, errSyntax
		}
		member.Start = skipSpace(b, i+1)
		if member.End, err = skipValue(b, member.Start); err != nil {
			return nil, err
		}
		member.Value = b[member.Start:member.End]
		list = append(list, member)
		i = skipSpace(b, member.End)
		if i >= len(b) {
			return nil, errSyntax
		}
		if b[i] == '}' {
			return list, atEnd(b, i+1)
		}
		if b[i] != ',' {
			return nil, errSyntax
		}
		i = skipSpace(b, i+1)
	}
}

func atEnd(b []byte, i int) error {
	if skipSpace(b, i) != len(b) {
		return errSyntax
	}
	return nil
}

// Twice returns the first key that an object has more than once.
func Twice(members []Member) (key string, found bool) {
	for i, m := range members {
		for _, other := range members[:i] {
			if other.Key == m.Key {
				return m.Key, true
			}
		}
		if i == manyMembers {
			return twiceOfMany(members)
		}
	}
	return "", false
}

// manyMembers is how many are compared with each other before a map is worth its cost.
const manyMembers = 16

func twiceOfMany(members []Member) (key string, found bool) {
	seen := make(map[string]bool, len(members))
	for _, m := range members {
		if seen[m.Key] {
			return m.Key, true
		}
		seen[m.Key] = true
	}
	return "", false
}

// Get returns the value of an object's member, nil where there is none.
func Get(object []byte, key string) json.RawMessage {
	members, err := Members(object)
	if err != nil {
		return nil
	}
	var value json.RawMessage
	for _, m := range members {
		if m.Key == key {
			value = m.Value
		}
	}
	return value
}

// GetString returns a member that is a string.
func GetString(object []byte, key string) (string, bool) {
	raw := Get(object, key)
	if len(raw) == 0 || raw[0] != '"' {
		return "", false
	}
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return "", false
	}
	return text, true
}

// Set returns the object with a member added or replaced; a nil value removes it. All other bytes stay.
func Set(object []byte, key string, value json.RawMessage) json.RawMessage {
	members, err := Members(object)
	if err != nil {
		if value == nil {
			return object
		}
		members, object = nil, []byte("{}")
	}
	// The last of several, as in Get.
	for index := len(members) - 1; index >= 0; index-- {
		m := members[index]
		if m.Key != key {
			continue
		}
		if value != nil {
			return splice(object, m.Start, m.End, value)
		}
		from, to := m.keyStart, m.End
		switch {
		case index+1 < len(members):
			to = members[index+1].keyStart
		case index > 0:
			from = members[index-1].End
		}
		return splice(object, from, to, nil)
	}
	if value == nil {
		return object
	}
	text := make([]byte, 0, len(key)+len(value)+4)
	text = append(append(append(text, Quote(key)...), ':'), value...)
	if len(members) > 0 {
		text = append(text, ',')
	}
	at := skipSpace(object, 0) + 1
	return splice(object, at, at, text)
}

func splice(b []byte, from, to int, with []byte) []byte {
	out := make([]byte, 0, len(b)-(to-from)+len(with))
	return append(append(append(out, b[:from]...), with...), b[to:]...)
}

// Quote writes a JSON string.
func Quote(text string) json.RawMessage {
	raw, _ := json.Marshal(text) // a string always encodes
	return raw
}

// IsObject says whether the bytes begin like an object.
func IsObject(b []byte) bool {
	i := skipSpace(b, 0)
	return i < len(b) && b[i] == '{'
}

// Elements lists the elements of an array.
func Elements(b []byte) ([]json.RawMessage, error) {
	i := skipSpace(b, 0)
	if i >= len(b) || b[i] != '[' {
		return nil, errSyntax
	}
	var list []json.RawMessage
	i = skipSpace(b, i+1)
	if i < len(b) && b[i] == ']' {
		return list, atEnd(b, i+1)
	}
	for {
		end, err := skipValue(b, i)
		if err != nil {
			return nil, err
		}
		list = append(list, json.RawMessage(b[i:end]))
		i = skipSpace(b, end)
		if i >= len(b) {
			return nil, errSyntax
		}
		if b[i] == ']' {
			return list, atEnd(b, i+1)
		}
		if b[i] != ',' {
			return nil, errSyntax
		}
		i = skipSpace(b, i+1)
	}
}
