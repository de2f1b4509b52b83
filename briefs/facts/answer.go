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
	Period  briefs.Period // as asked; zero for the latest
	Figure  Figure
	Place   Place    // among those measured alike; zero where there is nobody else
	Earlier []Figure // the same series before, the latest first
	Also    []Figure // what other markets and publishers say, of the subject and of others that the name stands for
	Caveats []Caveat
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
// *TooManyNames, *BadArgument and, where the question is clear and there is no answer, *NoFigure.
func (b *Book) Ask(q Question) (Answer, error) {
	a, err := b.read(q)
	if err != nil {
		return Answer{}, err
	}
	if len(a.named) == 0 {
		return Answer{}, ErrNoSubject
	}
	if err := b.settle(&a); err != nil {
		return Answer{}, err
	}
	lines := b.linesOf(a.Query)
	whole, parts := split(lines)
	figure, ok := b.bestIn(whole, a.Query)
	if !ok {
		figure, ok = b.bestIn(parts, a.Query)
	}
	if !ok {
		return Answer{}, b.nothing(a, lines)
	}
	answer := Answer{
		Named: b.Entity(a.named[0]), Subject: b.Entity(a.Subject), Metric: b.metrics[a.Query.Metric], Market: b.markets[figure.Fact.Market],
		Period: a.Query.Period, Figure: figure, Place: b.place(&figure.Fact, a.Query),
		Earlier: b.earlier(&figure.Fact, a.Query), Also: b.also(a, &figure.Fact),
	}
	answer.Caveats = b.caveats(a, answer)
	return answer, nil
}

// settle decides whose figure is asked for.
func (b *Book) settle(a *asked) error {
	found := b.resolve(a.named, a.Query.Metric, a.Query.Market)
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

// lineWith returns the series that a fact belongs to.
func (b *Book) lineWith(f *briefs.Fact) *line {
	key := b.lineOf(f)
	for _, l := range b.topics[topicKey{f.Subject, f.Metric}] {
		if l.lineKey == key {
			return l
		}
	}
	return &line{lineKey: key, subject: f.Subject, metric: f.Metric, top: -1}
}

// earlier returns the best figures of earlier periods in the fact's series, the latest first, at most maxEarlier.
func (b *Book) earlier(f *briefs.Fact, q Query) []Figure {
	l := b.lineWith(f)
	var out []Figure
	for at := 0; at < len(l.facts) && len(out) < maxEarlier; {
		p := b.facts[l.facts[at]].Period
		same := b.of(l, p)
		if p.End.Before(f.Period.End) && p.Start.Before(f.Period.Start) {
			q.Period = p
			if i := b.bestOf(same, q); i >= 0 && distance(b.facts[i].Nature) <= distance(f.Nature) {
				out = append(out, b.figure(l, i, q))
			}
		}
		at += max(1, len(same))
	}
	return out
}

// place ranks a fact among the facts of other vendors that were measured alike.
func (b *Book) place(f *briefs.Fact, q Query) Place {
	if !b.ranks(f) {
		return Place{}
	}
	ranked := b.ranked(b.cellOf(f), q)
	for n, i := range ranked {
		if b.facts[i].Subject == f.Subject && len(ranked) > 1 {
			return b.placeOf(n, ranked)
		}
	}
	return Place{}
}

// also returns the best figure of every other series of the family that the question names: other markets, other publishers,
// other lengths of period. With a period, those of periods that overlap it; without one, the latest.
func (b *Book) also(a asked, main *briefs.Fact) []Figure {
	type found struct {
		line *line
		fact int
	}
	var all []found
	own := b.lineOf(main)
	for _, id := range a.parts {
		for _, l := range b.topics[topicKey{id, a.Query.Metric}] {
			if id == main.Subject && l.lineKey == own {
				continue
			}
			if i := b.overlapping(l, a.Query); i >= 0 {
				all = append(all, found{l, i})
			}
		}
	}
	var out []Figure
	for _, x := range all {
		f := &b.facts[x.fact]
		// Of series that differ only in the length of their periods, an old one says nothing beside a newer one.
		outdated := func(l *line, g *briefs.Fact) bool {
			return l.subject == x.line.subject && sameKind(l.lineKey, x.line.lineKey) && f.Period.End.Before(g.Period.End) && !f.Period.Overlaps(g.Period)
		}
		if outdated(&line{lineKey: own, subject: main.Subject}, main) ||
			slices.ContainsFunc(all, func(y found) bool { return outdated(y.line, &b.facts[y.fact]) }) {
			continue
		}
		out = append(out, b.figure(x.line, x.fact, a.Query))
	}
	slices.SortFunc(out, func(x, y Figure) int { return b.besides(main, &x.Fact, &y.Fact) })
	return out
}

// besides orders what stands beside an answer: the same subject and market first, then the latest.
func (b *Book) besides(main, f, g *briefs.Fact) int {
	other := func(f *briefs.Fact) int {
		switch {
		case f.Market == main.Market && f.Subject == main.Subject:
			return 0
		case f.Subject == main.Subject:
			return 1
		}
		return 2
	}
	return cmp.Or(cmp.Compare(other(f), other(g)), b.newest(f, g))
}

// sameKind reports whether two series differ in the length of their periods alone.
func sameKind(x, y lineKey) bool {
	x.kind = y.kind
	return x == y
}

// overlapping returns the best fact of a series about the period of a query or a part of it; -1 for none.
func (b *Book) overlapping(l *line, q Query) int {
	q.By, q.Nature = "", ""
	if q.Period.IsZero() {
		return b.bestOfLine(l, q)
	}
	var list []int
	for _, i := range l.facts {
		f := &b.facts[i]
		if !q.Period.Start.Before(f.Period.End) {
			break // the list goes back in time
		}
		if f.Period.Overlaps(q.Period) {
			list = append(list, i)
		}
	}
	return b.bestOf(list, q)
}
