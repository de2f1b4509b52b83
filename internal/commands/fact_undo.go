package commands

import (
	"context"
	"strings"

	"briefbot/bot"
	"briefbot/internal/present"
)

func (d Deps) factUndo() bot.Command {
	return bot.Command{
		Name: "fact undo", Summary: present.Text("cmd-fact-undo"), Example: "fact undo", Access: bot.Editor,
		Params: []bot.Param{{Name: "change", Summary: present.Text("cmd-fact-undo-change")}},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			v := d.voice(in)
			done, err := d.FactKeeper.Undo(ctx, editor(in), strings.ToLower(strings.TrimSpace(in.Args["change"])))
			if err != nil {
				return unedited(v, err, in.Args["change"])
			}
			return v.FactsUndone(done, d.Facts()), nil
		},
	}
}
