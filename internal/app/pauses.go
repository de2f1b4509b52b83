package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"briefbot/bot"
	"briefbot/bot/discord"
	"briefbot/internal/commands"
	"briefbot/internal/delivery"
	"briefbot/internal/present"
	"briefbot/internal/settings"
	"briefbot/internal/store"
)

// wrongClock is how much later than now a pause that has ended may have begun: one from further ahead was made under a clock that has
// been set back since.
const wrongClock = 25 * time.Hour

// pauseOf returns the last pause of a schedule, or with a channel's address that of this channel; false when there was none.
func pauseOf(ctx context.Context, pauses *store.Pauses, id store.ScheduleID, place string, now time.Time) (store.Pause, bool, error) {
	list, err := pauses.Of(ctx, id)
	for _, p := range list {
		if p.Place == place && (p.Until.IsZero() || p.Since.Before(now.Add(wrongClock))) {
			return p, true, nil
		}
	}
	return store.Pause{}, false, err
}

// paused reports whether a run is not to be posted into a channel, because of a pause of the schedule or of the channel.
func (d *daemon) paused(ctx context.Context, run store.Run, place bot.Address) (bool, error) {
	return pausedAt(ctx, d.store.Pauses, store.ScheduleID{Workspace: run.Workspace, Name: run.Schedule}, place, run.Due, d.now())
}

// pausedAt reports whether a pause of a schedule, or of a channel of it, holds at a moment.
func pausedAt(ctx context.Context, pauses *store.Pauses, id store.ScheduleID, place bot.Address, at, now time.Time) (bool, error) {
	_, paused, err := pauseAt(ctx, pauses, id, place, at, now)
	return paused, err
}

// pauseAt returns the pause of a schedule, or of a channel of it, that holds at a moment, of two the longer one; false when none does.
func pauseAt(ctx context.Context, pauses *store.Pauses, id store.ScheduleID, place bot.Address, at, now time.Time) (longest store.Pause, held bool, err error) {
	for _, of := range []string{"", place.String()} {
		pause, was, err := pauseOf(ctx, pauses, id, of, now)
		if err != nil {
			return longest, false, err
		}
		if was && pause.Holds(at) && (!held || !longest.Until.IsZero() && pause.Holds(longest.Until)) {
			longest, held = pause, true
		}
	}
	return longest, held, nil
}

// Pause implements commands.Keeper: from now on nothing of the schedule is posted into the asker's workspace. It returns
// the schedule as it is then; false when the workspace has none of that name.
func (k *core) Pause(ctx context.Context, in bot.Invocation, name string, until time.Time) (present.Schedule, bool, error) {
	return k.change(ctx, in, name, func(_ store.ScheduleID, sp *settings.Space) (settings.Edit, error) {
		return sp.Put(settings.KindPause, name, settings.Pause{Until: until.UTC()}), nil
	})
}

// Resume implements commands.Keeper: the schedule and all its channels in the asker's workspace post again from now on.
func (k *core) Resume(ctx context.Context, in bot.Invocation, name string) (present.Schedule, bool, error) {
	return k.change(ctx, in, name, func(id store.ScheduleID, sp *settings.Space) (settings.Edit, error) {
		e := sp.Drop(settings.KindPause, name)
		if e.Before != "" {
			return e, nil
		}
		list, err := k.store.Pauses.Of(ctx, id) // set before there was a log, or by the bot itself
		for _, p := range list {
			if p.Holds(k.now()) {
				e.Before = settings.Encode(settings.Pause{Until: p.Until, Stopped: p.Place != ""})
				break
			}
		}
		return e, err
	})
}

// change edits the pause of a schedule in the asker's workspace. A terminal is every workspace's.
func (k *core) change(ctx context.Context, in bot.Invocation, name string, how func(store.ScheduleID, *settings.Space) (settings.Edit, error)) (present.Schedule, bool, error) {
	var out present.Schedule
	found := false
	for _, p := range k.scheduled().list {
		own := p.within(in.From.Place())
		if p.name != name || len(own.places) == 0 {
			continue
		}
		for _, w := range own.workspaces() {
			actor := k.actor(in)
			actor.Workspace = w
			_, err := k.settings.Change(ctx, actor, func(sp *settings.Space) ([]settings.Edit, error) {
				e, err := how(store.ScheduleID{Workspace: w, Name: name}, sp)
				return []settings.Edit{e}, err
			})
			var refused *settings.Refusal
			if errors.As(err, &refused) && refused.Code == settings.Nothing {
				err = nil
			}
			if err != nil {
				return out, false, err
			}
		}
		if !found {
			var err error
			if out, err = k.seen(ctx, own); err != nil {
				return out, false, err
			}
		}
		found = true
	}
	return out, found, nil
}

// within returns the schedule with those channels alone that somebody may know of who asks in a place: of its workspace, or in a
// terminal all.
func (p planned) within(place bot.Address) planned {
	p.places = slices.DeleteFunc(slices.Clone(p.places), func(a bot.Address) bool {
		if place.Platform == consolePlatform {
			return false
		}
		direct := place.Workspace == discord.DirectMessages && a.Channel != place.Channel // conversations of others
		return a.Platform != place.Platform || a.Workspace != place.Workspace || direct
	})
	return p
}

// seen returns a schedule as people see it: when it is due next, and what is paused. It is paused when it is in all of its workspaces.
func (k *core) seen(ctx context.Context, p planned) (present.Schedule, error) {
	now := k.now()
	s := p.seen(now)
	whole, until := 0, time.Time{}
	for _, w := range p.workspaces() {
		list, err := k.store.Pauses.Of(ctx, store.ScheduleID{Workspace: w, Name: p.name})
		if err != nil {
			return s, err
		}
		for _, pause := range list {
			switch {
			case !pause.Holds(now):
			case pause.Place != "":
				if at, err := bot.ParseAddress(pause.Place); err == nil && slices.Contains(p.places, at) {
					s.Stopped = append(s.Stopped, present.Stopped{Place: at, Since: pause.Since, Why: pause.Detail, Removed: k.removedAt(pause)})
				}
			default:
				whole++
				if !pause.Until.IsZero() && (until.IsZero() || pause.Until.Before(until)) {
					until = pause.Until
				}
			}
		}
	}
	if s.Paused = whole > 0 && whole == len(p.workspaces()); !s.Paused {
		return s, nil
	}
	s.Until, s.Next = until, time.Time{}
	if !until.IsZero() {
		s.Next = p.nextFrom(until)
	}
	return s, nil
}

// nextFrom returns when the schedule is due first at a moment or later.
func (p planned) nextFrom(at time.Time) time.Time {
	next := p.next(at.Add(-time.Second)) // the rule counts whole seconds
	if !next.IsZero() && next.Before(at) {
		return p.next(at)
	}
	return next
}

// NoticeKind says what a notice is about.
type NoticeKind string

// PlaceStopped is said when a channel refused the digests of a schedule again and again, so that it is paused there until it is resumed.
const PlaceStopped NoticeKind = "place stopped"

// PlaceRemoved is said when what was set for a channel is removed, because the channel has been gone for long.
const PlaceRemoved NoticeKind = "place removed"

// Notice is something that the admins of a workspace should hear of.
type Notice struct {
	Kind     NoticeKind
	Schedule string
	Place    bot.Address
	Reason   string // what the platform said
	Change   string // the id of the change that was made, to take it back; may be empty
}

// Notify tells the admins of a workspace, as the store names it: "platform:id". It must not wait.
type Notify func(ctx context.Context, workspace string, n Notice)

// tell implements Notify where nobody else does: it plans a notice for each channel of the admins of the workspace.
func (a *App) tell(ctx context.Context, workspace string, n Notice) {
	for _, place := range a.noticesFor(workspace) {
		v := present.In(a.config.Language, a.zoneOf(place))
		m := v.StoppedNotice(n.Schedule, n.Place, place, n.Reason, commands.ResumeLine(n.Schedule))
		if n.Kind == PlaceRemoved {
			m = v.RemovedNotice(n.Place, place, n.Reason, "undo "+n.Change)
		}
		run := delivery.Run{Workspace: workspace, Nominal: strings.TrimSpace(fmt.Sprintf("stopped %s in %s, %d %s", n.Schedule, n.Place, a.now().UnixMilli(), n.Change)), Zone: "UTC"}
		if err := a.courier.Plan(ctx, run, place, m, nil, nil); err != nil && ctx.Err() == nil {
			a.log.Error("admins could not be told that a channel was given up", "schedule", n.Schedule, "place", n.Place.String(), "error", err)
		}
	}
}

const (
	refusals  = 3         // in a row, after which a channel is not tried any more
	lookEvery = time.Hour // how often they are counted when nothing happens: another process may have posted
)

// posts reports whether a schedule posts into a channel; one that is gone, or that the channel was taken off, does not.
func (d *daemon) posts(id store.ScheduleID, place string) bool {
	p, ok := d.plans().find(id.Workspace, id.Name)
	return ok && slices.ContainsFunc(p.places, func(a bot.Address) bool { return a.String() == place })
}

// stopRefused pauses channels that refuse the digests of a schedule again and again. An error that may pass is no refusal.
func (d *daemon) stopRefused(ctx context.Context) {
	d.looked = time.Now()
	list, err := d.store.Runs.Rejected(ctx, d.now(), refusals)
	if err != nil {
		d.failed(ctx, "refusals could not be counted; it is tried again", err)
		return
	}
	for _, r := range list {
		if !d.posts(r.ScheduleID, r.Place) {
			continue
		}
		stopped, err := d.store.Pauses.Stop(ctx, store.Pause{
			ScheduleID: r.ScheduleID, Place: r.Place, Since: d.now(), Reason: store.RefusedInSeries, Detail: r.Reason,
		})
		if err != nil {
			d.failed(ctx, "a channel could not be paused; it is tried again", err, "schedule", r.Name, "place", r.Place)
			continue
		}
		place, err := bot.ParseAddress(r.Place)
		if !stopped || err != nil {
			continue
		}
		d.log.LogAttrs(ctx, slog.LevelWarn, "schedule paused for a channel, which refuses its digests", slog.String("schedule", r.Name), slog.String("place", r.Place),
			slog.Int("refused in a row", refusals), slog.String("reason", r.Reason),
			slog.String("do", "let the bot into the channel or take the channel off the schedule, then: brief schedule resume "+r.Name))
		if d.notify != nil && !strings.HasPrefix(r.Name, store.PrivateSchedule) { // of whom it is, is nobody else's business
			d.notify(ctx, r.Workspace, Notice{Kind: PlaceStopped, Schedule: r.Name, Place: place, Reason: r.Reason})
		}
	}
}
