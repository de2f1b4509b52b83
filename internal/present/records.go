package present

import (
	"bytes"
	"encoding/csv"
	"strings"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/facts"
)

// Releases lists models that came out.
func (v Voice) Releases(r facts.Releases, names Names) bot.Message {
	names = v.dressed(names)
	m := bot.Message{Language: v.lang, Title: v.Say("models-title")}
	if r.Of.ID != "" {
		m.Title = v.Say("models-title-of", "Who", names.Name(r.Of.ID, v.lang))
	}
	if !r.Period.IsZero() {
		m.Lead = v.Period(r.Period)
	}
	var lines []bot.Line
	for _, one := range r.List {
		f := one.Figure.Fact
		note := v.Period(f.Period) + " · " + v.nature(&f, names)
		if one.Parameters != nil {
			note += " · " + v.Quantity(one.Parameters.Fact.Quantity)
		}
		if f.Reason != "" {
			note += " · " + v.own(f.Reason, names)
		}
		lines = append(lines, bot.Line{Text: v.value(f.Quantity, names), URL: f.Sources[0].URL, Note: note + " · " + f.ID})
		m.Refs = append(m.Refs, f.ID)
		for _, same := range one.Figure.Same {
			m.Refs = append(m.Refs, same.ID)
		}
	}
	if r.Left > 0 {
		lines = append(lines, bot.Line{Text: v.Count("models-left", r.Left)})
	}
	m.Sections = []bot.Section{{Lines: lines}}
	return m
}

// overviewShown is how many figures an overview lists at most, unless everything is asked for.
const overviewShown = 12

// Overview lists the latest that is known of somebody.
func (v Voice) Overview(o facts.Overview, all bool, names Names) bot.Message {
	names = v.dressed(names)
	m := bot.Message{Language: v.lang, Title: v.Say("about-title", "Who", names.Name(o.Subject.ID, v.lang))}
	shown := overviewShown
	if all {
		shown = len(o.Figures)
	}
	var lines []bot.Line
	for _, f := range o.Figures[:min(shown, len(o.Figures))] {
		lines = append(lines, bot.Line{
			Text: v.headlineOf(&f.Fact, o.Metrics[f.Fact.Metric], names), URL: f.Fact.Sources[0].URL, Note: v.basis(&f.Fact, names) + " · " + f.Fact.ID,
		})
		m.Refs = append(m.Refs, f.Fact.ID)
	}
	if over := len(o.Figures) - shown; over > 0 {
		lines = append(lines, bot.Line{Text: v.Count("fact-also-more", over)})
	}
	m.Sections = []bot.Section{{Lines: lines}}
	return m
}

// Market says what a market counts, and who measures it.
func (v Voice) Market(c facts.MarketCard, names Names) bot.Message {
	names = v.dressed(names)
	m := bot.Message{Language: v.lang, Title: capital(names.Name(c.Market.ID, v.lang)), Footer: v.Say("market-id", "ID", c.Market.ID)}
	if c.Market.Definition != "" {
		m.Lead = v.sentence(v.own(c.Market.Definition, names))
	}
	var lines []bot.Line
	if place := c.Market.Geography; place != "" {
		lines = append(lines, bot.Line{Text: v.Say("market-place", "Place", names.Name(place, v.lang))})
	}
	if len(c.Default) > 0 {
		lines = append(lines, bot.Line{Text: v.Say("market-default", "Metrics", v.List(v.metricNames(c.Default)))})
	}
	m.Sections = append(m.Sections, bot.Section{Lines: lines})
	if len(c.Measured) > 0 {
		m.Sections = append(m.Sections, bot.Section{Heading: v.Say("market-measured"), Lines: v.measured(c.Measured, names)})
	}
	var near []bot.Line
	for _, other := range c.Near {
		line := bot.Line{Text: capital(names.Name(other.ID, v.lang)), Note: other.ID}
		if other.Definition != "" {
			line.Note = v.own(other.Definition, names) + " · " + other.ID
		}
		near = append(near, line)
	}
	if len(near) > 0 {
		m.Sections = append(m.Sections, bot.Section{Heading: v.Say("market-near"), Lines: near})
	}
	return m
}

// marketsShown is how many markets an answer about all lists.
const marketsShown = 8

// Publishers says who measures what, by market.
func (v Voice) Publishers(list []facts.Measured, all bool, names Names) bot.Message {
	names = v.dressed(names)
	m := bot.Message{Language: v.lang, Title: v.Say("publishers-title")}
	var groups [][]facts.Measured
	for _, x := range list {
		if n := len(groups); n > 0 && groups[n-1][0].Market.ID == x.Market.ID {
			groups[n-1] = append(groups[n-1], x)
			continue
		}
		groups = append(groups, []facts.Measured{x})
	}
	shown := marketsShown
	if all {
		shown = len(groups)
	}
	for _, g := range groups[:min(shown, len(groups))] {
		m.Sections = append(m.Sections, bot.Section{Heading: capital(names.Name(g[0].Market.ID, v.lang)), Lines: v.measured(g, names)})
	}
	if over := len(groups) - shown; over > 0 {
		m.Footer = v.Count("publishers-more", over)
	}
	return m
}

// measured says who measures what in one market, a publisher a line.
func (v Voice) measured(list []facts.Measured, names Names) []bot.Line {
	var lines []bot.Line
	for len(list) > 0 {
		n := 1
		for n < len(list) && list[n].Publisher == list[0].Publisher {
			n++
		}
		count, latest, what := 0, list[0].Latest, []string{}
		for _, x := range list[:n] {
			count += x.Count
			what = append(what, v.metric(x.Metric))
			if latest.End.Before(x.Latest.End) {
				latest = x.Latest
			}
		}
		note := v.Count("publishers-count", count)
		if !latest.IsZero() {
			note += " · " + v.Say("publishers-latest", "Period", v.calendar(latest))
		}
		lines = append(lines, bot.Line{
			Text: v.Say("publishers-row", "By", names.Publisher(list[0].Publisher, v.lang), "What", v.List(what)), Note: note,
		})
		list = list[n:]
	}
	return lines
}

// csvHeader names the columns of CSV. They are the same in every language, for programs.
var csvHeader = []string{
	"id", "subject", "label", "metric", "market", "scope", "period", "start", "end", "value", "low", "high", "bound", "scale", "unit", "text",
	"nature", "publisher", "via", "title", "url", "published",
}

// CSV lists facts as rows for a spreadsheet. They are lines of the message: a file could not be private everywhere.
func (v Voice) CSV(m bot.Message, list []briefs.Fact) bot.Message {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write(csvHeader) // a buffer takes everything
	for _, f := range list {
		_ = w.Write(csvRow(f))
	}
	w.Flush()
	out := bot.Message{Language: m.Language, Title: m.Title, Lead: m.Lead, Footer: m.Footer, Refs: m.Refs}
	section := bot.Section{Heading: v.Say("fact-csv")}
	for row := range strings.Lines(strings.TrimSpace(b.String())) {
		section.Lines = append(section.Lines, bot.Line{Text: strings.TrimRight(row, "\n")})
	}
	out.Sections = []bot.Section{section}
	return out
}

func csvRow(f briefs.Fact) []string {
	q, s := f.Quantity, f.Sources[0]
	row := []string{
		f.ID, f.Subject, f.Label, f.Metric, f.Market, f.Scope, f.Period.String(), f.Period.Start.String(), f.Period.End.String(), "", "", "",
		string(q.Bound), "", q.Unit, q.Word, string(f.Nature), s.Publisher, s.ReportedVia, s.Title, bot.SafeURL(s.URL), "",
	}
	switch {
	case q.IsRange():
		row[10], row[11] = q.Low.String(), q.High.String()
	case q.Word == "":
		row[9] = q.Value.String()
	}
	if q.Scale != 0 {
		row[13] = "1" + strings.Repeat("0", q.Scale)
	}
	if !s.Published.IsZero() {
		row[21] = s.Published.String()
	}
	for i, cell := range row {
		row[i] = spreadsheetSafe(bot.CleanLine(cell))
	}
	return row
}

// spreadsheetSafe keeps a text from being read as a formula (OWASP, CSV injection).
func spreadsheetSafe(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) && !isNumber(s) {
		return "'" + s
	}
	return s
}

func isNumber(s string) bool {
	_, err := briefs.ParseDecimal(s)
	return err == nil
}
