package commands

import (
	"briefbot/bot"
	"briefbot/briefs/facts"
	"briefbot/internal/present"
)

func (d Deps) market() bot.Command {
	c := bot.Command{
		Name: "market", Names: present.Text("cmd-market-name"), Aliases: []string{"markets", "marche", "marchés", "marches"}, Summary: present.Text("cmd-market"),
		Example: "market ai-cloud",
		Params:  d.restParams("which", "cmd-ask-market-name", "cmd-market-which", d.completeMarket(""), filter("lang", completeLanguage), filter("schedule", completeTiming)),
	}
	return d.lookup(c, func(a *asking) (bot.Message, error) {
		card, err := a.book.AboutMarket(a.q)
		if err != nil {
			return bot.Message{}, err
		}
		m := a.v.Market(card, a.book)
		if len(card.Measured) > 0 {
			metric := ""
			if id := card.Measured[0].Metric.ID; id != facts.Share {
				metric = card.Measured[0].Metric.Name["en"]
			}
			a.button(&m, "button-ranking", a.line("rank", []string{card.Market.ID, metric}))
		}
		return m, nil
	})
}

func (d Deps) publishers() bot.Command {
	c := bot.Command{
		Name: "publishers", Names: present.Text("cmd-publishers-name"), Aliases: []string{"publisher", "institut", "谁统计"}, Summary: present.Text("cmd-publishers"),
		Example: "publishers idc",
		Params: d.restParams("what", "cmd-ask-what-name", "cmd-publishers-what", d.completePublisher,
			filter("market", d.completeMarket("")), filter("by", d.completePublisher), filter("show", d.completeShow), filter("lang", completeLanguage), filter("schedule", completeTiming)),
	}
	return d.lookup(c, (*asking).publishers)
}

// publishers answers who measures what.
func (a *asking) publishers() (bot.Message, error) {
	list, err := a.book.Publishers(a.q)
	if err != nil {
		return bot.Message{}, err
	}
	return a.v.Publishers(list, a.q.All, a.book), nil
}
