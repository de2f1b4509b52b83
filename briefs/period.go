package briefs

import (
	"cmp"
	"fmt"
	"strconv"
	"time"
)

// Date is a civil day.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the civil day of t in t's location.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads "2006-01-02".
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("date %q: want year-month-day, such as 2025-03-31", s)
	}
	return DateOf(t), nil
}

// String returns "2006-01-02".
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// UTC returns the first instant of the day in UTC.
func (d Date) UTC() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// Compare orders days: -1 when d is earlier than e, 0 when they are the same, 1 when it is later.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

// Before reports whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// AddDays returns the day n days later.
func (d Date) AddDays(n int) Date { return DateOf(d.UTC().AddDate(0, 0, n)) }

// AddMonths returns the same day n months later, on the first of the month for d on the first.
func (d Date) AddMonths(n int) Date { return DateOf(d.UTC().AddDate(0, n, 0)) }

// MarshalText writes String, or nothing for the zero date.
func (d Date) MarshalText() ([]byte, error) {
	if d.IsZero() {
		return nil, nil
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads what ParseDate reads; an empty text is the zero date.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(b))
	if err == nil {
		*d = parsed
	}
	return err
}

// PeriodKind says what sort of stretch a period is.
type PeriodKind string

// The kinds of periods.
const (
	Year    PeriodKind = "year"
	Half    PeriodKind = "half"
	Quarter PeriodKind = "quarter"
	Month   PeriodKind = "month"
	Day     PeriodKind = "day"   // a value as of one day
	Range   PeriodKind = "range" // several years, such as 2023–2028, or any other stretch of days
)

// Period is a half-open stretch of civil days: Start belongs to it, End does not.
type Period struct {
	Start, End Date
	Kind       PeriodKind
	Label      string // a company's own name for it, such as "FY2026-Q2"; empty when it is the calendar's
}

// YearOf returns a calendar year.
func YearOf(year int) Period {
	return Period{Start: Date{year, time.January, 1}, End: Date{year + 1, time.January, 1}, Kind: Year}
}

// YearsOf returns the calendar years from first to last, both included.
func YearsOf(first, last int) Period {
	return Period{Start: Date{first, time.January, 1}, End: Date{last + 1, time.January, 1}, Kind: Range}
}

// QuarterOf returns a calendar quarter, 1 to 4.
func QuarterOf(year, quarter int) Period { return months(year, (quarter-1)*3, 3, Quarter) }

// HalfOf returns a calendar half-year, 1 or 2.
func HalfOf(year, half int) Period { return months(year, (half-1)*6, 6, Half) }

// MonthOf returns a calendar month.
func MonthOf(year int, month time.Month) Period { return months(year, int(month)-1, 1, Month) }

// DayOf returns one day.
func DayOf(d Date) Period { return Period{Start: d, End: d.AddDays(1), Kind: Day} }

func months(year, first, count int, kind PeriodKind) Period {
	return Period{Start: firstOf(year, first), End: firstOf(year, first+count), Kind: kind}
}

// firstOf returns the first day of the month that is so many months after a January of our era.
func firstOf(year, months int) Date {
	months += year * 12
	return Date{months / 12, time.January + time.Month(months%12), 1}
}

// IsZero reports whether p is no period.
func (p Period) IsZero() bool { return p.Start.IsZero() && p.End.IsZero() }

// Same reports whether both cover the same days.
func (p Period) Same(q Period) bool { return p.Start == q.Start && p.End == q.End }

// Contains reports whether all days of q belong to p.
func (p Period) Contains(q Period) bool {
	return p.Start.Compare(q.Start) <= 0 && q.End.Compare(p.End) <= 0
}

// Overlaps reports whether p and q share a day.
func (p Period) Overlaps(q Period) bool { return p.Start.Before(q.End) && q.Start.Before(p.End) }

// Next returns the period of the same kind that begins where p ends: the following quarter of a quarter. A stretch of
// days that is no whole number of months is followed by one of as many days.
func (p Period) Next() Period {
	next := Period{Start: p.End, Kind: p.Kind}
	months := (p.End.Year-p.Start.Year)*12 + int(p.End.Month-p.Start.Month)
	if months > 0 && p.Start.Day == 1 && p.End.Day == 1 {
		next.End = p.End.AddMonths(months)
		return next
	}
	next.End = p.End.AddDays(int(p.End.UTC().Sub(p.Start.UTC()).Hours() / 24))
	return next
}

// String returns the calendar's short name: "2024", "2024-H1", "2024-Q4", "2024-03", "2024-03-31", "2023..2028". What is not
// the calendar's, such as a fiscal year from April to March, is written by its first and last day: "2019-04-01..2020-03-31".
func (p Period) String() string {
	year, month := p.Start.Year, p.Start.Month
	switch {
	case p.IsZero():
		return ""
	case p.Kind == Year && p.Same(YearOf(year)):
		return strconv.Itoa(year)
	case p.Kind == Half && (p.Same(HalfOf(year, 1)) || p.Same(HalfOf(year, 2))):
		return fmt.Sprintf("%d-H%d", year, (int(month)+5)/6)
	case p.Kind == Quarter && p.Same(QuarterOf(year, (int(month)+2)/3)):
		return fmt.Sprintf("%d-Q%d", year, (int(month)+2)/3)
	case p.Kind == Month && p.Same(MonthOf(year, month)):
		return fmt.Sprintf("%d-%02d", year, month)
	case p.Kind == Day && p.Same(DayOf(p.Start)):
		return p.Start.String()
	}
	last := p.End.AddDays(-1)
	if p.Kind == Range && p.Same(YearsOf(year, last.Year)) {
		return fmt.Sprintf("%d..%d", year, last.Year)
	}
	return p.Start.String() + ".." + last.String()
}
