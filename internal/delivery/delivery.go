// Package delivery keeps the promise that every planned message is posted once: it is written down first, claimed, sent, and settled by looking when nobody knows.
package delivery

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"briefbot/bot"
	"briefbot/internal/store"
)

// Options are the durations of the protocol. The zero value of each means its default.
type Options struct {
	Lease    time.Duration // how long a claim is its owner's; 60 s
	Settle   time.Duration // how long to wait before looking for a message whose fate is unknown; 30 s
	Pace     time.Duration // least time between two messages to one channel; 1 s, Slack's rate
	Retry    time.Duration // first wait after a post that did not reach the platform, doubled each time; 2 s
	MostWait time.Duration // longest such wait; 5 min
	Idle     time.Duration // how often to look for work nobody announced; 15 s
	Now      func() time.Time
}

func (o Options) withDefaults() Options {
	set := func(d *time.Duration, v time.Duration) {
		if *d == 0 {
			*d = v
		}
	}
	set(&o.Lease, time.Minute)
	set(&o.Settle, 30*time.Second)
	set(&o.Pace, time.Second)
	set(&o.Retry, 2*time.Second)
	set(&o.MostWait, 5*time.Minute)
	set(&o.Idle, 15*time.Second)
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Courier plans messages in the ledger and carries them to the platforms.
type Courier struct {
	ledger   *store.Deliveries
	adapters map[string]bot.Adapter
	opts     Options
	log      *slog.Logger
	wake     chan struct{}

	mu   sync.Mutex
	last map[string]time.Time // when each channel was last posted to
}

// New returns a courier for the platforms of the given adapters.
func New(ledger *store.Deliveries, adapters []bot.Adapter, opts Options, log *slog.Logger) *Courier {
	c := &Courier{
		ledger: ledger, adapters: map[string]bot.Adapter{}, opts: opts.withDefaults(), log: log,
		wake: make(chan struct{}, 1), last: map[string]time.Time{},
	}
	for _, a := range adapters {
		c.adapters[a.Name()] = a
	}
	return c
}

// Run names the run that messages belong to.
type Run struct {
	Workspace string
	Schedule  string
	Nominal   string // civil time
}

// Plan writes down a message for a channel and the replies for its thread, with the headlines that they show. What does
// not fit the platform's limits in one message continues in the thread. From here on the messages will be sent, also after a crash.
func (c *Courier) Plan(ctx context.Context, run Run, place bot.Address, main bot.Message, replies []bot.Message, shown []store.ShownArticle) error {
	parts := c.split(place, main)
	for _, r := range replies {
		parts = append(parts, c.split(place, r)...)
	}
	var list []store.Delivery
	for i, m := range parts {
		payload, err := json.Marshal(m)
		if err != nil {
			return fmt.Errorf("delivery: freeze part %d: %w", i, err)
		}
		d := store.Delivery{
			Key:       store.DeliveryKey(run.Workspace, run.Schedule, run.Nominal, place.String(), i),
			Workspace: run.Workspace, Schedule: run.Schedule, Nominal: run.Nominal, Place: place.String(), Part: i, Payload: payload,
		}
		if i > 0 {
			d.Parent = list[0].Key
		}
		list = append(list, d)
	}
	if err := c.ledger.Plan(ctx, c.opts.Now(), list, shown); err != nil {
		return err
	}
	c.Wake()
	return nil
}

func (c *Courier) split(place bot.Address, m bot.Message) []bot.Message {
	if r, ok := c.adapters[place.Platform].(bot.Renderer); ok {
		return r.Split(m)
	}
	return []bot.Message{m}
}

// Wake makes Serve look for work now.
func (c *Courier) Wake() {
	select {
	case c.wake <- struct{}{}:
	default:
	}
}

// Serve sends what is planned until ctx ends.
func (c *Courier) Serve(ctx context.Context) error {
	for {
		if err := c.Pump(ctx); err != nil && ctx.Err() == nil {
			c.log.Error("deliveries could not be worked on", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-c.wake:
		case <-time.After(c.untilNext(ctx)):
		}
	}
}

func (c *Courier) untilNext(ctx context.Context) time.Duration {
	at, ok, err := c.ledger.NextOpen(ctx)
	if err != nil || !ok {
		return c.opts.Idle
	}
	return min(max(at.Sub(c.opts.Now()), 50*time.Millisecond), c.opts.Idle)
}

// Pump sends and settles all that can be now. Channels are served at the same time, the messages of one channel in order.
func (c *Courier) Pump(ctx context.Context) error {
	for ctx.Err() == nil {
		open, err := c.ledger.Open(ctx, c.opts.Now(), c.opts.Lease, 256)
		if err != nil {
			return fmt.Errorf("delivery: read the ledger: %w", err)
		}
		if len(open) == 0 {
			return nil
		}
		byPlace := map[string][]store.Delivery{}
		for _, d := range open {
			byPlace[d.Place] = append(byPlace[d.Place], d)
		}
		group, gctx := errgroup.WithContext(ctx)
		group.SetLimit(16)
		for _, list := range byPlace {
			group.Go(func() error {
				for _, d := range list {
					if err := c.carry(gctx, d); err != nil {
						return err
					}
				}
				return nil
			})
		}
		if err := group.Wait(); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// carry takes one message one step further. Its error means that the ledger itself could not be written.
func (c *Courier) carry(ctx context.Context, d store.Delivery) error {
	log := c.log.With("delivery", d.Key, "run", d.Schedule+"@"+d.Nominal, "place", d.Place, "part", d.Part)
	place, err := bot.ParseAddress(d.Place)
	adapter := c.adapters[place.Platform]
	if err != nil || adapter == nil {
		return c.settle(ctx, log, d, store.Held, "", "no adapter for this platform is running; add its tokens to the config file", time.Time{})
	}
	to, ready, err := c.target(ctx, d, place)
	if err != nil {
		return err
	}
	if !ready {
		return c.settle(ctx, log, d, store.Refused, "", "the message in whose thread it belongs was not posted", time.Time{})
	}
	if d.State != store.Planned {
		at, err := adapter.Find(ctx, to, d.Key, d.Claimed)
		switch {
		case err == nil:
			return c.settle(ctx, log, d, store.Sent, at.String(), "found by looking back", time.Time{})
		case errors.Is(err, bot.ErrCannotLook):
			return c.settle(ctx, log, d, store.Held, "", "nobody can tell whether it arrived: the bot may not read the channel's history", time.Time{})
		case !errors.Is(err, bot.ErrNotFound):
			return c.settle(ctx, log, d, store.Unknown, "", reason(err), c.opts.Now().Add(c.opts.Settle))
		}
	}
	return c.send(ctx, log, d, adapter, to)
}

// target returns where a message goes: its channel, or the thread of its parent; false when the parent will never be posted.
func (c *Courier) target(ctx context.Context, d store.Delivery, place bot.Address) (bot.Address, bool, error) {
	if d.Parent == "" {
		return place, true, nil
	}
	parent, ok, err := c.ledger.Get(ctx, d.Parent)
	if err != nil || !ok || parent.State != store.Sent {
		return place, false, err
	}
	to, err := bot.ParseAddress(parent.Address)
	return to, err == nil, nil
}

func (c *Courier) send(ctx context.Context, log *slog.Logger, d store.Delivery, adapter bot.Adapter, to bot.Address) error {
	var m bot.Message
	if err := json.Unmarshal(d.Payload, &m); err != nil {
		return c.settle(ctx, log, d, store.Refused, "", "its frozen payload cannot be read: "+err.Error(), time.Time{})
	}
	if err := c.pace(ctx, d.Place); err != nil {
		return nil // stopping: it stays as it is
	}
	claimed, err := c.ledger.Claim(ctx, d, c.opts.Now())
	if err != nil || !claimed {
		return err
	}
	at, err := adapter.Post(ctx, to, d.Key, m)
	if err == nil {
		return c.settle(ctx, log, d, store.Sent, at.String(), "", time.Time{})
	}
	return c.failed(ctx, log, d, err)
}

// failed records a post that did not succeed, by the class of its error.
func (c *Courier) failed(ctx context.Context, log *slog.Logger, d store.Delivery, err error) error {
	switch bot.ClassOf(err) {
	case bot.NotSent:
		wait := min(c.opts.Retry<<min(d.Attempts, 16), c.opts.MostWait)
		var pe *bot.PostError
		if errors.As(err, &pe) && pe.RetryAfter > 0 {
			wait = pe.RetryAfter
		}
		return c.settle(ctx, log, d, store.Planned, "", reason(err), c.opts.Now().Add(wait))
	case bot.Refused:
		return c.settle(ctx, log, d, store.Refused, "", reason(err), time.Time{})
	default:
		return c.settle(ctx, log, d, store.Unknown, "", reason(err), c.opts.Now().Add(c.opts.Settle))
	}
}

// settle writes the outcome down. The platform has answered, so this is done even when the program is being stopped.
func (c *Courier) settle(ctx context.Context, log *slog.Logger, d store.Delivery, state, address, why string, notBefore time.Time) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 15*time.Second)
	defer cancel()
	level := slog.LevelInfo
	if state == store.Refused || state == store.Held {
		level = slog.LevelWarn
	}
	log.Log(ctx, level, "delivery "+state, "attempt", d.Attempts+1, "address", address, "reason", why)
	return c.ledger.Settle(ctx, d.Key, state, address, why, notBefore)
}

// pace waits until the channel may be posted to again.
func (c *Courier) pace(ctx context.Context, place string) error {
	c.mu.Lock()
	now := c.opts.Now()
	next := now
	if at := c.last[place].Add(c.opts.Pace); at.After(now) {
		next = at
	}
	c.last[place] = next
	c.mu.Unlock()
	if next.Equal(now) {
		return ctx.Err()
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(next.Sub(now)):
		return nil
	}
}

// reason shortens an error for the ledger.
func reason(err error) string { return bot.Cut(bot.CleanLine(err.Error()), 300) }
