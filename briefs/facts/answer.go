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
	Growth  *Figure        // how much it grew, as the same publisher says of the same period; may be nil
	Money   *Money         // where a currency was asked for
	Place   Place          // among those measured alike; zero where there is nobody else
	Earlier []*briefs.Fact // the same series before, the latest first
	Also    []*briefs.Fact // what other markets and publishers say, of the subject and of others that the name stands for
	History []briefs.Fact  // where it was asked for: the whole series with all vintages, the latest period and vintage first
	All     bool           // everything that others say was asked for
	Caveats []Caveat
	Open    []briefs.Fact // of a later period, disputed: an older figure answers until somebody has ruled on them
}

// Place is a rank among the vendors whom one publisher measured in one market and period.
type Place struct {
	Position int  // from 1; equal values share it
	Of       int  // how many have a figure
	Shared   bool // another has the same value
}

// position is a Place, as small as many of them should be.
type position struct {
	at, of int32
	shared bool
}

// stand notes the places of ranked facts.
func (b *Book) stand(ranked []int) {
	if len(ranked) < 2 {
		return
	}
	for first := 0; first < len(ranked); {
		next := first + 1
		for next < len(ranked) && b.compareAmounts(ranked[first], ranked[next]) == 0 {
			next++
		}
		for _, i := range ranked[first:next] {
			b.positions[i] = position{int32(first + 1), int32(len(ranked)), next > first+1}
		}
		first = next
	}
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
	earlier, also := b.earlier(best, a.Query), b.also(&a, best)
	fetch(b.at(best), earlier, also)
	answer := Answer{
		Named: b.Entity(a.named[0]), Subject: b.Entity(a.Subject), Metric: b.metrics[a.Query.Metric], Market: b.markets[b.at(best).Market],
		Implied: elsewhere, Usual: b.markets[b.defaults[a.Query.Metric]], Period: a.Query.Period, Figure: b.figure(best, a.Query), Place: b.place(best, a.Query),
		Growth: b.growth(best, a.Query), Earlier: earlier, Also: also,
	}
	answer.Money, answer.All = b.moneyOf(a.money, answer.Figure), a.All
	if a.History {
		answer.History = b.history(b.line(best), a.Query)
	}
	answer.Open = b.open(best, a.Query)
	answer.Caveats = b.caveats(&a, &answer)
	return answer, nil
}

// fetch looks at the facts of an answer, each of which lies far from the others, right one after another: the processor then fetches all at
// once, where later each would be waited for by itself. The sum is of no other use.
//
//go:noinline
func fetch(best *briefs.Fact, earlier, also []*briefs.Fact) int {
	n := parts(best)
	for _, f := range also[:min(len(also), maxEarlier)] {
		n += parts(f)
	}
	for _, f := range earlier {
		n += parts(f)
	}
	n += ends(best)
	for _, f := range also[:min(len(also), maxEarlier)] {
		n += ends(f)
	}
	return n
}

// parts sums up something of each part of a fact, in the order of memory; ends of what it points to.
func parts(f *briefs.Fact) int {
	return len(f.ID) + len(f.Market) + len(f.Period.Kind) + f.Quantity.Value.Places() + len(f.Quantity.Unit) + len(f.Nature) + len(f.Sources)
}

func ends(f *briefs.Fact) int {
	n := 0
	for i := range f.Sources {
		n += len(f.Sources[i].Publisher) + len(f.Sources[i].URL) + f.Sources[i].Published.Year
	}
	return n
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
			a.named, a.parts = family[:1:1], family
			break
		}
	}
	return nil
}

// split sets series of the whole of a subject apart from those of a part of it, which answer only where the whole has no figure.
func split(lines []*line) (whole, parts []*line) {
	if !slices.ContainsFunc(lines, (*line).partial) {
		return lines, nil
	}
	for _, l := range lines {
		if l.partial() {
			parts = append(parts, l)
		} else {
			whole = append(whole, l)
		}
	}
	return whole, parts
}

// earlier returns the best figures of earlier periods in a fact's series, the latest first, at most maxEarlier.
func (b *Book) earlier(i int, q Query) []*briefs.Fact {
	l, main := b.line(i), b.placeAt(i)
	if q.Period.IsZero() {
		q.Period = b.at(i).Period // the facts looked at are of periods that are given
	}
	found := make([]*briefs.Fact, 0, maxEarlier)
	for at, end := l.within(main.span); at < len(l.facts) && len(found) < maxEarlier; at, end = end, l.alike(end) {
		p := l.stops[at]
		if p.end < main.end && p.start < main.start {
			if n := b.bestBetween(l, at, end, &q); n >= 0 && l.stops[n].distance <= main.distance {
				found = append(found, b.at(l.facts[n]))
			}
		}
	}
	return found
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
	if b.under == nil && q.Nature == "" && q.AsOf.IsZero() {
		p := b.positions[i]
		return Place{int(p.at), int(p.of), p.shared}
	}
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
func (b *Book) also(a *asked, main int) []*briefs.Fact {
	market, mainLine := a.Query.Market, (*line)(nil)
	if main >= 0 {
		mainLine = b.line(main)
		market = mainLine.market
	}
	near := Query{Period: a.Query.Period, AsOf: a.Query.AsOf}
	var room [20]beside
	all := room[:0]
	if main >= 0 {
		all = append(all, beside{b.placeAt(main), main, a.Subject, mainLine, 0})
	}
	first := len(all)
	for _, id := range a.parts {
		from := len(all)
		all = b.overlapping(all, b.whole(topicKey{id, a.Query.Metric}), id, &near)
		for n := from; n < len(all); n++ {
			all[n].far = farness(id == a.Subject, all[n].line.market == market)
		}
	}
	last := int32(0)
	for n := range all {
		last = max(last, all[n].start)
	}
	var kept [20]int
	order := kept[:0]
	for n := first; n < len(all); n++ {
		if x := &all[n]; x.line != mainLine && (x.end > last || !outdated(x, all)) {
			order = append(order, n)
		}
	}
	b.sortBeside(all, order)
	out := make([]*briefs.Fact, len(order))
	for n, k := range order {
		out[n] = b.at(all[k].i)
	}
	return out
}

// beside is a fact that stands beside an answer.
type beside struct {
	*place
	i       int
	subject string
	line    *line
	far     int // see farness
}

// outdated reports whether one of the facts is of a series that differs only in the length of its periods, and newer: beside it an
// old figure says nothing.
func outdated(x *beside, all []beside) bool {
	for n := range all {
		if y := &all[n]; x.end <= y.start && x.subject == y.subject && x.line.unkinded() == y.line.unkinded() {
			return true
		}
	}
	return false
}

// sortBeside puts what stands beside an answer, or some of it, in order: the nearest first, then the latest.
func (b *Book) sortBeside(all []beside, order []int) {
	slices.SortFunc(order, func(n, m int) int {
		x, y := &all[n], &all[m]
		if c := cmp.Compare(x.far, y.far); c != 0 {
			return c
		}
		if c := x.newer(y.place); c != 0 {
			return c
		}
		return cmp.Compare(b.at(x.i).ID, b.at(y.i).ID)
	})
}

// farness says how far a fact is from what was asked for: 0 for the subject in the market, 1 for the subject elsewhere, 2 for others.
func farness(subject, market bool) int {
	switch {
	case !subject:
		return 2
	case !market:
		return 1
	}
	return 0
}
