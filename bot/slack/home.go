package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"

	"github.com/slack-go/slack"

	"briefbot/bot"
)

const (
	maxHome     = 95      // blocks, of 100 in a view
	maxHomeJSON = 230_000 // bytes of the blocks, of 250 kB in a view
)

// homeOf turns somebody's opening of the home tab into what is asked then; false for other events. Payload is the outer event as JSON.
func homeOf(payload json.RawMessage, line string) (asked, bool) {
	var outer struct {
		TeamID  string `json:"team_id"`
		EventID string `json:"event_id"`
		Event   struct {
			Type string `json:"type"`
			User string `json:"user"`
			Tab  string `json:"tab"`
		} `json:"event"`
	}
	if line == "" || json.Unmarshal(payload, &outer) != nil || outer.Event.Type != "app_home_opened" || outer.Event.Tab != "home" {
		return asked{}, false
	}
	if !plainID(outer.TeamID) || !plainID(outer.Event.User) {
		return asked{}, false
	}
	return asked{id: delivery("event", outer.EventID), home: true, user: bot.User{ID: outer.Event.User}, from: homeAddress(outer.TeamID, outer.Event.User)}, true
}

// homeAddress is where something is asked on somebody's home tab: Slack takes the id of a person for their conversation with the app.
func homeAddress(team, user string) bot.Address {
	return bot.Address{Platform: Platform, Workspace: team, Channel: user}
}

// pressedAtHome turns a button of the home tab into what was asked. Whatever it is, only the presser sees the answer.
func (d *desk) pressedAtHome(c slack.InteractionCallback) (asked, bool) {
	if d.a.options.Home == "" || len(c.ActionCallback.BlockActions) == 0 || !plainID(c.Team.ID) || !plainID(c.User.ID) {
		return asked{}, false
	}
	action := c.ActionCallback.BlockActions[0]
	line, _, ok := pressed(action.ActionID, action.Value)
	return asked{
		id: delivery("press", c.TriggerID), trigger: c.TriggerID, line: line, via: bot.Button, home: true,
		user: bot.User{ID: c.User.ID, Name: c.User.Name}, from: homeAddress(c.Team.ID, c.User.ID),
	}, ok
}

// atHome shows somebody their home tab: what a button of it answers, and under that the tab as it is then.
func (d *desk) atHome(ctx context.Context, q asked) error {
	in := bot.Invocation{User: q.user, From: q.from, Locale: d.a.tongueOf(ctx, q.from.Workspace, q.user.ID), Via: q.via, ID: q.code, Unsure: q.unsure}
	var answer bot.Message
	switch {
	case q.via == bot.Filled:
		var inside bool
		if answer, inside = d.fill(ctx, q); inside {
			return nil
		}
	case q.line != "" && q.line != d.a.options.Home: // which stands there anyway
		if answer = d.router.DoLine(ctx, in, q.line); d.open(ctx, q, answer) {
			return nil
		}
	}
	lane := &d.a.homes[lane(q.user.ID, len(d.a.homes))]
	lane.Lock() // or a tab that was made before a change could be shown after it
	defer lane.Unlock()
	in.Via, in.ID = bot.Slash, ""
	view := slack.HomeTabViewRequest{Type: slack.VTHomeTab, CallbackID: "home"}
	view.Blocks.BlockSet = homeBlocks(answer, d.router.DoLine(ctx, in, d.a.options.Home))
	return persist(ctx, func() error {
		_, err := d.a.api.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: q.user.ID, View: view})
		return d.a.homeError(err)
	})
}

func lane(user string, n int) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(user))
	return int(h.Sum32() % uint32(n))
}

// homeError classes what came of publishing a home tab. Doing it again does no harm, so that what may have arrived is tried again too.
func (a *Adapter) homeError(err error) error {
	if err == nil {
		return nil
	}
	err = a.postError("publish the home tab", err)
	var pe *bot.PostError
	if errors.As(err, &pe) && pe.Class == bot.Unknown {
		pe.Class = bot.NotSent
	}
	return err
}

// homeBlocks draws a home tab. Of an answer there is as much as one message holds; of the rest the longest sections lose their last lines,
// as many as must be, and how many is said at the end.
func homeBlocks(answer, home bot.Message) []slack.Block {
	var top []slack.Block
	if parts := split(answer.Clean()); answer.Plain() != "" {
		top = blocks(parts[0], "", "")
		if len(parts) > 1 {
			top = append(top, slack.NewContextBlock("", textObject("…")))
		}
		top = append(top, slack.NewDividerBlock())
	}
	home = shorten(home.Clean())
	for dropped := 0; ; dropped++ {
		out := append(top[:len(top):len(top)], blocks(home, "", "")...)
		if dropped > 0 {
			out = append(out, slack.NewContextBlock("", textObject(fmt.Sprintf("… +%d", dropped))))
		}
		if len(out) == 0 {
			return []slack.Block{slack.NewContextBlock("", textObject("…"))}
		}
		if homeFits(out) || !dropLine(&home) {
			return out[:min(len(out), maxHome)]
		}
	}
}

func homeFits(blocks []slack.Block) bool {
	if len(blocks) > maxHome {
		return false
	}
	_, encoded := size(blocks)
	return encoded <= maxHomeJSON
}

// dropLine takes the last line off the longest section; false when there is none.
func dropLine(m *bot.Message) bool {
	longest := -1
	for i, s := range m.Sections {
		if len(s.Lines) > 0 && (longest < 0 || len(s.Lines) > len(m.Sections[longest].Lines)) {
			longest = i
		}
	}
	if longest < 0 {
		return false
	}
	s := &m.Sections[longest]
	s.Lines = s.Lines[:len(s.Lines)-1]
	return true
}
