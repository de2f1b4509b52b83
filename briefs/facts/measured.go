package facts

import (
	"cmp"
	"slices"

	"briefbot/briefs"
)

// Measured says what one publisher measures in one market, or of one metric where there is no market.
type Measured struct {
	Market    briefs.Market // zero for figures without one
	Metric    briefs.Metric
	Publisher string        // as printed
	Count     int           // figures that answer
	Latest    briefs.Period // the newest that was measured
}

// Publishers says who measures what: by market, those first whom the market believes first. The words of the question narrow it to a
// market, a publisher, a metric or a subject; figures that everybody reports of himself are not in it.
func (b *Book) Publishers(q Question) ([]Measured, error) {
	a, err := b.readMeasured(q)
	if err != nil {
		return nil, err
	}
	type key struct{ market, metric, author string }
	found := map[key]*Measured{}
	for f := range b.Facts {
		k := key{f.Market, f.Metric, b.author(f)}
		switch {
		case !admits(f, Query{Period: f.Period, AsOf: q.AsOf}), f.Market == "", f.Metric == Other,
			a.Query.Market != "" && f.Market != a.Query.Market, a.Query.By != "" && k.author != a.Query.By,
			a.Query.Metric != "" && f.Metric != a.Query.Metric, len(a.parts) > 0 && !slices.Contains(a.parts, f.Subject):
			continue
		}
		m := found[k]
		if m == nil {
			m = &Measured{Market: b.markets[f.Market], Metric: b.metrics[f.Metric], Publisher: f.Sources[0].Publisher}
			found[k] = m
		}
		m.Count++
		if distance(f.Nature) == 0 && (m.Latest.IsZero() || m.Latest.End.Before(f.Period.End)) {
			m.Latest = f.Period
		}
	}
	var out []Measured
	for _, m := range found {
		out = append(out, *m)
	}
	if len(out) == 0 {
		return nil, &NoFigure{Empty: b.Len() == 0, Subject: b.subjectOf(a), Metric: b.metrics[a.Query.Metric], Market: b.markets[a.Query.Market], By: q.By, AsOf: q.AsOf}
	}
	weight := b.weights()
	slices.SortFunc(out, func(x, y Measured) int {
		return cmp.Or(
			cmp.Compare(weight[y.Market.ID], weight[x.Market.ID]), cmp.Compare(x.Market.ID, y.Market.ID),
			cmp.Compare(b.trust(x.Market.ID, b.authorOf(x.Publisher)), b.trust(y.Market.ID, b.authorOf(y.Publisher))),
			cmp.Compare(x.Publisher, y.Publisher), cmp.Compare(interest(x.Metric.ID), interest(y.Metric.ID)), cmp.Compare(x.Metric.ID, y.Metric.ID),
		)
	})
	return out, nil
}

// weights count what is on record of each market; the usual one comes first whatever it holds.
func (b *Book) weights() map[string]int {
	out := map[string]int{}
	for f := range b.Facts {
		out[f.Market]++
	}
	out[b.defaults[Share]] += b.Len()
	return out
}

func (b *Book) subjectOf(a asked) briefs.Entity {
	if len(a.named) == 0 {
		return briefs.Entity{}
	}
	return b.Entity(a.named[0])
}

// readMeasured reads a question in which every word narrows: none of them has to be there.
func (b *Book) readMeasured(q Question) (asked, error) {
	q.Open = true
	a := asked{Question: q}
	var err error
	text := q.Text
	if text != "" && q.By == "" {
		if author, e := b.publisher(text); e == nil && (b.entities[author].Kind == "research_firm" || len(b.named(text)) == 0) {
			a.Query.By, text = author, "" // a company that reports of itself is asked about as one that is measured
		}
	}
	if text != "" {
		a.Question.Text = text
		segments, err := b.segments(&a)
		if err != nil {
			return a, err
		}
		var metric string
		if metric, _, segments, err = b.metricOf(q, segments); err != nil {
			return a, err
		}
		a.Query.Metric = metric
		for _, s := range segments {
			b.take(&a, s)
		}
	}
	for _, id := range a.named {
		a.parts = append(a.parts, b.family(id)...)
	}
	if a.Query.By == "" {
		if a.Query.By, err = b.publisher(a.Question.By); err != nil {
			return a, err
		}
	}
	a.Query.Market, err = b.market(a.Question.Market, cmp.Or(a.Query.Metric, Share))
	return a, err
}

// MarketCard is what is to be said of a market.
type MarketCard struct {
	Market   briefs.Market
	Default  []briefs.Metric // metrics that mean this market when none is named
	Measured []Measured      // who measures what in it
	Near     []briefs.Market // others whose figures are easily taken for this one's
}

const maxNear = 5

// AboutMarket answers a question for a market: what it counts and what not, and who measures it. Without a name it is the usual one of
// shares. Its errors are *UnknownName, *AmbiguousName and *TooManyNames.
func (b *Book) AboutMarket(q Question) (MarketCard, error) {
	text := cmp.Or(q.Market, q.Text)
	if q.Market != "" && q.Text != "" {
		return MarketCard{}, &TooManyNames{Role: AsMarket, Names: []string{q.Market, q.Text}}
	}
	id, err := b.market(text, Share)
	if err != nil {
		return MarketCard{}, err
	}
	id = cmp.Or(id, b.defaults[Share])
	out := MarketCard{Market: b.markets[id]}
	for _, metric := range out.Market.DefaultFor {
		out.Default = append(out.Default, b.metrics[metric])
	}
	out.Measured, err = b.Publishers(Question{Market: id, AsOf: q.AsOf})
	if none := (*NoFigure)(nil); asNoFigure(err, &none) {
		err = nil // a market without figures is one all the same
	}
	out.Near = b.near(id)
	return out, err
}

// near returns the markets whose figures are easily taken for those of another: the same vendors are measured in them, as in many
// shares of one name.
func (b *Book) near(id string) []briefs.Market {
	vendors := func(market string) map[string]bool {
		out := map[string]bool{}
		for _, cell := range b.cellsOf(marketKey{Share, market}) {
			for _, i := range b.best(cell) {
				out[b.at(i).Subject] = true
			}
		}
		return out
	}
	own, common := vendors(id), map[string]int{}
	var out []briefs.Market
	for other, m := range b.markets {
		for vendor := range vendors(other) {
			if other != id && own[vendor] {
				common[other]++
			}
		}
		if common[other] > 0 {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(x, y briefs.Market) int {
		return cmp.Or(cmp.Compare(common[y.ID], common[x.ID]), cmp.Compare(x.ID, y.ID))
	})
	return out[:min(maxNear, len(out))]
}
