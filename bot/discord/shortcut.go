package discord

import (
	"fmt"

	"briefbot/bot"
)

// typeMessage is the type of a command that is chosen on a message, under "Apps". It has no description and no options.
const typeMessage = 3

// maxShortcuts is how many such commands an application may have.
const maxShortcuts = 5

// shortcuts adds the commands that are offered on messages.
func (t *tree) shortcuts(commands []bot.Command) error {
	var all []command
	for _, c := range commands {
		if len(c.Shortcut) == 0 {
			continue
		}
		s := command{Type: typeMessage, Name: c.Shortcut["en"], Names: map[string]string{}}
		for language, locale := range locales {
			if name := c.Shortcut[language]; name != "" && name != s.Name {
				s.Names[locale] = name
			}
		}
		t.names[shortcutPath(s.Name)] = c.Name
		all = append(all, s)
	}
	if len(all) > maxShortcuts {
		return fmt.Errorf("discord: %d commands are offered on messages; Discord takes %d", len(all), maxShortcuts)
	}
	unique(all)
	t.commands = append(t.commands, all...)
	return nil
}

// shortcutPath is where the command of a message command stands among the names of a tree: no slash command has a name with a colon.
func shortcutPath(name string) string { return "message:" + name }

// shortcut returns the line that asks about the message on which a command was chosen; false when it is none of ours.
func (r *reply) shortcut() (string, bool) {
	c, ok := r.service.router.Command(r.service.names[shortcutPath(r.it.Data.Name)])
	if !ok || len(c.Shortcut) == 0 || !snowflakeRule.MatchString(r.it.Data.Target) {
		return "", false
	}
	return c.About(bot.Address{Platform: Name, Workspace: or(r.it.GuildID, DirectMessages), Channel: r.it.ChannelID, Message: r.it.Data.Target}), true
}
