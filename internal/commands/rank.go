package commands

import (
	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/internal/present"
)

func (d Deps) rank() bot.Command {
	filters := append([]bot.Param{filter("period", d.completePeriod(facts.Share)), filter("metric", d.completeMetric)}, d.filters(facts.Share)[1:]...)
	c := bot.Command{
		Name: "rank", Names: present.Text("cmd-rank-name"), Aliases: []string{"ranking", "top", "排行"}, Summary: present.Text("cmd-rank"),
		Example: "rank ai-cloud", Top: true,
		Params: append(d.restParams("market", "cmd-ask-market-name", "cmd-rank-what", d.completeMarket("")), filters...),
	}
	return d.lookup(c, (*asking).ranking)
}

// ranking answers with the ranking of a market.
func (a *asking) ranking() (bot.Message, error) {
	r, err := a.book.Rank(a.q)
	if err != nil {
		return bot.Message{}, err
	}
	m := a.v.Ranking(r, a.picture(a.v.RankingPlot(r, a.book)), a.book)
	m = spreadsheet(a, m, r.Rows, func(row facts.Row) briefs.Fact { return row.Figure.Fact })
	metric := ""
	if r.Metric.ID != facts.Share {
		metric = r.Metric.Name["en"]
	}
	a.button(&m, "button-trend", a.line("trend", []string{metric, a.nameOf(r.Rows[0].Entity.ID)}, [2]string{"market", r.Market.ID}))
	a.defined(&m, r.Market)
	return m, nil
}
