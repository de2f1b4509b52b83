package store

import (
	"context"
	"fmt"
	"time"
)

// Feeds keeps, for each feed's address, when to ask next and what its last answers said, so that a restart neither asks
// everything at once nor forgets a validator.
type Feeds struct {
	db    *pool
	fence *Fence // of writes; nil: none
}

// FeedState is what is kept of one feed.
type FeedState struct {
	URL      string
	NextPoll time.Time
	State    []byte // JSON, as the reader of feeds writes it
}

// Load returns the state of one feed; false when there is none.
func (f *Feeds) Load(ctx context.Context, url string) (FeedState, bool, error) {
	s, ok, err := one(ctx, f.db, scanFeed, `SELECT url, next_poll, state FROM feeds WHERE url = $1`, url)
	if err != nil {
		err = fmt.Errorf("store: feed %s: %w", url, err)
	}
	return s, ok, err
}

// Save keeps the state of one feed.
func (f *Feeds) Save(ctx context.Context, s FeedState) error {
	_, err := f.db.execFenced(ctx, f.fence, feedTables, `INSERT INTO feeds (url, next_poll, state) VALUES ($1, $2, $3)
		ON CONFLICT (url) DO UPDATE SET next_poll = excluded.next_poll, state = excluded.state`, s.URL, millis(s.NextPoll), string(s.State))
	if err != nil {
		return fmt.Errorf("store: save feed %s: %w", s.URL, err)
	}
	return nil
}

// All returns the state of every feed, by address.
func (f *Feeds) All(ctx context.Context) ([]FeedState, error) {
	return all(ctx, f.db, scanFeed, `SELECT url, next_poll, state FROM feeds ORDER BY url`)
}

func scanFeed(r row) (FeedState, error) {
	var s FeedState
	var next int64
	var state string
	err := r.Scan(&s.URL, &next, &state)
	s.NextPoll, s.State = fromMillis(next), []byte(state)
	return s, err
}
