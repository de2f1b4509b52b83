package facts

import (
	"errors"
	"fmt"
	"time"

	"briefbot/briefs"
)

// Shape is a fact as JSON: in the store, and in files of its records. Fields that say nothing are left out.
type Shape struct {
	ID        string          `json:"id,omitempty"`
	Subject   string          `json:"subject,omitempty"`
	Metric    string          `json:"metric,omitempty"`
	Label     string          `json:"label,omitempty"`
	Market    string          `json:"market,omitempty"`
	Scope     string          `json:"scope,omitempty"`
	Geography string          `json:"geography,omitempty"`
	Period    periodShape     `json:"period"`
	Quantity  quantityShape   `json:"quantity"`
	As        []quantityShape `json:"as,omitempty"`
	Nature    briefs.Nature   `json:"nature,omitempty"`
	Unnamed   bool            `json:"unnamed,omitempty"`
	Status    briefs.Status   `json:"status,omitempty"`
	Sources   []sourceShape   `json:"sources,omitempty"`
	KnownFrom *time.Time      `json:"known_from,omitempty"`
	KnownTo   *time.Time      `json:"known_to,omitempty"`
	Review    briefs.Review   `json:"review,omitempty"`
	Rank      string          `json:"rank,omitempty"`
	Reason    string          `json:"reason,omitempty"`
	Row       string          `json:"row,omitempty"`
}

type periodShape struct {
	Kind  briefs.PeriodKind `json:"kind"`
	Start briefs.Date       `json:"start"`
	End   briefs.Date       `json:"end"` // the day after the last
	Label string            `json:"label,omitempty"`
}

type quantityShape struct {
	Value *briefs.Decimal `json:"value,omitempty"`
	Low   *briefs.Decimal `json:"low,omitempty"`
	High  *briefs.Decimal `json:"high,omitempty"`
	Bound briefs.Bound    `json:"bound,omitempty"`
	Unit  string          `json:"unit,omitempty"`
	Scale int             `json:"scale,omitempty"` // power of ten
	Word  string          `json:"word,omitempty"`
}

type sourceShape struct {
	Publisher   string      `json:"publisher,omitempty"`
	ReportedVia string      `json:"reported_via,omitempty"`
	Title       string      `json:"title,omitempty"`
	URL         string      `json:"url,omitempty"`
	Outlet      string      `json:"outlet,omitempty"`
	Published   briefs.Date `json:"published,omitzero"`
	Dated       string      `json:"dated,omitempty"`
}

var rankNames = map[briefs.Rank]string{briefs.Normal: "", briefs.Preferred: "preferred", briefs.Deprecated: "deprecated"}

// ShapeOf returns a fact as JSON says it.
func ShapeOf(f briefs.Fact) Shape {
	s := Shape{
		ID: f.ID, Subject: f.Subject, Metric: f.Metric, Label: f.Label, Market: f.Market, Scope: f.Scope, Geography: f.Geography,
		Period:   periodShape{f.Period.Kind, f.Period.Start, f.Period.End, f.Period.Label},
		Quantity: quantityShapeOf(f.Quantity), Nature: f.Nature, Unnamed: f.Unnamed, Status: f.Status,
		KnownFrom: instant(f.Known.From), KnownTo: instant(f.Known.To), Review: f.Review, Rank: rankNames[f.Rank], Reason: f.Reason, Row: f.Row,
	}
	for _, q := range f.As {
		s.As = append(s.As, quantityShapeOf(q))
	}
	for _, x := range f.Sources {
		s.Sources = append(s.Sources, sourceShape(x))
	}
	return s
}

func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

func quantityShapeOf(q briefs.Quantity) quantityShape {
	s := quantityShape{Bound: q.Bound, Unit: q.Unit, Scale: q.Scale, Word: q.Word}
	switch {
	case q.IsRange():
		s.Low, s.High = &q.Low, &q.High
	case q.Word == "":
		s.Value = &q.Value
	}
	return s
}

// Fact returns what the JSON says as a fact. It refuses what no fact can be.
func (s Shape) Fact() (briefs.Fact, error) {
	f := briefs.Fact{
		ID: s.ID, Subject: s.Subject, Metric: s.Metric, Label: s.Label, Market: s.Market, Scope: s.Scope, Geography: s.Geography,
		Period: briefs.Period{Start: s.Period.Start, End: s.Period.End, Kind: s.Period.Kind, Label: s.Period.Label},
		Nature: s.Nature, Unnamed: s.Unnamed, Status: s.Status, Review: s.Review, Reason: s.Reason, Row: s.Row,
	}
	var err error
	if f.Quantity, err = s.Quantity.quantity(); err != nil {
		return f, err
	}
	for _, q := range s.As {
		cited, err := q.quantity()
		if err != nil {
			return f, err
		}
		f.As = append(f.As, cited)
	}
	for _, x := range s.Sources {
		f.Sources = append(f.Sources, briefs.Source(x))
	}
	if s.KnownFrom != nil {
		f.Known.From = s.KnownFrom.UTC()
	}
	if s.KnownTo != nil {
		f.Known.To = s.KnownTo.UTC()
	}
	rank, ok := map[string]briefs.Rank{"": briefs.Normal, "normal": briefs.Normal, "preferred": briefs.Preferred, "deprecated": briefs.Deprecated}[s.Rank]
	if !ok {
		return f, fmt.Errorf("rank %q is none of preferred, normal, deprecated", s.Rank)
	}
	f.Rank = rank
	return f, valid(f)
}

func (s quantityShape) quantity() (briefs.Quantity, error) {
	q := briefs.Quantity{Bound: s.Bound, Unit: s.Unit, Scale: s.Scale, Word: s.Word}
	switch {
	case s.Low != nil && s.High != nil && s.Value == nil:
		q.Low, q.High = *s.Low, *s.High
	case s.Value != nil && s.Low == nil && s.High == nil:
		q.Value = *s.Value
	case s.Word == "" || s.Low != nil || s.High != nil:
		return q, errors.New("its quantity has neither a value, nor a range, nor a word")
	}
	if s.Scale < 0 || s.Scale > 18 {
		return q, fmt.Errorf("scale %d is no power of ten from 0 to 18", s.Scale)
	}
	return q, nil
}

// valid refuses what no fact can be.
func valid(f briefs.Fact) error {
	switch f.Nature {
	case briefs.Reported, briefs.Estimate, briefs.Forecast, briefs.Guidance, briefs.Pledge, briefs.Plan, briefs.Rumour, briefs.Event:
	default:
		return fmt.Errorf("nature %q is not known", f.Nature)
	}
	switch f.Review {
	case briefs.Approved, briefs.Candidate, briefs.Rejected, briefs.Disputed:
	default:
		return fmt.Errorf("review %q is none of approved, candidate, rejected, disputed", f.Review)
	}
	switch f.Status {
	case briefs.Usual, briefs.Break, briefs.Redefined, briefs.Provisional, briefs.Restated:
	default:
		return fmt.Errorf("status %q is not known", f.Status)
	}
	if !f.Period.Start.Before(f.Period.End) {
		return fmt.Errorf("its period from %s to %s is none", f.Period.Start, f.Period.End)
	}
	return nil
}
