package store

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Errors of deciding on a message.
var (
	ErrNoSuchMessage = errors.New("there is no such message in this workspace")
	ErrNotHeld       = errors.New("the message is not held any more")
	ErrParentFirst   = errors.New("the message in whose thread it belongs has to be decided on first")
)

// Held returns the messages of a workspace that wait for an admin, the newest first; without the replies that wait for another of
// them.
func (d *Deliveries) Held(ctx context.Context, workspace string, limit int) ([]Delivery, error) {
	return all(ctx, d.db, scanDelivery, `SELECT `+deliveryColumns+` FROM deliveries d
		WHERE d.workspace = $1 AND d.state = 'held' AND NOT `+private+` AND NOT `+parentHeld+` ORDER BY d.planned DESC, d.key LIMIT $2`, workspace, limit)
}

// PrivateSchedule begins the names of schedules that post to one person alone. Nobody can give one such a name: they hold no colon.
const PrivateSchedule = "follow:"

const (
	// private: it is between the bot and one person; no admin sees it, nor could they look whether it is there.
	private = `d.schedule LIKE '` + PrivateSchedule + `%'`

	parentHeld = `EXISTS (SELECT 1 FROM deliveries p WHERE p.key = d.parent AND p.state = 'held')`

	// noticed: a notice of this holding was planned. Notices are messages of a schedule without a name.
	noticed = `EXISTS (SELECT 1 FROM deliveries n WHERE n.workspace = d.workspace AND n.schedule = '' AND n.nominal = 'held ' || d.key || ' ' || d.attempts)`
)

// Notice returns the name under which the notice of a held message is planned: another one each time it is held.
func (d Delivery) Notice() string { return fmt.Sprintf("held %s %d", d.Key, d.Attempts) }

// Unnoticed returns the held messages of a workspace that no notice was planned of, the oldest first; without replies that wait for
// another one, and without notices. What was planned before a time is left out.
func (d *Deliveries) Unnoticed(ctx context.Context, workspace string, after time.Time, limit int) ([]Delivery, error) {
	return all(ctx, d.db, scanDelivery, `SELECT `+deliveryColumns+` FROM deliveries d
		WHERE d.workspace = $1 AND d.state = 'held' AND d.planned >= $2 AND d.schedule <> '' AND NOT `+private+` AND NOT `+parentHeld+` AND NOT `+noticed+`
		ORDER BY d.planned, d.key LIMIT $3`, workspace, millis(after), limit)
}

// Arrived records what an admin says: a held message is there, at an address if that is known. Its held replies then follow into its
// thread; without an address they never can, and are given up. It reports whether the message was held.
func (d *Deliveries) Arrived(ctx context.Context, m Delivery, address, why string, now time.Time) (bool, error) {
	return d.release(ctx, m, func(tx txn) (int64, error) {
		n, err := tx.exec(ctx, `UPDATE deliveries SET state = 'sent', address = $2, reason = $3, not_before = 0 WHERE key = $1 AND state = 'held' AND attempts = $4`,
			m.Key, address, why, m.Attempts)
		if err != nil || n == 0 {
			return n, err
		}
		if address == "" {
			_, err = tx.exec(ctx, `UPDATE deliveries SET state = 'refused', reason = $2 WHERE parent = $1 AND state = 'held'`, m.Key, why)
			return n, err
		}
		_, err = tx.exec(ctx, plannedAgain+` WHERE parent = $1 AND state = 'held'`, m.Key, millis(now), why)
		return n, err
	})
}

const plannedAgain = `UPDATE deliveries SET state = 'planned', again = 0, planned = $2, not_before = 0, reason = $3`

// Again has a message that is held or refused posted once more, as an admin wants, with the replies that waited for it. It reports
// whether the message was.
func (d *Deliveries) Again(ctx context.Context, m Delivery, why string, now time.Time) (bool, error) {
	return d.release(ctx, m, func(tx txn) (int64, error) {
		n, err := tx.exec(ctx, plannedAgain+` WHERE key = $1 AND state = $4 AND attempts = $5 AND state IN ('held', 'refused')`, m.Key, millis(now), why, m.State, m.Attempts)
		if err != nil || n == 0 {
			return n, err
		}
		_, err = tx.exec(ctx, plannedAgain+` WHERE parent = $1 AND state IN ('held', 'refused')`, m.Key, millis(now), why)
		return n, err
	})
}

func (d *Deliveries) release(ctx context.Context, m Delivery, write func(txn) (int64, error)) (bool, error) {
	var n int64
	err := d.db.grouped(ctx, m.Place, func(tx txn) (err error) {
		n, err = write(tx)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("store: release %s: %w", m.Key, err)
	}
	return n == 1, nil
}
