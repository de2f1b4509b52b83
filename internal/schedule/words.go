package schedule

import (
	"fmt"
	"slices"
	"strings"
)

// sentence gathers what the words of an expression say, in any order.
type sentence struct {
	spoken
	daily, weekly, monthly bool
	weekdays               int // mask
	leftOut                int // mask of "except" weekdays
	monthDays              []int
	times                  []int
	interval               *word
	numbers                []word // not yet explained
}

// readWords reads people's words.
func readWords(text string) (spoken, error) {
	words, err := lex(text)
	if err != nil {
		return spoken{}, err
	}
	var s sentence
	if err := s.gather(words); err != nil {
		return spoken{}, err
	}
	if err := s.settleDays(); err != nil {
		return spoken{}, err
	}
	return s.spoken, s.settleTimes()
}

// readTail reads what may follow a cron expression: zone, calendar and dates.
func readTail(text string, into *spoken) error {
	if text == "" {
		return nil
	}
	words, err := lex(text)
	if err != nil {
		return err
	}
	for _, w := range words {
		switch w.kind {
		case kindZone, kindCalendar, kindDate, kindExcept, kindFiller, kindAnd:
		default:
			return fail(CodeNotUnderstood, clip(text))
		}
	}
	s := sentence{spoken: *into}
	if err := s.gather(words); err != nil {
		return err
	}
	*into = s.spoken
	return nil
}

// gather takes the words in order. "except" holds until the next time; "at" makes bare numbers hours until the next
// word that is none.
func (s *sentence) gather(words []word) error {
	except, hours := false, false
	for i, w := range words {
		bare := false
		switch w.kind {
		case kindExcept:
			except = true
		case kindTime:
			except = false
			s.times = append(s.times, w.n)
		case kindNumber:
			if bare = hours && !s.monthlyAhead(words[i:]); bare {
				if w.n > 23 {
					return fail(CodeBadTime, w.text)
				}
				s.times = append(s.times, w.n*60)
				break
			}
			s.numbers = append(s.numbers, w)
		case kindAt, kindA:
			if w.kind == kindA && isTime(words, i-1) && isTime(words, i+1) {
				return fail(CodeTimeRange)
			}
			bare = true
		case kindAnd:
			bare = hours
		case kindTo:
			if !s.span(words, i, except) {
				return fail(CodeTimeRange)
			}
		case kindDays:
			if except {
				s.leftOut |= w.n
			} else {
				s.weekdays |= w.n
			}
		default:
			if err := s.take(w, except); err != nil {
				return err
			}
		}
		if w.kind == kindA {
			s.span(words, i, except)
		}
		hours = bare
	}
	return nil
}

// take handles the words that mean the same wherever they stand.
func (s *sentence) take(w word, except bool) error {
	switch w.kind {
	case kindDaily:
		s.daily = true
	case kindWeekly:
		s.weekly = true
	case kindMonthly:
		s.monthly = true
	case kindMonthDay:
		s.monthDays = append(s.monthDays, w.n)
	case kindInterval:
		if s.interval != nil {
			return fail(CodeTimeRange)
		}
		s.interval = &w
	case kindZone:
		if s.zone != "" && s.zone != w.text {
			return fail(CodeTwoZones, s.zone, w.text)
		}
		s.zone = w.text
	case kindCalendar:
		if s.calendar != "" && s.calendar != Calendar(w.text) {
			return fail(CodeTwoCalendars, string(s.calendar), w.text)
		}
		s.calendar = Calendar(w.text)
	case kindDate:
		return s.takeDate(w, except)
	}
	return nil
}

func (s *sentence) takeDate(w word, except bool) error {
	date, err := ParseDate(w.text)
	if err != nil {
		return err
	}
	list := &s.only
	if except {
		list = &s.except
	}
	if !slices.Contains(*list, date) {
		*list = append(*list, date)
	}
	return nil
}

// span fills the weekdays between the words on either side of a "to"; false when they are no single weekdays.
func (s *sentence) span(words []word, i int, except bool) bool {
	if i == 0 || i+1 >= len(words) {
		return false
	}
	from, okFrom := words[i-1].single()
	to, okTo := words[i+1].single()
	if !okFrom || !okTo {
		return false
	}
	for d := from; d != to; d = (d + 1) % 7 {
		if except {
			s.leftOut |= 1 << d
		} else {
			s.weekdays |= 1 << d
		}
	}
	return true
}

func isTime(words []word, i int) bool {
	return i >= 0 && i < len(words) && words[i].kind == kindTime
}

// monthlyAhead reports whether "of the month" follows a number and its list, which makes it a day: "le 1er et le 15 du mois".
func (s *sentence) monthlyAhead(words []word) bool {
	for _, w := range words {
		switch w.kind {
		case kindMonthly:
			return true
		case kindNumber, kindMonthDay, kindAnd, kindFiller:
		default:
			return false
		}
	}
	return false
}

// settleDays turns the days into cron's day fields, kept as the only cron line until the times are known.
func (s *sentence) settleDays() error {
	for _, w := range s.numbers {
		if !s.monthly {
			return fail(CodeBareNumber, clip(w.text))
		}
		if w.n < 1 || w.n > 31 {
			return fail(CodeImpossibleDate, clip(w.text))
		}
		s.monthDays = append(s.monthDays, w.n)
	}
	if _, one := (word{kind: kindDays, n: s.weekdays}).single(); s.weekdays != 0 && !one {
		s.daily = false // 周一到周五每天: on each of these days
	}
	ways := 0
	for _, said := range []bool{s.daily, s.weekdays != 0, len(s.monthDays) > 0, len(s.only) > 0} {
		if said {
			ways++
		}
	}
	named := s.weekdays != 0 && len(s.monthDays) > 0 // both: refused later, as in cron, unless confirmed
	if ways > 1 && !(named && ways == 2) {
		return fail(CodeConflictingDays)
	}
	if (s.weekly && s.weekdays == 0) || (s.monthly && len(s.monthDays) == 0) {
		return fail(CodeNoDay)
	}
	week := s.weekdays
	if week == 0 {
		week = allWeek
	}
	if week &^= s.leftOut; week == 0 {
		return fail(CodeConflictingDays)
	}
	s.crons = []string{fmt.Sprintf("%s * %s", list(s.monthDays), weekField(week))}
	return nil
}

// list writes numbers as a cron list, three or more in a row as a range, "*" for none.
func list(numbers []int) string {
	if len(numbers) == 0 {
		return "*"
	}
	sorted := slices.Compact(slices.Sorted(slices.Values(numbers)))
	var texts []string
	for len(sorted) > 0 {
		end := 1
		for end < len(sorted) && sorted[end] == sorted[end-1]+1 {
			end++
		}
		if end < 3 {
			end = 1
			texts = append(texts, itoa(sorted[0]))
		} else {
			texts = append(texts, itoa(sorted[0])+"-"+itoa(sorted[end-1]))
		}
		sorted = sorted[end:]
	}
	return strings.Join(texts, ",")
}

// weekField writes a mask of weekdays as cron does.
func weekField(mask int) string {
	switch mask {
	case allWeek:
		return "*"
	case weekdayMask:
		return "1-5"
	}
	var days []int
	for d := range 7 {
		if mask&(1<<d) != 0 {
			days = append(days, d)
		}
	}
	return list(days)
}

// settleTimes joins the times with the day fields into as few cron lines as the times allow.
func (s *sentence) settleTimes() error {
	days := s.crons[0]
	s.crons = nil
	if s.interval != nil {
		if len(s.times) > 0 {
			return fail(CodeTimeRange)
		}
		line, err := everyMinutes(s.interval.n, s.interval.text)
		if err != nil {
			return err
		}
		fields := strings.Fields(line)
		s.crons = []string{fields[0] + " " + fields[1] + " " + days}
		return nil
	}
	if len(s.times) == 0 {
		return fail(CodeNoTime)
	}
	s.crons = timesAsCron(s.times, days)
	return nil
}

// timesAsCron groups minutes that share their hours.
func timesAsCron(times []int, days string) []string {
	hoursOf := map[int][]int{}
	for _, t := range times {
		hoursOf[t%60] = append(hoursOf[t%60], t/60)
	}
	var order []string
	minutesOf := map[string][]int{}
	for minute := range 60 {
		if hours, ok := hoursOf[minute]; ok {
			key := list(hours)
			if _, seen := minutesOf[key]; !seen {
				order = append(order, key)
			}
			minutesOf[key] = append(minutesOf[key], minute)
		}
	}
	lines := make([]string, len(order))
	for i, hours := range order {
		lines[i] = fmt.Sprintf("%s %s %s", list(minutesOf[hours]), hours, days)
	}
	return lines
}
