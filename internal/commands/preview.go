package commands

import (
	"context"
	"strings"

	"briefbot/bot"
	"briefbot/internal/present"
)

func (d Deps) preview() bot.Command {
	return bot.Command{
		Name: "preview", Names: present.Text("cmd-preview-name"), Summary: present.Text("cmd-preview"), Example: "preview morning",
		Params: []bot.Param{{Name: "schedule", Summary: present.Text("cmd-preview-which"), Rest: true, Complete: d.completeSchedule}},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			v := d.voice(in)
			list, err := d.Desk.Schedules(ctx, in.From.Place())
			if err != nil {
				return bot.Message{}, err
			}
			s, ok := pick(list, in.Args["schedule"], in.From.Place())
			if !ok {
				return refuse(v.UnknownSchedule(in.Args["schedule"], list))
			}
			digest, err := d.Desk.Upcoming(ctx, s)
			if err != nil {
				return bot.Message{}, err
			}
			own := present.In(s.Language, s.Zone)
			return own.Preview(digest, v.PreviewNote(s, d.Now())), nil
		},
	}
}

// pick returns the schedule of that name or, without a name, the one that posts into the channel next, else the soonest.
func pick(list []present.Schedule, name string, place bot.Address) (present.Schedule, bool) {
	for _, s := range list {
		if name != "" && strings.EqualFold(s.Name, name) {
			return s, true
		}
	}
	if name != "" || len(list) == 0 {
		return present.Schedule{}, false
	}
	for _, s := range list {
		for _, p := range s.Places {
			if p == place {
				return s, true
			}
		}
	}
	return list[0], true
}

func (d Deps) completeSchedule(ctx context.Context, in bot.Invocation, typed string) []bot.Choice {
	list, err := d.Desk.Schedules(ctx, in.From.Place())
	if err != nil {
		return nil
	}
	var out []bot.Choice
	for _, s := range list {
		if strings.HasPrefix(strings.ToLower(s.Name), strings.ToLower(typed)) {
			out = append(out, bot.Choice{Label: bot.Cut(s.Name, 100), Value: bot.Cut(s.Name, 100)})
		}
	}
	return out
}
