package slack

import (
	"strings"

	"github.com/slack-go/slack"

	"briefbot/bot"
)

// maxShortcuts is how many shortcuts an app may have.
const maxShortcuts = 10

// interaction turns a pressed button or a shortcut into what was asked; false for anything else.
func (d *desk) interaction(c slack.InteractionCallback) (asked, bool) {
	switch {
	case c.Type == slack.InteractionTypeMessageAction:
		return d.shortcut(c)
	case c.Type == slack.InteractionTypeViewSubmission:
		return d.filledIn(c)
	case c.Type == slack.InteractionTypeBlockActions && c.Container.Type == "view":
		return d.pressedAtHome(c)
	}
	return d.a.press(c)
}

// shortcut turns something that was chosen on a message into what was asked. Unlike slash commands it works inside threads; the answer
// is shown where the message stands.
func (d *desk) shortcut(c slack.InteractionCallback) (asked, bool) {
	command, ok := d.router.Command(c.CallbackID)
	ts := c.MessageTs
	if ts == "" {
		ts = c.Message.Timestamp
	}
	if !ok || len(command.Shortcut) == 0 || !plainID(c.Channel.ID) || !plainID(ts) {
		return asked{}, false
	}
	q := asked{
		id: delivery("shortcut", c.TriggerID), trigger: c.TriggerID, back: c.ResponseURL, user: bot.User{ID: c.User.ID, Name: c.User.Name},
		from: bot.Address{Platform: Platform, Workspace: c.Team.ID, Channel: c.Channel.ID, Message: ts},
	}
	if thread := c.Message.ThreadTimestamp; thread != "" && thread != ts {
		q.thread = thread
		d.a.parents.put(c.Channel.ID+"/"+ts, thread)
	}
	q.line = command.About(q.from)
	return q, true
}

// plainID reports whether a text can stand in an address.
func plainID(s string) bool {
	return s != "" && len(s) <= 40 && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '.'
	})
}

// shortcut is a shortcut of the app's manifest.
type shortcut struct {
	Name        string `json:"name"`
	Type        string `json:"type"`
	Callback    string `json:"callback_id"`
	Description string `json:"description"`
}

// shortcuts returns what is offered on messages.
func shortcuts(commands []bot.Command) []shortcut {
	var out []shortcut
	for _, c := range commands {
		if len(c.Shortcut) > 0 && len(out) < maxShortcuts {
			out = append(out, shortcut{c.Shortcut.In("en"), "message", c.Name, bot.Cut(c.Summary.In("en"), 145)})
		}
	}
	return out
}
