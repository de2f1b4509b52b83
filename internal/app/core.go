package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/briefs/lexicon"
	"briefbot/config"
	"briefbot/internal/admin"
	"briefbot/internal/commands"
	"briefbot/internal/delivery"
	"briefbot/internal/digest"
	"briefbot/internal/feed"
	"briefbot/internal/keeping"
	"briefbot/internal/present"
	"briefbot/internal/settings"
	"briefbot/internal/starter"
	"briefbot/internal/store"
)

// core is what every way of running the bot needs: content, database, grouping, digests and commands.
type core struct {
	config  *config.Config
	names   *lexicon.Lexicon
	store   *store.Store
	intake  *intake
	places  atomic.Pointer[intake] // which places articles now: that of the term under way, else intake
	desk    digest.Desk
	content *config.Starter
	plans   []planned // of the config
	merged  atomic.Pointer[plans]
	fed     atomic.Pointer[feeds]
	finder  func(ctx context.Context, address string) ([]feed.Found, error) // of feeds at an address; nil looks on the network
	feeds   []source
	router  *bot.Router
	repeats *repeats       // of a bot that runs
	zone    *time.Location // instead of the config's, for a trial; may be nil
	now     func() time.Time
	log     *slog.Logger
	watched sync.Map // compiled names, by their ids
	zones   zones
	gate    sync.Mutex // held while a digest is planned, and while a pause begins

	editID   func() string          // makes the id of an edit of a story
	settings *admin.Settings        // what admins set
	rankers  map[string]bot.Ranker  // by platform, of those that have to be asked
	checkers map[string]bot.Checker // by platform
	namers   map[string]bot.Namer   // by platform
	groupers map[string]bot.Grouper // by platform, of those that have to be asked
	directs  map[string]bot.Direct  // by platform, of those that have conversations with one person
	readers  *readers               // what people chose for themselves
	shelf    *keeping.Shelf         // the facts that each workspace may be told
	courier  *delivery.Courier      // one that reaches no platform, until the bot has adapters
}

// zones are those that were loaded, by name; see zoneNamed.
type zones struct {
	sync.RWMutex
	known map[string]*time.Location
}

// newEditID returns an id that people can type: E and six letters or digits.
func newEditID() string { return "E" + rand.Text()[:6] }

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
	k := &core{config: c, content: content, names: starter.Lexicon(content), now: now, log: log, feeds: sourcesOf(c, content), editID: newEditID}
	if k.plans, err = plannedFrom(c); err != nil {
		return nil, err
	}
	book, err := starter.Book(content)
	if err != nil {
		return nil, err
	}
	if err := o.patiently(ctx, log, func() error { return k.open(ctx, o, book) }); err != nil {
		return nil, err
	}
	k.intake = newIntake(k.store.Articles, k.names)
	k.places.Store(k.intake)
	k.desk = digest.Desk{Articles: k.store.Articles, Shown: k.store.Shown, Threads: desks{k}, Topic: topicsOf(content, k.names), Filter: k.filter, Weight: k.weightOf, Taste: k.taste}
	k.courier = delivery.New(k.store.Deliveries, nil, delivery.Options{Now: now}, log)
	if err := k.route(); err != nil {
		return nil, closing(k.store, err)
	}
	return k, nil
}

// open opens the database and reads what is held in memory.
func (k *core) open(ctx context.Context, o opening, book *facts.Book) (err error) {
	if k.store, err = store.Open(ctx, o.database, o.pragmas...); err != nil {
		return err
	}
	if k.shelf, err = keeping.Open(ctx, book, k.store.Facts, k.now, k.log); err != nil {
		return closing(k.store, err)
	}
	if err = k.openSettings(ctx); err != nil {
		return closing(k.store, err)
	}
	if k.readers, err = openReaders(ctx, k.store.Readers, k.log); err != nil {
		return closing(k.store, err)
	}
	return nil
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
			Articles: k.store.Articles, Near: k.near, Desk: k, Keeper: k, Records: k, Drafts: k, Readers: k, Noticed: k.noticed, Converse: k.converseWith, Trail: trail{k}, Zone: k.zoneOf, Feeds: k.feedsOf, Held: func() commands.Held { return k.courier },
			Repeats: k.asked, Now: k.now, Chart: draw,
			Admin: k.settings, Actor: k.actor, Rank: k.rank, Check: k.mayPost, Called: k.called, Discover: k.discover, TryFilter: k.tryFilter, BuiltIn: ground{k}.Topic,
			Posted: k.posted, Note: k.note, Open: k.openDrafts,
		})
	})
	router, err := bot.NewRouter(all, words, k.prepare, k.log)
	if err != nil {
		return err
	}
	router.Rank(k.rank)
	k.router = router
	return nil
}

// asked returns what keeps questions for timetables; nil where nothing runs that would ask them.
func (k *core) asked() commands.Repeats {
	if k.repeats == nil {
		return nil
	}
	return k.repeats
}

// prepare completes an invocation with the language to answer in: the one that was set for the channel, else the asker's own as the
// platform tells it, else that of the channel's schedule or of the deployment.
func (k *core) prepare(in bot.Invocation) bot.Invocation {
	place := in.From.Place()
	set := k.settings.Space(workspaceOf(place)).Channels[place.String()].Language
	if in.Locale = cmp.Or(set, in.Locale); bot.Language(in.Locale) == "" {
		in.Locale = k.languageOf(place)
	}
	return in
}

func (k *core) languageOf(place bot.Address) string {
	if l := k.settings.Space(workspaceOf(place)).Channels[place.String()].Language; l != "" {
		return l
	}
	if p, ok := k.scheduled().into(place); ok {
		return p.language
	}
	return k.config.Language
}

// zoneOf returns the zone of a channel, or of the schedule that posts into it, else the deployment's.
func (k *core) zoneOf(place bot.Address) *time.Location {
	if name := k.settings.Space(workspaceOf(place)).Channels[place.String()].Zone; name != "" {
		if z, ok := k.zoneNamed(name); ok {
			return z
		}
	}
	if p, ok := k.scheduled().into(place); ok {
		return p.zone
	}
	if k.zone != nil {
		return k.zone
	}
	if z, ok := k.zoneNamed(k.config.Timezone); ok {
		return z
	}
	return time.UTC
}

// zoneNamed is time.LoadLocation for each name once: it reads a file, and every answer asks for a zone. There are no more names than the
// settings take.
func (k *core) zoneNamed(name string) (*time.Location, bool) {
	k.zones.RLock()
	z, ok := k.zones.known[name]
	k.zones.RUnlock()
	if ok {
		return z, true
	}
	z, err := time.LoadLocation(name)
	if err != nil {
		return nil, false
	}
	k.zones.Lock()
	defer k.zones.Unlock()
	if k.zones.known == nil {
		k.zones.known = map[string]*time.Location{}
	}
	k.zones.known[name] = z
	return z, true
}

// Now implements commands.Desk: the digest of the last day, with what the channel has seen already.
func (k *core) Now(ctx context.Context, place bot.Address) (briefs.Digest, error) {
	now := k.now()
	p := k.planOf(place).at(ctx, place, k.courier)
	r := p.request(place, briefs.Span{From: now.Add(-firstSpan), To: now}, k.feedsOf(place), false)
	r.Again = true
	made, err := k.asAsked(ctx, r)
	return p.fit(made), err
}

// asAsked returns a digest for somebody who waits for it: a moment for the stories of what has just come in, and no longer.
func (k *core) asAsked(ctx context.Context, r digest.Request) (briefs.Digest, error) {
	if err := settle(ctx, k.store, r, k.now(), time.Now().Add(answering)); err != nil {
		return briefs.Digest{}, err
	}
	return k.desk.Make(ctx, r)
}

// planOf returns the schedule that posts into a channel, or one with the deployment's defaults.
func (k *core) planOf(place bot.Address) planned {
	if p, ok := k.scheduled().into(place); ok {
		return p
	}
	return planned{look: look{k.config.Digest.Layout, k.config.Digest.Threads}, language: k.config.Language, topics: k.config.Digest.Topics, limit: k.config.Digest.MaxStories, zone: k.zoneOf(place)}
}

// Upcoming implements commands.Desk: what the schedule would post if it were due now, into the first of its channels.
func (k *core) Upcoming(ctx context.Context, s present.Schedule) (briefs.Digest, error) {
	if len(s.Places) == 0 {
		return briefs.Digest{}, fmt.Errorf("schedule %q posts nowhere", s.Name)
	}
	p, ok := k.scheduled().find(workspaceOf(s.Places[0]), s.Name)
	if !ok {
		return briefs.Digest{}, fmt.Errorf("schedule %q is gone", s.Name)
	}
	return k.upcoming(ctx, p, s.Places[0])
}

// Trial implements commands.Desk.
func (k *core) Trial(ctx context.Context, place bot.Address, name string, s settings.Schedule) (present.Schedule, briefs.Digest, error) {
	p, err := planOwn(k.config, workspaceOf(place), name, s)
	if err != nil || len(p.places) == 0 {
		return present.Schedule{}, briefs.Digest{}, cmp.Or(err, fmt.Errorf("schedule %q posts nowhere", name))
	}
	made, err := k.upcoming(ctx, p, p.places[0])
	return p.seen(k.now()), made, err
}

// upcoming returns what a schedule would post into a channel if it were due now.
func (k *core) upcoming(ctx context.Context, p planned, place bot.Address) (briefs.Digest, error) {
	now := k.now()
	p = p.at(ctx, place, k.courier)
	span, late, err := spanOf(ctx, k.store, p, place, now)
	if err != nil {
		return briefs.Digest{}, err
	}
	made, err := k.asAsked(ctx, p.request(place, span, k.feedsOf(place), late))
	return p.fit(made), err
}

// Schedules implements commands.Desk: those that post into the workspace, soonest first, with only its own channels.
func (k *core) Schedules(ctx context.Context, place bot.Address) ([]present.Schedule, error) {
	var out []present.Schedule
	for _, p := range k.scheduled().list {
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
