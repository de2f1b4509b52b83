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

// ScheduleID names a schedule in one of the workspaces that it posts to.
type ScheduleID struct {
	Workspace string
	Name      string
}

// ScheduleState is what is kept of one schedule in one workspace.
type ScheduleState struct {
	ScheduleID
	Rule    string    // as decided by; another one means that the schedule was edited
	Created time.Time // when it was there first, or came back after it was gone
	Since   time.Time // no run at or before this is owed
	Handled time.Time // nominal instant of the last run that was decided on
}

// All returns the states of all schedules.
func (s *Schedules) All(ctx context.Context) (map[ScheduleID]ScheduleState, error) {
	list, err := all(ctx, s.db, scanSchedule, `SELECT workspace, name, rule, created, since, handled FROM schedules`)
	out := make(map[ScheduleID]ScheduleState, len(list))
	for _, state := range list {
		out[state.ScheduleID] = state
	}
	return out, err
}

// Get returns the state of one schedule; false when there is none.
func (s *Schedules) Get(ctx context.Context, id ScheduleID) (ScheduleState, bool, error) {
	return one(ctx, s.db, scanSchedule, `SELECT workspace, name, rule, created, since, handled FROM schedules WHERE workspace = $1 AND name = $2`, id.Workspace, id.Name)
}

// Save keeps the state of a schedule.
func (s *Schedules) Save(ctx context.Context, state ScheduleState) error {
	_, err := s.db.execFenced(ctx, s.fence, runTables, `INSERT INTO schedules (workspace, name, rule, created, since, handled) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (workspace, name) DO UPDATE SET rule = excluded.rule, created = excluded.created, since = excluded.since, handled = excluded.handled`,
		state.Workspace, state.Name, state.Rule, millis(state.Created), millis(state.Since), millis(state.Handled))
	if err != nil {
		return fmt.Errorf("store: save schedule %s: %w", state.Name, err)
	}
	return nil
}

// Forget removes the state of a schedule that is gone: should one of that name come back, it owes nothing of the past.
func (s *Schedules) Forget(ctx context.Context, id ScheduleID) error {
	if _, err := s.db.execFenced(ctx, s.fence, runTables, `DELETE FROM schedules WHERE workspace = $1 AND name = $2`, id.Workspace, id.Name); err != nil {
		return fmt.Errorf("store: forget schedule %s: %w", id.Name, err)
	}
	return nil
}

func scanSchedule(r row) (ScheduleState, error) {
	var state ScheduleState
	var created, since, handled int64
	err := r.Scan(&state.Workspace, &state.Name, &state.Rule, &created, &since, &handled)
	state.Created, state.Since, state.Handled = fromMillis(created), fromMillis(since), fromMillis(handled)
	return state, err
}
