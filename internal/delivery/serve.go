package delivery

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"briefbot/internal/store"
)

// Serve sends what is planned until ctx ends; requests under way are then given a moment. Each channel is served by itself,
// its messages in order, so that a platform that hangs delays nobody else's.
func (c *Courier) Serve(ctx context.Context) error {
	defer c.work.Wait()
	failed := make(chan error, 1)
	report := func(err error) {
		select {
		case failed <- err:
		default: // one is enough
		}
	}
	for trouble := 0; ctx.Err() == nil; {
		wait, err := c.dispatch(ctx, report)
		if err == nil {
			err = await(ctx, wait, c.wake, failed)
		}
		if err == nil {
			trouble = 0
			continue
		}
		if ctx.Err() == nil {
			trouble++
			c.log.Error("deliveries could not be worked on; it is tried again", "error", err, "in", c.backoff(trouble))
			_ = await(ctx, c.backoff(trouble), nil, nil) // more work is no reason to ask a failing ledger sooner
		}
	}
	return nil
}

// await waits until a wake, a failure, which it returns, or the end of ctx, but no longer than a time.
func await(ctx context.Context, most time.Duration, wake <-chan struct{}, failed <-chan error) error {
	timer := time.NewTimer(most)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-wake:
	case <-timer.C:
	case err := <-failed:
		return err
	}
	return nil
}

// backoff is how long to wait after n failures in a row.
func (c *Courier) backoff(n int) time.Duration {
	return min(c.opts.Retry<<min(max(n, 1)-1, 16), c.opts.MostWait)
}

// dispatch begins to serve every channel that has something open and returns how long it is until the next one will.
func (c *Courier) dispatch(ctx context.Context, report func(error)) (time.Duration, error) {
	now := c.opts.Now()
	places, err := c.ledger.OpenPlaces(ctx, now)
	if err != nil {
		return 0, fmt.Errorf("delivery: read the ledger: %w", err)
	}
	c.watchOnly(places)
	for _, place := range places {
		c.begin(ctx, place, report)
	}
	at, ok, err := c.ledger.NextOpen(ctx, now)
	if err != nil {
		return 0, fmt.Errorf("delivery: read the ledger: %w", err)
	}
	wait := c.opts.Idle
	if ok {
		wait = min(wait, at.Sub(now)+time.Millisecond) // the ledger's times are whole milliseconds
	}
	if takeover, ok := c.nextTakeover(); ok {
		wait = min(wait, takeover+time.Millisecond)
	}
	return wait, nil
}

// begin serves a channel, unless it is being served: then that goes on until nothing is open.
func (c *Courier) begin(ctx context.Context, place string, report func(error)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, busy := c.busy[place]; busy {
		c.busy[place] = true
		return
	}
	c.busy[place] = false
	c.work.Go(func() {
		if err := c.drain(ctx, place); err != nil {
			c.end(place)
			report(err)
		}
	})
}

// drain carries the messages of a channel until none is open.
func (c *Courier) drain(ctx context.Context, place string) error {
	platform, _, _ := strings.Cut(place, ":")
	if slots := c.slots[platform]; slots != nil {
		select {
		case slots <- struct{}{}:
			defer func() { <-slots }()
		case <-ctx.Done():
		}
	}
	for {
		if ctx.Err() == nil {
			if err := c.round(ctx, place); err != nil {
				return err
			}
		}
		if c.idle(ctx, place) {
			return nil
		}
	}
}

// round makes this process the sender of a channel, carries its messages until none is open, and gives the channel up. It does
// nothing while another process is the sender.
func (c *Courier) round(ctx context.Context, place string) (err error) {
	by, mine, err := c.acquire(ctx, place)
	if err != nil || !mine {
		return err
	}
	defer func() {
		err = errors.Join(err, c.ledger.Release(context.WithoutCancel(ctx), by))
	}()
	for more := true; more && ctx.Err() == nil; {
		if more, err = c.step(ctx, by); err != nil {
			return err
		}
	}
	return nil
}

// step carries the next message of a channel one step further; false when none is open, or this process is the sender no longer.
func (c *Courier) step(ctx context.Context, by store.Sender) (bool, error) {
	d, ok, err := c.ledger.NextAt(ctx, by.Place, c.opts.Now())
	if err != nil || !ok {
		return false, err
	}
	c.carried.Add(1)
	return c.carry(ctx, by, d)
}

// idle notes that a channel is served no longer, unless there may be more since it was last looked at.
func (c *Courier) idle(ctx context.Context, place string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.busy[place] && ctx.Err() == nil {
		c.busy[place] = false
		return false
	}
	delete(c.busy, place)
	return true
}

func (c *Courier) end(place string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.busy, place)
}

// Pump sends and settles all that can be now, and returns when nothing more can. It is for those who do not Serve.
func (c *Courier) Pump(ctx context.Context) error {
	for ctx.Err() == nil {
		before := c.carried.Load()
		places, err := c.ledger.OpenPlaces(ctx, c.opts.Now())
		if err != nil {
			return fmt.Errorf("delivery: read the ledger: %w", err)
		}
		var mu sync.Mutex
		var failures []error
		for _, place := range places {
			c.begin(ctx, place, func(err error) {
				mu.Lock()
				defer mu.Unlock()
				failures = append(failures, err)
			})
		}
		c.work.Wait()
		if err := errors.Join(failures...); err != nil {
			return err
		}
		if c.carried.Load() == before {
			return nil
		}
	}
	return ctx.Err()
}
