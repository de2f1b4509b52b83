package commands

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"briefbot/bot"
	"briefbot/internal/present"
	"briefbot/internal/schedule"
)

// Keeper pauses schedules and has them go on. Both return the schedule as it is then, and false when none of that name posts into the
// asker's workspace. Without the rights to do that in all its channels there it is a *settings.Refusal.
type Keeper interface {
	Pause(ctx context.Context, in bot.Invocation, name string, until time.Time) (present.Schedule, bool, error)
	Resume(ctx context.Context, in bot.Invocation, name string) (present.Schedule, bool, error)
}

// ofSchedule is the param that names a schedule.
func (d Deps) ofSchedule() bot.Param {
	return bot.Param{Name: "schedule", Summary: present.Text("cmd-schedule-which"), Required: true, Complete: d.completeSchedule}
}

func (d Deps) schedulePause() bot.Command {
	return bot.Command{
		Name: "schedule pause", Summary: present.Text("cmd-schedule-pause"), Example: "schedule pause morning 2026-12-24", Access: bot.Admin, Local: true,
		Params: []bot.Param{d.ofSchedule(), {Name: "until", Summary: present.Text("cmd-schedule-pause-until"), Rest: true}},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			v := d.voice(in)
			s, rest, err := d.named(ctx, in, in.Args["until"])
			if err != nil {
				return bot.Message{}, err
			}
			until, err := d.end(v, s, rest)
			if err != nil {
				return bot.Message{}, err
			}
			paused, ok, err := d.Keeper.Pause(ctx, in, s.Name, until)
			if err != nil || !ok {
				return gone(v, s.Name, turnedDown(v, err))
			}
			return v.Paused(paused, ResumeLine(s.Name)), nil
		},
	}
}

// end reads until when a schedule is to be paused, in its own zone; zero when nothing is said.
func (d Deps) end(v present.Voice, s present.Schedule, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	until, err := schedule.ParseUntil(text, d.Now(), s.Zone.String())
	if err != nil {
		return time.Time{}, worded(v, err)
	}
	return until, nil
}

// named returns the schedule that an invocation names, and what follows the name. The name may have several words, of which the
// first ones of what follows are then a part.
func (d Deps) named(ctx context.Context, in bot.Invocation, rest string) (present.Schedule, string, error) {
	list, err := d.Desk.Schedules(ctx, in.From.Place())
	if err != nil {
		return present.Schedule{}, "", err
	}
	name := in.Args["schedule"]
	for words := strings.Fields(rest); ; words = words[1:] {
		i := slices.IndexFunc(list, func(s present.Schedule) bool { return strings.EqualFold(s.Name, name) })
		if i >= 0 {
			return list[i], strings.Join(words, " "), nil
		}
		if len(words) == 0 {
			break
		}
		name += " " + words[0]
	}
	_, err = gone(d.voice(in), in.Args["schedule"], nil, list...)
	return present.Schedule{}, "", err
}

// gone answers that there is no such schedule, unless something else went wrong.
func gone(v present.Voice, name string, err error, have ...present.Schedule) (bot.Message, error) {
	if err != nil {
		return bot.Message{}, err
	}
	return refuse(v.UnknownSchedule(name, have))
}

// worded turns a refusal of words about time into what the asker is told; other errors stay as they are.
func worded(v present.Voice, err error) error {
	var refused *schedule.Error
	if !errors.As(err, &refused) {
		return err
	}
	m, ok := v.BadTiming(string(refused.Code), refused.Args)
	if !ok {
		return err
	}
	return &bot.UserError{Message: m}
}
