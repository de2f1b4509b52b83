package store

import (
	"context"
	"fmt"
	"time"
)

// Questions keeps what is asked again on a timetable.
type Questions struct{ db *pool }

// Question is one line that is answered in a channel again and again.
type Question struct {
	Workspace string
	ID        string // short, people type it
	Place     string // the channel's address
	Line      string // as it would be typed
	Timing    string // as it was typed
	Zone      string
	Language  string
	Asker     string    // the platform's id of who set it up
	Created   time.Time // no run at or before this is owed
	Handled   time.Time // due time of the last run that was decided on; the start of 1970 before the first
}

const questionColumns = `workspace, id, place, line, timing, zone, language, asker, created, handled`

// Add keeps a question and reports whether it did: false means that the workspace has one of the id, or as many as it may have.
func (s *Questions) Add(ctx context.Context, q Question, most int) (bool, error) {
	n, err := s.db.exec(ctx, `INSERT INTO questions (`+questionColumns+`) SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
		WHERE (SELECT count(*) FROM questions WHERE workspace = $1) < $11 ON CONFLICT DO NOTHING`,
		q.Workspace, q.ID, q.Place, q.Line, q.Timing, q.Zone, q.Language, q.Asker, millis(q.Created), millis(q.Handled), most)
	if err != nil {
		return false, fmt.Errorf("store: add question %s: %w", q.ID, err)
	}
	return n == 1, nil
}

// All returns every question of every workspace, by workspace and id.
func (s *Questions) All(ctx context.Context) ([]Question, error) {
	return all(ctx, s.db, scanQuestion, `SELECT `+questionColumns+` FROM questions ORDER BY workspace, id`)
}

// Of returns the questions of a workspace, by id.
func (s *Questions) Of(ctx context.Context, workspace string) ([]Question, error) {
	return all(ctx, s.db, scanQuestion, `SELECT `+questionColumns+` FROM questions WHERE workspace = $1 ORDER BY id`, workspace)
}

// Handle keeps how far the decisions on a question have come. It never goes back, whoever else decides.
func (s *Questions) Handle(ctx context.Context, workspace, id string, handled time.Time) error {
	_, err := s.db.exec(ctx, `UPDATE questions SET handled = $3 WHERE workspace = $1 AND id = $2 AND handled < $3`, workspace, id, millis(handled))
	if err != nil {
		return fmt.Errorf("store: handle question %s: %w", id, err)
	}
	return nil
}

// Remove forgets a question of a workspace and reports whether there was one.
func (s *Questions) Remove(ctx context.Context, workspace, id string) (bool, error) {
	n, err := s.db.exec(ctx, `DELETE FROM questions WHERE workspace = $1 AND id = $2`, workspace, id)
	if err != nil {
		return false, fmt.Errorf("store: remove question %s: %w", id, err)
	}
	return n == 1, nil
}

func scanQuestion(r row) (Question, error) {
	var q Question
	var created, handled int64
	err := r.Scan(&q.Workspace, &q.ID, &q.Place, &q.Line, &q.Timing, &q.Zone, &q.Language, &q.Asker, &created, &handled)
	q.Created, q.Handled = fromMillis(created), fromMillis(handled)
	return q, err
}
