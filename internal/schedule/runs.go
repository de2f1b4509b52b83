package schedule

import (
	"iter"
	"math"
	"time"
)

// Flags say what is worth knowing of a run.
type Flags uint8

// The flags, with their names in JSON.
const (
	Moved       Flags = 1 << iota // "moved": the civil time is in a gap; the run is at the gap's end
	FirstOfTwo                    // "first_of_two": the civil time comes twice; this is the first
	SecondOfTwo                   // "second_of_two": only for rules that follow elapsed time
	Holiday                       // "holiday": a public holiday of mainland China, on which the calendar lets the run happen
	MakeUp                        // "makeup_workday": a weekend day that the State Council made a workday
	NoData                        // "no_holiday_data": the year's holidays are not known, plain weekdays are used
)

var flagNames = []string{"moved", "first_of_two", "second_of_two", "holiday", "makeup_workday", "no_holiday_data"}

// Names returns the flags' names; never nil.
func (f Flags) Names() []string {
	names := []string{}
	for i, name := range flagNames {
		if f&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return names
}

// Run is one run of a plan.
type Run struct {
	Nominal Civil     // the civil time that the rule names, in the plan's zone
	Instant time.Time // when it is due, in UTC
	Flags   Flags
}

// Key returns the run's identity within a schedule and zone: the nominal civil time, with "/2" for the second of two.
func (r Run) Key() string {
	if r.Flags&SecondOfTwo != 0 {
		return r.Nominal.String() + "/2"
	}
	return r.Nominal.String()
}

// Next returns the first run after an instant; false when none comes within fifty years.
func (p Plan) Next(after time.Time) (Run, bool) {
	c := p.cursor(after)
	return c.next()
}

// Runs yields the runs after an instant in order of time, each instant once. Stop it: most plans never end.
func (p Plan) Runs(after time.Time) iter.Seq[Run] {
	return func(yield func(Run) bool) {
		c := p.cursor(after)
		for {
			run, ok := c.next()
			if !ok || !yield(run) {
				return
			}
		}
	}
}

// cursor walks through the runs of a plan.
type cursor struct {
	plan  *Plan
	clock zoneClock
	last  int64 // only instants after this one are due
	wall  int64 // civil time to go on from
}

func (p *Plan) cursor(after time.Time) cursor {
	c := cursor{plan: p, clock: zoneClock{loc: p.loc}, last: clampUnix(after)}
	// A civil time before this reading has its first instant, or its gap's end, at or before after.
	c.wall = c.last + c.clock.at(c.last).offset
	c.wall -= ((c.wall % 60) + 60) % 60
	return c
}

// clampUnix keeps instants within the years 0 to 9999, where civil dates have their usual form.
func clampUnix(t time.Time) int64 {
	const year0, year10000 = -62167219200, 253402300800
	return min(max(t.Unix(), year0), year10000)
}

func (c *cursor) next() (Run, bool) {
	if c.plan.rule.elapsed {
		return c.nextElapsed()
	}
	return c.nextCivil()
}

// nextCivil takes civil times in order and maps each to an instant.
func (c *cursor) nextCivil() (Run, bool) {
	for {
		wall, ok := c.plan.seek(c.wall)
		if !ok {
			return Run{}, false
		}
		c.wall = wall + 60
		r := c.clock.resolve(wall)
		if r.lost || r.instant <= c.last {
			continue
		}
		c.last = r.instant
		var flags Flags
		if r.moved {
			flags |= Moved
		}
		if r.twice {
			flags |= FirstOfTwo
		}
		return c.run(wall, r.instant, flags), true
	}
}

// nextElapsed takes instants in order and runs wherever the clock on the wall shows one of the rule's times, so that
// an hour that comes twice has its runs twice and one that is left out has none.
func (c *cursor) nextElapsed() (Run, bool) {
	from, end := c.last+1, c.last+horizonYears*366*secondsADay
	for from < end {
		p := c.clock.at(from)
		wall, ok := c.plan.seek(from + p.offset)
		if !ok {
			return Run{}, false
		}
		if at := wall - p.offset; at < p.end {
			c.last = at
			return c.run(wall, at, c.twin(wall, at)), true
		}
		if p.end == math.MaxInt64 {
			return Run{}, false
		}
		from = p.end
	}
	return Run{}, false
}

func (c *cursor) twin(wall, at int64) Flags {
	r := c.clock.resolve(wall)
	switch {
	case !r.twice:
		return 0
	case r.instant == at:
		return FirstOfTwo
	default:
		return SecondOfTwo
	}
}

func (c *cursor) run(wall, instant int64, flags Flags) Run {
	p := c.plan
	day := int(floorDiv(wall, secondsADay))
	run := Run{
		Nominal: Civil{dayNumber(day), int(wall-int64(day)*secondsADay) / 60},
		Instant: time.Unix(instant, 0).UTC(),
		Flags:   flags,
	}
	if p.calendar != CNWorkdays && !p.china {
		return run
	}
	switch p.holidays.kind(day) {
	case holiday:
		run.Flags |= Holiday
	case makeUp:
		run.Flags |= MakeUp
	}
	if p.calendar == CNWorkdays && !p.holidays.Has(run.Nominal.Year) {
		run.Flags |= NoData
	}
	return run
}
