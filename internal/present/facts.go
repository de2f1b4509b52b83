package present

import (
	"cmp"
	"fmt"
	"slices"
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
	historyShown = 40
	sourcesShown = 3
)

// Answer words one figure, always in the same order: what, of what market; when, what sort of figure, by whom, which rank; the
// series before; the sources; what to beware of; what others say. Where it must be cut, the end goes first.
func (v Voice) Answer(a facts.Answer, names Names) bot.Message {
	f, names := &a.Figure.Fact, v.dressed(names)
	m := bot.Message{Language: v.lang, Title: v.grown(a, names), Lead: v.basis(f, names), Refs: []string{f.ID}}
	if a.Place.Position > 0 {
		m.Lead += " · " + v.place(a.Place)
	}
	add := func(heading string, lines []bot.Line) {
		if len(lines) > 0 {
			m.Sections = append(m.Sections, bot.Section{Heading: v.Say(heading), Lines: lines})
		}
	}
	if len(a.History) > 0 {
		add("fact-history", v.vintages(a.History[:min(len(a.History), historyShown)], names))
		if over := len(a.History) - historyShown; over > 0 { // the sources below must not be cut
			last := &m.Sections[len(m.Sections)-1]
			last.Lines = append(last.Lines, bot.Line{Text: v.Count("fact-also-more", over)})
		}
	} else if line := v.earlier(a.Earlier, names); line != "" {
		add("fact-before", []bot.Line{{Text: line}})
	}
	sources := a.Figure
	if a.Growth != nil {
		sources.Sources = joinSources(a.Figure.Sources, a.Growth.Sources)
		m.Refs = append(m.Refs, a.Growth.Fact.ID)
	}
	add("fact-source", v.sources(sources, names))
	add("fact-beware", append(v.conditions(a, names), v.caveats(a.Caveats, a.Figure, names)...))
	shown := alsoShown
	if a.All {
		shown = len(a.Also)
	}
	add("fact-also", v.also(a.Also, shown, a.Metric, names))
	m.Footer = v.ids(m.Refs)
	for _, other := range a.Also[:min(len(a.Also), shown)] {
		m.Refs = append(m.Refs, other.ID)
	}
	if cited := v.cited(f); cited != "" && a.Money == nil {
		m.Footer = cited + " · " + m.Footer
	}
	return m
}

// grown says whose figure it is, the figure, of what, and how much it grew.
func (v Voice) grown(a facts.Answer, names Names) string {
	s := v.headlineOf(&a.Figure.Fact, a.Metric, names)
	if a.Growth == nil {
		return s
	}
	return v.Say("fact-grown", "Headline", s, "Growth", v.signed(a.Growth.Fact.Quantity))
}

// signed writes a change with its sign.
func (v Voice) signed(q briefs.Quantity) string {
	s := v.Quantity(q)
	if q.Value.Sign() > 0 && q.Bound == briefs.Exact && !q.IsRange() {
		return "+" + s
	}
	return s
}

// conditions says how the figure stands to what was asked for: of another market, or not in the currency.
func (v Voice) conditions(a facts.Answer, names Names) []bot.Line {
	var out []bot.Line
	if a.Implied {
		out = append(out, v.implied(a.Usual, names))
	}
	if len(a.Open) > 0 {
		out = append(out, bot.Line{Text: v.Say("caveat-open", "Period", v.Period(a.Open[0].Period), "Values", v.inPrint(a.Open, names))})
	}
	if a.Money == nil || a.Money.Own {
		return out
	}
	currency := v.Say("money-" + a.Money.Unit)
	if len(a.Money.Cited) == 0 {
		return append(out, bot.Line{Text: v.Say("money-none", "Currency", currency)})
	}
	var values []string
	for _, q := range a.Money.Cited {
		values = append(values, v.Quantity(q))
	}
	return append(out, bot.Line{Text: v.Say("money-cited", "Currency", currency, "Values", v.List(values))})
}

// implied says that the answer is of another market than the usual one.
func (v Voice) implied(usual briefs.Market, names Names) bot.Line {
	return bot.Line{Text: v.Say("several-implied", "Market", names.Name(usual.ID, v.lang))}
}

// ids names the facts that an answer rests on, so that people can quote them.
func (v Voice) ids(list []string) string {
	if len(list) == 1 {
		return v.Say("fact-id", "ID", list[0])
	}
	separator := ", "
	if v.lang == "zh" {
		separator = "、"
	}
	return v.Say("fact-ids", "IDs", strings.Join(list, separator))
}

// joinSources adds sources that are not there yet.
func joinSources(list, more []briefs.Source) []briefs.Source {
	out := slices.Clone(list)
	for _, s := range more {
		if !slices.ContainsFunc(out, func(t briefs.Source) bool { return t.URL == s.URL && t.ReportedVia == s.ReportedVia }) {
			out = append(out, s)
		}
	}
	return out
}

// vintages lists a series with all that was ever known of each period.
func (v Voice) vintages(list []briefs.Fact, names Names) []bot.Line {
	lines := make([]bot.Line, len(list))
	for i, f := range list {
		known := v.Say("fact-known", "From", v.day(briefs.DateOf(f.Known.From)))
		if !f.Known.To.IsZero() {
			known = v.Say("fact-known-until", "From", v.day(briefs.DateOf(f.Known.From)), "To", v.day(briefs.DateOf(f.Known.To)))
		}
		lines[i] = bot.Line{
			Text: v.Say("fact-pair", "Period", v.Period(f.Period), "Value", v.value(f.Quantity, names)), URL: f.Sources[0].URL,
			Note: v.nature(&list[i], names) + " · " + known + " · " + f.ID,
		}
		if f.Rank == briefs.Deprecated {
			lines[i].Note += " · " + v.Say("caveat-withdrawn")
		}
	}
	return lines
}

// headlineOf says whose figure it is, the figure, and of what.
func (v Voice) headlineOf(f *briefs.Fact, metric briefs.Metric, names Names) string {
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
func (v Voice) basis(f *briefs.Fact, names Names) string {
	return new(basis).of(v, f, names)
}

// basis words what many lines of one answer share: they are of the same few periods, and by the same few who measure. The zero value is ready.
type basis struct {
	period    briefs.Period
	when      string
	nature    briefs.Nature
	publisher string
	by        string
}

// of returns Voice.basis of a fact.
func (b *basis) of(v Voice, f *briefs.Fact, names Names) string {
	if b.when == "" || b.period != f.Period {
		b.period, b.when = f.Period, v.Period(f.Period)
	}
	if publisher := f.Sources[0].Publisher; b.by == "" || b.nature != f.Nature || b.publisher != publisher {
		b.nature, b.publisher, b.by = f.Nature, publisher, v.nature(f, names)
	}
	return b.when + " · " + b.by
}

func (v Voice) nature(f *briefs.Fact, names Names) string {
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
func (v Voice) earlier(list []*briefs.Fact, names Names) string {
	var parts []string
	for _, e := range list[:min(len(list), earlierShown)] {
		parts = append(parts, v.Say("fact-pair", "Period", v.Period(e.Period), "Value", v.value(e.Quantity, names)))
	}
	return strings.Join(parts, " · ")
}

// sources lists who measured and who printed it, with the link and the date.
func (v Voice) sources(f facts.Figure, names Names) []bot.Line {
	all := f.Sources
	if len(all) == 0 {
		all = f.Fact.Sources
	}
	return v.sourceLines(all, sourcesShown, names)
}

// sourceLines lists up to so many sources.
func (v Voice) sourceLines(all []briefs.Source, shown int, names Names) []bot.Line {
	var lines []bot.Line
	for _, s := range all[:min(len(all), shown)] {
		lines = append(lines, bot.Line{Text: cmp.Or(s.Title, s.URL, s.Publisher), URL: s.URL, Note: v.credited(s, names) + " · " + v.dated(s)})
	}
	return lines
}

// credited names who measured and, where that is somebody else, who printed it.
func (v Voice) credited(s briefs.Source, names Names) string {
	by := names.Publisher(s.Publisher, v.lang)
	if via := names.Publisher(s.ReportedVia, v.lang); via != "" && !strings.EqualFold(via, by) {
		return v.Say("fact-via", "Publisher", by, "Via", via)
	}
	return by
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

func (v Voice) also(list []*briefs.Fact, shown int, metric briefs.Metric, names Names) []bot.Line {
	list, over := list[:min(len(list), shown)], len(list)-shown
	lines := make([]bot.Line, len(list), len(list)+1)
	near := make([]briefs.Fact, 0, alsoShown) // facts lie far from each other: all are fetched before any is worded
	for i, f := range list {
		near = append(near, *f)
		lines[i].URL = f.Sources[0].URL
	}
	var shared basis
	for i := range near {
		lines[i].Text, lines[i].Note = v.headlineOf(&near[i], metric, names), shared.of(v, &near[i], names)
	}
	if over > 0 {
		lines = append(lines, bot.Line{Text: v.Count("fact-also-more", over)})
	}
	return lines
}

// factsOf returns the facts of figures.
func factsOf(list []facts.Figure) []*briefs.Fact {
	out := make([]*briefs.Fact, len(list))
	for i := range list {
		out[i] = &list[i].Fact
	}
	return out
}

// cited writes the same value in other currencies as the source itself gives it.
func (v Voice) cited(f *briefs.Fact) string {
	var parts []string
	for _, q := range f.As {
		parts = append(parts, v.Quantity(q))
	}
	if len(parts) == 0 {
		return ""
	}
	return v.Say("fact-cited", "Values", v.List(parts))
}
