package facts

import (
	"maps"
	"slices"

	"briefbot/briefs"
)

// answering finds the fact that answers a question, and settles whose it is. Where the subject has no figure at all in the market
// that is meant when none is named, his only other market answers (elsewhere), and several are a choice.
func (b *Book) answering(a *asked) (best int, elsewhere bool, err error) {
	if home := b.markets[b.defaults[a.Query.Metric]].Geography; len(a.named) == 0 && b.asks(topicKey{home, a.Query.Metric}) {
		a.named = []string{home} // spending is that of a place: the market's own
	}
	if len(a.named) == 0 {
		return -1, false, ErrNoSubject
	}
	if err := b.settle(a); err != nil {
		return -1, false, err
	}
	lines := b.linesOf(a.Query)
	whole, parts := split(lines)
	if best = b.bestIn(whole, &a.Query); best < 0 {
		best = b.bestIn(parts, &a.Query)
	}
	if best >= 0 {
		return best, false, nil
	}
	if a.implied && !b.seen(lines) {
		return b.elsewhere(a)
	}
	return -1, false, b.nothing(*a, lines)
}

// seen reports whether any of the series has a figure that people may be told.
func (b *Book) seen(lines []*line) bool {
	return slices.ContainsFunc(lines, func(l *line) bool {
		return slices.ContainsFunc(l.facts, func(i int) bool { return b.at(i).Review != briefs.Rejected })
	})
}

// elsewhere answers from the markets in which the subject or a part of him is measured, by the publisher asked for.
func (b *Book) elsewhere(a *asked) (int, bool, error) {
	q := a.Query
	q.Market = ""
	best := map[[2]string]beside{} // by subject and market
	var lines []*line
	for _, id := range a.parts {
		q.Subject = id
		for _, l := range b.linesOf(q) {
			lines = append(lines, l)
			key := [2]string{id, l.market}
			if i := b.bestOfLine(l, &q); i >= 0 {
				if other, ok := best[key]; !ok || b.superior(i, other.i) < 0 {
					best[key] = beside{b.placeAt(i), i, id, l, farness(id == a.Subject, l.market == a.Query.Market)}
				}
			}
		}
	}
	list := slices.Collect(maps.Values(best))
	order := make([]int, len(list))
	for n := range order {
		order[n] = n
	}
	b.sortBeside(list, order)
	switch len(list) {
	case 0:
		home := slices.DeleteFunc(slices.Clone(lines), func(l *line) bool { return l.market != a.Query.Market })
		switch {
		case b.seen(home): // of a part of him there are figures, and nobody has approved them yet
			lines, a.Subject = home, b.at(home[0].facts[0]).Subject
		case b.seen(lines):
			a.Query.Market, a.implied = "", false // what is nearest may be of any market
		}
		return -1, false, b.nothing(*a, lines)
	case 1:
		only := &list[0]
		a.Subject, a.Query.Market = only.subject, only.line.market
		return only.i, true, nil
	}
	figures := make([]Figure, len(list))
	for n, k := range order {
		figures[n] = b.figure(list[k].i, q)
	}
	return -1, false, &SeveralMarkets{
		Subject: b.Entity(a.named[0]), Metric: b.metrics[q.Metric], Default: b.markets[b.defaults[q.Metric]], By: a.Question.By, Period: q.Period,
		Figures: figures,
	}
}
