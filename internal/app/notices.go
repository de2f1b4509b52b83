package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"briefbot/bot"
	"briefbot/internal/commands"
	"briefbot/internal/delivery"
	"briefbot/internal/present"
	"briefbot/internal/store"
)

const (
	noticeEvery = time.Minute    // how often held messages are looked for of which no admin was told
	noticeAge   = 72 * time.Hour // older ones are not told of: they were held before there was anybody to tell
	mostNotices = 20             // at a time
)

// notify tells the admins of each workspace what needs their decision, until ctx ends. Notices go through the ledger like every other
// message, so that each is posted once; what it has not told yet it finds there after a restart.
func (a *App) notify(ctx context.Context) error {
	for {
		if err := a.notifyOnce(ctx); err != nil && ctx.Err() == nil {
			a.log.Error("admins could not be told of held messages; it is tried again", "error", err)
		}
		timer := time.NewTimer(noticeEvery)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-a.held:
			timer.Stop()
		case <-timer.C:
		}
	}
}

// noticed reports whether the admins of a workspace have a channel.
func (k *core) noticed(workspace string) bool {
	return slices.ContainsFunc(k.config.Notices, func(text string) bool {
		place, err := bot.ParseAddress(text)
		return err == nil && workspaceOf(place) == workspace
	})
}

// notifyOnce plans a notice of each held message that has none, for every channel of the admins of its workspace. Where admins have
// no channel, the log has said it.
func (a *App) notifyOnce(ctx context.Context) error {
	var failures []error
	for _, text := range a.config.Notices {
		place, err := bot.ParseAddress(text)
		if err != nil {
			return fmt.Errorf("notices: %w", err) // the config was validated
		}
		list, err := a.store.Deliveries.Unnoticed(ctx, workspaceOf(place), a.now().Add(-noticeAge), mostNotices)
		failures = append(failures, err)
		for _, d := range list {
			failures = append(failures, a.notice(ctx, d))
		}
	}
	return errors.Join(failures...)
}

// notice tells the admins of a message's workspace that it is held, wherever they have a channel.
func (a *App) notice(ctx context.Context, d store.Delivery) error {
	var failures []error
	for _, text := range a.config.Notices {
		place, err := bot.ParseAddress(text)
		if err != nil || workspaceOf(place) != d.Workspace {
			continue
		}
		m := present.In(a.config.Language, a.zoneOf(place)).HeldNotice(commands.Undecided(d))
		failures = append(failures, a.courier.Plan(ctx, delivery.Run{Workspace: d.Workspace, Nominal: d.Notice(), Zone: "UTC"}, place, m, nil, nil))
	}
	return errors.Join(failures...)
}

// settled hears what became of each message.
func (a *App) settled(d store.Delivery, o store.Outcome) {
	a.metrics.Settled(d, o, a.now())
	if o.State == store.Refused && d.Part == 0 {
		a.daemon.refused.Store(true)
		a.daemon.wake()
	}
	if o.State == store.Held && d.Schedule != "" {
		select {
		case a.held <- struct{}{}:
		default:
		}
	}
}
