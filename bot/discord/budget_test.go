package discord

import (
	"net/http"
	"testing"
	"time"
)

func TestBudget(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	b := newBudget(5)
	b.now = func() time.Time { return now }
	for _, status := range []int{200, 404, 500, 401, 403, 429} {
		b.count(status, http.Header{})
	}
	b.count(429, http.Header{"X-Ratelimit-Scope": {"shared"}})
	if b.full() != 0 {
		t.Fatal("full after 3 of 5")
	}
	now = now.Add(4 * time.Minute)
	b.count(401, nil)
	b.count(401, nil)
	if b.full() == 0 {
		t.Fatal("not full after 5 of 5")
	}
	now = now.Add(7 * time.Minute)
	if b.full() != 0 {
		t.Fatal("the first three are older than ten minutes")
	}
	now = now.Add(24 * time.Hour)
	if b.full() != 0 {
		t.Fatal("full after a day")
	}
}

func TestMemoryForgetsTheOldest(t *testing.T) {
	m := newMemory(3)
	for _, name := range []string{"a", "b", "c"} {
		if !m.add(name) {
			t.Fatalf("%s is not new", name)
		}
	}
	if m.add("b") || !m.add("d") || m.has("a") || !m.has("b") || len(m.known) != 3 {
		t.Errorf("knows %v", m.known)
	}
	if m.forget("b"); m.has("b") {
		t.Error("b is not forgotten")
	}
}
