package store

import (
	"context"
	"fmt"
	"time"
)

// Told returns the feeds that the admins of a workspace know to fail.
func (f *Feeds) Told(ctx context.Context, workspace string) (map[string]bool, error) {
	scan := func(r row) (url string, err error) { return url, r.Scan(&url) }
	list, err := all(ctx, f.db, scan, `SELECT feed FROM feeds_told WHERE workspace = $1`, workspace)
	out := map[string]bool{}
	for _, url := range list {
		out[url] = true
	}
	return out, err
}

// Tell notes that the admins of a workspace were told that some feeds fail, and that others work again or are no longer theirs.
func (f *Feeds) Tell(ctx context.Context, workspace string, failing, over []string, at time.Time) error {
	err := f.db.tx(ctx, "", func(tx txn) error {
		for _, url := range failing {
			if _, err := tx.exec(ctx, `INSERT INTO feeds_told (workspace, feed, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, workspace, url, millis(at)); err != nil {
				return err
			}
		}
		for _, url := range over {
			if _, err := tx.exec(ctx, `DELETE FROM feeds_told WHERE workspace = $1 AND feed = $2`, workspace, url); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("store: note that admins of %s know of feeds: %w", workspace, err)
	}
	return nil
}
