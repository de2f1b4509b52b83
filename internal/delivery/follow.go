package delivery

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"briefbot/bot"
	"briefbot/internal/store"
)

// Edit is a message that was posted, as it is to be from now on.
type Edit struct {
	Key     string // of the message of the ledger
	After   int    // how many edits it had when this one was made of it, as Current returns them
	Message bot.Message
}

// Follow writes down what follows a message that was posted: edits, and then replies for its thread. It reports whether it was: it is not
// when the run is known, when one of the headlines was shown to the channel meanwhile, or when one of the messages was edited since.
// An edit that the platform would not take in one message is an error: what does not fit would be lost.
func (c *Courier) Follow(ctx context.Context, run Run, place bot.Address, root string, edits []Edit, replies []bot.Message, shown []store.ShownArticle) (bool, error) {
	b := &batch{run: run, place: place, from: 1, parent: root} // no part 0: that is the digest of a run
	seen := map[string]int{}
	for _, e := range edits {
		seen[e.Key] = e.After
		if !c.Fits(place, e.Message) {
			return false, fmt.Errorf("delivery: the edit of %s does not fit", e.Key)
		}
		if err := b.freeze(e.Message, e.Key); err != nil {
			return false, err
		}
	}
	for _, r := range replies {
		for _, part := range c.split(place, r) {
			if err := b.add(part); err != nil {
				return false, err
			}
		}
	}
	if len(b.list) == 0 {
		return false, nil
	}
	c.opts.Reached("plan:before", b.list[0])
	planned, err := c.ledger.Follow(ctx, c.opts.Now(), b.list, b.where(shown), seen)
	c.opts.Reached("plan:after", b.list[0])
	if planned {
		c.Wake()
	}
	return planned, err
}

// Fits reports whether the platform takes a message whole.
func (c *Courier) Fits(place bot.Address, m bot.Message) bool { return len(c.split(place, m)) == 1 }

// Current returns a message of the ledger as it is after the edits that were planned, and how many there were.
func (c *Courier) Current(ctx context.Context, key string) (m bot.Message, edits int, err error) {
	payload, edits, err := c.ledger.Current(ctx, key)
	if err == nil {
		err = json.Unmarshal(payload, &m)
	}
	return m, edits, err
}

// editWait is how long an edit waits for its message to be posted.
const editWait = 30 * time.Second

// edit takes an edit one step further. Repeating one does no harm, so that one whose fate is unknown is made again.
func (c *Courier) edit(ctx context.Context, by store.Sender, d store.Delivery, adapter bot.Adapter) (bool, error) {
	was, found, err := c.ledger.Get(ctx, d.Edits)
	if err != nil {
		return false, err
	}
	newer, err := c.ledger.Superseded(ctx, d)
	if err != nil {
		return false, err
	}
	at, bad := bot.ParseAddress(was.Address)
	switch {
	case newer:
		return c.settle(ctx, d, store.Outcome{State: store.Sent, Address: was.Address, Reason: because(Superseded, "a newer edit takes its place")})
	case c.tooOld(d.Planned):
		return c.settle(ctx, d, store.Outcome{State: store.Refused, Reason: because(Old, "it could not be made for "+c.opts.GiveUp.String()+": "+d.Reason)})
	case found && was.State != store.Sent && was.State != store.Refused:
		return c.settle(ctx, d, store.Outcome{State: store.Planned, Reason: because(ParentHeld, "it belongs to a message that waits"), NotBefore: c.opts.Now().Add(editWait)})
	case !found || was.State == store.Refused || bad != nil:
		return c.settle(ctx, d, store.Outcome{State: store.Refused, Reason: because(ParentGone, "the message that it belongs to is not there")})
	}
	var m bot.Message
	if err := json.Unmarshal(d.Payload, &m); err != nil {
		return c.settle(ctx, d, store.Outcome{State: store.Refused, Reason: because(Unreadable, "its frozen payload cannot be read: "+reason(err))})
	}
	if c.pace(ctx, d.Place) != nil {
		return false, nil
	}
	return c.makeEdit(ctx, by, d, func(request context.Context) error { return adapter.Edit(request, at, was.Key, m) }, was.Address)
}

// makeEdit claims an edit and makes it.
func (c *Courier) makeEdit(ctx context.Context, by store.Sender, d store.Delivery, do func(context.Context) error, address string) (bool, error) {
	claimed := c.start()
	c.opts.Reached("claim:before", d)
	if ok, err := c.marks.Claim(ctx, by, d, store.Claim{At: c.opts.Now(), Since: c.opts.Now(), Repeat: true}); err != nil || !ok {
		return false, err
	}
	d.State, d.Attempts = store.Claimed, d.Attempts+1
	c.opts.Reached("claim:after", d)
	request, cancel := c.request(ctx, claimed)
	defer cancel()
	err := do(request)
	c.opts.Reached("edit:after", d)
	c.answered(d.Place)
	o := store.Outcome{State: store.Sent, Address: address}
	switch {
	case err == nil:
	case bot.ClassOf(err) == bot.Refused:
		o = store.Outcome{State: store.Refused, Reason: refusal(err)}
	default:
		o = store.Outcome{State: store.Planned, Reason: reason(err), NotBefore: c.opts.Now().Add(max(c.backoff(d.Attempts), asked(err)))}
	}
	return c.settle(ctx, d, o)
}

// refusal is the reason of a message that a platform refused.
func refusal(err error) string {
	if errors.Is(err, bot.ErrGone) {
		return because(Closed, reason(err))
	}
	return reason(err)
}

// Forum reports whether a channel is one in which each message begins a thread. Where nobody can tell, it is not.
func (c *Courier) Forum(ctx context.Context, place bot.Address) bool {
	f, ok := c.adapters[place.Platform].(bot.Forums)
	if !ok {
		return false
	}
	is, err := f.Forum(ctx, place)
	if err != nil && ctx.Err() == nil {
		c.log.Debug("nobody can tell whether a channel is a forum", "place", place.String(), "error", reason(err))
	}
	return is && err == nil
}
