package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/internal/delivery"
	"briefbot/internal/digest"
	"briefbot/internal/present"
	"briefbot/internal/schedule"
	"briefbot/internal/store"
)

const (
	// firstSpan is how far back the first digest of a schedule reaches.
	firstSpan = 24 * time.Hour
	// longSpan is how far back a digest reaches at most, or two periods of its schedule: who was away for months is not
	// told all of it.
	longSpan = 7 * 24 * time.Hour
)

// compose works on unfinished runs whenever it is woken, until ctx ends: one after the other, so that two schedules of one channel
// do not tell it the same.
func (d *daemon) compose(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-d.work:
		}
		runs, err := d.store.Runs.Unfinished(ctx)
		if err != nil {
			d.failed(ctx, "unfinished runs could not be read; it is tried again", err)
		}
		for _, run := range runs {
			if ctx.Err() == nil {
				d.finish(ctx, run)
			}
		}
	}
}

// finish composes and plans the digests of a run and records how it went. Runs that an earlier process began are finished like
// any other: what was planned then stays as it is. A run that cannot be finished is tried again at the next tick, until
// its window has passed.
func (d *daemon) finish(ctx context.Context, run store.Run) {
	log := d.log.With("run", run.Schedule+"@"+run.Nominal, "schedule", run.Schedule, "workspace", run.Workspace)
	posted, tooLate, err := d.planned(ctx, run)
	switch {
	case ctx.Err() != nil:
		return // it stays unfinished and is taken up at the next start
	case err != nil:
		log.Error("run could not be finished; it is tried again", "error", err)
		return
	}
	run.Ended, run.Outcome, run.Detail = d.now(), outcome(posted, tooLate), tooLate
	if tooLate != "" {
		log.Warn("run ended early", "channels", posted, "reason", tooLate)
	} else {
		log.Info("run "+run.Outcome, "channels", posted, "late", lateness(run))
	}
	if err := d.store.Runs.End(ctx, run); err != nil {
		d.failed(ctx, "the end of a run could not be recorded; it is tried again", err)
		return
	}
	d.setGoing(run.Schedule, false)
	d.over(run)
}

// planned plans what a run still has to plan, and returns for how many channels there are messages and why there will not be more.
func (d *daemon) planned(ctx context.Context, run store.Run) (posted int, tooLate string, err error) {
	i := slices.IndexFunc(d.plans, func(p planned) bool { return p.name == run.Schedule })
	switch {
	case i < 0:
		tooLate = "the schedule was removed from the config before the digest was composed"
	case d.now().Sub(run.Due) > window(d.plans[i], run):
		tooLate = "the digest could not be composed before its window had passed"
	default:
		posted, err = d.planAll(ctx, d.plans[i], run)
		return posted, "", err
	}
	posted, err = d.count(ctx, run)
	return posted, tooLate, err
}

func outcome(posted int, tooLate string) string {
	switch {
	case posted > 0:
		return store.Posted
	case tooLate != "":
		return store.Missed
	}
	return store.Empty
}

// lateness is how much later than due a run began, in whole seconds.
func lateness(run store.Run) time.Duration { return run.Started.Sub(run.Due).Truncate(time.Second) }

// window is how late a run may still be composed.
func window(p planned, run store.Run) time.Duration {
	return p.plan.Window(schedule.Run{Instant: run.Due})
}

// count returns for how many channels messages of a run were planned.
func (d *daemon) count(ctx context.Context, run store.Run) (int, error) {
	list, err := d.store.Deliveries.OfRun(ctx, run.Workspace, run.Schedule, run.Nominal)
	places := map[string]bool{}
	for _, m := range list {
		if m.Zone == run.Zone {
			places[m.Place] = true
		}
	}
	return len(places), err
}

// planAll plans the digest of a run for each channel of its workspace that has none yet, and returns for how many there is one.
// A channel for which it fails keeps the others from nothing.
func (d *daemon) planAll(ctx context.Context, p planned, run store.Run) (int, error) {
	span, late, err := spanOf(ctx, d.store.Runs, p, run.Workspace, run.Due)
	if err != nil {
		return 0, err
	}
	posted := 0
	var failures []error
	for _, place := range p.places {
		if workspaceOf(place) != run.Workspace {
			continue
		}
		of := delivery.Run{Workspace: run.Workspace, Schedule: p.name, Nominal: run.Nominal, Zone: run.Zone}
		planned, err := d.planOne(ctx, p, of, place, p.request(place, span, d.feeds(place), late))
		if err != nil {
			failures = append(failures, fmt.Errorf("digest for %s: %w", place, err))
		}
		if planned {
			posted++
		}
	}
	return posted, errors.Join(failures...)
}

// planOne plans the digest of one channel, and reports whether there is one now: else there was nothing to say.
func (d *daemon) planOne(ctx context.Context, p planned, of delivery.Run, place bot.Address, r digest.Request) (bool, error) {
	if planned, err := d.courier.Planned(ctx, of, place); planned || err != nil {
		return planned, err
	}
	made, err := d.desk.Make(ctx, r)
	if err != nil || len(made.Stories) == 0 && !p.speak {
		return false, err
	}
	made = p.fit(made)
	main, replies := p.message(made)
	if due := r.Span.To; d.now().Sub(due) > schedule.OnTime {
		main = present.In(p.language, p.zone).Late(main, due)
	}
	return true, d.courier.Plan(ctx, of, place, main, replies, shown(made))
}

// spanOf returns the time that a digest of the schedule due at a moment covers, and whether the schedule ran before: from the run
// before it, but not from long ago.
func spanOf(ctx context.Context, runs *store.Runs, p planned, workspace string, due time.Time) (briefs.Span, bool, error) {
	span := briefs.Span{From: due.Add(-firstSpan), To: due}
	last, ok, err := runs.LastDone(ctx, workspace, p.name, due)
	if err != nil || !ok {
		return span, false, err
	}
	longest := longSpan
	if next, ok := p.plan.Next(due); ok {
		longest = max(longest, 2*next.Instant.Sub(due))
	}
	span.From = last.Due
	if oldest := due.Add(-longest); span.From.Before(oldest) {
		span.From = oldest
	}
	return span, true, nil
}

// workspaceOf returns the workspace of a channel as the store names it: "platform:id".
func workspaceOf(place bot.Address) string { return place.Platform + ":" + place.Workspace }

// workspaces returns where the schedule posts, each workspace once.
func (p planned) workspaces() []string {
	var out []string
	for _, a := range p.places {
		if w := workspaceOf(a); !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// request asks for the digest of a span. A schedule that ran before also takes what came in late.
func (p planned) request(place bot.Address, span briefs.Span, feeds []string, ranBefore bool) digest.Request {
	return digest.Request{
		Workspace: workspaceOf(place), Place: place.String(), Span: span, Topics: p.topics, Limit: p.limit, Feeds: feeds,
		Late: ranBefore, Language: p.language,
	}
}

// mostMore is how many stories over the limit the thread lists at most.
const mostMore = 50

// fit leaves out what the schedule's layout does not show.
func (p planned) fit(d briefs.Digest) briefs.Digest {
	d.More = d.More[:min(len(d.More), mostMore)]
	if p.compact {
		d.More = nil // there is no thread to list them in
	}
	return d
}

// message words a digest: what goes into the channel and what into its thread.
func (p planned) message(d briefs.Digest) (bot.Message, []bot.Message) {
	main, replies := present.In(p.language, p.zone).Digest(p.fit(d))
	if p.compact {
		replies = nil
	}
	return main, replies
}

// shown lists the headlines that a digest shows.
func shown(d briefs.Digest) []store.ShownArticle {
	var out []store.ShownArticle
	for _, e := range slices.Concat(d.Stories, d.More) {
		out = append(out, store.ShownArticle{Article: e.Lead.ID, Story: e.Story.ID})
		for _, a := range e.Related {
			out = append(out, store.ShownArticle{Article: a.ID, Story: e.Story.ID})
		}
	}
	return out
}
