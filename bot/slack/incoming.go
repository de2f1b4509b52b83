package slack

import (
	"encoding/json"
	"regexp"
	"strings"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackevents"

	"briefbot/bot"
)

// slashes maps slash commands, without the slash, to how their line begins: the umbrella's text is the whole line, a top
// command's name comes before its text.
func (a *Adapter) slashes(commands []bot.Command) map[string]string {
	out := map[string]string{}
	for _, c := range commands {
		if c.Top {
			out[slashOf(c, a.options.Names)] = c.Name
		}
	}
	for name, slash := range a.options.Names {
		out[slash] = name
	}
	out[a.options.Umbrella] = ""
	return out
}

// slashOf returns the slash command of a command, without its slash.
func slashOf(c bot.Command, names map[string]string) string {
	if name := names[c.Name]; name != "" {
		return name
	}
	return strings.ReplaceAll(c.Name, " ", "-")
}

// linked is an address in a slash command's text, where Slack is asked to say people and channels with their ids.
var linked = regexp.MustCompile(`<((?:https?|mailto):[^<>|\s]+)(?:\|[^<>]*)?>`)

// command turns a slash command into what was asked. One that nobody registered is left for the router to wonder at.
func (d *desk) command(c slack.SlashCommand) asked {
	slash := strings.TrimPrefix(c.Command, "/")
	begin, known := d.slashes[slash]
	if !known {
		begin = slash
	}
	return asked{
		id: delivery("command", c.TriggerID), trigger: c.TriggerID,
		line: strings.TrimSpace(begin + " " + linked.ReplaceAllString(unescape(c.Text), "$1")),
		user: bot.User{ID: c.UserID, Name: c.UserName},
		from: bot.Address{Platform: Platform, Workspace: c.TeamID, Channel: c.ChannelID},
		back: c.ResponseURL,
	}
}

// press turns a pressed button into what was asked; false for anything else, and for buttons that open a page.
func (a *Adapter) press(c slack.InteractionCallback) (asked, bool) {
	if c.Type != slack.InteractionTypeBlockActions || len(c.ActionCallback.BlockActions) == 0 {
		return asked{}, false
	}
	action := c.ActionCallback.BlockActions[0]
	line, public, ok := pressed(action.ActionID, action.Value)
	if !ok {
		return asked{}, false
	}
	channel := c.Channel.ID
	if channel == "" {
		channel = c.Container.ChannelID
	}
	q := asked{
		id: delivery("press", c.TriggerID), trigger: c.TriggerID, line: line, via: bot.Button, public: public, back: c.ResponseURL,
		user:   bot.User{ID: c.User.ID, Name: c.User.Name},
		from:   bot.Address{Platform: Platform, Workspace: c.Team.ID, Channel: channel},
		thread: c.Container.ThreadTs,
	}
	if q.user.Name == "" {
		q.user.Name = c.User.RealName
	}
	if !c.Container.IsEphemeral {
		q.from.Message = c.Container.MessageTs
		if q.thread == q.from.Message {
			q.thread = "" // the head of a thread stands in the channel
		} else if q.thread != "" {
			a.parents.put(channel+"/"+q.from.Message, q.thread)
		}
	}
	return q, true
}

// event turns an event into what was asked; false for those that ask nothing.
func (a *Adapter) event(payload json.RawMessage) (asked, bool) {
	if q, ok := homeOf(payload, a.options.Home); ok {
		return q, true
	}
	return mentionOf(payload, a.own())
}

// mentionOf turns a mention into what was asked; false for other events, other bots and edited messages. Payload is the
// outer event as JSON.
func mentionOf(payload json.RawMessage, own string) (asked, bool) {
	var outer struct {
		TeamID  string          `json:"team_id"`
		EventID string          `json:"event_id"`
		Event   json.RawMessage `json:"event"`
	}
	var kind struct {
		Type string `json:"type"`
	}
	var m slackevents.AppMentionEvent
	if json.Unmarshal(payload, &outer) != nil || json.Unmarshal(outer.Event, &kind) != nil || kind.Type != string(slackevents.AppMention) {
		return asked{}, false
	}
	if json.Unmarshal(outer.Event, &m) != nil || m.User == "" || m.BotID != "" || m.Edited != nil || m.Channel == "" {
		return asked{}, false
	}
	var beside struct {
		Files []sent `json:"files"`
	}
	_ = json.Unmarshal(outer.Event, &beside) // it was read before
	q := asked{
		files: beside.Files,
		id:    delivery("event", outer.EventID), line: mentionLine(m.Text, own), mention: true, via: bot.Mention, public: true,
		thread: m.ThreadTimeStamp, inside: m.ThreadTimeStamp != "",
		user: bot.User{ID: m.User},
		from: bot.Address{Platform: Platform, Workspace: outer.TeamID, Channel: m.Channel},
	}
	if !q.inside {
		q.thread = m.TimeStamp // the answer opens a thread under the mention
	}
	return q, true
}

// delivery returns the id of a delivery; empty when Slack gave none.
func delivery(kind, id string) string {
	if id == "" {
		return ""
	}
	return kind + " " + id
}

var special = regexp.MustCompile(`<([^<>]*)>`)

// mentionLine returns the line that a message with a mention of the bot holds: the mention is taken out, links and
// channels become what people see, and escapes are undone.
func mentionLine(text, own string) string {
	text = special.ReplaceAllStringFunc(text, func(s string) string {
		inner, label, labelled := strings.Cut(s[1:len(s)-1], "|")
		switch {
		case inner == "@"+own:
			return " "
		case strings.HasPrefix(inner, "!subteam^"):
			return s // who is meant has only an id
		case strings.HasPrefix(inner, "http"):
			return inner
		case strings.HasPrefix(inner, "#") && labelled:
			return "#" + label
		case labelled:
			return label
		default:
			return inner
		}
	})
	return strings.Join(strings.Fields(unescape(text)), " ")
}
