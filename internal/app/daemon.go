package app

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"briefbot/bot"
	"briefbot/briefs/lexicon"
	"briefbot/internal/delivery"
	"briefbot/internal/digest"
	"briefbot/internal/schedule"
	"briefbot/internal/store"
)

// patience is how long runs wait for feeds that have not been read for long, as after a start or a sleep of the machine: the
// night's news should be in the morning's digest.
const patience = 5 * time.Minute

// waitStep is how soon a run or a draft that waits is looked at again.
const waitStep = 2 * time.Second

// daemon posts the digests of the schedules when they are due: it compares the schedules with the clock and records the runs that
// begin, which are composed one after the other beside it (see runs.go).
type daemon struct {
	plans   func() *plans
	fresh   func(ctx context.Context) error // has plans be as the database has them
	store   *store.Store
	desk    digest.Desk
	courier *delivery.Courier
	feeds   func(place bot.Address) []string
	follows func(ctx context.Context, schedule string, place bot.Address) (planned, bool, error)
	behind  func() bool // whether there are feeds that should have been read long ago; nil is never
	now     func() time.Time
	log     *slog.Logger
	work    chan struct{}                        // wakes the composing of runs
	ended   func(store.Run)                      // is called for each run that ended or was missed; nil is nothing
	reached func(point string, d store.Delivery) // is told of points of the protocol, as delivery.Options.Reached; may be nil
	look    time.Duration                        // longest time between two looks at the clock; zero is the usual one
	names   *lexicon.Lexicon                     // for tags of forums; may be nil
	gate    *sync.Mutex                          // held while a digest is planned, and while a pause begins: none is planned after that
	notify  Notify                               // may be nil

	states  map[store.ScheduleID]store.ScheduleState // nil until they are read
	known   *plans                                   // the schedules to which they belong
	down    bool                                     // nothing was watching until now
	since   time.Time                                // when runs began to wait for feeds, by the steady clock; zero when none does
	settled time.Time                                // until when digests wait for articles to be placed, by the steady clock
	looked  time.Time                                // when refusals were counted last, by the steady clock

	unsettled map[delivery.Run]time.Time // since when drafts of runs wait for articles to be placed, by the steady clock

	refused atomic.Bool // a channel has refused a digest since

	mu    sync.Mutex
	going map[store.ScheduleID]bool // schedules with a run that this process began
}

// restart forgets what it knows, before a term in which it writes to s.
func (d *daemon) restart(s *store.Store) {
	d.store, d.states, d.known, d.down, d.since, d.unsettled = s, nil, nil, false, time.Time{}, map[delivery.Run]time.Time{}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.going = map[store.ScheduleID]bool{}
}

// serve watches the clock until ctx ends.
func (d *daemon) serve(ctx context.Context, poke <-chan struct{}) error {
	group, gctx := errgroup.WithContext(ctx)
	group.Go(func() error { return schedule.Loop{Now: d.now, Poke: poke, Most: d.look}.Run(gctx, d.tick) })
	group.Go(func() error { return d.compose(gctx) })
	if err := group.Wait(); ctx.Err() == nil {
		return err
	}
	return nil
}

// tick runs what is due and returns when to look again. What fails is tried again at the next tick.
func (d *daemon) tick(ctx context.Context, t schedule.Tick) time.Time {
	d.down = d.down || t.Down
	if err := d.load(ctx); err != nil {
		d.failed(ctx, "schedules could not be read; it is tried again", err)
		return t.Now.Add(schedule.MaxSleep)
	}
	var wake time.Time
	waits := false
	for _, p := range d.known.all() {
		for _, w := range p.workspaces() {
			next, wait, err := d.decide(ctx, p, w, t.Now)
			if err == nil {
				next, err = d.drafting(ctx, p, store.ScheduleID{Workspace: w, Name: p.name}, t.Now, next)
			}
			if err != nil {
				d.failed(ctx, "schedule could not be decided on; it is tried again", err, "schedule", p.name, "workspace", w)
				next = t.Now.Add(schedule.MaxSleep)
			}
			waits = waits || wait || err != nil
			if !next.IsZero() && (wake.IsZero() || next.Before(wake)) {
				wake = next
			}
		}
	}
	if !waits {
		d.down, d.since = false, time.Time{}
	}
	d.wake()
	return wake
}

func (d *daemon) failed(ctx context.Context, what string, err error, attrs ...any) {
	if ctx.Err() == nil {
		d.log.Error(what, append(attrs, "error", err)...)
	}
}

// load reads how far the decisions have come, once a term: this process alone decides in it, and its writes are fenced. Whenever the
// schedules have changed, those that are gone are forgotten with their pauses, so that one that comes back owes nothing and is paused no
// more.
func (d *daemon) load(ctx context.Context) error {
	if d.states != nil && d.known == d.plans() {
		return nil
	}
	states := d.states
	if states == nil {
		var err error
		if states, err = d.store.Schedules.All(ctx); err != nil {
			return err
		}
	}
	pauses, err := d.store.Pauses.All(ctx)
	if err == nil {
		err = d.fresh(ctx) // after the pauses: each of them was set by somebody who knew its schedule
	}
	if err != nil {
		return err
	}
	now := d.plans()
	known := map[store.ScheduleID]bool{}
	for _, p := range now.all() {
		for _, w := range p.workspaces() {
			known[store.ScheduleID{Workspace: w, Name: p.name}] = true
		}
	}
	for id := range states {
		if known[id] {
			continue
		}
		if err := d.store.Schedules.Forget(ctx, id); err != nil {
			return err
		}
		delete(states, id)
	}
	for _, p := range pauses {
		if !known[p.ScheduleID] {
			if err := d.store.Pauses.Forget(ctx, p.ScheduleID); err != nil {
				return err
			}
		}
	}
	d.states, d.known = states, now
	return nil
}

// save keeps a schedule's state in the store and then here.
func (d *daemon) save(ctx context.Context, state store.ScheduleState) error {
	if d.states[state.ScheduleID] == state {
		return nil
	}
	d.reach("handled:before")
	if err := d.store.Schedules.Save(ctx, state); err != nil {
		return err
	}
	d.reach("handled:after")
	d.states[state.ScheduleID] = state
	return nil
}

// state returns how far the decisions on a schedule have come. Of a new or an edited one nothing before now is owed.
func (d *daemon) state(ctx context.Context, p planned, id store.ScheduleID, now time.Time) (store.ScheduleState, error) {
	state, ok := d.states[id]
	if ok && state.Rule == p.rule {
		return state, nil
	}
	now = now.UTC().Truncate(time.Millisecond)
	if !ok {
		state = store.ScheduleState{ScheduleID: id, Created: now}
	}
	state.Rule, state.Since, state.Handled = p.rule, now, time.UnixMilli(0).UTC()
	return state, d.save(ctx, state)
}

// decide compares one schedule with the clock, records what was missed, and begins what is due. It returns when to look again,
// and whether a run waits for feeds. The run is recorded before the schedule's own progress, so that a crash in between
// repeats the decision and finds the run there.
func (d *daemon) decide(ctx context.Context, p planned, workspace string, now time.Time) (next time.Time, waits bool, err error) {
	id := store.ScheduleID{Workspace: workspace, Name: p.name}
	state, err := d.state(ctx, p, id, now)
	if err != nil {
		return time.Time{}, false, err
	}
	asked := schedule.State{Since: state.Since, Handled: state.Handled, Busy: d.busy(id), Jitter: p.jitter, Down: d.down}
	decision := p.plan.Decide(now, asked)
	if decision.Due || len(decision.Skipped) > 0 { // only then does it matter whether it is paused
		pause, paused, err := pauseOf(ctx, d.store.Pauses, id, "", now)
		if err != nil {
			return time.Time{}, false, err
		}
		if paused {
			asked.Paused, asked.Until = true, pause.Until
			decision = p.plan.Decide(now, asked)
		}
	}
	if decision.Due && d.waits(p, decision.Run, now) {
		return now.Add(waitStep), true, nil
	}
	if decision.Rewound {
		d.log.Warn("the clock was set back by more than a day; the schedule goes on from now", "schedule", p.name, "workspace", workspace)
	}
	if err := d.missed(ctx, p, id, decision, now); err != nil {
		return time.Time{}, false, err
	}
	if decision.Due {
		if err := d.begin(ctx, p, id, decision.Run, now); err != nil {
			return time.Time{}, false, err
		}
	}
	state.Handled = decision.Handled.UTC().Truncate(time.Millisecond)
	return decision.Wake, false, d.save(ctx, state)
}

// waits reports whether a run that is due should wait for feeds: for some minutes at most, and well within its window.
func (d *daemon) waits(p planned, r schedule.Run, now time.Time) bool {
	if d.behind == nil || !d.behind() || now.Sub(p.due(r))+time.Minute > p.plan.Window(r) {
		return false
	}
	if d.since.IsZero() {
		d.since = time.Now()
		d.log.Info("a run waits for feeds that have not been read for long", "run", p.name+"@"+r.Key(), "schedule", p.name, "at most", patience)
	}
	return time.Since(d.since) < patience
}

func (d *daemon) busy(id store.ScheduleID) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.going[id]
}

func (d *daemon) setGoing(id store.ScheduleID, going bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if going {
		d.going[id] = true
	} else {
		delete(d.going, id)
	}
}

// begin records a run. One that was recorded before, here or by another process, is not begun again.
func (d *daemon) begin(ctx context.Context, p planned, id store.ScheduleID, r schedule.Run, now time.Time) error {
	return d.beginAt(ctx, p, id, r, p.due(r), now)
}

// beginAt is begin for a run that is due at another time than its schedule says: what comes in after that is for the next one.
func (d *daemon) beginAt(ctx context.Context, p planned, id store.ScheduleID, r schedule.Run, due, now time.Time) error {
	d.reach("run:before")
	first, err := d.store.Runs.Start(ctx, store.Run{
		Workspace: id.Workspace, Schedule: p.name, Nominal: r.Key(), Zone: p.plan.Zone(), Due: due, Started: now, Outcome: store.Going,
	})
	d.reach("run:after")
	if first {
		d.setGoing(id, true)
	}
	return err
}

func (d *daemon) reach(point string) {
	if d.reached != nil {
		d.reached(point, store.Delivery{})
	}
}

// missed records the runs that will not happen, and says so once.
func (d *daemon) missed(ctx context.Context, p planned, id store.ScheduleID, decision schedule.Decision, now time.Time) error {
	if len(decision.Skipped) == 0 {
		return nil
	}
	for _, skip := range decision.Skipped {
		run := store.Run{
			Workspace: id.Workspace, Schedule: p.name, Nominal: skip.Run.Key(), Zone: p.plan.Zone(), Due: p.due(skip.Run),
			Started: now, Ended: now, Outcome: store.Missed, Detail: string(skip.Reason),
		}
		if skip.Reason == schedule.ReasonPaused {
			run.Outcome, run.Detail = store.Paused, ""
		}
		recorded, err := d.store.Runs.Start(ctx, run)
		if err != nil {
			return err
		}
		if recorded {
			d.over(run)
		}
	}
	first, last := decision.Skipped[0], decision.Skipped[len(decision.Skipped)-1]
	level := slog.LevelWarn
	if last.Reason == schedule.ReasonPaused {
		level = slog.LevelInfo
	}
	d.log.Log(ctx, level, "runs missed", "schedule", p.name, "workspace", id.Workspace, "count", len(decision.Skipped)+decision.More,
		"first", p.name+"@"+first.Run.Key(), "last", p.name+"@"+last.Run.Key(), "reason", string(last.Reason))
	return nil
}

// over tells who counts that a run is over.
func (d *daemon) over(run store.Run) {
	if d.ended != nil {
		d.ended(run)
	}
}

// wake has unfinished runs composed now.
func (d *daemon) wake() {
	select {
	case d.work <- struct{}{}:
	default:
	}
}
