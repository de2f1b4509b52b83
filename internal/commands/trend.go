package commands

import (
	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/internal/present"
)

func (d Deps) trend() bot.Command {
	what := typed("what", "cmd-ask-what-name", "cmd-trend-what", d.completeMetric)
	what.Rest = true
	c := bot.Command{
		Name: "trend", Names: present.Text("cmd-trend-name"), Aliases: []string{"évolution", "evolution", "走势"}, Summary: present.Text("cmd-trend"),
		Example: "trend alibaba capex 6", Top: true,
		Params: append([]bot.Param{typed("name", "cmd-ask-name-name", "cmd-ask-who", d.completeAny), what}, d.filters("")...),
	}
	return d.lookup(c, func(a *asking) (bot.Message, error) {
		a.q.Open = true
		series, err := a.book.Trend(a.q)
		if err != nil {
			return bot.Message{}, err
		}
		m := a.v.Series(series, a.picture(a.v.SeriesPlot(series, a.book)), a.book)
		last := series.Points[len(series.Points)-1].Figure
		m = spreadsheet(a, m, series.Points, func(p facts.Point) briefs.Fact { return p.Figure.Fact })
		a.defined(&m, series.Market)
		a.sourced(&m, last.Sources[0])
		return m, nil
	})
}

// rowsOf returns the facts of an answer as rows: the whole series or all others where they were asked for.
func rowsOf(a facts.Answer) []briefs.Fact {
	if len(a.History) > 0 {
		return a.History
	}
	out := []briefs.Fact{a.Figure.Fact}
	if a.Growth != nil {
		out = append(out, a.Growth.Fact)
	}
	for _, f := range a.Earlier {
		out = append(out, *f)
	}
	if a.All {
		for _, f := range a.Also {
			out = append(out, *f)
		}
	}
	return out
}
