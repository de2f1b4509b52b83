package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Runs keeps each nominal time of each schedule, once.
type Runs struct {
	db    *pool
	fence *Fence // of writes; nil: none
}

// The outcomes of a run.
const (
	Going  = "going"
	Posted = "posted"
	Empty  = "empty"
	Paused = "paused"
	Missed = "missed"
	Failed = "failed" // in a channel for which it could not be composed
)

// Run is one nominal time of one schedule in one workspace.
type Run struct {
	Workspace string
	Schedule  string
	Nominal   string // civil time, "2026-03-29T09:00"
	Zone      string
	Due       time.Time
	Started   time.Time
	Ended     time.Time // zero while it is going on
	Outcome   string
	Detail    string // why, as a code
}

// Start records a run and reports whether it is the first to do so: false means that it was run before, here or elsewhere, and
// must not be run again. A run that begins takes the place of one recorded as missed or paused: nothing of that was posted, and
// it was recorded under a clock that has been set back since.
func (r *Runs) Start(ctx context.Context, run Run) (bool, error) {
	var ended any
	if !run.Ended.IsZero() {
		ended = millis(run.Ended)
	}
	n, err := r.db.execFenced(ctx, r.fence, runTables, `INSERT INTO runs (workspace, schedule, nominal, zone, due, started, ended, outcome, detail)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (workspace, schedule, nominal, zone) DO UPDATE
			SET due = excluded.due, started = excluded.started, ended = excluded.ended, outcome = excluded.outcome, detail = excluded.detail
			WHERE runs.outcome IN ('missed', 'paused') AND excluded.outcome = 'going'`,
		run.Workspace, run.Schedule, run.Nominal, run.Zone, millis(run.Due), millis(run.Started), ended, run.Outcome, run.Detail)
	if err != nil {
		return false, fmt.Errorf("store: start run %s of %s: %w", run.Nominal, run.Schedule, err)
	}
	return n == 1, nil
}

// Began reports whether a run was recorded, however it went.
func (r *Runs) Began(ctx context.Context, workspace, schedule, nominal, zone string) (bool, error) {
	scan := func(r row) (is bool, err error) { return is, r.Scan(&is) }
	is, _, err := one(ctx, r.db, scan, `SELECT EXISTS (SELECT 1 FROM runs WHERE workspace = $1 AND schedule = $2 AND nominal = $3 AND zone = $4)`,
		workspace, schedule, nominal, zone)
	return is, err
}

// End records how a run ended. When several processes finish one run, the first says how, except that one that posted is always
// right: the others may have found nothing left to post.
func (r *Runs) End(ctx context.Context, run Run) error {
	_, err := r.db.execFenced(ctx, r.fence, runTables, `UPDATE runs SET ended = $5, outcome = $6, detail = $7
		WHERE workspace = $1 AND schedule = $2 AND nominal = $3 AND zone = $4 AND (ended IS NULL OR $8 = 'posted')`,
		run.Workspace, run.Schedule, run.Nominal, run.Zone, millis(run.Ended), run.Outcome, run.Detail, run.Outcome)
	if err != nil {
		return fmt.Errorf("store: end run %s of %s: %w", run.Nominal, run.Schedule, err)
	}
	return nil
}

const runColumns = `workspace, schedule, nominal, zone, due, started, ended, outcome, detail`

// LastDone returns the newest run of a schedule due before t that had its say in a channel: one that posted, had nothing to post,
// or was not to post because of a pause. It returns false when there is none. What a run came to in a channel of which that was
// not recorded is what it came to at all. Runs of a schedule that was gone since do not count.
func (r *Runs) LastDone(ctx context.Context, workspace, schedule, place string, t time.Time) (Run, bool, error) {
	return one(ctx, r.db, scanRun, `SELECT `+runColumns+` FROM runs r WHERE workspace = $1 AND schedule = $2 AND due < $3
		AND due >= COALESCE((SELECT s.created FROM schedules s WHERE s.workspace = $1 AND s.name = $2), 0)
		AND COALESCE((SELECT p.outcome FROM run_places p WHERE p.workspace = r.workspace AND p.schedule = r.schedule AND p.nominal = r.nominal
			AND p.zone = r.zone AND p.place = $4), r.outcome) IN ('posted', 'empty', 'paused') ORDER BY due DESC LIMIT 1`,
		workspace, schedule, millis(t), place)
}

// Unfinished returns the runs that began and have not ended, the longest due first.
func (r *Runs) Unfinished(ctx context.Context) ([]Run, error) {
	return all(ctx, r.db, scanRun, `SELECT `+runColumns+` FROM runs WHERE ended IS NULL ORDER BY due, schedule, workspace`)
}

// Of returns the runs of a schedule in a workspace, newest first.
func (r *Runs) Of(ctx context.Context, workspace, schedule string, limit int) ([]Run, error) {
	return all(ctx, r.db, scanRun, `SELECT `+runColumns+` FROM runs WHERE workspace = $1 AND schedule = $2 ORDER BY due DESC LIMIT $3`,
		workspace, schedule, limit)
}

// Expire removes runs that were due before t and have ended.
func (r *Runs) Expire(ctx context.Context, t time.Time) (int64, error) {
	_, err := expire(ctx, r.db, runTables, `DELETE FROM run_places WHERE (workspace, schedule, nominal, zone, place) IN
		(SELECT workspace, schedule, nominal, zone, place FROM run_places WHERE due < $1 LIMIT 500)`, millis(t))
	if err != nil {
		return 0, err
	}
	return expire(ctx, r.db, runTables, `DELETE FROM runs WHERE (workspace, schedule, nominal, zone) IN
		(SELECT workspace, schedule, nominal, zone FROM runs WHERE due < $1 AND ended IS NOT NULL LIMIT 500)`, millis(t))
}

func scanRun(r row) (Run, error) {
	var run Run
	var due, started int64
	var ended sql.NullInt64
	err := r.Scan(&run.Workspace, &run.Schedule, &run.Nominal, &run.Zone, &due, &started, &ended, &run.Outcome, &run.Detail)
	run.Due, run.Started = fromMillis(due), fromMillis(started)
	if ended.Valid {
		run.Ended = fromMillis(ended.Int64)
	}
	return run, err
}
