package schedule

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

func plan(t testing.TB, expr, zone string) Plan {
	t.Helper()
	rule, err := Parse(expr)
	if err != nil {
		t.Fatalf("%q: %v", expr, err)
	}
	p, err := rule.In(zone, All)
	if err != nil {
		t.Fatalf("%q in %s: %v", expr, zone, err)
	}
	return p
}

// at reads "02 15:04" as a day and time of March 2026 in UTC.
func at(t testing.TB, s string) time.Time {
	t.Helper()
	v, err := time.Parse("2006-01-02 15:04:05", "2026-03-"+s)
	if err != nil {
		v, err = time.Parse("2006-01-02 15:04", "2026-03-"+s)
	}
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// brief words a decision for comparison: the run, how late, and the skipped runs.
func brief(d Decision) string {
	s := "nothing"
	if d.Due {
		s = "run " + d.Run.Nominal.String()[8:]
	}
	if d.Late > 0 {
		s += fmt.Sprintf(" late %s", d.Late)
	}
	for _, k := range d.Skipped {
		s += fmt.Sprintf(", %s %s", k.Run.Nominal.String()[8:], k.Reason)
	}
	return s
}

func TestDecide(t *testing.T) {
	hourly := "0 9-18 * * *"
	cases := []struct {
		name, expr string
		since, now string
		change     func(*State)
		want       string
	}{
		{"before it is due", "0 9 * * *", "01 10:00", "02 08:59:59", nil, "nothing"},
		{"at the second", "0 9 * * *", "01 10:00", "02 09:00", nil, "run 02T09:00"},
		{"thirty seconds on", "0 9 * * *", "01 10:00", "02 09:00:30", nil, "run 02T09:00"},
		{"down over one run, inside the window", "0 9 * * *", "01 10:00", "02 11:30", nil, "run 02T09:00 late 2h30m0s"},
		{"at the window's end", "0 9 * * *", "01 10:00", "02 12:00", nil, "run 02T09:00 late 3h0m0s"},
		{"beyond the window", "0 9 * * *", "01 10:00", "02 12:00:01", nil, "nothing, 02T09:00 down"},
		{"half the period is smaller", hourly, "02 08:30", "02 09:31", nil, "nothing, 02T09:00 down"},
		{"within half the period", hourly, "02 08:30", "02 09:30", nil, "run 02T09:00 late 30m0s"},
		{"down over three, the last inside its window", hourly, "02 08:30", "02 11:20", nil, "run 02T11:00 late 20m0s, 02T09:00 down, 02T10:00 down"},
		{"down over three, all beyond", hourly, "02 08:30", "02 11:40", nil, "nothing, 02T09:00 down, 02T10:00 down, 02T11:00 down"},
		{"a window of one's own", "0 9 * * *", "01 10:00", "02 09:20", func(s *State) { s.Window = 10 * time.Minute }, "nothing, 02T09:00 down"},
		{"suspended while watching", "0 9 * * *", "01 10:00", "02 13:00", func(s *State) { s.Down = false }, "nothing, 02T09:00 late"},
		{"created after the time", "0 9 * * *", "02 09:00", "02 09:00:10", nil, "nothing"},
		{"edited: nothing older is owed", "0 8 * * *", "02 08:30", "02 08:31", nil, "nothing"},
		{"handled before", "0 9 * * *", "01 10:00", "02 09:00:30", func(s *State) { s.Handled = s.Since.Add(23 * time.Hour) }, "nothing"},
		{"paused over a run", "0 9 * * *", "01 10:00", "02 09:00", func(s *State) { s.Paused = true }, "nothing, 02T09:00 paused"},
		{"paused over three", hourly, "02 08:30", "02 11:00", func(s *State) { s.Paused = true }, "nothing, 02T09:00 paused, 02T10:00 paused, 02T11:00 paused"},
		{"resumed: nothing older is owed", hourly, "02 09:05", "02 09:10", nil, "nothing"},
		{"paused until a date that has come", "0 9 * * *", "01 10:00", "04 09:00", func(s *State) {
			s.Paused, s.Until = true, time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)
		}, "run 04T09:00, 02T09:00 paused, 03T09:00 paused"},
		{"still going", "0 9 * * *", "01 10:00", "02 09:00", func(s *State) { s.Busy = true }, "nothing, 02T09:00 overlap"},
		{"jitter: not yet", "0 9 * * *", "01 10:00", "02 09:00:19", func(s *State) { s.Jitter = 20 * time.Second }, "nothing"},
		{"jitter: now, and not late", "0 9 * * *", "01 10:00", "02 09:01:10", func(s *State) { s.Jitter = 20 * time.Second }, "run 02T09:00"},
		{"clock set back by an hour after a run", "0 9 * * *", "01 10:00", "02 08:00", func(s *State) { s.Handled = s.Since.Add(23 * time.Hour) }, "nothing"},
		{"clock set back by a day after a run", "0 9 * * *", "01 10:00", "01 09:00", func(s *State) { s.Handled = s.Since.Add(23 * time.Hour) }, "nothing"},
	}
	for _, c := range cases {
		s := State{Since: at(t, c.since), Down: true}
		if c.change != nil {
			c.change(&s)
		}
		d := plan(t, c.expr, "UTC").Decide(at(t, c.now), s)
		if got := brief(d); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if d.Handled.Before(s.Handled) {
			t.Errorf("%s: handled goes back to %s", c.name, d.Handled)
		}
		// Deciding again brings nothing back.
		s.Handled = d.Handled
		if again := plan(t, c.expr, "UTC").Decide(at(t, c.now), s); again.Due || len(again.Skipped) > 0 {
			t.Errorf("%s: decided twice: %s", c.name, brief(again))
		}
	}
}

// TestClockFarAhead: the clock stands 400 days ahead for a while. What it skipped is recorded within bounds, and after
// it is set right the schedule goes on at once, without a second copy of what was posted before.
func TestClockFarAhead(t *testing.T) {
	p := plan(t, "0 * * * *", "UTC")
	start := at(t, "02 08:30")
	s := State{Since: start}
	posted := map[string]int{}
	step := func(now time.Time) Decision {
		d := p.Decide(now, s)
		s.Handled = d.Handled
		if d.Due {
			posted[d.Run.Key()]++
		}
		return d
	}
	step(start.Add(31 * time.Minute))
	ahead := step(start.Add(31*time.Minute + 400*24*time.Hour))
	if len(ahead.Skipped) != keepSkips || ahead.More != 400*24-keepSkips-1 || !ahead.Due {
		t.Errorf("400 days ahead: %d skipped, %d more, due %v", len(ahead.Skipped), ahead.More, ahead.Due)
	}
	back := step(start.Add(32 * time.Minute))
	if !back.Rewound || back.Due || back.Wake != at(t, "02 10:00") {
		t.Errorf("set right: %+v", back)
	}
	next := step(at(t, "02 10:00"))
	if !next.Due || posted["2026-03-02T09:00"] != 1 || posted["2026-03-02T10:00"] != 1 {
		t.Errorf("after that: %+v, posted %v", next, posted)
	}
	years := step(start.AddDate(500, 0, 0))
	if years.More < 10_000 || len(years.Skipped) != keepSkips {
		t.Errorf("500 years ahead: %d and %d more", len(years.Skipped), years.More)
	}
}

// TestOneDayAhead: a clock that is a day ahead for an hour costs no run and doubles none.
func TestOneDayAhead(t *testing.T) {
	p := plan(t, "0 9 * * *", "UTC")
	s := State{Since: at(t, "02 08:00")}
	var got []string
	for now := at(t, "02 08:00"); now.Before(at(t, "06 00:00")); now = now.Add(30 * time.Second) {
		wrong := now
		if now.Hour() == 10 && now.Day() == 2 {
			wrong = now.Add(24 * time.Hour)
		}
		d := p.Decide(wrong, s)
		s.Handled = d.Handled
		if d.Due {
			got = append(got, d.Run.Key())
		}
	}
	want := []string{"2026-03-02T09:00", "2026-03-03T09:00", "2026-03-04T09:00", "2026-03-05T09:00"}
	if !slices.Equal(got, want) {
		t.Errorf("ran %v, want %v", got, want)
	}
}

// TestTenThousandAtNine: all are due at once, each once, and soon decided on.
func TestTenThousandAtNine(t *testing.T) {
	zones := Zones()
	states := make([]State, 10_000)
	plans := make([]Plan, len(states))
	for i := range states {
		plans[i] = plan(t, "0 9 * * *", "Asia/Shanghai")
		if i%2 == 1 {
			plans[i] = plan(t, "0 1 * * *", "UTC") // the same instant, said otherwise
		}
		states[i] = State{Since: at(t, "01 00:00").Add(12 * time.Hour), Jitter: Jitter(fmt.Sprint(i), 2*time.Minute)}
	}
	due, began := 0, time.Now()
	for _, now := range []time.Time{at(t, "02 01:00"), at(t, "02 01:01"), at(t, "02 01:02"), at(t, "02 01:03")} {
		for i := range states {
			d := plans[i].Decide(now, states[i])
			states[i].Handled = d.Handled
			if d.Due {
				due++
			}
			if d.Late > 0 {
				t.Fatalf("%s is late", d.Run.Key())
			}
		}
	}
	t.Logf("%d decisions in %s over %d zones known", 4*len(states), time.Since(began), len(zones))
	if due != len(states) {
		t.Errorf("%d due, want %d", due, len(states))
	}
}

func TestJitter(t *testing.T) {
	buckets := map[time.Duration]int{}
	for i := range 6000 {
		j := Jitter(fmt.Sprintf("schedule-%d", i), time.Minute)
		if j < 0 || j >= time.Minute || j != Jitter(fmt.Sprintf("schedule-%d", i), time.Minute) {
			t.Fatalf("jitter %s", j)
		}
		buckets[j]++
	}
	for second, n := range buckets {
		if n > 200 {
			t.Errorf("%d of 6000 at %s", n, second)
		}
	}
	if len(buckets) != 60 || Jitter("x", 0) != 0 || Jitter("x", -time.Second) != 0 || Jitter("x", time.Millisecond) != 0 {
		t.Errorf("%d different delays", len(buckets))
	}
}
