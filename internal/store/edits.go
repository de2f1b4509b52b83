package store

import (
	"context"
	"fmt"
	"time"
)

// closedReason begins the reason of a message that was refused because that under which it belongs is gone or closed.
const closedReason = "closed: "

// closed is the condition that nothing can be said any more under the message of a key.
func closed(key string) string {
	return `EXISTS (SELECT 1 FROM deliveries c WHERE c.state = 'refused' AND c.reason LIKE '` + closedReason + `%' AND (c.parent = ` + key + ` AND c.parent <> ''
		OR c.edits = ` + key + ` AND c.edits <> ''))`
}

// Closed reports whether the platform has said that nothing can be said any more under a message: it was deleted, or its thread locked.
func (d *Deliveries) Closed(ctx context.Context, key string) (bool, error) {
	scan := func(r row) (is bool, err error) { return is, r.Scan(&is) }
	is, _, err := one(ctx, d.db, scan, `SELECT `+closed("$1"), key)
	return is, err
}

// Current returns the payload that a message has after the edits that were planned, the newest one, and how many edits there were.
func (d *Deliveries) Current(ctx context.Context, key string) (payload []byte, edits int, err error) {
	type current struct {
		payload string
		n       int
	}
	scan := func(r row) (c current, err error) { return c, r.Scan(&c.payload, &c.n) }
	c, ok, err := one(ctx, d.db, scan, `SELECT e.payload, (SELECT COUNT(*) FROM deliveries n WHERE n.edits = $1 AND n.edits <> '') FROM deliveries e
		WHERE e.edits = $1 AND e.edits <> '' OR e.key = $1 ORDER BY e.edits DESC, e.planned DESC LIMIT 1`, key)
	if err == nil && !ok {
		err = ErrNoSuchMessage
	}
	return []byte(c.payload), c.n, err
}

// Superseded reports whether a newer edit of the same message was planned.
func (d *Deliveries) Superseded(ctx context.Context, m Delivery) (bool, error) {
	scan := func(r row) (is bool, err error) { return is, r.Scan(&is) }
	is, _, err := one(ctx, d.db, scan, `SELECT EXISTS (SELECT 1 FROM deliveries e WHERE e.edits = $1 AND e.edits <> '' AND e.planned > $2)`, m.Edits, millis(m.Planned))
	return is, err
}

// Follow is Plan for messages that follow earlier ones: all or none, and none when one of the headlines was shown to the channel meanwhile,
// or when a message to be edited has another number of edits by now than the edit was made from.
func (d *Deliveries) Follow(ctx context.Context, now time.Time, messages []Delivery, shown []ShownArticle, edits map[string]int) (bool, error) {
	if len(messages) == 0 {
		return false, nil
	}
	planned := false
	err := d.db.tx(ctx, deliveryTables, func(tx txn) error {
		m := messages[0]
		err := tx.row(ctx, `SELECT NOT `+hasRun, m.Workspace, m.Schedule, m.Nominal, m.Zone, m.Place).Scan(&planned)
		for _, s := range shown {
			if err != nil || !planned {
				return err
			}
			err = tx.row(ctx, `SELECT NOT EXISTS (SELECT 1 FROM shown WHERE workspace = $1 AND place = $2 AND article = $3)`, m.Workspace, m.Place, s.Article).Scan(&planned)
		}
		at := millis(now)
		for key, seen := range edits {
			if err != nil || !planned {
				return err
			}
			var n int
			var last int64
			err = tx.row(ctx, `SELECT COUNT(*), COALESCE(MAX(planned), 0) FROM deliveries WHERE edits = $1 AND edits <> ''`, key).Scan(&n, &last)
			planned, at = n == seen, max(at, last+1) // the newest edit is the one that counts, whatever the clock says
		}
		if err != nil || !planned {
			return err
		}
		return plan(ctx, tx, fromMillis(at), messages, shown)
	})
	if err != nil {
		return false, fmt.Errorf("store: plan what follows: %w", err)
	}
	return planned, nil
}

// Edits returns the edits of a workspace's messages that the ledger holds, oldest first.
func (d *Deliveries) Edits(ctx context.Context, workspace string) ([]Delivery, error) {
	return all(ctx, d.db, scanDelivery, `SELECT `+deliveryColumns+` FROM deliveries d WHERE d.edits <> '' AND d.workspace = $1 ORDER BY d.planned, d.key`, workspace)
}
