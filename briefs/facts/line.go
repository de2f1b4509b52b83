package facts

import (
	"cmp"
	"slices"
	"strings"

	"briefbot/briefs"
)

// line is one series: figures of a subject that were measured alike, over time. Differences make sense only within it.
type line struct {
	lineKey
	facts []int  // the latest period first, within a period the best first
	stops []stop // the periods of the facts, one after another: they are searched for every answer
	top   int    // the best one when nothing is asked for in particular; -1 for none
}

// stop is what is asked first of a fact of a line: its period, and whether it answers as known now.
type stop struct {
	span
	distance int8
	stands   bool
}

// lineKey is what keeps series of one subject and metric apart.
type lineKey struct {
	market, scope, geography string // scope and geography count where no market says them
	series                   string // the publisher, or the first of those who continue each other
	unit, label              string
	kind                     briefs.PeriodKind
}

// unkinded returns the key without the length of periods: series that differ in that alone have it in common.
func (k lineKey) unkinded() lineKey {
	k.kind = ""
	return k
}

// partial reports whether the series is of a part of its subject.
func (l *line) partial() bool { return l.scope != "" && l.market == "" }

// lineOf returns the series that a fact belongs to.
func (b *Book) lineOf(f *briefs.Fact) lineKey {
	key := lineKey{market: f.Market, series: b.seriesOf(f.Market, b.author(f)), unit: f.Quantity.Unit, label: f.Label, kind: f.Period.Kind}
	if f.Market == "" {
		key.scope, key.geography = f.Scope, f.Geography
	}
	return key
}

// cellOf returns what a fact can be ranked within.
func (b *Book) cellOf(f *briefs.Fact) cellKey {
	return cellKey{
		marketKey{f.Metric, f.Market}, b.seriesOf(f.Market, b.author(f)), f.Quantity.Unit, f.Period.Start, f.Period.End, distance(f.Nature),
	}
}

// ranks reports whether a fact is a figure of one vendor in a market. Groups, what remains, and places are not ranked.
func (b *Book) ranks(f *briefs.Fact) bool { return counted(f) && b.vendor(f.Subject) }

// counted reports whether a fact is a figure in a market.
func counted(f *briefs.Fact) bool {
	_, ok := f.Quantity.Amount()
	return ok && f.Market != ""
}

// vendor reports whether a subject is one that is ranked.
func (v *vocabulary) vendor(subject string) bool {
	switch v.entities[subject].Kind {
	case "group", "geography":
		return false
	}
	return !strings.HasPrefix(subject, "group:") && !strings.HasPrefix(subject, "geo:")
}

// author returns how the publisher of a fact is kept apart from others; empty when it has no source.
func (b *Book) author(f *briefs.Fact) string {
	if len(f.Sources) == 0 {
		return ""
	}
	name := f.Sources[0].Publisher
	if key, ok := b.authors[name]; ok {
		return key
	}
	if b.under != nil {
		if key, ok := b.under.authors[name]; ok {
			return key
		}
	}
	return b.authorOf(name)
}

// authorOf returns the id of the entity that bears the publisher's name, or the name squeezed.
func (v *vocabulary) authorOf(name string) string {
	if id := v.bearer(name); id != "" {
		return id
	}
	return squeeze(name)
}

// bearer returns the id of the entity that bears a publisher's name; empty when nobody does.
func (v *vocabulary) bearer(name string) string {
	if _, ok := v.entities[name]; ok {
		return name
	}
	ids := v.named(name)
	for _, id := range ids {
		if v.prints(id) {
			return id
		}
	}
	if len(ids) > 0 {
		return ids[0]
	}
	return ""
}

// prints reports whether an entity is one of those who measure or print.
func (v *vocabulary) prints(id string) bool {
	kind := v.entities[id].Kind
	return kind == "research_firm" || kind == "publisher"
}

// seriesOf returns the series of an author's figures in a market: that of the first of those who continue each other.
func (v *vocabulary) seriesOf(market, author string) string {
	if together := v.oneLine[market]; slices.Contains(together, author) {
		return together[0]
	}
	return author
}

// trust returns the place of an author in the market's order of publishers; unlisted ones come last.
func (v *vocabulary) trust(market, author string) int {
	publishers := v.trusted[market]
	if i := slices.Index(publishers, author); i >= 0 {
		return i
	}
	return len(publishers)
}

// better orders facts by how well they answer: approved before disputed, preferred before normal, reported and estimated
// before anything about the future, the latest period, the market's order of publishers, the latest vintage, the id.
func (b *Book) better(f, g *briefs.Fact) int {
	if c := standing(f, g); c != 0 {
		return c
	}
	return b.newest(f, g)
}

// newest orders facts by period, the latest first, and within a period by how well they answer. Of periods that end
// together the shorter is the more recent.
func (b *Book) newest(f, g *briefs.Fact) int {
	if c := cmp.Or(latest(f, g), standing(f, g)); c != 0 {
		return c
	}
	if c := cmp.Compare(b.trust(f.Market, b.author(f)), b.trust(g.Market, b.author(g))); c != 0 {
		return c
	}
	return oldest(f, g)
}

// latest orders facts by period alone, standing by what was decided of them and what they are, oldest by vintage and id.
func latest(f, g *briefs.Fact) int {
	if c := g.Period.End.Compare(f.Period.End); c != 0 {
		return c
	}
	return g.Period.Start.Compare(f.Period.Start)
}

func standing(f, g *briefs.Fact) int {
	if c := cmp.Compare(settled(f), settled(g)); c != 0 {
		return c
	}
	if c := cmp.Compare(g.Rank, f.Rank); c != 0 {
		return c
	}
	return cmp.Compare(distance(f.Nature), distance(g.Nature))
}

func oldest(f, g *briefs.Fact) int {
	if c := g.Known.From.Compare(f.Known.From); c != 0 {
		return c
	}
	return cmp.Compare(f.ID, g.ID)
}

func settled(f *briefs.Fact) int {
	if f.Review == briefs.Approved {
		return 0
	}
	return 1
}

// distance says how far a statement is from what was measured: none for what happened or was promised, more for what is meant
// to happen, most for a forecast.
func distance(n briefs.Nature) int {
	switch n {
	case briefs.Guidance, briefs.Plan, briefs.Rumour:
		return 1
	case briefs.Forecast:
		return 2
	}
	return 0
}

// compareCells orders what can be ranked: the latest period first, then what was measured before forecasts, then the market's
// order of publishers.
func (b *Book) compareCells(market string) func(x, y cellKey) int {
	return func(x, y cellKey) int {
		return cmp.Or(
			y.end.Compare(x.end), y.start.Compare(x.start), cmp.Compare(x.distance, y.distance),
			cmp.Compare(b.trust(market, x.series), b.trust(market, y.series)),
			cmp.Compare(x.series, y.series), cmp.Compare(x.unit, y.unit),
		)
	}
}
