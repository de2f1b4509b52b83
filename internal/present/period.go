package present

import (
	"regexp"
	"strconv"
	"time"

	"briefbot/briefs"
)

// Period names a period: "Q4 2024", "T4 2024", "2024年第四季度". A company's own name for it follows in brackets.
func (v Voice) Period(p briefs.Period) string {
	var room [64]byte
	return string(v.writePeriod(room[:0], &p))
}

// writePeriod adds what Period returns to a text.
func (v Voice) writePeriod(text []byte, p *briefs.Period) []byte {
	if p.Label == "" {
		return v.writeCalendar(text, p)
	}
	return v.write(text, "period-fiscal", "Period", v.calendar(*p), "Label", v.fiscal(p.Label))
}

func (v Voice) calendar(p briefs.Period) string {
	var room [64]byte
	return string(v.writeCalendar(room[:0], &p))
}

// writeCalendar adds what calendar returns to a text.
func (v Voice) writeCalendar(text []byte, p *briefs.Period) []byte {
	first, month := p.Start.Day == 1, int(p.Start.Month)
	var room [20]byte
	year := strconv.AppendInt(room[:0], int64(p.Start.Year), 10)
	switch {
	case p.Kind == briefs.Year && first && month == 1:
		return v.write(text, "period-year", "Year", string(year))
	case p.Kind == briefs.Half && first && month%6 == 1:
		return v.write(text, "period-half-"+strconv.Itoa((month+5)/6), "Year", string(year))
	case p.Kind == briefs.Quarter && first && month%3 == 1:
		return v.write(text, "period-quarter-"+strconv.Itoa((month+2)/3), "Year", string(year))
	case p.Kind == briefs.Month && first:
		return append(text, v.month(p.Start)...)
	case p.Kind == briefs.Day:
		return v.writeDay(text, p.Start)
	}
	last := p.End.AddDays(-1)
	switch {
	case first && month == 1 && last.Month == time.December && last.Day == 31:
		return v.write(text, "period-years", "From", string(year), "To", strconv.Itoa(last.Year))
	case first && p.End.Day == 1:
		return v.write(text, "period-span", "From", v.month(p.Start), "To", v.month(last))
	}
	return v.write(text, "period-span", "From", v.day(p.Start), "To", v.day(last))
}

func (v Voice) day(d briefs.Date) string { return v.Date(d.Year, d.Month, d.Day) }

// writeDay adds what day returns to a text.
func (v Voice) writeDay(text []byte, d briefs.Date) []byte {
	return v.writeDate(text, d.Year, d.Month, d.Day)
}

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
