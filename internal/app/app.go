// Package app builds the bot from a config and runs it; tests start the whole program through it.
package app

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"briefbot/bot"
	"briefbot/config"
	"briefbot/internal/delivery"
	"briefbot/internal/feed"
	"briefbot/internal/keeping"
	"briefbot/internal/leader"
	"briefbot/internal/metrics"
	"briefbot/internal/store"
	"briefbot/internal/web"
)

// Version is the release that this is.
const Version = "0.1.0"

// consolePlatform is the first part of addresses in a terminal.
const consolePlatform = "console"

// Options are what an App is built from.
type Options struct {
	Config   *config.Config
	Log      *slog.Logger       // nil discards
	Now      func() time.Time   // the wall clock; nil is time.Now
	Delivery delivery.Options   // the durations of the protocol; the zero value is right outside tests
	Poll     feed.PollerOptions // how feeds are polled; the zero value is right outside tests
	Notify   Notify             // tells the admins of a workspace; nil posts into their channels, where the config names some
	Lead     leader.Options     // the durations of leading; the zero value is right outside tests
	Beat     time.Duration      // between two heartbeats; zero is right outside tests
	Facts    time.Duration      // between two looks for facts and settings that other processes recorded; zero is right outside tests
	Extra    []bot.Adapter      // besides those that the config has tokens for
	Patience time.Duration      // how long to wait at the start for a database that is not there yet; zero does not
	Follow   time.Duration      // between two looks for what follows in threads; zero is right outside tests
	Look     time.Duration      // longest time between two looks at the clock; zero is right outside trials
	Pragmas  []string           // of SQLite, for trials, such as "max_page_count(100)"
}

// App is the bot, built and not yet running.
type App struct {
	*core
	adapters []bot.Adapter
	daemon   *daemon
	reader   *reader
	web      *web.Server
	metrics  *metrics.Metrics
	poke     chan struct{}
	held     chan struct{} // a message was held

	self      store.Instance
	seat      seat
	leader    *leader.Leader
	heartbeat time.Duration
	facts     time.Duration // between two looks for facts and settings that others recorded
	follow    time.Duration // between two looks for what follows in threads
	news      chan struct{} // articles came in
	schema    int64         // version of the database's tables

	mu    sync.Mutex
	ended map[string]error // platforms that are served no longer, with why
}

// New builds the bot. Close it.
func New(ctx context.Context, o Options) (*App, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	for _, w := range o.Config.Warnings {
		o.Log.Warn("config: "+w.Text, "setting", w.Path)
	}
	claims := &once{}
	adapters, endpoints, err := connect(o.Config, claims, o.Log)
	if err != nil {
		return nil, err
	}
	adapters = append(adapters, o.Extra...)
	k, err := newCoreOn(ctx, o.Config, opening{databaseOf(o.Config), o.Patience, o.Pragmas}, o.Now, o.Log)
	if err != nil {
		return nil, err
	}
	a := &App{
		core: k, adapters: adapters, poke: make(chan struct{}, 1), held: make(chan struct{}, 1), ended: map[string]error{},
		self: newInstance(o.Now()), heartbeat: cmp.Or(o.Beat, heartbeat), facts: cmp.Or(o.Facts, keeping.Every),
	}
	a.follow, a.news = cmp.Or(o.Follow, followEvery), make(chan struct{}, 1)
	a.schema = k.store.Version()
	a.seat = seat{k.store.Leases, a.self.ID}
	o.Lead.Log = o.Log
	a.leader = leader.New(a.seat, o.Lead)
	a.measure()
	*claims = once{k.store.Events, a.self.ID, a.metrics.Claimed}
	o.Delivery.Now, o.Delivery.Settled = o.Now, a.settled
	k.courier = delivery.New(k.store.Deliveries, adapters, o.Delivery, o.Log)
	k.reach(adapters)
	o.Poll.Fetched = a.metrics.Fetched
	k.repeats = &repeats{core: k, courier: k.courier, poke: make(chan struct{}, 1), log: o.Log}
	a.reader = newReader(k, o.Config, o.Poll, a.Poke)
	a.reader.kept, a.reader.changed = a.kept, a.stir
	a.daemon = &daemon{
		plans: k.scheduled, fresh: k.settings.Refresh, store: k.store, desk: k.desk, courier: a.courier, feeds: k.feedsOf, follows: k.follows, behind: a.reader.behind, now: o.Now, log: o.Log,
		work: make(chan struct{}, 1), going: map[store.ScheduleID]bool{}, look: o.Look, reached: o.Delivery.Reached, ended: a.metrics.RunEnded, gate: &k.gate, notify: o.Notify, names: k.names,
	}
	if o.Notify == nil {
		a.daemon.notify = a.tell
	}
	k.settings.OnChange(a.Poke)
	k.readers.changed = a.Poke
	a.web = web.New(a.checks(), o.Log)
	a.web.Mount("GET /metrics", a.metrics.Handler())
	for _, e := range endpoints {
		a.web.Mount(e.path, e.handler)
	}
	return a, nil
}

// Run serves until ctx ends, then stops cleanly and returns nil; or until something cannot go on.
func (a *App) Run(ctx context.Context) error {
	if len(a.adapters) == 0 {
		return errors.New("no platform is configured: give the tokens of Slack or Discord, or see briefbot try")
	}
	if err := placesServed(a.plans, names(a.adapters)); err != nil {
		return err
	}
	listener, err := a.listen()
	if err != nil {
		return err
	}
	defer a.leave(ctx)
	group, ctx := errgroup.WithContext(ctx)
	if listener != nil {
		group.Go(func() error { return a.web.Serve(ctx, listener) })
	}
	for _, adapter := range a.adapters {
		group.Go(func() error { return a.serve(ctx, adapter) })
	}
	group.Go(func() error { return a.courier.Serve(ctx) })
	group.Go(func() error { return a.beat(ctx) })
	group.Go(func() error { return a.leader.Run(ctx, a.lead) })
	group.Go(func() error { return a.notify(ctx) })
	group.Go(func() error { return a.shelf.Serve(ctx, a.facts) })
	group.Go(func() error { return a.settings.Serve(ctx, a.facts) })
	group.Go(func() error { return a.readers.serve(ctx, a.facts) })
	shared, own := a.shelf.Size()
	a.log.Info("briefbot runs", "version", Version, "instance", a.self.ID, "schedules", len(a.scheduled().list), "sources", len(a.feeds), "facts", shared, "facts of teams", own)
	return group.Wait()
}

// serve serves one platform. One that cannot go on, such as for a token that was revoked, does not take the others with it:
// the error is returned only when no platform is left.
func (a *App) serve(ctx context.Context, adapter bot.Adapter) error {
	err := adapter.Serve(ctx, a.router)
	if err == nil && ctx.Err() == nil {
		err = errors.New("it has stopped without a reason")
	}
	if err == nil {
		return nil
	}
	err = fmt.Errorf("%s: %w", adapter.Name(), err)
	a.mu.Lock()
	defer a.mu.Unlock()
	a.ended[adapter.Name()] = err
	if len(a.ended) == len(a.adapters) {
		return err
	}
	a.log.Error("a platform cannot be served any more; the others go on. Mend the cause and start the bot again", "platform", adapter.Name(), "error", err)
	return nil
}

// Poke makes the schedules look at the clock now.
func (a *App) Poke() {
	select {
	case a.poke <- struct{}{}:
	default:
	}
	a.courier.Wake()
}

func names(adapters []bot.Adapter) []string {
	out := make([]string, len(adapters))
	for i, a := range adapters {
		out[i] = a.Name()
	}
	return out
}

// placesServed refuses schedules that post to a platform nobody serves: their digests would be held for ever.
func placesServed(plans []planned, platforms []string) error {
	for _, p := range plans {
		for _, place := range p.places {
			if !slices.Contains(platforms, place.Platform) {
				return fmt.Errorf("schedule %s posts to %s, but there is no token for %s: add it, or remove the channel", p.name, place, place.Platform)
			}
		}
	}
	return nil
}

func (a *App) listen() (net.Listener, error) {
	if a.config.HTTP.Listen == "" {
		return nil, nil
	}
	l, err := net.Listen("tcp", a.config.HTTP.Listen)
	if err != nil {
		return nil, fmt.Errorf("http.listen: %w", err)
	}
	a.log.Info("listening", "address", l.Addr().String())
	return l, nil
}
