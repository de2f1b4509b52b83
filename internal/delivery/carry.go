package delivery

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"time"

	"briefbot/bot"
	"briefbot/internal/store"
)

// What an operator can do about messages that will not be sent.
const (
	lookYourself = "look into the channel: if the message is not there, ask for the digest with the command brief now"
	mendAndAsk   = "mend the cause, then ask for the digest with the command brief now"
)

// carry takes one message one step further. Its error means that the ledger itself could not be read or written.
func (c *Courier) carry(ctx context.Context, d store.Delivery) error {
	place, err := bot.ParseAddress(d.Place)
	if err != nil {
		return c.settle(ctx, d, store.Outcome{State: store.Refused, Reason: reason(err)})
	}
	adapter := c.adapters[place.Platform]
	if adapter == nil {
		return c.settle(ctx, d, store.Outcome{State: store.Held, Reason: "no adapter for this platform is running; add its tokens to the config file"})
	}
	if d.State == store.Claimed && d.Claimed.After(c.opts.Now()) { // the clock was set back: its owner may be at work
		return c.settle(ctx, d, store.Outcome{State: store.Unknown, Reason: "the clock was set back", NotBefore: c.opts.Now().Add(c.opts.Lease)})
	}
	to, end, err := c.target(ctx, d, place)
	if err != nil {
		return err
	}
	if end.State != "" {
		return c.settle(ctx, d, end)
	}
	if d.State != store.Planned {
		end, again := c.look(ctx, d, adapter, to)
		if stopping(ctx) {
			return nil // it stays as it is
		}
		if !again {
			return c.settle(ctx, d, end)
		}
	} else if c.tooOld(d.Planned) {
		return c.settle(ctx, d, store.Outcome{State: store.Held, Reason: "it could not be sent for " + c.opts.GiveUp.String() + ": " + d.Reason})
	}
	return c.send(ctx, d, adapter, to)
}

func stopping(ctx context.Context) bool { return ctx.Err() != nil }

// tooOld reports whether something has been tried for so long since then that it is no news any more.
func (c *Courier) tooOld(since time.Time) bool { return c.opts.Now().Sub(since) > c.opts.GiveUp }

// target returns where a message goes: its channel, or the thread of its parent; or the outcome when the parent will never
// be posted.
func (c *Courier) target(ctx context.Context, d store.Delivery, place bot.Address) (bot.Address, store.Outcome, error) {
	if d.Parent == "" {
		return place, store.Outcome{}, nil
	}
	parent, _, err := c.ledger.Get(ctx, d.Parent)
	if err != nil {
		return place, store.Outcome{}, err
	}
	switch parent.State {
	case store.Sent:
		to, err := bot.ParseAddress(parent.Address)
		if err != nil {
			return place, store.Outcome{State: store.Refused, Reason: reason(err)}, nil
		}
		return to, store.Outcome{}, nil
	case store.Held:
		return place, store.Outcome{State: store.Held, Reason: "it belongs into the thread of a message that is held"}, nil
	}
	return place, store.Outcome{State: store.Refused, Reason: "the message in whose thread it belongs was not posted"}, nil
}

// look settles a message whose fate is unknown by looking for it, and reports whether it may be sent again instead: when
// it is certainly not there, and was not sent again before. What vanishes twice is held.
func (c *Courier) look(ctx context.Context, d store.Delivery, adapter bot.Adapter, to bot.Address) (store.Outcome, bool) {
	at, err := adapter.Find(ctx, to, d.Key, d.Claimed)
	switch {
	case err == nil:
		return store.Outcome{State: store.Sent, Address: at.String(), Reason: "found by looking back"}, false
	case errors.Is(err, bot.ErrCannotLook):
		return store.Outcome{State: store.Held, Reason: "nobody can tell whether it arrived: the bot may not read the channel's history"}, false
	case errors.Is(err, bot.ErrNotFound) && d.Again == 0:
		return store.Outcome{}, true
	case errors.Is(err, bot.ErrNotFound):
		return store.Outcome{State: store.Held, Reason: "it was sent twice without an answer and is not there"}, false
	case c.tooOld(d.Claimed):
		return store.Outcome{State: store.Held, Reason: "nobody could tell for " + c.opts.GiveUp.String() + " whether it arrived: " + reason(err)}, false
	}
	// The longer it has been unknown, the longer the wait.
	wait := min(max(c.opts.Now().Sub(d.Claimed), c.opts.Settle), c.opts.MostWait)
	return store.Outcome{State: store.Unknown, Reason: reason(err), NotBefore: c.opts.Now().Add(max(wait, asked(err)))}, false
}

// send claims a message and posts it.
func (c *Courier) send(ctx context.Context, d store.Delivery, adapter bot.Adapter, to bot.Address) error {
	var m bot.Message
	if err := json.Unmarshal(d.Payload, &m); err != nil {
		return c.settle(ctx, d, store.Outcome{State: store.Refused, Reason: "its frozen payload cannot be read: " + reason(err)})
	}
	if c.pace(ctx, d.Place) != nil {
		return nil // stopping: it stays as it is
	}
	if claimed, err := c.ledger.Claim(ctx, d, c.opts.Now()); err != nil || !claimed {
		return err
	}
	d.State, d.Attempts = store.Claimed, d.Attempts+1
	request, cancel := c.request(ctx)
	defer cancel()
	at, err := adapter.Post(request, to, d.Key, m)
	c.answered(d.Place)
	if err != nil {
		return c.settle(ctx, d, c.failed(d, err))
	}
	return c.settle(ctx, d, store.Outcome{State: store.Sent, Address: at.String()})
}

// request returns the context of a post. It ends well before the claim's lease, so that nobody else settles the message while it
// can still be written, and a moment after the program is stopped: what is under way is finished, for a request that is cut
// off leaves a message whose fate nobody knows.
func (c *Courier) request(ctx context.Context) (context.Context, func()) {
	request, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.opts.Lease*3/4)
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(c.opts.Grace, cancel) })
	return request, func() {
		stop()
		cancel()
	}
}

// failed returns what becomes of a message whose post did not succeed, by the class of the error.
func (c *Courier) failed(d store.Delivery, err error) store.Outcome {
	o := store.Outcome{Reason: reason(err)}
	switch bot.ClassOf(err) {
	case bot.NotSent:
		o.State, o.NotBefore = store.Planned, c.opts.Now().Add(max(c.backoff(d.Attempts), asked(err)))
	case bot.Refused:
		o.State = store.Refused
	default:
		o.State, o.NotBefore = store.Unknown, c.opts.Now().Add(c.opts.Settle)
	}
	return o
}

// asked returns how long the platform asks to wait.
func asked(err error) time.Duration {
	var pe *bot.PostError
	if errors.As(err, &pe) {
		return min(pe.RetryAfter, store.LongestWait)
	}
	return 0
}

// settle writes the outcome down. The platform has answered, so this is done even when the program is being stopped.
func (c *Courier) settle(ctx context.Context, d store.Delivery, o store.Outcome) error {
	log := c.log.With("delivery", d.Key, "run", d.Schedule+"@"+d.Nominal, "place", d.Place, "part", d.Part, "attempt", d.Attempts, "state", o.State)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 15*time.Second)
	defer cancel()
	mine, err := c.ledger.Settle(ctx, d, o)
	switch {
	case err != nil:
		log.Error("delivery could not be written down; it will be settled by looking", "address", o.Address, "reason", o.Reason)
		return err
	case !mine:
		log.Warn("delivery was settled by somebody else meanwhile: do two bots share the database?", "address", o.Address, "reason", o.Reason)
	case o.State == store.Held:
		log.Warn("delivery held", "reason", o.Reason, "do", lookYourself)
	case o.State == store.Refused:
		log.Warn("delivery refused", "reason", o.Reason, "do", mendAndAsk)
	case o.State == store.Sent:
		log.Info("delivery sent", "address", o.Address)
	default:
		log.Warn("delivery waits", "reason", o.Reason, "until", o.NotBefore)
		c.Wake() // Serve must look out for that moment
	}
	return nil
}

// pace waits until the channel may be posted to again. It goes by the steady clock: one that is set back must not make a
// channel wait.
func (c *Courier) pace(ctx context.Context, place string) error {
	c.mu.Lock()
	last, known := c.last[place]
	c.mu.Unlock()
	wait := time.Until(last.Add(c.opts.Pace))
	if !known || wait <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// answered notes when the platform answered a post to a channel: it counts from some moment before that. What was answered
// long ago is forgotten.
func (c *Courier) answered(place string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	maps.DeleteFunc(c.last, func(_ string, at time.Time) bool { return now.Sub(at) > c.opts.Pace })
	c.last[place] = now
}

// reason shortens an error for the ledger.
func reason(err error) string { return bot.Cut(bot.CleanLine(err.Error()), 300) }
