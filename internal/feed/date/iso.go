package date

import "time"

// unixTime reads a number of seconds, or of milliseconds, since 1970.
func unixTime(f *fields, t []token) bool {
	if len(t) != 1 || t[0].kind != number {
		return false
	}
	var at time.Time
	switch t[0].digits {
	case 9, 10:
		at = time.Unix(int64(t[0].value), 0).UTC()
	case 13:
		at = time.UnixMilli(int64(t[0].value)).UTC()
	default:
		return false
	}
	f.unix = &at
	return true
}

// isoCompact reads the forms of ISO 8601 that begin with a number standing for more than one field, or with a year alone:
// 2004, 2004-05, 2004-132, 20040528, 20040528T231125, 2004132, 040528.
func isoCompact(f *fields, t []token) bool {
	if t[0].kind != number {
		return false
	}
	rest := t[1:]
	switch n := t[0]; n.digits {
	case 4:
		return f.isoYear(n.value, rest)
	case 6: // yymmdd, or yyyymm where the month could not be a day
		f.year, f.month, f.day = fullYear(n.value/10000, 2), n.value/100%100, n.value%100
		if f.month > 12 || f.month == 0 {
			f.year, f.month, f.day = n.value/100, n.value%100, 1
		}
	case 7:
		f.year, f.month, f.day, f.yearDay = n.value/1000, 1, 1, n.value%1000
	case 8:
		f.year, f.month, f.day = n.value/10000, n.value/100%100, n.value%100
	case 12, 14: // yyyymmddhhmm[ss]
		v := n.value
		if n.digits == 14 {
			f.second, v = v%100, v/100
		}
		f.minute, f.hour, f.clock = v%100, v/100%100, true
		v /= 10000
		f.year, f.month, f.day = v/10000, v/100%100, v%100
		return f.zoneOnly(rest)
	default:
		return false
	}
	return f.timePart(rest)
}

// isoYear reads what follows a year of four digits where it is not simply month and day.
func (f *fields) isoYear(year int, rest []token) bool {
	f.year, f.month, f.day = year, 1, 1
	if len(rest) == 0 {
		return true
	}
	if len(rest) < 2 || !rest[0].is("-") || rest[1].kind != number {
		return false
	}
	n := rest[1]
	switch {
	case n.digits == 3:
		f.yearDay = n.value
		return f.timePart(rest[2:])
	case n.digits == 2 && len(rest) == 2:
		f.month = n.value
		return true
	}
	return false
}

// timePart reads an optional "T" and a time of day with its zone up to the end.
func (f *fields) timePart(t []token) bool {
	if len(t) == 0 {
		return true
	}
	if t[0].is("t") {
		t = t[1:]
	}
	if len(t) > 0 && t[0].kind == number && (t[0].digits == 4 || t[0].digits == 6) {
		v := t[0].value
		if t[0].digits == 6 {
			f.second, v = v%100, v/100
		}
		f.hour, f.minute, f.clock = v/100, v%100, true
		return f.zoneOnly(t[1:])
	}
	return wordy(f, t)
}

func (f *fields) zoneOnly(t []token) bool {
	n, ok := f.fraction(t)
	if !ok {
		return false
	}
	return wordyRest(f, t[n:])
}

// fraction reads a fraction of a second and returns how many tokens it took.
func (f *fields) fraction(t []token) (int, bool) {
	if len(t) < 2 || !(t[0].is(".") || t[0].is(",")) || t[1].kind != number || t[1].spaced {
		return 0, true
	}
	nanos := t[1].value
	if t[1].digits > 15 {
		return 0, false
	}
	for d := t[1].digits; d < 9; d++ {
		nanos *= 10
	}
	for d := t[1].digits; d > 9; d-- {
		nanos /= 10
	}
	f.nanos = nanos
	return 2, true
}
