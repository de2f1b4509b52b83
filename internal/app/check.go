package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"briefbot/bot"
	"briefbot/config"
	"briefbot/internal/feed"
	"briefbot/internal/store"
)

// finding is what a check has to say.
type finding struct {
	ok   bool
	what string // what was looked at
	says string
}

// Check looks at everything that the bot needs and writes a line for each thing. It fails when one is wrong.
func Check(ctx context.Context, c *config.Config, live bool, out io.Writer) error {
	bad := 0
	say := func(f finding) {
		mark := "ok   "
		if !f.ok {
			mark = "wrong"
			bad++
		}
		fmt.Fprintf(out, "%s  %-12s %s\n", mark, f.what, f.says)
	}
	for _, w := range c.Warnings {
		fmt.Fprintf(out, "note   %-12s %s: %s\n", "config", w.Path, w.Text)
	}
	checkDatabase(ctx, c, say)
	checkSchedules(c, say)
	adapters, _, err := connect(c, slog.New(slog.DiscardHandler))
	switch {
	case err != nil:
		say(finding{false, "platforms", err.Error()})
	case len(adapters) == 0:
		say(finding{false, "platforms", "no tokens: give those of Slack or Discord, in the config file or the environment"})
	default:
		for _, a := range adapters {
			say(finding{true, a.Name(), "configured"})
		}
	}
	checkPlaces(c, adapters, say)
	if live {
		checkLive(ctx, c, adapters, say)
	} else {
		fmt.Fprintln(out, "note   live         --live also asks the platforms and fetches the feeds")
	}
	if bad > 0 {
		return fmt.Errorf("%d of the checks above failed", bad)
	}
	return nil
}

func checkDatabase(ctx context.Context, c *config.Config, say func(finding)) {
	if c.Database.URL.IsSet() {
		say(finding{false, "database", "database.url: PostgreSQL is not supported yet; remove it and use database.path"})
		return
	}
	s, err := store.Open(ctx, c.Database.Path)
	if err != nil {
		say(finding{false, "database", err.Error()})
		return
	}
	defer s.Close()
	version, err := s.Version(ctx)
	say(finding{err == nil, "database", fmt.Sprintf("%s, tables of version %d", c.Database.Path, version)})
}

func checkSchedules(c *config.Config, say func(finding)) {
	if len(c.Schedules) == 0 {
		say(finding{true, "schedules", "none: digests are made only when asked for"})
	}
	for _, s := range c.Schedules {
		p, err := plan(c, s)
		if err != nil {
			say(finding{false, "schedule", s.Name + ": " + err.Error()})
			continue
		}
		next := p.next(time.Now())
		if next.IsZero() {
			say(finding{false, "schedule", s.Name + ": it is never due again"})
			continue
		}
		say(finding{true, "schedule", fmt.Sprintf("%s: next at %s", s.Name, next.In(p.zone).Format("2006-01-02 15:04 MST"))})
	}
}

// checkPlaces finds schedules that post to a platform nobody serves.
func checkPlaces(c *config.Config, adapters []bot.Adapter, say func(finding)) {
	plans, err := plannedFrom(c)
	if err != nil {
		return // said already
	}
	if err := placesServed(plans, adapters); err != nil {
		say(finding{false, "channels", err.Error()})
	}
}

// prober is an adapter that can tell whether the platform lets it in and what it lacks.
type prober interface {
	// Probe asks the platform who the bot is and whether it may post to the channels. Its findings are sentences for operators.
	Probe(ctx context.Context, channels []bot.Address) (found, lacking []string)
}

func checkLive(ctx context.Context, c *config.Config, adapters []bot.Adapter, say func(finding)) {
	plans, _ := plannedFrom(c) // what is wrong with them was said already
	for _, a := range adapters {
		p, ok := a.(prober)
		if !ok {
			continue
		}
		var places []bot.Address
		for _, s := range plans {
			for _, at := range s.places {
				if at.Platform == a.Name() {
					places = append(places, at)
				}
			}
		}
		found, lacking := p.Probe(ctx, places)
		for _, s := range found {
			say(finding{true, a.Name(), s})
		}
		for _, s := range lacking {
			say(finding{false, a.Name(), s})
		}
	}
	content, err := config.LoadStarter()
	if err != nil {
		say(finding{false, "starter", err.Error()})
		return
	}
	checkFeeds(ctx, c, sourcesOf(c, content), say)
}

// checkFeeds fetches every feed once. The starter's feeds are many and some are always down: only when all fail is that wrong.
func checkFeeds(ctx context.Context, c *config.Config, sources []source, say func(finding)) {
	fetcher := newFetcher(c, time.Now)
	good := 0
	for _, s := range sources {
		_, err := fetcher.Fetch(ctx, feed.NewState(s.url, time.Now(), 0), feed.Source{Zone: s.location(), Language: s.language})
		if errors.Is(err, context.Canceled) {
			return
		}
		if err != nil {
			say(finding{true, "feed", fmt.Sprintf("%s cannot be read: %v", s.name, err)})
			continue
		}
		good++
	}
	says := fmt.Sprintf("%d of %d can be read", good, len(sources))
	if good == 0 && len(sources) > 0 {
		says += "; is there a network?"
	}
	say(finding{good > 0 || len(sources) == 0, "feeds", says})
}
