package facts

import (
	"cmp"
	"encoding/binary"
	"slices"

	"briefbot/briefs"
)

// place is what the order of facts depends on, of one fact, and whether it answers as known now: what is looked at of many facts for one
// answer, apart from the facts themselves, which are large.
type place struct {
	known int64  // milliseconds since 1970
	id    uint64 // how its id begins: of two that differ, the lesser id has the lesser one
	span
	merit    int32 // what was decided of it and what it is, the best first, and in the lowest 16 bits its publisher's place in its market's order
	distance int8
	stands   bool // it may be shown, as known now
}

// span is a period as numbers, see daysOf.
type span struct{ start, end int32 }

func spanOf(p briefs.Period) span { return span{daysOf(p.Start), daysOf(p.End)} }

// placed returns the place of a fact whose publisher has this place in his market's order.
func placed(f *briefs.Fact, trust int16) place {
	far := distance(f.Nature)
	decided := settled(f)<<4 | int(briefs.Preferred-f.Rank)<<2 | far
	return place{
		span: spanOf(f.Period), merit: int32(decided)<<16 | int32(trust), distance: int8(far),
		known: f.Known.From.UnixMilli(), stands: shown(f) && f.Known.To.IsZero(), id: beginning(f.ID),
	}
}

// beginning returns the first eight bytes of a text as a number that orders texts as they begin.
func beginning(s string) uint64 {
	var first [8]byte
	copy(first[:], s)
	return binary.BigEndian.Uint64(first[:])
}

// daysOf returns a number that orders days as they follow each other; no two days share one.
func daysOf(d briefs.Date) int32 { return int32(d.Year)*512 + int32(d.Month)*32 + int32(d.Day) }

// place returns the place of a fact by its index.
func (b *Book) placeAt(i int) *place {
	if i >= b.first {
		return &b.places[i-b.first]
	}
	return &b.under.places[i]
}

// superior orders facts by how well they answer, as better does, by their indexes.
func (b *Book) superior(i, j int) int {
	return b.outranks(b.placeAt(i), b.placeAt(j), i, j)
}

// outranks is superior for those who know the places of the facts.
func (b *Book) outranks(p, q *place, i, j int) int {
	if c := p.standing(q); c != 0 {
		return c
	}
	if c := p.newer(q); c != 0 {
		return c
	}
	return cmp.Compare(b.at(i).ID, b.at(j).ID)
}

// newer orders facts by period, the latest first, and within a period by how well they answer, as newest does.
func (b *Book) newer(i, j int) int {
	if c := b.placeAt(i).newer(b.placeAt(j)); c != 0 {
		return c
	}
	return cmp.Compare(b.at(i).ID, b.at(j).ID)
}

// newer is Book.newer, as far as places tell.
func (p *place) newer(q *place) int {
	if c := p.latest(q.span); c != 0 {
		return c
	}
	if c := cmp.Compare(p.merit, q.merit); c != 0 {
		return c
	}
	if c := cmp.Compare(q.known, p.known); c != 0 {
		return c
	}
	return cmp.Compare(p.id, q.id)
}

// latest and standing are those of facts.
func (p span) latest(q span) int {
	if c := cmp.Compare(q.end, p.end); c != 0 {
		return c
	}
	return cmp.Compare(q.start, p.start)
}

func (p *place) standing(q *place) int { return cmp.Compare(p.merit>>16, q.merit>>16) }

// admits reports whether a fact may answer the query, its period aside.
func (b *Book) admits(i int, q *Query) bool {
	return b.accepts(b.placeAt(i), i, q)
}

// accepts is admits for those who know the place of the fact.
func (b *Book) accepts(p *place, i int, q *Query) bool {
	switch {
	case q.Nature != "" || !q.AsOf.IsZero():
		return admits(b.at(i), *q)
	case q.Period.IsZero() && p.distance > 0:
		return false
	}
	return p.stands
}

// of returns the facts of a line about one period.
func (b *Book) of(l *line, p briefs.Period) []int {
	return l.about(spanOf(p))
}

// about is of for a period as numbers.
func (l *line) about(p span) []int {
	from, to := l.within(p)
	return l.facts[from:to]
}

// within returns which facts of a line are about one period: from the first, to the one after the last.
func (l *line) within(p span) (from, to int) {
	from, found := slices.BinarySearchFunc(l.stops, p, func(s stop, p span) int { return s.latest(p) })
	if !found {
		return from, from
	}
	return from, l.alike(from)
}

// alike returns where the facts end that are about the same period as the one at a place.
func (l *line) alike(from int) int {
	to := from
	for to < len(l.stops) && l.stops[to].span == l.stops[from].span {
		to++
	}
	return to
}

// arrange puts the facts of a line into their order and notes what is asked for most.
func (b *Book) arrange(l *line) {
	slices.SortFunc(l.facts, b.newer)
	l.top = b.bestOf(l.facts, &Query{})
	l.stops = make([]stop, len(l.facts))
	for n, i := range l.facts {
		p := b.placeAt(i)
		l.stops[n] = stop{p.span, p.distance, p.stands}
	}
}
