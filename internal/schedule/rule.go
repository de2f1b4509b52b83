package schedule

import (
	"strings"
	"time"
	"unicode/utf8"
)

// MaxLength is the longest expression that Parse reads, in characters.
const MaxLength = 500

// Rule is a parsed expression: which civil times it names, and the zone, calendar and dates it carries.
// Its zero value names no time; make rules with Parse.
type Rule struct {
	days     daySet
	minutes  []int // minutes of the day, rising, without repetition
	elapsed  bool  // hours are * or */n: follow elapsed time
	crons    []string
	zone     string // "" when the expression names none
	calendar Calendar
	only     []Date // when not empty, the only days
	except   []Date
}

// daySet holds cron's three day fields as bit sets. With either, day of month or day of week is enough.
type daySet struct {
	months, dom, dow uint64
	either           bool
}

// weekdayMask is Monday to Friday.
const weekdayMask = 0b0111110

// allWeek is all seven days, Sunday at bit 0.
const allWeek = 0b1111111

// Parse reads a cron expression or people's words in English, French or Chinese, optionally followed by a zone, a
// calendar and "only" or "except" dates. Every refusal is an *Error.
func Parse(expr string) (Rule, error) { return parse(expr, false) }

// ParseConfirmed is Parse for an expression whose author confirmed that either day field is enough (CodeBothDays).
func ParseConfirmed(expr string) (Rule, error) { return parse(expr, true) }

func parse(expr string, confirmed bool) (Rule, error) {
	if utf8.RuneCountInString(expr) > MaxLength {
		return Rule{}, fail(CodeTooLong, "500")
	}
	text := fold(expr)
	if text == "" {
		return Rule{}, fail(CodeEmpty)
	}
	if strings.Contains(text, "tz=") {
		return Rule{}, fail(CodeZonePrefix)
	}
	s, err := read(text)
	if err != nil {
		return Rule{}, err
	}
	r, err := fromCrons(s.crons, confirmed)
	if err != nil {
		return Rule{}, err
	}
	r.zone, r.calendar, r.only, r.except = s.zone, s.calendar, s.only, s.except
	return r, r.check()
}

// read chooses between cron and words and returns the common form of both.
func read(text string) (spoken, error) {
	if looksLikeCron(text) {
		return readCron(text)
	}
	return readWords(text)
}

// check refuses times that are too close to one another.
func (r Rule) check() error {
	least := minutesADay
	for i := 1; i < len(r.minutes); i++ {
		least = min(least, r.minutes[i]-r.minutes[i-1])
	}
	if n := len(r.minutes); n > 0 {
		if wrap := r.minutes[0] + minutesADay - r.minutes[n-1]; wrap < leastMinutes && r.neighbours() {
			least = min(least, wrap)
		}
	}
	if least < leastMinutes {
		return fail(CodeTooOften, itoa(least))
	}
	return nil
}

// leastMinutes is the shortest allowed distance between two runs.
const leastMinutes = 15

// neighbours reports whether two days in a row can both have runs; looked up over one cycle of leap years.
func (r Rule) neighbours() bool {
	start := Date{2024, time.January, 1}.number()
	before := false
	for n := start; n < start+4*366; n++ {
		d := dayNumber(n)
		now := r.days.has(d.Month, d.Day, weekdayOf(n))
		if now && before {
			return true
		}
		before = now
	}
	return false
}

func (s daySet) has(month time.Month, day int, weekday time.Weekday) bool {
	if s.months&(1<<uint(month)) == 0 {
		return false
	}
	dom, dow := s.dom&(1<<uint(day)) != 0, s.dow&(1<<uint(weekday)) != 0
	if s.either {
		return dom || dow
	}
	return dom && dow
}

// String writes the rule in a form that Parse reads back to an equal rule, whatever language it was said in.
// A rule that needed ParseConfirmed needs it again.
func (r Rule) String() string {
	parts := []string{strings.Join(r.crons, "; ")}
	if r.zone != "" {
		parts = append(parts, r.zone)
	}
	if r.calendar != "" {
		parts = append(parts, string(r.calendar))
	}
	for _, d := range r.only {
		parts = append(parts, d.String())
	}
	if len(r.except) > 0 {
		parts = append(parts, "except")
	}
	for _, d := range r.except {
		parts = append(parts, d.String())
	}
	return strings.Join(parts, " ")
}

// Cron returns the rule as cron expressions of five fields; several when its times do not fit into one.
// Zone, calendar and dates are not part of them.
func (r Rule) Cron() []string { return append([]string(nil), r.crons...) }

// Zone returns the zone that the expression names, or "".
func (r Rule) Zone() string { return r.zone }

// Calendar returns the calendar that the expression names, or "".
func (r Rule) Calendar() Calendar { return r.calendar }

// Elapsed reports whether the rule follows elapsed time, because its hours are * or */n.
func (r Rule) Elapsed() bool { return r.elapsed }
