package schedule

import (
	"math"
	"time"
)

// period is a stretch of instants with one offset from UTC, in Unix seconds; end is the first instant after it.
type period struct {
	start, end int64
	offset     int64
}

// zoneClock maps between instants and civil times, remembering the last period, since runs mostly stay in one.
type zoneClock struct {
	loc  *time.Location
	last period // empty at first
}

// at returns the period that holds an instant.
func (z *zoneClock) at(unix int64) period {
	if unix >= z.last.start && unix < z.last.end {
		return z.last
	}
	t := time.Unix(unix, 0).In(z.loc)
	_, offset := t.Zone()
	p := period{math.MinInt64, math.MaxInt64, int64(offset)}
	start, end := t.ZoneBounds()
	if !start.IsZero() {
		p.start = start.Unix()
	}
	if !end.IsZero() {
		p.end = end.Unix()
	}
	if p.end <= unix {
		// Past its table the time package counts every year as 365 days, so on 31 December of a leap year the bounds
		// end before the instant itself. The offset holds to the end of that day in UTC.
		p.end = (floorDiv(unix, secondsADay) + 1) * secondsADay
	}
	z.last = p
	return p
}

// reading is what a civil time comes to in a zone.
type reading struct {
	instant int64
	moved   bool // the civil time does not exist: instant is the first after the gap
	twice   bool // the civil time exists twice: instant is the first
	lost    bool // the whole civil date does not exist
}

const (
	// reach is more than any offset from UTC (15 h 13 min in the records) and any gap (24 h) together.
	reach = 48 * 3600
)

// resolve maps a civil time, in seconds as if in UTC, to its first instant.
func (z *zoneClock) resolve(wall int64) reading {
	// Deep inside a period no other period can show the same civil time.
	if p := z.at(wall - z.last.offset); inside(p, wall-p.offset) {
		return reading{instant: wall - p.offset}
	}
	var r reading
	found := false
	var before period
	for p := z.at(wall - reach); p.start <= wall+reach; p = z.at(p.end) {
		u := wall - p.offset
		switch {
		case u >= p.start && u < p.end && found:
			r.twice = r.twice || u != r.instant // the time package cuts periods at new year: the same instant is no twin
		case u >= p.start && u < p.end:
			r.instant, found = u, true
		case u < p.start && !found:
			return reading{instant: p.start, moved: true, lost: lostDate(wall, p.start+before.offset, p.start+p.offset)}
		}
		before = p
		if p.end == math.MaxInt64 {
			break
		}
	}
	return r
}

func inside(p period, u int64) bool {
	return (p.start == math.MinInt64 || u-reach >= p.start) && (p.end == math.MaxInt64 || u+reach < p.end)
}

// lostDate reports whether the gap between two civil times swallows the whole date of wall.
func lostDate(wall, from, to int64) bool {
	midnight := floorDiv(wall, secondsADay) * secondsADay
	return from <= midnight && midnight+secondsADay <= to
}
