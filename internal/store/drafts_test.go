package store

import (
	"context"
	"errors"
	"testing"
	"time"

	"briefbot/internal/settings"
)

// TestDrafts keeps one draft a run, and decisions on it until its run begins.
func TestDrafts(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		first := Draft{Workspace: "slack:T1", Schedule: "morning", Nominal: "2026-03-02T09:00", Zone: "UTC", ID: "k7q2xma", Due: noon, Made: noon.Add(-time.Hour), Doc: `{"a":1}`}
		second, other := first, first
		second.ID, second.Doc = "zzzzzzz", `{}`
		other.Workspace = "slack:T2"
		for _, d := range []Draft{first, second, other} {
			if err := s.Drafts.Put(ctx, d); err != nil {
				t.Fatal(err)
			}
		}
		if got, ok, err := s.Drafts.Of(ctx, "slack:T1", "morning", "2026-03-02T09:00", "UTC"); err != nil || !ok || got != first {
			t.Errorf("the draft: %+v %v %v", got, ok, err)
		}
		if _, ok, err := s.Drafts.Get(ctx, "slack:T1", "zzzzzzz"); ok || err != nil {
			t.Errorf("a second draft of the run: %v %v", ok, err)
		}
		if _, ok, err := s.Drafts.Get(ctx, "slack:T3", first.ID); ok || err != nil {
			t.Errorf("the draft of another workspace: %v %v", ok, err)
		}
		change := func(id, workspace string) settings.Change {
			return settings.Change{Edit: settings.Edit{Kind: settings.KindDraft, Name: first.Name(), After: `{"did":"drop","n":1}`}, Workspace: workspace, ID: id, At: noon, By: "slack:T1/U1"}
		}
		for _, err := range []error{s.Drafts.Decide(ctx, first, change("a", "slack:T1")), s.Drafts.Decide(ctx, first, change("b", "slack:T1")), s.Drafts.Decide(ctx, other, change("c", "slack:T2"))} {
			if err != nil {
				t.Fatal(err)
			}
		}
		run := Run{Workspace: "slack:T1", Schedule: "morning", Nominal: "2026-03-02T09:00", Zone: "UTC", Due: noon, Started: noon, Outcome: Going}
		if began, err := s.Runs.Began(ctx, run.Workspace, run.Schedule, run.Nominal, run.Zone); began || err != nil {
			t.Errorf("began: %v %v", began, err)
		}
		if _, err := s.Runs.Start(ctx, run); err != nil {
			t.Fatal(err)
		}
		if began, err := s.Runs.Began(ctx, run.Workspace, run.Schedule, run.Nominal, run.Zone); !began || err != nil {
			t.Errorf("began: %v %v", began, err)
		}
		if err := s.Drafts.Decide(ctx, first, change("d", "slack:T1")); !errors.Is(err, ErrRunBegan) {
			t.Errorf("after the run has begun: %v", err)
		}
		if err := s.Drafts.Decide(ctx, other, change("e", "slack:T2")); err != nil {
			t.Errorf("the run of another workspace: %v", err)
		}
		list, err := s.Drafts.Decisions(ctx, first)
		if err != nil || len(list) != 2 || list[0].ID != "a" || list[1].ID != "b" {
			t.Errorf("decisions: %+v %v", list, err)
		}
		if n, err := s.Drafts.Expire(ctx, noon.Add(time.Hour)); n != 2 || err != nil {
			t.Errorf("expired: %d %v", n, err)
		}
		if list, err := s.Drafts.Decisions(ctx, first); err != nil || len(list) != 2 {
			t.Errorf("the log forgot: %+v %v", list, err)
		}
		if kept, err := s.Settings.All(ctx); err != nil || len(kept) != 0 {
			t.Errorf("a decision became a setting: %+v %v", kept, err)
		}
	})
}
