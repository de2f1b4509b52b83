package commands

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"strings"

	"briefbot/bot"
	"briefbot/internal/present"
	"briefbot/internal/settings"
	"briefbot/internal/store"
)

// Held is what the commands need of the messages of which nobody knows whether they arrived.
type Held interface {
	Held(ctx context.Context, workspace string, limit int) ([]store.Delivery, error)
	Arrived(ctx context.Context, workspace, key, who string) (store.Delivery, error)
	Again(ctx context.Context, workspace, key, who string) (store.Delivery, error)
}

// mostHeld is how many held messages are listed at most.
const mostHeld = 10

func (d Deps) heldList() bot.Command {
	return bot.Command{
		Name: "held list", Summary: present.Text("cmd-held-list"), Example: "held list", Access: bot.Admin,
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			list, err := d.Held().Held(ctx, workspaceOf(in), mostHeld)
			if err != nil {
				return bot.Message{}, err
			}
			return d.voice(in).Held(undecided(list)), nil
		},
	}
}

func (d Deps) heldArrived() bot.Command {
	return d.decide("held arrived", "cmd-held-arrived", "held-arrived", func(ctx context.Context, workspace, key, who string) (store.Delivery, error) {
		return d.Held().Arrived(ctx, workspace, key, who)
	})
}

func (d Deps) heldAgain() bot.Command {
	return d.decide("held again", "cmd-held-again", "held-again", func(ctx context.Context, workspace, key, who string) (store.Delivery, error) {
		return d.Held().Again(ctx, workspace, key, who)
	})
}

// decide is a command with which an admin settles one message.
func (d Deps) decide(name, summary, done string, do func(ctx context.Context, workspace, key, who string) (store.Delivery, error)) bot.Command {
	return bot.Command{
		Name: name, Summary: present.Text(summary), Example: name + " 3eef4dcb516f800afd438407", Access: bot.Admin,
		Params: []bot.Param{{Name: "message", Summary: present.Text("cmd-held-which"), Required: true, Complete: d.completeHeld}},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			v, who := d.voice(in), cmp.Or(in.User.Name, in.User.ID)
			m, err := do(ctx, workspaceOf(in), strings.ToLower(in.Args["message"]), who)
			switch {
			case errors.Is(err, store.ErrNoSuchMessage):
				return refuse(v.Refusal("held-unknown"))
			case errors.Is(err, store.ErrNotHeld):
				return refuse(v.Refusal("held-no-longer"))
			case errors.Is(err, store.ErrParentFirst):
				return refuse(v.Refusal("held-parent-first"))
			case err != nil:
				return bot.Message{}, err
			}
			if d.Note != nil {
				d.Note(ctx, in, heldEdit(strings.TrimPrefix(done, "held-"), m))
			}
			return v.Decided(done, who, Undecided(m)), nil
		},
	}
}

// heldEdit is how the log says what was decided on a message.
func heldEdit(did string, m store.Delivery) settings.Edit {
	u := Undecided(m)
	return settings.Edit{Kind: settings.KindHeld, Name: strings.TrimSpace(u.Schedule + " " + strings.Replace(u.Nominal, "T", " ", 1)), After: settings.Encode(struct {
		Did     string `json:"did"`
		Title   string `json:"title,omitempty"`
		Channel string `json:"channel"`
		Key     string `json:"key"`
	}{did, u.Title, u.Place, u.Key})}
}

// completeHeld proposes the messages that wait for an admin.
func (d Deps) completeHeld(ctx context.Context, in bot.Invocation, typed string) []bot.Choice {
	list, err := d.Held().Held(ctx, workspaceOf(in), mostHeld)
	if err != nil {
		return nil // completion only helps
	}
	var out []bot.Choice
	for _, m := range list {
		if strings.HasPrefix(m.Key, strings.ToLower(typed)) {
			out = append(out, bot.Choice{Label: bot.Cut(d.voice(in).Headline(Undecided(m)), 100), Value: m.Key})
		}
	}
	return out
}

// Undecided returns a message of the ledger as people see it.
func Undecided(d store.Delivery) present.Undecided {
	var m bot.Message
	_ = json.Unmarshal(d.Payload, &m) // without a title the rest still tells which it is
	return present.Undecided{Key: d.Key, Title: m.Title, Schedule: d.Schedule, Nominal: d.Nominal, Place: d.Place, Reason: d.Reason, At: d.Claimed}
}

func undecided(list []store.Delivery) []present.Undecided {
	out := make([]present.Undecided, len(list))
	for i, d := range list {
		out[i] = Undecided(d)
	}
	return out
}

// workspaceOf names the workspace of an asker as the store does.
func workspaceOf(in bot.Invocation) string { return in.From.Platform + ":" + in.From.Workspace }
