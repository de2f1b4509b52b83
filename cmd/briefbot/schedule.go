package main

import (
	"encoding/json"
	"fmt"
	"text/tabwriter"
	"time"

	"briefbot/internal/app"
	"briefbot/internal/present"
	"briefbot/internal/schedule"
)

type scheduleCommand struct {
	Preview schedulePreviewCommand `cmd:"" help:"Show when a schedule is due."`
}

type schedulePreviewCommand struct {
	Expr     string `arg:"" help:"Words or five cron fields: \"weekdays 9:00\", \"en semaine à 9 h\", \"工作日 9:00\", \"0 9 * * 1-5\"."`
	Zone     string `help:"IANA time zone, such as Europe/Paris; UTC when neither this nor the expression names one."`
	From     string `help:"First moment, inclusive: a date, a civil time or an instant; now when absent."`
	Until    string `help:"Last moment, exclusive."`
	Count    int    `help:"Most runs; 5 when absent and there is no --until."`
	Calendar string `help:"all, weekdays or cn-workdays."`
	Confirm  bool   `help:"Accept an expression that restricts both day of month and day of week: either is enough."`
	Lang     string `default:"en" help:"Language of the words: en, fr or zh."`
	JSON     bool   `help:"Print JSON."`
}

// Help returns the example of --help.
func (schedulePreviewCommand) Help() string {
	return "Example:\n  briefbot schedule preview \"30 2 * * *\" --zone Europe/Paris --from 2026-03-28 --until 2026-03-31"
}

// Run prints the runs.
func (s schedulePreviewCommand) Run(c console) error {
	now := time.Now()
	preview, err := schedule.Show(schedule.Request{
		Expr: s.Expr, Zone: s.Zone, Calendar: s.Calendar, From: s.From, Until: s.Until, Count: s.Count, Confirmed: s.Confirm, Now: now,
	})
	if err != nil {
		return err
	}
	if s.JSON {
		return json.NewEncoder(c.out).Encode(preview)
	}
	zone, err := time.LoadLocation(preview.Plan.Zone())
	if err != nil {
		return err
	}
	voice := present.In(s.Lang, zone)
	fmt.Fprintf(c.out, "%s (%s)\n", voice.Timing(app.Timing(preview.Plan)), preview.Plan.Zone())
	for _, expr := range preview.Plan.Rule().Cron() {
		fmt.Fprintf(c.out, "cron: %s\n", expr)
	}
	table := tabwriter.NewWriter(c.out, 0, 0, 2, ' ', 0)
	for _, r := range preview.Runs {
		ahead := ""
		if r.Instant.After(now) {
			ahead = voice.Ahead(r.Instant.Sub(now))
		}
		fmt.Fprintf(table, "%s\t%s\tUTC %s\t%s\t%s\n", voice.Weekday(r.Instant), r.Nominal, r.Instant.Format("2006-01-02 15:04"), ahead, voice.Flags(r.Flags.Names()))
	}
	return table.Flush()
}
