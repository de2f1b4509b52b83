package present

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/facts"
)

// Names says what facts speak of in a language: "en", "fr" or "zh". A facts.Book does.
type Names interface {
	// Name returns what an entity or market is called, by its id.
	Name(id, language string) string
	// Publisher returns what somebody who measures or prints is called, by the name as printed.
	Publisher(name, language string) string
	// Phrase returns what a text of a record means; false when nobody has translated it.
	Phrase(text, language string) (string, bool)
}

const (
	alsoShown    = 6 // other markets and publishers in one answer
	earlierShown = 4
	sourcesShown = 3
)

// Answer words one figure, always in the same order: what, of what market; when, what sort of figure, by whom, which rank; the
// series before; the sources; what to beware of; what others say.
func (v Voice) Answer(a facts.Answer, names Names) bot.Message {
	f, names := a.Figure.Fact, v.dressed(names)
	m := bot.Message{Language: v.lang, Title: v.headlineOf(f, a.Metric, names), Lead: v.basis(f, names)}
	if a.Place.Position > 0 {
		m.Lead += " · " + v.place(a.Place)
	}
	m.Refs = []string{f.ID}
	if line := v.earlier(a.Earlier, names); line != "" {
		m.Sections = append(m.Sections, bot.Section{Heading: v.Say("fact-before"), Lines: []bot.Line{{Text: line}}})
	}
	m.Sections = append(m.Sections, bot.Section{Heading: v.Say("fact-source"), Lines: v.sources(a.Figure, names)})
	if lines := v.caveats(a.Caveats, a.Figure, names); len(lines) > 0 {
		m.Sections = append(m.Sections, bot.Section{Heading: v.Say("fact-beware"), Lines: lines})
	}
	if lines := v.also(a.Also, a.Metric, names); len(lines) > 0 {
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
func (v Voice) headlineOf(f briefs.Fact, metric briefs.Metric, names Names) string {
	who, what := names.Name(f.Subject, v.lang), cmp.Or(metric.Name[v.lang], metric.ID)
	switch {
	case f.Label != "" && f.Metric == otherMetric:
		what = v.own(f.Label, names)
	case f.Label != "":
		who = v.worded(f.Label, names)
	}
	q := f.Quantity
	if counts[f.Metric] == q.Unit {
		q.Unit = "" // "users: 131 m users" would say it twice
	}
	value, of := v.value(q, names), ""
	switch {
	case f.Market != "":
		of = names.Name(f.Market, v.lang)
	case f.Scope != "":
		of = v.own(f.Scope, names)
	}
	switch {
	case f.Metric == facts.Share:
		return v.Say("fact-share", "Who", who, "Value", value, "Market", cmp.Or(of, v.Say("fact-undefined")))
	case value == who:
		return v.Say("fact-happened", "Who", who, "What", what)
	case of != "":
		return v.Say("fact-figure-of", "Who", who, "Value", value, "What", what, "Of", of)
	}
	return v.Say("fact-figure", "Who", who, "Value", value, "What", what)
}

// counts are the metrics whose name says already what is counted: the unit of their figures.
var counts = map[string]string{"users": "users", "model_parameters": "parameters"}

// otherMetric is the metric of figures that the vocabulary has no word for; their label says what they are.
const otherMetric = "other"

// value writes a quantity; a word in the voice's language, as far as it has been translated: most are names.
func (v Voice) value(q briefs.Quantity, names Names) string {
	if q.Word != "" {
		return v.worded(q.Word, names)
	}
	return v.Quantity(q)
}

// worded returns what a text of a record means or, where nobody has translated it, the text.
func (v Voice) worded(text string, names Names) string {
	if said, ok := names.Phrase(text, v.lang); ok {
		return said
	}
	return text
}

// own returns what a text of a record means or, where nobody has translated it, the text in quotes, as somebody else's words.
func (v Voice) own(text string, names Names) string {
	said, ok := names.Phrase(text, v.lang)
	if !ok && v.lang != "en" {
		return v.Say("quoted", "Text", text)
	}
	return cmp.Or(said, text)
}

// basis says of which period a figure is, what sort it is, and who measured it.
func (v Voice) basis(f briefs.Fact, names Names) string {
	return v.Period(f.Period) + " · " + v.nature(f, names)
}

func (v Voice) nature(f briefs.Fact, names Names) string {
	return v.Say("nature-"+string(f.Nature), "By", names.Publisher(f.Sources[0].Publisher, v.lang))
}

func (v Voice) place(p facts.Place) string {
	id := "fact-rank"
	if p.Shared {
		id = "fact-rank-shared"
	}
	return v.Say(id, "Position", v.Number(p.Position), "Of", v.Number(p.Of))
}

// earlier writes the series before, the latest first, in one line.
func (v Voice) earlier(list []facts.Figure, names Names) string {
	var parts []string
	for _, e := range list[:min(len(list), earlierShown)] {
		parts = append(parts, v.Say("fact-pair", "Period", v.Period(e.Fact.Period), "Value", v.value(e.Fact.Quantity, names)))
	}
	return strings.Join(parts, " · ")
}

// sources lists who measured and who printed it, with the link and the date.
func (v Voice) sources(f facts.Figure, names Names) []bot.Line {
	var lines []bot.Line
	all := f.Sources
	if len(all) == 0 {
		all = f.Fact.Sources
	}
	for _, s := range all[:min(len(all), sourcesShown)] {
		note := names.Publisher(s.Publisher, v.lang)
		if via := names.Publisher(s.ReportedVia, v.lang); via != "" && !strings.EqualFold(via, note) {
			note = v.Say("fact-via", "Publisher", note, "Via", via)
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
	return v.Say("fact-dated-about", "Date", v.day(s.Published))
}

// capital begins a text with a capital letter.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

func (v Voice) also(list []facts.Figure, metric briefs.Metric, names Names) []bot.Line {
	var lines []bot.Line
	for _, a := range list[:min(len(list), alsoShown)] {
		lines = append(lines, bot.Line{Text: v.headlineOf(a.Fact, metric, names), URL: a.Fact.Sources[0].URL, Note: v.basis(a.Fact, names)})
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

// Ranking words the ranking of a market.
func (v Voice) Ranking(r facts.Ranking, names Names) bot.Message {
	names = v.dressed(names)
	title := v.Say("ranking-title", "Market", names.Name(r.Market.ID, v.lang), "Period", v.Period(r.Period))
	m := bot.Message{Language: v.lang, Title: title}
	var lines []bot.Line
	for _, row := range r.Rows {
		lines = append(lines, bot.Line{
			Text: v.Say("ranking-row", "Position", v.Number(row.Place.Position), "Who", names.Name(row.Entity.ID, v.lang),
				"Value", v.Quantity(row.Figure.Fact.Quantity)),
		})
		m.Refs = append(m.Refs, row.Figure.Fact.ID)
	}
	first := r.Rows[0].Figure
	m.Lead = capital(v.nature(first.Fact, names))
	m.Footer = v.Say("ranking-note")
	m.Sections = []bot.Section{{Lines: lines}, {Heading: v.Say("fact-source"), Lines: v.sources(first, names)}}
	if warn := v.caveats(r.Caveats, first, names); len(warn) > 0 {
		m.Sections = append(m.Sections, bot.Section{Heading: v.Say("fact-beware"), Lines: warn})
	}
	return m
}
