package delivery

import (
	"context"
	"time"

	"briefbot/bot"
	"briefbot/internal/store"
)

// Held returns the messages of a workspace that wait for an admin, the newest first.
func (c *Courier) Held(ctx context.Context, workspace string, limit int) ([]store.Delivery, error) {
	return c.ledger.Held(ctx, workspace, limit)
}

// Arrived records that somebody saw a held message in its channel, and returns it. Its replies follow when the bot can find it now.
func (c *Courier) Arrived(ctx context.Context, workspace, key, who string) (store.Delivery, error) {
	d, err := c.decidable(ctx, workspace, key)
	if err != nil {
		return d, err
	}
	if d.State != store.Held {
		return d, store.ErrNotHeld
	}
	ok, err := c.ledger.Arrived(ctx, d, c.whereabouts(ctx, d), because(ByAdmin, who), c.opts.Now())
	return d, c.decided(ok, err)
}

// Again has a message posted once more that is held or was refused, with its replies, and returns it.
func (c *Courier) Again(ctx context.Context, workspace, key, who string) (store.Delivery, error) {
	d, err := c.decidable(ctx, workspace, key)
	if err != nil {
		return d, err
	}
	if d.State != store.Held && d.State != store.Refused {
		return d, store.ErrNotHeld
	}
	ok, err := c.ledger.Again(ctx, d, because(ByAdmin, who), c.opts.Now())
	return d, c.decided(ok, err)
}

func (c *Courier) decided(ok bool, err error) error {
	if err == nil && !ok {
		err = store.ErrNotHeld
	}
	c.Wake()
	return err
}

// decidable returns a message of the workspace that does not wait for another one.
func (c *Courier) decidable(ctx context.Context, workspace, key string) (store.Delivery, error) {
	d, ok, err := c.ledger.Get(ctx, key)
	switch {
	case err != nil:
		return d, err
	case !ok || d.Workspace != workspace:
		return store.Delivery{}, store.ErrNoSuchMessage
	case d.Parent == "":
		return d, nil
	}
	parent, _, err := c.ledger.Get(ctx, d.Parent)
	if err == nil && parent.State != store.Sent {
		err = store.ErrParentFirst
	}
	return d, err
}

// whereabouts returns the address of a message that is said to be there; empty when the bot cannot find it.
func (c *Courier) whereabouts(ctx context.Context, d store.Delivery) string {
	place, err := bot.ParseAddress(d.Place)
	adapter := c.adapters[place.Platform]
	if err != nil || adapter == nil {
		return ""
	}
	to, end, err := c.target(ctx, d, place)
	if err != nil || end.State != "" {
		return ""
	}
	at, err := adapter.Find(ctx, to, d.Key, sinceOf(d))
	if err != nil {
		return ""
	}
	return at.String()
}

// sinceOf returns from when on the platform may have a message.
func sinceOf(d store.Delivery) (since time.Time) {
	if d.Since.IsZero() {
		return d.Claimed
	}
	return d.Since
}
