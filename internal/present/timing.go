package present

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"briefbot/briefs"
)

// Timing is when a schedule is due, as its rule says it. Empty lists mean no restriction.
type Timing struct {
	Weekdays  []time.Weekday // from Monday on
	MonthDays []int
	Months    []time.Month
	Either    bool          // a day of either list is enough
	Times     []int         // minutes of the day, rising
	Every     time.Duration // not zero: in equal steps around the clock
	Workdays  bool          // only on the working days of mainland China
	Only      []string      // dates, "2026-05-04"
	Except    []string
}

// workweek is Monday to Friday.
var workweek = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}

// Timing says when a schedule is due: "Monday to Friday at 09:00", "du lundi au vendredi à 09:00", "周一至周五 09:00".
func (v Voice) Timing(t Timing) string {
	days := v.days(t)
	if t.Every > 0 {
		s := v.Say("timing-every", "Span", v.Span(t.Every))
		if !t.daily() {
			s = v.Say("timing-on", "Days", days, "Times", s)
		}
		return s + v.exceptions(t)
	}
	times := make([]string, len(t.Times))
	for i, m := range t.Times {
		times[i] = fmt.Sprintf("%02d:%02d", m/60, m%60)
	}
	return v.Say("timing-at", "Days", days, "Times", v.List(times)) + v.exceptions(t)
}

func (t Timing) daily() bool {
	return len(t.Weekdays) == 0 && len(t.MonthDays) == 0 && len(t.Months) == 0 && len(t.Only) == 0 && !t.Workdays
}

// days says on which days: weekdays, days of the month, months, or dates of one's own.
func (v Voice) days(t Timing) string {
	var s string
	switch {
	case len(t.Only) > 0:
		return v.Say("timing-dates", "Dates", v.dates(t.Only))
	case t.Workdays && len(t.MonthDays) == 0 && (len(t.Weekdays) == 0 || slices.Equal(t.Weekdays, workweek)):
		s = v.Say("timing-workdays")
	case len(t.MonthDays) > 0 && len(t.Weekdays) > 0 && t.Either:
		s = v.Or([]string{v.monthDays(t.MonthDays), v.weekdays(t.Weekdays)})
	case len(t.MonthDays) > 0 && len(t.Weekdays) > 0:
		s = v.Say("timing-when", "Days", v.monthDays(t.MonthDays), "If", v.weekdays(t.Weekdays))
	case len(t.MonthDays) > 0:
		s = v.monthDays(t.MonthDays)
	case len(t.Weekdays) > 0:
		s = v.weekdays(t.Weekdays)
	default:
		s = v.Say("timing-daily")
	}
	if t.Workdays && s != v.Say("timing-workdays") {
		s = v.Say("timing-when", "Days", s, "If", v.Say("timing-workday"))
	}
	if len(t.Months) > 0 {
		names := make([]string, len(t.Months))
		for i, m := range t.Months {
			names[i] = v.Say(fmt.Sprintf("month-%d", int(m)))
		}
		s = v.Say("timing-months", "Days", s, "Months", v.List(names))
	}
	return s
}

func (v Voice) weekdays(days []time.Weekday) string {
	if slices.Equal(days, workweek) {
		return v.Say("timing-weekdays")
	}
	names := make([]string, len(days))
	for i, d := range days {
		names[i] = v.Say(fmt.Sprintf("weekday-%d", int(d)))
	}
	return v.Say("timing-each", "Days", v.List(names))
}

func (v Voice) monthDays(days []int) string {
	names := make([]string, len(days))
	for i, d := range days {
		names[i] = fmt.Sprint(d)
		if v.lang == "fr" {
			names[i] = ordinal(d)
		} else if v.lang == "zh" {
			names[i] += "日"
		}
	}
	return v.Count("timing-month-days", len(days), "Days", v.List(names))
}

// dates names civil days, which are written "2026-05-04"; anything else stays as it is.
func (v Voice) dates(list []string) string {
	names := slices.Clone(list)
	for i, s := range list {
		if d, err := briefs.ParseDate(s); err == nil {
			names[i] = v.day(d)
		}
	}
	return v.List(names)
}

func (v Voice) exceptions(t Timing) string {
	if len(t.Except) == 0 {
		return ""
	}
	return v.Say("timing-except", "Dates", v.dates(t.Except))
}

// Weekday names the day of the week of an instant in the voice's zone.
func (v Voice) Weekday(t time.Time) string {
	return v.Say(fmt.Sprintf("weekday-%d", int(t.In(v.zone).Weekday())))
}

// Flags says what is special about a run, from the names of its flags; an unknown one stays as it is.
func (v Voice) Flags(names []string) string {
	said := make([]string, len(names))
	for i, n := range names {
		said[i] = n
		if s := v.Say("flag-" + n); s != "flag-"+n {
			said[i] = s
		}
	}
	return strings.Join(said, ", ")
}
