package period

import (
	"strings"
	"time"

	"briefbot/briefs"
)

// piece is a part of a year: the fourth quarter.
type piece struct {
	kind briefs.PeriodKind
	n    int
}

// of places the piece in a year.
func (p piece) of(year int) briefs.Period {
	switch p.kind {
	case briefs.Quarter:
		return briefs.QuarterOf(year, p.n)
	case briefs.Half:
		return briefs.HalfOf(year, p.n)
	default:
		return briefs.MonthOf(year, time.Month(p.n))
	}
}

// at reads the longest period that begins at token i and returns how many tokens it takes; none when there is none.
func at(tokens []token, i int) (Asked, int) {
	if i >= len(tokens) || !tokens[i].opens() {
		return Asked{}, 0
	}
	if n := latest(tokens, i); n > 0 {
		return Asked{Latest: true}, n
	}
	best, most := yearFirst(tokens, i)
	longer := func(p briefs.Period, n int) {
		if n > most {
			best, most = p, n
		}
	}
	longer(partFirst(tokens, i))
	longer(dayFirst(tokens, i))
	longer(monthDay(tokens, i))
	longer(numericMonth(tokens, i))
	return Asked{Period: best}, most
}

// opens reports whether a period may begin with the token: most words begin none.
func (t token) opens() bool {
	switch t.kind {
	case number, han:
		return true
	case word:
		return openers[t.text]
	}
	return false
}

func latest(tokens []token, i int) int {
	switch tokens[i].kind {
	case word:
		if latestWords[tokens[i].text] {
			return 1
		}
		return 0
	case number, mark:
		return 0
	}
	for _, w := range latestHan {
		if n := spelled(tokens, i, w); n > 0 {
			return n
		}
	}
	return 0
}

// yearFirst reads 2024, 2024q4, 2024-03, 2024-03-31, 2024年3月31日, 2024年四季度, 2023-2028.
func yearFirst(tokens []token, i int) (briefs.Period, int) {
	year, n := fullYear(tokens, i)
	if n == 0 {
		return briefs.Period{}, 0
	}
	best, most := briefs.YearOf(year), n
	if p, m := part(tokens, i+n); m > 0 {
		best, most = p.of(year), n+m
		if d, k := hanDay(tokens, i+n+m, best); k > 0 {
			best, most = d, n+m+k
		}
	} else if m := skip(tokens, i+n, "-/."); m > 0 {
		if p, k := part(tokens, i+n+m); k > 0 {
			best, most = p.of(year), n+m+k
		}
	}
	if p, m := numericDate(tokens, i+n, year); n+m > most && m > 0 {
		best, most = p, n+m
	}
	if last, m := lastYear(tokens, i+n, year); n+m > most && m > 0 {
		best, most = briefs.YearsOf(year, last), n+m
	}
	return best, most
}

// hanDay reads 31日 and 31号 after a month.
func hanDay(tokens []token, i int, month briefs.Period) (briefs.Period, int) {
	if month.Kind != briefs.Month || i >= len(tokens) || spelled(tokens, i+1, "日")+spelled(tokens, i+1, "号") == 0 {
		return briefs.Period{}, 0
	}
	p, ok := day(month.Start.Year, int(month.Start.Month), tokens[i])
	if !ok {
		return briefs.Period{}, 0
	}
	return p, 2
}

// numericDate reads what follows a year: "-03", "/3", "-03-31".
func numericDate(tokens []token, i, year int) (briefs.Period, int) {
	if i+1 >= len(tokens) || tokens[i].kind != mark || !strings.Contains("-/.", tokens[i].text) || tokens[i+1].spaced {
		return briefs.Period{}, 0
	}
	month := tokens[i+1].value()
	if month < 1 || month > 12 || len(tokens[i+1].text) > 2 {
		return briefs.Period{}, 0
	}
	if i+3 < len(tokens) && tokens[i+2].text == tokens[i].text && !tokens[i+3].spaced {
		if p, ok := day(year, month, tokens[i+3]); ok {
			return p, 4
		}
	}
	if tokens[i].text == "." {
		return briefs.Period{}, 0 // 2024.5 is a number
	}
	return briefs.MonthOf(year, time.Month(month)), 2
}

// lastYear reads what makes a year a span of years: "-2028", "..2028", "至2028年".
func lastYear(tokens []token, i, first int) (int, int) {
	n := skip(tokens, i, "-/")
	if n == 0 {
		n = spelled(tokens, i, "..")
	}
	for _, w := range []string{"至", "到"} {
		if n == 0 {
			n = spelled(tokens, i, w)
		}
	}
	if n == 0 {
		return 0, 0
	}
	last, m := fullYear(tokens, i+n)
	if m == 0 || last <= first {
		return 0, 0
	}
	return last, n + m
}

// partFirst reads q4 2024, 4q24, t4-2024, fourth quarter of 2024, 4e trimestre 2024, march 2024.
func partFirst(tokens []token, i int) (briefs.Period, int) {
	p, n := part(tokens, i)
	if n == 0 {
		return briefs.Period{}, 0
	}
	n += link(tokens, i+n)
	if year, m := fullYear(tokens, i+n); m > 0 {
		return p.of(year), n + m
	}
	if p.kind == briefs.Month {
		return briefs.Period{}, 0 // "may 24" is a day
	}
	if year, m := shortYear(tokens, i+n); m > 0 {
		return p.of(year), n + m
	}
	return briefs.Period{}, 0
}

// dayFirst reads 31 march 2024, 31 mars 2024.
func dayFirst(tokens []token, i int) (briefs.Period, int) {
	n := 1 + ending(tokens, i+1)
	if i+n >= len(tokens) || tokens[i+n].kind != word {
		return briefs.Period{}, 0
	}
	month := monthWords[tokens[i+n].text]
	n++
	n += skip(tokens, i+n, ".")
	year, m := fullYear(tokens, i+n)
	if month == 0 || m == 0 {
		return briefs.Period{}, 0
	}
	p, ok := day(year, int(month), tokens[i])
	if !ok {
		return briefs.Period{}, 0
	}
	return p, n + m
}

// monthDay reads march 31 2024, march 31st, 2024.
func monthDay(tokens []token, i int) (briefs.Period, int) {
	if tokens[i].kind != word || monthWords[tokens[i].text] == 0 || i+2 >= len(tokens) {
		return briefs.Period{}, 0
	}
	n := 2 + ending(tokens, i+2)
	n += skip(tokens, i+n, ",")
	year, m := fullYear(tokens, i+n)
	if m == 0 {
		return briefs.Period{}, 0
	}
	p, ok := day(year, int(monthWords[tokens[i].text]), tokens[i+1])
	if !ok {
		return briefs.Period{}, 0
	}
	return p, n + m
}

// numericMonth reads 03/2024 and 3-2024.
func numericMonth(tokens []token, i int) (briefs.Period, int) {
	month := tokens[i].value()
	if month < 1 || month > 12 || len(tokens[i].text) > 2 || skip(tokens, i+1, "-/") == 0 {
		return briefs.Period{}, 0
	}
	year, m := fullYear(tokens, i+2)
	if m == 0 {
		return briefs.Period{}, 0
	}
	return briefs.MonthOf(year, time.Month(month)), 2 + m
}
