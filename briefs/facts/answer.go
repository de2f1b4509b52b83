package facts

import (
	"cmp"
	"slices"

	"briefbot/briefs"
)

// Answer is the figure that answers a question, and what must be said with it.
type Answer struct {
	Named   briefs.Entity // who the question names
	Subject briefs.Entity // whose figure it is: he, or the part of him that the metric is about
	Metric  briefs.Metric
	Market  briefs.Market // zero where the metric has none
	Implied bool          // nobody asked for this market, and it is not the usual one: the subject is measured in no other
	Usual   briefs.Market // the one that is meant when none is named; zero where the metric has none
	Period  briefs.Period // as asked; zero for the latest
	Figure  Figure
	Growth  *Figure       // how much it grew, as the same publisher says of the same period; may be nil
	Money   *Money        // where a currency was asked for
	Place   Place         // among those measured alike; zero where there is nobody else
	Earlier []Figure      // the same series before, the latest first
	Also    []Figure      // what other markets and publishers say, of the subject and of others that the name stands for
	History []briefs.Fact // where it was asked for: the whole series with all vintages, the latest period and vintage first
	All     bool          // everything that others say was asked for
	Caveats []Caveat
	Open    []briefs.Fact // of a later period, disputed: an older figure answers until somebody has ruled on them
}

// Place is a rank among the vendors whom one publisher measured in one market and period.
type Place struct {
	Position int  // from 1; equal values share it
	Of       int  // how many have a figure
	Shared   bool // another has the same value
}

// maxEarlier is how many earlier figures of a series an answer holds.
const maxEarlier = 8

// Share answers a question for a market share. Without a market it means the one that the metric is measured in by default:
// mainland China cloud infrastructure services. Its errors are those of Ask.
func (b *Book) Share(q Question) (Answer, error) {
	q.Metric = Share
	return b.Ask(q)
}

// Ask answers a question for the figure of one subject. Its errors are ErrNoSubject, *UnknownName, *AmbiguousName,
// *TooManyNames, *BadArgument and, where the question is clear and there is no answer, *NoFigure and *SeveralMarkets.
func (b *Book) Ask(q Question) (Answer, error) {
	a, err := b.read(q)
	if err != nil {
		return Answer{}, err
	}
	best, elsewhere, err := b.answering(&a)
	if err != nil {
		return Answer{}, err
	}
	answer := Answer{
		Named: b.Entity(a.named[0]), Subject: b.Entity(a.Subject), Metric: b.metrics[a.Query.Metric], Market: b.markets[b.at(best).Market],
		Implied: elsewhere, Usual: b.markets[b.defaults[a.Query.Metric]], Period: a.Query.Period, Figure: b.figure(best, a.Query), Place: b.place(best, a.Query),
		Growth: b.growth(best, a.Query), Earlier: b.earlier(best, a.Query), Also: b.also(a, best),
	}
	answer.Money, answer.All = b.moneyOf(a.money, answer.Figure), a.All
	if a.History {
		answer.History = b.history(b.line(best), a.Query)
	}
	answer.Open = b.open(best, a.Query)
	answer.Caveats = b.caveats(a, &answer)
	return answer, nil
}

// settle decides whose figure is asked for.
func (b *Book) settle(a *asked) error {
	found := b.resolve(a.named, a.Query.Metric, a.Query.Label, a.Query.Market)
	if len(found) > 1 {
		choices := make([]briefs.Entity, len(found))
		for i, id := range found {
			choices[i] = b.Entity(id)
		}
		return &AmbiguousName{Name: a.text, Role: AsSubject, Choices: choices}
	}
	if len(found) == 0 {
		found = a.named[:1]
	}
	a.Subject = found[0]
	for _, id := range a.named {
		family := b.family(id)
		if slices.Contains(family, a.Subject) {
			a.named, a.parts = []string{id}, family
			break
		}
	}
	return nil
}

// split sets series of the whole of a subject apart from those of a part of it, which answer only where the whole has no figure.
func split(lines []*line) (whole, parts []*line) {
	for _, l := range lines {
		if l.scope != "" && l.market == "" {
			parts = append(parts, l)
		} else {
			whole = append(whole, l)
		}
	}
	return whole, parts
}

// earlier returns the best figures of earlier periods in a fact's series, the latest first, at most maxEarlier.
func (b *Book) earlier(i int, q Query) []Figure {
	f, l := b.at(i), b.line(i)
	var found []int
	for at := slices.Index(l.facts, b.of(l, f.Period)[0]); at < len(l.facts) && len(found) < maxEarlier; {
		p := b.at(l.facts[at]).Period
		same := b.of(l, p)
		if p.End.Before(f.Period.End) && p.Start.Before(f.Period.Start) {
			q.Period = p
			if j := b.bestOf(same, q); j >= 0 && distance(b.at(j).Nature) <= distance(f.Nature) {
				found = append(found, j)
			}
		}
		at += max(1, len(same))
	}
	return b.figures(found, q)
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

// open returns the disputed facts of the series of an answer that are of the latest period later than its own; none where a period was
// asked for.
func (b *Book) open(best int, q Query) []briefs.Fact {
	if !q.Period.IsZero() {
		return nil
	}
	var out []briefs.Fact
	f := b.at(best)
	for _, i := range b.line(best).facts {
		g := b.at(i)
		if latest(g, f) >= 0 || len(out) > 0 && !g.Period.Same(out[0].Period) {
			break // the list goes back in time
		}
		if g.Review == briefs.Disputed && admits(g, q) {
			out = append(out, *g)
		}
	}
	return out
}

// place ranks a fact among the facts of other vendors that were measured alike.
func (b *Book) place(i int, q Query) Place {
	f := b.at(i)
	if !b.ranks(f) {
		return Place{}
	}
	ranked := b.ranked(b.cellOf(f), q)
	n := slices.Index(ranked, i)
	if n < 0 || len(ranked) < 2 {
		return Place{}
	}
	return b.placeOf(n, ranked)
}

// also returns the best figure of every other series of the family that the question names: other markets, other publishers,
// other lengths of period. With a period, those of periods that overlap it; without one, the latest. The main fact is the answer;
// -1 where there is none.
func (b *Book) also(a asked, main int) []Figure {
	var found []int
	for _, id := range a.parts {
		for _, l := range b.topic(topicKey{id, a.Query.Metric}) {
			if i := b.overlapping(l, a.Query); i >= 0 {
				found = append(found, i)
			}
		}
	}
	all := found
	if main >= 0 {
		all = append(slices.Clone(found), main)
	}
	found = slices.DeleteFunc(slices.Clone(found), func(i int) bool {
		return main >= 0 && b.line(i) == b.line(main) || b.outdated(i, all)
	})
	slices.SortFunc(found, func(i, j int) int { return b.besides(&a, main, i, j) })
	return b.figures(found, a.Query)
}

// outdated reports whether one of the facts is of a series that differs only in the length of its periods, and newer: beside it an
// old figure says nothing.
func (b *Book) outdated(i int, facts []int) bool {
	f := b.at(i)
	for _, j := range facts {
		g := b.at(j)
		if f.Period.End.Before(g.Period.End) && !f.Period.Overlaps(g.Period) && g.Subject == f.Subject && g.Market == f.Market &&
			b.line(j).unkinded() == b.line(i).unkinded() {
			return true
		}
	}
	return false
}

// besides orders what stands beside an answer: the same subject and market first, then the same subject, then the latest.
func (b *Book) besides(a *asked, main, i, j int) int {
	market := a.Query.Market
	if main >= 0 {
		market = b.at(main).Market
	}
	f, g := b.at(i), b.at(j)
	if c := cmp.Compare(farness(f, a.Subject, market), farness(g, a.Subject, market)); c != 0 {
		return c
	}
	return b.newer(i, j)
}

// farness says how far a fact is from what was asked for: 0 for the subject in the market, 1 for the subject elsewhere, 2 for others.
func farness(f *briefs.Fact, subject, market string) int {
	switch {
	case f.Subject != subject:
		return 2
	case f.Market != market:
		return 1
	}
	return 0
}

// overlapping returns the best fact of a series about the period of a query or a part of it; -1 for none.
func (b *Book) overlapping(l *line, q Query) int {
	q.By, q.Nature = "", ""
	if q.Period.IsZero() {
		return b.bestOfLine(l, q)
	}
	best := -1
	for _, i := range l.facts {
		f := b.at(i)
		if !q.Period.Start.Before(f.Period.End) {
			break // the list goes back in time
		}
		if f.Period.Overlaps(q.Period) && admits(f, q) && (best < 0 || b.superior(i, best) < 0) {
			best = i
		}
	}
	return best
}
