package delivery

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"
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
	places, err := c.ledger.OpenPlaces(ctx, now, c.opts.Lease)
	if err != nil {
		return 0, fmt.Errorf("delivery: read the ledger: %w", err)
	}
	for _, place := range places {
		c.begin(ctx, place, report)
	}
	at, ok, err := c.ledger.NextOpen(ctx, now, c.opts.Lease)
	if err != nil {
		return 0, fmt.Errorf("delivery: read the ledger: %w", err)
	}
	if !ok {
		return c.opts.Idle, nil
	}
	return min(at.Sub(now)+time.Millisecond, c.opts.Idle), nil // the ledger's times are whole milliseconds
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
		more := ctx.Err() == nil
		if more {
			var err error
			if more, err = c.step(ctx, place); err != nil {
				return err
			}
		}
		if !more && c.idle(ctx, place) {
			return nil
		}
	}
}

// step carries the next message of a channel one step further; false when none is open.
func (c *Courier) step(ctx context.Context, place string) (bool, error) {
	d, ok, err := c.ledger.NextAt(ctx, place, c.opts.Now(), c.opts.Lease)
	if err != nil || !ok {
		return false, err
	}
	return true, c.carry(ctx, d)
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
		places, err := c.ledger.OpenPlaces(ctx, c.opts.Now(), c.opts.Lease)
		if err != nil {
			return fmt.Errorf("delivery: read the ledger: %w", err)
		}
		if len(places) == 0 {
			return nil
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
	}
	return ctx.Err()
}
