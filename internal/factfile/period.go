package factfile

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/lexicon/period"
)

var (
	fiscalDays = regexp.MustCompile(`^(FY\S+) \(([\d-]+)/([\d-]+)\)$`)
	fiscalYear = regexp.MustCompile(`^FY(\d{4})$`)
	endedOn    = regexp.MustCompile(`^fiscal (quarter|year) ended (\d{4}-\d{2}-\d{2})$`)
	remarked   = regexp.MustCompile(`^(.+?) \([^()]+\)$`)
)

// fiscalFirst are the months in which the fiscal years of companies begin that are not the calendar's. A year is named after the one
// in which it ends.
var fiscalFirst = map[string]time.Month{"alibaba": time.April}

// periodOf reads a period of the kind that its row names. The company is who reports by fiscal years; it may be empty.
func periodOf(kind, text, company string) (briefs.Period, error) {
	var p briefs.Period
	var ok bool
	switch kind {
	case "range":
		p, ok = rangeOf(text)
	case "as_of":
		p, ok = plain(strings.TrimPrefix(text, "as of "), briefs.Day, briefs.Month)
	case "fiscal_year", "fiscal_quarter":
		p, ok = fiscalOf(text, company)
	case "fiscal_range":
		first, last, _ := strings.Cut(text, "/")
		from, okFrom := fiscalOf(first, company)
		to, okTo := fiscalOf(last, company)
		p, ok = briefs.Period{Start: from.Start, End: to.End, Kind: briefs.Range, Label: first + "–" + last}, okFrom && okTo
	case "other":
		p, ok = otherOf(text)
	case "year", "half", "quarter", "month", "day":
		p, ok = plain(text, briefs.PeriodKind(kind))
	default:
		return p, fmt.Errorf("period_type %q is none of year, half, quarter, month, day, range, as_of, fiscal_year, fiscal_quarter, fiscal_range, other", kind)
	}
	if !ok || !p.Start.Before(p.End) {
		return p, fmt.Errorf("period %q is no %s that there was", text, strings.ReplaceAll(kind, "_", " "))
	}
	if p.Start.Year < 1990 || p.End.Year > 2100 {
		return p, fmt.Errorf("period %q is of another century", text)
	}
	if p.Label == "" && p.Kind == briefs.Quarter {
		p.Label = fiscalLabel(p, company)
	}
	return p, nil
}

// plain reads a period that has to be of one of the kinds.
func plain(text string, kinds ...briefs.PeriodKind) (briefs.Period, bool) {
	asked, ok := period.Parse(text)
	return asked.Period, ok && !asked.Latest && slices.Contains(kinds, asked.Period.Kind)
}

// rangeOf reads "2025/2027", "2024-10-01/2025-09-30" and the like: both ends belong to it.
func rangeOf(text string) (briefs.Period, bool) {
	first, last, two := strings.Cut(text, "/")
	from, okFrom := plain(first, briefs.Year, briefs.Half, briefs.Quarter, briefs.Month, briefs.Day)
	to, okTo := plain(last, briefs.Year, briefs.Half, briefs.Quarter, briefs.Month, briefs.Day)
	return briefs.Period{Start: from.Start, End: to.End, Kind: briefs.Range}, two && okFrom && okTo
}

// fiscalOf reads "FY2020 (2019-04-01/2020-03-31)", or a fiscal year alone of a company whose calendar is known.
func fiscalOf(text, company string) (briefs.Period, bool) {
	if m := fiscalDays.FindStringSubmatch(text); m != nil {
		p, ok := rangeOf(m[2] + "/" + m[3])
		p.Kind, p.Label = briefs.Year, m[1]
		if strings.Contains(m[1], "Q") {
			p.Kind = briefs.Quarter
		}
		return p, ok
	}
	m := fiscalYear.FindStringSubmatch(text)
	first, known := fiscalFirst[company]
	if m == nil || !known {
		return briefs.Period{}, false
	}
	year, ok := plain(m[1], briefs.Year)
	start := briefs.Date{Year: year.Start.Year - 1, Month: first, Day: 1}
	return briefs.Period{Start: start, End: start.AddMonths(12), Kind: briefs.Year, Label: text}, ok
}

// otherOf reads "fiscal quarter ended 2025-04-27", which takes thirteen weeks, and a period with a remark: "2025 (peak)".
func otherOf(text string) (briefs.Period, bool) {
	if m := endedOn.FindStringSubmatch(text); m != nil {
		last, err := briefs.ParseDate(m[2])
		if m[1] == "year" {
			return briefs.Period{Start: last.AddDays(-52*7 + 1), End: last.AddDays(1), Kind: briefs.Year, Label: text}, err == nil
		}
		return briefs.Period{Start: last.AddDays(-13*7 + 1), End: last.AddDays(1), Kind: briefs.Quarter, Label: text}, err == nil
	}
	if m := remarked.FindStringSubmatch(text); m != nil {
		asked, ok := period.Parse(m[1])
		asked.Period.Label = text
		return asked.Period, ok && !asked.Latest
	}
	return briefs.Period{}, false
}

// fiscalLabel returns a company's own name of a calendar quarter; empty when it is the calendar's.
func fiscalLabel(p briefs.Period, company string) string {
	first, ok := fiscalFirst[company]
	if !ok || !p.Same(briefs.QuarterOf(p.Start.Year, (int(p.Start.Month)+2)/3)) {
		return ""
	}
	year, months := p.Start.Year, int(p.Start.Month-first)
	if months < 0 {
		months += 12
	} else {
		year++
	}
	return fmt.Sprintf("FY%d-Q%d", year, months/3+1)
}

// periodCells is periodOf the other way round, for what the columns can say.
func periodCells(p briefs.Period) (kind, text string) {
	days := func(p briefs.Period) string { return p.Start.String() + "/" + p.End.AddDays(-1).String() }
	switch p.Kind {
	case briefs.Range:
		if p.Same(briefs.YearsOf(p.Start.Year, p.End.Year-1)) {
			return "range", fmt.Sprintf("%d/%d", p.Start.Year, p.End.Year-1)
		}
		return "range", days(p)
	case briefs.Year, briefs.Quarter:
		if strings.Contains(p.String(), "..") {
			label := "FY"
			if p.Kind == briefs.Quarter {
				label = "FYQ"
			}
			return "fiscal_" + string(p.Kind), label + " (" + days(p) + ")"
		}
	}
	return string(p.Kind), p.String()
}
