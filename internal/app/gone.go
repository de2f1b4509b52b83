package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"briefbot/bot"
	"briefbot/internal/present"
	"briefbot/internal/settings"
	"briefbot/internal/store"
)

// keepGone is how long what is set for a channel is kept after it vanished: until then a schedule that was stopped there goes on when
// somebody resumes it and the channel is there again.
const keepGone = 30 * 24 * time.Hour

// program is who the log names for what the bot changes by itself.
const program = "briefbot"

// removeGone takes what is set for channels that vanished long ago out of the settings, as changes that can be taken back.
func (a *App) removeGone(ctx context.Context) error {
	now, ok, err := a.today(ctx)
	if err != nil {
		return err
	}
	if !ok {
		now = a.now()
	}
	list, err := a.store.Pauses.All(ctx)
	if err != nil {
		return err
	}
	var failures []error
	done := map[string]bool{}
	for _, p := range list {
		if done[p.Place] || !vanished(p, now) {
			continue
		}
		done[p.Place] = true
		failures = append(failures, a.removeChannel(ctx, p, list))
	}
	return errors.Join(failures...)
}

// vanished reports whether a schedule was stopped in a channel so long ago because that was gone.
func vanished(p store.Pause, now time.Time) bool {
	return p.Place != "" && p.Reason == store.RefusedInSeries && p.Until.IsZero() && !p.Since.After(now.Add(-keepGone)) &&
		!strings.HasPrefix(p.Name, store.PrivateSchedule) && present.Vanished(p.Detail)
}

// removeChannel removes what is set for a channel, unless the platform says that it is there again, or says nothing now.
func (a *App) removeChannel(ctx context.Context, p store.Pause, pauses []store.Pause) error {
	place, err := bot.ParseAddress(p.Place)
	if err != nil || workspaceOf(place) != p.Workspace {
		return nil // no channel of ours
	}
	known, err := a.mayPost(ctx, place)
	if known && (err == nil || bot.ClassOf(err) != bot.Refused) {
		return nil
	}
	actor := settings.Actor{Workspace: p.Workspace, Name: program, Operator: true}
	changes, err := a.settings.Change(ctx, actor, func(sp *settings.Space) ([]settings.Edit, error) { return without(sp, p.Place), nil })
	var refused *settings.Refusal
	switch {
	case errors.As(err, &refused) && refused.Code == settings.Nothing:
		return nil // all that posts there stands in the config
	case err != nil:
		return fmt.Errorf("remove %s, which is gone: %w", p.Place, err)
	}
	for _, o := range pauses { // so that it is tried anew, should somebody take the change back
		if o.Workspace == p.Workspace && o.Place == p.Place && o.Until.IsZero() {
			o.Until = a.now()
			if err := a.store.Pauses.Put(ctx, o); err != nil {
				return err
			}
		}
	}
	a.log.Warn("what was set for a channel is removed: it is gone for 30 days", "place", p.Place, "reason", p.Detail, "change", changes[0].ID)
	if a.daemon.notify != nil {
		a.daemon.notify(ctx, p.Workspace, Notice{Kind: PlaceRemoved, Place: place, Reason: p.Detail, Change: changes[0].ID})
	}
	return nil
}

// without returns the edits that take a channel out of the settings of a workspace.
func without(sp *settings.Space, place string) []settings.Edit {
	var edits []settings.Edit
	for _, name := range sortedKeys(sp.Schedules) {
		s := sp.Schedules[name]
		channels, drafts := others(s.Channels, place), others(s.DraftTo, place)
		switch {
		case len(channels) == 0:
			edits = append(edits, sp.Drop(settings.KindSchedule, name))
		case len(channels)+len(drafts) < len(s.Channels)+len(s.DraftTo):
			s.Channels, s.DraftTo = channels, drafts
			edits = append(edits, sp.Put(settings.KindSchedule, name, s))
		}
	}
	for _, name := range sortedKeys(sp.Questions) {
		if sp.Questions[name].Channel == place {
			edits = append(edits, sp.Drop(settings.KindQuestion, name))
		}
	}
	for _, name := range sortedKeys(sp.Roles) {
		if sp.Roles[name].Channel == place {
			edits = append(edits, sp.Drop(settings.KindRole, name))
		}
	}
	return append(edits, sp.Drop(settings.KindChannel, place), sp.Drop(settings.KindReading, place))
}

// others returns a list without one of its entries.
func others(list []string, one string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return s == one })
}

// removedAt returns when a channel will be taken off a schedule because it is gone; zero when it will not.
func (k *core) removedAt(p store.Pause) time.Time {
	if _, own := k.settings.Space(p.Workspace).Schedules[p.Name]; !own || !present.Vanished(p.Detail) {
		return time.Time{}
	}
	return p.Since.Add(keepGone)
}
