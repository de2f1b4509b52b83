package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"briefbot/config"
	"briefbot/internal/app"
	"briefbot/internal/present"
	"briefbot/internal/schedule"
)

type scheduleCommand struct {
	Preview schedulePreviewCommand `cmd:"" help:"Show when a schedule is due."`
}

// Help returns the example of --help.
func (scheduleCommand) Help() string {
	return "Example:\n  briefbot schedule preview \"weekdays 9:00\" --zone Europe/Paris"
}

type schedulePreviewCommand struct {
	Expr     []string      `arg:"" help:"Words or five cron fields: \"weekdays 9:00\", \"en semaine à 9 h\", \"工作日 9:00\", \"0 9 * * 1-5\"."`
	Zone     string        `placeholder:"ZONE" help:"IANA time zone, such as Europe/Paris; UTC when neither this nor the expression names one."`
	From     string        `placeholder:"TIME" help:"First moment, inclusive: a date, a civil time or an instant; now when absent."`
	Until    string        `placeholder:"TIME" help:"Last moment, exclusive."`
	Count    int           `placeholder:"N" help:"Most runs; 5 when absent and there is no --until."`
	Calendar string        `placeholder:"CALENDAR" help:"all, weekdays or cn-workdays."`
	Confirm  bool          `help:"Accept an expression that restricts both day of month and day of week: either is enough."`
	Jitter   time.Duration `placeholder:"SPAN" help:"The schedule's jitter, such as 10m: each run is later by a delay that hangs on the name."`
	Name     string        `placeholder:"NAME" help:"Name of the schedule, for --jitter."`
	Lang     language      `default:"en" help:"Language of the words: en, fr or zh."`
	JSON     bool          `help:"Print JSON."`
}

// Help returns the example of --help.
func (schedulePreviewCommand) Help() string {
	return "Example:\n  briefbot schedule preview \"30 2 * * *\" --zone Europe/Paris --from 2026-03-28 --until 2026-03-31"
}

// Run prints the runs.
func (s schedulePreviewCommand) Run(c console) error {
	if err := s.flags(); err != nil {
		return usageError{err}
	}
	now := time.Now()
	preview, err := schedule.Show(schedule.Request{
		Expr: strings.Join(s.Expr, " "), Zone: s.Zone, Calendar: s.Calendar, From: s.From, Until: s.Until, Count: s.Count, Confirmed: s.Confirm, Now: now,
		Delay: schedule.Jitter(s.Name, s.Jitter),
	})
	var refused *schedule.Error
	switch {
	case errors.As(err, &refused) && slices.Contains(aboutFlags, refused.Code):
		return usageError{err}
	case errors.As(err, &refused) && refused.Code == schedule.CodeBothDays:
		return fmt.Errorf("%w (--confirm)", err)
	case errors.As(err, &refused):
		return s.worded(refused)
	case err != nil:
		return err
	}
	if s.JSON {
		return json.NewEncoder(c.out).Encode(preview)
	}
	return s.print(c.out, preview, now)
}

// worded says in the language asked for why an expression was refused.
func (s schedulePreviewCommand) worded(refused *schedule.Error) error {
	m, ok := present.In(string(s.Lang), nil).BadTiming(string(refused.Code), refused.Args)
	if s.Lang == "en" || !ok {
		return refused // it says more, in English
	}
	return errors.New(m.Title)
}

// aboutFlags are the refusals that are never about the expression.
var aboutFlags = []schedule.Code{schedule.CodeBadBound, schedule.CodeWindow, schedule.CodeCount, schedule.CodeTooMany}

// flags refuses what no expression could make right.
func (s schedulePreviewCommand) flags() error {
	if s.Zone != "" {
		if _, err := schedule.FindZone(s.Zone); err != nil {
			return fmt.Errorf("--zone: %w", err)
		}
	}
	if _, err := schedule.ParseCalendar(s.Calendar); err != nil {
		return fmt.Errorf("--calendar: %w", err)
	}
	if s.Jitter < 0 || s.Jitter > config.MostJitter {
		return fmt.Errorf("--jitter: %v is out of range; write 0s to %v", s.Jitter, config.MostJitter)
	}
	if s.Jitter > 0 && s.Name == "" {
		return errors.New("--jitter: the delay hangs on the schedule's name; give --name too")
	}
	return nil
}

// print writes the schedule as words and as cron, and a line for each run: local time, UTC, how far ahead, and what is odd about it.
func (s schedulePreviewCommand) print(w io.Writer, preview schedule.Preview, now time.Time) error {
	at, err := time.LoadLocation(preview.Plan.Zone())
	if err != nil {
		return err
	}
	voice := present.In(string(s.Lang), at)
	var text bytes.Buffer
	fmt.Fprintf(&text, "%s (%s)\n", voice.Timing(app.Timing(preview.Plan)), preview.Plan.Zone())
	for _, expr := range preview.Plan.Rule().Cron() {
		fmt.Fprintf(&text, "cron: %s\n", expr)
	}
	if preview.Delay > 0 {
		fmt.Fprintln(&text, voice.Delay(preview.Delay))
	}
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	for _, r := range preview.Runs {
		ahead, due := "", r.Instant.Add(preview.Delay)
		if due.After(now) {
			ahead = voice.Ahead(due.Sub(now))
		}
		local := strings.Replace(r.Nominal.String(), "T", " ", 1)
		if preview.Delay > 0 {
			local = due.In(at).Format("2006-01-02 15:04")
		}
		fmt.Fprintf(table, "%s\t%s\tUTC %s\t%s\t%s\n", voice.Weekday(r.Instant), local, due.Format("2006-01-02 15:04"), ahead, voice.Flags(r.Flags.Names()))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	for line := range strings.Lines(text.String()) {
		if _, err := fmt.Fprintln(w, strings.TrimRight(line, " \n")); err != nil {
			return err
		}
	}
	return nil
}
