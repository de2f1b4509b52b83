package app

import (
	"context"
	"errors"
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
func (k *core) noticed(workspace string) bool { return len(k.noticesFor(workspace)) > 0 }

// notifyOnce plans a notice of each held message that has none, for every channel of the admins of its workspace. Where admins have
// no channel, the log has said it.
func (a *App) notifyOnce(ctx context.Context) error {
	var failures []error
	for _, workspace := range a.overseen() {
		list, err := a.store.Deliveries.Unnoticed(ctx, workspace, a.now().Add(-noticeAge), mostNotices)
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
	for _, place := range a.noticesFor(d.Workspace) {
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

// noticesFor returns the channels in which admins of a workspace are told of what needs them: those of the config, and those that they set.
func (k *core) noticesFor(workspace string) []bot.Address {
	var out []bot.Address
	add := func(text string) {
		if place, err := bot.ParseAddress(text); err == nil && workspaceOf(place) == workspace && !slices.Contains(out, place) {
			out = append(out, place)
		}
	}
	for _, text := range k.config.Notices {
		add(text)
	}
	channels := k.settings.Space(workspace).Channels
	for _, name := range sortedKeys(channels) {
		if channels[name].Notices {
			add(name)
		}
	}
	return out
}

// overseen returns the workspaces whose admins have a channel, each once.
func (k *core) overseen() []string {
	seen := map[string]bool{}
	for _, text := range k.config.Notices {
		if place, err := bot.ParseAddress(text); err == nil {
			seen[workspaceOf(place)] = true
		}
	}
	for workspace := range k.settings.Spaces() {
		if len(k.noticesFor(workspace)) > 0 {
			seen[workspace] = true
		}
	}
	return sortedKeys(seen)
}
