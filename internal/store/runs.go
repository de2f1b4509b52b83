package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Runs keeps each nominal time of each schedule, once.
type Runs struct{ db *sql.DB }

// The outcomes of a run.
const (
	Going  = "going"
	Posted = "posted"
	Empty  = "empty"
	Missed = "missed"
	Failed = "failed"
)

// Run is one nominal time of one schedule.
type Run struct {
	Workspace string
	Schedule  string
	Nominal   string // civil time, "2026-03-29T09:00"
	Zone      string
	Due       time.Time
	Started   time.Time
	Ended     time.Time // zero while it is going on
	Outcome   string
	Detail    string
}

// Start records that a run begins and reports whether it is the first to do so: false means that it was run before, here or
// elsewhere, and must not be run again.
func (r *Runs) Start(ctx context.Context, run Run) (bool, error) {
	var ended any
	if !run.Ended.IsZero() {
		ended = millis(run.Ended)
	}
	res, err := r.db.ExecContext(ctx, `INSERT INTO runs (workspace, schedule, nominal, zone, due, started, ended, outcome, detail)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING`,
		run.Workspace, run.Schedule, run.Nominal, run.Zone, millis(run.Due), millis(run.Started), ended, run.Outcome, run.Detail)
	if err != nil {
		return false, fmt.Errorf("store: start run %s of %s: %w", run.Nominal, run.Schedule, err)
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// End records how a run ended.
func (r *Runs) End(ctx context.Context, run Run) error {
	_, err := r.db.ExecContext(ctx, `UPDATE runs SET ended = $5, outcome = $6, detail = $7
		WHERE workspace = $1 AND schedule = $2 AND nominal = $3 AND zone = $4`,
		run.Workspace, run.Schedule, run.Nominal, run.Zone, millis(run.Ended), run.Outcome, run.Detail)
	if err != nil {
		return fmt.Errorf("store: end run %s of %s: %w", run.Nominal, run.Schedule, err)
	}
	return nil
}

const runColumns = `workspace, schedule, nominal, zone, due, started, ended, outcome, detail`

// LastDone returns the newest run of a schedule due before t that had its say: one that posted, or had nothing to post. It
// returns false when there is none.
func (r *Runs) LastDone(ctx context.Context, workspace, schedule string, t time.Time) (Run, bool, error) {
	row := r.db.QueryRowContext(ctx, `SELECT `+runColumns+` FROM runs WHERE workspace = $1 AND schedule = $2 AND due < $3
		AND outcome IN ('posted', 'empty') ORDER BY due DESC LIMIT 1`, workspace, schedule, millis(t))
	run, err := scanRun(row)
	if errors.Is(err, sql.ErrNoRows) {
		return Run{}, false, nil
	}
	return run, err == nil, err
}

// Unfinished returns the runs that were going on when the program ended.
func (r *Runs) Unfinished(ctx context.Context) ([]Run, error) {
	rows, err := r.db.QueryContext(ctx, `SELECT `+runColumns+` FROM runs WHERE ended IS NULL ORDER BY due`)
	return collect(rows, err, func(rows *sql.Rows) (Run, error) { return scanRun(rows) })
}

func scanRun(row interface{ Scan(...any) error }) (Run, error) {
	var run Run
	var due, started int64
	var ended sql.NullInt64
	err := row.Scan(&run.Workspace, &run.Schedule, &run.Nominal, &run.Zone, &due, &started, &ended, &run.Outcome, &run.Detail)
	run.Due, run.Started = fromMillis(due), fromMillis(started)
	if ended.Valid {
		run.Ended = fromMillis(ended.Int64)
	}
	return run, err
}
