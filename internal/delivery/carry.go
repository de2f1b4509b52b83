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

// What an admin can do about messages that will not be sent.
const (
	lookYourself = "look into the channel, then say what you saw: /brief held list has a button for each answer"
	mendAndAsk   = "mend the cause; then /brief held again KEY posts it, with the key of the delivery"
)

// carry takes one message one step further, and reports whether its channel's next may follow. Its error means that the ledger itself
// could not be read or written.
func (c *Courier) carry(ctx context.Context, by store.Sender, d store.Delivery) (bool, error) {
	place, err := bot.ParseAddress(d.Place)
	if err != nil {
		return c.settle(ctx, d, store.Outcome{State: store.Refused, Reason: because(Unreadable, reason(err))})
	}
	adapter := c.adapters[place.Platform]
	if adapter == nil {
		return c.settle(ctx, d, store.Outcome{State: store.Held, Reason: because(Unserved, "no adapter for this platform is running; add its tokens to the config file")})
	}
	if d.Edits != "" {
		return c.edit(ctx, by, d, adapter)
	}
	if d.State == store.Claimed { // by a sender that is gone, or by this one, which could not write the outcome down
		return c.settle(ctx, d, store.Outcome{State: store.Unknown, Reason: because(Interrupted, "the bot stopped while it posted this"), NotBefore: c.opts.Now().Add(c.opts.Settle)})
	}
	to, end, err := c.target(ctx, d, place)
	if err != nil {
		return false, err
	}
	if end.State != "" {
		return c.settle(ctx, d, end)
	}
	parcel := parcel{d, adapter, to, false}
	switch {
	case d.State == store.Unknown && c.repeatable(parcel):
		parcel.repeat = true
	case d.State == store.Unknown:
		c.opts.Reached("look:before", d)
		end, again := c.look(ctx, parcel)
		c.opts.Reached("look:after", d)
		if stopping(ctx) {
			return false, nil // it stays as it is
		}
		if !again {
			return c.settle(ctx, d, end)
		}
	case c.tooOld(d.Planned):
		return c.settle(ctx, d, store.Outcome{State: store.Held, Reason: because(Old, "it could not be sent for "+c.opts.GiveUp.String()+": "+d.Reason)})
	}
	return c.send(ctx, by, parcel)
}

// parcel is a message on its way.
type parcel struct {
	store.Delivery
	adapter bot.Adapter
	to      bot.Address
	repeat  bool // the platform may have it, and will recognise it
}

// life is for how long the platform recognises the message; zero when it does not.
func (p parcel) life() time.Duration {
	r, ok := p.adapter.(bot.Repeater)
	if !ok {
		return 0
	}
	return r.Repeatable(p.to)
}

func stopping(ctx context.Context) bool { return ctx.Err() != nil }

// repeatable reports whether the platform still recognises a message that this process posted without learning what became of it.
func (c *Courier) repeatable(p parcel) bool {
	c.mu.Lock()
	begun, known := c.begun[p.Key]
	c.mu.Unlock()
	return known && c.elapsed(begun) < p.life()
}

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
			return place, store.Outcome{State: store.Refused, Reason: because(ParentGone, "nobody knows the address of the message in whose thread it belongs")}, nil
		}
		closed, err := c.ledger.Closed(ctx, d.Parent)
		if closed {
			return place, store.Outcome{State: store.Refused, Reason: because(Closed, "the message in whose thread it belongs is gone")}, err
		}
		return to, store.Outcome{}, err
	case store.Held:
		return place, store.Outcome{State: store.Held, Reason: because(ParentHeld, "it belongs into the thread of a message that is held")}, nil
	}
	return place, store.Outcome{State: store.Refused, Reason: because(ParentGone, "the message in whose thread it belongs was not posted")}, nil
}

// How often a message may be sent again that is not there, where the platform itself lets one be made twice; each is counted by itself. What
// it took without an answer and then did not show may be there all the same, unseen; a process that died has most likely not sent it at all.
const (
	againAfterSilence = 1
	againAfterDeath   = 3
)

// mayAgain reports whether a message that is not there may be sent once more, by what kept its fate unknown this time.
func mayAgain(d store.Delivery) bool {
	if silent(d) {
		return d.Silent < againAfterSilence
	}
	return d.Again-d.Silent < againAfterDeath
}

// silent reports whether the fate of a message is unknown because its platform gave no answer, and not because this program died.
func silent(d store.Delivery) bool {
	cause, _ := CauseOf(d.Reason)
	return cause != Interrupted
}

// still returns why a message waits on after an error: that it was this program that died stays known.
func still(d store.Delivery, err error) string {
	if d.State == store.Unknown && !silent(d) {
		return because(Interrupted, reason(err))
	}
	return reason(err)
}

// look settles a message whose fate is unknown by looking for it, and reports whether it may be sent again instead: when
// it is certainly not there. What vanishes again is held, except where the platform itself lets no message be made twice.
func (c *Courier) look(ctx context.Context, p parcel) (store.Outcome, bool) {
	at, err := p.adapter.Find(ctx, p.to, p.Key, sinceOf(p.Delivery))
	keen := p.life() > 0
	switch {
	case err == nil:
		return store.Outcome{State: store.Sent, Address: at.String(), Reason: because(Found, "looking back showed it")}, false
	case errors.Is(err, bot.ErrCannotLook):
		return store.Outcome{State: store.Held, Reason: because(NoHistory, "nobody can tell whether it arrived: the bot may not read the channel's history")}, false
	case errors.Is(err, bot.ErrNotFound) && (mayAgain(p.Delivery) || keen && !c.tooOld(p.Planned)):
		return store.Outcome{}, true
	case errors.Is(err, bot.ErrNotFound):
		return store.Outcome{State: store.Held, Reason: because(Vanished, "it was sent more than once without an answer and is not there")}, false
	case c.tooOld(p.Claimed):
		return store.Outcome{State: store.Held, Reason: because(Unclear, "nobody could tell for "+c.opts.GiveUp.String()+" whether it arrived: "+reason(err))}, false
	}
	// The longer it has been unknown, the longer the wait.
	wait := min(max(c.opts.Now().Sub(p.Claimed), c.opts.Settle), c.opts.MostWait)
	return store.Outcome{State: store.Unknown, Reason: still(p.Delivery, err), NotBefore: c.opts.Now().Add(max(wait, asked(err)))}, false
}

// send claims a message and posts it.
func (c *Courier) send(ctx context.Context, by store.Sender, p parcel) (bool, error) {
	var m bot.Message
	if err := json.Unmarshal(p.Payload, &m); err != nil {
		return c.settle(ctx, p.Delivery, store.Outcome{State: store.Refused, Reason: because(Unreadable, "its frozen payload cannot be read: "+reason(err))})
	}
	if c.pace(ctx, p.Place) != nil {
		return false, nil // stopping: it stays as it is
	}
	since, err := c.platformTime(ctx, p.adapter)
	switch {
	case stopping(ctx):
		return false, nil
	case err != nil: // nothing was posted, and what nobody could look for must not be
		wait := min(max(c.opts.Now().Sub(p.Planned)/4, c.opts.Retry), c.opts.MostWait)
		return c.settle(ctx, p.Delivery, store.Outcome{State: p.State, Reason: still(p.Delivery, err), NotBefore: c.opts.Now().Add(max(wait, asked(err)))})
	}
	c.opts.Reached("claim:before", p.Delivery)
	claimed := c.start()
	if ok, err := c.marks.Claim(ctx, by, p.Delivery, store.Claim{At: c.opts.Now(), Since: since, Repeat: p.repeat, Silent: silent(p.Delivery)}); err != nil || !ok {
		return false, err
	}
	p.State, p.Attempts = store.Claimed, p.Attempts+1
	c.posting(p, claimed)
	c.opts.Reached("claim:after", p.Delivery)
	request, cancel := c.request(ctx, claimed)
	defer cancel()
	at, err := p.adapter.Post(request, p.to, p.Key, m)
	c.opts.Reached("post:after", p.Delivery)
	c.answered(p.Place)
	if err != nil {
		return c.settle(ctx, p.Delivery, c.failed(p, err))
	}
	return c.settle(ctx, p.Delivery, store.Outcome{State: store.Sent, Address: at.String()})
}

// posting notes when this process first posted a message: from then on the platform may know it.
func (c *Courier) posting(p parcel, claimed stopwatch) {
	if _, ok := p.adapter.(bot.Repeater); !ok || p.repeat { // whether this place is one is known only when it was posted
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.begun[p.Key] = claimed
}

// platformTime returns the time by which a look back for a message posted now has to go.
func (c *Courier) platformTime(ctx context.Context, adapter bot.Adapter) (time.Time, error) {
	if k, ok := adapter.(bot.Timekeeper); ok {
		return k.PlatformTime(ctx)
	}
	return c.opts.Now(), nil
}

// request returns the context of a post that was claimed at a time. It ends well before others may take this sender for dead, so that
// nobody else settles the message while it can still be written, and a moment after the program is stopped: what is under way is
// finished, for a request that is cut off leaves a message whose fate nobody knows.
func (c *Courier) request(ctx context.Context, claimed stopwatch) (context.Context, func()) {
	request, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.opts.Lease*3/4-c.elapsed(claimed))
	stop := context.AfterFunc(ctx, func() { time.AfterFunc(c.opts.Grace, cancel) })
	return bot.WithFence(request, c.fence(claimed)), func() {
		stop()
		cancel()
	}
}

// failed returns what becomes of a message whose post did not succeed, by the class of the error.
func (c *Courier) failed(p parcel, err error) store.Outcome {
	o := store.Outcome{Reason: refusal(err)}
	class := bot.ClassOf(err)
	switch {
	case class == bot.Refused:
		o.State = store.Refused
	case class == bot.NotSent && !p.repeat:
		o.State, o.NotBefore = store.Planned, c.opts.Now().Add(max(c.backoff(p.Attempts), asked(err)))
	case p.repeat || c.repeatable(p): // an earlier request of this message may still have arrived
		o.State, o.NotBefore = store.Unknown, c.opts.Now().Add(max(c.backoff(p.Attempts), asked(err)))
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

// settle writes the outcome down, and reports whether the channel's next message may follow. The platform has answered, so this is
// done even when the program is being stopped.
func (c *Courier) settle(ctx context.Context, d store.Delivery, o store.Outcome) (bool, error) {
	log := c.log.With("delivery", d.Key, "run", d.Schedule+"@"+d.Nominal, "place", d.Place, "part", d.Part, "attempt", d.Attempts, "state", o.State)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 15*time.Second)
	defer cancel()
	c.opts.Reached("settle:before", d)
	mine, err := c.marks.Settle(ctx, d, o)
	c.opts.Reached("settle:after", d)
	if o.State != store.Unknown && err == nil {
		c.mu.Lock()
		delete(c.begun, d.Key)
		c.mu.Unlock()
	}
	if mine && err == nil {
		c.opts.Settled(d, o)
	}
	switch {
	case err != nil:
		log.Error("delivery could not be written down; it will be settled by looking", "address", o.Address, "reason", o.Reason)
		return false, err
	case !mine:
		log.Warn("delivery was settled by another process meanwhile", "address", o.Address, "reason", o.Reason)
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
	return mine, nil
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
