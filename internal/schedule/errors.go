package schedule

import (
	"fmt"
	"strings"
	"unicode"
)

// Code names why an expression or a request was refused; the wording of other languages keys on it.
type Code string

// The refusals. The comment names the arguments of the Error in order.
const (
	CodeEmpty           Code = "empty"
	CodeTooLong         Code = "too_long"         // longest length in characters
	CodeNotUnderstood   Code = "not_understood"   // the words
	CodeNoTime          Code = "no_time"          //
	CodeNoDay           Code = "no_day"           //
	CodeBareNumber      Code = "bare_number"      // the number
	CodeBadTime         Code = "bad_time"         // the time as written
	CodeTimeRange       Code = "time_range"       //
	CodeConflictingDays Code = "conflicting_days" //
	CodeTooOften        Code = "too_often"        // smallest distance in minutes
	CodeUneven          Code = "uneven"           // the interval as written
	CodeImpossibleDate  Code = "impossible_date"  // the date or the fields as written
	CodeNever           Code = "never"            //
	CodeUnknownZone     Code = "unknown_zone"     // the zone as written, the nearest zone or ""
	CodeAmbiguousZone   Code = "ambiguous_zone"   // the abbreviation or offset as written
	CodeTwoZones        Code = "two_zones"        // the zones
	CodeZonePrefix      Code = "zone_prefix"      //
	CodeBothDays        Code = "both_days"        // day-of-month field, day-of-week field
	CodeFieldCount      Code = "field_count"      // number of fields found
	CodeField           Code = "field"            // field's name, its text, what it may hold
	CodeDescriptor      Code = "descriptor"       // the @word
	CodeMixed           Code = "mixed"            //
	CodeUnknownCalendar Code = "unknown_calendar" // the name
	CodeTwoCalendars    Code = "two_calendars"    // the names
	CodeBadBound        Code = "bad_bound"        // the text
	CodeWindow          Code = "window"           //
	CodeCount           Code = "count"            //
	CodeTooMany         Code = "too_many"         // the limit
	CodeUntil           Code = "until"            // the text
	CodePast            Code = "past"             // the text
)

// Error is a refusal: a code, its arguments, and an English sentence that says what to do.
type Error struct {
	Code Code
	Args []string
}

// Error words the refusal in English as one sentence.
func (e *Error) Error() string {
	sentence := sentences[e.Code]
	if e.Code == CodeUnknownZone && len(e.Args) == 2 && e.Args[1] != "" {
		sentence = "there is no zone %q; did you mean %s"
	}
	args := make([]any, 0, len(e.Args))
	for _, a := range e.Args[:min(len(e.Args), strings.Count(sentence, "%"))] {
		args = append(args, a)
	}
	return fmt.Sprintf(sentence, args...)
}

var sentences = map[Code]string{
	CodeEmpty:           `say when, for example "weekdays 9:00 Europe/Paris" or "0 9 * * 1-5"`,
	CodeTooLong:         `the schedule is too long; keep it under %s characters`,
	CodeNotUnderstood:   `%q was not understood; write for example "weekdays 9:00 Europe/Paris", "every Monday 08:30" or "0 9 * * 1-5"`,
	CodeNoTime:          `the time is missing; add one, for example 9:00 or 6 pm`,
	CodeNoDay:           `the day is missing; add one, for example Monday or the 1st`,
	CodeBareNumber:      `%q could be an hour or a day; write 9:00 for an hour or "monthly on the 9th" for a day`,
	CodeBadTime:         `there is no time %q; write a time from 0:00 to 23:59`,
	CodeTimeRange:       `a range of times was not understood; name each time, for example "9:00 and 18:00", or write "every 2 hours"`,
	CodeConflictingDays: `the days contradict each other; name them once, for example "daily", "weekdays" or "Monday and Thursday"`,
	CodeTooOften:        `runs %s min apart are too close; leave at least 15 minutes between two runs`,
	CodeUneven:          `%q does not divide the day evenly; use 15, 20 or 30 minutes, or 1, 2, 3, 4, 6, 8, 12 or 24 hours`,
	CodeImpossibleDate:  `the date %q does not exist; correct the day or the month`,
	CodeNever:           `this schedule has no run to come; check its days, dates and calendar`,
	CodeUnknownZone:     `there is no zone %q; write one such as Europe/Paris or Asia/Shanghai`,
	CodeAmbiguousZone:   `%q does not name one zone with its clock changes; write the zone's name, such as Asia/Shanghai or America/New_York`,
	CodeTwoZones:        `two zones are named, %s and %s; keep one`,
	CodeZonePrefix:      `CRON_TZ= and TZ= are not accepted; write the zone after the schedule, for example "0 9 * * * Europe/Paris"`,
	CodeBothDays:        `cron runs on either one when day of month (%s) and day of week (%s) are both given; keep one of them, or confirm that either is meant`,
	CodeFieldCount:      `a cron expression has five fields (minute hour day month weekday) and this one has %s; for example "0 9 * * 1-5"`,
	CodeField:           `the %s field %q was not understood; it takes %s`,
	CodeDescriptor:      `%q is not a known schedule; use @hourly, @daily, @weekly, @monthly, @yearly or @every 2h`,
	CodeMixed:           `several cron expressions in one schedule must share their days and name their hours; make one schedule for each`,
	CodeUnknownCalendar: `there is no calendar %q; use all, weekdays or cn-workdays`,
	CodeTwoCalendars:    `two calendars are named, %s and %s; keep one`,
	CodeBadBound:        `%q is neither a date nor an instant; write 2026-03-29, 2026-03-29T02:30 or 2026-03-29T00:30:00Z`,
	CodeWindow:          `the window ends before it begins; put the earlier date first`,
	CodeCount:           `the number of runs must be 1 or more`,
	CodeUntil:           `%q is no end of a pause; write a date such as 2026-03-29, a weekday, or a length such as "3 days"`,
	CodePast:            `%q is over; write a date to come`,
	CodeTooMany:         `the window holds more than %s runs; make it shorter`,
}

func fail(code Code, args ...string) error { return &Error{Code: code, Args: args} }

// clip makes foreign text safe to quote in one line: printable, valid and short.
func clip(s string) string {
	const most = 40
	var b strings.Builder
	n := 0
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		if !unicode.IsPrint(r) {
			r = ' '
		}
		if n == most {
			b.WriteRune('…')
			break
		}
		b.WriteRune(r)
		n++
	}
	return strings.TrimSpace(b.String())
}
