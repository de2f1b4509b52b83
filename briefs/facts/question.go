package facts

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
	"golang.org/x/text/unicode/norm"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
	"briefbot/briefs/lexicon/period"
)

// Question is what somebody asks, as far as its words can be told apart without knowing any name.
type Question struct {
	Metric   string        // id; the command says it. Empty: a market share, unless the question is open
	Open     bool          // the words may name the metric; without one it is what interests most of the subject
	Text     string        // who or what is asked about; may name a market, a publisher or a metric as well
	When     period.Asked  // zero: the latest
	Market   string        // as typed; empty: the metric's own
	By       string        // a publisher, as typed; empty: any
	AsOf     briefs.Date   // as known at the end of that day; zero: as known now
	Nature   briefs.Nature // empty: any
	Language string        // asked for with "lang:"; empty: the asker's own
	Today    briefs.Date   // when it is asked, for what is stale; zero: nothing is
	All      bool          // everything that others say as well, not only the first of it
	History  bool          // the whole series, with what was known when
	CSV      bool          // as rows, for a spreadsheet
	Schedule string        // when the answer should be posted, as typed; empty: once, now
}

// maxQuestion is the longest question, in characters.
const maxQuestion = 300

// filters are the names of filters in three languages, folded.
var filters = map[string]string{
	"market": "market", "marche": "market", "市场": "market", "市場": "market",
	"by": "by", "par": "by", "publisher": "by", "source": "by", "机构": "by", "機構": "by", "来源": "by", "來源": "by",
	"asof": "asof", "as-of": "asof", "au": "asof", "截至": "asof",
	"nature": "nature", "性质": "nature", "性質": "nature",
	"lang": "lang", "language": "lang", "langue": "lang", "语言": "lang", "語言": "lang",
	"period": "period", "periode": "period", "时期": "period", "期间": "period",
	"who": "who", "qui": "who", "name": "who", "nom": "who", "谁": "who", "名称": "who",
	"metric": "metric", "mesure": "metric", "指标": "metric", "指標": "metric",
	"show": "show", "montrer": "show", "显示": "show", "顯示": "show",
	"schedule": "schedule", "quand": "schedule", "定时": "schedule", "定時": "schedule",
}

// filterNames are the filters as they are suggested.
var filterNames = []string{"market", "by", "asof", "nature", "lang", "period", "metric", "show", "schedule"}

// flags are what "--all" and "show:all" take, folded.
var flags = map[string]string{
	"all": "all", "tout": "all", "tous": "all", "全部": "all",
	"history": "history", "historique": "history", "历史": "history", "歷史": "history",
	"csv": "csv", "表格": "csv",
}

// flagNames are the flags as they are suggested.
var flagNames = []string{"all", "history", "csv"}

// natures are what "nature:" takes.
var natures = map[string]briefs.Nature{
	"reported": briefs.Reported, "publie": briefs.Reported, "实际": briefs.Reported,
	"estimate": briefs.Estimate, "estimation": briefs.Estimate, "估计": briefs.Estimate, "估算": briefs.Estimate,
	"forecast": briefs.Forecast, "prevision": briefs.Forecast, "预测": briefs.Forecast,
	"guidance": briefs.Guidance, "指引": briefs.Guidance, "pledge": briefs.Pledge, "engagement": briefs.Pledge, "承诺": briefs.Pledge,
	"plan": briefs.Plan, "计划": briefs.Plan, "rumour": briefs.Rumour, "rumor": briefs.Rumour, "rumeur": briefs.Rumour, "传闻": briefs.Rumour,
	"event": briefs.Event, "evenement": briefs.Event, "事件": briefs.Event,
}

var natureNames = []string{"reported", "estimate", "forecast", "guidance", "pledge", "plan", "rumour", "event"}

// ParseQuestion reads the arguments of a question in any order: one period, filters such as market:, by: and asof:, and words
// that say whom it is about. A value of several words stands in quotes. Every word ends up in the question; what cannot be
// understood is a *BadArgument.
func ParseQuestion(text string) (Question, error) {
	if len(text) > maxQuestion && utf8.RuneCountInString(text) > maxQuestion {
		return Question{}, &BadArgument{Flaw: TooLong, Value: string([]rune(text)[:60])}
	}
	if !isASCII(text) {
		text = norm.NFKC.String(strings.ToValidUTF8(text, " "))
	}
	var room [8]field
	p := parser{rest: make([]string, 0, 4)}
	fields := fieldsOf(room[:0], text)
	for i := 0; i < len(fields); i++ {
		if name, ok := flagOf(fields[i]); ok {
			if err := p.flag(name); err != nil {
				return Question{}, err
			}
			continue
		}
		key, value, ok := strings.Cut(fields[i].text, ":")
		if !ok || fields[i].quoted || key == "" || strings.HasPrefix(value, "//") || strings.ContainsAny(key, "0123456789") {
			p.rest = append(p.rest, fields[i].text)
			continue
		}
		if value == "" && i+1 < len(fields) && !strings.Contains(fields[i+1].text, ":") {
			i++
			value = fields[i].text
		}
		if err := p.filter(key, value); err != nil {
			return Question{}, err
		}
	}
	err := p.words(strings.Join(p.rest, " "))
	return p.q, err
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// parser gathers a question.
type parser struct {
	q     Question
	given []string // the filters so far
	rest  []string
}

// filter reads one filter.
func (p *parser) filter(key, value string) error {
	name, ok := filters[lexicon.FoldString(key)]
	switch {
	case !ok:
		return &BadArgument{Flaw: UnknownFilter, Key: key, Value: value, Near: nearest(key, filterNames)}
	case strings.TrimSpace(value) == "":
		return &BadArgument{Flaw: EmptyFilter, Key: name}
	case slices.Contains(p.given, name):
		return &BadArgument{Flaw: RepeatedFilter, Key: name, Value: value}
	}
	p.given = append(p.given, name)
	switch name {
	case "market":
		p.q.Market = value
	case "by":
		p.q.By = value
	case "asof":
		return p.asOf(key, value)
	case "nature":
		return p.nature(key, value)
	case "lang":
		p.q.Language = value
	case "who", "metric":
		p.rest = append(p.rest, value)
	case "show":
		return p.show(value)
	case "schedule":
		p.q.Schedule = value
	case "period":
		return p.period(key, value)
	}
	return nil
}

// flagOf returns the name of a flag: "--all", and what phones make of it, "—all".
func flagOf(f field) (string, bool) {
	for _, dash := range []string{"--", "—", "–"} {
		if name, ok := strings.CutPrefix(f.text, dash); ok && !f.quoted {
			return name, true
		}
	}
	return "", false
}

// flag sets a flag.
func (p *parser) flag(name string) error {
	switch flags[lexicon.FoldString(name)] {
	case "all":
		p.q.All = true
	case "history":
		p.q.History = true
	case "csv":
		p.q.CSV = true
	default:
		return &BadArgument{Flaw: UnknownFlag, Value: name, Near: nearest(name, flagNames)}
	}
	return nil
}

// show sets the flags that are listed as words or with commas.
func (p *parser) show(value string) error {
	for _, name := range strings.FieldsFunc(value, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",+、", r) }) {
		if err := p.flag(strings.TrimLeft(name, "-")); err != nil {
			return err
		}
	}
	return nil
}

// asOf reads a day, or a period of which the last day counts.
func (p *parser) asOf(key, value string) error {
	asked, ok := period.Parse(value)
	if !ok || asked.Latest {
		return &BadArgument{Flaw: BadDate, Key: key, Value: value}
	}
	p.q.AsOf = asked.Period.End.AddDays(-1)
	return nil
}

func (p *parser) nature(key, value string) error {
	n, ok := natures[lexicon.FoldString(value)]
	if !ok {
		return &BadArgument{Flaw: UnknownNature, Key: key, Value: value, Near: natureNames}
	}
	p.q.Nature = n
	return nil
}

func (p *parser) period(key, value string) error {
	asked, ok := period.Parse(value)
	if !ok {
		flaw := BadPeriod
		if period.WithoutYear(value) {
			flaw = NoYear
		}
		return &BadArgument{Flaw: flaw, Key: key, Value: value}
	}
	if !p.q.When.IsZero() && p.q.When != asked {
		return &BadArgument{Flaw: TwoPeriods, Value: value}
	}
	p.q.When = asked
	return nil
}

// words takes the period out of the words; the others say whom the question is about.
func (p *parser) words(text string) error {
	for {
		asked, rest, ok := period.Find(text)
		if !ok {
			break
		}
		if p.q.When != asked && !p.q.When.IsZero() {
			return &BadArgument{Flaw: TwoPeriods, Value: without(text, rest)}
		}
		p.q.When, text = asked, rest
	}
	p.q.Text = strings.TrimSpace(text)
	return nil
}

// without returns the words of a text that are not among the rest of it.
func without(text, rest string) string {
	left := strings.Fields(rest)
	words := slices.DeleteFunc(strings.Fields(text), func(w string) bool {
		i := slices.Index(left, w)
		if i >= 0 {
			left = slices.Delete(left, i, i+1)
		}
		return i >= 0
	})
	return strings.Join(words, " ")
}

// field is a word of a question, or several in quotes.
type field struct {
	text   string
	quoted bool // begins with a quote, so that it is no filter
}

// fieldsOf adds the fields of a question, which is split at spaces outside of quotes. The quotes themselves are dropped.
func fieldsOf(out []field, text string) []field {
	begin, inside, quotes, quoted := -1, false, false, false
	flush := func(end int) {
		if begin < 0 {
			return
		}
		word := text[begin:end]
		if quotes {
			word = strings.Map(func(r rune) rune {
				if isQuote(r) {
					return -1
				}
				return r
			}, word)
		}
		out = append(out, field{word, quoted})
		begin, quotes, quoted = -1, false, false
	}
	for i, r := range text {
		switch {
		case isQuote(r):
			quoted = quoted || begin < 0
			inside, quotes = !inside, true
		case !inside && (unicode.IsSpace(r) || unicode.IsControl(r)):
			flush(i)
			continue
		}
		if begin < 0 {
			begin = i
		}
	}
	flush(len(text))
	return out
}

// isQuote reports whether a character begins or ends words that belong together.
func isQuote(r rune) bool {
	switch r {
	case '"', '“', '”', '«', '»', '「', '」':
		return true
	}
	return false
}

// nearest returns the known words at most two letters off, the nearest first; all of them when none is near.
func nearest(word string, known []string) []string {
	word = lexicon.FoldString(word)
	var near []string
	for limit := range min(3, utf8.RuneCountInString(word)) { // of a word of two letters, another of two is not near
		for _, k := range known {
			if levenshtein.ComputeDistance(word, k) == limit {
				near = append(near, k)
			}
		}
	}
	if len(near) == 0 {
		return slices.Clone(known)
	}
	return near
}
