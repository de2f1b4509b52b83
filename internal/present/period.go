package present

import (
	"fmt"
	"strconv"
	"time"

	"briefbot/briefs"
)

// Period names a period: "Q4 2024", "T4 2024", "2024年第四季度". A company's own name for it follows in brackets.
func (v Voice) Period(p briefs.Period) string {
	s := v.calendar(p)
	if p.Label == "" {
		return s
	}
	return v.Say("period-fiscal", "Period", s, "Label", p.Label)
}

func (v Voice) calendar(p briefs.Period) string {
	year, first := strconv.Itoa(p.Start.Year), p.Start.Day == 1
	month := int(p.Start.Month)
	switch {
	case p.Kind == briefs.Year && first && month == 1:
		return v.Say("period-year", "Year", year)
	case p.Kind == briefs.Half && first && month%6 == 1:
		return v.Say(fmt.Sprintf("period-half-%d", (month+5)/6), "Year", year)
	case p.Kind == briefs.Quarter && first && month%3 == 1:
		return v.Say(fmt.Sprintf("period-quarter-%d", (month+2)/3), "Year", year)
	case p.Kind == briefs.Month && first:
		return v.Say("period-month", "Year", year, "Month", v.Say(fmt.Sprintf("month-%d", month)))
	case p.Kind == briefs.Day:
		return v.day(p.Start)
	}
	last := p.End.AddDays(-1)
	if first && month == 1 && last.Month == time.December && last.Day == 31 {
		return year + "–" + strconv.Itoa(last.Year)
	}
	return v.day(p.Start) + " – " + v.day(last)
}

func (v Voice) day(d briefs.Date) string { return v.Date(d.Year, d.Month, d.Day) }
