package store

import (
	"context"
	"errors"
	"testing"

	"briefbot/internal/settings"
)

func TestSettings(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		one := settings.Change{
			Edit:      settings.Edit{Kind: settings.KindTopic, Name: "芯片 <!channel>", After: `{"where":"chip"}`},
			Workspace: "slack:T1", ID: "abc", At: noon, By: "slack:T1/U1", Called: "Ada", Place: "slack:T1/C1",
		}
		other, gone := one, one
		other.Workspace = "slack:T2"
		last, err := s.Settings.Apply(ctx, 0, []settings.Change{one, other})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Settings.Apply(ctx, 0, []settings.Change{one}); !errors.Is(err, ErrMeanwhile) {
			t.Errorf("upon what is no longer so: %v", err)
		}
		gone.ID, gone.Before, gone.After, gone.Undoes = "def", one.After, "", "abc"
		if _, err := s.Settings.Apply(ctx, last, []settings.Change{gone, gone}); err == nil {
			t.Error("one record twice in one change")
		}
		if now, _ := s.Settings.Last(ctx); now != last {
			t.Errorf("a change that failed left something: %d after %d", now, last)
		}
		if _, err := s.Settings.Apply(ctx, last, []settings.Change{gone}); err != nil {
			t.Fatal(err)
		}
		kept, err := s.Settings.All(ctx)
		if err != nil || len(kept) != 1 || kept[0] != (Kept{"slack:T2", one.Ref(), one.After}) {
			t.Errorf("kept: %+v, %v", kept, err)
		}
		log, err := s.Settings.Log(ctx, "slack:T1", 0, 10)
		gone.Seq = log[0].Seq
		if err != nil || len(log) != 2 || log[0] != gone {
			t.Errorf("log: %+v, %v", log, err)
		}
		if of, _ := s.Settings.Change(ctx, "slack:T2", "def"); len(of) != 0 {
			t.Errorf("a change of another workspace: %+v", of)
		}
	})
}
