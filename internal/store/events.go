package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"briefbot/bot"
)

// Events remember for an hour what platforms delivered, for all processes that share the database: each delivery is answered by
// one of them. Of a delivery only a hash of its id is kept.
type Events struct{ db *pool }

// EventLife is how long a delivery is remembered. Platforms repeat theirs for some minutes.
const EventLife = time.Hour

// Claim takes a delivery for an instance. One that another has taken and not answered may be taken again when that instance has
// not been seen for long: it died.
func (e *Events) Claim(ctx context.Context, instance, platform, event string) (bot.Claim, error) {
	const take = `INSERT INTO events (platform, event, holder, at, answered) VALUES ($1, $2, $3, %[1]s, 0)
		ON CONFLICT (platform, event) DO UPDATE SET holder = excluded.holder, at = excluded.at, answered = 0
			WHERE events.at <= %[1]s - $4 OR events.at > %[1]s + $4 OR events.answered = 0 AND events.holder <> $3
				AND NOT EXISTS (SELECT 1 FROM instances i WHERE i.id = events.holder AND i.seen > %[1]s - $5)`
	n, err := e.db.exec(ctx, fmt.Sprintf(take, e.db.now), platform, eventKey(event), instance, EventLife.Milliseconds(), Gone.Milliseconds())
	if err != nil {
		return 0, fmt.Errorf("store: claim a delivery of %s: %w", platform, err)
	}
	if n == 1 {
		return bot.First, nil
	}
	scan := func(r row) (n int64, err error) { return n, r.Scan(&n) }
	answered, ok, err := one(ctx, e.db, scan, `SELECT answered FROM events WHERE platform = $1 AND event = $2`, platform, eventKey(event))
	if err != nil {
		return 0, fmt.Errorf("store: look at a delivery of %s: %w", platform, err)
	}
	if ok && answered == 0 {
		return bot.InHand, nil
	}
	return bot.Answered, nil
}

// Settle notes that an instance has answered a delivery, or forgets it: it certainly was not answered, and may be when it comes again.
func (e *Events) Settle(ctx context.Context, instance, platform, event string, answered bool) error {
	statement := `UPDATE events SET answered = 1 WHERE platform = $1 AND event = $2 AND holder = $3`
	if !answered {
		statement = `DELETE FROM events WHERE platform = $1 AND event = $2 AND holder = $3 AND answered = 0`
	}
	if _, err := e.db.exec(ctx, statement, platform, eventKey(event), instance); err != nil {
		return fmt.Errorf("store: settle a delivery of %s: %w", platform, err)
	}
	return nil
}

// Abandoned counts, by platform, the deliveries of the last hour that an instance took and did not answer before it died.
func (e *Events) Abandoned(ctx context.Context) (map[string]int, error) {
	type count struct {
		platform string
		n        int
	}
	scan := func(r row) (c count, err error) { return c, r.Scan(&c.platform, &c.n) }
	list, err := all(ctx, e.db, scan, fmt.Sprintf(`SELECT platform, count(*) FROM events WHERE answered = 0 AND at > %[1]s - $1
		AND NOT EXISTS (SELECT 1 FROM instances i WHERE i.id = events.holder AND i.seen > %[1]s - $2) GROUP BY platform`, e.db.now),
		EventLife.Milliseconds(), Gone.Milliseconds())
	out := map[string]int{}
	for _, c := range list {
		out[c.platform] = c.n
	}
	return out, err
}

// Expire forgets deliveries that are older than they need be remembered, and returns how many.
func (e *Events) Expire(ctx context.Context) (int64, error) {
	n, err := e.db.exec(ctx, fmt.Sprintf(`DELETE FROM events WHERE at <= %s - $1`, e.db.now), EventLife.Milliseconds())
	if err != nil {
		return 0, fmt.Errorf("store: forget deliveries: %w", err)
	}
	return n, nil
}

// eventKey is what is kept of a delivery's id: Slack's trigger ids open dialogues for a moment.
func eventKey(event string) string {
	sum := sha256.Sum256([]byte(event))
	return hex.EncodeToString(sum[:16])
}
