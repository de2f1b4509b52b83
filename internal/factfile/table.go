package factfile

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/briefs/lexicon/period"
	"briefbot/config"
)

// ReadTable reads a table. An error is about the whole of it; what is wrong with a row stands in the row.
func (v *Vocabulary) ReadTable(in io.Reader) ([]Row, error) {
	r := csv.NewReader(unmarked(in))
	r.FieldsPerRecord = -1
	header, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("no table: %w", plainly(err))
	}
	if err := checkHeader(header); err != nil {
		return nil, err
	}
	var out []Row
	for {
		line := cells{}
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		row := Row{}
		var wrong *csv.ParseError
		switch {
		case errors.As(err, &wrong):
			row.Line, row.Err = wrong.StartLine, plainly(err)
		case err != nil:
			return nil, err
		case len(record) != len(header):
			row.Line, _ = r.FieldPos(0)
			row.Err = fmt.Errorf("it has %d columns, the first line %d", len(record), len(header))
		default:
			row.Line, _ = r.FieldPos(0)
			for i, name := range header {
				line[name] = cell(record[i])
			}
			row.Record, row.Decided, row.Err = v.record(line)
		}
		out = append(out, row)
	}
}

// cell returns the text of a cell as it is taken over.
func cell(text string) string {
	return strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(text, "\r\n", "\n"), "\uFFFD"))
}

// unmarked drops a byte order mark.
func unmarked(in io.Reader) io.Reader {
	b := bufio.NewReader(in)
	if mark, err := b.Peek(3); err == nil && bytes.Equal(mark, []byte("\xef\xbb\xbf")) {
		_, _ = b.Discard(3) // they are there
	}
	return b
}

// plainly says what is wrong with a row without the reader's own line numbers.
func plainly(err error) error {
	var wrong *csv.ParseError
	if errors.As(err, &wrong) {
		return wrong.Err
	}
	return err
}

func checkHeader(header []string) error {
	for i, name := range header {
		if !slices.Contains(columns, name) {
			return fmt.Errorf("column %q is not known; the columns are %s", name, strings.Join(columns, ","))
		}
		if slices.Contains(header[:i], name) {
			return fmt.Errorf("column %q is there twice", name)
		}
	}
	for _, name := range columns {
		if !slices.Contains(header, name) && name != "conflict_group" && name != "note" {
			return fmt.Errorf("column %q is missing; the columns are %s", name, strings.Join(columns, ","))
		}
	}
	return nil
}

// record takes one row over. What its note marks, in JSON before the words, counts more than the columns.
func (v *Vocabulary) record(c cells) (r facts.Record, decided bool, err error) {
	marks, note, err := cutMarks(c["note"])
	if err != nil {
		return r, false, err
	}
	f, err := v.fact(c, note)
	if err != nil {
		return r, false, err
	}
	if _, decided = marks["review"]; len(marks) > 0 {
		if f, err = marked(f, marks); err != nil {
			return r, false, fmt.Errorf("note: %w", err)
		}
	}
	return facts.Record{Did: facts.Imported, Fact: f}, decided, nil
}

// fact reads the columns.
func (v *Vocabulary) fact(c cells, note string) (briefs.Fact, error) {
	f := briefs.Fact{Row: c["fact_id"], Review: briefs.Approved, Reason: note}
	if f.Row == "" {
		return f, errors.New("fact_id is empty")
	}
	f.ID = config.FactID(f.Row)
	name := v.metric(c["metric"])
	f.Metric, f.Label = name.Metric, name.Label
	if err := v.subject(&f, c, name); err != nil {
		return f, err
	}
	v.market(&f, c["geography_market_definition"])
	var ok bool
	if f.Nature, f.Unnamed, ok = natureOf(c["nature"]); !ok {
		return f, fmt.Errorf("nature %q is not known", c["nature"])
	}
	company := ""
	if f.Market == "" {
		company = v.book.Owner(f.Subject)
	}
	var err error
	if f.Period, err = periodOf(c["period_type"], c["period"], company); err != nil {
		return f, err
	}
	if f.Quantity, err = quantityOf(c["value"], c["unit"], c["currency"], v.counted(name)); err != nil {
		return f, err
	}
	f.Quantity.Bound, f.As = boundOf(note), citedIn(note, f.Quantity)
	if f.Quantity.Word != "" || f.Quantity.IsRange() {
		f.Quantity.Bound = briefs.Exact
	}
	return f, v.source(&f, c)
}

// metric returns what a metric's name means. One that is not known is kept under its own name.
func (v *Vocabulary) metric(name string) config.MetricNameRecord {
	if r, ok := v.metrics[name]; ok {
		return r
	}
	if v.book.Metric(name).ID != "" && name != facts.Other {
		return config.MetricNameRecord{Name: name, Metric: name}
	}
	return config.MetricNameRecord{Name: name, Metric: facts.Other, Label: strings.ReplaceAll(name, "_", " ")}
}

// counted returns the unit of numbers that name none.
func (v *Vocabulary) counted(name config.MetricNameRecord) string {
	return cmp.Or(name.Unit, map[string]string{
		"tokens": "tokens", "users": "users", "shipments": "units", "model_parameters": "parameters",
	}[name.Metric])
}

// subject finds whom a row is about. Geographies and groups that nobody knows are made; others have to be known, for a slip in a name
// must not make somebody new.
func (v *Vocabulary) subject(f *briefs.Fact, c cells, name config.MetricNameRecord) error {
	id, printed := c["entity_id"], c["entity"]
	f.Subject = cmp.Or(name.Subject, id)
	if f.Subject == "" {
		if ids := v.book.Named(printed); len(ids) == 1 {
			f.Subject = ids[0]
			return nil
		}
		return fmt.Errorf("entity_id is empty, and %q is not the name of one entity%s", printed, v.near(printed))
	}
	known := v.known(f.Subject)
	if !known && !strings.HasPrefix(f.Subject, "geo:") && !strings.HasPrefix(f.Subject, "group:") {
		return fmt.Errorf("entity_id %q is not known%s", f.Subject, v.near(cmp.Or(printed, id)))
	}
	if name.Subject != "" || printed == "" {
		return nil
	}
	f.Subject = v.refined(f.Subject, printed)
	e := v.book.Entity(f.Subject)
	called := slices.Contains(v.book.Named(printed), f.Subject)
	switch {
	case f.Metric == facts.Other, known && v.fixed(f.Subject, printed):
	case called && (e.Kind != "model_family" || e.Name == printed): // "Kimi K2" is one of the Kimi family
	default:
		f.Label = printed
	}
	return nil
}

// refined returns whom a row is about, given an entity and what the page calls it: "Baidu AI Cloud Infra" beside the id of Baidu AI Cloud
// is that part of it, but "Alibaba" beside the id of Alibaba Cloud is Alibaba Cloud.
func (v *Vocabulary) refined(id, printed string) string {
	ids := v.book.Named(printed)
	for _, other := range ids {
		if v.partOf(other, id) && v.book.Entity(other).Name == printed {
			return other
		}
	}
	if len(ids) == 1 && v.book.Owner(ids[0]) == v.book.Owner(id) && !v.partOf(id, ids[0]) {
		return ids[0]
	}
	return id
}

// fixed reports whether an entity is the same whatever a page calls it: a geography, or a group, unless its members are not known and
// the page lists them.
func (v *Vocabulary) fixed(id, printed string) bool {
	e := v.book.Entity(id)
	return e.Kind == "geography" || e.Kind == "group" && (len(e.Members) > 0 || !strings.Contains(printed, "+"))
}

func (v *Vocabulary) known(id string) bool {
	e := v.book.Entity(id)
	return e.Kind != "" || e.Name != id
}

func (v *Vocabulary) partOf(id, whole string) bool {
	for range 8 { // parents do not go deeper
		if id = v.book.Entity(id).Parent; id == whole {
			return true
		}
	}
	return false
}

// near says which names are near to one that is not known.
func (v *Vocabulary) near(name string) string {
	var near []string
	for _, e := range v.book.Nearest(name) {
		near = append(near, e.ID)
	}
	if len(near) == 0 {
		return ""
	}
	return "; near to it are " + strings.Join(near, ", ")
}

// market finds the market of a definition. One that is not known is kept as it is printed.
func (v *Vocabulary) market(f *briefs.Fact, definition string) {
	r, ok := v.definitions[definition]
	switch {
	case ok && r.Market != "":
		f.Market, f.Scope, f.Geography = r.Market, definition, v.book.Market(r.Market).Geography
	case ok:
		f.Scope, f.Geography = r.Scope, geographyOf(definition)
	case v.book.Market(definition).ID != "":
		f.Market, f.Geography = definition, v.book.Market(definition).Geography
	default:
		f.Scope, f.Geography = definition, geographyOf(definition)
	}
	if f.Market == undefined {
		f.Rank, f.Reason = briefs.Deprecated, cmp.Or(f.Reason, "The source does not define the market: not comparable")
	}
}

// undefined is the market of figures whose source does not say what is counted.
const undefined = "m-cn-undefined"

// source reads who measured, who printed it, and when.
func (v *Vocabulary) source(f *briefs.Fact, c cells) error {
	s := briefs.Source{Publisher: c["publisher"], ReportedVia: c["reported_via"], Title: c["source_title"], URL: c["source_url"]}
	if s.Publisher == "" {
		return errors.New("publisher is empty: no fact without a source")
	}
	if s.URL == "" && s.Title == "" {
		return errors.New("source_url and source_title are empty: no fact without a source")
	}
	f.Known.From = f.Period.End.UTC() // what nobody dated counts as known from the end of its period
	if printed := c["published_date"]; printed != "" {
		asked, ok := period.Parse(strings.TrimPrefix(printed, "~"))
		if !ok || asked.Latest {
			return fmt.Errorf("published_date %q is no date", printed)
		}
		s.Published = asked.Period.End.AddDays(-1)
		if asked.Period.Kind != briefs.Day || strings.HasPrefix(printed, "~") {
			s.Dated = printed
		}
		f.Known.From = s.Published.UTC()
	}
	f.Sources = []briefs.Source{s}
	return nil
}

// marks are fields of a fact's JSON; null for none.
type marks map[string]json.RawMessage

// cutMarks separates the JSON at the beginning of a note from its words.
func cutMarks(note string) (marks, string, error) {
	if !strings.HasPrefix(note, "{") {
		return nil, note, nil
	}
	var m marks
	d := json.NewDecoder(strings.NewReader(note))
	if err := d.Decode(&m); err != nil {
		return nil, "", fmt.Errorf("note begins with { and is no JSON: %w", err)
	}
	return m, strings.TrimSpace(note[d.InputOffset():]), nil
}

// marked returns a fact with what marks say of it.
func marked(f briefs.Fact, m marks) (briefs.Fact, error) {
	fields, err := fieldsOf(f)
	if err != nil {
		return f, err
	}
	for name, value := range m {
		fields[name] = value
		if string(value) == "null" {
			delete(fields, name)
		}
	}
	whole, err := json.Marshal(fields)
	if err != nil {
		return f, err
	}
	var s facts.Shape
	if err := decode(whole, &s); err != nil {
		return f, err
	}
	return s.Fact()
}

func fieldsOf(f briefs.Fact) (marks, error) {
	text, err := json.Marshal(facts.ShapeOf(f))
	if err != nil {
		return nil, err
	}
	var fields marks
	return fields, json.Unmarshal(text, &fields)
}
