package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"briefbot/internal/settings"
)

// Settings keeps what admins set, and who set what. The log is only ever added to.
type Settings struct{ db *pool }

// ErrMeanwhile is the error of changes that were made without knowing of others that have been kept since: read those first, then
// decide again.
var ErrMeanwhile = errors.New("store: settings have changed meanwhile")

const lastChange = `SELECT COALESCE(MAX(seq), 0) FROM changes`

// Last returns the number of the newest change; 0 when there is none. It is cheap enough to be asked every second.
func (s *Settings) Last(ctx context.Context) (int64, error) {
	seq, _, err := one(ctx, s.db, scanSeq, lastChange)
	return seq, err
}

// Kept is one setting as it is now.
type Kept struct {
	Workspace string
	settings.Ref
	Doc string
}

// All returns the settings of all workspaces.
func (s *Settings) All(ctx context.Context) ([]Kept, error) {
	return all(ctx, s.db, func(r row) (k Kept, err error) {
		return k, r.Scan(&k.Workspace, &k.Kind, &k.Name, &k.Doc)
	}, `SELECT workspace, kind, name, doc FROM settings ORDER BY workspace, kind, name`)
}

// Apply keeps changes and what they set, all or none, if the newest change so far is still the one that they were decided upon; else it
// returns ErrMeanwhile. It returns the number of the last one.
func (s *Settings) Apply(ctx context.Context, after int64, changes []settings.Change) (int64, error) {
	last := after
	err := s.db.tx(ctx, settingTables, func(tx txn) error {
		var have int64
		if err := tx.row(ctx, lastChange).Scan(&have); err != nil {
			return err
		}
		if have != after {
			return ErrMeanwhile
		}
		for _, c := range changes {
			if err := apply(ctx, tx, c); err != nil {
				return err
			}
		}
		return tx.row(ctx, lastChange).Scan(&last)
	})
	if err != nil {
		return 0, fmt.Errorf("store: change settings: %w", err)
	}
	return last, nil
}

// Note writes a line into the log that sets nothing.
func (s *Settings) Note(ctx context.Context, c settings.Change) error {
	if err := s.db.tx(ctx, settingTables, func(tx txn) error { return logChange(ctx, tx, c) }); err != nil {
		return fmt.Errorf("store: note a change: %w", err)
	}
	return nil
}

// logChange adds a line to the log.
func logChange(ctx context.Context, tx txn, c settings.Change) error {
	_, err := tx.exec(ctx, `INSERT INTO changes (workspace, change, kind, name, before, after, at, who, called, place, undoes)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		c.Workspace, c.ID, string(c.Kind), c.Name, c.Before, c.After, millis(c.At), c.By, c.Called, c.Place, c.Undoes)
	return err
}

func apply(ctx context.Context, tx txn, c settings.Change) error {
	err := logChange(ctx, tx, c)
	if err != nil {
		return err
	}
	if c.After == "" {
		_, err = tx.exec(ctx, `DELETE FROM settings WHERE workspace = $1 AND kind = $2 AND name = $3`, c.Workspace, string(c.Kind), c.Name)
		return err
	}
	_, err = tx.exec(ctx, `INSERT INTO settings (workspace, kind, name, doc) VALUES ($1, $2, $3, $4)
		ON CONFLICT (workspace, kind, name) DO UPDATE SET doc = excluded.doc`, c.Workspace, string(c.Kind), c.Name, c.After)
	return err
}

const changeColumns = `seq, workspace, change, kind, name, before, after, at, who, called, place, undoes`

// Since returns the changes of all workspaces after one, in the order of writing.
func (s *Settings) Since(ctx context.Context, after int64) ([]settings.Change, error) {
	return all(ctx, s.db, scanChange, `SELECT `+changeColumns+` FROM changes WHERE seq > $1 ORDER BY seq`, after)
}

// Change returns the documents of one change of a workspace.
func (s *Settings) Change(ctx context.Context, workspace, id string) ([]settings.Change, error) {
	return all(ctx, s.db, scanChange, `SELECT `+changeColumns+` FROM changes WHERE workspace = $1 AND change = $2 ORDER BY seq`, workspace, id)
}

// Log returns the newest changes of a workspace that are older than one, the newest first; before 0 is from the end.
func (s *Settings) Log(ctx context.Context, workspace string, before int64, limit int) ([]settings.Change, error) {
	return all(ctx, s.db, scanChange, `SELECT `+changeColumns+` FROM changes WHERE workspace = $1 AND ($2 = 0 OR seq < $2) ORDER BY seq DESC LIMIT $3`,
		workspace, before, limit)
}

func scanChange(r row) (settings.Change, error) {
	var c settings.Change
	var at int64
	err := r.Scan(&c.Seq, &c.Workspace, &c.ID, &c.Kind, &c.Name, &c.Before, &c.After, &at, &c.By, &c.Called, &c.Place, &c.Undoes)
	c.At = fromMillis(at)
	return c, err
}

// Proposal is a change that somebody was shown and has not confirmed yet.
type Proposal struct {
	Workspace string
	ID        string
	By        string
	At        time.Time
	Edits     string // JSON
}

// Propose keeps a proposal. Those from before a moment are forgotten.
func (s *Settings) Propose(ctx context.Context, p Proposal, old time.Time) error {
	err := s.db.tx(ctx, "", func(tx txn) error {
		if _, err := tx.exec(ctx, `DELETE FROM proposals WHERE at < $1`, millis(old)); err != nil {
			return err
		}
		_, err := tx.exec(ctx, `INSERT INTO proposals (workspace, id, who, at, edits) VALUES ($1, $2, $3, $4, $5)`, p.Workspace, p.ID, p.By, millis(p.At), p.Edits)
		return err
	})
	if err != nil {
		return fmt.Errorf("store: keep a proposal: %w", err)
	}
	return nil
}

// Proposal returns what somebody was shown; false when they were not, or it is forgotten.
func (s *Settings) Proposal(ctx context.Context, workspace, id, by string) (Proposal, bool, error) {
	return one(ctx, s.db, func(r row) (Proposal, error) {
		p := Proposal{Workspace: workspace, ID: id, By: by}
		var at int64
		err := r.Scan(&at, &p.Edits)
		p.At = fromMillis(at)
		return p, err
	}, `SELECT at, edits FROM proposals WHERE workspace = $1 AND id = $2 AND who = $3`, workspace, id, by)
}

// Take removes a proposal and reports whether it was there: who took it may carry it out.
func (s *Settings) Take(ctx context.Context, workspace, id string) (bool, error) {
	n, err := s.db.exec(ctx, `DELETE FROM proposals WHERE workspace = $1 AND id = $2`, workspace, id)
	if err != nil {
		return false, fmt.Errorf("store: take a proposal: %w", err)
	}
	return n == 1, nil
}
