package store

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

var morning = ScheduleID{"slack:T1", "morning"}

var parisRun = Run{Workspace: "slack:T1", Schedule: "morning", Nominal: "2026-03-29T09:00", Zone: "Europe/Paris", Due: noon, Started: noon, Outcome: Going}

func TestRunIsUnique(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		run := parisRun
		var wins atomic.Int32
		var group sync.WaitGroup
		for range 8 {
			group.Go(func() {
				first, err := s.Runs.Start(ctx, run)
				if err != nil {
					t.Error(err)
				}
				if first {
					wins.Add(1)
				}
			})
		}
		group.Wait()
		if n := wins.Load(); n != 1 {
			t.Errorf("%d of 8 started the run", n)
		}
		if list, err := s.Runs.Unfinished(ctx); err != nil || len(list) != 1 {
			t.Errorf("unfinished: %v %v", list, err)
		}
		posted, empty := run, run // as two processes that finish it see it
		posted.Ended, posted.Outcome = noon.Add(time.Second), Posted
		empty.Ended, empty.Outcome = noon.Add(2*time.Second), Empty
		for _, end := range []Run{empty, posted, empty} {
			if err := s.Runs.End(ctx, end); err != nil {
				t.Fatal(err)
			}
		}
		run = posted
		last, ok, err := s.Runs.LastDone(ctx, "slack:T1", "morning", "slack:T1/C1", noon.Add(time.Hour))
		if err != nil || !ok || last != run {
			t.Errorf("last: %+v %v %v", last, ok, err)
		}
		if _, ok, _ := s.Runs.LastDone(ctx, "slack:T1", "morning", "slack:T1/C1", noon); ok {
			t.Error("a run counts as before itself")
		}
		for _, other := range []Run{{Workspace: "slack:T2", Schedule: "morning"}, {Workspace: "slack:T1", Schedule: "evening"}} {
			if _, ok, _ := s.Runs.LastDone(ctx, other.Workspace, other.Schedule, "slack:T1/C1", noon.Add(time.Hour)); ok {
				t.Errorf("%s %s sees the run of another", other.Workspace, other.Schedule)
			}
			if list, err := s.Runs.Of(ctx, other.Workspace, other.Schedule, 5); len(list) != 0 || err != nil {
				t.Errorf("%s %s lists the run of another", other.Workspace, other.Schedule)
			}
		}
	})
}

// TestRunRecordedAsMissed holds what happens when runs were recorded as missed under a clock that was wrong.
func TestRunRecordedAsMissed(t *testing.T) {
	for _, c := range []struct {
		before, then string
		first        bool
		after        string
	}{
		{Missed, Going, true, Going},
		{Missed, Missed, false, Missed},
		{Posted, Going, false, Posted},
		{Empty, Going, false, Empty},
		{Going, Going, false, Going},
		{Going, Missed, false, Going},
		{Failed, Going, false, Failed},
		{Paused, Going, true, Going},
		{Paused, Missed, false, Paused},
	} {
		t.Run(c.before+" then "+c.then, func(t *testing.T) {
			each(t, func(t *testing.T, s *Store) {
				ctx := context.Background()
				run := parisRun
				run.Outcome = c.before
				if first, err := s.Runs.Start(ctx, run); err != nil || !first {
					t.Fatal(first, err)
				}
				run.Outcome = c.then
				first, err := s.Runs.Start(ctx, run)
				if err != nil || first != c.first {
					t.Errorf("started %v, %v, want %v", first, err, c.first)
				}
				if list, err := s.Runs.Of(ctx, run.Workspace, run.Schedule, 5); err != nil || len(list) != 1 || list[0].Outcome != c.after {
					t.Errorf("now it is %+v, %v, want %s", list, err, c.after)
				}
			})
		})
	}
}

func TestScheduleStates(t *testing.T) {
	shared(t, func(t *testing.T, path string) {
		s := open(t, path)
		ctx := context.Background()
		want := ScheduleState{}
		for i := range 2 {
			want = ScheduleState{ScheduleID: morning, Rule: fmt.Sprint(i), Created: noon.Add(-time.Hour), Since: noon, Handled: noon.Add(time.Duration(i) * time.Hour)}
			if err := s.Schedules.Save(ctx, want); err != nil {
				t.Fatal(err)
			}
		}
		if err := s.Schedules.Save(ctx, ScheduleState{ScheduleID: ScheduleID{"slack:T2", "morning"}, Created: noon, Since: noon, Handled: noon}); err != nil {
			t.Fatal(err)
		}
		if err := s.Schedules.Forget(ctx, ScheduleID{"slack:T2", "morning"}); err != nil {
			t.Fatal(err)
		}
		s.Close()
		s = open(t, path)
		got, err := s.Schedules.All(ctx)
		if err != nil || len(got) != 1 || got[morning] != want {
			t.Errorf("%+v, %v, want %+v", got, err, want)
		}
	})
}

func TestOldRecordsExpire(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		old := parisRun
		old.Nominal, old.Due, old.Ended, old.Outcome = "2024-03-29T09:00", noon.Add(-700*24*time.Hour), noon, Posted
		stuck := old
		stuck.Nominal, stuck.Ended, stuck.Outcome = "2024-03-28T09:00", time.Time{}, Going
		for _, r := range []Run{old, stuck, parisRun} {
			if _, err := s.Runs.Start(ctx, r); err != nil {
				t.Fatal(err)
			}
			if err := s.Runs.Mark(ctx, r, RunPlace{Place: "slack:T1/C1", Outcome: Posted}); err != nil {
				t.Fatal(err)
			}
		}
		if n, err := s.Runs.Expire(ctx, noon.Add(-400*24*time.Hour)); n != 1 || err != nil {
			t.Errorf("%d runs removed, %v", n, err)
		}
		for r, want := range map[Run]int{old: 0, parisRun: 1} {
			if places, err := s.Runs.Places(ctx, r); len(places) != want || err != nil {
				t.Errorf("%s: %d channels are known, want %d, %v", r.Nominal, len(places), want, err)
			}
		}
		if list, _ := s.Runs.Unfinished(ctx); len(list) != 2 {
			t.Errorf("%d runs are unfinished, want 2", len(list))
		}
	})
}
