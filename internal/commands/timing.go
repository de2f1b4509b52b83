package commands

import (
	"time"

	"briefbot/internal/present"
	"briefbot/internal/schedule"
)

// Timing returns what a plan says, for wording.
func Timing(p schedule.Plan) present.Timing {
	d := p.Describe()
	t := present.Timing{
		Weekdays: d.Weekdays, MonthDays: d.MonthDays, Months: d.Months, Either: d.Either, Times: d.Times, Every: d.Every,
		Workdays: d.Calendar == schedule.CNWorkdays,
	}
	if d.Calendar == schedule.Weekdays && len(t.Weekdays) == 0 {
		t.Weekdays = []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	}
	for _, o := range d.Only {
		t.Only = append(t.Only, o.String())
	}
	for _, e := range d.Except {
		t.Except = append(t.Except, e.String())
	}
	return t
}
