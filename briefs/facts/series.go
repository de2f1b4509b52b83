package facts

import (
	"slices"

	"briefbot/briefs"
)

// Series is one figure over time, as one publisher or those who continue each other measured it. It is what a chart draws.
type Series struct {
	Named   briefs.Entity
	Subject briefs.Entity
	Metric  briefs.Metric
	Label   string        // what is counted, of a metric that has labels
	Market  briefs.Market // zero where the metric has none
	Scope   string        // what it covers, where no market says so
	Implied bool          // as in Answer
	Usual   briefs.Market // as in Answer
	Unit    string        // of all points
	Points  []Point       // the oldest first, at least one
	Left    int           // earlier points that were left out
	Change  *Change       // from the point before to the last; nil where they do not compare
	Sources []briefs.Source
	Also    []*briefs.Fact // where the same is measured otherwise: those series are not in this one
	Caveats []Caveat
}

// Point is one value of a series.
type Point struct {
	Period briefs.Period
	Figure Figure
	Break  bool // not comparable with the points before
	Gap    bool // a period of which nothing is on record lies before it
}

// Change is a difference in percentage points.
type Change struct {
	From   briefs.Period
	Points briefs.Decimal
}

const (
	usualPoints = 8
	maxPoints   = 24 // what a chart and a message can hold
)

// Trend answers a question for a series: the one that holds the best answer. A period limits it, a number says how many points are
// wanted. Its errors are those of Ask.
func (b *Book) Trend(q Question) (Series, error) {
	when := q.When
	if !when.Latest && !when.IsZero() {
		q.When.Period = briefs.Period{}
	}
	a, err := b.readAll(q)
	if err != nil {
		return Series{}, err
	}
	if len(a.others) > 0 {
		return Series{}, &TooManyNames{Role: AsSubject, Names: []string{a.text, a.others[0].text}}
	}
	best, elsewhere, err := b.answering(&a)
	if err != nil {
		return Series{}, err
	}
	f, l := b.at(best), b.line(best)
	out := Series{
		Named: b.Entity(a.named[0]), Subject: b.Entity(f.Subject), Metric: b.metrics[f.Metric], Label: f.Label, Market: b.markets[f.Market],
		Scope: l.scope, Implied: elsewhere, Usual: b.markets[b.defaults[f.Metric]], Unit: l.unit,
	}
	points := b.points(l, f, a.Query)
	if within := when.Period; !within.IsZero() {
		points = slices.DeleteFunc(points, func(p Point) bool { return !within.Contains(p.Period) })
	}
	if len(points) == 0 {
		a.Query.Period = when.Period
		return Series{}, b.nothing(a, []*line{l})
	}
	n := usualPoints
	if a.count > 0 || !when.Period.IsZero() {
		n = maxPoints
	}
	if a.count > 0 {
		n = min(a.count, maxPoints)
	}
	out.Left = max(0, len(points)-n)
	out.Points = points[out.Left:]
	out.Points[0].Break, out.Points[0].Gap = false, false // they part nothing that is shown
	out.Change = change(out.Points)
	for i := len(out.Points) - 1; i >= 0; i-- {
		out.Sources = append(out.Sources, out.Points[i].Figure.Sources...)
	}
	out.Sources = distinct(out.Sources)
	out.Also = b.also(&a, best)
	out.Caveats = b.seriesCaveats(a, out)
	return out, nil
}

// points returns the best figure of each period of a line, the oldest first. What is further from what was measured than the answer
// itself, such as a forecast beside estimates, is left out.
func (b *Book) points(l *line, f *briefs.Fact, q Query) []Point {
	var out []Point
	for at := 0; at < len(l.facts); {
		p := b.at(l.facts[at]).Period
		same := b.of(l, p)
		at += max(1, len(same))
		q.Period = p
		if i := b.bestOf(same, &q); i >= 0 && distance(b.at(i).Nature) <= distance(f.Nature) {
			if _, ok := b.at(i).Quantity.Amount(); ok || b.at(i).Quantity.IsRange() {
				status := b.at(i).Status
				out = append(out, Point{Period: p, Figure: b.figure(i, q), Break: status == briefs.Break || status == briefs.Redefined})
			}
		}
	}
	slices.Reverse(out)
	for i := range out {
		out[i].Gap = i > 0 && out[i-1].Period.End.Before(out[i].Period.Start)
	}
	return out
}

// change returns how many points a percentage rose from the period just before; nil where there is none, or a break lies between.
func change(points []Point) *Change {
	if len(points) < 2 {
		return nil
	}
	last, before := points[len(points)-1], points[len(points)-2]
	x, okX := last.Figure.Fact.Quantity.Amount()
	y, okY := before.Figure.Fact.Quantity.Amount()
	if last.Break || last.Gap || !okX || !okY || last.Figure.Fact.Quantity.Unit != "percent" {
		return nil
	}
	d, ok := x.Sub(y)
	if !ok {
		return nil
	}
	return &Change{From: before.Period, Points: d}
}

// seriesCaveats says what to beware of in a series.
func (b *Book) seriesCaveats(a asked, s Series) []Caveat {
	last := s.Points[len(s.Points)-1]
	answer := Answer{Figure: last.Figure}
	for i := len(s.Points) - 2; i >= 0; i-- {
		answer.Earlier = append(answer.Earlier, &s.Points[i].Figure.Fact)
	}
	out := b.caveats(&a, &answer)
	return slices.DeleteFunc(out, func(c Caveat) bool { return c.Code == Undated })
}
