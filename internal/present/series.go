package present

import (
	"strings"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/facts"
)

// Series words a figure over time: each value, the oldest first, with a bar from zero where there is no picture.
func (v Voice) Series(s facts.Series, picture *bot.Image, names Names) bot.Message {
	names = v.dressed(names)
	last := s.Points[len(s.Points)-1]
	m := bot.Message{Language: v.lang, Title: v.seriesTitle(s, names), Image: picture}
	m.Lead = v.value(last.Figure.Fact.Quantity, names) + " · " + v.basis(&last.Figure.Fact, names)
	if s.Change != nil {
		m.Lead += " · " + v.Say("trend-change", "Change", v.difference(s.Change.Points), "Period", v.calendar(s.Change.From))
	}
	var largest float64
	for _, p := range s.Points {
		if picture != nil {
			break
		}
		largest = max(largest, number(p.Figure.Fact.Quantity))
	}
	var lines []bot.Line
	if s.Left > 0 {
		lines = append(lines, bot.Line{Text: v.Count("trend-left", s.Left)})
	}
	for _, p := range s.Points {
		lines = append(lines, v.point(p, largest, names))
		m.Refs = append(m.Refs, p.Figure.Fact.ID)
	}
	m.Sections = []bot.Section{{Lines: lines}, {Heading: v.Say("fact-source"), Lines: v.sourceLines(s.Sources, sourcesShown, names)}}
	warn := v.caveats(s.Caveats, last.Figure.Rivals, names)
	if s.Implied {
		warn = append([]bot.Line{v.implied(s.Usual, names)}, warn...)
	}
	if len(warn) > 0 {
		m.Sections = append(m.Sections, bot.Section{Heading: v.Say("fact-beware"), Lines: warn})
	}
	if also := v.also(s.Also, alsoShown, s.Metric, names); len(also) > 0 {
		m.Sections = append(m.Sections, bot.Section{Heading: v.Say("fact-also"), Lines: also})
	}
	m.Footer = v.Say("fact-id", "ID", last.Figure.Fact.ID)
	return m
}

func (v Voice) seriesTitle(s facts.Series, names Names) string {
	who, what := names.Name(s.Subject.ID, v.lang), v.what(s.Metric, s.Label, names)
	if of := v.of(s.Market, s.Scope, names); of != "" {
		return v.Say("trend-title-of", "Who", who, "What", what, "Of", of)
	}
	return v.Say("trend-title", "Who", who, "What", what)
}

func (v Voice) point(p facts.Point, largest float64, names Names) bot.Line {
	q := p.Figure.Fact.Quantity
	line := bot.Line{Text: v.Say("fact-pair", "Period", v.calendar(p.Period), "Value", v.value(q, names)), Note: bar(number(q), largest)}
	switch {
	case p.Break:
		line.Note += " " + v.Say("trend-break")
	case p.Gap:
		line.Note += " " + v.Say("trend-gap")
	}
	line.Note = strings.TrimSpace(line.Note)
	return line
}

// difference writes a change in points with its sign.
func (v Voice) difference(d briefs.Decimal) string {
	s := v.Quantity(briefs.Quantity{Value: d, Unit: "points"})
	if d.Sign() >= 0 {
		return "+" + s
	}
	return s
}
