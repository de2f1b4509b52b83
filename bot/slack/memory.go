package slack

import "sync"

// memory remembers the last so many keys with a value each; older ones are forgotten.
type memory struct {
	mu    sync.Mutex
	value map[string]string
	order []string // a ring
	next  int
}

func newMemory(size int) *memory {
	return &memory{value: make(map[string]string), order: make([]string, size)}
}

// put remembers a value and reports whether the key is new. Nothing is remembered of an empty key.
func (m *memory) put(key, value string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if key == "" {
		return true
	}
	if _, ok := m.value[key]; ok {
		m.value[key] = value
		return false
	}
	m.insert(key, value)
	return true
}

// add remembers a value unless there is one, and reports whether the key is new.
func (m *memory) add(key, value string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, ok := m.value[key]; ok {
		return false
	}
	m.insert(key, value)
	return true
}

// drop forgets a key.
func (m *memory) drop(key string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.value, key)
}

// insert remembers a new key. The lock must be held.
func (m *memory) insert(key, value string) {
	if old := m.order[m.next]; old != "" {
		delete(m.value, old)
	}
	m.order[m.next], m.value[key] = key, value
	m.next = (m.next + 1) % len(m.order)
}

// get returns the value of a key; empty when it is not remembered.
func (m *memory) get(key string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.value[key]
}
