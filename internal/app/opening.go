package app

import (
	"context"
	"log/slog"
	"time"

	"briefbot/internal/store"
)

// opening is how a database is opened.
type opening struct {
	database string        // as store.Open takes it
	patience time.Duration // how long to wait for one that is not there yet
	pragmas  []string      // of SQLite, for trials
}

// openAgain is how long to wait between two attempts.
const openAgain = time.Second

// open opens a database. While that fails in a way that may pass, as when bot and server start together, it tries again.
func (o opening) open(ctx context.Context, log *slog.Logger) (*store.Store, error) {
	for begun := time.Now(); ; {
		s, err := store.Open(ctx, o.database, o.pragmas...)
		if err == nil || !store.Passing(err) || time.Since(begun) > o.patience {
			return s, err
		}
		log.Warn("the database is not there yet; it is tried again", "error", err, "for", o.patience)
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(openAgain):
		}
	}
}
