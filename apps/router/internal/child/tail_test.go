package child

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/mcp-fleet/mcp-fleet/apps/router/internal/logs"
)

// TestLogFilesAreEmptied writes more than a log file may hold, as servers that append do and as others do.
func TestLogFilesAreEmptied(t *testing.T) {
	for name, flags := range map[string]int{"appends": os.O_APPEND, "keeps its place": 0} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			path := filepath.Join(t.TempDir(), "server.log")
			file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|flags, 0o600)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = file.Close() }() // the test is over
			tail := &Tail{Dir: filepath.Dir(path), Log: logger(&out), Tag: func() []any { return nil }}
			filler := strings.Repeat("x", 1000)
			for i := range 3 * largest / 1000 {
				if _, err := fmt.Fprintf(file, "line-%d- %s\n", i, filler); err != nil {
					t.Fatal(err)
				}
				if i%1000 == 0 {
					tail.Poll()
				}
			}
			tail.Poll()
			fmt.Fprintln(file, "the last line")
			tail.Poll()
			left := out.String()
			for i := range 3 * largest / 1000 {
				_, after, found := strings.Cut(left, fmt.Sprintf("line-%d-", i))
				if !found {
					t.Fatalf("line %d is missing, or not in its place", i)
				}
				left = after
			}
			if !strings.Contains(out.String(), "the last line") || strings.Contains(out.String(), `\u0000`) {
				t.Error("after it was emptied:", out.String()[max(0, out.Len()-300):])
			}
			info, err := os.Stat(path)
			if err != nil {
				t.Fatal(err)
			}
			if flags == os.O_APPEND && info.Size() > largest+2<<20 {
				t.Errorf("%d bytes are left", info.Size())
			}
		})
	}
}

// TestLogFilesAreReadToTheirEnd stops the tail and expects what was written just before.
func TestLogFilesAreReadToTheirEnd(t *testing.T) {
	var out bytes.Buffer
	dir := t.TempDir()
	tail := &Tail{Dir: dir, Log: logger(&out), Tag: func() []any { return nil }}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { tail.Run(ctx); close(done) }()
	if err := os.WriteFile(filepath.Join(dir, "a.log"), []byte("one\ntwo\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cancel()
	select {
	case <-done:
	case <-time.After(hang):
		t.Fatal("the tail does not end")
	}
	if !strings.Contains(out.String(), "one") || !strings.Contains(out.String(), "two") {
		t.Error(out.String())
	}
}

// TestLinesOfLogFiles: long ones, JSON, a line written in parts, a file that is replaced; secrets and the request's id.
func TestLinesOfLogFiles(t *testing.T) {
	const secret = "0123456789-abcdefghij"
	var out bytes.Buffer
	dir := t.TempDir()
	log := logger(&out)
	log.Sink().Mask.Set("s", []string{secret})
	tail := &Tail{Dir: dir, Log: log, Tag: func() []any { return []any{"requestId", "r1"} }}
	path := filepath.Join(dir, "a.log")
	write := func(text string) string {
		file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = file.Close() }() // written
		if _, err := file.WriteString(text); err != nil {
			t.Fatal(err)
		}
		out.Reset()
		tail.Poll()
		return out.String()
	}
	if got := write("begun with " + secret[:8]); got != "" {
		t.Error("a line without an end waits:", got)
	}
	if got := write(secret[8:] + " ended\n"); !strings.Contains(got, `"stream":"file","file":"a.log","requestId":"r1","message":"begun with [HIDDEN] ended"`) {
		t.Error(got)
	}
	if got := write(`{"token":"` + secret + `","n":1.50}` + "\n"); !strings.Contains(got, `"record":{"token":"[HIDDEN]","n":1.50}`) {
		t.Error(got)
	}
	long := strings.Repeat("x", maxLine-10) + secret + strings.Repeat("y", 20*maxLine)
	if got := write(long[:5*maxLine]) + write(long[5*maxLine:]) + write("\nnext\n"); strings.Count(got, "\n") != 2 || strings.Contains(got, "01234") ||
		!strings.Contains(got, `"message":"next"`) || !strings.Contains(got, "xxx\"}") {
		t.Error("a long line:", strings.Count(got, "\n"), len(got), got[max(0, len(got)-300):])
	}
	if err := os.Rename(path, path+".1"); err != nil {
		t.Fatal(err)
	}
	if got := write("in a new file, shorter than the old one\n"); !strings.Contains(got, "in a new file") || strings.Count(got, "\n") != 1 {
		t.Error("a file that is rotated is passed on once:", got)
	}
}

// TestFoldersBelowTheLogDirectory: real servers make a folder of their own, and one for queries below it.
func TestFoldersBelowTheLogDirectory(t *testing.T) {
	var out bytes.Buffer
	dir := t.TempDir()
	tail := &Tail{Dir: dir, Log: logger(&out), Tag: func() []any { return nil }}
	tail.Poll()
	for _, path := range []string{"app/app-2026-01-13.log", "app/queries/20260113/search.query", "app.log"} {
		path = filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("of "+path+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tail.Poll()
	tail.Poll()
	for _, name := range []string{"app/app-2026-01-13.log", "app/queries/20260113/search.query", "app.log"} {
		if got := strings.Count(out.String(), `"file":"`+name+`"`); got != 1 {
			t.Errorf("%s: %d lines in %s", name, got, &out)
		}
	}
}

// TestLinesThatAreWrittenTwice: to stderr and to a file, whichever is read first, in any order; others stay as they are.
func TestLinesThatAreWrittenTwice(t *testing.T) {
	var out bytes.Buffer
	dir := t.TempDir()
	log := logger(&out).Once()
	tail := &Tail{Dir: dir, Log: log, Tag: func() []any { return nil }}
	write := func(text string) {
		file, err := os.OpenFile(filepath.Join(dir, "a.log"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = file.Close() }() // written
		if _, err := file.WriteString(text); err != nil {
			t.Fatal(err)
		}
	}
	errors := func(text string) {
		logs.Copy(strings.NewReader(text), log.Output().With("stream", "stderr"), nil)
	}
	errors("first on stderr\nsame\nsame\n")
	write("first on stderr\nsame\nsame\nfirst in the file\n")
	tail.Poll()
	errors("first in the file\nsame\n")
	for text, want := range map[string]int{"first on stderr": 1, "first in the file": 1, `"same"`: 3} {
		if got := strings.Count(out.String(), text); got != want {
			t.Errorf("%s: %d lines, want %d: %s", text, got, want, &out)
		}
	}
}

func logger(out *bytes.Buffer) *logs.Logger { return logs.New(logs.NewSink(out, "info")) }
