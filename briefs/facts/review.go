package facts

import (
	"cmp"
	"slices"

	"briefbot/briefs"
)

// waits reports whether an editor is to look at a fact. Of those that are told no more it has been decided.
func waits(f *briefs.Fact) bool {
	return (f.Review == briefs.Candidate || f.Review == briefs.Disputed) && f.Rank != briefs.Deprecated && f.Known.To.IsZero()
}

// Pending returns the facts that an editor is to look at: candidates, which nobody is told, and disputed ones. Those known last come first.
func (b *Book) Pending() []briefs.Fact {
	var out []briefs.Fact
	for book := b; book != nil; book = book.under {
		for _, i := range book.pending {
			if !b.gone[i] {
				out = append(out, *b.at(i))
			}
		}
	}
	slices.SortFunc(out, func(f, g briefs.Fact) int {
		return cmp.Or(g.Known.From.Compare(f.Known.From), cmp.Compare(f.ID, g.ID))
	})
	return out
}

// Contested returns the facts of which one alone can be right, beside the one with the id: what the same publisher is said to have measured
// of the same, with another value, as far as people are told it now.
func (b *Book) Contested(id string) []briefs.Fact {
	i, ok := b.find(id)
	if !ok {
		return nil
	}
	var out []briefs.Fact
	f := b.at(i)
	for _, j := range b.of(b.line(i), f.Period) {
		g := b.at(j)
		if j != i && admits(g, Query{Period: f.Period, Nature: f.Nature}) && b.author(g) == b.author(f) && !agree(f.Quantity, g.Quantity) {
			out = append(out, *g)
		}
	}
	return out
}
