package logs

import (
	"hash/maphash"
	"sync"
)

// remembered is how many lines of a server are held against those of its other stream: what it writes to both comes
// within a moment.
const remembered = 1024

// twice knows the last lines of a server, so that one which it writes to its error output and to a file is passed on
// once. Which of the two is read first is chance.
type twice struct {
	mu    sync.Mutex
	seed  maphash.Seed
	next  int
	lines [remembered]struct {
		hash     uint64
		fromFile bool
		waits    bool
	}
}

// again says whether the other stream had this line already; if not, it is remembered.
func (t *twice) again(line []byte, fromFile bool) bool {
	hash := maphash.Bytes(t.seed, line)
	t.mu.Lock()
	defer t.mu.Unlock()
	for i := range t.lines {
		if l := &t.lines[i]; l.waits && l.hash == hash && l.fromFile != fromFile {
			l.waits = false
			return true
		}
	}
	l := &t.lines[t.next]
	l.hash, l.fromFile, l.waits = hash, fromFile, true
	t.next = (t.next + 1) % remembered
	return false
}
