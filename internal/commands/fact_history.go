package commands

import (
	"context"

	"briefbot/bot"
	"briefbot/internal/present"
)

func (d Deps) factHistory() bot.Command {
	return bot.Command{
		Name: "fact history", Summary: present.Text("cmd-fact-history"), Example: "fact history FF7BR", Access: bot.Editor,
		Params: []bot.Param{idParam()},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			v, id := d.voice(in), factID(in.Args["id"])
			records, err := d.FactKeeper.History(ctx, editor(in).Workspace, id)
			if err != nil {
				return unedited(v, err, id)
			}
			return v.FactHistory(records, d.Facts()), nil
		},
	}
}
