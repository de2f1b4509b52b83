package schedule

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/robfig/cron/v3"
	"pgregory.net/rapid"
)

// someZones are zones whose clocks change oddly, drawn more often than the rest.
var someZones = []string{"Europe/Paris", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "America/Havana",
	"Pacific/Apia", "Africa/Casablanca", "America/Nuuk", "Asia/Gaza", "Antarctica/Troll", "Pacific/Chatham", "Asia/Shanghai"}

func drawZone(t *rapid.T) string {
	return rapid.OneOf(rapid.SampledFrom(someZones), rapid.SampledFrom(Zones())).Draw(t, "zone")
}

// drawInstant spans 1970 to 2100.
func drawInstant(t *rapid.T) time.Time {
	return time.Unix(rapid.Int64Range(0, 4102444800).Draw(t, "instant"), 0).UTC()
}

func drawExpr(t *rapid.T) string {
	minute := rapid.SampledFrom([]string{"0", "15", "30", "45", "0,30", "*/15", "*/20", "7", "59"}).Draw(t, "minute")
	hour := rapid.SampledFrom([]string{"*", "*/2", "*/5", "0", "1", "2", "3", "9", "0,1,2,3", "9-18", "23", "0,23", "1-3"}).Draw(t, "hour")
	days := rapid.SampledFrom([]string{"* * *", "* * 1-5", "* * 0", "1 * *", "29 2 *", "31 * *", "* 3,10 0,6"}).Draw(t, "days")
	return fmt.Sprintf("%s %s %s", minute, hour, days)
}

func drawPlan(t *rapid.T) Plan {
	rule, err := Parse(drawExpr(t))
	if err != nil {
		t.Skip(err)
	}
	plan, err := rule.In(drawZone(t), rapid.SampledFrom([]Calendar{All, Weekdays, CNWorkdays}).Draw(t, "calendar"))
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// TestRunsRise: runs rise strictly, are never two of one identity, walking from any run gives the next one, and what
// the wall shows at a run is its nominal time unless it is flagged as moved.
func TestRunsRise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan, after := drawPlan(t), drawInstant(t)
		last, seen, n := after, map[string]bool{}, 0
		for run := range plan.Runs(after) {
			if !run.Instant.After(last) {
				t.Fatalf("%s at %s is not after %s", run.Key(), run.Instant, last)
			}
			if seen[run.Key()] {
				t.Fatalf("%s comes twice", run.Key())
			}
			seen[run.Key()] = true
			back := time.Duration(rapid.Int64Range(0, int64(run.Instant.Sub(last)/time.Second)-1).Draw(t, "back")) * time.Second
			if again, ok := plan.Next(last.Add(back)); !ok || again != run {
				t.Fatalf("from %s the next run is %v, while the walk says %v", last.Add(back), again, run)
			}
			shown := run.Instant.In(plan.loc)
			if run.Flags&Moved == 0 && civilOf(shown) != run.Nominal {
				t.Fatalf("%s shows as %s", run.Key(), shown)
			}
			last = run.Instant
			if n++; n == 40 {
				break
			}
		}
	})
}

// TestOneRunADay: a daily rule has one run for each civil date of the zone, and none for a date that does not exist.
func TestOneRunADay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.IntRange(0, minutesADay-1).Draw(t, "minute")
		rule, err := Parse(fmt.Sprintf("daily %d:%02d", at/60, at%60))
		if err != nil {
			t.Fatal(err)
		}
		plan, err := rule.In(drawZone(t), All)
		if err != nil {
			t.Fatal(err)
		}
		after := drawInstant(t)
		previous, n := Date{}, 0
		for run := range plan.Runs(after) {
			for d := previous.number() + 1; !previous.IsZero() && d < run.Nominal.number(); d++ {
				if dateExists(plan.loc, dayNumber(d)) {
					t.Fatalf("%s has no run", dayNumber(d))
				}
			}
			if run.Nominal.Date == previous {
				t.Fatalf("%s has two runs", previous)
			}
			previous = run.Nominal.Date
			if n++; n == 400 {
				break
			}
		}
	})
}

// dateExists walks the instants around a date in steps of 15 minutes: a date of which less is left counts as gone.
func dateExists(loc *time.Location, d Date) bool {
	noon := time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC)
	for h := -40 * 4; h <= 40*4; h++ {
		if dateOf(noon.Add(time.Duration(h)*15*time.Minute).In(loc)) == d {
			return true
		}
	}
	return false
}

// TestElapsedAgreesWithTheParsersOwnNext: where hours are * the library's own rule is the right one, in zones whose
// offsets are whole hours; elsewhere it loses runs.
func TestElapsedAgreesWithTheParsersOwnNext(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		expr := rapid.SampledFrom([]string{"0 * * * *", "30 * * * *", "0 */2 * * *", "*/15 * * * 1-5", "0 */6 1 * *"}).Draw(t, "expr")
		zone := rapid.SampledFrom([]string{"Europe/Paris", "America/New_York", "Asia/Shanghai", "America/Sao_Paulo", "UTC"}).Draw(t, "zone")
		rule, err := Parse(expr)
		if err != nil {
			t.Fatal(err)
		}
		plan, err := rule.In(zone, All)
		if err != nil {
			t.Fatal(err)
		}
		spec, err := cron.ParseStandard(expr)
		if err != nil {
			t.Fatal(err)
		}
		at := time.Unix(rapid.Int64Range(1735689600, 1830297600).Draw(t, "instant"), 0).In(plan.loc)
		for range 50 {
			run, ok := plan.Next(at)
			want := spec.Next(at)
			if !ok || !run.Instant.Equal(want) {
				t.Fatalf("after %s: %s, the parser says %s", at, run.Instant, want)
			}
			at = want
		}
	})
}

// TestPreviewIsWhatRuns steps a pretended loop through a window and compares what it runs with the preview.
func TestPreviewIsWhatRuns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := drawPlan(t)
		from := drawInstant(t)
		until := from.Add(time.Duration(rapid.IntRange(1, 20*24).Draw(t, "hours")) * time.Hour)
		p, err := Show(Request{Expr: plan.rule.String(), Zone: plan.zone, Calendar: string(plan.calendar),
			From: from.Format(time.RFC3339), Until: until.Format(time.RFC3339)})
		if err != nil {
			t.Fatal(err)
		}
		var want, got []string
		for _, r := range p.Runs {
			want = append(want, r.Key())
		}
		jitter := time.Duration(rapid.IntRange(0, 600).Draw(t, "jitter")) * time.Second
		s, end := State{Since: from.Add(jitter - time.Second), Jitter: jitter}, until.Add(jitter)
		for now := from.Add(jitter); now.Before(end); {
			d := plan.Decide(now, s)
			if len(d.Skipped) > 0 || d.Late > 0 {
				t.Fatalf("at %s: %+v", now, d)
			}
			if d.Due {
				got = append(got, d.Run.Key())
				if now.Before(d.Run.Instant.Add(jitter)) {
					t.Fatalf("%s runs at %s, before it is due", d.Run.Key(), now)
				}
			}
			s.Handled = d.Handled
			if d.Wake.IsZero() {
				break
			}
			now = d.Wake.Add(time.Duration(rapid.IntRange(0, 30).Draw(t, "delay")) * time.Second)
			if !now.Before(end) && d.Wake.Before(end) {
				now = d.Wake
			}
		}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Fatalf("ran %v, the preview says %v", got, want)
		}
	})
}

// FuzzParse: no text crashes, refusals are worded, and what is read survives its own text and has rising runs.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"0 9 * * 1-5", "weekdays 9:00 Europe/Paris", "en semaine à 9 h", "每周一三五 18点半", "CRON_TZ=X", "@every 2h",
		"0 9 * * fri-mon/2 cn-workdays except 2026-03-02", "le 1er et le 15 du mois à 9 h", "\xff", "每月1日", "daily 9:00 and 18:30", "周一至"} {
		f.Add(seed)
	}
	now := time.Date(2026, 3, 28, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, expr string) {
		watchdog := time.AfterFunc(5*time.Second, func() { panic("more than five seconds for " + expr) })
		defer watchdog.Stop()
		r, err := Parse(expr)
		if err != nil {
			if s := err.Error(); s == "" || strings.ContainsAny(s, "\n\r\x1b") || strings.Contains(s, "%!") && !strings.Contains(expr, "%") {
				t.Fatalf("%q: %q", expr, s)
			}
			return
		}
		again, err := Parse(r.String())
		if err != nil || again.String() != r.String() {
			t.Fatalf("%q reads as %q, which reads as %q: %v", expr, r, again, err)
		}
		plan, err := r.In("Europe/Paris", All)
		if err != nil {
			t.Fatalf("%q: %v", expr, err)
		}
		last, n := now, 0
		for run := range plan.Runs(now) {
			if !run.Instant.After(last) {
				t.Fatalf("%q: %s after %s", expr, run.Instant, last)
			}
			if last = run.Instant; n == 5 {
				break
			}
			n++
		}
	})
}
