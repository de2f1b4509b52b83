package schedule

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Limits of a preview.
const (
	DefaultCount = 5       // runs shown when nothing else is said
	maxRuns      = 100_000 // runs that a window may hold, so that a preview's memory is bounded
)

// Request asks for the runs of an expression.
type Request struct {
	Expr      string
	Zone      string        // for an expression that names none; "" is UTC
	Calendar  string        // for an expression that names none; "" is all
	From      string        // inclusive; a date, 2006-01-02T15:04 or an RFC 3339 instant; "" is Now
	Until     string        // exclusive, same forms; "" is no end
	Count     int           // most runs; 0 is DefaultCount, or with Until every run of the window
	Confirmed bool          // either day field of cron is enough
	Delay     time.Duration // how much later than the rule says it is due, always; see Jitter
	Now       time.Time
}

// Preview is the answer: what was asked, as understood, and its runs.
type Preview struct {
	Expr  string // as asked
	Plan  Plan
	Runs  []Run // without the delay
	Delay time.Duration
}

// Show computes the runs of a request. Every refusal is an *Error.
func Show(q Request) (Preview, error) {
	rule, err := parse(q.Expr, q.Confirmed)
	if err != nil {
		return Preview{}, err
	}
	calendar, err := ParseCalendar(q.Calendar)
	if err != nil {
		return Preview{}, err
	}
	if strings.TrimSpace(q.Calendar) == "" {
		calendar = ""
	}
	plan, err := rule.In(q.Zone, calendar)
	if err != nil {
		return Preview{}, err
	}
	p := Preview{Expr: strings.TrimSpace(q.Expr), Plan: plan, Delay: q.Delay}
	p.Runs, err = plan.window(q)
	return p, err
}

// window collects the runs between the bounds of a request.
func (p Plan) window(q Request) ([]Run, error) {
	from, err := readBound(q.From)
	if err != nil {
		return nil, err
	}
	until, err := readBound(q.Until)
	if err != nil {
		return nil, err
	}
	if q.From == "" {
		from = bound{instant: q.Now}
	}
	if q.Count < 0 {
		return nil, fail(CodeCount)
	}
	open := q.Until == ""
	if !open && until.rough(p.loc).Before(from.rough(p.loc)) {
		return nil, fail(CodeWindow)
	}
	count := q.Count
	if count == 0 && open {
		count = DefaultCount
	}
	var runs []Run
	// Civil bounds hold for nominal times, which a clock change can move past midnight: begin early and sort out.
	for run := range p.Runs(from.rough(p.loc).Add(-reach * time.Second)) {
		if from.after(run) {
			continue
		}
		if !open && !until.after(run) || count > 0 && len(runs) == count {
			break
		}
		if len(runs) == maxRuns {
			return nil, fail(CodeTooMany, itoa(maxRuns))
		}
		runs = append(runs, run)
	}
	if open && len(runs) == 0 {
		return nil, fail(CodeNever)
	}
	return runs, nil
}

// bound is one end of a window: a civil time, or an instant.
type bound struct {
	civil   bool
	wall    int64 // with civil: seconds as if in UTC
	instant time.Time
}

var (
	instantForms = []string{time.RFC3339, "2006-01-02T15:04Z07:00"}
	civilForms   = []string{time.DateOnly, "2006-01-02T15:04", "2006-01-02T15:04:05", "2006-01-02 15:04"}
)

func readBound(s string) (bound, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return bound{}, nil
	}
	for _, form := range instantForms {
		if t, err := time.Parse(form, s); err == nil {
			return bound{instant: t}, nil
		}
	}
	for _, form := range civilForms {
		if t, err := time.Parse(form, s); err == nil {
			return bound{civil: true, wall: t.Unix()}, nil
		}
	}
	return bound{}, fail(CodeBadBound, clip(s))
}

// after reports whether the run comes before the bound.
func (b bound) after(run Run) bool {
	if b.civil {
		return run.Nominal.seconds() < b.wall
	}
	return run.Instant.Before(b.instant)
}

// rough places the bound on the line of instants, for comparison and as a start to search from.
func (b bound) rough(loc *time.Location) time.Time {
	if !b.civil {
		return b.instant
	}
	clock := zoneClock{loc: loc}
	return time.Unix(clock.resolve(b.wall).instant, 0).UTC()
}

// In returns the first instant at which the civil time has come in a zone: the first of two, or the end of a gap.
func (c Civil) In(zone string) (time.Time, error) {
	name, err := FindZone(zone)
	if err != nil {
		return time.Time{}, err
	}
	loc, err := location(name)
	if err != nil {
		return time.Time{}, err
	}
	return c.instant(loc), nil
}

func (c Civil) instant(loc *time.Location) time.Time {
	clock := zoneClock{loc: loc}
	return time.Unix(clock.resolve(c.seconds()).instant, 0).UTC()
}

// Flags returns all flags that occur among the runs, so that a preview can say once what they mean.
func (p Preview) Flags() Flags {
	var f Flags
	for _, r := range p.Runs {
		f |= r.Flags
	}
	return f
}

// MarshalJSON writes the command line's stable shape.
func (p Preview) MarshalJSON() ([]byte, error) {
	type runJSON struct {
		Nominal string   `json:"nominal"`
		UTC     string   `json:"utc"`
		Flags   []string `json:"flags"`
	}
	delay := ""
	if p.Delay > 0 {
		delay = p.Delay.String()
	}
	runs := make([]runJSON, 0, len(p.Runs))
	for r := range slices.Values(p.Runs) {
		runs = append(runs, runJSON{r.Nominal.String(), r.Instant.Format(time.RFC3339), r.Flags.Names()})
	}
	return json.Marshal(struct {
		Expr  string    `json:"expr"`
		Zone  string    `json:"zone"`
		Delay string    `json:"delay,omitempty"` // to be added to every run
		Runs  []runJSON `json:"runs"`
	}{p.Expr, p.Plan.zone, delay, runs})
}
