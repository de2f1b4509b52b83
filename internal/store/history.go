package store

import (
	"context"
	"fmt"
	"time"
)

// RunPlace is what a run came to in one channel.
type RunPlace struct {
	Place   string
	Outcome string // as of runs
	Detail  string // why, as a code
}

// Mark records what a run came to in a channel. The first word stands, except that a channel that got something has it.
func (r *Runs) Mark(ctx context.Context, run Run, p RunPlace) error {
	_, err := r.db.execFenced(ctx, r.fence, runTables, `INSERT INTO run_places (workspace, schedule, nominal, zone, place, due, outcome, detail) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (workspace, schedule, nominal, zone, place) DO UPDATE SET outcome = excluded.outcome, detail = excluded.detail
			WHERE excluded.outcome = 'posted' OR run_places.outcome = 'missed'`,
		run.Workspace, run.Schedule, run.Nominal, run.Zone, p.Place, millis(run.Due), p.Outcome, p.Detail)
	if err != nil {
		return fmt.Errorf("store: mark run %s of %s: %w", run.Nominal, run.Schedule, err)
	}
	return nil
}

// Places returns what a run came to in each of its channels, as far as that was recorded.
func (r *Runs) Places(ctx context.Context, run Run) ([]RunPlace, error) {
	scan := func(r row) (p RunPlace, err error) { return p, r.Scan(&p.Place, &p.Outcome, &p.Detail) }
	return all(ctx, r.db, scan, `SELECT place, outcome, detail FROM run_places WHERE workspace = $1 AND schedule = $2 AND nominal = $3 AND zone = $4 ORDER BY place`,
		run.Workspace, run.Schedule, run.Nominal, run.Zone)
}

// Recent returns the newest runs of a workspace but for private ones, newest first: of one schedule, or with an empty name of all. It also returns how
// many there are.
func (r *Runs) Recent(ctx context.Context, workspace, schedule string, limit int) ([]Run, int, error) {
	where, args := `WHERE workspace = $1 AND schedule NOT LIKE '`+PrivateSchedule+`%'`, []any{workspace}
	if schedule != "" {
		where, args = where+` AND schedule = $2`, append(args, schedule)
	}
	scan := func(r row) (n int, err error) { return n, r.Scan(&n) }
	n, _, err := one(ctx, r.db, scan, `SELECT COUNT(*) FROM runs `+where, args...)
	if err != nil {
		return nil, 0, err
	}
	list, err := all(ctx, r.db, scanRun, fmt.Sprintf(`SELECT %s FROM runs %s ORDER BY due DESC LIMIT $%d`, runColumns, where, len(args)+1), append(args, limit)...)
	return list, n, err
}

// Part is what became of one message of a run.
type Part struct {
	Place  string
	Part   int // 0 is the one in the channel, the others stand in its thread
	State  string
	Begun  time.Time // when the last request was begun; zero before the first
	Reason string
}

// Parts returns what became of the messages of a run, by channel and part.
func (r *Runs) Parts(ctx context.Context, run Run) ([]Part, error) {
	scan := func(r row) (Part, error) {
		var p Part
		var begun int64
		err := r.Scan(&p.Place, &p.Part, &p.State, &begun, &p.Reason)
		if begun != 0 {
			p.Begun = fromMillis(begun)
		}
		return p, err
	}
	return all(ctx, r.db, scan, `SELECT place, part, state, COALESCE(claimed, 0), reason FROM deliveries
		WHERE workspace = $1 AND schedule = $2 AND nominal = $3 AND zone = $4 ORDER BY place, part`, run.Workspace, run.Schedule, run.Nominal, run.Zone)
}

// Waiting reports whether the message of another run of the schedule has been waiting since a moment to get into the channel.
func (r *Runs) Waiting(ctx context.Context, run Run, place string, since time.Time) (bool, error) {
	scan := func(r row) (has bool, err error) { return has, r.Scan(&has) }
	has, _, err := one(ctx, r.db, scan, `SELECT EXISTS (SELECT 1 FROM deliveries WHERE workspace = $1 AND schedule = $2 AND place = $3 AND part = 0
		AND state IN ('planned', 'claimed', 'unknown') AND planned > $4 AND NOT (nominal = $5 AND zone = $6))`,
		run.Workspace, run.Schedule, place, millis(since), run.Nominal, run.Zone)
	return has, err
}

// Rejected is a channel that takes nothing from a schedule.
type Rejected struct {
	ScheduleID
	Place  string
	Reason string // of the last refusal
}

// Rejected returns the channels that refused the last digests of a schedule in a row, so many since they were last resumed, and are
// not paused.
func (r *Runs) Rejected(ctx context.Context, now time.Time, inARow int) ([]Rejected, error) {
	scan := func(r row) (x Rejected, err error) { return x, r.Scan(&x.Workspace, &x.Name, &x.Place) }
	list, err := all(ctx, r.db, scan, `SELECT d.workspace, d.schedule, d.place FROM deliveries d WHERE d.part = 0 AND d.state = 'refused' AND d.schedule <> ''
		GROUP BY d.workspace, d.schedule, d.place HAVING COUNT(*) >= $1
		AND NOT EXISTS (SELECT 1 FROM pauses p WHERE p.workspace = d.workspace AND p.schedule = d.schedule AND p.place = d.place
			AND (p.until IS NULL OR p.until > $2))`, inARow, millis(now))
	if err != nil {
		return nil, err
	}
	var out []Rejected
	for _, x := range list {
		all, err := r.allRefused(ctx, &x, inARow)
		if err != nil {
			return nil, err
		}
		if all {
			out = append(out, x)
		}
	}
	return out, nil
}

// allRefused reports whether the last settled digests of a channel since its last pause, and since the schedule is there, were all refused,
// and sets the reason.
func (r *Runs) allRefused(ctx context.Context, x *Rejected, inARow int) (bool, error) {
	scan := func(r row) (h [2]string, err error) { return h, r.Scan(&h[0], &h[1]) }
	last, err := all(ctx, r.db, scan, `SELECT state, reason FROM deliveries WHERE workspace = $1 AND schedule = $2 AND place = $3 AND part = 0
		AND state IN ('sent', 'refused', 'held')
		AND planned > COALESCE((SELECT until FROM pauses WHERE workspace = $1 AND schedule = $2 AND place = $3), 0)
		AND planned > COALESCE((SELECT created FROM schedules WHERE workspace = $1 AND name = $2), 0)
		ORDER BY planned DESC LIMIT $4`, x.Workspace, x.Name, x.Place, inARow)
	if err != nil || len(last) < inARow {
		return false, err
	}
	x.Reason = last[0][1]
	for _, h := range last {
		if h[0] != Refused {
			return false, nil
		}
	}
	return true, nil
}
