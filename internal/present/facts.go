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
	maxSections  = 4
)

// Answer words one figure, always in the same order: what, of what market; when, what sort of figure, by whom, which rank; the
// series before; the sources; what to beware of; what others say. Where it must be cut, the end goes first.
func (v Voice) Answer(a facts.Answer, names Names) bot.Message {
	f, names := &a.Figure.Fact, v.dressed(names)
	shown := alsoShown
	if a.All {
		shown = len(a.Also)
	}
	others := a.Also[:min(len(a.Also), shown)]
	var shared basis
	m := bot.Message{Language: v.lang, Title: v.grown(&a, names), Lead: v.placed(&a, &shared, names), Sections: make([]bot.Section, 0, maxSections)}
	m.Refs = append(make([]string, 0, len(others)+2), f.ID)
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
	sources := sourcesOf(&a.Figure)
	if a.Growth != nil {
		sources = joinSources(sources, a.Growth.Sources)
		m.Refs = append(m.Refs, a.Growth.Fact.ID)
	}
	add("fact-source", v.sourceLines(sources, sourcesShown, names))
	add("fact-beware", append(v.conditions(&a, names), v.caveats(a.Caveats, a.Figure.Rivals, names)...))
	add("fact-also", shared.also(v, a.Also, shown, a.Metric, names))
	m.Footer = v.ids(m.Refs)
	for _, other := range others {
		m.Refs = append(m.Refs, other.ID)
	}
	if cited := v.cited(f); cited != "" && a.Money == nil {
		m.Footer = cited + " · " + m.Footer
	}
	return m
}

// grown says whose figure it is, the figure, of what, and how much it grew.
func (v Voice) grown(a *facts.Answer, names Names) string {
	s := v.headlineOf(&a.Figure.Fact, a.Metric, names)
	if a.Growth == nil {
		return s
	}
	return v.Say("fact-grown", "Headline", s, "Growth", v.signed(a.Growth.Fact.Quantity))
}

// placed says when, what sort of figure, by whom, and which rank.
func (v Voice) placed(a *facts.Answer, shared *basis, names Names) string {
	var room [256]byte
	text := shared.write(room[:0], v, &a.Figure.Fact, names)
	if a.Place.Position > 0 {
		text = v.place(append(text, " · "...), a.Place)
	}
	return string(text)
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
func (v Voice) conditions(a *facts.Answer, names Names) []bot.Line {
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
	var room [256]byte
	return string(v.writeHeadline(room[:0], f, &metric, names))
}

// writeHeadline adds what headlineOf returns to a text.
func (v Voice) writeHeadline(text []byte, f *briefs.Fact, metric *briefs.Metric, names Names) []byte {
	var who string
	if f.Label != "" && f.Metric != otherMetric {
		who = v.worded(f.Label, names)
	} else {
		who = names.Name(f.Subject, v.lang)
	}
	q := &f.Quantity
	if counts[f.Metric] == q.Unit {
		bare := *q
		bare.Unit, q = "", &bare // "users: 131 m users" would say it twice
	}
	var room [64]byte
	value, of := string(v.writeValue(room[:0], q, names)), ""
	switch {
	case f.Market != "":
		of = names.Name(f.Market, v.lang)
	case f.Scope != "":
		of = v.own(f.Scope, names)
	}
	if f.Metric == facts.Share {
		if of == "" {
			of = v.Say("fact-undefined")
		}
		return v.write(text, "fact-share", "Who", who, "Value", value, "Market", of)
	}
	what := cmp.Or(metric.Name[v.lang], metric.ID)
	if f.Label != "" && f.Metric == otherMetric {
		what = v.own(f.Label, names)
	}
	switch {
	case value == who:
		return v.write(text, "fact-happened", "Who", who, "What", what)
	case of != "":
		return v.write(text, "fact-figure-of", "Who", who, "Value", value, "What", what, "Of", of)
	}
	return v.write(text, "fact-figure", "Who", who, "Value", value, "What", what)
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

// writeValue adds what value returns to a text.
func (v Voice) writeValue(text []byte, q *briefs.Quantity, names Names) []byte {
	if q.Word != "" {
		return append(text, v.worded(q.Word, names)...)
	}
	return v.writeQuantity(text, q)
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
	var room [128]byte
	return string(new(basis).write(room[:0], v, f, names))
}

// basis words what many lines of one answer share: they are of the same few periods, and by the same few who measure. The zero value is ready.
type basis struct {
	period    briefs.Period
	when      string
	nature    briefs.Nature
	publisher string
	by        string
}

// write adds Voice.basis of a fact to a text.
func (b *basis) write(text []byte, v Voice, f *briefs.Fact, names Names) []byte {
	if b.when == "" || b.period != f.Period {
		b.period, b.when = f.Period, v.Period(f.Period)
	}
	if publisher := f.Sources[0].Publisher; b.by == "" || b.nature != f.Nature || b.publisher != publisher {
		b.nature, b.publisher, b.by = f.Nature, publisher, v.nature(f, names)
	}
	return append(append(append(text, b.when...), " · "...), b.by...)
}

func (v Voice) nature(f *briefs.Fact, names Names) string {
	return v.Say("nature-"+string(f.Nature), "By", names.Publisher(f.Sources[0].Publisher, v.lang))
}

// place adds a rank to a text.
func (v Voice) place(text []byte, p facts.Place) []byte {
	id := "fact-rank"
	if p.Shared {
		id = "fact-rank-shared"
	}
	return v.write(text, id, "Position", v.Number(p.Position), "Of", v.Number(p.Of))
}

// earlier writes the series before, the latest first, in one line.
func (v Voice) earlier(list []*briefs.Fact, names Names) string {
	var room [256]byte
	text := room[:0]
	for n, e := range list[:min(len(list), earlierShown)] {
		if n > 0 {
			text = append(text, " · "...)
		}
		var period, value [64]byte
		text = v.write(text, "fact-pair", "Period", string(v.writePeriod(period[:0], &e.Period)), "Value", string(v.writeValue(value[:0], &e.Quantity, names)))
	}
	return string(text)
}

// sourcesOf returns where a figure was printed.
func sourcesOf(f *facts.Figure) []briefs.Source {
	if len(f.Sources) == 0 {
		return f.Fact.Sources
	}
	return f.Sources
}

// sourceLines lists up to so many sources: who measured and who printed it, with the link and the date.
func (v Voice) sourceLines(all []briefs.Source, shown int, names Names) []bot.Line {
	all = all[:min(len(all), shown)]
	if len(all) == 0 {
		return nil
	}
	lines := make([]bot.Line, len(all))
	for i := range all {
		s := &all[i]
		var room [128]byte
		note := v.writeDated(append(v.writeCredited(room[:0], s, names), " · "...), s)
		lines[i] = bot.Line{Text: cmp.Or(s.Title, s.URL, s.Publisher), URL: s.URL, Note: string(note)}
	}
	return lines
}

// credited names who measured and, where that is somebody else, who printed it.
func (v Voice) credited(s briefs.Source, names Names) string {
	return string(v.writeCredited(nil, &s, names))
}

// writeCredited adds what credited returns to a text.
func (v Voice) writeCredited(text []byte, s *briefs.Source, names Names) []byte {
	by := names.Publisher(s.Publisher, v.lang)
	if via := names.Publisher(s.ReportedVia, v.lang); via != "" && !strings.EqualFold(via, by) {
		return v.write(text, "fact-via", "Publisher", by, "Via", via)
	}
	return append(text, by...)
}

// dated says when a source was printed, as exactly as it says itself: some name a month or a year alone.
func (v Voice) dated(s briefs.Source) string { return string(v.writeDated(nil, &s)) }

// writeDated adds what dated returns to a text.
func (v Voice) writeDated(text []byte, s *briefs.Source) []byte {
	switch {
	case s.Published.IsZero():
		return v.write(text, "fact-undated")
	case s.Dated == "":
		return v.writeDay(text, s.Published)
	}
	year, month, ok := strings.Cut(strings.TrimPrefix(s.Dated, "~"), "-")
	switch n, err := strconv.Atoi(month); {
	case !ok:
		return v.write(text, "period-year", "Year", year)
	case err == nil && n >= 1 && n <= 12:
		return v.write(text, "period-month", "Year", year, "Month", v.Say(fmt.Sprintf("month-%d", n)))
	}
	return v.write(text, "fact-dated-about", "Date", v.day(s.Published))
}

// capital begins a text with a capital letter.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// also lists what others say, and how many more do.
func (v Voice) also(list []*briefs.Fact, shown int, metric briefs.Metric, names Names) []bot.Line {
	return new(basis).also(v, list, shown, metric, names)
}

// also is Voice.also. The texts of all lines are cut from one.
func (b *basis) also(v Voice, list []*briefs.Fact, shown int, metric briefs.Metric, names Names) []bot.Line {
	list, over := list[:min(len(list), shown)], len(list)-shown
	lines := make([]bot.Line, len(list), len(list)+1)
	var room [1024]byte
	text, ends := room[:0], make([][2]int, 0, alsoShown) // of each line's text and note
	for i, f := range list {
		lines[i].URL = f.Sources[0].URL
		text = v.writeHeadline(text, f, &metric, names)
		middle := len(text)
		text = b.write(text, v, f, names)
		ends = append(ends, [2]int{middle, len(text)})
	}
	all, from := string(text), 0
	for i, end := range ends {
		lines[i].Text, lines[i].Note, from = all[from:end[0]], all[end[0]:end[1]], end[1]
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
