package commands

import (
	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/internal/present"
)

func (d Deps) compare() bot.Command {
	filters := append([]bot.Param{filter("metric", d.completeMetric), filter("period", d.completePeriod(facts.Share))}, d.filters("")...)
	c := bot.Command{
		Name: "compare", Names: present.Text("cmd-compare-name"), Aliases: []string{"vs", "comparaison", "比较"}, Summary: present.Text("cmd-compare"),
		Example: "compare alibaba huawei tencent", Top: true,
		Params: append(d.restParams("names", "cmd-ask-name-name", "cmd-compare-names", d.completeLast), filters...),
	}
	return d.lookup(c, func(a *asking) (bot.Message, error) {
		a.q.Open = true
		comparison, err := a.book.Compare(a.q)
		if err != nil {
			return bot.Message{}, err
		}
		m := a.v.Comparison(comparison, a.picture(a.v.ComparisonPlot(comparison, a.book)), a.book)
		m = spreadsheet(a, m, comparison.Rows, func(row facts.Row) briefs.Fact { return row.Figure.Fact })
		a.defined(&m, comparison.Market)
		return m, nil
	})
}

// common returns the line that asks for a comparison of what is measured alike.
func (a *asking) common(c facts.Comparison) string {
	var names []string
	for _, row := range c.Rows {
		names = append(names, a.nameOf(row.Entity.ID))
	}
	metric := ""
	if c.Metric.ID != facts.Share {
		metric = c.Metric.Name["en"]
		if c.Label != "" {
			metric = c.Label
		}
	}
	return a.line("compare", append(names, metric, facts.Written(c.Period)), [2]string{"market", c.Market.ID})
}
