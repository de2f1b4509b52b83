package facts

import (
	"slices"
	"time"

	"briefbot/briefs"
)

// Query asks for one figure, by ids.
type Query struct {
	Subject string
	Metric  string
	Label   string        // what is counted, of a metric that has labels; empty: any
	Market  string        // empty: any
	By      string        // a publisher's name or id; empty: any. One who continues another's series counts for both
	Period  briefs.Period // zero: the latest, and then never a forecast or a plan unless Nature asks for it
	Nature  briefs.Nature // empty: any
	AsOf    briefs.Date   // as known at the end of that day; zero: as known now
}

// Figure is a fact that answers, with what stands behind and against it.
type Figure struct {
	Fact    briefs.Fact
	Sources []briefs.Source // those of the fact, and of facts of the same series and period that print the same
	Same    []briefs.Fact   // the other facts that print the same
	Rivals  []briefs.Fact   // facts of the same series and period that print another value, best first
}

// Best returns the figure that answers a query best; false when there is none. Among figures the order is: approved before
// disputed, preferred before normal, reported and estimate before what lies in the future, the latest period, the market's order
// of publishers, the latest vintage, the id. Candidates, rejected and deprecated facts never answer.
func (b *Book) Best(q Query) (Figure, bool) {
	i := b.bestIn(b.linesOf(q), &q)
	if i < 0 {
		return Figure{}, false
	}
	return b.figure(i, q), true
}

// linesOf returns the series of the subject that a query's market and publisher allow.
func (b *Book) linesOf(q Query) []*line {
	all := b.topic(topicKey{q.Subject, q.Metric})
	if q.Market == "" && q.By == "" && q.Label == "" {
		return all
	}
	author := b.authorOf(q.By)
	out := make([]*line, 0, 4) // one publisher or a few measure in a market
	for _, l := range all {
		if (q.Market == "" || l.market == q.Market) && (q.By == "" || l.series == b.seriesOf(l.market, author)) && (q.Label == "" || l.label == q.Label) {
			out = append(out, l)
		}
	}
	return out
}

// bestIn returns the best fact of several series; -1 for none.
func (b *Book) bestIn(lines []*line, q *Query) int {
	best := -1
	for _, l := range lines {
		if i := b.bestOfLine(l, q); i >= 0 && (best < 0 || b.superior(i, best) < 0) {
			best = i
		}
	}
	return best
}

func (b *Book) bestOfLine(l *line, q *Query) int {
	if q.Nature == "" && q.AsOf.IsZero() && q.Period.IsZero() {
		return l.top
	}
	if !q.Period.IsZero() {
		from, to := l.within(spanOf(q.Period))
		if n := b.bestBetween(l, from, to, q); n >= 0 {
			return l.facts[n]
		}
		return -1
	}
	return b.bestOf(l.facts, q)
}

// bestBetween returns which of the facts of a line from one on, to another, is the best that the query admits; -1 for none.
func (b *Book) bestBetween(l *line, from, to int, q *Query) int {
	best := -1
	for n := from; n < to; n++ {
		switch s := &l.stops[n]; {
		case q.Nature != "" || !q.AsOf.IsZero():
			if !admits(b.at(l.facts[n]), *q) {
				continue
			}
		case !s.stands, q.Period.IsZero() && s.distance > 0:
			continue
		}
		if best < 0 || b.superior(l.facts[n], l.facts[best]) < 0 {
			best = n
		}
	}
	return best
}

// bestOf returns the best fact of a list that the query admits; -1 for none.
func (b *Book) bestOf(list []int, q *Query) int {
	best := -1
	for _, i := range list {
		if b.admits(i, q) && (best < 0 || b.superior(i, best) < 0) {
			best = i
		}
	}
	return best
}

// admits reports whether a fact may answer the query, its period aside.
func admits(f *briefs.Fact, q Query) bool {
	switch {
	case !shown(f):
		return false
	case q.Nature != "" && f.Nature != q.Nature:
		return false
	case q.Nature == "" && q.Period.IsZero() && distance(f.Nature) > 0:
		return false
	}
	return known(f, q.AsOf)
}

// shown reports whether people may be told a fact at all.
func shown(f *briefs.Fact) bool {
	return (f.Review == briefs.Approved || f.Review == briefs.Disputed) && f.Rank != briefs.Deprecated
}

// known reports whether a fact was what was known at the end of a day; the zero day is now.
func known(f *briefs.Fact, asOf briefs.Date) bool {
	if asOf.IsZero() {
		return f.Known.To.IsZero()
	}
	return f.KnownAt(asOf.AddDays(1).UTC().Add(-time.Millisecond))
}

// figure gathers what stands beside a fact in its series. Facts agree when they print the same value, or one is the other
// rounded; those of another distance, such as an old forecast beside what was measured, neither agree nor contradict.
func (b *Book) figure(i int, q Query) Figure {
	f := b.at(i)
	out := Figure{Fact: *f, Sources: slices.Clip(f.Sources)}
	q.Period = f.Period
	at := b.placeAt(i)
	for _, j := range b.line(i).about(at.span) {
		if j == i || !b.admits(j, &q) || b.placeAt(j).distance != at.distance {
			continue
		}
		g := b.at(j)
		if agree(f.Quantity, g.Quantity) {
			out.Sources, out.Same = append(out.Sources, g.Sources...), append(out.Same, *g)
		} else {
			out.Rivals = append(out.Rivals, *g)
		}
	}
	if len(out.Sources) > 1 {
		out.Sources = distinct(out.Sources)
	}
	return out
}

func (b *Book) figures(list []int, q Query) []Figure {
	if len(list) == 0 {
		return nil
	}
	out := make([]Figure, len(list))
	for n, i := range list {
		out[n] = b.figure(i, q)
	}
	return out
}

// agree reports whether two quantities print the same, within the precision of the coarser.
func agree(p, q briefs.Quantity) bool {
	if p.Unit != q.Unit || p.IsRange() != q.IsRange() || p.Word != q.Word {
		return false
	}
	if p.IsRange() {
		return p.Scale == q.Scale && p.Low.Cmp(q.Low) == 0 && p.High.Cmp(q.High) == 0
	}
	x, okX := p.Amount()
	y, okY := q.Amount()
	if !okX || !okY {
		return okX == okY
	}
	last := max(p.Scale-p.Value.Places(), q.Scale-q.Value.Places()) // the power of ten of the last digit of the coarser
	if x, okX = x.Shift(-last); okX {
		y, okY = y.Shift(-last)
	}
	return okX && okY && x.Round(0).Cmp(y.Round(0)) == 0
}

// distinct drops sources that name the same page, or the same printer where there is no page.
func distinct(list []briefs.Source) []briefs.Source {
	var out []briefs.Source
	for _, s := range list {
		same := func(t briefs.Source) bool {
			return s.URL == t.URL && (s.URL != "" || s.ReportedVia == t.ReportedVia && s.Publisher == t.Publisher && s.Title == t.Title)
		}
		if !slices.ContainsFunc(out, same) {
			out = append(out, s)
		}
	}
	return out
}
