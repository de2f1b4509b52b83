package app

import (
	"cmp"
	"errors"
	"fmt"
	"time"

	"briefbot/bot"
	"briefbot/config"
	"briefbot/internal/commands"
	"briefbot/internal/present"
	"briefbot/internal/schedule"
	"briefbot/internal/settings"
)

// planned is a schedule of the config, ready to be asked when it is due.
type planned struct {
	name     string
	own      bool   // set by the admins of its workspace, not in the config
	rule     string // as decided by: another one means that the schedule was edited
	plan     schedule.Plan
	zone     *time.Location
	language string
	places   []bot.Address
	topics   []string
	usual    bool // the topics are the deployment's
	limit    int
	look     look
	lookIn   map[string]look // of single channels, by address, where it is another
	speak    bool            // says one line when there is nothing
	jitter   time.Duration   // how much later than the rule says it is due, always
	draft    time.Duration   // how long before a run its editors get the draft; zero: there is none
	draftTo  []bot.Address   // where
	drops    bool            // it is not posted when they say nothing
	private  string          // the code of what one person follows, of which it is; empty: it is a channel's
	title    string          // of its digests, instead of the usual one
}

// plannedFrom reads the schedules of a config, which has been validated but for their expressions. Its error holds every one that
// cannot be read, with its place in the file where that is known.
func plannedFrom(c *config.Config) ([]planned, error) {
	var out []planned
	var placed config.Error
	var others []error
	for i, s := range c.Schedules {
		p, err := plan(c, s, schedule.Parse)
		if err == nil {
			out = append(out, p)
			continue
		}
		if at, ok := c.Place(fmt.Sprintf("schedules[%d].when", i), err.Error()); ok {
			placed.Problems = append(placed.Problems, at)
			continue
		}
		others = append(others, fmt.Errorf("schedule %s: %w", s.Name, err))
	}
	if len(placed.Problems) > 0 {
		return out, &placed
	}
	return out, errors.Join(others...)
}

func plan(c *config.Config, s config.Schedule, parse func(string) (schedule.Rule, error)) (planned, error) {
	rule, err := parse(s.When)
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
		look: look{cmp.Or(s.Layout, c.Digest.Layout), cmp.Or(s.Threads, c.Digest.Threads)}, speak: cmp.Or(s.Empty, c.Digest.Empty) == "line",
		jitter: schedule.Jitter(s.Name, s.Jitter), draft: s.Draft, drops: s.DraftSilence == settings.SilenceDrops,
	}
	p.lookIn = looksIn(p.look, s)
	if p.usual = len(p.topics) == 0; p.usual {
		p.topics = c.Digest.Topics
	}
	if p.places, err = addressesOf(s.Channels); err != nil {
		return planned{}, err
	}
	to := s.DraftTo
	if len(to) == 0 {
		to = c.Notices
	}
	p.draftTo, err = addressesOf(to)
	return p, err
}

func addressesOf(list []string) ([]bot.Address, error) {
	var out []bot.Address
	for _, text := range list {
		a, err := bot.ParseAddress(text)
		if err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, nil
}

// due returns when a run is due: at its instant, or always a little later.
func (p planned) due(r schedule.Run) time.Time { return r.Instant.Add(p.jitter) }

// next returns when the schedule is due next after a moment; zero when never.
func (p planned) next(after time.Time) time.Time {
	run, ok := p.plan.Next(after.Add(-p.jitter))
	if !ok {
		return time.Time{}
	}
	return p.due(run)
}

// seen returns the schedule as people see it.
func (p planned) seen(now time.Time) present.Schedule {
	var topics []string
	if !p.usual {
		topics = p.topics
	}
	return present.Schedule{
		Topics: topics,
		Name:   p.name, Timing: Timing(p.plan), Zone: p.zone, Language: p.language, Places: p.places, Next: p.next(now), Delay: p.jitter, Draft: p.draft,
		Meets: func(at time.Time) bool {
			run, ok := p.plan.Next(at.Add(-time.Second))
			return ok && run.Instant.Equal(at)
		},
	}
}

// Timing returns what a plan says, for wording.
func Timing(p schedule.Plan) present.Timing { return commands.Timing(p) }
