package present

import (
	"cmp"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/facts"
)

// Comparison words figures of several that were measured alike, with bars where there is no picture.
func (v Voice) Comparison(c facts.Comparison, picture *bot.Image, names Names) bot.Message {
	names = v.dressed(names)
	first := c.Rows[0].Figure
	m := bot.Message{Language: v.lang, Title: v.compareTitle(c, names), Lead: v.compareBasis(c, names), Refs: refsOf(c.Rows), Image: picture}
	m.Sections = append(m.Sections, bot.Section{Lines: v.rows(c.Rows, picture == nil, names)})
	var sources []briefs.Source
	for _, row := range c.Rows {
		sources = joinSources(sources, row.Figure.Sources[:1])
	}
	m.Sections = append(m.Sections, bot.Section{Heading: v.Say("fact-source"), Lines: v.sourceLines(sources, len(c.Rows), names)})
	warn := v.caveats(c.Caveats, first.Rivals, names)
	if c.Implied {
		warn = append([]bot.Line{v.implied(c.Usual, names)}, warn...)
	}
	if len(warn) > 0 {
		m.Sections = append(m.Sections, bot.Section{Heading: v.Say("fact-beware"), Lines: warn})
	}
	if len(c.Newer) > 0 {
		m.Sections = append(m.Sections, bot.Section{Heading: v.Say("compare-newer"), Lines: v.also(factsOf(c.Newer), alsoShown, c.Metric, names)})
	}
	m.Footer = v.ids(m.Refs)
	return m
}

func (v Voice) compareTitle(c facts.Comparison, names Names) string {
	who := make([]string, len(c.Rows))
	for i, row := range c.Rows {
		who[i] = names.Name(row.Entity.ID, v.lang)
	}
	return v.Say("compare-title", "What", capital(v.what(c.Metric, c.Label, names)), "Period", v.calendar(c.Period), "Names", v.List(who))
}

// what says what is measured: the metric or, of one that has labels, the label.
func (v Voice) what(m briefs.Metric, label string, names Names) string {
	if m.ID == otherMetric && label != "" {
		return v.own(label, names)
	}
	return v.metric(m)
}

// compareBasis says of which market the figures are, and who measured them.
func (v Voice) compareBasis(c facts.Comparison, names Names) string {
	by := v.Say("compare-own")
	if !c.Own {
		by = v.nature(&c.Rows[0].Figure.Fact, names)
	}
	if of := v.of(c.Market, c.Scope, names); of != "" {
		return capital(of) + " · " + by
	}
	return capital(by)
}

// of says of what market or part a figure is; empty for the whole of somebody.
func (v Voice) of(m briefs.Market, scope string, names Names) string {
	if m.ID != "" {
		return names.Name(m.ID, v.lang)
	}
	if scope != "" {
		return v.own(scope, names)
	}
	return ""
}

// Mixed says why figures are not set side by side, and what could be.
func (v Voice) Mixed(e *facts.Mixed, again func(c facts.Comparison) string, names Names) bot.Message {
	names = v.dressed(names)
	m := bot.Message{Language: v.lang, Title: v.Say("mixed-title")}
	if len(e.Missing) > 0 {
		m.Title = v.Say("mixed-none", "What", capital(v.metric(e.Metric)), "Names", v.List(v.entityNames(e.Missing, names)))
	}
	if len(e.Each) > 0 {
		m.Sections = append(m.Sections, bot.Section{Heading: v.Say("mixed-each"), Lines: v.also(factsOf(e.Each), len(e.Each), e.Metric, names)})
		for _, f := range e.Each {
			m.Refs = append(m.Refs, f.Fact.ID)
		}
	}
	var common []bot.Line
	for _, c := range e.Common {
		label := cmp.Or(v.of(c.Market, c.Scope, names), v.metric(c.Metric)) + " · " + v.calendar(c.Period)
		common = append(common, bot.Line{Text: capital(label), Note: v.compareBasis(facts.Comparison{Own: c.Own, Rows: c.Rows}, names)})
		if line := again(c); line != "" && len(line) <= bot.MaxActionLine {
			m.Actions = append(m.Actions, bot.Action{Label: bot.Cut(capital(label), maxLabel), Line: line})
		}
	}
	if len(common) > 0 {
		m.Sections = append(m.Sections, bot.Section{Heading: v.Say("mixed-common"), Lines: common})
	} else if len(e.Missing) == 0 {
		m.Lead = v.Say("mixed-nothing")
	}
	if e.Money {
		m.Lead = join(v.Say("mixed-money"), m.Lead, v.lang)
	}
	return m
}

// join puts one sentence after another.
func join(first, second, lang string) string {
	if second == "" || lang == "zh" {
		return first + second
	}
	return first + " " + second
}

// maxLabel is how long a button's label may be: the narrower of the platforms' limits, 75 characters, less the reserve.
const maxLabel = 70

// Several offers the markets in which somebody is measured.
func (v Voice) Several(e *facts.SeveralMarkets, again func(market string) string, names Names) bot.Message {
	names = v.dressed(names)
	markets := map[string]bool{}
	m := bot.Message{Language: v.lang}
	for _, f := range e.Figures {
		m.Refs = append(m.Refs, f.Fact.ID)
		market := f.Fact.Market
		if markets[market] {
			continue
		}
		markets[market] = true
		if line := again(market); market != "" && line != "" && len(line) <= bot.MaxActionLine && len(m.Actions) < bot.MaxActions {
			m.Actions = append(m.Actions, bot.Action{Label: bot.Cut(capital(names.Name(market, v.lang)), maxLabel), Line: line})
		}
	}
	m.Title = v.Count("several-title", len(markets), "Who", names.Name(e.Subject.ID, v.lang))
	usual := names.Name(e.Default.ID, v.lang)
	m.Lead = v.Say("several-lead", "Market", usual)
	if e.By != "" {
		m.Lead = v.Say("several-by", "By", names.Publisher(e.Figures[0].Fact.Sources[0].Publisher, v.lang), "Market", usual)
	}
	m.Sections = []bot.Section{{Lines: v.also(factsOf(e.Figures), len(e.Figures), e.Metric, names)}}
	return m
}
