package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Deliveries is the ledger of messages: one row a message, planned before anything is sent.
type Deliveries struct{ db *sql.DB }

// The states of a delivery.
const (
	Planned = "planned" // waits for its turn
	Claimed = "claimed" // a request may be under way
	Sent    = "sent"    // the platform has it
	Unknown = "unknown" // the platform may have it: look before doing anything else
	Refused = "refused" // the platform will not have it
	Held    = "held"    // nobody can tell; an admin decides
)

// Delivery is one message of the ledger.
type Delivery struct {
	Key       string
	Workspace string
	Schedule  string
	Nominal   string // of the run, civil time
	Place     string // the channel's address
	Part      int    // from 0, sent in order
	Parent    string // key of the message in whose thread it goes, or empty
	Payload   []byte // frozen when planned
	State     string
	Attempts  int
	Claimed   time.Time
	NotBefore time.Time
	Address   string // once sent
	Reason    string
}

// DeliveryKey returns the key of one message: the first 24 hex digits of the SHA-256 of schedule, nominal time, destination and part.
func DeliveryKey(workspace, schedule, nominal, place string, part int) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{workspace, schedule, nominal, place, strconv.Itoa(part)}, "\n")))
	return hex.EncodeToString(sum[:])[:24]
}

// ShownArticle is one headline that a channel is about to be shown.
type ShownArticle struct{ Article, Story string }

// Plan records messages and the headlines that they show, all or none. Messages that are planned already stay as they are.
func (d *Deliveries) Plan(ctx context.Context, now time.Time, messages []Delivery, shown []ShownArticle) error {
	err := inTx(ctx, d.db, func(tx *sql.Tx) error {
		for _, m := range messages {
			_, err := tx.ExecContext(ctx, `INSERT INTO deliveries (key, workspace, schedule, nominal, place, part, parent, payload, state, attempts, not_before, address, reason)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'planned', 0, 0, '', '') ON CONFLICT DO NOTHING`,
				m.Key, m.Workspace, m.Schedule, m.Nominal, m.Place, m.Part, m.Parent, string(m.Payload))
			if err != nil {
				return err
			}
		}
		if len(messages) == 0 {
			return nil
		}
		for _, s := range shown {
			_, err := tx.ExecContext(ctx, `INSERT INTO shown (workspace, place, article, story, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
				messages[0].Workspace, messages[0].Place, s.Article, s.Story, millis(now))
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("store: plan deliveries: %w", err)
	}
	return nil
}

const deliveryColumns = `d.key, d.workspace, d.schedule, d.nominal, d.place, d.part, d.parent, d.payload, d.state, d.attempts,
	COALESCE(d.claimed, 0), d.not_before, d.address, d.reason`

// Open returns the messages to be sent or settled now, those of one run and place in order, and of each only the first: a
// later part waits for the earlier ones. A claim younger than the lease is somebody's and left alone.
func (d *Deliveries) Open(ctx context.Context, now time.Time, lease time.Duration, limit int) ([]Delivery, error) {
	rows, err := d.db.QueryContext(ctx, `SELECT `+deliveryColumns+` FROM deliveries d
		WHERE d.state IN ('planned', 'claimed', 'unknown') AND d.not_before <= $1 AND (d.state <> 'claimed' OR d.claimed <= $2)
		AND NOT EXISTS (SELECT 1 FROM deliveries e WHERE e.workspace = d.workspace AND e.schedule = d.schedule AND e.nominal = d.nominal
			AND e.place = d.place AND e.part < d.part AND e.state IN ('planned', 'claimed', 'unknown'))
		ORDER BY d.not_before, d.nominal, d.place, d.part LIMIT $3`, millis(now), millis(now.Add(-lease)), limit)
	return collect(rows, err, scanDelivery)
}

// Claim takes a message for sending, and reports whether it was still as it was read. It is on disk when Claim returns.
func (d *Deliveries) Claim(ctx context.Context, m Delivery, now time.Time) (bool, error) {
	res, err := d.db.ExecContext(ctx, `UPDATE deliveries SET state = 'claimed', claimed = $2, attempts = attempts + 1
		WHERE key = $1 AND state = $3 AND attempts = $4`, m.Key, millis(now), m.State, m.Attempts)
	if err != nil {
		return false, fmt.Errorf("store: claim %s: %w", m.Key, err)
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// Settle records what became of a message.
func (d *Deliveries) Settle(ctx context.Context, key, state, address, reason string, notBefore time.Time) error {
	before := int64(0)
	if !notBefore.IsZero() {
		before = millis(notBefore)
	}
	_, err := d.db.ExecContext(ctx, `UPDATE deliveries SET state = $2, address = $3, reason = $4, not_before = $5 WHERE key = $1`,
		key, state, address, reason, before)
	if err != nil {
		return fmt.Errorf("store: settle %s: %w", key, err)
	}
	return nil
}

// Get returns one message of the ledger; false when there is none.
func (d *Deliveries) Get(ctx context.Context, key string) (Delivery, bool, error) {
	rows, err := d.db.QueryContext(ctx, `SELECT `+deliveryColumns+` FROM deliveries d WHERE d.key = $1`, key)
	found, err := collect(rows, err, scanDelivery)
	if err != nil || len(found) == 0 {
		return Delivery{}, false, err
	}
	return found[0], true, nil
}

// OfRun returns the messages of one run, by place and part.
func (d *Deliveries) OfRun(ctx context.Context, workspace, schedule, nominal string) ([]Delivery, error) {
	rows, err := d.db.QueryContext(ctx, `SELECT `+deliveryColumns+` FROM deliveries d
		WHERE d.workspace = $1 AND d.schedule = $2 AND d.nominal = $3 ORDER BY d.place, d.part`, workspace, schedule, nominal)
	return collect(rows, err, scanDelivery)
}

// NextOpen returns when the next message that waits may be tried; false when none waits.
func (d *Deliveries) NextOpen(ctx context.Context) (time.Time, bool, error) {
	var at sql.NullInt64
	err := d.db.QueryRowContext(ctx, `SELECT MIN(not_before) FROM deliveries WHERE state IN ('planned', 'unknown')`).Scan(&at)
	return fromMillis(at.Int64), at.Valid, err
}

func scanDelivery(rows *sql.Rows) (Delivery, error) {
	var d Delivery
	var claimed, notBefore int64
	var payload string
	err := rows.Scan(&d.Key, &d.Workspace, &d.Schedule, &d.Nominal, &d.Place, &d.Part, &d.Parent, &payload, &d.State, &d.Attempts,
		&claimed, &notBefore, &d.Address, &d.Reason)
	d.Payload, d.Claimed, d.NotBefore = []byte(payload), fromMillis(claimed), fromMillis(notBefore)
	return d, err
}

// Shown keeps which headlines a channel has seen.
type Shown struct{ db *sql.DB }

// Since returns the ids of the articles and of the stories that a channel was shown at or after t.
func (s *Shown) Since(ctx context.Context, workspace, place string, t time.Time) (articles, stories map[string]bool, err error) {
	rows, err := s.db.QueryContext(ctx, `SELECT article, story FROM shown WHERE workspace = $1 AND place = $2 AND at >= $3`, workspace, place, millis(t))
	list, err := collect(rows, err, func(rows *sql.Rows) (ShownArticle, error) {
		var a ShownArticle
		err := rows.Scan(&a.Article, &a.Story)
		return a, err
	})
	articles, stories = map[string]bool{}, map[string]bool{}
	for _, a := range list {
		articles[a.Article] = true
		if a.Story != "" {
			stories[a.Story] = true
		}
	}
	return articles, stories, err
}

// Expire forgets what was shown before t.
func (s *Shown) Expire(ctx context.Context, t time.Time) error {
	_, err := s.db.ExecContext(ctx, `DELETE FROM shown WHERE at < $1`, millis(t))
	return err
}
