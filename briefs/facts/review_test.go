package facts_test

import (
	"slices"
	"testing"

	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/briefs/lexicon/period"
)

// TestPending shows what waits for a ruling: in a whole book, and in one that lies over it and has changed some.
func TestPending(t *testing.T) {
	review := func(r briefs.Review) func(*briefs.Fact) { return func(f *briefs.Fact) { f.Review = r } }
	b := newBook(t,
		fact(t, "A", "40", briefs.QuarterOf(2024, 1), nil), fact(t, "B", "41", briefs.QuarterOf(2024, 2), review(briefs.Candidate)),
		fact(t, "C", "42", briefs.QuarterOf(2024, 3), review(briefs.Disputed)), fact(t, "D", "43", briefs.QuarterOf(2024, 4), review(briefs.Rejected)),
		fact(t, "E", "43", briefs.QuarterOf(2025, 1), func(f *briefs.Fact) { f.Review, f.Rank = briefs.Disputed, briefs.Deprecated }),
	)
	if got := named(b.Pending()); !slices.Equal(got, []string{"C", "B"}) {
		t.Errorf("pending: %v", got)
	}
	over, err := b.With(fact(t, "B", "41", briefs.QuarterOf(2024, 2), nil), fact(t, "F", "44", briefs.QuarterOf(2025, 2), review(briefs.Candidate)))
	if err != nil {
		t.Fatal(err)
	}
	if got := named(over.Pending()); !slices.Equal(got, []string{"F", "C"}) {
		t.Errorf("pending in a layer: %v", got)
	}
	again, err := over.With(fact(t, "F", "44", briefs.QuarterOf(2025, 2), nil), fact(t, "C", "42", briefs.QuarterOf(2024, 3), review(briefs.Candidate)))
	if err != nil {
		t.Fatal(err)
	}
	if got := named(again.Pending()); !slices.Equal(got, []string{"C"}) {
		t.Errorf("pending in a second layer: %v", got)
	}
	if got := named(over.Pending()); !slices.Equal(got, []string{"F", "C"}) {
		t.Errorf("the layer below has changed: %v", got)
	}
}

// TestContested shows which facts a ruling decides on with one: those of the same publisher, series and period that say something else.
func TestContested(t *testing.T) {
	q := briefs.QuarterOf(2024, 4)
	b := newBook(t,
		fact(t, "A", "36", q, nil), fact(t, "B", "39.1", q, func(f *briefs.Fact) { f.Review = briefs.Disputed }),
		fact(t, "C", "36.2", q, nil), fact(t, "D", "35", briefs.QuarterOf(2024, 3), nil), fact(t, "E", "33", q, by("Rival Firm")),
		fact(t, "F", "30", q, func(f *briefs.Fact) { f.Review = briefs.Rejected }),
	)
	for id, want := range map[string][]string{"B": {"A", "C"}, "A": {"B"}, "D": nil, "E": nil, "none": nil} {
		got := named(b.Contested(id))
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%s contests %v, want %v", id, got, want)
		}
	}
}

func named(list []briefs.Fact) []string {
	var out []string
	for _, f := range list {
		out = append(out, f.ID)
	}
	return out
}

// TestOpenDisputeIsTold: where the latest period is disputed an older figure answers, and says that there are newer ones and which; it does
// not claim that none is on record.
func TestOpenDisputeIsTold(t *testing.T) {
	disputed := func(f *briefs.Fact) { f.Review = briefs.Disputed }
	b := newBook(t,
		fact(t, "A", "40", briefs.QuarterOf(2024, 1), nil), fact(t, "B", "41", briefs.QuarterOf(2024, 2), disputed),
		fact(t, "C", "36", briefs.QuarterOf(2024, 3), disputed), fact(t, "D", "39.1", briefs.QuarterOf(2024, 3), disputed),
	)
	for _, c := range []struct {
		when    briefs.Period
		answers string
		open    []string
	}{{briefs.Period{}, "A", []string{"C", "D"}}, {briefs.QuarterOf(2024, 1), "A", nil}, {briefs.QuarterOf(2024, 2), "B", nil}} {
		a, err := b.Share(facts.Question{Text: "acme", Today: today, When: period.Asked{Period: c.when}})
		if err != nil || a.Figure.Fact.ID != c.answers || !slices.Equal(named(a.Open), c.open) {
			t.Errorf("%v: %s answers, with %v open, %v", c.when, a.Figure.Fact.ID, named(a.Open), err)
		}
		if slices.ContainsFunc(a.Caveats, func(c facts.Caveat) bool { return c.Code == facts.Stale }) {
			t.Errorf("%v: it says that nothing newer is on record", c.when)
		}
	}
}
