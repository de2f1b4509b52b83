package starter

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/briefs/lexicon/period"
	"briefbot/config"
)

// Book returns the starter facts, ready to be asked.
func Book(s *config.Starter) (*facts.Book, error) {
	list, err := Facts(s)
	if err != nil {
		return nil, err
	}
	book, err := facts.New(Entities(s), Markets(s), Metrics(s), list)
	if err != nil {
		return nil, fmt.Errorf("starter: %w", err)
	}
	return book.WithPhrases(Phrases(s)), nil
}

// Phrases returns what texts of the records mean in other languages.
func Phrases(s *config.Starter) briefs.Phrases {
	out := make(briefs.Phrases, len(s.Phrases))
	for _, r := range s.Phrases {
		out[r.EN] = trilingual(r.EN, r.FR, r.ZH)
	}
	return out
}

// Markets returns all markets.
func Markets(s *config.Starter) []briefs.Market {
	out := make([]briefs.Market, len(s.Markets))
	for i, r := range s.Markets {
		out[i] = briefs.Market{
			ID: r.ID, Name: trilingual(r.NameEN, r.NameFR, r.NameZH), Definition: r.Definition, Geography: r.Geography,
			Publishers: r.Publishers, OneSeries: r.OneSeries, DefaultFor: r.DefaultFor,
		}
	}
	return out
}

// metricUnits maps the units of the records to those of briefs.Metric.
var metricUnits = map[string]string{"percent": "percent", "currency": "money", "count": "count", "tokens": "count", "text": "word"}

// Metrics returns the vocabulary of figures.
func Metrics(s *config.Starter) []briefs.Metric {
	out := make([]briefs.Metric, len(s.Metrics))
	for i, r := range s.Metrics {
		out[i] = briefs.Metric{ID: r.ID, Name: trilingual(r.NameEN, r.NameFR, r.NameZH), Unit: metricUnits[r.Unit], Stale: r.Stale}
		out[i].Low, _ = briefs.ParseDecimal(r.Low) // an empty band is none
		out[i].High, _ = briefs.ParseDecimal(r.High)
		out[i].Markets = slices.ContainsFunc(s.Markets, func(m config.MarketRecord) bool { return slices.Contains(m.DefaultFor, r.ID) })
	}
	return out
}

func trilingual(en, fr, zh string) map[string]string {
	return map[string]string{"en": en, "fr": fr, "zh": zh}
}

// Facts returns all facts. An error names the record that cannot be taken over.
func Facts(s *config.Starter) ([]briefs.Fact, error) {
	c := converter{publishers: map[string]string{}, labels: map[string]string{}}
	for _, e := range s.Entities {
		c.publishers[e.ID] = e.Name
	}
	for _, n := range s.MetricNames {
		c.labels[n.Name] = n.Label
	}
	out := make([]briefs.Fact, len(s.Facts))
	for i, r := range s.Facts {
		f, err := c.fact(r)
		if err != nil {
			return nil, fmt.Errorf("starter: fact %s (%s): %w", r.ID, r.Row, err)
		}
		out[i] = f
	}
	return out, nil
}

// converter knows what the records of facts refer to.
type converter struct {
	publishers map[string]string // names by entity id
	labels     map[string]string // what a figure is, by the metric's name as printed
}

var (
	bounds = map[string]briefs.Bound{
		"": briefs.Exact, "exact": briefs.Exact, "about": briefs.About, "nearly": briefs.Nearly, "at-least": briefs.AtLeast, "at-most": briefs.AtMost,
	}
	scales   = map[string]int{"": 0, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
	statuses = map[string]briefs.Status{
		"": briefs.Usual, "normal": briefs.Usual, "break": briefs.Break, "definition-changed": briefs.Redefined,
		"provisional": briefs.Provisional, "restated": briefs.Restated,
	}
	ranks   = map[string]briefs.Rank{"": briefs.Normal, "normal": briefs.Normal, "preferred": briefs.Preferred, "deprecated": briefs.Deprecated}
	reviews = map[string]briefs.Review{
		"approved": briefs.Approved, "candidate": briefs.Candidate, "rejected": briefs.Rejected, "disputed": briefs.Disputed,
	}
	natures = map[string]briefs.Nature{
		"reported": briefs.Reported, "estimate": briefs.Estimate, "forecast": briefs.Forecast, "guidance": briefs.Guidance,
		"pledge": briefs.Pledge, "plan": briefs.Plan, "rumour": briefs.Rumour, "event": briefs.Event,
	}
	kinds = map[string]briefs.PeriodKind{
		"year": briefs.Year, "half": briefs.Half, "quarter": briefs.Quarter, "month": briefs.Month, "day": briefs.Day, "range": briefs.Range,
		"fiscal-year": briefs.Year, "fiscal-quarter": briefs.Quarter, "fiscal-range": briefs.Range,
	}
)

// known looks a word of a record up.
func known[V any](table map[string]V, field, word string) (V, error) {
	v, ok := table[word]
	if !ok {
		return v, fmt.Errorf("%s %q is not known", field, word)
	}
	return v, nil
}

func (c converter) fact(r config.FactRecord) (briefs.Fact, error) {
	f := briefs.Fact{
		ID: r.ID, Subject: r.Subject, Metric: r.Metric, Label: r.Label, Market: r.Market, Scope: r.Scope, Geography: r.Geography,
		Unnamed: r.Unofficial, Reason: r.Caveat, Row: r.Row,
	}
	if r.Market != "" {
		f.Scope = r.Definition
	}
	if f.Metric == "other" {
		f.Label = cmp.Or(c.labels[r.MetricName], r.MetricName)
	}
	var errs [8]error
	f.Nature, errs[0] = known(natures, "nature", r.Nature)
	f.Status, errs[1] = known(statuses, "status", r.Status)
	f.Review, errs[2] = known(reviews, "review", r.Review)
	f.Rank, errs[3] = known(ranks, "rank", r.Rank)
	f.Period, errs[4] = periodOf(r)
	f.Quantity, errs[5] = quantityOf(r)
	f.As, errs[6] = citedOf(r.Cited)
	var source briefs.Source
	source, errs[7] = c.source(r)
	for _, err := range errs {
		if err != nil {
			return briefs.Fact{}, err
		}
	}
	f.Sources = []briefs.Source{source}
	// What nobody dated counts as known from the end of its period.
	f.Known.From = f.Period.End.UTC()
	if !source.Published.IsZero() {
		f.Known.From = source.Published.UTC()
	}
	return f, nil
}

// source returns who measured and who printed. An outlet without a name of its own is the publisher.
func (c converter) source(r config.FactRecord) (briefs.Source, error) {
	s := briefs.Source{
		Publisher: cmp.Or(c.publishers[r.Publisher], r.Publisher), ReportedVia: r.Via, Outlet: r.Outlet, Title: r.Title, URL: r.URL,
	}
	if r.Published == "" {
		return s, nil
	}
	asked, ok := period.Parse(strings.TrimPrefix(r.Published, "~"))
	if !ok || asked.Latest {
		return s, fmt.Errorf("published %q is no date", r.Published)
	}
	s.Published = asked.Period.End.AddDays(-1)
	if asked.Period.Kind != briefs.Day || strings.HasPrefix(r.Published, "~") {
		s.Dated = r.Published
	}
	return s, nil
}

// periodOf reads the days of a record. What holds as of a moment is a day or, where only that is known, a month.
func periodOf(r config.FactRecord) (briefs.Period, error) {
	start, err := briefs.ParseDate(r.Start)
	if err != nil {
		return briefs.Period{}, err
	}
	end, err := briefs.ParseDate(r.End)
	if err != nil {
		return briefs.Period{}, err
	}
	p := briefs.Period{Start: start, End: end, Label: r.Fiscal}
	if strings.HasPrefix(r.PeriodKind, "fiscal") {
		p.Label = cmp.Or(r.Fiscal, r.Period)
	}
	if r.PeriodKind == "as-of" {
		p.Kind = briefs.Month
		if start.AddDays(1) == end {
			p.Kind = briefs.Day
		}
		return p, nil
	}
	p.Kind, err = known(kinds, "period kind", r.PeriodKind)
	return p, err
}

func quantityOf(r config.FactRecord) (briefs.Quantity, error) {
	q := briefs.Quantity{Unit: r.Unit, Word: r.Text}
	var err error
	if q.Bound, err = known(bounds, "bound", r.Bound); err != nil {
		return q, err
	}
	if q.Scale, err = known(scales, "scale", r.Scale); err != nil {
		return q, err
	}
	for _, field := range []struct {
		text string
		to   *briefs.Decimal
	}{{r.Value, &q.Value}, {r.Low, &q.Low}, {r.High, &q.High}} {
		if field.text == "" {
			continue
		}
		if *field.to, err = briefs.ParseDecimal(field.text); err != nil {
			return q, err
		}
	}
	if r.Value == "" && r.Text == "" && !q.IsRange() {
		return q, fmt.Errorf("it has no value")
	}
	return q, nil
}

// citedOf reads the same amount in another currency: "52.4 billion usd".
func citedOf(text string) ([]briefs.Quantity, error) {
	if text == "" {
		return nil, nil
	}
	words := strings.Fields(text)
	if len(words) != 3 {
		return nil, fmt.Errorf("cited %q: want a number, a scale and a unit", text)
	}
	value, err := briefs.ParseDecimal(words[0])
	if err != nil {
		return nil, err
	}
	scale, err := known(scales, "scale", words[1])
	if err != nil {
		return nil, err
	}
	return []briefs.Quantity{{Value: value, Scale: scale, Unit: words[2]}}, nil
}
