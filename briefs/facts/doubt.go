package facts

import (
	"math"
	"slices"
	"strings"

	"briefbot/briefs"
)

// Doubt is a reason for an editor to look at a statement before people are told.
type Doubt struct {
	Code    DoubtCode
	Against string // the id of the fact that raises it; may be empty
}

// DoubtCode names a doubt.
type DoubtCode string

// The doubts.
const (
	NoSource      DoubtCode = "no source"        // nobody is named who says so
	NoMarket      DoubtCode = "no market"        // a share of nobody knows what
	Implausible   DoubtCode = "implausible"      // outside of what the metric can be
	WrongUnit     DoubtCode = "wrong unit"       // the metric is not counted in that
	WrongRate     DoubtCode = "wrong rate"       // its own conversion is at a rate that there never was
	Converted     DoubtCode = "converted"        // known in another currency: this is somebody's conversion
	Hearsay       DoubtCode = "rumour"           // nobody stands up for it
	Horizon       DoubtCode = "horizon"          // growth of one year, said of several
	Presented     DoubtCode = "forecast as fact" // the same value is known as a forecast
	Misattributed DoubtCode = "misattributed"    // the same value is known under another publisher
	Twin          DoubtCode = "twin"             // the same page gives another vendor the very same share
	Misplaced     DoubtCode = "misplaced"        // the same value is known of another period, or as another metric
	Jump          DoubtCode = "jump"             // far from the same series before and after
	TooMuch       DoubtCode = "overfull"         // the shares of the market add up to more than 100.5
	Arithmetic    DoubtCode = "arithmetic"       // growth and amounts do not agree
	PartOfWhole   DoubtCode = "part above whole" // active parameters beyond all of them
	OtherDay      DoubtCode = "other day"        // the event is known of another day
	RuledOut      DoubtCode = "ruled out"        // an editor has ruled the value out for this series and period
)

// jump is how many times larger or smaller than its neighbours a figure may be: series of the field double and treble.
const jump = 8

// doubts returns the reasons to look at a fact, given what is known of its subject under its metric.
func (d *Draft) doubts(f *briefs.Fact, known []*briefs.Fact) []Doubt {
	var out []Doubt
	add := func(when bool, code DoubtCode, against string) {
		if when {
			out = append(out, Doubt{code, against})
		}
	}
	m := d.book.metrics[f.Metric]
	add(len(f.Sources) == 0 || f.Sources[0].Publisher == "", NoSource, "")
	add(f.Metric == Share && f.Market == "", NoMarket, "")
	add(f.Nature == briefs.Rumour, Hearsay, "")
	add(m.ID == f.Metric && wrongUnit(m.Unit, f.Quantity), WrongUnit, "")
	add(implausible(m, f.Quantity), Implausible, "")
	add(wrongRate(f), WrongRate, "")
	add(isGrowth(f) && f.Period.Kind == briefs.Range && f.Period.End.Year-f.Period.Start.Year > 1, Horizon, "")
	for _, g := range known {
		if code := d.clash(f, g); code != "" {
			add(true, code, g.ID)
		}
	}
	if against, ok := d.jumps(f, known); ok {
		add(true, Jump, against)
	}
	if f.Metric == Share {
		against, over := d.overfull(f)
		add(over, TooMuch, against)
		against, twin := d.twin(f)
		add(twin, Twin, against)
	}
	if against, ok := d.miscounted(f); ok {
		add(true, Arithmetic, against)
	}
	if against, ok := d.elsewhere(f); ok {
		add(true, Misplaced, against)
	}
	if against, ok := d.otherDay(f); ok {
		add(true, OtherDay, against)
	}
	if against, ok := d.aboveWhole(f); ok {
		add(true, PartOfWhole, against)
	}
	return out
}

// wrongUnit reports whether a quantity is of another sort than a metric's.
func wrongUnit(unit string, q briefs.Quantity) bool {
	if q.Word != "" {
		return unit == "percent"
	}
	switch unit {
	case "percent":
		return q.Unit != "percent"
	case "money":
		return !isMoney(q.Unit)
	case "count":
		return q.Unit == "percent" || q.Unit == "points" || q.Unit == "" || isMoney(q.Unit) || strings.HasSuffix(q.Unit, "bytes")
	case "word":
		return true
	}
	return false
}

// implausible reports whether an amount is outside of a metric's band.
func implausible(m briefs.Metric, q briefs.Quantity) bool {
	amount, ok := q.Amount()
	if !ok {
		return q.Word == "" && !q.IsRange()
	}
	if m.Low.Cmp(m.High) == 0 {
		return false
	}
	return amount.Cmp(m.High) > 0 || amount.Cmp(m.Low) < 0 && m.Unit != "count"
}

// wrongRate reports whether a fact converts its own amount at a rate that there never was.
func wrongRate(f *briefs.Fact) bool {
	return slices.ContainsFunc(f.As, func(q briefs.Quantity) bool {
		return isMoney(f.Quantity.Unit) && isMoney(q.Unit) && acrossCurrencies(f.Quantity, q) != Corroborates
	})
}

// growthOf are the metrics of growth by the metric that grows.
var growthOf = map[string]string{"cloud_spend": "cloud_spend_growth", "revenue": "revenue_growth", "capex": "capex_growth"}

func isGrowth(f *briefs.Fact) bool { return strings.HasSuffix(f.Metric, "_growth") }

// clash compares a fact with a known one of the same subject and metric beyond what decides the outcome.
func (d *Draft) clash(f, g *briefs.Fact) DoubtCode {
	same := g.Period.Same(f.Period)
	switch {
	case f.Quantity.Word != "":
		return ""
	case !same:
		return d.shifted(f, g)
	case f.Market != g.Market || f.Label != g.Label || f.Market == "" && f.Scope != g.Scope || !agree(f.Quantity, g.Quantity):
		return ""
	case g.Review == briefs.Rejected:
		if d.sameSeries(f, g) {
			return RuledOut
		}
		return ""
	case distance(f.Nature) == 0 && g.Nature == briefs.Forecast:
		return Presented
	case distance(f.Nature) == distance(g.Nature) && !d.sameSeries(f, g) && digits(f.Quantity) >= 3 && identical(f.Quantity, g.Quantity) && d.newcomer(f):
		return Misattributed
	}
	return ""
}

// newcomer reports whether the publisher of a fact is none of those who are known to measure its market.
func (d *Draft) newcomer(f *briefs.Fact) bool {
	listed := d.book.trusted[f.Market]
	return len(listed) > 0 && !slices.Contains(listed, d.book.author(f))
}

// otherDay finds an event that is known of another day, of the subject, of what it is a part of, or of a part of it.
func (d *Draft) otherDay(f *briefs.Fact) (against string, ok bool) {
	if f.Quantity.Word == "" || f.Nature != briefs.Event {
		return "", false
	}
	family := append(append([]string{f.Subject}, d.book.lexicon.Family(f.Subject)...), d.book.children[f.Subject]...)
	for _, id := range family {
		for _, g := range d.about(topicKey{id, f.Metric}) {
			if !g.Period.Overlaps(f.Period) && sameWords(f.Quantity.Word, g.Quantity.Word) && f.Label == g.Label && g.Review != briefs.Rejected {
				return g.ID, true
			}
		}
	}
	return "", false
}

// shifted recognises the figure of another period of the same series.
func (d *Draft) shifted(f, g *briefs.Fact) DoubtCode {
	if !d.sameSeries(f, g) || ruledOut(g) || g.Quantity.Unit != f.Quantity.Unit || !agree(f.Quantity, g.Quantity) {
		return ""
	}
	if isGrowth(f) && f.Period.Kind == briefs.Range && f.Period.Contains(g.Period) {
		return Horizon
	}
	if f.Period.Kind != g.Period.Kind || !isMoney(f.Quantity.Unit) || digits(f.Quantity) < 3 || digits(g.Quantity) < 3 {
		return ""
	}
	return Misplaced
}

// jumps reports whether a fact is many times larger or smaller than the nearest of its series, of periods of its length.
func (d *Draft) jumps(f *briefs.Fact, known []*briefs.Fact) (against string, ok bool) {
	x, has := f.Quantity.Amount()
	if !has || x.Sign() <= 0 || f.Quantity.Unit == "percent" {
		return "", false
	}
	nearest := math.MaxInt
	for _, g := range known {
		y, has := g.Quantity.Amount()
		if !has || y.Sign() <= 0 || g.Quantity.Unit != f.Quantity.Unit || g.Period.Kind != f.Period.Kind || ruledOut(g) || g.Review == briefs.Candidate || !d.sameSeries(f, g) {
			continue
		}
		apart := int(math.Abs(f.Period.End.UTC().Sub(g.Period.End.UTC()).Hours() / 24))
		if apart == 0 || apart > 400 || apart >= nearest {
			continue
		}
		ratio := x.Float() / y.Float()
		nearest, against, ok = apart, g.ID, ratio > jump || ratio < 1.0/jump
	}
	return against, ok
}

// overfull reports whether the shares that one publisher gives for one market and period exceed the whole with this one.
func (d *Draft) overfull(f *briefs.Fact) (against string, over bool) {
	if !d.book.ranks(f) && f.Subject != others || !counts(f) {
		return "", false
	}
	sum, _ := f.Quantity.Amount()
	best := map[string]*briefs.Fact{}
	for _, g := range append(d.beside(f), d.remainder(f)...) {
		if h := best[g.Subject]; g.Subject != f.Subject && counts(g) && (h == nil || d.book.better(g, h) < 0) {
			best[g.Subject] = g
		}
	}
	for _, g := range best {
		if slices.Contains(d.book.lexicon.Family(g.Subject), f.Subject) || slices.Contains(d.book.lexicon.Family(f.Subject), g.Subject) {
			continue // a part of the other
		}
		amount, _ := g.Quantity.Amount()
		more, ok := sum.Add(amount)
		if !ok {
			return g.ID, true
		}
		sum = more
		if against == "" || g.ID < against {
			against = g.ID
		}
	}
	return against, sum.Cmp(fullMarket) > 0
}

// others is who is left beside the vendors that a page names.
const others = "group:others"

// remainder returns what the publisher of a share gives as that of all others.
func (d *Draft) remainder(f *briefs.Fact) []*briefs.Fact {
	return slices.DeleteFunc(d.about(topicKey{others, f.Metric}), func(g *briefs.Fact) bool { return d.book.cellOf(g) != d.book.cellOf(f) })
}

// counts reports whether a share is among those that people are told.
func counts(f *briefs.Fact) bool {
	return f.Quantity.Unit == "percent" && !ruledOut(f) && f.Review != briefs.Candidate
}

// twin finds another vendor who has the very same share on the same page.
func (d *Draft) twin(f *briefs.Fact) (against string, ok bool) {
	if !d.book.ranks(f) || digits(f.Quantity) < 3 {
		return "", false
	}
	for _, g := range d.beside(f) {
		if g.Subject != f.Subject && g.Review != briefs.Rejected && samePage(f, g) && identical(f.Quantity, g.Quantity) {
			return g.ID, true
		}
	}
	return "", false
}

// elsewhere finds an amount of money that is known of the subject as something else: under another metric, and of another period.
func (d *Draft) elsewhere(f *briefs.Fact) (against string, ok bool) {
	if !isMoney(f.Quantity.Unit) || digits(f.Quantity) < 2 {
		return "", false
	}
	for _, topic := range d.topicsOf(f.Subject) {
		if topic.metric == f.Metric {
			continue
		}
		for _, g := range d.about(topic) {
			if !g.Period.Same(f.Period) && g.Review != briefs.Rejected && identical(f.Quantity, g.Quantity) && near(f.Period, g.Period) {
				return g.ID, true
			}
		}
	}
	return "", false
}

// near reports whether two periods follow each other within two years.
func near(p, q briefs.Period) bool {
	return math.Abs(p.End.UTC().Sub(q.End.UTC()).Hours()) < 2*366*24
}

// miscounted reports whether growth and the two amounts that it is between, all of one page, do not agree, be it the growth or one of
// them that is new. Amounts of different pages need not agree: publishers restate the year before.
func (d *Draft) miscounted(f *briefs.Fact) (against string, ok bool) {
	for amount, growth := range growthOf {
		switch f.Metric {
		case growth:
			now, before := d.amounts(f, amount, f.Period), d.amounts(f, amount, yearBefore(f.Period))
			return disagree(f, now, before)
		case amount:
			for _, g := range d.growths(f, growth, f.Period) {
				if _, ok := disagree(g, []*briefs.Fact{f}, d.amounts(f, amount, yearBefore(f.Period))); ok {
					return g.ID, true
				}
			}
		}
	}
	return "", false
}

// amounts returns what the publisher of a fact says of its subject under another metric in a period.
func (d *Draft) amounts(f *briefs.Fact, metric string, p briefs.Period) []*briefs.Fact {
	return slices.DeleteFunc(d.growths(f, metric, p), func(g *briefs.Fact) bool { _, ok := g.Quantity.Amount(); return !ok || !isMoney(g.Quantity.Unit) })
}

func (d *Draft) growths(f *briefs.Fact, metric string, p briefs.Period) []*briefs.Fact {
	var out []*briefs.Fact
	for _, g := range d.about(topicKey{f.Subject, metric}) {
		if g.Period.Same(p) && d.sameSeries(f, g) && samePage(f, g) && g.Review != briefs.Rejected {
			out = append(out, g)
		}
	}
	return out
}

// yearBefore returns the same stretch of the year before.
func yearBefore(p briefs.Period) briefs.Period {
	p.Start, p.End = p.Start.AddMonths(-12), p.End.AddMonths(-12)
	return p
}

// lastPoint is how far growth may be off beyond what rounding of the amounts explains: it is rounded itself.
const lastPoint = 0.5

// disagree reports whether growth in percent is not what lies between amounts, allowing for how they are rounded.
func disagree(growth *briefs.Fact, now, before []*briefs.Fact) (against string, ok bool) {
	g, has := growth.Quantity.Amount()
	if !has || growth.Quantity.Unit != "percent" {
		return "", false
	}
	for _, x := range now {
		for _, y := range before {
			a, _ := x.Quantity.Amount()
			b, _ := y.Quantity.Amount()
			if x.Quantity.Unit != y.Quantity.Unit || b.Sign() <= 0 {
				continue
			}
			implied := (a.Float()/b.Float() - 1) * 100
			slack := (precision(x.Quantity)+precision(y.Quantity))*(implied+100) + lastPoint
			if math.Abs(implied-g.Float()) > slack {
				return x.ID, true
			}
		}
	}
	return "", false
}

// aboveWhole reports whether a part of a model's parameters exceeds all of them.
func (d *Draft) aboveWhole(f *briefs.Fact) (against string, ok bool) {
	const part, whole = "active parameters", "model_parameters"
	x, has := f.Quantity.Amount()
	other, sign := whole, 1
	switch {
	case !has, f.Metric != whole && (f.Metric != Other || f.Label != part):
		return "", false
	case f.Metric == whole:
		other, sign = Other, -1
	}
	for _, g := range d.about(topicKey{f.Subject, other}) {
		y, has := g.Quantity.Amount()
		if has && (other == whole || g.Label == part) && !ruledOut(g) && x.Cmp(y)*sign > 0 {
			return g.ID, true
		}
	}
	return "", false
}
