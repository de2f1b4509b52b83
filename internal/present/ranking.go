package present

import (
	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/facts"
)

// Ranking words the ranking of a market, with bars where there is no picture.
func (v Voice) Ranking(r facts.Ranking, picture *bot.Image, names Names) bot.Message {
	names = v.dressed(names)
	m := bot.Message{Language: v.lang, Title: v.rankingTitle(r, names), Image: picture}
	first := r.Rows[0].Figure
	m.Lead = capital(v.nature(&first.Fact, names))
	m.Footer = v.Say("ranking-note")
	m.Sections = []bot.Section{{Lines: v.rows(r.Rows, picture == nil, names)}, {Heading: v.Say("fact-source"), Lines: v.sourceLines(sourcesOf(&first), sourcesShown, names)}}
	m.Refs = refsOf(r.Rows)
	if warn := v.caveats(r.Caveats, first.Rivals, names); len(warn) > 0 {
		m.Sections = append(m.Sections, bot.Section{Heading: v.Say("fact-beware"), Lines: warn})
	}
	return m
}

func (v Voice) rankingTitle(r facts.Ranking, names Names) string {
	market, period := names.Name(r.Market.ID, v.lang), v.Period(r.Period)
	if r.Metric.ID == facts.Share {
		return v.Say("ranking-title", "Market", market, "Period", period)
	}
	return v.Say("ranking-title-of", "What", capital(v.metric(r.Metric)), "Market", market, "Period", period)
}

// metric returns what a metric is called.
func (v Voice) metric(m briefs.Metric) string {
	if name := m.Name[v.lang]; name != "" {
		return name
	}
	return m.ID
}

// rows writes a ranking's rows, with bars from zero where they are wanted.
func (v Voice) rows(rows []facts.Row, bars bool, names Names) []bot.Line {
	var largest float64
	for _, row := range rows {
		largest = max(largest, number(row.Figure.Fact.Quantity))
	}
	lines := make([]bot.Line, len(rows))
	for i, row := range rows {
		f := row.Figure.Fact
		lines[i] = bot.Line{
			Text: v.Say("ranking-row", "Position", v.Number(row.Place.Position), "Who", names.Name(row.Entity.ID, v.lang), "Value", v.Quantity(f.Quantity)),
		}
		if bars {
			lines[i].Note = bar(number(f.Quantity), largest)
		}
	}
	return lines
}

func refsOf(rows []facts.Row) []string {
	var out []string
	for _, row := range rows {
		out = append(out, row.Figure.Fact.ID)
	}
	return out
}
