package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Sender is the process that may post into a channel. There is one at a time, and it has one request under way at a time.
type Sender struct {
	Place  string
	Holder string // the process; empty for nobody
	Epoch  int64  // how often the right went to somebody: a claim by an earlier one fails
	Beat   int64  // posts that were begun in this epoch: as long as it changes, the holder is alive
}

// Sender returns who may post into a channel.
func (d *Deliveries) Sender(ctx context.Context, place string) (Sender, error) {
	scan := func(r row) (s Sender, err error) { return s, r.Scan(&s.Place, &s.Holder, &s.Epoch, &s.Beat) }
	s, _, err := one(ctx, d.db, scan, `SELECT place, holder, epoch, beat FROM senders WHERE place = $1`, place)
	return s, err
}

// Acquire makes a process the sender of a channel in place of the one that was seen there, and reports whether it did: false when
// that one has posted since, or somebody else was faster.
func (d *Deliveries) Acquire(ctx context.Context, place, holder string, seen Sender) (Sender, bool, error) {
	s := Sender{Place: place, Holder: holder}
	mine := false
	err := d.db.grouped(ctx, place, func(tx txn) error {
		mine = false
		err := tx.row(ctx, `INSERT INTO senders (place, holder, epoch, beat) VALUES ($1, $2, 1, 0)
			ON CONFLICT (place) DO UPDATE SET holder = excluded.holder, epoch = senders.epoch + 1, beat = 0
				WHERE senders.holder = $3 AND senders.epoch = $4 AND senders.beat = $5
			RETURNING epoch`, place, holder, seen.Holder, seen.Epoch, seen.Beat).Scan(&s.Epoch)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		mine = err == nil
		return err
	})
	if err != nil {
		return Sender{}, false, fmt.Errorf("store: become the sender of %s: %w", place, err)
	}
	return s, mine, nil
}

// Release gives a channel up, so that nobody has to wait for its sender.
func (d *Deliveries) Release(ctx context.Context, s Sender) error {
	err := d.db.grouped(ctx, s.Place, func(tx txn) error {
		_, err := tx.exec(ctx, `UPDATE senders SET holder = '' WHERE place = $1 AND holder = $2 AND epoch = $3`, s.Place, s.Holder, s.Epoch)
		return err
	})
	if err != nil {
		return fmt.Errorf("store: give up %s: %w", s.Place, err)
	}
	return nil
}
