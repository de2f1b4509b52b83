package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Pauses keeps the last pause of each schedule in each workspace, and of each of its channels.
type Pauses struct{ db *pool }

// Why a schedule or a channel of it is paused.
const (
	Asked           = "asked"   // an admin asked for it
	RefusedInSeries = "refused" // the platform refused its messages again and again
)

// Pause keeps a schedule, or one of its channels, from posting. It stays known after its end: what was due before that is not made
// up for.
type Pause struct {
	ScheduleID
	Place  string // the channel's address; empty: all of the workspace
	Since  time.Time
	Until  time.Time // runs from here on happen again; zero: until it is resumed
	Reason string    // Asked or RefusedInSeries
	Detail string    // what the platform said
}

// Holds reports whether a run that is due at a moment is not to happen.
func (p Pause) Holds(due time.Time) bool { return p.Until.IsZero() || due.Before(p.Until) }

const pauseColumns = `workspace, schedule, place, since, until, reason, detail`

// All returns the pauses of all schedules, also those that have ended.
func (s *Pauses) All(ctx context.Context) ([]Pause, error) {
	return all(ctx, s.db, scanPause, `SELECT `+pauseColumns+` FROM pauses ORDER BY workspace, schedule, place`)
}

// Of returns the pauses of a schedule and of its channels, also those that have ended.
func (s *Pauses) Of(ctx context.Context, id ScheduleID) ([]Pause, error) {
	return all(ctx, s.db, scanPause, `SELECT `+pauseColumns+` FROM pauses WHERE workspace = $1 AND schedule = $2 ORDER BY place`, id.Workspace, id.Name)
}

// Put begins a pause, in place of the last one of the same schedule and channel.
func (s *Pauses) Put(ctx context.Context, p Pause) error {
	_, err := s.put(ctx, p, "")
	return err
}

// Stop pauses a channel unless it is paused at that time, and reports whether it did.
func (s *Pauses) Stop(ctx context.Context, p Pause) (bool, error) {
	return s.put(ctx, p, ` WHERE pauses.until IS NOT NULL AND pauses.until <= excluded.since`)
}

func (s *Pauses) put(ctx context.Context, p Pause, where string) (bool, error) {
	var until any
	if !p.Until.IsZero() {
		until = millis(p.Until)
	}
	n, err := s.db.exec(ctx, `INSERT INTO pauses (`+pauseColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7)
		ON CONFLICT (workspace, schedule, place) DO UPDATE
			SET since = excluded.since, until = excluded.until, reason = excluded.reason, detail = excluded.detail`+where,
		p.Workspace, p.Name, p.Place, millis(p.Since), until, p.Reason, p.Detail)
	if err != nil {
		return false, fmt.Errorf("store: pause %s: %w", p.Name, err)
	}
	return n == 1, nil
}

// End ends the pauses of a schedule and of its channels at a moment, and returns how many went on until then.
func (s *Pauses) End(ctx context.Context, id ScheduleID, at time.Time) (int64, error) {
	n, err := s.db.exec(ctx, `UPDATE pauses SET until = $3 WHERE workspace = $1 AND schedule = $2 AND (until IS NULL OR until > $3)`,
		id.Workspace, id.Name, millis(at))
	if err != nil {
		return 0, fmt.Errorf("store: resume %s: %w", id.Name, err)
	}
	return n, nil
}

// Forget removes the pauses of a schedule that is gone.
func (s *Pauses) Forget(ctx context.Context, id ScheduleID) error {
	if _, err := s.db.exec(ctx, `DELETE FROM pauses WHERE workspace = $1 AND schedule = $2`, id.Workspace, id.Name); err != nil {
		return fmt.Errorf("store: forget the pauses of %s: %w", id.Name, err)
	}
	return nil
}

func scanPause(r row) (Pause, error) {
	var p Pause
	var since int64
	var until sql.NullInt64
	err := r.Scan(&p.Workspace, &p.Name, &p.Place, &since, &until, &p.Reason, &p.Detail)
	p.Since = fromMillis(since)
	if until.Valid {
		p.Until = fromMillis(until.Int64)
	}
	return p, err
}
