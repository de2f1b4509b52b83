package schedule

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// spoken is what an expression says, whichever way it was written.
type spoken struct {
	crons        []string // five fields each
	zone         string
	calendar     Calendar
	only, except []Date
}

var fieldNames = [5]struct{ name, takes string }{
	{"minute", "0 to 59, such as 0, 0,30 or */15"},
	{"hour", "0 to 23, such as 9, 9,18 or 9-17"},
	{"day-of-month", "1 to 31, such as 1, 1,15 or *"},
	{"month", "1 to 12 or JAN to DEC, such as 1,7 or *"},
	{"day-of-week", "0 to 7 or SUN to SAT, such as 1-5 or MON,THU"},
}

// looksLikeCron reports whether the text begins as cron does: an @word, or two fields of cron's own characters.
func looksLikeCron(text string) bool {
	fields := strings.Fields(text)
	if text[0] == '@' {
		return true
	}
	if len(fields) == 1 {
		return strings.Trim(fields[0], "*/?") == ""
	}
	return cronLike(fields[0]) && cronLike(fields[1])
}

func cronLike(field string) bool {
	return field != "-" && !isoDate.MatchString(field) && strings.Trim(field, "0123456789*/,?-") == ""
}

// readCron reads one cron expression, or several joined by ";", and what may follow the last one.
func readCron(text string) (spoken, error) {
	var s spoken
	parts := strings.Split(text, ";")
	for i, part := range parts {
		line, tail, err := splitCron(part)
		if err != nil {
			return spoken{}, err
		}
		if i < len(parts)-1 && tail != "" {
			return spoken{}, fail(CodeFieldCount, itoa(len(strings.Fields(part))))
		}
		s.crons = append(s.crons, line)
		if err := readTail(tail, &s); err != nil {
			return spoken{}, err
		}
	}
	return s, nil
}

// splitCron takes the five fields (or the @word) from the front.
func splitCron(text string) (line, tail string, err error) {
	fields := strings.Fields(text)
	if len(fields) > 0 && strings.HasPrefix(fields[0], "@") {
		return descriptor(fields)
	}
	if len(fields) < 5 {
		return "", "", fail(CodeFieldCount, itoa(len(fields)))
	}
	if len(fields) > 5 && (cronLike(fields[5]) || slices.Contains(weekdayNames[:], fields[5])) {
		return "", "", fail(CodeFieldCount, itoa(len(fields)))
	}
	if fields[4], err = plainWeekdays(fields[4]); err != nil {
		return "", "", err
	}
	return strings.Join(fields[:5], " "), strings.Join(fields[5:], " "), nil
}

// descriptor reads @daily and its kin, and @every for the intervals that divide the day, since any other interval
// would depend on when the program started.
func descriptor(fields []string) (line, tail string, err error) {
	rest := strings.Join(fields[1:], " ")
	switch fields[0] {
	case "@hourly":
		return "0 * * * *", rest, nil
	case "@daily", "@midnight":
		return "0 0 * * *", rest, nil
	case "@weekly":
		return "0 0 * * 0", rest, nil
	case "@monthly":
		return "0 0 1 * *", rest, nil
	case "@yearly", "@annually":
		return "0 0 1 1 *", rest, nil
	case "@every":
		if len(fields) < 2 {
			return "", "", fail(CodeDescriptor, fields[0])
		}
		d, err := time.ParseDuration(fields[1])
		if err != nil || d%time.Minute != 0 {
			return "", "", fail(CodeUneven, clip(fields[1]))
		}
		line, err := everyMinutes(int(d/time.Minute), fields[1])
		return line, strings.Join(fields[2:], " "), err
	}
	return "", "", fail(CodeDescriptor, clip(fields[0]))
}

// everyMinutes writes an interval as a cron expression; said is how it was written, for the refusal.
func everyMinutes(n int, said string) (string, error) {
	switch {
	case n > 0 && n < leastMinutes:
		return "", fail(CodeTooOften, itoa(n))
	case n == 15 || n == 20 || n == 30:
		return fmt.Sprintf("*/%d * * * *", n), nil
	case n == 60:
		return "0 * * * *", nil
	case n == minutesADay:
		return "0 0 * * *", nil
	case n > 0 && n%60 == 0 && n < minutesADay && 24%(n/60) == 0:
		return fmt.Sprintf("0 */%d * * *", n/60), nil
	}
	return "", fail(CodeUneven, clip(said))
}

var weekdayNames = [7]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// plainWeekdays rewrites what other crons allow and the parser does not: 7 for Sunday, and ranges over the week's end.
func plainWeekdays(field string) (string, error) {
	items := strings.Split(field, ",")
	for i, item := range items {
		span, step, hasStep := strings.Cut(item, "/")
		from, to, isRange := strings.Cut(span, "-")
		a, okA := weekdayNumber(from)
		if !okA {
			continue
		}
		if !isRange {
			if a == 7 && !hasStep {
				items[i] = "0"
			}
			continue
		}
		b, okB := weekdayNumber(to)
		n, err := strconv.Atoi(step)
		if !hasStep {
			n, err = 1, nil
		}
		if !okB || err != nil || n < 1 || (b < 7 && a <= b) {
			continue
		}
		items[i] = wrappedDays(a, b, n)
	}
	return strings.Join(items, ","), nil
}

func wrappedDays(a, b, step int) string {
	if a > b {
		b += 7
	}
	var days []string
	for v := a; v <= b && step <= 7; v += step {
		days = append(days, itoa(v%7))
	}
	if len(days) == 0 {
		return itoa(a % 7)
	}
	return strings.Join(days, ",")
}

func weekdayNumber(s string) (int, bool) {
	if i := slices.Index(weekdayNames[:], s); i >= 0 {
		return i, true
	}
	if len(s) == 1 && s[0] >= '0' && s[0] <= '7' {
		return int(s[0] - '0'), true
	}
	return 0, false
}

// fromCrons parses the expressions, which must differ in minutes and hours only, and unites their times.
func fromCrons(lines []string, confirmed bool) (Rule, error) {
	var r Rule
	var at [minutesADay]bool
	for i, line := range lines {
		spec, err := parseSpec(line)
		if err != nil {
			return Rule{}, err
		}
		fields := strings.Fields(line)
		days := daySet{months: spec.Month, dom: spec.Dom, dow: spec.Dow, either: spec.Dom&star == 0 && spec.Dow&star == 0}
		if err := days.check(fields, confirmed); err != nil {
			return Rule{}, err
		}
		elapsed := openHours(fields[1])
		if i > 0 && (days != r.days || elapsed || r.elapsed) {
			return Rule{}, fail(CodeMixed)
		}
		r.days, r.elapsed = days, elapsed
		mark(&at, spec)
	}
	for m, on := range at {
		if on {
			r.minutes = append(r.minutes, m)
		}
	}
	r.crons = lines
	return r, nil
}

func mark(at *[minutesADay]bool, spec *cron.SpecSchedule) {
	for m := range minutesADay {
		if spec.Hour&(1<<uint(m/60)) != 0 && spec.Minute&(1<<uint(m%60)) != 0 {
			at[m] = true
		}
	}
}

// star is the parser's own mark of a day field that narrows nothing. A star with a step, and a full range, do not have it:
// cron then joins the two day fields by "or", which surprises people.
const star = 1 << 63

// openHours reports whether the hour field is * or */n, in any item of its list.
func openHours(field string) bool {
	for _, item := range strings.Split(field, ",") {
		if strings.HasPrefix(item, "*") || strings.HasPrefix(item, "?") {
			return true
		}
	}
	return false
}

// check refuses day fields that cron would read otherwise than people do, and days that no month has.
func (s daySet) check(fields []string, confirmed bool) error {
	if s.either && !confirmed {
		return fail(CodeBothDays, clip(fields[2]), clip(fields[4]))
	}
	for month := time.January; month <= time.December; month++ {
		const leap = 2024
		all := uint64(1)<<uint(daysIn(leap, month)+1) - 2
		if s.months&(1<<uint(month)) != 0 && s.dom&all != 0 {
			return nil
		}
	}
	return fail(CodeImpossibleDate, clip("day "+fields[2]+" of month "+fields[3]))
}

// parseSpec hands each field to the parser alone, so that a refusal can name the field.
func parseSpec(line string) (*cron.SpecSchedule, error) {
	fields := strings.Fields(line)
	for i, f := range fields {
		alone := [5]string{"*", "*", "*", "*", "*"}
		alone[i] = f
		if !wellFormed(f) || safeParse(strings.Join(alone[:], " ")) == nil {
			return nil, fail(CodeField, fieldNames[i].name, clip(f), fieldNames[i].takes)
		}
	}
	spec := safeParse(line)
	if spec == nil {
		return nil, fail(CodeNotUnderstood, clip(line))
	}
	return spec, nil
}

// wellFormed refuses what the parser would silently read as something else: empty list items and "*-5".
func wellFormed(field string) bool {
	for _, item := range strings.Split(field, ",") {
		if item == "" || strings.HasPrefix(item, "*-") || strings.HasPrefix(item, "?-") || strings.ContainsAny(item, "+=") {
			return false
		}
	}
	return true
}

// safeParse returns nil for anything that the parser refuses or panics on.
func safeParse(line string) (spec *cron.SpecSchedule) {
	defer func() {
		if recover() != nil {
			spec = nil
		}
	}()
	parsed, err := cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow).Parse(line)
	if err != nil {
		return nil
	}
	spec, _ = parsed.(*cron.SpecSchedule)
	return spec
}

func itoa(n int) string { return strconv.Itoa(n) }
