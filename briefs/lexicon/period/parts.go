package period

import (
	"strings"
	"time"

	"briefbot/briefs"
)

// part reads a part of a year: q4, 4q, fourth quarter, 4e trimestre, 第四季度, 上半年, 3月, march.
func part(tokens []token, i int) (piece, int) {
	if i >= len(tokens) {
		return piece{}, 0
	}
	if tokens[i].kind == word {
		if month := monthWords[tokens[i].text]; month > 0 {
			return piece{briefs.Month, int(month)}, 1 + skip(tokens, i+1, ".")
		}
		if k, ok := letters[tokens[i].text]; ok && i+1 < len(tokens) && !tokens[i+1].spaced && len(tokens[i+1].text) == 1 {
			return checked(k, tokens[i+1].value(), 2)
		}
		if n := ordinalWords[tokens[i].text]; n > 0 && i+1 < len(tokens) {
			return checked(unitWords[tokens[i+1].text], n, 2)
		}
	}
	if tokens[i].kind == number && len(tokens[i].text) == 1 {
		n := 1 + ending(tokens, i+1)
		if i+n < len(tokens) && tokens[i+n].kind == word {
			if k := unitWords[tokens[i+n].text]; n > 1 || !tokens[i+n].spaced {
				if p, m := checked(k, tokens[i].value(), n+1); m > 0 {
					return p, m
				}
			}
		}
	}
	return hanPart(tokens, i)
}

// hanPart reads 一季度, 第四季度, 4季度, 上半年, 下半年, 3月, 十二月, with 年 having been read.
func hanPart(tokens []token, i int) (piece, int) {
	if tokens[i].kind != han && tokens[i].kind != number {
		return piece{}, 0
	}
	for _, half := range []struct {
		text string
		n    int
	}{{"上半年", 1}, {"下半年", 2}} {
		if m := spelled(tokens, i, half.text); m > 0 {
			return piece{briefs.Half, half.n}, m
		}
	}
	n := spelled(tokens, i, "第")
	value, m := count(tokens, i+n)
	if m == 0 {
		return piece{}, 0
	}
	n += m
	for _, unit := range []string{"季度", "季"} {
		if m := spelled(tokens, i+n, unit); m > 0 {
			return checked(briefs.Quarter, value, n+m)
		}
	}
	for _, unit := range []string{"月份", "月"} {
		if m := spelled(tokens, i+n, unit); m > 0 && value <= 12 {
			return checked(briefs.Month, value, n+m)
		}
	}
	return piece{}, 0
}

// count reads 4, 四 or 十二.
func count(tokens []token, i int) (value, n int) {
	if i >= len(tokens) {
		return 0, 0
	}
	if tokens[i].kind == number && len(tokens[i].text) <= 2 {
		return tokens[i].value(), 1
	}
	if tokens[i].kind != han {
		return 0, 0
	}
	if i+1 < len(tokens) {
		if v := hanNumbers[tokens[i].text+tokens[i+1].text]; v > 0 {
			return v, 2
		}
	}
	return hanNumbers[tokens[i].text], min(1, hanNumbers[tokens[i].text])
}

// checked returns the piece and its length; no length when there is no such part of a year.
func checked(k briefs.PeriodKind, value, n int) (piece, int) {
	last := 0
	switch k {
	case briefs.Quarter:
		last = 4
	case briefs.Half:
		last = 2
	case briefs.Month:
		last = 12
	}
	if value < 1 || value > last {
		return piece{}, 0
	}
	return piece{k, value}, n
}

// fullYear reads 2024, 2024年 and 2024年度.
func fullYear(tokens []token, i int) (year, n int) {
	if i >= len(tokens) || len(tokens[i].text) != 4 {
		return 0, 0
	}
	year = tokens[i].value()
	if year < 1990 || year > 2099 {
		return 0, 0
	}
	n = 1 + spelled(tokens, i+1, "年")
	if n == 1 {
		return year, n
	}
	if m := spelled(tokens, i+n, "度"); m > 0 {
		n += m
	}
	return year, n
}

// shortYear reads '24 and 24 after a quarter or a half.
func shortYear(tokens []token, i int) (year, n int) {
	n = skip(tokens, i, "'’")
	if i+n >= len(tokens) || len(tokens[i+n].text) != 2 || tokens[i+n].value() < 0 {
		return 0, 0
	}
	return 2000 + tokens[i+n].value(), n + 1
}

// day reads the day of a month from a token; false when the month has no such day.
func day(year, month int, t token) (briefs.Period, bool) {
	n := t.value()
	if n < 1 || len(t.text) > 2 {
		return briefs.Period{}, false
	}
	d := briefs.Date{Year: year, Month: time.Month(month), Day: n}
	if briefs.DateOf(d.UTC()) != d {
		return briefs.Period{}, false
	}
	return briefs.DayOf(d), true
}

// link reads what may stand between a part and its year: "of", "de", "-", ",".
func link(tokens []token, i int) int {
	n := skip(tokens, i, "-/,")
	if i+n < len(tokens) && tokens[i+n].kind == word && links[tokens[i+n].text] {
		n++
	}
	return n
}

// ending reads what makes a figure an ordinal: "th", "er", "ème".
func ending(tokens []token, i int) int {
	if i < len(tokens) && tokens[i].kind == word && !tokens[i].spaced && endings[tokens[i].text] {
		return 1
	}
	return 0
}

// skip reads one of the marks, if it is there.
func skip(tokens []token, i int, marks string) int {
	if i < len(tokens) && tokens[i].kind == mark && strings.Contains(marks, tokens[i].text) {
		return 1
	}
	return 0
}

// spelled reads characters that follow each other, each a token of its own.
func spelled(tokens []token, i int, text string) int {
	n := 0
	for _, r := range text {
		if i+n >= len(tokens) || tokens[i+n].text != string(r) {
			return 0
		}
		n++
	}
	return n
}
