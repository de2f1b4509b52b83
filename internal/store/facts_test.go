package store

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"briefbot/briefs"
	"briefbot/briefs/facts"
)

const team, rivals = "slack:T1", "discord:9"

// share makes a record of a fact's value.
func share(t *testing.T, workspace, id, value string) facts.Record {
	t.Helper()
	v, err := briefs.ParseDecimal(value)
	if err != nil {
		t.Fatal(err)
	}
	return facts.Record{
		Workspace: workspace, Change: "c-" + id, At: noon, By: "slack:T1/U1", Did: facts.Added, Why: "seen in “print”",
		Fact: briefs.Fact{
			ID: id, Subject: "alibaba-cloud", Metric: facts.Share, Market: "m-cn-infra", Period: briefs.QuarterOf(2025, 1),
			Quantity: briefs.Quantity{Value: v, Unit: "percent"}, Nature: briefs.Estimate, Review: briefs.Approved, Known: briefs.Span{From: noon},
			Sources: []briefs.Source{{Publisher: "Canalys", Title: "中国云\x00", URL: "https://example.org/" + id}},
		},
	}
}

func load(s *Store, last int64) (out []Loaded, err error) {
	err = s.Facts.Load(context.Background(), last, func(l *Loaded) { out = append(out, *l) })
	return out, err
}

var exact = cmp.AllowUnexported(briefs.Decimal{})

func TestFactsAreOnlyAdded(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		first := []facts.Record{share(t, "", "FAAAA", "36.0"), share(t, team, "FBBBB", "-0.10"), share(t, rivals, "FBBBB", "7")}
		last, err := s.Facts.Add(ctx, 0, first)
		if err != nil || last != 3 {
			t.Fatalf("last %d, %v", last, err)
		}
		fixed := share(t, team, "FAAAA", "35.9")
		fixed.Did, fixed.Change = facts.Corrected, "c-fix"
		if last, err = s.Facts.Add(ctx, last, []facts.Record{fixed}); err != nil || last != 4 {
			t.Fatalf("last %d, %v", last, err)
		}
		want := append(first, fixed)
		for i := range want {
			want[i].Seq = int64(i + 1)
		}
		got, err := s.Facts.Since(ctx, 0)
		if diff := cmp.Diff(want, got, exact); diff != "" || err != nil {
			t.Errorf("since the beginning: %v\n%s", err, diff)
		}
		if got, err := s.Facts.Since(ctx, 3); len(got) != 1 || err != nil {
			t.Errorf("since the third: %d, %v", len(got), err)
		}
		loaded, err := load(s, last)
		if err != nil || len(loaded) != 4 || loaded[3].Workspace != team || loaded[0].Fact.Quantity.Value.String() != "36.0" {
			t.Errorf("loaded %+v, %v", loaded, err)
		}
		for _, c := range []struct {
			workspace string
			want      int
		}{{team, 2}, {rivals, 1}, {"", 1}} {
			if got, err := s.Facts.History(ctx, c.workspace, "FAAAA"); len(got) != c.want || err != nil {
				t.Errorf("%q sees %d records of the shared fact, want %d (%v)", c.workspace, len(got), c.want, err)
			}
		}
		if got, err := s.Facts.Change(ctx, rivals, "c-fix"); len(got) != 0 || err != nil {
			t.Errorf("the others see %d records of a change of the team (%v)", len(got), err)
		}
		if got, err := s.Facts.Change(ctx, team, "c-fix"); len(got) != 1 || err != nil {
			t.Errorf("the team sees %d records of its change (%v)", len(got), err)
		}
		changes, err := s.Facts.LastChanges(ctx, team, "slack:T1/U1", 5)
		if err != nil || len(changes) != 2 || changes[0].Change != "c-fix" {
			t.Errorf("changes %+v, %v", changes, err)
		}
	})
}

func TestFactsAreDecidedUponTheNewest(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		if _, err := s.Facts.Add(ctx, 0, []facts.Record{share(t, "", "FAAAA", "1")}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Facts.Add(ctx, 0, []facts.Record{share(t, "", "FBBBB", "1"), share(t, "", "FCCCC", "1")}); !errors.Is(err, ErrStale) {
			t.Fatalf("records that know nothing of the first: %v", err)
		}
		if last, err := s.Facts.Last(ctx); last != 1 || err != nil {
			t.Errorf("last %d, %v: nothing is kept by halves", last, err)
		}
	})
}

// TestReplicasAddFacts: of all who decide upon the same state one is right, and everybody reads the same order.
func TestReplicasAddFacts(t *testing.T) {
	shared(t, func(t *testing.T, at string) {
		stores := []*Store{open(t, at), open(t, at)}
		ctx := context.Background()
		var last int64
		for round := range 10 {
			var n atomic.Int64
			won := atOnce(t, stores, func(s *Store) (bool, error) {
				r := share(t, "", fmt.Sprintf("F%d-%d", round, n.Add(1)), "1")
				_, err := s.Facts.Add(ctx, last, []facts.Record{r, r})
				if errors.Is(err, ErrStale) {
					return false, nil
				}
				return err == nil, err
			})
			if won != 1 {
				t.Fatalf("round %d: %d were right", round, won)
			}
			seq, err := stores[1].Facts.Last(ctx)
			if err != nil || seq <= last {
				t.Fatalf("the other replica sees %d after %d (%v)", seq, last, err)
			}
			last = seq
		}
		a, errA := stores[0].Facts.Since(ctx, 0)
		b, errB := load(stores[1], last)
		if errA != nil || errB != nil || len(a) != 20 || len(b) != 20 {
			t.Fatalf("%d and %d records, %v, %v", len(a), len(b), errA, errB)
		}
		for i := range a {
			if a[i].Fact.ID != b[i].Fact.ID {
				t.Fatalf("record %d is %s here and %s there", i, a[i].Fact.ID, b[i].Fact.ID)
			}
		}
	})
}

func TestFactsOfDamage(t *testing.T) {
	s := open(t, Memory)
	ctx := context.Background()
	if _, err := s.Facts.Add(ctx, 0, []facts.Record{share(t, "", "FAAAA", "1")}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.db.write.Exec(`UPDATE facts SET fact = '{"id":'`); err != nil {
		t.Fatal(err)
	}
	if _, err := load(s, 1); err == nil {
		t.Error("half a fact is loaded")
	}
	if _, err := s.Facts.Since(ctx, 0); err == nil {
		t.Error("half a fact is read")
	}
}
