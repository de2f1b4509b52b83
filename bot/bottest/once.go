package bottest

import (
	"context"
	"sync"
	"time"

	"briefbot/bot"
)

// Claims is what processes that share a database agree on, in memory: see bot.Once.
type Claims struct {
	mu     sync.Mutex
	events map[string]claim
	hold   int           // deliveries that somebody else takes first
	delay  time.Duration // before each answer
	err    error         // of each answer
	dead   map[string]bool
}

type claim struct {
	holder   string
	answered bool
}

// Elsewhere is an instance that no test runs.
const Elsewhere = "elsewhere"

// NewClaims returns claims of which there are none yet.
func NewClaims() *Claims { return &Claims{events: map[string]claim{}, dead: map[string]bool{}} }

// As returns the claims as an instance sees them.
func (c *Claims) As(instance string) bot.Once { return once{c, instance} }

// Hold has Elsewhere take the next so many deliveries first.
func (c *Claims) Hold(times int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.hold = times
}

// Die makes an instance one that answers nothing more.
func (c *Claims) Die(instance string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.dead[instance] = true
}

// Trouble delays each answer and makes it an error, unless that is nil.
func (c *Claims) Trouble(delay time.Duration, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.delay, c.err = delay, err
}

// Open returns how many deliveries were taken and not answered.
func (c *Claims) Open() (n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, e := range c.events {
		if !e.answered {
			n++
		}
	}
	return n
}

type once struct {
	*Claims
	instance string
}

// wait lets the time pass that the database takes, and returns what it fails with.
func (o once) wait(ctx context.Context) error {
	o.mu.Lock()
	delay, err := o.delay, o.err
	o.mu.Unlock()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(delay):
		return err
	}
}

// Claim implements bot.Once.
func (o once) Claim(ctx context.Context, platform, event string) (bot.Claim, error) {
	if err := o.wait(ctx); err != nil {
		return 0, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	key := platform + " " + event
	e, known := o.events[key]
	if !known && o.hold > 0 {
		o.hold--
		e, known = claim{holder: Elsewhere}, true
		o.events[key] = e
	}
	switch {
	case !known || !e.answered && e.holder != o.instance && o.dead[e.holder]:
		o.events[key] = claim{holder: o.instance}
		return bot.First, nil
	case e.answered:
		return bot.Answered, nil
	}
	return bot.InHand, nil
}

// Settle implements bot.Once.
func (o once) Settle(ctx context.Context, platform, event string, answered bool) error {
	if err := o.wait(ctx); err != nil {
		return err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	key := platform + " " + event
	if e, known := o.events[key]; !known || e.holder != o.instance {
		return nil
	}
	if answered {
		o.events[key] = claim{o.instance, true}
	} else {
		delete(o.events, key)
	}
	return nil
}
