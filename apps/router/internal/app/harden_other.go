//go:build !linux

package app

// Harden does nothing where the system has no such switch: images run on Linux.
func Harden() {}
