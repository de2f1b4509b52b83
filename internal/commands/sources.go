package commands

import (
	"context"
	"strings"

	"briefbot/bot"
	"briefbot/internal/present"
)

func (d Deps) sources() bot.Command {
	return bot.Command{
		Name: "sources", Names: present.Text("cmd-sources-name"), Summary: present.Text("cmd-sources"), Example: "sources fr", Top: true,
		Params: []bot.Param{{Name: "filter", Summary: present.Text("cmd-sources-filter"), Rest: true}},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			v := d.voice(in)
			all, err := d.Desk.Sources(ctx, in.From.Place())
			if err != nil {
				return bot.Message{}, err
			}
			filter := strings.ToLower(in.Args["filter"])
			var list []present.Source
			for _, s := range all {
				if filter == "" || s.InLanguage(filter) || bot.Language(filter) != filter && strings.Contains(strings.ToLower(s.Name), filter) {
					list = append(list, s)
				}
			}
			if len(list) == 0 && filter != "" {
				return refuse(v.NoSource(in.Args["filter"]))
			}
			return v.Sources(list), nil
		},
	}
}
