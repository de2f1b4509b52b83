package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"briefbot/internal/settings"
)

// Drafts keeps the drafts of digests that editors were shown before a run, and what they decided: that stands in the log of changes.
type Drafts struct {
	db    *pool
	fence *Fence // of making drafts; nil: none
}

// Draft is the digest of a run as it was some time before.
type Draft struct {
	Workspace string
	Schedule  string
	Nominal   string // of the run, civil time
	Zone      string
	ID        string // short, buttons name it
	Due       time.Time
	Made      time.Time
	Doc       string // JSON
}

// Name returns what the log calls a draft.
func (d Draft) Name() string { return d.Schedule + " " + d.Nominal + " " + d.Zone }

// ErrRunBegan is the error of a decision on a draft whose run has begun.
var ErrRunBegan = errors.New("the run has begun")

const draftColumns = `workspace, schedule, nominal, zone, id, due, made, doc`

// Put keeps a draft, unless there is one of its run.
func (s *Drafts) Put(ctx context.Context, d Draft) error {
	_, err := s.db.execFenced(ctx, s.fence, runTables, `INSERT INTO drafts (`+draftColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
		d.Workspace, d.Schedule, d.Nominal, d.Zone, d.ID, millis(d.Due), millis(d.Made), d.Doc)
	if err != nil {
		return fmt.Errorf("store: keep the draft of %s: %w", d.Name(), err)
	}
	return nil
}

// Of returns the draft of a run; false when there is none.
func (s *Drafts) Of(ctx context.Context, workspace, schedule, nominal, zone string) (Draft, bool, error) {
	return one(ctx, s.db, scanDraft, `SELECT `+draftColumns+` FROM drafts WHERE workspace = $1 AND schedule = $2 AND nominal = $3 AND zone = $4`,
		workspace, schedule, nominal, zone)
}

// Get returns the draft of an id in a workspace; false when there is none.
func (s *Drafts) Get(ctx context.Context, workspace, id string) (Draft, bool, error) {
	return one(ctx, s.db, scanDraft, `SELECT `+draftColumns+` FROM drafts WHERE workspace = $1 AND id = $2`, workspace, id)
}

// Named returns the drafts of an id in all workspaces.
func (s *Drafts) Named(ctx context.Context, id string) ([]Draft, error) {
	return all(ctx, s.db, scanDraft, `SELECT `+draftColumns+` FROM drafts WHERE id = $1`, id)
}

// Decide writes down what somebody decided on a draft. What is written before its run begins is heeded by the run; after that it is
// refused with ErrRunBegan.
func (s *Drafts) Decide(ctx context.Context, d Draft, c settings.Change) error {
	err := s.db.tx(ctx, settingTables, func(tx txn) error {
		if err := tx.wait(ctx, runTables); err != nil {
			return err
		}
		began := false
		err := tx.row(ctx, `SELECT EXISTS (SELECT 1 FROM runs WHERE workspace = $1 AND schedule = $2 AND nominal = $3 AND zone = $4)`,
			d.Workspace, d.Schedule, d.Nominal, d.Zone).Scan(&began)
		if err != nil {
			return err
		}
		if began {
			return ErrRunBegan
		}
		return logChange(ctx, tx, c)
	})
	if err != nil && !errors.Is(err, ErrRunBegan) {
		return fmt.Errorf("store: decide on the draft of %s: %w", d.Name(), err)
	}
	return err
}

// Decisions returns what was decided on a draft, in the order of deciding.
func (s *Drafts) Decisions(ctx context.Context, d Draft) ([]settings.Change, error) {
	return all(ctx, s.db, scanChange, `SELECT `+changeColumns+` FROM changes WHERE workspace = $1 AND kind = $2 AND name = $3 ORDER BY seq`,
		d.Workspace, string(settings.KindDraft), d.Name())
}

// Expire forgets drafts of runs that were due before t. What was decided stays in the log.
func (s *Drafts) Expire(ctx context.Context, t time.Time) (int64, error) {
	return expire(ctx, s.db, runTables, `DELETE FROM drafts WHERE (workspace, schedule, nominal, zone) IN
		(SELECT workspace, schedule, nominal, zone FROM drafts WHERE due < $1 LIMIT 500)`, millis(t))
}

func scanDraft(r row) (Draft, error) {
	var d Draft
	var due, made int64
	err := r.Scan(&d.Workspace, &d.Schedule, &d.Nominal, &d.Zone, &d.ID, &due, &made, &d.Doc)
	d.Due, d.Made = fromMillis(due), fromMillis(made)
	return d, err
}
