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

// patiently does what needs the database. While that fails in a way that may pass, as when bot and server start together or the server
// restarts just then, it is done again from the beginning.
func (o opening) patiently(ctx context.Context, log *slog.Logger, do func() error) error {
	for begun := time.Now(); ; {
		err := do()
		if err == nil || !store.Passing(err) || time.Since(begun) > o.patience {
			return err
		}
		log.Warn("the database is not there yet; it is tried again", "error", err, "for", o.patience)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(openAgain):
		}
	}
}
