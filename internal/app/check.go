package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"briefbot/bot"
	"briefbot/config"
	"briefbot/internal/feed"
	"briefbot/internal/schedule"
	"briefbot/internal/store"
)

// The levels of a finding.
const (
	good  = "ok"
	note  = "note" // not wrong, and good to know
	wrong = "wrong"
)

// finding is what a check has to say.
type finding struct {
	level string
	what  string // what was looked at
	says  string
}

func judge(ok bool, what, says string) finding {
	if ok {
		return finding{good, what, says}
	}
	return finding{wrong, what, says}
}

// Check looks at everything that the bot needs and writes a line for each thing. It fails when one is wrong.
func Check(ctx context.Context, c *config.Config, live bool, out io.Writer) error {
	bad := 0
	say := func(f finding) {
		if f.level == wrong {
			bad++
		}
		fmt.Fprintf(out, "%-5s  %-9s  %s\n", f.level, f.what, f.says)
	}
	say(finding{good, "config", "understood"})
	for _, w := range c.Warnings {
		say(finding{note, "config", w.Path + ": " + w.Text})
	}
	content, err := config.LoadStarter()
	if err != nil {
		return err
	}
	sources := sourcesOf(c, content)
	checkDatabase(ctx, c, say)
	checkClock(c, time.Now(), say)
	checkZones(sources, say)
	checkSchedules(c, say)
	adapters := checkPlatforms(c, say)
	checkPlaces(c, say)
	if live {
		checkLive(ctx, c, adapters, say)
		checkFeeds(ctx, c, sources, say)
	} else {
		say(finding{note, "live", "--live also asks the platforms and fetches the feeds"})
	}
	if bad > 0 {
		return fmt.Errorf("wrong: %d of the things above", bad)
	}
	return ctx.Err()
}

// checkDatabase looks without making the file: that is for run.
func checkDatabase(ctx context.Context, c *config.Config, say func(finding)) {
	path := c.Database.Path
	if c.Database.URL.IsSet() {
		checkServer(ctx, databaseOf(c), say)
		return
	}
	if !exists(path) {
		err := writable(filepath.Dir(path))
		if err != nil {
			say(finding{wrong, "database", fmt.Sprintf("%s cannot be created: %v", path, err)})
			return
		}
		say(finding{good, "database", path + " does not exist yet; run creates it"})
		return
	}
	s, err := store.Open(ctx, path)
	if err != nil {
		say(finding{wrong, "database", err.Error()})
		return
	}
	defer s.Close()
	say(finding{good, "database", fmt.Sprintf("%s, tables of version %d", path, s.Version())})
	seen, err := s.Instances.Seen(ctx, time.Hour)
	if err != nil {
		say(finding{wrong, "instances", err.Error()})
		return
	}
	checkInstances(seen, say)
}

// checkInstances lists the processes that use the database. That none does is usual: a check is made before the start.
func checkInstances(list []store.Instance, say func(finding)) {
	for _, in := range list {
		says := fmt.Sprintf("%s on %s, version %s, since %s, seen %s ago, ", in.ID, in.Host, in.Version, in.Started.Format("2006-01-02 15:04 MST"), in.Ago.Truncate(time.Second))
		switch {
		case in.Ago >= store.Gone:
			say(finding{note, "instance", says + "so it was killed or is cut off"})
		case in.Leads:
			say(finding{good, "instance", says + "leads"})
		default:
			say(finding{good, "instance", says + "follows"})
		}
	}
}

// serverPatience is how long a check waits for the database's server.
const serverPatience = 15 * time.Second

// checkServer looks at a PostgreSQL database without making its tables: that is for run.
func checkServer(ctx context.Context, address string, say func(finding)) {
	ctx, cancel := context.WithTimeout(ctx, serverPatience)
	defer cancel()
	seen, err := store.Look(ctx, address)
	if err != nil {
		say(finding{wrong, "database", err.Error()})
		return
	}
	tables := fmt.Sprintf("tables of version %d", seen.Tables)
	if seen.Tables == 0 {
		tables = "no tables yet; run creates them"
	}
	say(finding{good, "database", fmt.Sprintf("PostgreSQL %s answers in %.1f ms, %s", seen.Server, float64(seen.Latency.Microseconds())/1000, tables)})
	checkInstances(seen.Instances, say)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// writable tries whether files can be made in a folder.
func writable(dir string) error {
	f, err := os.CreateTemp(dir, ".briefbot-check-*")
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// built is before any release: a clock that shows less was never set.
var built = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func checkClock(c *config.Config, now time.Time, say func(finding)) {
	zone, err := time.LoadLocation(c.Timezone)
	if err != nil {
		zone = time.UTC // the config was validated
	}
	shown := now.In(zone).Format("2006-01-02 15:04") + " in " + zone.String()
	if now.Before(built) {
		shown += ": the clock of this machine is wrong; set it, or digests come at the wrong time"
	}
	say(judge(!now.Before(built), "clock", shown))
}

// checkZones finds zones of sources that this machine does not know; those of the config were checked when it was read.
func checkZones(sources []source, say func(finding)) {
	known := map[string]bool{}
	for _, s := range sources {
		if _, err := time.LoadLocation(s.zone); err != nil {
			say(finding{wrong, "zones", fmt.Sprintf("%s: the zone %q is not known here; install the system's time zone data", s.name, s.zone)})
			continue
		}
		known[s.zone] = true
	}
	say(finding{good, "zones", fmt.Sprintf("%d zones of %d sources are known", len(known), len(sources))})
}

func checkSchedules(c *config.Config, say func(finding)) {
	if len(c.Schedules) == 0 {
		say(finding{note, "schedules", "none: digests are made only when asked for"})
	}
	for i, s := range c.Schedules {
		p, err := plan(c, s, schedule.Parse)
		if err != nil {
			says := s.Name + ": " + err.Error()
			if at, ok := c.Place(fmt.Sprintf("schedules[%d].when", i), ""); ok && at.Line > 0 {
				says += fmt.Sprintf(" (%s:%d:%d)", at.File, at.Line, at.Column)
			}
			say(finding{wrong, "schedule", says})
			continue
		}
		next := p.next(time.Now())
		if next.IsZero() {
			say(finding{wrong, "schedule", s.Name + ": it is never due again"})
			continue
		}
		say(finding{good, "schedule", fmt.Sprintf("%s: next at %s in %s", s.Name, next.In(p.zone).Format("2006-01-02 15:04"), p.zone)})
	}
}

func checkPlatforms(c *config.Config, say func(finding)) []bot.Adapter {
	adapters, _, err := connect(c, nil, slog.New(slog.DiscardHandler))
	switch {
	case err != nil:
		say(finding{wrong, "platforms", err.Error()})
	case len(adapters) == 0:
		say(finding{wrong, "platforms", "no tokens: give those of Slack or Discord, in the config file or the environment"})
	default:
		for _, a := range adapters {
			say(finding{good, a.Name(), "configured"})
		}
	}
	return adapters
}

// checkPlaces finds schedules that post to a platform nobody serves.
func checkPlaces(c *config.Config, say func(finding)) {
	plans, err := plannedFrom(c)
	if err != nil {
		return // said already
	}
	if err := placesServed(plans, enabled(c)); err != nil {
		say(finding{wrong, "channels", err.Error()})
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
				if at.Platform == a.Name() && !slices.Contains(places, at) {
					places = append(places, at)
				}
			}
		}
		found, lacking := p.Probe(ctx, places)
		for _, s := range found {
			say(finding{good, a.Name(), s})
		}
		for _, s := range lacking {
			say(finding{wrong, a.Name(), s})
		}
	}
}

// checkFeeds fetches every feed once. The starter's feeds are many and some are always down: only when all fail is that wrong.
func checkFeeds(ctx context.Context, c *config.Config, sources []source, say func(finding)) {
	fetcher := newFetcher(c, time.Now)
	failed := make([]error, len(sources))
	var group errgroup.Group
	group.SetLimit(readAtOne)
	for i, s := range sources {
		group.Go(func() error {
			_, failed[i] = fetcher.Fetch(ctx, feed.NewState(s.url, time.Now(), 0), feed.Source{Zone: s.location(), Language: s.language})
			return nil // every feed is said below
		})
	}
	_ = group.Wait() // nobody returns an error
	if ctx.Err() != nil {
		return
	}
	read := 0
	for i, s := range sources {
		if failed[i] == nil {
			read++
			continue
		}
		say(finding{note, "feed", fmt.Sprintf("%s cannot be read: %v", s.name, failed[i])})
	}
	says := fmt.Sprintf("%d of %d can be read", read, len(sources))
	if read == 0 && len(sources) > 0 {
		says += "; is there a network?"
	}
	say(judge(read > 0 || len(sources) == 0, "feeds", says))
}
