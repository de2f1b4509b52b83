package factfile

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"

	"briefbot/briefs"
	"briefbot/briefs/facts"
)

// WriteTable writes facts as a table that ReadTable reads as the same facts. What the columns cannot say, such as a correction, a rank
// or a vintage that has ended, stands in the note, as JSON before its words.
func (v *Vocabulary) WriteTable(out io.Writer, list []briefs.Fact) error {
	w := csv.NewWriter(out)
	if err := w.Write(columns); err != nil {
		return err
	}
	record := make([]string, len(columns))
	for _, f := range list {
		c, err := v.cells(f)
		if err != nil {
			return err
		}
		for i, name := range columns {
			record[i] = c[name]
		}
		if err := w.Write(record); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// cells returns a fact as the columns of a row, with marks for what they do not say.
func (v *Vocabulary) cells(f briefs.Fact) (cells, error) {
	name := v.metric(f.Metric)
	metric := f.Metric
	if f.Metric == facts.Other {
		metric = f.Label
		for n, r := range v.metrics {
			if r.Metric == facts.Other && r.Label == f.Label && (r.Unit == "" || r.Unit == f.Quantity.Unit) {
				metric, name = n, r
				break
			}
		}
	}
	c := cells{"fact_id": f.Row, "entity_id": f.Subject, "entity": v.book.Entity(f.Subject).Name, "metric": metric, "nature": string(f.Nature), "note": f.Reason}
	if f.Row == "" {
		c["fact_id"] = f.ID
	}
	if f.Label != "" && f.Metric != facts.Other {
		c["entity"] = f.Label
	}
	if f.Unnamed {
		c["nature"] += " (people familiar)"
	}
	c["value"], c["unit"], c["currency"] = quantityCells(f.Quantity, v.counted(name))
	c["period_type"], c["period"] = periodCells(f.Period)
	c["geography_market_definition"] = f.Scope
	switch {
	case f.Market != "" && v.definitions[f.Scope].Market != f.Market:
		c["geography_market_definition"] = f.Market
		if text, ok := v.texts[f.Market]; ok {
			c["geography_market_definition"] = text
		}
	case f.Scope == "":
		c["geography_market_definition"] = "-"
	}
	if len(f.Sources) > 0 {
		s := f.Sources[0]
		c["publisher"], c["reported_via"], c["source_title"], c["source_url"] = s.Publisher, s.ReportedVia, s.Title, s.URL
		if c["published_date"] = s.Dated; s.Dated == "" && !s.Published.IsZero() {
			c["published_date"] = s.Published.String()
		}
	}
	for name := range c {
		c[name] = cell(c[name])
	}
	return c, v.mark(c, f)
}

// mark puts into the note what reading the columns back does not give.
func (v *Vocabulary) mark(c cells, f briefs.Fact) error {
	back, err := v.fact(c, c["note"])
	if err != nil { // the columns cannot say it at all: the note says it all
		for name, value := range map[string]string{
			"period_type": "year", "period": "2000", "value": "0", "unit": "count", "currency": "", "nature": "estimate", "published_date": "",
		} {
			c[name] = value
		}
		for name, value := range map[string]string{"entity_id": "geo:unknown", "publisher": "unknown", "source_title": "unknown", "fact_id": f.ID} {
			if c[name] == "" || name == "entity_id" && v.needsMade(f.Subject) {
				c[name] = value
			}
		}
		if back, err = v.fact(c, c["note"]); err != nil {
			return err
		}
	}
	have, err := fieldsOf(back)
	if err != nil {
		return err
	}
	want, err := fieldsOf(f)
	if err != nil {
		return err
	}
	marks := marks{}
	for name, value := range want {
		if !bytes.Equal(have[name], value) {
			marks[name] = value
		}
	}
	for name := range have {
		if _, ok := want[name]; !ok {
			marks[name] = json.RawMessage("null")
		}
	}
	if decided(f) {
		marks["review"] = want["review"]
	}
	delete(marks, "reason")
	if len(marks) == 0 && (f.Reason == "" || f.Reason[0] != '{') && back.Reason == f.Reason {
		return nil
	}
	if back.Reason != f.Reason {
		marks["reason"] = want["reason"]
		if f.Reason == "" {
			marks["reason"] = json.RawMessage("null")
		}
	}
	text, err := json.Marshal(marks)
	if err != nil {
		return err
	}
	c["note"] = string(text)
	if f.Reason != "" {
		c["note"] += " " + cell(f.Reason)
	}
	return nil
}

// decided reports whether an editor had a hand in a fact. Its review is then written down: reading the table must not decide anew.
func decided(f briefs.Fact) bool {
	return f.Reason != "" || f.Rank != briefs.Normal || f.Review != briefs.Approved || f.Row == "" || strings.Contains(f.Row, " ")
}

func (v *Vocabulary) needsMade(id string) bool { return !v.known(id) }
