package commands

import (
	"context"
	"slices"
	"strings"

	"briefbot/bot"
	"briefbot/internal/present"
)

// historyShown is how many runs one answer tells of.
const historyShown = 10

// Records knows what became of runs.
type Records interface {
	// History returns the newest runs in the workspace of the place, of one schedule or with an empty name of all, newest first,
	// and how many there are before them.
	History(ctx context.Context, place bot.Address, schedule string, limit int) (list []present.Ran, more int, err error)
}

func (d Deps) history() bot.Command {
	return bot.Command{
		Name: "history", Names: present.Text("cmd-history-name"), Summary: present.Text("cmd-history"), Example: "history morning",
		Params: []bot.Param{{Name: "schedule", Summary: present.Text("cmd-history-which"), Rest: true, Complete: d.completeSchedule}},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			v, place := d.voice(in), in.From.Place()
			have, err := d.Desk.Schedules(ctx, place)
			if err != nil {
				return bot.Message{}, err
			}
			name := in.Args["schedule"]
			i := slices.IndexFunc(have, func(s present.Schedule) bool { return strings.EqualFold(s.Name, name) })
			if i >= 0 {
				name = have[i].Name
			}
			list, more, err := d.Records.History(ctx, place, name, historyShown)
			if err != nil {
				return bot.Message{}, err
			}
			if len(list) == 0 && name != "" && i < 0 { // one that is gone still has its history
				return refuse(v.UnknownSchedule(name, have))
			}
			return d.naming(ctx, in, v, placesIn(list)).History(name, list, more, place), nil
		},
	}
}
