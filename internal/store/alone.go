package store

import (
	"os"
	"sync"
)

// alone tells, for a SQLite database, that no other process leads: who leads holds a lock on a file beside the database, which
// the system takes from the dead. It only saves the wait for the lease of a process that was killed; nothing depends on it.
// The zero value and nil never know.
type alone struct {
	path string // of the file; empty: never knows

	mu   sync.Mutex
	file *os.File // locked; nil while it is not
}

// enter reports whether this process holds the lock, and takes it if it can.
func (a *alone) enter() bool {
	if a == nil || a.path == "" {
		return false
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.file != nil {
		return true
	}
	f, err := os.OpenFile(a.path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return false
	}
	if !lockFile(f) {
		f.Close()
		return false
	}
	a.file = f
	return true
}

// leave gives the lock up. The file stays: removing it would let two processes lock two files of one name.
func (a *alone) leave() {
	if a == nil {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.file != nil {
		a.file.Close()
		a.file = nil
	}
}
