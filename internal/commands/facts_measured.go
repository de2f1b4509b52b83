package commands

import (
	"context"

	"briefbot/bot"
	"briefbot/internal/present"
)

func (d Deps) factsMeasured() bot.Command {
	return bot.Command{
		Name: "facts measured", Summary: present.Text("cmd-facts-measured"), Example: "facts measured",
		Run: func(_ context.Context, in bot.Invocation) (bot.Message, error) {
			book := d.Facts()
			return d.voice(in).Measures(book.Measures(), book), nil
		},
	}
}
