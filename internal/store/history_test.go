package store

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"
)

// TestLastDoneOfAChannel holds that each channel goes by what a run came to there.
func TestLastDoneOfAChannel(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		run := func(day int, outcome string, marks ...RunPlace) {
			t.Helper()
			r := parisRun
			r.Nominal, r.Due = fmt.Sprintf("2026-03-%02dT09:00", day), noon.AddDate(0, 0, day)
			r.Outcome, r.Ended = outcome, r.Due
			if first, err := s.Runs.Start(ctx, r); err != nil || !first {
				t.Fatal(first, err)
			}
			for _, m := range marks {
				if err := s.Runs.Mark(ctx, r, m); err != nil {
					t.Fatal(err)
				}
			}
		}
		run(1, Posted)
		run(2, Posted, RunPlace{"A", Posted, ""}, RunPlace{"B", Failed, "uncomposed"})
		run(3, Paused)
		run(4, Posted, RunPlace{"A", Missed, "overlap"}, RunPlace{"B", Empty, ""})
		run(5, Missed)
		for _, c := range []struct {
			place  string
			before int
			want   int
		}{{"A", 9, 3}, {"B", 9, 4}, {"C", 9, 4}, {"A", 3, 2}, {"B", 3, 1}, {"A", 1, 0}} {
			last, ok, err := s.Runs.LastDone(ctx, "slack:T1", "morning", c.place, noon.AddDate(0, 0, c.before))
			if err != nil || ok != (c.want > 0) || ok && !last.Due.Equal(noon.AddDate(0, 0, c.want)) {
				t.Errorf("%s before %d: %v, %v, %v, want %d", c.place, c.before, last.Due, ok, err, c.want)
			}
		}
		list, n, err := s.Runs.Recent(ctx, "slack:T1", "", 2)
		if err != nil || n != 5 || len(list) != 2 || list[0].Nominal != "2026-03-05T09:00" {
			t.Errorf("%d runs, the newest %+v, %v", n, list, err)
		}
		if list, n, err := s.Runs.Recent(ctx, "slack:T1", "evening", 2); err != nil || n != 0 || len(list) != 0 {
			t.Errorf("of another schedule %d, %v", n, err)
		}
		if list, n, err := s.Runs.Recent(ctx, "slack:T2", "", 2); err != nil || n != 0 || len(list) != 0 {
			t.Errorf("of another workspace %d, %v", n, err)
		}
		// A schedule that came back knows nothing of what was before.
		if err := s.Schedules.Save(ctx, ScheduleState{ScheduleID: morning, Created: noon.AddDate(0, 0, 4), Since: noon, Handled: noon}); err != nil {
			t.Fatal(err)
		}
		if last, ok, err := s.Runs.LastDone(ctx, "slack:T1", "morning", "A", noon.AddDate(0, 0, 9)); err != nil || ok {
			t.Errorf("it remembers %+v, %v", last, err)
		}
	})
}

// TestMarks holds that what a run came to in a channel is not taken back, but for a message that there is after all.
func TestMarks(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		for _, m := range []struct{ says, then string }{{Empty, Empty}, {Failed, Empty}, {Posted, Posted}, {Failed, Posted}} {
			if err := s.Runs.Mark(context.Background(), parisRun, RunPlace{"A", m.says, ""}); err != nil {
				t.Fatal(err)
			}
			if list, err := s.Runs.Places(context.Background(), parisRun); err != nil || len(list) != 1 || list[0].Outcome != m.then {
				t.Errorf("after %s: %+v, %v", m.says, list, err)
			}
		}
	})
}

// TestRejected holds when a channel counts as one that takes nothing.
func TestRejected(t *testing.T) {
	const r, s, h, p = Refused, Sent, Held, Planned
	cases := []struct {
		name   string
		heads  []string // what became of the first messages of runs, a day apart
		thread bool     // also refuse their threads
		pause  *Pause
		want   bool
	}{
		{"three in a row", []string{r, r, r}, false, nil, true},
		{"two", []string{r, r}, false, nil, false},
		{"one that arrived between", []string{r, s, r, r}, false, nil, false},
		{"one that is held between", []string{r, r, h, r}, false, nil, false},
		{"after one that arrived", []string{s, r, r, r}, false, nil, true},
		{"the newest waits", []string{r, r, r, p}, false, nil, true},
		{"the newest arrived", []string{r, r, r, s}, false, nil, false},
		{"threads alone", []string{s, s, s}, true, nil, false},
		{"paused already", []string{r, r, r}, false, &Pause{Since: noon}, false},
		{"resumed after all of them", []string{r, r, r}, false, &Pause{Since: noon, Until: noon.AddDate(0, 0, 10)}, false},
		{"resumed after the first", []string{r, r, r}, false, &Pause{Since: noon.AddDate(0, 0, -9), Until: noon.Add(time.Hour)}, false},
		{"resumed before all of them", []string{r, r, r}, false, &Pause{Since: noon.AddDate(0, 0, -9), Until: noon.Add(-time.Hour)}, true},
	}
	each(t, func(t *testing.T, s *Store) {
		for _, c := range cases {
			t.Run(c.name, func(t *testing.T) {
				ctx := context.Background()
				for i, state := range c.heads {
					head, reply := delivery(0), delivery(1)
					for _, d := range []*Delivery{&head, &reply} {
						d.Schedule = c.name
						d.Nominal = fmt.Sprintf("2026-03-%02dT09:00", i+1)
						*d = d.keyed()
					}
					if first, err := s.Deliveries.Plan(ctx, noon.AddDate(0, 0, i), []Delivery{head, reply}, nil); err != nil || !first {
						t.Fatal(first, err)
					}
					head.State, reply.State = Planned, Planned
					if state != Planned {
						settled(t, s, head, Outcome{State: state, Reason: fmt.Sprint("because ", i)})
					}
					if c.thread {
						settled(t, s, reply, Outcome{State: Refused})
					}
				}
				if c.pause != nil {
					pause := *c.pause
					pause.ScheduleID, pause.Place = ScheduleID{"slack:T1", c.name}, "slack:T1/C1"
					if err := s.Pauses.Put(ctx, pause); err != nil {
						t.Fatal(err)
					}
				}
				list, err := s.Runs.Rejected(ctx, noon.AddDate(0, 0, 5), 3)
				list = slices.DeleteFunc(list, func(x Rejected) bool { return x.Name != c.name })
				if err != nil || (len(list) == 1) != c.want {
					t.Fatalf("%+v, %v", list, err)
				}
				last := len(c.heads) - 1
				if c.heads[last] == Planned {
					last--
				}
				if want := (Rejected{ScheduleID{"slack:T1", c.name}, "slack:T1/C1", fmt.Sprint("because ", last)}); c.want && list[0] != want {
					t.Errorf("%+v, want %+v", list[0], want)
				}
			})
		}
	})
}

func settled(t *testing.T, s *Store, d Delivery, o Outcome) {
	t.Helper()
	if mine, err := s.Deliveries.Settle(context.Background(), d, o); err != nil || !mine {
		t.Fatal(mine, err)
	}
}

// TestWaiting holds when a digest is still on its way into a channel.
func TestWaiting(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		planned(t, s, delivery(0), delivery(1))
		run := Run{Workspace: "slack:T1", Schedule: "m", Nominal: "2026-03-29T09:00", Zone: "Europe/Paris"}
		next := run
		next.Nominal = "2026-03-29T10:00"
		ask := func(what string, run Run, place string, since time.Time, want bool) {
			t.Helper()
			if got, err := s.Runs.Waiting(ctx, run, place, since); err != nil || got != want {
				t.Errorf("%s: %v, %v", what, got, err)
			}
		}
		ask("the one before", next, "slack:T1/C1", noon.Add(-time.Hour), true)
		ask("itself", run, "slack:T1/C1", noon.Add(-time.Hour), false)
		ask("another channel", next, "slack:T1/C2", noon.Add(-time.Hour), false)
		ask("too long ago", next, "slack:T1/C1", noon, false)
		head := delivery(0)
		head.State = Planned
		settled(t, s, head, Outcome{State: Sent})
		ask("only its thread waits", next, "slack:T1/C1", noon.Add(-time.Hour), false)
		parts, err := s.Runs.Parts(ctx, run)
		if err != nil || len(parts) != 2 || parts[0] != (Part{Place: "slack:T1/C1", State: Sent}) || parts[1].Part != 1 || parts[1].State != Planned {
			t.Errorf("%+v, %v", parts, err)
		}
	})
}

// TestUpgradeKeepsSchedules has a database of the first version be opened.
func TestUpgradeKeepsSchedules(t *testing.T) {
	shared(t, func(t *testing.T, at string) {
		ctx := context.Background()
		s := open(t, at)
		p, err := provider(s.db)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.DownTo(ctx, 1); err != nil {
			t.Fatal(err)
		}
		for _, q := range []string{
			`INSERT INTO schedules (name, rule, since, handled) VALUES ('morning', 'r', 1000, 2000), ('never', 'r', 1000, 2000)`,
			`INSERT INTO runs (workspace, schedule, nominal, zone, due, started, ended, outcome, detail) VALUES ('slack:T1', 'morning', 'a', 'UTC', 5, 5, 5, 'posted', ''),
				('slack:T1', 'morning', 'b', 'UTC', 6, 6, 6, 'posted', ''), ('slack:T2', 'morning', 'a', 'UTC', 5, 5, 5, 'posted', '')`,
		} {
			if _, err := s.db.exec(ctx, q); err != nil {
				t.Fatal(err)
			}
		}
		s.Close()
		s = open(t, at)
		got, err := s.Schedules.All(ctx)
		want := ScheduleState{Rule: "r", Created: time.UnixMilli(0).UTC(), Since: time.UnixMilli(1000).UTC(), Handled: time.UnixMilli(2000).UTC()}
		for _, w := range []string{"slack:T1", "slack:T2"} {
			want.ScheduleID = ScheduleID{w, "morning"}
			if got[want.ScheduleID] != want {
				t.Errorf("%s: %+v, want %+v", w, got[want.ScheduleID], want)
			}
		}
		if err != nil || len(got) != 2 {
			t.Errorf("%d schedules, %v", len(got), err)
		}
		if last, ok, err := s.Runs.LastDone(ctx, "slack:T1", "morning", "C", noon); err != nil || !ok || last.Nominal != "b" {
			t.Errorf("the last run is %+v, %v", last, err)
		}
	})
}
