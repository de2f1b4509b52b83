package commands

import (
	"context"

	"briefbot/bot"
	"briefbot/internal/present"
)

func (d Deps) scheduleResume() bot.Command {
	of := d.ofSchedule()
	of.Rest = true
	return bot.Command{
		Name: "schedule resume", Summary: present.Text("cmd-schedule-resume"), Example: "schedule resume morning", Access: bot.Admin, Local: true,
		Params: []bot.Param{of},
		Run: func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
			v := d.voice(in)
			s, _, err := d.named(ctx, in, "")
			if err != nil {
				return bot.Message{}, err
			}
			resumed, ok, err := d.Keeper.Resume(ctx, in, s.Name)
			if err != nil || !ok {
				return gone(v, s.Name, turnedDown(v, err))
			}
			return v.Resumed(resumed, d.Now()), nil
		},
	}
}

// ResumeLine returns the line that resumes a schedule, for a button; empty when it is too long for one.
func ResumeLine(schedule string) string {
	c := Deps{}.scheduleResume()
	return again(&c, map[string]string{"schedule": schedule})
}
