package commands

import (
	"context"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/internal/present"
)

func (d Deps) factDeprecate() bot.Command {
	return bot.Command{
		Name: "fact deprecate", Summary: present.Text("cmd-fact-deprecate"), Example: "fact deprecate FF7BR rounded", Access: bot.Editor,
		Params: []bot.Param{idParam(), whyParam()},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			v, id := d.voice(in), factID(in.Args["id"])
			done, err := d.FactKeeper.Rank(ctx, editor(in), id, briefs.Deprecated, in.Args["why"])
			if err != nil {
				return unedited(v, err, id)
			}
			return v.FactRanked(done, d.Facts()), nil
		},
	}
}
