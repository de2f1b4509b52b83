package store

import (
	"context"
	"fmt"
	"time"
)

// Schedules keeps how far the decisions on each schedule have come.
type Schedules struct {
	db    *pool
	fence *Fence // of writes; nil: none
}

// ScheduleState is what is kept of one schedule.
type ScheduleState struct {
	Name    string
	Rule    string    // as decided by; another one means that the schedule was edited
	Since   time.Time // no run at or before this is owed
	Handled time.Time // due time of the last run that was decided on
}

// All returns the states of all schedules by name.
func (s *Schedules) All(ctx context.Context) (map[string]ScheduleState, error) {
	list, err := all(ctx, s.db, scanSchedule, `SELECT name, rule, since, handled FROM schedules`)
	out := make(map[string]ScheduleState, len(list))
	for _, state := range list {
		out[state.Name] = state
	}
	return out, err
}

// Save keeps the state of a schedule.
func (s *Schedules) Save(ctx context.Context, state ScheduleState) error {
	_, err := s.db.execFenced(ctx, s.fence, runTables, `INSERT INTO schedules (name, rule, since, handled) VALUES ($1, $2, $3, $4)
		ON CONFLICT (name) DO UPDATE SET rule = excluded.rule, since = excluded.since, handled = excluded.handled`,
		state.Name, state.Rule, millis(state.Since), millis(state.Handled))
	if err != nil {
		return fmt.Errorf("store: save schedule %s: %w", state.Name, err)
	}
	return nil
}

// Forget removes the state of a schedule that is gone: should one of that name come back, it owes nothing of the past.
func (s *Schedules) Forget(ctx context.Context, name string) error {
	if _, err := s.db.execFenced(ctx, s.fence, runTables, `DELETE FROM schedules WHERE name = $1`, name); err != nil {
		return fmt.Errorf("store: forget schedule %s: %w", name, err)
	}
	return nil
}

func scanSchedule(r row) (ScheduleState, error) {
	var state ScheduleState
	var since, handled int64
	err := r.Scan(&state.Name, &state.Rule, &since, &handled)
	state.Since, state.Handled = fromMillis(since), fromMillis(handled)
	return state, err
}
