package commands

import (
	"context"

	"briefbot/bot"
	"briefbot/internal/present"
)

// latestShown is how many articles one answer lists.
const latestShown = 8

func (d Deps) latest() bot.Command {
	c := bot.Command{
		Name: "latest", Names: present.Text("cmd-latest-name"), Summary: present.Text("cmd-latest"), Example: "latest deepseek", Top: true,
		Params: []bot.Param{{Name: "name", Summary: present.Text("cmd-latest-who"), Rest: true, Complete: d.completeName}},
	}
	c.Run = func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
		v := d.voice(in)
		var id, name string
		if typed := in.Args["name"]; typed != "" {
			e, unknown := d.name(v, typed)
			if unknown != nil {
				return bot.Message{}, unknown
			}
			id, name = e.ID, d.called(v, e)
		}
		list, err := d.Articles.Latest(ctx, id, d.Now(), latestShown, d.Feeds(in.From))
		if err != nil {
			return bot.Message{}, err
		}
		m := v.Latest(name, plain(list), d.Words.Umbrella)
		if len(list) == 0 {
			return m, nil
		}
		return withPost(v, m, &c, &in), nil
	}
	return c
}
