package discord

import (
	"net/http"
	"sync"
	"time"
)

// budget counts answers of 401, 403 and 429 over ten minutes. Discord bans an address for a while at 10,000.
type budget struct {
	mu    sync.Mutex
	limit int
	slots [10]int // one a minute
	at    int64   // the minute of the newest slot
	now   func() time.Time
}

func newBudget(limit int) *budget { return &budget{limit: limit, now: time.Now} }

func (b *budget) count(status int, h http.Header) {
	switch {
	case status == http.StatusTooManyRequests && h.Get("X-RateLimit-Scope") == "shared": // not counted by Discord
		return
	case status != http.StatusUnauthorized && status != http.StatusForbidden && status != http.StatusTooManyRequests:
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.turn()
	b.slots[b.at%10]++
}

// full returns how long to send nothing; zero when there is room.
func (b *budget) full() time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.turn()
	sum := 0
	for _, n := range b.slots {
		sum += n
	}
	if sum < b.limit {
		return 0
	}
	return time.Minute
}

func (b *budget) turn() {
	minute := b.now().Unix() / 60
	for b.at = max(b.at, minute-10); b.at < minute; {
		b.at++
		b.slots[b.at%10] = 0
	}
}
