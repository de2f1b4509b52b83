package commands

import (
	"context"
	"strings"

	"briefbot/bot"
	"briefbot/internal/present"
)

// help explains the given commands and itself.
func (d Deps) help(commands []bot.Command) bot.Command {
	c := bot.Command{
		Name: "help", Names: present.Text("cmd-help-name"), Summary: present.Text("cmd-help"), Example: "help share",
		Params: []bot.Param{{Name: "command", Summary: present.Text("cmd-help-which"), Rest: true}},
	}
	c.Run = func(_ context.Context, in bot.Invocation) (bot.Message, error) {
		v := d.voice(in)
		all := append(commands[:len(commands):len(commands)], c)
		name := strings.ToLower(strings.TrimPrefix(in.Args["command"], "/"))
		for _, other := range all {
			if other.Name == name || name != "" && other.Names.In(v.Language()) == name {
				return d.Words.HelpOn(v, other), nil
			}
		}
		if name != "" {
			return refuse(d.Words.Unknown(in, bot.Cut(name, 60), bot.Similar(all, in.Access, name)))
		}
		return d.Words.Help(v, all, in.Access), nil
	}
	return c
}
