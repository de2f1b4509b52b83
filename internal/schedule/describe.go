package schedule

import (
	"math/bits"
	"time"
)

// Description is what a rule says, for wording in any language. Empty lists mean no restriction.
type Description struct {
	Weekdays  []time.Weekday // from Monday on
	MonthDays []int
	Months    []time.Month
	Either    bool          // a day of either list is enough
	Times     []int         // minutes of the day, rising
	Every     time.Duration // not zero when the rule follows elapsed time in equal steps; Times are then its readings
	Zone      string
	Calendar  Calendar
	Only      []Date
	Except    []Date
}

// Describe returns what the rule itself says.
func (r Rule) Describe() Description {
	d := Description{
		Either: r.days.either, Times: append([]int(nil), r.minutes...), Zone: r.zone, Calendar: r.calendar,
		Only: append([]Date(nil), r.only...), Except: append([]Date(nil), r.except...),
	}
	if r.days.dow&allWeek != allWeek || r.days.either {
		for i := range 7 {
			if w := time.Weekday((i + 1) % 7); r.days.dow&(1<<uint(w)) != 0 {
				d.Weekdays = append(d.Weekdays, w)
			}
		}
	}
	d.MonthDays = members[int](r.days.dom, 31)
	d.Months = members[time.Month](r.days.months, 12)
	if r.elapsed {
		d.Every = r.step()
	}
	return d
}

// members lists the bits from 1 to last, or nothing when all of them are set.
func members[T ~int](set uint64, last int) []T {
	set &= uint64(1)<<uint(last+1) - 2
	if bits.OnesCount64(set) == last {
		return nil
	}
	var list []T
	for i := 1; i <= last; i++ {
		if set&(1<<uint(i)) != 0 {
			list = append(list, T(i))
		}
	}
	return list
}

// step returns the distance between times when it is the same all around the day, else 0.
func (r Rule) step() time.Duration {
	n := len(r.minutes)
	if n == 0 || minutesADay%n != 0 {
		return 0
	}
	for i := 1; i < n; i++ {
		if r.minutes[i]-r.minutes[i-1] != minutesADay/n {
			return 0
		}
	}
	return time.Duration(minutesADay/n) * time.Minute
}

// Describe returns what the plan does: the rule's description with the zone and calendar that hold.
func (p Plan) Describe() Description {
	d := p.rule.Describe()
	d.Zone, d.Calendar = p.zone, p.calendar
	return d
}
