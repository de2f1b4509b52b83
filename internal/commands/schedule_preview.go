package commands

import (
	"context"
	"time"

	"briefbot/bot"
	"briefbot/internal/present"
	"briefbot/internal/schedule"
)

func (d Deps) schedulePreview() bot.Command {
	return bot.Command{
		Name: "schedule preview", Summary: present.Text("cmd-schedule-preview"), Example: "schedule preview weekdays 9:00 Europe/Paris",
		Params: []bot.Param{{Name: "when", Summary: present.Text("cmd-schedule-preview-when"), Required: true, Rest: true}},
		Run: func(_ context.Context, in bot.Invocation) (bot.Message, error) {
			v := d.voice(in)
			zone := v.Zone().String()
			if _, err := schedule.FindZone(zone); err != nil {
				zone = "UTC" // a terminal's own, which has no name elsewhere
			}
			shown, err := schedule.Show(schedule.Request{Expr: in.Args["when"], Zone: zone, Now: d.Now()})
			if err != nil {
				return bot.Message{}, worded(v, err)
			}
			p := present.Planned{Timing: Timing(shown.Plan), Crons: shown.Plan.Rule().Cron()}
			if p.Zone, err = time.LoadLocation(shown.Plan.Zone()); err != nil {
				return bot.Message{}, err
			}
			for _, r := range shown.Runs {
				p.Runs = append(p.Runs, present.Upcoming{At: r.Instant, Flags: r.Flags.Names()})
			}
			return v.Planned(p, d.Now()), nil
		},
	}
}
