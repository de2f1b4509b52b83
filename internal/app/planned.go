package app

import (
	"cmp"
	"fmt"
	"time"

	"briefbot/bot"
	"briefbot/config"
	"briefbot/internal/present"
	"briefbot/internal/schedule"
)

// planned is a schedule of the config, ready to be asked when it is due.
type planned struct {
	name     string
	rule     string // as decided by: another one means that the schedule was edited
	plan     schedule.Plan
	zone     *time.Location
	language string
	places   []bot.Address
	topics   []string
	limit    int
	compact  bool
	speak    bool // says one line when there is nothing
}

// plannedFrom reads the schedules of a config, which has been validated but for their expressions.
func plannedFrom(c *config.Config) ([]planned, error) {
	var out []planned
	for _, s := range c.Schedules {
		p, err := plan(c, s)
		if err != nil {
			return nil, fmt.Errorf("schedule %s: %w", s.Name, err)
		}
		out = append(out, p)
	}
	return out, nil
}

func plan(c *config.Config, s config.Schedule) (planned, error) {
	rule, err := schedule.Parse(s.When)
	if err != nil {
		return planned{}, err
	}
	calendar := schedule.Calendar("")
	if s.Calendar != "" {
		if calendar, err = schedule.ParseCalendar(s.Calendar); err != nil {
			return planned{}, err
		}
	}
	placed, err := rule.In(cmp.Or(s.Zone, c.Timezone), calendar)
	if err != nil {
		return planned{}, err
	}
	zone, err := time.LoadLocation(placed.Zone())
	if err != nil {
		return planned{}, err
	}
	p := planned{
		name: s.Name, rule: placed.Rule().String() + " " + placed.Zone() + " " + string(placed.Calendar()), plan: placed, zone: zone,
		language: cmp.Or(s.Language, c.Language), topics: s.Topics, limit: cmp.Or(s.MaxStories, c.Digest.MaxStories),
		compact: cmp.Or(s.Layout, c.Digest.Layout) == "compact", speak: cmp.Or(s.Empty, c.Digest.Empty) == "line",
	}
	if len(p.topics) == 0 {
		p.topics = c.Digest.Topics
	}
	for _, text := range s.Channels {
		a, err := bot.ParseAddress(text)
		if err != nil {
			return planned{}, err
		}
		p.places = append(p.places, a)
	}
	return p, nil
}

// next returns when the schedule is due next; zero when never.
func (p planned) next(now time.Time) time.Time {
	run, ok := p.plan.Next(now)
	if !ok {
		return time.Time{}
	}
	return run.Instant
}

// seen returns the schedule as people see it.
func (p planned) seen(now time.Time) present.Schedule {
	return present.Schedule{
		Name: p.name, Timing: Timing(p.plan), Zone: p.zone, Language: p.language, Places: p.places, Next: p.next(now),
	}
}

// Timing returns what a plan says, for wording.
func Timing(p schedule.Plan) present.Timing {
	d := p.Describe()
	t := present.Timing{
		Weekdays: d.Weekdays, MonthDays: d.MonthDays, Months: d.Months, Either: d.Either, Times: d.Times, Every: d.Every,
		Workdays: d.Calendar == schedule.CNWorkdays,
	}
	if d.Calendar == schedule.Weekdays && len(t.Weekdays) == 0 {
		t.Weekdays = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	}
	for _, o := range d.Only {
		t.Only = append(t.Only, o.String())
	}
	for _, e := range d.Except {
		t.Except = append(t.Except, e.String())
	}
	return t
}
