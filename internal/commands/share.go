package commands

import (
	"errors"
	"slices"

	"briefbot/bot"
	"briefbot/briefs/facts"
	"briefbot/internal/present"
)

func (d Deps) share() bot.Command {
	c := bot.Command{
		Name: "share", Names: present.Text("cmd-share-name"), Aliases: []string{"shares", "parts", "市场份额", "市占率"}, Summary: present.Text("cmd-share"),
		Example: "share alibaba 2024q4", Top: true, Params: d.figureParams(facts.Share, "cmd-ask-who"),
	}
	return d.lookup(c, func(a *asking) (bot.Message, error) {
		a.q.Metric = facts.Share
		m, err := a.figure()
		if errors.Is(err, facts.ErrNoSubject) { // nobody named: the ranking of the market
			return a.ranking()
		}
		return m, err
	})
}

func (d Deps) spend() bot.Command {
	return d.figureCommand(bot.Command{
		Name: "spend", Names: present.Text("cmd-spend-name"), Aliases: []string{"spending", "depenses", "dépense", "depense", "云支出"}, Summary: present.Text("cmd-spend"),
		Example: "spend china 2025", Top: true, Params: d.figureParams("cloud_spend", "cmd-spend-who"),
	}, "cloud_spend")
}

func (d Deps) capex() bot.Command {
	return d.figureCommand(bot.Command{
		Name: "capex", Names: present.Text("cmd-capex-name"), Aliases: []string{"investissements", "资本支出"}, Summary: present.Text("cmd-capex"),
		Example: "capex tencent", Top: true, Params: d.figureParams("capex", "cmd-ask-who"),
	}, "capex")
}

func (d Deps) revenue() bot.Command {
	return d.figureCommand(bot.Command{
		Name: "revenue", Names: present.Text("cmd-revenue-name"), Aliases: []string{"sales", "ca", "revenu", "收入"}, Summary: present.Text("cmd-revenue"),
		Example: "revenue alibaba cloud", Top: true, Params: d.figureParams("revenue", "cmd-ask-who"),
	}, "revenue")
}

// figureCommand is a lookup of one figure of a metric.
func (d Deps) figureCommand(c bot.Command, metric string) bot.Command {
	return d.lookup(c, func(a *asking) (bot.Message, error) {
		a.q.Metric = metric
		return a.figure()
	})
}

// figure answers with one figure, in the form that the flags ask for.
func (a *asking) figure() (bot.Message, error) {
	answer, err := a.book.Ask(a.q)
	if err != nil {
		return bot.Message{}, err
	}
	return a.card(answer), nil
}

// card words an answer, with its buttons.
func (a *asking) card(answer facts.Answer) bot.Message {
	m := a.v.Answer(answer, a.book)
	m.Actions = slices.Grow(m.Actions, bot.MaxActions)
	if a.q.CSV {
		m = a.v.CSV(m, rowsOf(answer))
	}
	f := &answer.Figure.Fact
	metric := ""
	if f.Metric != facts.Share {
		metric = answer.Metric.Name["en"]
		if f.Label != "" {
			metric = f.Label
		}
	}
	if len(answer.Earlier) > 0 {
		a.button(&m, "button-trend", a.line("trend", []string{metric, a.nameOf(f.Subject)}, [2]string{"market", f.Market}, [2]string{"by", a.q.By}))
	}
	a.defined(&m, answer.Market)
	a.sourced(&m, answer.Figure.Sources[0])
	return m
}
