package store

import (
	"context"
	"testing"
	"time"
)

func TestQuestions(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		q := Question{
			Workspace: "slack:T1", ID: "q7k2", Place: "slack:T1/C1", Line: `rank market:"ai cloud" 榜`, Timing: "monthly on the 1st 9:00", Zone: "Asia/Shanghai",
			Language: "zh", Asker: "U1", Created: noon, Handled: time.UnixMilli(0).UTC(),
		}
		add := func(q Question, most int, want bool) {
			t.Helper()
			if added, err := s.Questions.Add(ctx, q, most); err != nil || added != want {
				t.Errorf("add %s to %s: %v, %v", q.ID, q.Workspace, added, err)
			}
		}
		add(q, 2, true)
		add(q, 2, false) // the id is taken
		other := q
		other.Workspace = "slack:T2"
		add(other, 2, true) // not there
		second, third := q, q
		second.ID, third.ID = "q0001", "q0002"
		add(second, 2, true)
		add(third, 2, false) // as many as it may have
		list, err := s.Questions.Of(ctx, "slack:T1")
		if err != nil || len(list) != 2 || list[1] != q || list[0].ID != "q0001" {
			t.Errorf("of the first workspace: %+v, %v", list, err)
		}
		for _, at := range []time.Time{noon.Add(time.Hour), noon} { // it never goes back
			if err := s.Questions.Handle(ctx, "slack:T1", "q7k2", at); err != nil {
				t.Fatal(err)
			}
		}
		all, err := s.Questions.All(ctx)
		if err != nil || len(all) != 3 || !all[1].Handled.Equal(noon.Add(time.Hour)) || !all[2].Handled.Equal(other.Handled) {
			t.Errorf("all: %+v, %v", all, err)
		}
		for _, c := range []struct {
			workspace, id string
			want          bool
		}{{"slack:T3", "q7k2", false}, {"slack:T1", "q7k2", true}, {"slack:T1", "q7k2", false}} {
			if removed, err := s.Questions.Remove(ctx, c.workspace, c.id); err != nil || removed != c.want {
				t.Errorf("remove %s of %s: %v, %v", c.id, c.workspace, removed, err)
			}
		}
		if list, _ := s.Questions.Of(ctx, "slack:T2"); len(list) != 1 {
			t.Errorf("the other workspace lost its own: %+v", list)
		}
	})
}
