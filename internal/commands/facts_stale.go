package commands

import (
	"context"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/internal/present"
)

func (d Deps) factsStale() bot.Command {
	return bot.Command{
		Name: "facts stale", Summary: present.Text("cmd-facts-stale"), Example: "facts stale", Access: bot.Editor,
		Run: func(_ context.Context, in bot.Invocation) (bot.Message, error) {
			v, book := d.voice(in), d.Facts()
			return v.FactsOverdue(book.Overdue(briefs.DateOf(d.Now().In(v.Zone()))), book), nil
		},
	}
}
