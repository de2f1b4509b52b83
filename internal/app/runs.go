package app

import (
	"cmp"
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
	// settling is how long the digests of one moment wait together for articles that came in and are in no story yet: longer than the pages of
	// a fetch take, and not so long that they would be late.
	settling = pagesTime + 10*time.Second
	// answering is how long somebody who asks what a digest would be waits for the same.
	answering = 5 * time.Second
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
		if d.refused.Swap(false) || len(runs) > 0 || d.looked.IsZero() || time.Since(d.looked) >= lookEvery {
			d.stopRefused(ctx)
		}
		d.settled = time.Now().Add(settling)
		for _, run := range runs {
			if ctx.Err() == nil {
				d.finish(ctx, run)
			}
		}
	}
}

// Why a run that began came to nothing in a channel.
const (
	removed    = "removed"    // the schedule was taken out of the config before
	uncomposed = "uncomposed" // until its window had passed
	overlap    = "overlap"    // the digest before has not got there yet
)

// finish composes and plans the digests of a run and records how it went. Runs that an earlier process began are finished like
// any other: what was planned then stays as it is. A run that cannot be finished is tried again at the next tick, until
// its window has passed.
func (d *daemon) finish(ctx context.Context, run store.Run) {
	log := d.log.With("run", run.Schedule+"@"+run.Nominal, "schedule", run.Schedule, "workspace", run.Workspace)
	tooLate, err := d.planned(ctx, run)
	var places []store.RunPlace
	if err == nil {
		places, err = d.store.Runs.Places(ctx, run)
	}
	switch {
	case ctx.Err() != nil:
		return // it stays unfinished and is taken up at the next start
	case err != nil:
		log.Error("run could not be finished; it is tried again", "error", err)
		return
	}
	run.Ended = d.now()
	run.Outcome, run.Detail = outcome(places, tooLate)
	if tooLate != "" {
		log.Warn("run ended early", "channels", posted(places), "reason", tooLate)
	} else {
		log.Info("run "+run.Outcome, "channels", posted(places), "late", lateness(run))
	}
	d.reach("end:before")
	if err := d.store.Runs.End(ctx, run); err != nil {
		d.failed(ctx, "the end of a run could not be recorded; it is tried again", err)
		return
	}
	d.setGoing(store.ScheduleID{Workspace: run.Workspace, Name: run.Schedule}, false)
	d.closeDraft(ctx, run)
	d.over(run)
}

// planned plans what a run still has to plan, and records what it comes to in each channel. It returns why there will not be
// more when it is too late for that.
func (d *daemon) planned(ctx context.Context, run store.Run) (tooLate string, err error) {
	p, ok := d.plans().find(run.Workspace, run.Schedule)
	switch {
	case !ok:
		return removed, d.giveUp(ctx, run, nil, removed)
	case d.now().Sub(run.Due) > p.window(run):
		return uncomposed, d.giveUp(ctx, run, p.places, uncomposed)
	}
	return "", d.planAll(ctx, p, run)
}

// giveUp records that a run comes to nothing in those channels in which it did not come to anything yet.
func (d *daemon) giveUp(ctx context.Context, run store.Run, places []bot.Address, why string) error {
	parts, err := d.store.Runs.Parts(ctx, run)
	if err != nil {
		return err
	}
	for _, m := range parts {
		if err := d.store.Runs.Mark(ctx, run, store.RunPlace{Place: m.Place, Outcome: store.Posted}); err != nil {
			return err
		}
	}
	for _, place := range places {
		if workspaceOf(place) != run.Workspace {
			continue
		}
		if err := d.store.Runs.Mark(ctx, run, store.RunPlace{Place: place.String(), Outcome: store.Failed, Detail: why}); err != nil {
			return err
		}
	}
	return nil
}

// outcome sums up what a run came to in its channels.
func outcome(places []store.RunPlace, tooLate string) (what, why string) {
	for _, what := range []string{store.Posted, store.Empty, store.Paused} {
		if slices.ContainsFunc(places, func(p store.RunPlace) bool { return p.Outcome == what }) {
			return what, tooLate
		}
	}
	why = removed // no channel of the workspace is left
	if len(places) > 0 {
		why = places[0].Detail
	}
	return store.Missed, cmp.Or(tooLate, why)
}

// posted returns in how many channels there are messages of a run.
func posted(places []store.RunPlace) int {
	n := 0
	for _, p := range places {
		if p.Outcome == store.Posted {
			n++
		}
	}
	return n
}

// lateness is how much later than due a run began, in whole seconds.
func lateness(run store.Run) time.Duration { return run.Started.Sub(run.Due).Truncate(time.Second) }

// window is how late a run may still be composed.
func (p planned) window(run store.Run) time.Duration {
	return p.plan.Window(schedule.Run{Instant: run.Due.Add(-p.jitter)})
}

// planAll plans the digest of a run for each channel of its workspace that has none yet. A channel for which it fails keeps the
// others from nothing.
func (d *daemon) planAll(ctx context.Context, p planned, run store.Run) error {
	var failures []error
	for _, place := range p.places {
		if workspaceOf(place) != run.Workspace {
			continue
		}
		what, why, err := d.planOne(ctx, p, run, place)
		d.reach("mark:before")
		if err == nil {
			err = d.store.Runs.Mark(ctx, run, store.RunPlace{Place: place.String(), Outcome: what, Detail: why})
		}
		if err != nil {
			failures = append(failures, fmt.Errorf("digest for %s: %w", place, err))
		}
	}
	return errors.Join(failures...)
}

// staleAfter is how long a digest that does not get into a channel keeps the next ones of its schedule from being planned: they
// would all come at once. Longer, and the new one matters more.
const staleAfter = 12 * time.Hour

// planOne plans the digest of one channel, and returns what the run comes to there, and why it is nothing.
func (d *daemon) planOne(ctx context.Context, p planned, run store.Run, place bot.Address) (what, why string, err error) {
	of := delivery.Run{Workspace: run.Workspace, Schedule: p.name, Nominal: run.Nominal, Zone: run.Zone}
	p = p.at(ctx, place, d.courier)
	if planned, err := d.courier.Planned(ctx, of, place); planned || err != nil {
		return store.Posted, "", err
	}
	if paused, err := d.paused(ctx, run, place); paused || err != nil {
		return store.Paused, "", err
	}
	if waiting, err := d.store.Runs.Waiting(ctx, run, place.String(), d.now().Add(-staleAfter)); waiting || err != nil {
		return store.Missed, overlap, err
	}
	span, late, err := spanOf(ctx, d.store, p, place, run.Due)
	if err != nil {
		return "", "", err
	}
	r := p.request(place, span, d.feeds(place), late)
	if err := settle(ctx, d.store, r, d.now(), d.settled); err != nil {
		return "", "", err
	}
	made, err := d.desk.Make(ctx, r)
	if err == nil {
		made, why, err = d.edited(ctx, p, run, made)
	}
	switch {
	case err != nil || why != "":
		return store.Missed, why, err
	case len(made.Stories) == 0 && !p.speak:
		return store.Empty, "", nil
	}
	made = p.fit(made)
	posts := p.messages(made)
	d.tag(posts, made)
	if d.now().Sub(run.Due) > schedule.OnTime {
		posts[0].Message = present.In(p.language, p.zone).Late(posts[0].Message, run.Due)
	}
	d.gate.Lock()
	defer d.gate.Unlock()
	if paused, err := d.paused(ctx, run, place); paused || err != nil { // while it was composed
		return store.Paused, "", err
	}
	return store.Posted, "", d.courier.PlanAll(ctx, of, place, posts, shown(made))
}

// settle waits until those articles have their stories that came in before now, and not beyond the end, by the steady clock: while their pages
// are read they have none, and each would have a headline of its own.
func settle(ctx context.Context, s *store.Store, r digest.Request, now, end time.Time) error {
	for {
		left, err := s.Articles.Unplaced(ctx, r.Wide(), r.Feeds, now)
		if err != nil || !left || !time.Now().Before(end) {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

// spanOf returns the time that a digest of the schedule due at a moment covers in a channel, and whether the schedule ran before:
// from the run before it, but not from long ago. What a pause kept from being told is not told after it. While there was no run yet
// it covers what the first one was to cover, should that have been missed.
func spanOf(ctx context.Context, s *store.Store, p planned, place bot.Address, due time.Time) (briefs.Span, bool, error) {
	span := briefs.Span{From: due.Add(-firstSpan), To: due}
	longest := longSpan
	if next, ok := p.plan.Next(due); ok {
		longest = max(longest, 2*next.Instant.Sub(due))
	}
	last, ran, err := s.Runs.LastDone(ctx, workspaceOf(place), p.name, place.String(), due)
	if err != nil {
		return span, false, err
	}
	if ran {
		span.From = last.Due
	} else {
		state, known, err := s.Schedules.Get(ctx, store.ScheduleID{Workspace: workspaceOf(place), Name: p.name})
		if err != nil {
			return span, false, err
		}
		if first := p.next(state.Created); known && first.Before(due) {
			span.From = first.Add(-firstSpan)
		}
	}
	if oldest := due.Add(-longest); span.From.Before(oldest) {
		span.From = oldest
	}
	return span, ran, nil
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

// request asks for the digest of a span. A schedule that ran before also takes what came in late, and does not take what sources
// brought that were new then; its first digest takes what there is.
func (p planned) request(place bot.Address, span briefs.Span, feeds []string, ranBefore bool) digest.Request {
	return digest.Request{
		Workspace: workspaceOf(place), Place: place.String(), Span: span, Topics: p.topics, Limit: p.limit, Feeds: feeds,
		Title: p.title, Late: ranBefore, Backlog: !ranBefore, Language: p.language, Threads: p.look.threaded(),
	}
}
