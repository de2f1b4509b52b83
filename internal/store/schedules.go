package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Schedules keeps how far the decisions on each schedule have come.
type Schedules struct{ db *sql.DB }

// ScheduleState is what is kept of one schedule.
type ScheduleState struct {
	Name    string
	Rule    string
	Since   time.Time
	Handled time.Time
}

// Load returns the state of a schedule; false when there is none.
func (s *Schedules) Load(ctx context.Context, name string) (ScheduleState, bool, error) {
	var state ScheduleState
	var since, handled int64
	err := s.db.QueryRowContext(ctx, `SELECT name, rule, since, handled FROM schedules WHERE name = $1`, name).
		Scan(&state.Name, &state.Rule, &since, &handled)
	if errors.Is(err, sql.ErrNoRows) {
		return state, false, nil
	}
	if err != nil {
		return state, false, fmt.Errorf("store: schedule %s: %w", name, err)
	}
	state.Since, state.Handled = fromMillis(since), fromMillis(handled)
	return state, true, nil
}

// Save keeps the state of a schedule.
func (s *Schedules) Save(ctx context.Context, state ScheduleState) error {
	_, err := s.db.ExecContext(ctx, `INSERT INTO schedules (name, rule, since, handled) VALUES ($1, $2, $3, $4)
		ON CONFLICT (name) DO UPDATE SET rule = excluded.rule, since = excluded.since, handled = excluded.handled`,
		state.Name, state.Rule, millis(state.Since), millis(state.Handled))
	if err != nil {
		return fmt.Errorf("store: save schedule %s: %w", state.Name, err)
	}
	return nil
}
