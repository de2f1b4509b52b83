package commands

import (
	"context"

	"briefbot/bot"
	"briefbot/internal/present"
)

func (d Deps) now() bot.Command {
	c := bot.Command{
		Name: "now", Names: present.Text("cmd-now-name"), Summary: present.Text("cmd-now"), Example: "now",
	}
	c.Run = func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
		v := d.voice(in)
		digest, err := d.Desk.Now(ctx, in.From.Place())
		if err != nil {
			return bot.Message{}, err
		}
		m := v.Preview(digest, "")
		if len(digest.Stories) == 0 {
			return m, nil
		}
		return withPost(v, m, &c, &in), nil
	}
	return c
}
