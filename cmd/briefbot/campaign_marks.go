//go:build campaign

package main

import (
	"context"

	"briefbot/internal/delivery"
	"briefbot/internal/store"
)

// wrongMarks returns how a wrong ledger writes: "before" records a message as sent before it is posted, so that a death in between loses
// it; "after" records nothing until it is posted, so that a death in between posts it again. Any other kind is nil, the right way.
func wrongMarks(kind string) func(*store.Deliveries) delivery.Marks {
	switch kind {
	case "before":
		return func(d *store.Deliveries) delivery.Marks { return before{d} }
	case "after":
		return func(d *store.Deliveries) delivery.Marks { return after{d} }
	}
	return nil
}

// before is the ledger that marks first.
type before struct{ *store.Deliveries }

func (b before) Claim(ctx context.Context, by store.Sender, d store.Delivery, c store.Claim) (bool, error) {
	ok, err := b.Deliveries.Claim(ctx, by, d, c)
	if err != nil || !ok {
		return ok, err
	}
	d.State, d.Attempts = store.Claimed, d.Attempts+1
	return b.Deliveries.Settle(ctx, d, store.Outcome{State: store.Sent, Reason: "marked before it was posted"})
}

func (b before) Settle(ctx context.Context, d store.Delivery, o store.Outcome) (bool, error) {
	if d.State != store.Claimed {
		return b.Deliveries.Settle(ctx, d, o)
	}
	marked := d
	marked.State = store.Sent
	if ok, err := b.Deliveries.Settle(ctx, marked, o); ok || err != nil {
		return ok, err
	}
	return b.Deliveries.Settle(ctx, d, o) // it died between its two writes
}

// after is the ledger that marks last.
type after struct{ *store.Deliveries }

// Claim writes nothing: the message stays planned while it is posted.
func (a after) Claim(context.Context, store.Sender, store.Delivery, store.Claim) (bool, error) {
	return true, nil
}

func (a after) Settle(ctx context.Context, d store.Delivery, o store.Outcome) (bool, error) {
	if d.State == store.Claimed {
		d.State, d.Attempts = store.Planned, d.Attempts-1
	}
	return a.Deliveries.Settle(ctx, d, o)
}
