package present

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/facts"
)

// Again returns the line that asks the same question with a name in place of what was typed; empty when there is none.
type Again func(role facts.Role, typed, name string) string

// Unanswered words why a question about facts has no answer, and what there is instead. It returns false for an error that is
// not the asker's.
func (v Voice) Unanswered(err error, again Again, names Names) (bot.Message, bool) {
	names = v.dressed(names)
	var unknown *facts.UnknownName
	var ambiguous *facts.AmbiguousName
	var many *facts.TooManyNames
	var bad *facts.BadArgument
	var none *facts.NoFigure
	switch {
	case errors.Is(err, facts.ErrNoSubject):
		return bot.Message{Language: v.lang, Title: v.Say("question-nobody"), Lead: v.Say("try-name")}, true
	case errors.As(err, &unknown):
		return v.choices(v.unknown(unknown, names), again, unknown.Role, unknown.Name, unknown.Suggestions, names), true
	case errors.As(err, &ambiguous):
		m := bot.Message{Language: v.lang, Title: v.Say("question-ambiguous", "Name", short(ambiguous.Name))}
		m.Lead = v.Say("did-you-mean", "Names", v.Or(v.entityNames(ambiguous.Choices, names)))
		return v.choices(m, again, ambiguous.Role, ambiguous.Name, ambiguous.Choices, names), true
	case errors.As(err, &many):
		return bot.Message{Language: v.lang, Title: v.Say("question-many", "Names", v.List(shortened(many.Names)))}, true
	case errors.As(err, &bad):
		return v.badArgument(bad), true
	case errors.As(err, &none):
		return v.noFigure(none, names), true
	}
	return bot.Message{}, false
}

// UnknownLanguage answers somebody who asks for an answer in a language that is not spoken.
func (v Voice) UnknownLanguage(typed string) bot.Message {
	return bot.Message{Language: v.lang, Title: v.Say("flaw-unknown-language", "Value", short(typed))}
}

// AsOf says that an answer is what was known on a day.
func (v Voice) AsOf(d briefs.Date) string { return v.Say("fact-asof", "Date", v.day(d)) }

func short(s string) string { return bot.Cut(bot.CleanLine(s), 60) }

func shortened(list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, short(s))
	}
	return out
}

func (v Voice) entityNames(list []briefs.Entity, names Names) []string {
	var out []string
	for _, e := range list {
		out = append(out, names.Name(e.ID, v.lang))
	}
	return out
}

// unknown answers a name that nothing bears, by what it was given as.
func (v Voice) unknown(u *facts.UnknownName, names Names) bot.Message {
	switch near := v.entityNames(u.Suggestions, names); {
	case u.Role == facts.AsSubject && namesCurrency(u.Name):
		return bot.Message{Language: v.lang, Title: v.Say("question-currency")}
	case u.Role == facts.AsSubject:
		return v.UnknownName(u.Name, near)
	default:
		m := bot.Message{Language: v.lang, Title: v.Say("unknown-"+string(u.Role), "Name", short(u.Name)), Lead: v.Say("try-" + string(u.Role))}
		if len(near) > 0 {
			m.Lead = v.Say("did-you-mean", "Names", v.Or(near))
		}
		return m
	}
}

// currencies are words by which people ask for another currency.
var currencies = []string{"usd", "dollar", "dollars", "us$", "$", "rmb", "cny", "yuan", "yuans", "renminbi", "eur", "euro", "euros", "€", "hkd", "¥",
	"美元", "美金", "人民币", "元", "欧元", "港元", "港币"}

func namesCurrency(text string) bool {
	return slices.ContainsFunc(strings.Fields(strings.ToLower(text)), func(w string) bool { return slices.Contains(currencies, w) })
}

// choices adds a button for each name that may have been meant, which asks the question again with it.
func (v Voice) choices(m bot.Message, again Again, role facts.Role, typed string, list []briefs.Entity, names Names) bot.Message {
	for _, e := range list {
		if line := again(role, typed, e.Name); line != "" && len(line) <= bot.MaxActionLine && len(m.Actions) < bot.MaxActions {
			m.Actions = append(m.Actions, bot.Action{Label: names.Name(e.ID, v.lang), Line: line})
		}
	}
	return m
}

func (v Voice) badArgument(b *facts.BadArgument) bot.Message {
	id := "flaw-" + strings.ReplaceAll(string(b.Flaw), " ", "-")
	m := bot.Message{Language: v.lang, Title: v.Say(id, "Key", short(b.Key), "Value", short(cmp.Or(b.Value, b.Key)))}
	if len(b.Near) > 0 {
		m.Lead = v.Say("did-you-mean", "Names", v.Or(b.Near))
	}
	return m
}

// noFigure says what there is no figure of, and the nearest that there is.
func (v Voice) noFigure(n *facts.NoFigure, names Names) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.none(n, names)}
	if asked := v.asked(n, names); len(asked) > 0 {
		m.Lead = v.Say("none-asked", "Asked", strings.Join(asked, " · "))
	}
	if n.Empty {
		m.Lead = v.Say("none-empty")
	}
	var lines []bot.Line
	add := func(id string, f *facts.Figure) {
		if f != nil {
			if !n.Period.IsZero() && !f.Fact.Period.Same(n.Period) && f.Fact.Period.Contains(n.Period) {
				id = "none-around"
			}
			lines = append(lines, bot.Line{
				Text: v.headlineOf(&f.Fact, n.Metric, names), URL: f.Fact.Sources[0].URL, Note: v.Say(id) + " · " + v.basis(&f.Fact, names),
			})
			m.Refs = append(m.Refs, f.Fact.ID)
		}
	}
	add("none-within", n.Within)
	add("none-before", n.Before)
	add("none-after", n.After)
	add("none-ahead", n.Ahead)
	add("none-group", n.Group)
	lines = append(lines, v.also(n.Also, alsoShown, n.Metric, names)...)
	for _, other := range n.Also[:min(len(n.Also), alsoShown)] {
		m.Refs = append(m.Refs, other.ID)
	}
	if n.Candidates > 0 {
		lines = append(lines, bot.Line{Text: v.Count("none-candidates", n.Candidates)})
	}
	if known := v.metricNames(n.Metrics); len(known) > 0 {
		lines = append(lines, bot.Line{Text: v.Say("none-metrics", "Metrics", v.List(known))})
	}
	if len(lines) > 0 {
		m.Sections = []bot.Section{{Heading: v.Say("none-instead"), Lines: lines}}
	}
	return m
}

// none says of whom there is no figure.
func (v Voice) none(n *facts.NoFigure, names Names) string {
	what := cmp.Or(n.Metric.Name[v.lang], n.Metric.ID)
	switch {
	case what == "" && n.Subject.ID == "":
		return v.Say("none-at-all")
	case what == "":
		return v.Say("none-of", "Who", names.Name(n.Subject.ID, v.lang))
	case n.Subject.ID == "":
		return v.Say("none-ranking", "What", what)
	}
	return v.Say("none-title", "Who", names.Name(n.Subject.ID, v.lang), "What", what)
}

// asked says what else a question without an answer named: market, period, publisher, sort of figure, day.
func (v Voice) asked(n *facts.NoFigure, names Names) []string {
	var out []string
	add := func(given bool, s func() string) {
		if given {
			out = append(out, s())
		}
	}
	add(n.Market.ID != "", func() string { return names.Name(n.Market.ID, v.lang) })
	add(!n.Period.IsZero(), func() string { return v.Period(n.Period) })
	add(n.By != "", func() string { return names.Publisher(short(n.By), v.lang) })
	add(n.Nature != "", func() string { return v.Say("sort-" + string(n.Nature)) })
	add(!n.AsOf.IsZero(), func() string { return v.AsOf(n.AsOf) })
	return out
}

// metricNames names metrics, but for figures that have no name of their own.
func (v Voice) metricNames(list []briefs.Metric) []string {
	var out []string
	for _, metric := range list {
		if metric.ID != otherMetric {
			out = append(out, cmp.Or(metric.Name[v.lang], metric.ID))
		}
	}
	return out
}
