package present

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/facts"
)

// Namer says what entities and markets are called in a language.
type Namer interface {
	Name(id, language string) string
}

const (
	alsoShown    = 6 // other markets and publishers in one answer
	earlierShown = 4
	sourcesShown = 3
)

// Answer words one figure, always in the same order: what, of what market; when, what sort of figure, by whom, which rank; the
// series before; the sources; what to beware of; what others say.
func (v Voice) Answer(a facts.Answer, names Namer) bot.Message {
	f := a.Figure.Fact
	m := bot.Message{Language: v.lang, Title: v.headlineOf(f, a.Metric, names), Lead: v.basis(f)}
	if a.Place.Position > 0 {
		m.Lead += " · " + v.place(a.Place)
	}
	m.Refs = []string{f.ID}
	if line := v.earlier(a.Earlier); line != "" {
		m.Sections = append(m.Sections, bot.Section{Heading: v.Say("fact-before"), Lines: []bot.Line{{Text: line}}})
	}
	m.Sections = append(m.Sections, bot.Section{Heading: v.Say("fact-source"), Lines: v.sources(a.Figure)})
	if lines := v.caveats(a.Caveats, a.Figure); len(lines) > 0 {
		m.Sections = append(m.Sections, bot.Section{Heading: v.Say("fact-beware"), Lines: lines})
	}
	if lines := v.also(a.Also, names); len(lines) > 0 {
		m.Sections = append(m.Sections, bot.Section{Heading: v.Say("fact-also"), Lines: lines})
		for _, other := range a.Also[:min(len(a.Also), alsoShown)] {
			m.Refs = append(m.Refs, other.Fact.ID)
		}
	}
	m.Footer = v.Say("fact-id", "ID", f.ID)
	if cited := v.cited(f); cited != "" {
		m.Footer = cited + " · " + m.Footer
	}
	return m
}

// headlineOf says whose figure it is, the figure, and of what.
func (v Voice) headlineOf(f briefs.Fact, metric briefs.Metric, names Namer) string {
	who, what := names.Name(f.Subject, v.lang), cmp.Or(f.Label, metric.Name[v.lang], metric.ID)
	value := v.Quantity(f.Quantity)
	if f.Metric == facts.Share {
		market := cmp.Or(f.Scope, v.Say("fact-undefined"))
		if f.Market != "" {
			market = names.Name(f.Market, v.lang)
		}
		return v.Say("fact-share", "Who", who, "Value", value, "Market", market)
	}
	return v.Say("fact-figure", "Who", who, "Value", value, "What", what)
}

// basis says of which period a figure is, what sort it is, and who measured it.
func (v Voice) basis(f briefs.Fact) string {
	s := f.Sources[0]
	by := v.Say("nature-"+string(f.Nature), "By", s.Publisher)
	return v.Period(f.Period) + " · " + by
}

func (v Voice) place(p facts.Place) string {
	id := "fact-rank"
	if p.Shared {
		id = "fact-rank-shared"
	}
	return v.Say(id, "Position", v.Number(p.Position), "Of", v.Number(p.Of))
}

// earlier writes the series before, the latest first, in one line.
func (v Voice) earlier(list []facts.Figure) string {
	var parts []string
	for _, e := range list[:min(len(list), earlierShown)] {
		parts = append(parts, v.Say("fact-pair", "Period", v.Period(e.Fact.Period), "Value", v.Quantity(e.Fact.Quantity)))
	}
	return strings.Join(parts, " · ")
}

// sources lists who measured and who printed it, with the link and the date.
func (v Voice) sources(f facts.Figure) []bot.Line {
	var lines []bot.Line
	all := f.Sources
	if len(all) == 0 {
		all = f.Fact.Sources
	}
	for _, s := range all[:min(len(all), sourcesShown)] {
		note := s.Publisher
		if s.ReportedVia != "" && !strings.EqualFold(s.ReportedVia, s.Publisher) {
			note = v.Say("fact-via", "Publisher", s.Publisher, "Via", s.ReportedVia)
		}
		lines = append(lines, bot.Line{Text: cmp.Or(s.Title, s.URL, s.Publisher), URL: s.URL, Note: note + " · " + v.dated(s)})
	}
	return lines
}

// dated says when a source was printed, as exactly as it says itself: some name a month or a year alone.
func (v Voice) dated(s briefs.Source) string {
	year, month, ok := strings.Cut(strings.TrimPrefix(s.Dated, "~"), "-")
	switch n, err := strconv.Atoi(month); {
	case s.Published.IsZero():
		return v.Say("fact-undated")
	case s.Dated == "":
		return v.day(s.Published)
	case !ok:
		return v.Say("period-year", "Year", year)
	case err == nil && n >= 1 && n <= 12:
		return v.Say("period-month", "Year", year, "Month", v.Say(fmt.Sprintf("month-%d", n)))
	}
	return v.day(s.Published)
}

func (v Voice) also(list []facts.Figure, names Namer) []bot.Line {
	var lines []bot.Line
	for _, a := range list[:min(len(list), alsoShown)] {
		lines = append(lines, bot.Line{Text: v.headlineOf(a.Fact, briefs.Metric{}, names), URL: a.Fact.Sources[0].URL, Note: v.basis(a.Fact)})
	}
	if over := len(list) - alsoShown; over > 0 {
		lines = append(lines, bot.Line{Text: v.Count("fact-also-more", over)})
	}
	return lines
}

// cited writes the same value in other currencies as the source itself gives it.
func (v Voice) cited(f briefs.Fact) string {
	var parts []string
	for _, q := range f.As {
		parts = append(parts, v.Quantity(q))
	}
	if len(parts) == 0 {
		return ""
	}
	return v.Say("fact-cited", "Values", v.List(parts))
}

// caveats words what to beware of.
func (v Voice) caveats(list []facts.Caveat, figure facts.Figure) []bot.Line {
	var lines []bot.Line
	add := func(s string) {
		if !slices.ContainsFunc(lines, func(l bot.Line) bool { return l.Text == s }) {
			lines = append(lines, bot.Line{Text: s})
		}
	}
	for _, c := range list {
		switch c.Code {
		case facts.Note:
			add(c.Text)
		case facts.Undated, facts.Undefined:
			// the source line and the headline say so already
		case facts.NotMeasured:
			// the nature stands beside the period
		case facts.Contested:
			add(v.rivals(figure))
		default:
			date := ""
			if !c.Date.IsZero() {
				date = v.day(c.Date)
			}
			add(v.Say("caveat-"+string(c.Code), "Date", date, "Publisher", c.Publisher, "Other", c.Other, "Text", c.Text))
		}
	}
	return lines
}

func (v Voice) rivals(f facts.Figure) string {
	var values []string
	for _, r := range f.Rivals {
		values = append(values, fmt.Sprintf("%s (%s)", v.Quantity(r.Quantity), cmp.Or(r.Sources[0].ReportedVia, r.Sources[0].Publisher)))
	}
	return v.Say("caveat-contested", "Values", v.List(values))
}

// Ranking words the ranking of a market.
func (v Voice) Ranking(r facts.Ranking, names Namer) bot.Message {
	title := v.Say("ranking-title", "Market", names.Name(r.Market.ID, v.lang), "Period", v.Period(r.Period))
	m := bot.Message{Language: v.lang, Title: title}
	var lines []bot.Line
	for _, row := range r.Rows {
		lines = append(lines, bot.Line{
			Text: fmt.Sprintf("%d. %s %s", row.Place.Position, names.Name(row.Entity.ID, v.lang), v.Quantity(row.Figure.Fact.Quantity)),
		})
		m.Refs = append(m.Refs, row.Figure.Fact.ID)
	}
	first := r.Rows[0].Figure
	m.Lead = v.Say("nature-"+string(first.Fact.Nature), "By", first.Fact.Sources[0].Publisher)
	m.Sections = []bot.Section{{Lines: lines}, {Heading: v.Say("fact-source"), Lines: v.sources(first)}}
	if warn := v.caveats(r.Caveats, first); len(warn) > 0 {
		m.Sections = append(m.Sections, bot.Section{Heading: v.Say("fact-beware"), Lines: warn})
	}
	return m
}
