package store

import (
	"context"
	"encoding/json"
	"fmt"

	"briefbot/internal/settings"
)

// Readers keeps what people chose for themselves.
type Readers struct{ db *pool }

// Reader is somebody in a workspace who chose something for themselves.
type Reader struct {
	Workspace string
	Person    string // the platform's id
	ID        string // names the digest and its button
	Place     string // the address of the conversation; empty while nothing is followed
	Timing    string // as it was typed
	Zone      string
	Language  string
	Reading   settings.Reading
}

// Last returns the number of the newest change. It is cheap enough to be asked every second.
func (s *Readers) Last(ctx context.Context) (int64, error) {
	seq, _, err := one(ctx, s.db, scanSeq, `SELECT COALESCE(MAX(seq), 0) FROM readers`)
	return seq, err
}

// All returns everybody who chose something, by workspace and person.
func (s *Readers) All(ctx context.Context) ([]Reader, error) {
	return all(ctx, s.db, scanReader, `SELECT workspace, person, id, place, timing, zone, language, doc FROM readers WHERE id <> '' ORDER BY workspace, person`)
}

// Put keeps what somebody chose, in place of what they had, unless the workspace has so many others already: then it returns false.
func (s *Readers) Put(ctx context.Context, r Reader, most int) (bool, error) {
	doc, err := json.Marshal(r.Reading)
	if err != nil {
		return false, err
	}
	kept := false
	err = s.db.tx(ctx, readerTables, func(tx txn) error {
		n := 0
		if err := tx.row(ctx, `SELECT COUNT(*) FROM readers WHERE workspace = $1 AND id <> '' AND person <> $2`, r.Workspace, r.Person).Scan(&n); err != nil {
			return err
		}
		if kept = n < most; !kept {
			return nil
		}
		return put(ctx, tx, r, string(doc))
	})
	if err != nil {
		return false, fmt.Errorf("store: keep what somebody chose: %w", err)
	}
	return kept, nil
}

func put(ctx context.Context, tx txn, r Reader, doc string) error {
	_, err := tx.exec(ctx, `INSERT INTO readers (workspace, person, seq, id, place, timing, zone, language, doc)
		VALUES ($1, $2, (SELECT COALESCE(MAX(seq), 0) + 1 FROM readers), $3, $4, $5, $6, $7, $8)
		ON CONFLICT (workspace, person) DO UPDATE SET seq = excluded.seq, id = excluded.id, place = excluded.place, timing = excluded.timing,
			zone = excluded.zone, language = excluded.language, doc = excluded.doc`,
		r.Workspace, r.Person, r.ID, r.Place, r.Timing, r.Zone, r.Language, doc)
	return err
}

// Drop forgets what somebody chose. That it was taken back is known until Expire, so that other processes notice.
func (s *Readers) Drop(ctx context.Context, workspace, person string) error {
	err := s.db.tx(ctx, readerTables, func(tx txn) error { return put(ctx, tx, Reader{Workspace: workspace, Person: person}, "{}") })
	if err != nil {
		return fmt.Errorf("store: forget what somebody chose: %w", err)
	}
	return nil
}

// Expire removes those who took all back, but for the last change.
func (s *Readers) Expire(ctx context.Context) (int64, error) {
	return s.db.exec(ctx, `DELETE FROM readers WHERE id = '' AND seq < (SELECT MAX(seq) FROM readers)`)
}

func scanReader(r row) (Reader, error) {
	var x Reader
	var doc string
	if err := r.Scan(&x.Workspace, &x.Person, &x.ID, &x.Place, &x.Timing, &x.Zone, &x.Language, &doc); err != nil {
		return x, err
	}
	return x, json.Unmarshal([]byte(doc), &x.Reading)
}
