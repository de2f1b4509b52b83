package commands

import (
	"context"

	"briefbot/bot"
	"briefbot/internal/present"
)

func (d Deps) factFix() bot.Command {
	return bot.Command{
		Name: "fact fix", Summary: present.Text("cmd-fact-fix"), Example: "fact fix FF7BR 36.1% the table has the decimals", Access: bot.Editor,
		Params: []bot.Param{idParam(), {Name: "value", Summary: present.Text("cmd-fact-fix-value"), Required: true}, whyParam()},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			v, book, id := d.voice(in), d.Facts(), factID(in.Args["id"])
			before, ok := book.Fact(id)
			if !ok {
				return refuse(v.NoFact(id))
			}
			q, ok := book.ReadQuantity(in.Args["value"], before.Metric, v.Language())
			if !ok {
				return refuse(v.Unread(in.Args["value"]))
			}
			done, err := d.FactKeeper.Fix(ctx, editor(in), id, q, in.Args["why"])
			if err != nil {
				return unedited(v, err, id)
			}
			return v.FactFixed(done, d.Facts()), nil
		},
	}
}
