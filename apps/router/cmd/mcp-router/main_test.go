package main

import (
	"math"
	"runtime/debug"
	"testing"
)

func TestTune(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(100))
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(math.MaxInt64))
	tune(func(string) string { return "set" })
	if percent, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(-1); percent != 100 || limit != math.MaxInt64 {
		t.Error("what the environment says was overruled:", percent, limit)
	}
	tune(func(string) string { return "" })
	if percent, limit := debug.SetGCPercent(100), debug.SetMemoryLimit(-1); percent != 300 || limit != memoryLimit {
		t.Error(percent, limit)
	}
}

func TestUnknownCommand(t *testing.T) {
	for _, args := range [][]string{{"nope"}, {"serve", "x"}, {"validate", "-servers"}, {"-h"}} {
		if code := run(args); code != 2 {
			t.Errorf("%v: %d", args, code)
		}
	}
}
