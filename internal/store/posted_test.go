package store

import (
	"context"
	"testing"
	"time"
)

// TestAt finds a message by where it stands, in its own workspace alone, whatever edits took its place since.
func TestAt(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		plan := func(at time.Time, d Delivery) {
			t.Helper()
			if ok, err := s.Deliveries.Plan(ctx, at, []Delivery{d}, nil); !ok || err != nil {
				t.Fatal(ok, err)
			}
		}
		plan(noon, delivery(1))
		edit := delivery(2)
		edit.Edits, edit.Nominal, edit.Payload = delivery(1).Key, "edit", []byte(`{"Title":"edited"}`)
		edit = edit.keyed()
		plan(noon.Add(time.Minute), edit)
		const at = "slack:T1/C1/1718350000.000100"
		for _, key := range []string{delivery(1).Key, edit.Key} {
			if _, err := s.db.exec(ctx, `UPDATE deliveries SET state = 'sent', address = $2 WHERE key = $1`, key, at); err != nil {
				t.Fatal(err)
			}
		}
		got, ok, err := s.Deliveries.At(ctx, delivery(1).Workspace, at)
		if err != nil || !ok || got.Key != delivery(1).Key {
			t.Errorf("at %s: %+v %v %v", at, got, ok, err)
		}
		for _, c := range [][2]string{{"slack:T9", at}, {delivery(1).Workspace, "slack:T1/C1/2.2"}, {delivery(1).Workspace, ""}} {
			if _, ok, err := s.Deliveries.At(ctx, c[0], c[1]); ok || err != nil {
				t.Errorf("at %q in %s: %v %v", c[1], c[0], ok, err)
			}
		}
	})
}

// TestOpenDrafts lists the drafts whose runs are still to come.
func TestOpenDrafts(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		for n, due := range []time.Time{noon.Add(2 * time.Hour), noon.Add(time.Hour), noon} {
			d := Draft{Workspace: "slack:T1", Schedule: "morning", Nominal: due.Format("2006-01-02T15:04"), Zone: "UTC", ID: string(rune('a' + n)), Due: due, Made: noon, Doc: "{}"}
			if err := s.Drafts.Put(ctx, d); err != nil {
				t.Fatal(err)
			}
		}
		got, err := s.Drafts.Open(ctx, "slack:T1", noon)
		if err != nil || len(got) != 2 || got[0].ID != "b" || got[1].ID != "a" {
			t.Errorf("open: %+v %v", got, err)
		}
		if got, err := s.Drafts.Open(ctx, "slack:T2", noon); len(got) != 0 || err != nil {
			t.Errorf("of another workspace: %+v %v", got, err)
		}
	})
}

// TestTold keeps of which feeds the admins of each workspace know.
func TestTold(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		for range 2 { // twice does no harm
			if err := s.Feeds.Tell(ctx, "slack:T1", []string{"a", "b"}, []string{"c"}, noon); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Feeds.Tell(ctx, "slack:T1", nil, []string{"a"}, noon); err != nil {
			t.Fatal(err)
		}
		if got, err := s.Feeds.Told(ctx, "slack:T1"); err != nil || len(got) != 1 || !got["b"] {
			t.Errorf("told of %v, %v", got, err)
		}
		if got, err := s.Feeds.Told(ctx, "slack:T2"); err != nil || len(got) != 0 {
			t.Errorf("another workspace was told of %v, %v", got, err)
		}
	})
}
