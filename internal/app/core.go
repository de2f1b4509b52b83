package app

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/briefs/lexicon"
	"briefbot/config"
	"briefbot/internal/commands"
	"briefbot/internal/delivery"
	"briefbot/internal/digest"
	"briefbot/internal/keeping"
	"briefbot/internal/present"
	"briefbot/internal/starter"
	"briefbot/internal/store"
)

// core is what every way of running the bot needs: content, database, grouping, digests and commands.
type core struct {
	config  *config.Config
	names   *lexicon.Lexicon
	store   *store.Store
	intake  *intake
	desk    digest.Desk
	plans   []planned
	feeds   []source
	router  *bot.Router
	repeats *repeats       // of a bot that runs
	zone    *time.Location // instead of the config's, for a trial; may be nil
	now     func() time.Time
	log     *slog.Logger
	gate    sync.Mutex // held while a digest is planned, and while a pause begins

	shelf   *keeping.Shelf    // the facts that each workspace may be told
	courier *delivery.Courier // one that reaches no platform, until the bot has adapters
}

// newCore opens a database, as store.Open does, and builds the bot without anything that runs by itself. Close it.
func newCore(ctx context.Context, c *config.Config, database string, now func() time.Time, log *slog.Logger) (*core, error) {
	return newCoreOn(ctx, c, opening{database: database}, now, log)
}

// newCoreOn is newCore with a way to open the database.
func newCoreOn(ctx context.Context, c *config.Config, o opening, now func() time.Time, log *slog.Logger) (*core, error) {
	content, err := config.LoadStarter()
	if err != nil {
		return nil, err
	}
	k := &core{config: c, names: starter.Lexicon(content), now: now, log: log, feeds: sourcesOf(c, content)}
	if k.plans, err = plannedFrom(c); err != nil {
		return nil, err
	}
	book, err := starter.Book(content)
	if err != nil {
		return nil, err
	}
	if k.store, err = o.open(ctx, log); err != nil {
		return nil, err
	}
	if k.shelf, err = keeping.Open(ctx, book, k.store.Facts, now, log); err != nil {
		return nil, closing(k.store, err)
	}
	k.intake = newIntake(k.store.Articles, k.names)
	k.desk = digest.Desk{Articles: k.store.Articles, Shown: k.store.Shown, Threads: threadsOf(k.store), Topic: topicsOf(content, k.names), Weight: weightsOf(k.feeds)}
	k.courier = delivery.New(k.store.Deliveries, nil, delivery.Options{Now: now}, log)
	if err := k.route(); err != nil {
		return nil, closing(k.store, err)
	}
	return k, nil
}

func closing(s *store.Store, err error) error {
	if e := s.Close(); e != nil {
		return fmt.Errorf("%w (and closing the database: %w)", err, e)
	}
	return err
}

// Close closes the database.
func (k *core) Close() error { return k.store.Close() }

// route builds the commands and their router.
func (k *core) route() error {
	words := present.Router{Umbrella: cmp.Or(k.config.Slack.Command, "brief")}
	all := scoped(func(workspace string) []bot.Command {
		return commands.All(commands.Deps{
			Words: words, Names: k.names, Facts: func() *facts.Book { return k.shelf.Book(workspace) }, FactKeeper: k.shelf,
			Articles: k.store.Articles, Desk: k, Keeper: k, Records: k, Zone: k.zoneOf, Feeds: k.feedsOf, Held: func() commands.Held { return k.courier },
			Repeats: k.asked, Now: k.now, Chart: draw,
		})
	})
	router, err := bot.NewRouter(all, words, k.prepare, k.log)
	k.router = router
	return err
}

// asked returns what keeps questions for timetables; nil where nothing runs that would ask them.
func (k *core) asked() commands.Repeats {
	if k.repeats == nil {
		return nil
	}
	return k.repeats
}

// prepare completes an invocation: the language of the channel's schedule, else of the deployment, for somebody whose language is not
// known; and all rights for operators.
func (k *core) prepare(in bot.Invocation) bot.Invocation {
	if bot.Language(in.Locale) == "" {
		in.Locale = k.config.Language
		for _, p := range k.plans {
			if slices.Contains(p.places, in.From.Place()) {
				in.Locale = p.language
				break
			}
		}
	}
	if k.operates(in) {
		in.Access = bot.Admin
	}
	return in
}

func (k *core) operates(in bot.Invocation) bool {
	for _, o := range k.config.Operators {
		platform, who, _ := strings.Cut(o, ":")
		if platform == in.From.Platform && (who == in.User.ID || who == in.From.Workspace+"/"+in.User.ID) && in.User.ID != "" {
			return true
		}
	}
	return false
}

// zoneOf returns the zone of the schedule that posts into a channel, else the deployment's.
func (k *core) zoneOf(place bot.Address) *time.Location {
	for _, p := range k.plans {
		if slices.Contains(p.places, place) {
			return p.zone
		}
	}
	if k.zone != nil {
		return k.zone
	}
	if z, err := time.LoadLocation(k.config.Timezone); err == nil {
		return z
	}
	return time.UTC
}

// feedsOf returns the feeds that a workspace may see; none means all. All workspaces of a deployment read its sources.
func (k *core) feedsOf(bot.Address) []string { return nil }

// Now implements commands.Desk: the digest of the last day, with what the channel has seen already.
func (k *core) Now(ctx context.Context, place bot.Address) (briefs.Digest, error) {
	now := k.now()
	p := k.planOf(place).at(ctx, place, k.courier)
	r := p.request(place, briefs.Span{From: now.Add(-firstSpan), To: now}, k.feedsOf(place), false)
	r.Again = true
	made, err := k.desk.Make(ctx, r)
	return p.fit(made), err
}

// planOf returns the schedule that posts into a channel, or one with the deployment's defaults.
func (k *core) planOf(place bot.Address) planned {
	for _, p := range k.plans {
		if slices.Contains(p.places, place) {
			return p
		}
	}
	return planned{look: look{k.config.Digest.Layout, k.config.Digest.Threads}, language: k.config.Language, topics: k.config.Digest.Topics, limit: k.config.Digest.MaxStories, zone: k.zoneOf(place)}
}

// Upcoming implements commands.Desk: what the schedule would post if it were due now, into the first of its channels.
func (k *core) Upcoming(ctx context.Context, s present.Schedule) (briefs.Digest, error) {
	i := slices.IndexFunc(k.plans, func(p planned) bool { return p.name == s.Name })
	if i < 0 || len(s.Places) == 0 {
		return briefs.Digest{}, fmt.Errorf("schedule %q is gone", s.Name)
	}
	place, now := s.Places[0], k.now()
	p := k.plans[i].at(ctx, place, k.courier)
	span, late, err := spanOf(ctx, k.store, p, place, now)
	if err != nil {
		return briefs.Digest{}, err
	}
	made, err := k.desk.Make(ctx, p.request(place, span, k.feedsOf(place), late))
	return p.fit(made), err
}

// Schedules implements commands.Desk: those that post into the workspace, soonest first, with only its own channels.
func (k *core) Schedules(ctx context.Context, place bot.Address) ([]present.Schedule, error) {
	var out []present.Schedule
	for _, p := range k.plans {
		if p = p.within(place); len(p.places) == 0 {
			continue
		}
		s, err := k.seen(ctx, p)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(a, b present.Schedule) int { return a.Next.Compare(b.Next) })
	return out, nil
}
