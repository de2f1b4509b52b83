package commands

import (
	"context"
	"slices"
	"strings"

	"briefbot/bot"
	"briefbot/internal/present"
)

// sources lists the feeds; "sources facts" says who measures the figures, as the command publishers does.
func (d Deps) sources() bot.Command {
	c := bot.Command{
		Name: "sources", Names: present.Text("cmd-sources-name"), Summary: present.Text("cmd-sources"), Example: "sources fr", Top: true,
		Params: []bot.Param{{Name: "filter", Summary: present.Text("cmd-sources-filter"), Rest: true}},
	}
	measured := d.publishers()
	c.Run = func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
		v := d.voice(in)
		filter := strings.ToLower(in.Args["filter"])
		if first, rest, _ := strings.Cut(filter, " "); slices.Contains(factWords, first) {
			in.Args = map[string]string{measured.Params[0].Name: rest}
			return measured.Run(ctx, in)
		}
		all, err := d.Desk.Sources(ctx, in.From.Place())
		if err != nil {
			return bot.Message{}, err
		}
		var list []present.Source
		for _, s := range all {
			if filter == "" || s.InLanguage(filter) || bot.Language(filter) != filter && strings.Contains(strings.ToLower(s.Name), filter) {
				list = append(list, s)
			}
		}
		if len(list) == 0 && filter != "" {
			return refuse(v.NoSource(in.Args["filter"]))
		}
		m := v.Sources(list)
		m.Footer = v.Say("sources-facts", "Umbrella", d.Words.Umbrella)
		m.Actions = append(m.Actions, bot.Action{Label: v.Say("publishers-title"), Line: measured.Name})
		return m, nil
	}
	return c
}

// factWords after "sources" mean those of figures, not of articles.
var factWords = []string{"facts", "fact", "figures", "faits", "chiffres", "données", "donnees", "事实", "数据"}
