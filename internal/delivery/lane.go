package delivery

import (
	"context"
	"maps"
	"slices"
	"time"

	"briefbot/internal/store"
)

// watch is a sender that another process is, and since when it has not been seen to do anything.
type watch struct {
	sender store.Sender
	since  time.Time // by the steady clock
}

// acquire makes this process the sender of a channel, and reports whether it is now. While another one is, it must have been seen to
// do nothing for a whole lease: by then its fence has closed, whatever its clock or ours says, and however long it was stopped. One of
// this machine that is certainly dead need not be waited for.
func (c *Courier) acquire(ctx context.Context, place string) (store.Sender, bool, error) {
	seen, err := c.ledger.Sender(ctx, place)
	if err != nil {
		return store.Sender{}, false, err
	}
	if seen.Holder != "" && !c.opts.Gone(seen.Holder) && c.watching(place, seen) > 0 {
		return store.Sender{}, false, nil
	}
	s, mine, err := c.ledger.Acquire(ctx, place, c.holder, seen)
	if mine {
		c.unwatch(place)
	}
	return s, mine, err
}

// watching notes who was seen as the sender of a channel, and returns how long that one may still be at work.
func (c *Courier) watching(place string, seen store.Sender) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	w, ok := c.watched[place]
	if !ok || w.sender != seen {
		w = watch{seen, c.opts.Steady()}
		c.watched[place] = w
	}
	return c.opts.Lease - c.opts.Steady().Sub(w.since)
}

// watchOnly forgets the senders of channels other than these, where nothing is open any more.
func (c *Courier) watchOnly(places []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	maps.DeleteFunc(c.watched, func(place string, _ watch) bool {
		_, open := slices.BinarySearch(places, place)
		return !open
	})
}

func (c *Courier) unwatch(place string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.watched, place)
}

// nextTakeover returns how long it is until the first of the other senders that were seen has done nothing for a lease; false when
// there is none.
func (c *Courier) nextTakeover() (time.Duration, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	var least time.Duration
	found := false
	for _, w := range c.watched {
		left := max(c.opts.Lease-c.opts.Steady().Sub(w.since), 0)
		if !found || left < least {
			least, found = left, true
		}
	}
	return least, found
}

// stopwatch measures how long something has gone on, at least: a machine that slept has only one of its clocks tell, and one that was
// set tells too much.
type stopwatch struct{ steady, wall time.Time }

func (c *Courier) start() stopwatch { return stopwatch{c.opts.Steady(), c.opts.Now().Round(0)} }

func (c *Courier) elapsed(s stopwatch) time.Duration {
	return max(c.opts.Steady().Sub(s.steady), c.opts.Now().Round(0).Sub(s.wall))
}

// fence returns whether a request of a claim that was made at that time may still be written: within three quarters of a lease.
func (c *Courier) fence(claimed stopwatch) func() bool {
	return func() bool { return c.elapsed(claimed) < c.opts.Lease*3/4 }
}
