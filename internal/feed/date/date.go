// Package date reads the dates that feeds print: RFC 822, ISO 8601 and W3CDTF with all their misspellings, Unix times,
// and dates written out in Chinese, Korean, English, French and ten other languages.
package date

import (
	"errors"
	"strings"
	"time"
	"unicode/utf8"
)

// Options say how to read what a date leaves open. The zero value reads dates without a zone as UTC.
type Options struct {
	Zone    *time.Location // of a date that names none; nil is UTC
	Chinese bool           // the source is Chinese: CST is China's time, not America's
}

// Reading is a date as understood.
type Reading struct {
	Time    time.Time
	DayOnly bool // no time of day was printed; Time is midnight in the zone
	NoZone  bool // no zone was printed; the option's was used
}

// ErrUnreadable reports a text that is not a date in any known form.
var ErrUnreadable = errors.New("not a date in any known form")

// longest is the length of the longest text worth trying, in bytes.
const longest = 120

// Parse reads one date. It has no clock: a date that is absurd but well formed is returned as it stands.
func Parse(text string, opt Options) (Reading, error) {
	if opt.Zone == nil {
		opt.Zone = time.UTC
	}
	text = strings.TrimSpace(text)
	if text == "" || len(text) > longest || !utf8.ValidString(text) {
		return Reading{}, ErrUnreadable
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return Reading{Time: t}, nil
	}
	f := fields{opt: opt, month: -1, zone: unset, half: -1}
	tokens := split(text)
	for _, read := range []func(*fields, []token) bool{unixTime, isoCompact, wordy} {
		attempt := f
		if read(&attempt, tokens) {
			return attempt.reading()
		}
	}
	return Reading{}, ErrUnreadable
}

// unset is a zone offset that no zone has.
const unset = 1 << 20

// fields collects what the tokens of one date say.
type fields struct {
	opt                  Options
	year, month, day     int // month is -1 while unknown
	hour, minute, second int
	nanos                int
	zone                 int // seconds east of UTC, or unset
	half                 int // 0 morning, 1 afternoon, -1 not said
	clock                bool
	yearDay              int
	unix                 *time.Time
}

// reading checks the fields and makes a time of them.
func (f *fields) reading() (Reading, error) {
	if f.unix != nil {
		return Reading{Time: *f.unix}, nil
	}
	if f.half == 1 && f.hour < 12 {
		f.hour += 12
	}
	if f.half == 0 && f.hour == 12 {
		f.hour = 0
	}
	if !f.valid() {
		return Reading{}, ErrUnreadable
	}
	loc := f.opt.Zone
	if f.zone != unset {
		loc = time.FixedZone("", f.zone)
		if f.zone == 0 {
			loc = time.UTC
		}
	}
	month, day := time.Month(f.month), f.day
	if f.yearDay > 0 {
		month, day = time.January, f.yearDay
	}
	t := time.Date(f.year, month, day, f.hour, f.minute, min(f.second, 59), f.nanos, loc)
	return Reading{Time: t, DayOnly: !f.clock, NoZone: f.zone == unset}, nil
}

func (f *fields) valid() bool {
	if f.year < 1 || f.year > 9999 {
		return false
	}
	if f.yearDay == 0 {
		if f.month < 1 || f.month > 12 || f.day < 1 || f.day > daysIn(f.year, f.month) {
			return false
		}
	} else if f.yearDay > 366 {
		return false
	}
	if f.hour == 24 && f.minute == 0 && f.second == 0 { // ISO 8601's end of the day
		return true
	}
	return f.hour < 24 && f.minute < 60 && f.second <= 61
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// fullYear reads a year of two digits as RFC 2822 says: 00 to 49 is this century.
func fullYear(n, digits int) int {
	switch {
	case digits > 2:
		if digits == 3 {
			return n + 1900
		}
		return n
	case n < 50:
		return 2000 + n
	}
	return 1900 + n
}
