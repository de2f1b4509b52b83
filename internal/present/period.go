package present

import (
	"regexp"
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
	return v.Say("period-fiscal", "Period", s, "Label", v.fiscal(p.Label))
}

func (v Voice) calendar(p briefs.Period) string {
	year, first := strconv.Itoa(p.Start.Year), p.Start.Day == 1
	month := int(p.Start.Month)
	switch {
	case p.Kind == briefs.Year && first && month == 1:
		return v.Say("period-year", "Year", year)
	case p.Kind == briefs.Half && first && month%6 == 1:
		return v.Say("period-half-"+strconv.Itoa((month+5)/6), "Year", year)
	case p.Kind == briefs.Quarter && first && month%3 == 1:
		return v.Say("period-quarter-"+strconv.Itoa((month+2)/3), "Year", year)
	case p.Kind == briefs.Month && first:
		return v.month(p.Start)
	case p.Kind == briefs.Day:
		return v.day(p.Start)
	}
	last := p.End.AddDays(-1)
	switch {
	case first && month == 1 && last.Month == time.December && last.Day == 31:
		return v.Say("period-years", "From", year, "To", strconv.Itoa(last.Year))
	case first && p.End.Day == 1:
		return v.Say("period-span", "From", v.month(p.Start), "To", v.month(last))
	}
	return v.Say("period-span", "From", v.day(p.Start), "To", v.day(last))
}

func (v Voice) day(d briefs.Date) string { return v.Date(d.Year, d.Month, d.Day) }

func (v Voice) month(d briefs.Date) string {
	return v.Say("period-month", "Year", strconv.Itoa(d.Year), "Month", v.Say("month-"+strconv.Itoa(int(d.Month))))
}

// fiscalLabel matches what companies call their years and quarters: "FY2026", "FY2026-Q2", "FY2026–FY2028".
var fiscalLabel = regexp.MustCompile(`^FY([0-9]{4})(?:-Q([1-4])|–FY([0-9]{4}))?$`)

// fiscal names a company's own period; one that is written otherwise stays as it is.
func (v Voice) fiscal(label string) string {
	m := fiscalLabel.FindStringSubmatch(label)
	switch {
	case m == nil:
		return label
	case m[2] != "":
		return v.Say("period-fiscal-quarter", "Year", m[1], "Quarter", m[2])
	case m[3] != "":
		return v.Say("period-fiscal-years", "From", m[1], "To", m[3])
	}
	return v.Say("period-fiscal-year", "Year", m[1])
}
