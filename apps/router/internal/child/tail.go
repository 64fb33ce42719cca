package child

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/logs"
)

// largest is the size at which a log file that was passed on is emptied: /tmp is small.
const largest = 4 << 20

// maxLine bounds what is kept of a line that has no end yet.
const maxLine = 16 << 10

// Tail passes on the lines of all files in a log directory and in the folders below it, where many servers log.
type Tail struct {
	Dir string
	Log *logs.Logger
	Tag func() []any

	mu    sync.Mutex
	files map[identity]*tailed
}

// identity is what a file keeps when it is renamed, as those are that are rotated.
type identity struct{ device, inode uint64 }

type tailed struct {
	offset int64
	rest   []byte
}

// Run polls until the context ends: a file system without inotify is served as well.
func (t *Tail) Run(ctx context.Context) {
	ticker := time.NewTicker(250 * time.Millisecond)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			t.Poll()
			return
		case <-ticker.C:
			t.Poll()
		}
	}
}

// Poll passes on what was written since the last time.
func (t *Tail) Poll() {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := map[identity]*tailed{} // without files that are gone
	// What cannot be read is left out: folders come and go while they are walked.
	_ = filepath.WalkDir(t.Dir, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			t.poll(path, now)
		}
		return nil
	})
	t.files = now
}

func (t *Tail) poll(path string, now map[identity]*tailed) {
	info, err := os.Stat(path)
	if err != nil {
		return
	}
	var id identity
	if sys, ok := info.Sys().(*syscall.Stat_t); ok {
		id = identity{uint64(sys.Dev), sys.Ino}
	}
	state := t.files[id]
	if state == nil || info.Size() < state.offset {
		state = &tailed{}
	}
	now[id] = state
	if info.Size() == state.offset {
		return
	}
	file, err := os.Open(path)
	if err != nil {
		return
	}
	defer func() { _ = file.Close() }() // read only
	name, err := filepath.Rel(t.Dir, path)
	if err != nil {
		name = filepath.Base(path)
	}
	log := t.Log.File(name)
	buffer := make([]byte, 64<<10)
	for {
		n, err := file.ReadAt(buffer, state.offset)
		state.offset += int64(n)
		// A server that does not append leaves a hole where its file was emptied.
		chunk := bytes.TrimLeft(append(state.rest, buffer[:n]...), "\x00")
		for {
			line, rest, found := bytes.Cut(chunk, []byte("\n"))
			if !found {
				break
			}
			logs.Line(log, line[:min(len(line), maxLine)], t.Tag)
			chunk = rest
		}
		state.rest = bytes.Clone(chunk[:min(len(chunk), maxLine)])
		if err == io.EOF || err != nil || n == 0 {
			break
		}
	}
	if state.offset > largest && os.Truncate(path, 0) == nil {
		state.offset = 0
	}
}
