package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"os"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"briefbot/bot"
	"briefbot/internal/leader"
	"briefbot/internal/store"
)

// leadLease is the lease of who reads feeds, groups stories, decides on schedules, composes digests and tidies up. Commands and
// posts need none: each process answers and posts.
const leadLease = "lead"

// heartbeat is how often a process says that it lives: three times before others believe that it does not.
const heartbeat = store.Gone / 3

// newInstance returns what this process is called among those that share the database.
func newInstance(now time.Time) store.Instance {
	host, err := os.Hostname()
	if err != nil {
		host = ""
	}
	return store.Instance{ID: strings.ToLower(rand.Text()[:12]), Host: cmp.Or(host, "unknown"), Version: Version, Started: now}
}

// seat is an instance's side of the lease, for the leader.
type seat struct {
	leases *store.Leases
	holder string
}

func (s seat) fence(epoch int64) store.Fence {
	return store.Fence{Lease: leadLease, Holder: s.holder, Epoch: epoch}
}

// Acquire implements leader.Lease.
func (s seat) Acquire(ctx context.Context, ttl time.Duration) (int64, bool, error) {
	return s.leases.Acquire(ctx, leadLease, s.holder, ttl)
}

// Renew implements leader.Lease.
func (s seat) Renew(ctx context.Context, epoch int64, ttl time.Duration) (bool, error) {
	return s.leases.Renew(ctx, s.fence(epoch), ttl)
}

// Release implements leader.Lease.
func (s seat) Release(ctx context.Context, epoch int64) error {
	return s.leases.Release(ctx, s.fence(epoch))
}

var _ leader.Lease = seat{}

// lead does what one process alone does, for one term: all that it writes is fenced, and what it knows it takes from the database.
func (a *App) lead(ctx context.Context, epoch int64) error {
	s := a.store.Under(a.seat.fence(epoch))
	a.reader.restart(s)
	a.daemon.restart(s)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return a.reader.serve(ctx) })
	group.Go(func() error { return a.daemon.serve(ctx, a.poke) })
	group.Go(func() error { return a.repeats.serve(ctx) })
	group.Go(func() error { return a.followUp(ctx) })
	group.Go(func() error { return a.tidy(ctx) })
	group.Go(func() error { return a.tellOfFeeds(ctx) })
	group.Go(func() error { return a.sweep(ctx) })
	return group.Wait()
}

// gone is how long an instance that died is listed.
const gone = 24 * time.Hour

// sweep forgets deliveries of platforms that cannot come again, and instances that died long ago, once an hour.
func (a *App) sweep(ctx context.Context) error {
	ticker := time.NewTicker(time.Hour)
	defer ticker.Stop()
	for {
		_, err := a.store.Events.Expire(ctx)
		if _, err2 := a.store.Readers.Expire(ctx); err == nil {
			err = err2
		}
		if _, err2 := a.store.Instances.Expire(ctx, gone); err == nil {
			err = err2
		}
		if err != nil && ctx.Err() == nil {
			a.log.Warn("what is not needed any more could not be removed; it is tried again", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// beat says that this process lives, until ctx ends. It begins by saying what others left behind. Serving does not wait for it: the
// database may be slow.
func (a *App) beat(ctx context.Context) error {
	a.enter(ctx)
	ticker := time.NewTicker(a.heartbeat)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
		if err := a.store.Instances.Beat(ctx, a.self); err != nil && ctx.Err() == nil {
			a.log.Warn("the heartbeat could not be written; others may take this instance for dead", "error", err)
		}
	}
}

// enter makes this process known, and says what others left behind.
func (a *App) enter(ctx context.Context) {
	if err := a.store.Instances.Beat(ctx, a.self); err != nil && ctx.Err() == nil {
		a.log.Warn("the heartbeat could not be written; it is tried again", "error", err)
	}
	left, err := a.store.Events.Abandoned(ctx)
	if err != nil && ctx.Err() == nil {
		a.log.Warn("nobody knows whether questions were left without an answer", "error", err)
	}
	for platform, n := range left {
		a.log.Warn("an instance died over questions of the last hour; who asked saw an error of the platform, or nothing", "platform", platform, "count", n)
	}
}

// leave removes this process from those that live. It is done while stopping, so it does not insist.
func (a *App) leave(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if err := a.store.Instances.Leave(ctx, a.self.ID); err != nil {
		a.log.Debug("the instance could not be taken off the list; it runs out by itself", "error", err)
	}
}

// once lets each delivery of the platforms be answered by one process. It is filled before anybody serves.
type once struct {
	events   *store.Events
	instance string
	seen     func(platform string, c bot.Claim, err error) // what became of each claim
}

// Claim implements bot.Once.
func (o *once) Claim(ctx context.Context, platform, event string) (bot.Claim, error) {
	c, err := o.events.Claim(ctx, o.instance, platform, event)
	o.seen(platform, c, err)
	return c, err
}

// Settle implements bot.Once.
func (o *once) Settle(ctx context.Context, platform, event string, answered bool) error {
	return o.events.Settle(ctx, o.instance, platform, event, answered)
}
