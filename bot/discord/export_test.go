package discord

import "time"

// Hurry makes the adapter wait for less, so that tests need not. The library itself sleeps 1 s when it closes a session.
func (a *Adapter) Hurry() {
	a.pace = pace{
		first: 150 * time.Millisecond, limit: 700 * time.Millisecond, grace: 2 * time.Second, open: 1500 * time.Millisecond,
		silence: 1800 * time.Millisecond, look: 20 * time.Millisecond, backoff: 30 * time.Millisecond, farthest: 300 * time.Millisecond,
	}
}
