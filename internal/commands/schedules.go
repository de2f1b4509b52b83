package commands

import (
	"context"

	"briefbot/bot"
	"briefbot/internal/present"
)

func (d Deps) schedules() bot.Command {
	return bot.Command{
		Name: "schedules", Names: present.Text("cmd-schedules-name"), Summary: present.Text("cmd-schedules"), Example: "schedules", Top: true,
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			list, err := d.Desk.Schedules(ctx, in.From.Place())
			if err != nil {
				return bot.Message{}, err
			}
			return d.naming(ctx, in, d.voice(in), placesIn(nil, list...)).Schedules(list, in.From.Place(), d.Now()), nil
		},
	}
}
