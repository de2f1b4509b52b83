package schedule

import (
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Calendar names the days on which a digest may go out.
type Calendar string

// The calendars. Dates of one's own are written into the expression, as "2026-05-04" or "except 2026-12-25".
const (
	All        Calendar = "all"
	Weekdays   Calendar = "weekdays"
	CNWorkdays Calendar = "cn-workdays" // the State Council's holidays and make-up workdays; plain weekdays for a year without data
)

// ParseCalendar reads a calendar's name; "" is All.
func ParseCalendar(name string) (Calendar, error) {
	switch c := Calendar(strings.ToLower(strings.TrimSpace(name))); c {
	case "":
		return All, nil
	case All, Weekdays, CNWorkdays:
		return c, nil
	}
	return "", fail(CodeUnknownCalendar, clip(name))
}

// Holidays holds announced days off and make-up workdays of mainland China.
type Holidays struct {
	work  map[int]bool // by day number; false is a day off
	years map[int]bool // years with a notice
}

//go:embed cnworkdays.csv
var cnWorkdaysCSV string

// Announced returns the holidays that the program carries.
var Announced = sync.OnceValue(func() *Holidays {
	h, err := ReadHolidays(strings.NewReader(cnWorkdaysCSV))
	if err != nil {
		return &Holidays{} // no data at all: weekdays, and previews say so
	}
	return h
})

// ReadHolidays reads lines of date, "off" or "work", and the year of the notice; "#" begins a comment.
// A year without a line has no data.
func ReadHolidays(r io.Reader) (*Holidays, error) {
	h := &Holidays{work: map[int]bool{}, years: map[int]bool{}}
	rows := csv.NewReader(r)
	rows.Comment = '#'
	rows.FieldsPerRecord = 3
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return h, nil
		}
		if err != nil {
			return nil, fmt.Errorf("schedule: holidays: %w", err)
		}
		date, err := ParseDate(row[0])
		year, yearErr := strconv.Atoi(row[2])
		if err != nil || yearErr != nil || (row[1] != "off" && row[1] != "work") {
			return nil, fmt.Errorf("schedule: holidays: %q is not a date, off or work, and a year", strings.Join(row, ","))
		}
		h.work[date.number()] = row[1] == "work"
		h.years[year] = true
	}
}

// Has reports whether the days of a year were announced.
func (h *Holidays) Has(year int) bool { return h.years[year] }

// dayKind is what the holidays say of one day.
type dayKind int

const (
	ordinary dayKind = iota
	holiday          // announced day off
	makeUp           // announced workday on a weekend
)

func (h *Holidays) kind(day int) dayKind {
	work, listed := h.work[day]
	switch {
	case !listed:
		return ordinary
	case work:
		return makeUp
	default:
		return holiday
	}
}

// open reports whether the calendar lets a run happen on a day.
func (c Calendar) open(h *Holidays, day int) bool {
	if c != Weekdays && c != CNWorkdays {
		return true
	}
	if c == CNWorkdays {
		switch h.kind(day) {
		case holiday:
			return false
		case makeUp:
			return true
		}
	}
	w := weekdayOf(day)
	return w != time.Saturday && w != time.Sunday
}
