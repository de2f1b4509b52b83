package admin

import (
	"context"
	"encoding/json"
	"time"

	"briefbot/internal/settings"
	"briefbot/internal/store"
)

// patience is how long a proposal can be confirmed.
const patience = time.Hour

// Propose checks a change and keeps it until the actor confirms it. What is refused is a *settings.Refusal.
func (s *Settings) Propose(ctx context.Context, a settings.Actor, edits []settings.Edit) (id string, err error) {
	if err := s.Refresh(ctx); err != nil {
		return "", err
	}
	if edits, err = s.allowed(a, s.Space(a.Workspace), edits); err != nil {
		return "", err
	}
	text, err := json.Marshal(edits)
	if err != nil {
		return "", err
	}
	p := store.Proposal{Workspace: a.Workspace, ID: s.ID(), By: a.By(), At: s.Now(), Edits: string(text)}
	return p.ID, s.store.Propose(ctx, p, s.Now().Add(-patience))
}

// Proposal returns what the actor proposed, while it can be confirmed. That it cannot is a *settings.Refusal.
func (s *Settings) Proposal(ctx context.Context, a settings.Actor, id string) ([]settings.Edit, error) {
	p, ok, err := s.store.Proposal(ctx, a.Workspace, id, a.By())
	switch {
	case err != nil:
		return nil, err
	case !ok || s.Now().Sub(p.At) > patience:
		return nil, &settings.Refusal{Code: settings.Expired}
	}
	var edits []settings.Edit
	return edits, json.Unmarshal([]byte(p.Edits), &edits)
}

// Confirm carries out what the actor proposed, once. It is refused when the records were changed meanwhile.
func (s *Settings) Confirm(ctx context.Context, a settings.Actor, id string) ([]settings.Change, error) {
	gone := &settings.Refusal{Code: settings.Expired}
	edits, err := s.Proposal(ctx, a, id)
	if err != nil {
		return nil, err
	}
	if taken, err := s.store.Take(ctx, a.Workspace, id); err != nil || !taken {
		if err == nil {
			err = gone
		}
		return nil, err
	}
	return s.Change(ctx, a, func(sp *settings.Space) ([]settings.Edit, error) {
		for _, e := range edits {
			if sp.Doc(e.Ref()) != e.Before {
				return nil, &settings.Refusal{Code: settings.ChangedSince, Name: e.Name}
			}
		}
		return edits, nil
	})
}
