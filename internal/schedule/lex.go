package schedule

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

var (
	isoDate = regexp.MustCompile(`^(\d{4})(?:-(\d{1,2})-(\d{1,2})\b|年(\d{1,2})月(\d{1,2})[日号])`)
	ordinal = regexp.MustCompile(`^(\d{1,2}|[一二三四五六七八九十]{1,3})(?:(?:st|nd|rd|th|er|e)\b|日|号)`)
	digits  = regexp.MustCompile(`^\d+`)
	// slashed is what a zone looks like; offsets are caught to explain them.
	slashed = regexp.MustCompile(`^(?:[a-z_]+(?:/[a-z0-9_+-]+)+|(?:utc|gmt) ?[+-] ?\d{1,2}(?::?\d{2})?|[+-]\d{1,2}(?::?\d{2})?)`)
	latins  = regexp.MustCompile(`^[a-z0-9_+-]+`)

	everyLatin = regexp.MustCompile(`^(?:every|each|toutes les|tous les|chaque) (?:(\d+|two|three|four|six|eight|twelve|half|deux|trois|quatre|huit|douze|demi|demie)[ -]?(?:an )?)?` +
		`(minutes?|mins?|mn|hours?|hrs?|heures?|h)\b`)
	everyHan = regexp.MustCompile(`^每隔?(\d+|半|[一二三四五六七八九十两]{1,3})?个?(小时|钟头|分钟)`)
	hourly   = regexp.MustCompile(`^hourly\b`)
)

// lex splits folded text into words; what it does not know is an *Error that quotes it.
func lex(text string) ([]word, error) {
	var words []word
	for s := text; s != ""; {
		if s[0] == ' ' {
			s = s[1:]
			continue
		}
		ws, taken, err := next(s)
		if err != nil {
			return nil, err
		}
		words = append(words, ws...)
		s = s[taken:]
	}
	return words, nil
}

// next reads one piece from the start of s, which is not a space.
func next(s string) ([]word, int, error) {
	for _, reader := range []func(string) (word, int, error){readDate, readInterval, readZone, readTime, readOrdinal} {
		if w, taken, err := reader(s); err != nil || taken > 0 {
			return []word{w}, taken, err
		}
	}
	if ws, taken := readHanDays(s); taken > 0 {
		return ws, taken, nil
	}
	if w, taken := readPhrase(s); taken > 0 {
		return []word{w}, taken, nil
	}
	if m := digits.FindString(s); m != "" && bordered(s, len(m)) {
		n, err := strconv.Atoi(m)
		if err != nil {
			return nil, 0, fail(CodeNotUnderstood, clip(m))
		}
		return []word{{kind: kindNumber, n: n, text: m}}, len(m), nil
	}
	return nil, 0, unknown(s)
}

func readDate(s string) (word, int, error) {
	m := isoDate.FindStringSubmatch(s)
	if m == nil {
		return word{}, 0, nil
	}
	pad := func(v string) string { return strings.Repeat("0", 2-len(v)) + v }
	date, err := ParseDate(m[1] + "-" + pad(m[2]+m[4]) + "-" + pad(m[3]+m[5]))
	return word{kind: kindDate, text: date.String()}, len(m[0]), err
}

func readTime(s string) (word, int, error) {
	minute, taken, err := readClock(s)
	return word{kind: kindTime, n: minute, text: s[:taken]}, taken, err
}

func readOrdinal(s string) (word, int, error) {
	m := ordinal.FindStringSubmatch(s)
	if m == nil {
		return word{}, 0, nil
	}
	n := number(m[1])
	if n < 1 || n > 31 {
		return word{}, 0, fail(CodeImpossibleDate, clip(m[0]))
	}
	return word{kind: kindMonthDay, n: n, text: m[0]}, len(m[0]), nil
}

func readZone(s string) (word, int, error) {
	m := slashed.FindString(s)
	if m == "" {
		return word{}, 0, nil
	}
	zone, err := FindZone(m)
	return word{kind: kindZone, text: zone}, len(m), err
}

func readInterval(s string) (word, int, error) {
	if m := hourly.FindString(s); m != "" {
		return word{kind: kindInterval, n: 60, text: m}, len(m), nil
	}
	m := everyLatin.FindStringSubmatch(s)
	if m == nil {
		m = everyHan.FindStringSubmatch(s)
	}
	if m == nil {
		return word{}, 0, nil
	}
	n, half := 1, false
	switch m[1] {
	case "":
	case "half", "demi", "demie", "半":
		half = true
	default:
		n = amount(m[1])
	}
	unit := 60
	if strings.HasPrefix(m[2], "m") || m[2] == "分钟" {
		unit = 1
	}
	if half {
		unit /= 2
	}
	if n < 1 || n > minutesADay || unit == 0 {
		return word{}, 0, fail(CodeUneven, clip(m[0]))
	}
	return word{kind: kindInterval, n: n * unit, text: m[0]}, len(m[0]), nil
}

var numberWords = map[string]int{"two": 2, "three": 3, "four": 4, "six": 6, "eight": 8, "twelve": 12,
	"deux": 2, "trois": 3, "quatre": 4, "huit": 8, "douze": 12}

// amount reads digits, a number word or a Chinese number; 0 when it is out of all reason.
func amount(s string) int {
	if n, ok := numberWords[s]; ok {
		return n
	}
	if len(digits.FindString(s)) > 4 {
		return 0
	}
	return number(s)
}

// readHanDays reads 周一, 周一三五, 周一、周三 and 周一至周五. The characters may be followed at once by a time,
// as in 周一三点 (Monday at three), so a number that 点 follows is given back.
func readHanDays(s string) ([]word, int) {
	rest, ok := afterWeek(s)
	if !ok {
		return nil, 0
	}
	mask, rest := hanDayList(rest)
	if mask == 0 {
		return nil, 0
	}
	words := []word{{kind: kindDays, n: mask}}
	for _, to := range []string{"至", "到", "-", "~"} {
		tail, ok := strings.CutPrefix(rest, to)
		if !ok {
			continue
		}
		if t, ok := afterWeek(tail); ok {
			tail = t
		}
		if end, after := hanDayList(tail); end != 0 {
			words = append(words, word{kind: kindTo, text: to}, word{kind: kindDays, n: end})
			rest = after
		}
		break
	}
	return words, len(s) - len(rest)
}

func afterWeek(s string) (string, bool) {
	for _, prefix := range []string{"每周", "每个周", "每星期", "每个星期", "每礼拜", "周", "星期", "礼拜"} {
		if rest, ok := strings.CutPrefix(s, prefix); ok {
			return rest, true
		}
	}
	return s, false
}

// hanDayList reads weekday characters, with or without 、 between them.
func hanDayList(s string) (mask int, rest string) {
	rest = s
	for {
		body := strings.TrimPrefix(rest, "、")
		r, size := utf8.DecodeRuneInString(body)
		day := slices.Index(hanDays, r)
		if r == '天' {
			day = 0
		}
		after, _ := utf8.DecodeRuneInString(body[size:])
		if day < 0 || strings.ContainsRune("点时十月号分", after) || (mask == 0 && body != rest) {
			return mask, rest
		}
		mask |= 1 << day
		rest = body[size:]
	}
}

// readPhrase reads the longest known phrase at the start of s.
func readPhrase(s string) (word, int) {
	v := spokenWords()
	for _, p := range v.byFirst[s[0]] {
		if strings.HasPrefix(s, p) && bordered(s, len(p)) {
			return v.words[p], len(p)
		}
	}
	return word{}, 0
}

// unknown quotes the word that s begins with; one that looks like a zone is explained as a zone.
func unknown(s string) error {
	if m := latins.FindString(s); m != "" {
		if offsetLike.MatchString(m) {
			return fail(CodeAmbiguousZone, clip(m))
		}
		if near := zoneTable().nearest(m); near != "" && len(m) > 3 {
			return fail(CodeUnknownZone, clip(m), near)
		}
		return fail(CodeNotUnderstood, clip(m))
	}
	end := strings.IndexAny(s, " ,、")
	if end <= 0 {
		end = len(s)
	}
	return fail(CodeNotUnderstood, clip(s[:end]))
}
