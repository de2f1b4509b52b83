// Package delivery keeps the promise that every planned message is posted once: it is written down first, claimed, sent, and settled by looking when nobody knows.
package delivery

import (
	"cmp"
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"briefbot/bot"
	"briefbot/internal/store"
)

// Options are the durations of the protocol. The zero value of each means its default.
type Options struct {
	Lease    time.Duration                        // how long a sender that does nothing keeps its channel; its requests end when three quarters of it are over; 60 s
	Settle   time.Duration                        // how long to wait before looking for a message whose fate is unknown; 30 s
	Pace     time.Duration                        // least time between an answer and the next message to one channel; 1 s, Slack's rate
	Retry    time.Duration                        // first wait after a post that did not reach the platform, doubled each time; 2 s
	MostWait time.Duration                        // longest such wait; 5 min
	GiveUp   time.Duration                        // after which a message that could be neither sent nor looked for is held: longer than clocks are wrong by a day; 36 h
	Idle     time.Duration                        // how often to look for work nobody announced; 15 s
	Grace    time.Duration                        // how long requests under way may go on when the program is stopped; 5 s
	Parallel int                                  // channels of one platform served at the same time; 8
	Now      func() time.Time                     // the wall clock
	Steady   func() time.Time                     // a clock that nobody sets; time.Now, whose readings are compared by their steady part
	Gone     func(holder string) bool             // whether another sender is certainly dead; the function Gone
	Settled  func(store.Delivery, store.Outcome)  // is told what became of each message, after it was written down; nil tells nobody
	Marks    func(*store.Deliveries) Marks        // how claims and outcomes are written down; nil is the ledger's way, the only right one
	Reached  func(point string, d store.Delivery) // is told of each point of the protocol, for trials that kill the program there; may be nil
}

// Marks writes down that a message is about to be posted, and what became of it. Trials put wrong ones in, to see that they are noticed.
type Marks interface {
	Claim(context.Context, store.Sender, store.Delivery, store.Claim) (bool, error)
	Settle(context.Context, store.Delivery, store.Outcome) (bool, error)
}

func (o Options) withDefaults() Options {
	o.Lease = cmp.Or(o.Lease, time.Minute)
	o.Settle = cmp.Or(o.Settle, 30*time.Second)
	o.Pace = cmp.Or(o.Pace, time.Second)
	o.Retry = cmp.Or(o.Retry, 2*time.Second)
	o.MostWait = cmp.Or(o.MostWait, 5*time.Minute)
	o.GiveUp = cmp.Or(o.GiveUp, 36*time.Hour)
	o.Idle = cmp.Or(o.Idle, 15*time.Second)
	o.Grace = cmp.Or(o.Grace, 5*time.Second)
	o.Parallel = cmp.Or(o.Parallel, 8)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Steady == nil {
		o.Steady = time.Now
	}
	if o.Gone == nil {
		o.Gone = Gone
	}
	if o.Settled == nil {
		o.Settled = func(store.Delivery, store.Outcome) {}
	}
	if o.Reached == nil {
		o.Reached = func(string, store.Delivery) {}
	}
	return o
}

// Courier plans messages in the ledger and carries them to the platforms.
type Courier struct {
	ledger   *store.Deliveries
	adapters map[string]bot.Adapter
	slots    map[string]chan struct{} // by platform: one that hangs keeps no other waiting
	opts     Options
	log      *slog.Logger
	wake     chan struct{}
	holder   string // this process, as the sender of channels
	marks    Marks
	carried  atomic.Int64 // messages that were taken a step further

	mu      sync.Mutex
	busy    map[string]bool      // channels that are being served; true when there may be more since
	last    map[string]time.Time // when a post to each channel was last answered, by the steady clock
	watched map[string]watch     // channels of which another process is the sender
	begun   map[string]stopwatch // messages whose fate is unknown: when this process first posted them
	work    sync.WaitGroup
}

// New returns a courier for the platforms of the given adapters.
func New(ledger *store.Deliveries, adapters []bot.Adapter, opts Options, log *slog.Logger) *Courier {
	c := &Courier{
		ledger: ledger, adapters: map[string]bot.Adapter{}, slots: map[string]chan struct{}{}, opts: opts.withDefaults(), log: log,
		wake: make(chan struct{}, 1), holder: newHolder(), marks: ledger,
		busy: map[string]bool{}, last: map[string]time.Time{}, watched: map[string]watch{}, begun: map[string]stopwatch{},
	}
	if c.opts.Marks != nil {
		c.marks = c.opts.Marks(ledger)
	}
	for _, a := range adapters {
		c.adapters[a.Name()] = a
		c.slots[a.Name()] = make(chan struct{}, c.opts.Parallel)
	}
	return c
}

// Run names the run that messages belong to.
type Run struct {
	Workspace string
	Schedule  string
	Nominal   string // civil time
	Zone      string // in which
}

// Post is a message for a channel with the replies for its thread.
type Post struct {
	Message bot.Message
	Replies []bot.Message
}

// Plan writes down a message for a channel and the replies for its thread, with the headlines that they show. What does
// not fit the platform's limits in one message continues in the thread. From here on the messages will be sent, also after a crash.
// A run whose messages for the channel are written down already keeps those.
func (c *Courier) Plan(ctx context.Context, run Run, place bot.Address, main bot.Message, replies []bot.Message, shown []store.ShownArticle) error {
	return c.PlanAll(ctx, run, place, []Post{{main, replies}}, shown)
}

// PlanAll is Plan for several messages of one run, each with a thread of its own.
func (c *Courier) PlanAll(ctx context.Context, run Run, place bot.Address, posts []Post, shown []store.ShownArticle) error {
	b := &batch{run: run, place: place}
	for _, p := range posts {
		b.parent = ""
		for _, m := range append([]bot.Message{p.Message}, p.Replies...) {
			for _, part := range c.split(place, m) {
				if err := b.add(part); err != nil {
					return err
				}
			}
		}
	}
	c.opts.Reached("plan:before", b.list[0])
	if _, err := c.ledger.Plan(ctx, c.opts.Now(), b.list, b.where(shown)); err != nil {
		return err
	}
	c.opts.Reached("plan:after", b.list[0])
	c.Wake()
	return nil
}

// Planned reports whether messages of the run were written down for the channel.
func (c *Courier) Planned(ctx context.Context, run Run, place bot.Address) (bool, error) {
	return c.ledger.HasRun(ctx, run.Workspace, run.Schedule, run.Nominal, run.Zone, place.String())
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
