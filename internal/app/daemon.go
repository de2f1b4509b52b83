package app

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/internal/delivery"
	"briefbot/internal/digest"
	"briefbot/internal/present"
	"briefbot/internal/schedule"
	"briefbot/internal/store"
)

// firstSpan is how far back the first digest of a schedule reaches.
const firstSpan = 24 * time.Hour

// daemon posts the digests of the schedules when they are due.
type daemon struct {
	plans   []planned
	store   *store.Store
	desk    digest.Desk
	courier *delivery.Courier
	feeds   func(place bot.Address) []string
	now     func() time.Time
	log     *slog.Logger

	mu    sync.Mutex
	going map[string]bool // schedules whose run is under way
}

// serve watches the clock until ctx ends.
func (d *daemon) serve(ctx context.Context, poke <-chan struct{}) error {
	if err := d.resume(ctx, d.now()); err != nil {
		return err
	}
	loop := schedule.Loop{Now: d.now, Poke: poke}
	if err := loop.Run(ctx, d.tick); err != nil && ctx.Err() == nil {
		return err
	}
	return nil
}

// tick runs what is due and returns when the next run is.
func (d *daemon) tick(ctx context.Context, t schedule.Tick) time.Time {
	var wake time.Time
	for _, p := range d.plans {
		next, err := d.decide(ctx, p, t)
		if err != nil {
			d.log.Error("schedule could not be decided on; it is tried again", "schedule", p.name, "error", err)
			next = t.Now.Add(schedule.MaxSleep)
		}
		if !next.IsZero() && (wake.IsZero() || next.Before(wake)) {
			wake = next
		}
	}
	return wake
}

// decide compares one schedule with the clock, records what was missed, and runs what is due. The run is recorded before the schedule's
// own progress, so that a crash in between repeats the decision and finds the run there.
func (d *daemon) decide(ctx context.Context, p planned, t schedule.Tick) (time.Time, error) {
	state, ok, err := d.store.Schedules.Load(ctx, p.name)
	if err != nil {
		return time.Time{}, err
	}
	if !ok || state.Rule != p.rule { // new or edited: nothing before now is owed
		state = store.ScheduleState{Name: p.name, Rule: p.rule, Since: t.Now}
		if err := d.store.Schedules.Save(ctx, state); err != nil {
			return time.Time{}, err
		}
	}
	decision := p.plan.Decide(t.Now, schedule.State{Since: state.Since, Handled: state.Handled, Busy: d.busy(p.name), Down: t.Down})
	for _, skip := range decision.Skipped {
		if err := d.missed(ctx, p, skip, t.Now); err != nil {
			return time.Time{}, err
		}
	}
	var started []store.Run
	if decision.Due {
		if started, err = d.start(ctx, p, decision.Run, t.Now); err != nil {
			return time.Time{}, err
		}
	}
	if state.Handled != decision.Handled {
		state.Handled = decision.Handled
		if err := d.store.Schedules.Save(ctx, state); err != nil {
			return time.Time{}, err
		}
	}
	for _, run := range started {
		d.run(ctx, p, run)
	}
	return decision.Wake, nil
}

func (d *daemon) busy(name string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.going[name]
}

// workspaces returns where the schedule posts, each workspace once.
func (p planned) workspaces() []string {
	var out []string
	for _, a := range p.places {
		if w := a.Platform + ":" + a.Workspace; !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// start records a run for each workspace and returns those that nobody recorded before.
func (d *daemon) start(ctx context.Context, p planned, r schedule.Run, now time.Time) ([]store.Run, error) {
	var started []store.Run
	for _, w := range p.workspaces() {
		run := store.Run{
			Workspace: w, Schedule: p.name, Nominal: r.Key(), Zone: p.plan.Zone(), Due: r.Instant, Started: now, Outcome: store.Going,
		}
		first, err := d.store.Runs.Start(ctx, run)
		if err != nil {
			return nil, err
		}
		if first {
			started = append(started, run)
		}
	}
	return started, nil
}

func (d *daemon) missed(ctx context.Context, p planned, skip schedule.Skip, now time.Time) error {
	for _, w := range p.workspaces() {
		_, err := d.store.Runs.Start(ctx, store.Run{
			Workspace: w, Schedule: p.name, Nominal: skip.Run.Key(), Zone: p.plan.Zone(), Due: skip.Run.Instant,
			Started: now, Ended: now, Outcome: store.Missed, Detail: string(skip.Reason),
		})
		if err != nil {
			return err
		}
	}
	d.log.Warn("run missed", "schedule", p.name, "run", skip.Run.Key(), "reason", string(skip.Reason))
	return nil
}

// resume finishes the runs that were going on when the program ended. Composing again plans the same messages under the same keys,
// so nothing is doubled.
func (d *daemon) resume(ctx context.Context, now time.Time) error {
	runs, err := d.store.Runs.Unfinished(ctx)
	if err != nil {
		return err
	}
	for _, run := range runs {
		i := slices.IndexFunc(d.plans, func(p planned) bool { return p.name == run.Schedule })
		if i < 0 || now.Sub(run.Due) > schedule.MaxWindow {
			run.Ended, run.Outcome, run.Detail = now, store.Missed, string(schedule.ReasonDown)
			if err := d.store.Runs.End(ctx, run); err != nil {
				return err
			}
			continue
		}
		d.run(ctx, d.plans[i], run)
	}
	return nil
}

// run composes and plans the digest of a run for each channel of its workspace, and records how it went.
func (d *daemon) run(ctx context.Context, p planned, run store.Run) {
	d.setGoing(p.name, true)
	defer d.setGoing(p.name, false)
	log := d.log.With("schedule", p.name, "run", run.Nominal, "workspace", run.Workspace)
	posted, err := d.compose(ctx, p, run)
	switch {
	case ctx.Err() != nil:
		return // it stays unfinished and is taken up at the next start
	case err != nil:
		run.Outcome, run.Detail = store.Failed, err.Error()
		log.Error("run failed", "error", err)
	case posted == 0:
		run.Outcome = store.Empty
		log.Info("run had nothing to say")
	default:
		run.Outcome = store.Posted
		log.Info("run planned", "channels", posted)
	}
	run.Ended = d.now()
	if err := d.store.Runs.End(ctx, run); err != nil {
		log.Error("run could not be recorded", "error", err)
	}
}

func (d *daemon) setGoing(name string, going bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.going[name] = going
}

// compose plans the messages of a run and returns to how many channels.
func (d *daemon) compose(ctx context.Context, p planned, run store.Run) (int, error) {
	from := run.Due.Add(-firstSpan)
	last, ok, err := d.store.Runs.LastDone(ctx, run.Workspace, p.name, run.Due)
	if err != nil {
		return 0, err
	}
	if ok {
		from = last.Due
	}
	posted := 0
	for _, place := range p.places {
		if place.Platform+":"+place.Workspace != run.Workspace {
			continue
		}
		made, err := d.desk.Make(ctx, p.request(place, briefs.Span{From: from, To: run.Due}, d.feeds(place), ok))
		if err != nil {
			return posted, fmt.Errorf("digest for %s: %w", place, err)
		}
		if len(made.Stories) == 0 && !p.speak {
			continue
		}
		main, replies := p.message(made)
		of := delivery.Run{Workspace: run.Workspace, Schedule: p.name, Nominal: run.Nominal}
		if err := d.courier.Plan(ctx, of, place, main, replies, shown(made)); err != nil {
			return posted, err
		}
		posted++
	}
	return posted, nil
}

// request asks for the digest of a span. A schedule that ran before also takes what came in late.
func (p planned) request(place bot.Address, span briefs.Span, feeds []string, ranBefore bool) digest.Request {
	return digest.Request{
		Workspace: place.Platform + ":" + place.Workspace, Place: place.String(), Span: span, Topics: p.topics, Limit: p.limit, Feeds: feeds,
		Late: ranBefore, Language: p.language,
	}
}

func (p planned) message(d briefs.Digest) (bot.Message, []bot.Message) {
	main, replies := present.In(p.language, p.zone).Digest(d)
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
