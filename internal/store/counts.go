package store

import (
	"context"
	"strings"
	"time"
)

// Counts are the figures that operators watch.
type Counts struct {
	Messages   []MessageCount
	Unfinished int       // runs that began and have not ended
	Oldest     time.Time // when the oldest message that is still to be sent or settled was planned; zero when there is none
}

// MessageCount is how many messages of a platform are in a state.
type MessageCount struct {
	Platform, State string
	Count           int
}

// Counts counts the messages that are to be sent or settled, those that were refused or are held, and those sent that were
// planned at or after a time. Each reads a small index: grouping by the workspace as it is would tempt SQLite to read a whole one.
func (s *Store) Counts(ctx context.Context, since time.Time) (Counts, error) {
	scan := func(r row) (m MessageCount, err error) { return m, r.Scan(&m.Platform, &m.State, &m.Count) }
	list, err := all(ctx, s.db, scan, `SELECT workspace || '', state, count(*) FROM deliveries WHERE state IN ('planned', 'claimed', 'unknown') GROUP BY workspace || '', state
		UNION ALL SELECT workspace || '', state, count(*) FROM deliveries WHERE state IN ('refused', 'held') GROUP BY workspace || '', state
		UNION ALL SELECT workspace || '', state, count(*) FROM deliveries WHERE state IN ('sent', 'refused', 'held') AND state = 'sent' AND planned >= $1 GROUP BY workspace || '', state`,
		millis(since))
	if err != nil {
		return Counts{}, err
	}
	sum := map[MessageCount]int{}
	for _, m := range list {
		platform, _, _ := strings.Cut(m.Platform, ":") // a workspace is "platform:id"
		sum[MessageCount{Platform: platform, State: m.State}] += m.Count
	}
	var c Counts
	for m, n := range sum {
		m.Count = n
		c.Messages = append(c.Messages, m)
	}
	number := func(r row) (n int64, err error) { return n, r.Scan(&n) }
	unfinished, _, err := one(ctx, s.db, number, `SELECT count(*) FROM runs WHERE ended IS NULL`)
	if err != nil {
		return Counts{}, err
	}
	oldest, _, err := one(ctx, s.db, number, `SELECT COALESCE(MIN(planned), 0) FROM deliveries WHERE state IN ('planned', 'claimed', 'unknown')`)
	if oldest > 0 {
		c.Oldest = fromMillis(oldest)
	}
	c.Unfinished = int(unfinished)
	return c, err
}

// Errors returns how many statements have failed since the database was opened, those that were told to stop aside.
func (s *Store) Errors() int64 { return s.db.failures.Load() }
