package facts

import (
	"slices"

	"briefbot/briefs"
)

// Code names a thing to beware of.
type Code string

// The caveats.
const (
	Stale       Code = "stale"       // a newer figure should have been out; Date says since when
	NotMeasured Code = "nature"      // the figure is a forecast, guidance, a plan or a rumour
	Unnamed     Code = "unnamed"     // told by people who are not named
	Contested   Code = "contested"   // the series has other values for the period: see Rivals
	Unsettled   Code = "disputed"    // the figure is disputed, and nobody has ruled yet
	Broken      Code = "break"       // the earlier figures are not comparable; Date says from which period on
	NewScope    Code = "definition"  // as Broken: what is counted changed
	Early       Code = "provisional" // the publisher may still change it
	Restatement Code = "restated"    // the publisher had printed another value before
	Undated     Code = "undated"     // no source says when it was printed
	Continued   Code = "continued"   // Publisher continues the series of Other
	Affiliated  Code = "affiliated"  // Publisher, who printed it, belongs to Other, whom it is about
	Undefined   Code = "undefined"   // the source does not say what the market is
	PartOnly    Code = "part"        // the figure covers only a part of the subject: see the fact's Scope
	Note        Code = "note"        // Text, as an editor entered it
	Withdrawn   Code = "withdrawn"   // an editor has set the figure aside: it answers no question
	Superseded  Code = "superseded"  // its publisher printed another value since, on Date
	Overfull    Code = "overfull"    // shares of a ranking add up to more than the whole
)

// Caveat is something that an answer must say of its figure.
type Caveat struct {
	Code      Code
	Fact      string      // id of the fact that it is about; empty for a whole ranking
	Date      briefs.Date // see the code
	Publisher string      // see the code: a name
	Other     string      // see the code: a name
	Text      string      // see the code
}

// caveats says what to beware of in an answer.
func (b *Book) caveats(a *asked, answer *Answer) []Caveat {
	f := &answer.Figure.Fact
	out := b.factCaveats(f)
	if len(answer.Figure.Rivals) > 0 {
		out = append(out, Caveat{Code: Contested, Fact: f.ID})
	}
	if a.Query.Period.IsZero() && a.Query.AsOf.IsZero() && len(answer.Open) == 0 {
		if due, ok := b.due(f); ok && !a.Today.IsZero() && !a.Today.Before(due) {
			out = append(out, Caveat{Code: Stale, Fact: f.ID, Date: due})
		}
	}
	out = append(out, breaks(answer)...)
	if c, ok := b.continued(answer); ok {
		out = append(out, c)
	}
	return out
}

// factCaveats says what to beware of in a fact by itself.
func (b *Book) factCaveats(f *briefs.Fact) []Caveat {
	var out []Caveat
	add := func(c Caveat) {
		c.Fact = f.ID
		out = append(out, c)
	}
	if distance(f.Nature) > 0 {
		add(Caveat{Code: NotMeasured})
	}
	if f.Unnamed {
		add(Caveat{Code: Unnamed})
	}
	if f.Review == briefs.Disputed {
		add(Caveat{Code: Unsettled})
	}
	switch f.Status {
	case briefs.Provisional:
		add(Caveat{Code: Early})
	case briefs.Restated:
		add(Caveat{Code: Restatement})
	}
	if undated(f.Sources) {
		add(Caveat{Code: Undated})
	}
	if f.Market == "" && f.Scope != "" {
		add(Caveat{Code: PartOnly, Text: f.Scope})
	}
	if f.Market == "" && b.metrics[f.Metric].Markets {
		add(Caveat{Code: Undefined})
	}
	for i := range f.Sources {
		if outlet, owner, ok := b.owner(&f.Sources[i], f.Subject); ok {
			add(Caveat{Code: Affiliated, Publisher: outlet, Other: owner})
			break
		}
	}
	if f.Reason != "" {
		add(Caveat{Code: Note, Text: f.Reason})
	}
	return out
}

// undated reports whether no source says when it was printed.
func undated(sources []briefs.Source) bool {
	for i := range sources {
		if !sources[i].Published.IsZero() {
			return false
		}
	}
	return true
}

// owner returns the names of an outlet and of the company that it belongs to, where the subject belongs to that as well and the
// outlet is not the company speaking for itself.
func (b *Book) owner(s *briefs.Source, subject string) (printed, owner string, ok bool) {
	outlet := s.Outlet
	if ids := b.named(s.ReportedVia); outlet == "" && len(ids) == 1 {
		outlet = ids[0]
	}
	if b.entities[outlet].Kind != "publisher" {
		return "", "", false
	}
	actor := b.lexicon.Actor(subject)
	for _, id := range b.lexicon.Family(outlet)[1:] {
		if id == actor {
			return b.entities[outlet].Name, b.entities[id].Name, true
		}
	}
	return "", "", false
}

// breaks says where a series stops being comparable with what came before. A break in the oldest figure shown parts nothing.
func breaks(answer *Answer) []Caveat {
	for i := range len(answer.Earlier) + 1 {
		f := &answer.Figure.Fact
		if i > 0 {
			f = answer.Earlier[i-1]
		}
		var code Code
		switch f.Status {
		case briefs.Break:
			code = Broken
		case briefs.Redefined:
			code = NewScope
		default:
			continue
		}
		if i == 0 || i < len(answer.Earlier) {
			return []Caveat{{Code: code, Fact: f.ID, Date: f.Period.Start}}
		}
	}
	return nil
}

// continued says whose series the publisher of an answer continues.
func (b *Book) continued(answer *Answer) (Caveat, bool) {
	f := &answer.Figure.Fact
	own := b.author(f)
	if !slices.Contains(b.oneLine[f.Market], own) {
		return Caveat{}, false
	}
	for _, earlier := range answer.Earlier {
		if before := b.author(earlier); before != own {
			return Caveat{Code: Continued, Fact: f.ID, Publisher: f.Sources[0].Publisher, Other: earlier.Sources[0].Publisher}, true
		}
	}
	return Caveat{}, false
}

// quarterDays is what a metric's stale period holds of the next quarter: the rule is the end of the next period and what the
// metric allows beyond it, and the metric's days are counted from the end of a quarter.
const quarterDays = 90

// due returns the day on which a newer figure should be out: the end of the next period and as many days as the metric
// allows; false for metrics that never grow stale.
func (b *Book) due(f *briefs.Fact) (briefs.Date, bool) {
	days := b.metrics[f.Metric].Stale
	if days <= 0 {
		return briefs.Date{}, false
	}
	switch f.Period.Kind {
	case briefs.Year, briefs.Half, briefs.Quarter, briefs.Month:
		return f.Period.Next().End.AddDays(max(0, days-quarterDays)), true
	}
	return f.Period.End.AddDays(days), true
}

// rankingCaveats says what to beware of in a ranking.
func (b *Book) rankingCaveats(a asked, r Ranking) []Caveat {
	var out []Caveat
	var sum briefs.Decimal
	for _, row := range r.Rows {
		f := &row.Figure.Fact
		for _, c := range b.factCaveats(f) {
			if c.Code != Undated && c.Code != Note {
				out = append(out, c)
			}
		}
		amount, _ := f.Quantity.Amount()
		more, ok := sum.Add(amount)
		if !ok {
			return out
		}
		sum = more
	}
	if r.Metric.ID == Share && sum.Cmp(fullMarket) > 0 {
		out = append(out, Caveat{Code: Overfull})
	}
	first := &r.Rows[0].Figure.Fact
	if due, ok := b.due(first); ok && a.Query.Period.IsZero() && !a.Today.IsZero() && !a.Today.Before(due) {
		out = append(out, Caveat{Code: Stale, Date: due})
	}
	return out
}
