package schedule

import (
	"hash/fnv"
	"time"
)

// Durations of the rules about late and missed runs.
const (
	MaxWindow = 3 * time.Hour  // a run that is later than this is missed, whatever its period
	OnTime    = time.Minute    // a run within this is not called late: two wake-ups of the loop
	DownTime  = 3 * time.Hour  // a longer jump of the clock counts as downtime
	rewind    = 25 * time.Hour // a clock set back by more than this was wrong before
	lookBack  = 2 * 366 * 24 * time.Hour
	keepSkips = 100
)

// Reason says why a run did not happen.
type Reason string

// The reasons.
const (
	ReasonDown    Reason = "down"    // the program was not running, or the clock jumped far ahead
	ReasonLate    Reason = "late"    // the program was busy or suspended until the window had passed
	ReasonPaused  Reason = "paused"  // the schedule was paused
	ReasonOverlap Reason = "overlap" // the run before was still going
)

// State is what a schedule's owner remembers between decisions.
type State struct {
	Since   time.Time // created or edited at: no run due at or before it is owed
	Handled time.Time // instant of the last run that was decided on, without jitter; zero at first
	Paused  bool
	Until   time.Time     // with Paused: runs due from here on happen again; zero is until resumed
	Busy    bool          // the run before is still going
	Jitter  time.Duration // added to every due time; see Jitter
	Window  time.Duration // how late a run may be; 0 is the plan's own
	Down    bool          // the program was not watching before now: first decision after a start, or Tick.Down
}

// Skip is a run that will not happen.
type Skip struct {
	Run    Run
	Reason Reason
}

// Decision is what to do now.
type Decision struct {
	Due     bool          // Run is to happen now
	Run     Run           // with Due
	Late    time.Duration // with Due: how late, when it is late enough to say so
	Skipped []Skip        // to record, oldest first; at most the last 100
	More    int           // how many older ones were skipped besides; after years, at least
	Handled time.Time     // to store as State.Handled before anything is posted
	Wake    time.Time     // when the next run is due; zero when none will be
	Rewound bool          // the clock was set back by more than a day: Handled is now
}

// Decide compares a schedule with the time. It is pure: the caller stores Handled and the skipped runs, and claims the
// run under its identity, which is unique in the store and so the last word on "once". At most one run is ever due.
//
// A clock set back by up to a day waits until it has caught up, since every run up to Handled was decided on. After a
// larger step back the clock was wrong before: watching goes on from now, and the unique identity keeps posted runs from
// being posted again.
func (p Plan) Decide(now time.Time, s State) Decision {
	now = now.Add(-s.Jitter)
	from := s.Handled
	if since := s.Since.Add(-s.Jitter); since.After(from) {
		from = since
	}
	var d Decision
	if from.Sub(now) > rewind {
		from, d.Rewound = now, true
	}
	d.Handled = from
	if oldest := now.Add(-lookBack); from.Before(oldest) {
		from = oldest
	}
	var last Run // the newest run that is not paused
	var lastSet bool
	for run := range p.Runs(from) {
		if run.Instant.After(now) {
			d.Wake = run.Instant.Add(s.Jitter)
			break
		}
		d.Handled = run.Instant
		if s.pauses(run) {
			d.skip(run, ReasonPaused)
			continue
		}
		if lastSet {
			d.skip(last, s.missed())
		}
		last, lastSet = run, true
	}
	if lastSet {
		p.settle(&d, last, now, s)
	}
	return d
}

// settle decides on the newest run.
func (p Plan) settle(d *Decision, run Run, now time.Time, s State) {
	late := now.Sub(run.Instant)
	window := s.Window
	if window <= 0 {
		window = p.Window(run)
	}
	switch {
	case late > window:
		d.skip(run, s.missed())
	case s.Busy:
		d.skip(run, ReasonOverlap)
	default:
		d.Due, d.Run = true, run
		if late > OnTime {
			d.Late = late
		}
	}
}

func (d *Decision) skip(run Run, why Reason) {
	if len(d.Skipped) == keepSkips {
		copy(d.Skipped, d.Skipped[1:])
		d.Skipped = d.Skipped[:keepSkips-1]
		d.More++
	}
	d.Skipped = append(d.Skipped, Skip{run, why})
}

func (s State) pauses(run Run) bool {
	return s.Paused && (s.Until.IsZero() || run.Instant.Add(s.Jitter).Before(s.Until))
}

func (s State) missed() Reason {
	if s.Down {
		return ReasonDown
	}
	return ReasonLate
}

// Window returns how late a run may still happen: the smaller of half the time to the next run and three hours.
func (p Plan) Window(run Run) time.Duration {
	next, ok := p.Next(run.Instant)
	if !ok {
		return MaxWindow
	}
	return min(next.Instant.Sub(run.Instant)/2, MaxWindow)
}

// Jitter returns a delay in [0, most) in whole seconds, always the same for one schedule, so that thousands of
// schedules at 09:00 do not all post in one second.
func Jitter(id string, most time.Duration) time.Duration {
	seconds := uint64(most / time.Second)
	if most <= 0 || seconds == 0 {
		return 0
	}
	h := fnv.New64a()
	h.Write([]byte(id)) // never fails
	return time.Duration(h.Sum64()%seconds) * time.Second
}
