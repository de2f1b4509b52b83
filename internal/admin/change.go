package admin

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"slices"
	"strings"
	"time"

	"briefbot/bot"
	"briefbot/internal/settings"
	"briefbot/internal/store"
)

// tries is how often a change is decided anew when others change settings meanwhile.
const tries = 20

// newID names a change or a proposal.
func newID() string { return strings.ToLower(rand.Text()[:7]) }

// Change decides upon the newest settings of the actor's workspace and keeps what was decided, as one change. What decide returns may
// depend on nothing but the settings, for it is asked again when somebody else was quicker. What is refused is a *settings.Refusal.
func (s *Settings) Change(ctx context.Context, a settings.Actor, decide func(*settings.Space) ([]settings.Edit, error)) ([]settings.Change, error) {
	return s.change(ctx, a, "", decide)
}

func (s *Settings) change(ctx context.Context, a settings.Actor, undoes string, decide func(*settings.Space) ([]settings.Edit, error)) ([]settings.Change, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for range tries {
		if err := s.catchUp(ctx); err != nil {
			return nil, err
		}
		have := s.state.Load()
		edits, err := decide(have.space(a.Workspace))
		if err == nil {
			edits, err = s.allowed(a, have.space(a.Workspace), edits)
		}
		if err != nil {
			return nil, err
		}
		changes, err := s.keep(ctx, a, undoes, have.seq, edits)
		if err == nil {
			return changes, s.catchUp(ctx)
		}
		if !errors.Is(err, store.ErrMeanwhile) {
			return nil, err
		}
		time.Sleep(mathrand.N(20 * time.Millisecond)) // not in step with the others
	}
	return nil, fmt.Errorf("settings: %w, again and again", store.ErrMeanwhile)
}

// allowed returns the edits that change something, if the actor may make them and nothing stands in their way.
func (s *Settings) allowed(a settings.Actor, sp *settings.Space, edits []settings.Edit) ([]settings.Edit, error) {
	edits = slices.DeleteFunc(slices.Clone(edits), func(e settings.Edit) bool { return e.Before == e.After })
	if len(edits) == 0 {
		return nil, &settings.Refusal{Code: settings.Nothing}
	}
	next, err := sp.With(edits...)
	if err != nil {
		return nil, err
	}
	for _, e := range edits {
		if !sp.May(a, e) {
			return nil, &settings.Refusal{Code: settings.Denied, Name: e.Name}
		}
	}
	if err := next.Check(a.Workspace, s.Ground, edits); err != nil {
		return nil, err
	}
	roles := slices.ContainsFunc(edits, func(e settings.Edit) bool { return e.Kind == settings.KindRole })
	wide := func(sp *settings.Space) bool { return sp.Rights(a, bot.Address{}) >= bot.Admin }
	if roles && wide(sp) && !wide(next) && !next.Governed() && !s.Operated(a.Workspace) {
		return nil, &settings.Refusal{Code: settings.LastAdmin}
	}
	return edits, nil
}

func (s *Settings) keep(ctx context.Context, a settings.Actor, undoes string, seq int64, edits []settings.Edit) ([]settings.Change, error) {
	id, at := s.ID(), s.Now().UTC().Truncate(time.Millisecond)
	changes := make([]settings.Change, len(edits))
	for i, e := range edits {
		if s.Carry != nil {
			if err := s.Carry(ctx, a.Workspace, e); err != nil {
				return nil, err
			}
		}
		changes[i] = settings.Change{
			Edit: e, Workspace: a.Workspace, ID: id, At: at, By: a.By(), Called: bot.Cut(bot.CleanLine(a.Name), 100), Place: a.Place.Place().String(), Undoes: undoes,
		}
	}
	if _, err := s.store.Apply(ctx, seq, changes); err != nil {
		return nil, err
	}
	for _, c := range changes {
		s.Log.Info("settings changed", "change", c.ID, "kind", string(c.Kind), "name", c.Name, "workspace", c.Workspace, "by", c.By, "undoes", c.Undoes)
	}
	return changes, nil
}

// Note writes a line into the log that sets nothing: what somebody decided elsewhere.
func (s *Settings) Note(ctx context.Context, a settings.Actor, e settings.Edit) error {
	if !e.Kind.Logged() {
		return fmt.Errorf("settings: a %s is more than a line of the log", e.Kind)
	}
	return s.store.Note(ctx, settings.Change{
		Edit: e, Workspace: a.Workspace, ID: s.ID(), At: s.Now().UTC().Truncate(time.Millisecond), By: a.By(), Called: bot.Cut(bot.CleanLine(a.Name), 100),
		Place: a.Place.Place().String(),
	})
}

// History returns the newest changes of a workspace that are older than one, the newest first; before 0 is from the end.
func (s *Settings) History(ctx context.Context, workspace string, before int64, limit int) ([]settings.Change, error) {
	return s.store.Log(ctx, workspace, before, limit)
}

// Undo puts all records of a change back as they were before: of the actor's own last change that was not taken back, when none is named.
func (s *Settings) Undo(ctx context.Context, a settings.Actor, id string) ([]settings.Change, error) {
	if id == "" {
		var err error
		if id, err = s.undoable(ctx, a); err != nil {
			return nil, err
		}
	}
	rows, err := s.store.Change(ctx, a.Workspace, id)
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, &settings.Refusal{Code: settings.NoChange, Name: id}
	}
	switch rows[0].Kind {
	case settings.KindDraft:
		return nil, &settings.Refusal{Code: settings.OnDraft, Name: id}
	case settings.KindHeld:
		return nil, &settings.Refusal{Code: settings.OnHeld, Name: id}
	case settings.KindStory:
		return nil, &settings.Refusal{Code: settings.OnStory, Name: id}
	}
	return s.change(ctx, a, id, func(sp *settings.Space) ([]settings.Edit, error) {
		var edits []settings.Edit
		for _, c := range rows {
			if sp.Doc(c.Ref()) != c.After {
				return nil, s.later(ctx, c)
			}
			edits = append(edits, settings.Edit{Kind: c.Kind, Name: c.Name, Before: c.After, After: c.Before})
		}
		return edits, nil
	})
}

// lookedAt is how many of the newest changes are looked at for one.
const lookedAt = 200

// undoable returns the actor's own last change that was not taken back and takes none back.
func (s *Settings) undoable(ctx context.Context, a settings.Actor) (string, error) {
	list, err := s.store.Log(ctx, a.Workspace, 0, lookedAt)
	if err != nil {
		return "", err
	}
	undone := map[string]bool{}
	for _, c := range list {
		if !undone[c.ID] { // one that was itself taken back takes nothing back
			undone[c.Undoes] = true
		}
	}
	for _, c := range list {
		if c.By == a.By() && !c.Kind.Logged() && c.Undoes == "" && !undone[c.ID] {
			return c.ID, nil
		}
	}
	return "", &settings.Refusal{Code: settings.NotYours}
}

// later refuses to undo a change whose record was changed again, and names the change that stands in the way.
func (s *Settings) later(ctx context.Context, c settings.Change) error {
	refusal := &settings.Refusal{Code: settings.ChangedSince, Name: c.Name}
	list, err := s.store.Log(ctx, c.Workspace, 0, lookedAt)
	for _, o := range list {
		if o.Ref() == c.Ref() && o.Seq > c.Seq {
			refusal.Other = o.ID
			if o.Undoes == c.ID {
				refusal.Code, refusal.Name = settings.AlreadyDone, c.ID
			}
			break
		}
	}
	if err != nil {
		return err
	}
	return refusal
}
