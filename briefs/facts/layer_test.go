package facts_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"briefbot/briefs"
	"briefbot/briefs/facts"
)

// answers is all that a book has to say in the small world of these tests, as one text.
func answers(b *facts.Book) string {
	var out strings.Builder
	for _, text := range []string{"acme", "acme cloud", "acme chips", "other", "both", "stranger", "acme by:rival-firm", "acme market:n"} {
		for _, when := range []string{"", " 2024q4", " 2025", " h1 2025", " asof:2025-06-01"} {
			q, err := facts.ParseQuestion(text + when)
			if err != nil {
				panic(err)
			}
			q.Today = today
			a, err := b.Ask(q)
			fmt.Fprintln(&out, text+when, ids(a), err)
		}
	}
	for _, market := range []string{"m", "n"} {
		for _, q := range []facts.Question{{Market: market}, {Market: market, By: "rival-firm"}, {Market: market, AsOf: today}} {
			r, err := b.Rank(q)
			for _, row := range r.Rows {
				fmt.Fprintln(&out, market, row.Place, row.Figure.Fact.ID)
			}
			fmt.Fprintln(&out, r.Caveats, err)
		}
	}
	for _, prefix := range []string{"a", "o", "s"} {
		for _, c := range b.Complete(facts.Share, prefix, "en", 9) {
			fmt.Fprintln(&out, c.Name)
		}
	}
	fmt.Fprintln(&out, b.Len(), len(b.Markets(facts.Share)))
	return out.String()
}

func ids(a facts.Answer) string {
	out := []string{a.Figure.Fact.ID, fmt.Sprint(len(a.Figure.Sources))}
	for _, r := range a.Figure.Rivals {
		out = append(out, "against "+r.ID)
	}
	for _, f := range append(slices.Clone(a.Earlier), a.Also...) {
		out = append(out, f.ID)
	}
	return fmt.Sprint(out, a.Place, a.Caveats)
}

// TestLayersAreWhole: a book with changes over another answers as one that is made of the outcome.
func TestLayersAreWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		state := anyFacts(t)
		b, err := facts.New(entities, markets, metrics, append([]briefs.Fact(nil), state...))
		if err != nil {
			t.Fatal(err)
		}
		for round := range rapid.IntRange(1, 3).Draw(t, "rounds") {
			changes := anyFacts(t)
			for i := range changes {
				switch rapid.IntRange(0, 3).Draw(t, "change") {
				case 0:
					changes[i].ID = fmt.Sprint("N", round, i)
				case 1:
					changes[i].ID, changes[i].Subject = fmt.Sprint("N", round, i), "stranger"
				default: // whom it is about and who said it stay, so that the same names are known
					if old, ok := b.Fact(changes[i].ID); ok {
						changes[i].Subject, changes[i].Sources = old.Subject, old.Sources
					}
				}
			}
			before := answers(b)
			next, err := b.With(changes...)
			if err != nil {
				t.Fatal(err)
			}
			if got := answers(b); got != before {
				t.Fatalf("the book below has changed:\n%s", cmp.Diff(before, got))
			}
			b = next
			state = merged(state, changes)
		}
		whole, err := facts.New(entities, markets, metrics, append([]briefs.Fact(nil), state...))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(answers(whole), answers(b)); diff != "" {
			t.Fatalf("a whole book and the layers differ:\n%s", diff)
		}
		var ids []string
		for f := range b.Facts {
			ids = append(ids, f.ID)
		}
		if len(ids) != len(state) {
			t.Fatalf("%d facts, want %d", len(ids), len(state))
		}
	})
}

func merged(state, changes []briefs.Fact) []briefs.Fact {
	for _, c := range changes {
		at := -1
		for i := range state {
			if state[i].ID == c.ID {
				at = i
			}
		}
		if at < 0 {
			state = append(state, c)
		} else {
			state[at] = c
		}
	}
	return state
}

func TestWithRefuses(t *testing.T) {
	b := newBook(t, fact(t, "A", "1", briefs.QuarterOf(2025, 1), nil))
	bad := fact(t, "B", "1", briefs.QuarterOf(2025, 1), func(f *briefs.Fact) { f.Metric = "vibes" })
	if _, err := b.With(bad); err == nil || !strings.Contains(err.Error(), `fact 1, "B"`) {
		t.Errorf("an unknown metric: %v", err)
	}
	if same, err := b.With(); err != nil || same != b {
		t.Errorf("no changes make another book: %v", err)
	}
}
