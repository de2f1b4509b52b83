package discord

import "sync"

// memory remembers the last so many names.
type memory struct {
	mu    sync.Mutex
	known map[string]bool
	ring  []string
	next  int
}

func newMemory(size int) *memory {
	return &memory{known: make(map[string]bool, size), ring: make([]string, size)}
}

// add remembers a name and reports whether it was new.
func (m *memory) add(name string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known[name] {
		return false
	}
	delete(m.known, m.ring[m.next])
	m.ring[m.next] = name
	m.next = (m.next + 1) % len(m.ring)
	m.known[name] = true
	return true
}

func (m *memory) has(name string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.known[name]
}

func (m *memory) forget(name string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.known, name)
}
