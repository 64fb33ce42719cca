package app

import "syscall"

// Harden keeps the servers, which run as the same user, out of the router's memory and environment.
func Harden() {
	const setDumpable = 4
	_, _, _ = syscall.RawSyscall(syscall.SYS_PRCTL, setDumpable, 0, 0) // a kernel without it: nothing lost
}
