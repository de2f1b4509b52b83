package facts

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strconv"

	"briefbot/briefs"
)

// Comparison sets figures of several side by side that were measured alike.
type Comparison struct {
	Metric  briefs.Metric
	Label   string
	Market  briefs.Market // zero where the metric has none
	Scope   string
	Implied bool          // nobody asked for this market: it is the only one in which all are measured
	Usual   briefs.Market // as in Answer
	Period  briefs.Period
	Own     bool     // each figure is the subject's own
	Rows    []Row    // the largest first
	Newer   []Figure // later figures of some, which not all have
	Caveats []Caveat
}

// Mixed is the error of a comparison whose figures would not be measured alike.
type Mixed struct {
	Metric   briefs.Metric
	Subjects []briefs.Entity
	Period   briefs.Period   // asked for; zero: the latest
	Each     []Figure        // the best figure of each as asked, by which they cannot be compared; of those who have one
	Common   []Comparison    // what there is measured alike, best first
	Missing  []briefs.Entity // who has no figure of the metric at all
	Money    bool            // they are in different currencies, and would compare but for that
}

// Error says what cannot be compared, for logs.
func (e *Mixed) Error() string { return "facts: not measured alike: " + entityNames(e.Subjects) }

// Limits of comparisons.
const (
	maxCompared = 6
	maxCommon   = 4
)

// alike is what figures must share to stand side by side.
type alike struct {
	lineKey
	start, end briefs.Date
	distance   int
}

// ownSeries stands for the publisher where everybody reports his own figures.
const ownSeries = "\x00own"

// Compare answers a question for the figures of several, of the latest period that all have in common. Its errors are those of
// Ask, and *Mixed where what was asked for is not measured alike.
func (b *Book) Compare(q Question) (Comparison, error) {
	a, err := b.readAll(q)
	if err != nil {
		return Comparison{}, err
	}
	if a.count > 0 {
		return Comparison{}, &BadArgument{Flaw: StrayNumber, Value: strconv.Itoa(a.count)}
	}
	names := append([]segment{{text: a.text, ids: a.named}}, a.others...)
	if len(a.named) == 0 {
		return Comparison{}, ErrNoSubject
	}
	names = distinctNames(names)
	if len(names) < 2 || len(names) > maxCompared {
		flaw := FewNames
		if len(names) > maxCompared {
			flaw = ManyNames
		}
		return Comparison{}, &BadArgument{Flaw: flaw, Value: names[0].text}
	}
	all, err := b.comparable(&a, names)
	if err != nil {
		return Comparison{}, err
	}
	asked := slices.DeleteFunc(slices.Clone(all), func(c Comparison) bool { return !b.fits(c, a) })
	if len(asked) == 0 && a.implied && a.Query.Period.IsZero() && a.Query.By == "" && len(marketsOf(all)) == 1 {
		asked = all // there is only one market in which all are measured
		asked[0].Implied, asked[0].Usual = true, b.markets[b.defaults[a.Query.Metric]]
	}
	if len(asked) == 0 {
		return Comparison{}, b.mixed(a, names, all)
	}
	out := asked[0]
	out.Newer = b.later(out, a.Query)
	out.Caveats = b.rankingCaveats(a, Ranking{Metric: out.Metric, Rows: out.Rows})
	return out, nil
}

func distinctNames(names []segment) []segment {
	var out []segment
	for _, n := range names {
		if !slices.ContainsFunc(out, func(o segment) bool { return slices.Equal(o.ids, n.ids) }) {
			out = append(out, n)
		}
	}
	return out
}

func marketsOf(list []Comparison) map[string]bool {
	out := map[string]bool{}
	for _, c := range list {
		out[c.Market.ID+"|"+c.Scope] = true
	}
	return out
}

// fits reports whether a comparison is of the market, publisher and period that were asked for.
func (b *Book) fits(c Comparison, a asked) bool {
	f := &c.Rows[0].Figure.Fact
	return (a.Query.Market == "" || c.Market.ID == a.Query.Market) && (a.Query.Period.IsZero() || c.Period.Same(a.Query.Period)) &&
		(a.Query.By == "" || b.seriesOf(f.Market, b.author(f)) == b.seriesOf(f.Market, a.Query.By))
}

// comparable returns everything of the metric that is measured alike of all who are named, the best of each market first.
func (b *Book) comparable(a *asked, names []segment) ([]Comparison, error) {
	var out []Comparison
	for _, market := range b.marketsOf(names, a.Query.Metric) {
		subjects := make([]string, len(names))
		for i, n := range names {
			found := b.resolve(n.ids, a.Query.Metric, a.Query.Label, market)
			if len(found) > 1 && market == a.Query.Market {
				return nil, &AmbiguousName{Name: n.text, Role: AsSubject, Choices: b.entityList(found)}
			}
			if len(found) != 1 {
				subjects = nil
				break
			}
			subjects[i] = found[0]
		}
		if subjects != nil {
			out = append(out, b.inCommon(subjects, market, a.Query)...)
		}
	}
	slices.SortStableFunc(out, func(x, y Comparison) int {
		usual := func(c Comparison) int {
			if c.Market.ID == a.Query.Market {
				return 0
			}
			return 1
		}
		f, g := &x.Rows[0].Figure.Fact, &y.Rows[0].Figure.Fact
		return cmp.Or(cmp.Compare(usual(x), usual(y)), b.newest(f, g))
	})
	return out, nil
}

// marketsOf returns the markets in which anybody named has figures of the metric, sorted; empty for figures without one.
func (b *Book) marketsOf(names []segment, metric string) []string {
	found := map[string]bool{}
	for _, n := range names {
		for _, id := range n.ids {
			for _, member := range b.family(id) {
				for _, l := range b.topic(topicKey{member, metric}) {
					found[l.market] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// inCommon returns what is measured alike of all subjects in a market, the latest first.
func (b *Book) inCommon(subjects []string, market string, q Query) []Comparison {
	cells := map[alike][]int{}
	q.By, q.Period = "", briefs.Period{}
	for n, subject := range subjects {
		for key, i := range b.allOf(subject, market, q) {
			if len(cells[key]) == n {
				cells[key] = append(cells[key], i)
			}
		}
	}
	var out []Comparison
	for key, list := range cells {
		if len(list) == len(subjects) {
			out = append(out, b.comparison(key, list, q))
		}
	}
	slices.SortFunc(out, func(x, y Comparison) int { return b.newest(&x.Rows[0].Figure.Fact, &y.Rows[0].Figure.Fact) })
	return out
}

// allOf returns the best fact of a subject in everything that can be compared.
func (b *Book) allOf(subject, market string, q Query) map[alike]int {
	out := map[alike]int{}
	for _, l := range b.topic(topicKey{subject, q.Metric}) {
		if l.market != market || q.Label != "" && l.label != q.Label {
			continue
		}
		for _, i := range l.facts {
			f := b.at(i)
			key := alike{l.lineKey, f.Period.Start, f.Period.End, distance(f.Nature)}
			if f.Nature == briefs.Reported && market == "" {
				key.series = ownSeries
			}
			if _, ok := f.Quantity.Amount(); !ok || !admits(f, q) {
				continue
			}
			if j, ok := out[key]; !ok || b.superior(i, j) < 0 {
				out[key] = i
			}
		}
	}
	return out
}

func (b *Book) comparison(key alike, list []int, q Query) Comparison {
	slices.SortFunc(list, func(i, j int) int {
		return cmp.Or(b.compareAmounts(j, i), cmp.Compare(b.at(i).Subject, b.at(j).Subject))
	})
	f := b.at(list[0])
	out := Comparison{
		Metric: b.metrics[q.Metric], Label: key.label, Market: b.markets[key.market], Scope: key.scope, Period: f.Period, Own: key.series == ownSeries,
	}
	q.Period = f.Period
	for n, i := range list {
		out.Rows = append(out.Rows, Row{Place: b.placeOf(n, list), Entity: b.Entity(b.at(i).Subject), Figure: b.figure(i, q)})
	}
	return out
}

// later returns the figures of the compared series that are later than the comparison: not all have them.
func (b *Book) later(c Comparison, q Query) []Figure {
	var out []Figure
	for _, row := range c.Rows {
		of, _ := b.find(row.Figure.Fact.ID) // it came from the book
		l := b.line(of)
		q.Period = briefs.Period{}
		if i := b.bestOfLine(l, &q); i >= 0 && c.Period.End.Before(b.at(i).Period.End) {
			out = append(out, b.figure(i, q))
		}
	}
	return out
}

// mixed says why there is no comparison, and what could be compared instead.
func (b *Book) mixed(a asked, names []segment, all []Comparison) error {
	out := &Mixed{Metric: b.metrics[a.Query.Metric], Period: a.Query.Period}
	for _, n := range names {
		id := n.ids[0]
		out.Subjects = append(out.Subjects, b.Entity(id))
		one := a
		one.named, one.text, one.parts, one.others = n.ids, n.text, nil, nil
		best, _, err := b.answering(&one)
		var several *SeveralMarkets
		switch {
		case err == nil:
			out.Each = append(out.Each, b.figure(best, one.Query))
		case errors.As(err, &several):
			out.Each = append(out.Each, several.Figures...)
		case !b.asks(topicKey{id, a.Query.Metric}):
			out.Missing = append(out.Missing, b.Entity(id))
		}
	}
	units := map[string]bool{}
	for _, f := range out.Each {
		units[f.Fact.Quantity.Unit] = true
	}
	out.Money = out.Metric.Unit == "money" && len(units) > 1
	seen := map[string]bool{}
	for _, c := range all { // the latest of each series is proposal enough
		key := c.Market.ID + "|" + c.Scope + "|" + c.Rows[0].Figure.Fact.Sources[0].Publisher + "|" + string(c.Period.Kind)
		if !seen[key] && len(out.Common) < maxCommon {
			seen[key] = true
			out.Common = append(out.Common, c)
		}
	}
	return out
}
