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
type Deliveries struct{ db *pool }

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
	Zone      string // of the run
	Place     string // the channel's address
	Part      int    // from 0, sent in order
	Parent    string // key of the message in whose thread it goes, or empty
	Edits     string // key of the message whose place it takes, or empty
	Payload   []byte // frozen when planned
	State     string
	Attempts  int       // requests that were begun
	Again     int       // of these, how many were made because looking did not find the message
	Silent    int       // of those, how many after the platform gave no answer; the others after this program died
	Planned   time.Time // when it was written down
	Claimed   time.Time // when the last request was begun, by this machine's clock; zero before the first
	Since     time.Time // when the first of those was begun that the platform may have taken, by the platform's clock; zero before the first
	NotBefore time.Time // earliest next step
	Address   string    // once sent
	Reason    string
}

// DeliveryKey returns the key of one message: the first 24 hex digits of the SHA-256 of schedule, nominal time, destination and
// part. The nominal time has its zone behind it.
func DeliveryKey(workspace, schedule, nominal, place string, part int) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{workspace, schedule, nominal, place, strconv.Itoa(part)}, "\n")))
	return hex.EncodeToString(sum[:])[:24]
}

// Plan records the messages of one run for one place and the headlines that they show, all or none, and reports whether it did:
// when the run has messages for the place already, nothing changes, whatever the new ones say.
func (d *Deliveries) Plan(ctx context.Context, now time.Time, messages []Delivery, shown []ShownArticle) (bool, error) {
	if len(messages) == 0 {
		return false, nil
	}
	planned := false
	err := d.db.tx(ctx, deliveryTables, func(tx txn) error {
		m := messages[0]
		err := tx.row(ctx, `SELECT NOT `+hasRun, m.Workspace, m.Schedule, m.Nominal, m.Zone, m.Place).Scan(&planned)
		if err != nil || !planned {
			return err
		}
		return plan(ctx, tx, now, messages, shown)
	})
	if err != nil {
		return false, fmt.Errorf("store: plan deliveries: %w", err)
	}
	return planned, nil
}

// plan writes messages down, and what they show. A headline that was in a thread may stand for its story later.
func plan(ctx context.Context, tx txn, now time.Time, messages []Delivery, shown []ShownArticle) error {
	for _, m := range messages {
		_, err := tx.exec(ctx, `INSERT INTO deliveries
			(key, workspace, schedule, nominal, zone, place, part, parent, edits, payload, state, attempts, again, planned, not_before, address, reason)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'planned', 0, 0, $11, 0, '', '')`,
			m.Key, m.Workspace, m.Schedule, m.Nominal, m.Zone, m.Place, m.Part, m.Parent, m.Edits, string(m.Payload), millis(now))
		if err != nil {
			return err
		}
	}
	for _, s := range shown {
		_, err := tx.exec(ctx, `INSERT INTO shown (workspace, place, article, story, at, message, lead) VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (workspace, place, article) DO UPDATE SET story = excluded.story, at = excluded.at, message = excluded.message, lead = 1
				WHERE excluded.lead = 1`,
			messages[0].Workspace, messages[0].Place, s.Article, s.Story, millis(now), s.Message, flag(s.Lead))
		if err != nil {
			return err
		}
	}
	return nil
}

const hasRun = `EXISTS (SELECT 1 FROM deliveries WHERE workspace = $1 AND schedule = $2 AND nominal = $3 AND zone = $4 AND place = $5)`

// HasRun reports whether messages of the run were planned for the place.
func (d *Deliveries) HasRun(ctx context.Context, workspace, schedule, nominal, zone, place string) (bool, error) {
	scan := func(r row) (has bool, err error) { return has, r.Scan(&has) }
	has, _, err := one(ctx, d.db, scan, `SELECT `+hasRun, workspace, schedule, nominal, zone, place)
	return has, err
}

const deliveryColumns = `d.key, d.workspace, d.schedule, d.nominal, d.zone, d.place, d.part, d.parent, d.edits, d.payload, d.state, d.attempts,
	d.again, d.silent, d.planned, COALESCE(d.claimed, 0), COALESCE(d.since, 0), d.not_before, d.address, d.reason`

// The conditions of being open. Waits are at most an hour, so that a time further ahead was written before the clock was set
// back, and counts as past.
const (
	openStates = `d.state IN ('planned', 'claimed', 'unknown')`
	firstOfRun = `NOT EXISTS (SELECT 1 FROM deliveries e WHERE e.workspace = d.workspace AND e.schedule = d.schedule AND e.nominal = d.nominal
		AND e.zone = d.zone AND e.place = d.place AND e.part < d.part AND e.state IN ('planned', 'claimed', 'unknown'))`
	dueNow = `(d.state = 'claimed' OR d.not_before <= $1 OR d.not_before - 7200000 > $1)`
)

// LongestWait is the longest that a message may be told to wait.
const LongestWait = time.Hour

// OpenPlaces returns the channels, sorted, for which there is something to send or settle now. What is claimed counts: it is for the
// sender of its channel to know whether that is its own doing.
func (d *Deliveries) OpenPlaces(ctx context.Context, now time.Time) ([]string, error) {
	scan := func(r row) (place string, err error) { return place, r.Scan(&place) }
	return all(ctx, d.db, scan, `SELECT DISTINCT d.place FROM deliveries d WHERE `+openStates+` AND `+dueNow+` AND `+firstOfRun+` ORDER BY d.place`, millis(now))
}

// NextAt returns the message to be sent or settled now in a channel; false when there is none. Runs are independent of each
// other; within one, a part waits until all before it are settled. One that is claimed was left so by an earlier sender when the
// asker is the sender of the channel and has no request under way.
func (d *Deliveries) NextAt(ctx context.Context, place string, now time.Time) (Delivery, bool, error) {
	return one(ctx, d.db, scanDelivery, `SELECT `+deliveryColumns+` FROM deliveries d WHERE d.place = $2 AND `+openStates+` AND `+dueNow+` AND `+firstOfRun+`
		ORDER BY d.planned, d.nominal, d.schedule, d.part LIMIT 1`, millis(now), place)
}

// NextOpen returns the first moment after now at which a message may be sent or settled; false when there is none. What may be
// already is not counted.
func (d *Deliveries) NextOpen(ctx context.Context, now time.Time) (time.Time, bool, error) {
	scan := func(r row) (at sql.NullInt64, err error) { return at, r.Scan(&at) }
	at, _, err := one(ctx, d.db, scan, `SELECT MIN(d.not_before) FROM deliveries d
		WHERE d.state IN ('planned', 'unknown') AND d.not_before > $1 AND `+firstOfRun, millis(now))
	return fromMillis(at.Int64), at.Valid, err
}

// Claim is how a message is taken for sending.
type Claim struct {
	At     time.Time // by this machine's clock
	Since  time.Time // by the platform's; kept from the first claim whose fate is unknown
	Repeat bool      // the platform recognises the message, should it have it: this counts as no further message
	Silent bool      // it gave no answer when it was posted before
}

// Claim takes a message for sending. It reports whether the message was still as it was read, and the sender still the one of its
// channel. It is on disk when Claim returns.
func (d *Deliveries) Claim(ctx context.Context, by Sender, m Delivery, c Claim) (bool, error) {
	again, silent := 1, 0
	switch {
	case c.Repeat || m.State == Planned:
		again = 0
	case c.Silent:
		silent = 1
	}
	claimed := false
	err := d.db.grouped(ctx, m.Place, func(tx txn) error {
		claimed = false
		n, err := tx.exec(ctx, `UPDATE senders SET beat = beat + 1 WHERE place = $1 AND holder = $2 AND epoch = $3`, m.Place, by.Holder, by.Epoch)
		if err != nil || n == 0 {
			return err
		}
		n, err = tx.exec(ctx, `UPDATE deliveries SET state = 'claimed', claimed = $2, attempts = attempts + 1, again = again + $5, silent = silent + $7,
			since = CASE WHEN state = 'planned' OR since IS NULL THEN $6 ELSE since END WHERE key = $1 AND state = $3 AND attempts = $4`,
			m.Key, millis(c.At), m.State, m.Attempts, again, millis(c.Since), silent)
		claimed = n == 1
		return err
	})
	if err != nil {
		return false, fmt.Errorf("store: claim %s: %w", m.Key, err)
	}
	return claimed, nil
}

// Outcome is what became of a message.
type Outcome struct {
	State     string
	Address   string    // when sent
	Reason    string    // otherwise
	NotBefore time.Time // zero: at once
}

// Settle records what became of a message, and reports whether it was still as it was read: if not, somebody else has settled it.
func (d *Deliveries) Settle(ctx context.Context, m Delivery, o Outcome) (bool, error) {
	before := int64(0)
	if !o.NotBefore.IsZero() {
		before = millis(o.NotBefore)
	}
	mine := false
	err := d.db.grouped(ctx, m.Place, func(tx txn) error {
		n, err := tx.exec(ctx, `UPDATE deliveries SET state = $4, address = $5, reason = $6, not_before = $7
			WHERE key = $1 AND state = $2 AND attempts = $3`, m.Key, m.State, m.Attempts, o.State, o.Address, o.Reason, before)
		mine = n == 1
		return err
	})
	if err != nil {
		return false, fmt.Errorf("store: settle %s: %w", m.Key, err)
	}
	return mine, nil
}

// Get returns one message of the ledger; false when there is none.
func (d *Deliveries) Get(ctx context.Context, key string) (Delivery, bool, error) {
	return one(ctx, d.db, scanDelivery, `SELECT `+deliveryColumns+` FROM deliveries d WHERE d.key = $1`, key)
}

// OfRun returns the messages of one run, by place and part.
func (d *Deliveries) OfRun(ctx context.Context, workspace, schedule, nominal string) ([]Delivery, error) {
	return all(ctx, d.db, scanDelivery, `SELECT `+deliveryColumns+` FROM deliveries d
		WHERE d.workspace = $1 AND d.schedule = $2 AND d.nominal = $3 ORDER BY d.zone, d.place, d.part`, workspace, schedule, nominal)
}

// Expire removes messages that were planned before t and are settled.
func (d *Deliveries) Expire(ctx context.Context, t time.Time) (int64, error) {
	return expire(ctx, d.db, deliveryTables, `DELETE FROM deliveries WHERE key IN
		(SELECT key FROM deliveries WHERE planned < $1 AND state IN ('sent', 'refused', 'held') LIMIT 500)`, millis(t))
}

func scanDelivery(r row) (Delivery, error) {
	var d Delivery
	var planned, claimed, since, notBefore int64
	var payload string
	err := r.Scan(&d.Key, &d.Workspace, &d.Schedule, &d.Nominal, &d.Zone, &d.Place, &d.Part, &d.Parent, &d.Edits, &payload, &d.State, &d.Attempts,
		&d.Again, &d.Silent, &planned, &claimed, &since, &notBefore, &d.Address, &d.Reason)
	d.Payload, d.Planned, d.NotBefore = []byte(payload), fromMillis(planned), fromMillis(notBefore)
	if claimed != 0 {
		d.Claimed = fromMillis(claimed)
	}
	if since != 0 {
		d.Since = fromMillis(since)
	}
	return d, err
}
