package commands

import (
	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/internal/present"
)

func (d Deps) models() bot.Command {
	c := bot.Command{
		Name: "models", Names: present.Text("cmd-models-name"), Aliases: []string{"model", "modeles", "modèle", "releases", "大模型"}, Summary: present.Text("cmd-models"),
		Example: "models deepseek", Top: true,
	}
	period := typed("period", "cmd-ask-period-name", "cmd-ask-period", d.completePeriod("model_release"))
	period.Rest = true
	c.Params = []bot.Param{
		typed("name", "cmd-ask-name-name", "cmd-models-who", d.completeSubject("model_release")), period,
		filter("asof", d.completeDay), filter("show", d.completeShow), filter("lang", completeLanguage), filter("schedule", completeTiming),
	}
	return d.lookup(c, func(a *asking) (bot.Message, error) {
		r, err := a.book.Models(a.q)
		if err != nil {
			return bot.Message{}, err
		}
		m := a.v.Releases(r, a.book)
		return spreadsheet(a, m, r.List, func(one facts.Release) briefs.Fact { return one.Figure.Fact }), nil
	})
}
