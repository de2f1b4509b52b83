package schedule

import (
	"fmt"
	"time"
)

// Date is a day of the Gregorian calendar without a zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// ParseDate reads 2006-01-02; an impossible date is an *Error.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fail(CodeImpossibleDate, clip(s))
	}
	return dateOf(t), nil
}

// String writes the date as 2006-01-02.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day) }

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return weekdayOf(d.number()) }

// IsZero reports whether the date was never set.
func (d Date) IsZero() bool { return d == Date{} }

// number counts days since 1970-01-01.
func (d Date) number() int {
	return int(time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Unix() / secondsADay)
}

const (
	secondsADay = 86400
	minutesADay = 1440
)

func dateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// dayNumber is the inverse of Date.number.
func dayNumber(n int) Date { return dateOf(time.Unix(int64(n)*secondsADay, 0).UTC()) }

// weekdayOf uses that 1970-01-01 was a Thursday.
func weekdayOf(n int) time.Weekday {
	w := (n + int(time.Thursday)) % 7
	if w < 0 {
		w += 7
	}
	return time.Weekday(w)
}

func daysIn(year int, month time.Month) int {
	switch month {
	case time.April, time.June, time.September, time.November:
		return 30
	case time.February:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	default:
		return 31
	}
}

// Civil is what a calendar and a clock on the wall show: a date and the minute of the day, without a zone.
type Civil struct {
	Date
	Minute int // 0 to 1439
}

// ParseCivil reads 2006-01-02T15:04, the form that String writes.
func ParseCivil(s string) (Civil, error) {
	t, err := time.Parse("2006-01-02T15:04", s)
	if err != nil {
		return Civil{}, fail(CodeBadBound, clip(s))
	}
	return civilOf(t), nil
}

// String writes the civil time as 2006-01-02T15:04.
func (c Civil) String() string {
	return fmt.Sprintf("%sT%02d:%02d", c.Date, c.Minute/60, c.Minute%60)
}

// Before reports whether c comes before o on the calendar.
func (c Civil) Before(o Civil) bool { return c.seconds() < o.seconds() }

// seconds counts since 1970-01-01T00:00 as if every zone were UTC.
func (c Civil) seconds() int64 { return int64(c.number())*secondsADay + int64(c.Minute)*60 }

func civilOf(t time.Time) Civil { return Civil{dateOf(t), t.Hour()*60 + t.Minute()} }

// floorDiv divides rounding down, so that civil times before 1970 stay right.
func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
