package app

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"briefbot/bot"
	"briefbot/internal/delivery"
	"briefbot/internal/digest"
	"briefbot/internal/schedule"
	"briefbot/internal/store"
)

// patience is how long runs wait for feeds that have not been read for long, as after a start or a sleep of the machine: the
// night's news should be in the morning's digest.
const patience = 5 * time.Minute

// daemon posts the digests of the schedules when they are due: it compares the schedules with the clock and records the runs that
// begin, which are composed one after the other beside it (see runs.go).
type daemon struct {
	plans   []planned
	store   *store.Store
	desk    digest.Desk
	courier *delivery.Courier
	feeds   func(place bot.Address) []string
	behind  func() bool // whether there are feeds that should have been read long ago; nil is never
	now     func() time.Time
	log     *slog.Logger
	work    chan struct{}   // wakes the composing of runs
	ended   func(store.Run) // is called for each run that ended or was missed; nil is nothing
	look    time.Duration   // longest time between two looks at the clock; zero is the usual one

	states map[string]store.ScheduleState // nil until they are read
	down   bool                           // nothing was watching until now
	since  time.Time                      // when runs began to wait for feeds, by the steady clock; zero when none does

	mu    sync.Mutex
	going map[string]bool // schedules with a run that this process began
}

// restart forgets what it knows, before a term in which it writes to s.
func (d *daemon) restart(s *store.Store) {
	d.store, d.states, d.down, d.since = s, nil, false, time.Time{}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.going = map[string]bool{}
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
	for _, p := range d.plans {
		next, wait, err := d.decide(ctx, p, t.Now)
		if err != nil {
			d.failed(ctx, "schedule could not be decided on; it is tried again", err, "schedule", p.name)
			next = t.Now.Add(schedule.MaxSleep)
		}
		waits = waits || wait || err != nil
		if !next.IsZero() && (wake.IsZero() || next.Before(wake)) {
			wake = next
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

// load reads how far the decisions have come, once a term: this process alone decides in it, and its writes are fenced. Schedules that
// are gone are forgotten, so that one that comes back owes nothing.
func (d *daemon) load(ctx context.Context) error {
	if d.states != nil {
		return nil
	}
	states, err := d.store.Schedules.All(ctx)
	if err != nil {
		return err
	}
	for name := range states {
		if slices.ContainsFunc(d.plans, func(p planned) bool { return p.name == name }) {
			continue
		}
		if err := d.store.Schedules.Forget(ctx, name); err != nil {
			return err
		}
		delete(states, name)
	}
	d.states = states
	return nil
}

// save keeps a schedule's state in the store and then here.
func (d *daemon) save(ctx context.Context, state store.ScheduleState) error {
	if d.states[state.Name] == state {
		return nil
	}
	if err := d.store.Schedules.Save(ctx, state); err != nil {
		return err
	}
	d.states[state.Name] = state
	return nil
}

// decide compares one schedule with the clock, records what was missed, and begins what is due. It returns when to look again,
// and whether a run waits for feeds. The run is recorded before the schedule's own progress, so that a crash in between
// repeats the decision and finds the run there.
func (d *daemon) decide(ctx context.Context, p planned, now time.Time) (next time.Time, waits bool, err error) {
	state, ok := d.states[p.name]
	if !ok || state.Rule != p.rule { // new or edited: nothing before now is owed
		state = store.ScheduleState{Name: p.name, Rule: p.rule, Since: now.UTC().Truncate(time.Millisecond), Handled: time.UnixMilli(0).UTC()}
		if err := d.save(ctx, state); err != nil {
			return time.Time{}, false, err
		}
	}
	decision := p.plan.Decide(now, schedule.State{Since: state.Since, Handled: state.Handled, Busy: d.busy(p.name), Down: d.down})
	if decision.Due && d.waits(p, decision.Run, now) {
		return now.Add(2 * time.Second), true, nil
	}
	if decision.Rewound {
		d.log.Warn("the clock was set back by more than a day; the schedule goes on from now", "schedule", p.name)
	}
	if err := d.missed(ctx, p, decision, now); err != nil {
		return time.Time{}, false, err
	}
	if decision.Due {
		if err := d.begin(ctx, p, decision.Run, now); err != nil {
			return time.Time{}, false, err
		}
	}
	state.Handled = decision.Handled.UTC().Truncate(time.Millisecond)
	return decision.Wake, false, d.save(ctx, state)
}

// waits reports whether a run that is due should wait for feeds: for some minutes at most, and well within its window.
func (d *daemon) waits(p planned, r schedule.Run, now time.Time) bool {
	if d.behind == nil || !d.behind() || now.Sub(r.Instant)+time.Minute > p.plan.Window(r) {
		return false
	}
	if d.since.IsZero() {
		d.since = time.Now()
		d.log.Info("a run waits for feeds that have not been read for long", "run", p.name+"@"+r.Key(), "schedule", p.name, "at most", patience)
	}
	return time.Since(d.since) < patience
}

func (d *daemon) busy(name string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.going[name]
}

func (d *daemon) setGoing(name string, going bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if going {
		d.going[name] = true
	} else {
		delete(d.going, name)
	}
}

// begin records a run for each workspace. One that was recorded before, here or by another process, is not begun again.
func (d *daemon) begin(ctx context.Context, p planned, r schedule.Run, now time.Time) error {
	for _, w := range p.workspaces() {
		first, err := d.store.Runs.Start(ctx, store.Run{
			Workspace: w, Schedule: p.name, Nominal: r.Key(), Zone: p.plan.Zone(), Due: r.Instant, Started: now, Outcome: store.Going,
		})
		if err != nil {
			return err
		}
		if first {
			d.setGoing(p.name, true)
		}
	}
	return nil
}

// missed records the runs that will not happen, for each workspace, and says so once.
func (d *daemon) missed(ctx context.Context, p planned, decision schedule.Decision, now time.Time) error {
	if len(decision.Skipped) == 0 {
		return nil
	}
	for _, skip := range decision.Skipped {
		for _, w := range p.workspaces() {
			run := store.Run{
				Workspace: w, Schedule: p.name, Nominal: skip.Run.Key(), Zone: p.plan.Zone(), Due: skip.Run.Instant,
				Started: now, Ended: now, Outcome: store.Missed, Detail: string(skip.Reason),
			}
			first, err := d.store.Runs.Start(ctx, run)
			if err != nil {
				return err
			}
			if first {
				d.over(run)
			}
		}
	}
	first, last := decision.Skipped[0], decision.Skipped[len(decision.Skipped)-1]
	d.log.Warn("runs missed", "schedule", p.name, "count", len(decision.Skipped)+decision.More,
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
