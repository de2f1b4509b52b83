package facts

import (
	"cmp"
	"slices"
	"time"

	"briefbot/briefs"
)

// growth returns how much a figure grew, as the same publisher says of the same period; nil where he does not.
func (b *Book) growth(i int, q Query) *Figure {
	f, l := b.at(i), b.line(i)
	metric := growthOf[f.Metric]
	if metric == "" {
		return nil
	}
	q.Period, q.Nature = f.Period, f.Nature
	for _, g := range b.topic(topicKey{f.Subject, metric}) {
		if g.market != l.market || g.scope != l.scope || g.geography != l.geography || g.series != l.series || g.kind != l.kind {
			continue
		}
		same := b.of(g, f.Period)
		j := b.bestOf(same, &q)
		if j < 0 {
			continue
		}
		for _, k := range same { // from the same page, where that prints the same
			if g := b.at(k); admits(g, q) && agree(g.Quantity, b.at(j).Quantity) && samePage(g, f) {
				j = k
				break
			}
		}
		figure := b.figure(j, q)
		return &figure
	}
	return nil
}

// history returns all that was ever known of a series, up to a day where one is asked for: the latest period first, within it the
// latest vintage.
func (b *Book) history(l *line, q Query) []briefs.Fact {
	var out []briefs.Fact
	for _, i := range l.facts {
		f := b.at(i)
		if f.Review != briefs.Approved && f.Review != briefs.Disputed {
			continue
		}
		if q.AsOf.IsZero() || !f.Known.From.After(q.AsOf.AddDays(1).UTC().Add(-time.Millisecond)) {
			out = append(out, *f)
		}
	}
	slices.SortStableFunc(out, func(x, y briefs.Fact) int {
		return cmp.Or(y.Period.End.Compare(x.Period.End), y.Period.Start.Compare(x.Period.Start), y.Known.From.Compare(x.Known.From))
	})
	return out
}
