package schedule

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// longestPause is how far ahead the end of a pause may be: further is a slip of the pen, and "until it is resumed" is meant.
const longestPause = 2 * 366 * 24 * time.Hour

var (
	pauseFor = regexp.MustCompile(`^(?:for |pendant |durant |暂停)?(\d{1,3}) ?(h|hours?|heures?|个?小时|d|days?|j|jours?|天|w|weeks?|semaines?|周|个?星期)$`)
	tomorrow = regexp.MustCompile(`\btomorrow\b|\bdemain\b|明天`)
	dayMonth = regexp.MustCompile(`\b(\d{1,2})(?:st|nd|rd|th|er)? (` + monthNames + `)\b`)
	monthDay = regexp.MustCompile(`\b(` + monthNames + `) (\d{1,2})(?:st|nd|rd|th)?\b`)
	hanMonth = regexp.MustCompile(`(\d{1,2})月(\d{1,2})[日号]?`)
)

// monthNames are the months' names in English and French, folded, from January on.
const monthNames = `january|jan|janvier|janv|february|feb|fevrier|fevr|march|mar|mars|april|apr|avril|avr|may|mai|june|jun|juin|july|jul|juillet|juil|` +
	`august|aug|aout|september|sept|sep|septembre|october|oct|octobre|november|nov|novembre|december|dec|decembre`

// monthNumber returns the month of a name in monthNames. Three letters tell all but June from July in French.
func monthNumber(name string) int {
	if strings.HasPrefix(name, "jui") {
		return map[bool]int{true: 6, false: 7}[name == "juin"]
	}
	begins := []string{"jan", "fe", "mar", "av", "ma", "jun", "jul", "ao", "se", "oc", "no", "de"}
	english := []string{"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}
	for i := range begins {
		if strings.HasPrefix(name, begins[i]) || strings.HasPrefix(name, english[i]) {
			return i + 1
		}
	}
	return 0
}

// ParseUntil reads the end of a pause in people's words: a date, a weekday, a time of day, "tomorrow", or a length such as "3 days",
// in English, French or Chinese, in a zone (FindZone's forms). A day means its beginning: runs of that day happen again. Every
// refusal is an *Error.
func ParseUntil(text string, now time.Time, zone string) (time.Time, error) {
	name, err := FindZone(zone)
	if err != nil {
		return time.Time{}, err
	}
	if len(text) > MaxLength {
		return time.Time{}, fail(CodeUntil, clip(text))
	}
	folded := fold(text)
	at, err := until(folded, now, name)
	switch {
	case err != nil:
		return time.Time{}, err
	case at.IsZero() || at.After(now.Add(longestPause)):
		return time.Time{}, fail(CodeUntil, clip(text))
	case !at.After(now):
		return time.Time{}, fail(CodePast, clip(text))
	}
	return at, nil
}

func until(text string, now time.Time, zone string) (time.Time, error) {
	for _, lead := range []string{"until ", "till ", "to ", "jusqu'au ", "jusqu'a ", "直到", "到", "至"} {
		text = strings.TrimPrefix(text, lead)
	}
	if m := pauseFor.FindStringSubmatch(strings.TrimSuffix(text, "后")); m != nil {
		n, _ := strconv.Atoi(m[1]) // three digits at most
		return now.Add(time.Duration(n) * unitOf(m[2])).Truncate(time.Minute), nil
	}
	loc, err := location(zone)
	if err != nil {
		return time.Time{}, err
	}
	words, err := lex(dated(text, now.In(loc)))
	if err != nil {
		return time.Time{}, fail(CodeUntil, clip(text))
	}
	return moment(words, now.In(loc))
}

func unitOf(word string) time.Duration {
	switch {
	case strings.HasPrefix(word, "h"), strings.Contains(word, "小时"):
		return time.Hour
	case strings.HasPrefix(word, "d"), strings.HasPrefix(word, "j"), word == "天":
		return 24 * time.Hour
	}
	return 7 * 24 * time.Hour
}

// dated replaces days that are said without a year by the next such date.
func dated(text string, now time.Time) string {
	if !isoDate.MatchString(text) {
		text = hanMonth.ReplaceAllStringFunc(text, func(s string) string {
			m := hanMonth.FindStringSubmatch(s)
			return ahead(m[1], m[2], now)
		})
	}
	text = dayMonth.ReplaceAllStringFunc(text, func(s string) string {
		m := dayMonth.FindStringSubmatch(s)
		return ahead(strconv.Itoa(monthNumber(m[2])), m[1], now)
	})
	text = monthDay.ReplaceAllStringFunc(text, func(s string) string {
		m := monthDay.FindStringSubmatch(s)
		return ahead(strconv.Itoa(monthNumber(m[1])), m[2], now)
	})
	return tomorrow.ReplaceAllString(text, now.AddDate(0, 0, 1).Format(time.DateOnly)+" ")
}

// ahead writes the next date of a month and day that is today or later.
func ahead(month, day string, now time.Time) string {
	for year := now.Year(); ; year++ {
		date := fmt.Sprintf("%04d-%02s-%02s", year, month, day)
		if date >= now.Format(time.DateOnly) || year > now.Year() {
			return date + " "
		}
	}
}

// moment puts a day and a time of day together; zero when the words say neither, or more than that.
func moment(words []word, now time.Time) (time.Time, error) {
	day, minute := Date{}, -1
	var weekday *time.Weekday
	loc := now.Location()
	for _, w := range words {
		switch w.kind {
		case kindFiller, kindAt, kindA, kindTo:
		case kindDate:
			d, err := ParseDate(w.text)
			if err != nil || !day.IsZero() {
				return time.Time{}, err
			}
			day = d
		case kindTime:
			if minute >= 0 {
				return time.Time{}, nil
			}
			minute = w.n
		case kindZone:
			zone, err := location(w.text)
			if err != nil {
				return time.Time{}, err
			}
			loc = zone
		default:
			d, one := w.single()
			if !one || weekday != nil {
				return time.Time{}, nil
			}
			weekday = &d
		}
	}
	return resolve(day, weekday, minute, now.In(loc)), nil
}

// resolve returns the first instant after now that shows the day, the weekday or the time. A day of its own is not moved.
func resolve(day Date, weekday *time.Weekday, minute int, now time.Time) time.Time {
	if day.IsZero() && weekday == nil && minute < 0 {
		return time.Time{}
	}
	at := Civil{day, max(minute, 0)}
	if !day.IsZero() {
		return at.instant(now.Location())
	}
	for n := dateOf(now).number(); ; n++ {
		at.Date = dayNumber(n)
		if (weekday == nil || at.Weekday() == *weekday) && at.instant(now.Location()).After(now) {
			return at.instant(now.Location())
		}
	}
}
