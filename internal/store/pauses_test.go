package store

import (
	"context"
	"testing"
	"time"
)

func TestPauses(t *testing.T) {
	shared(t, func(t *testing.T, at string) {
		ctx := context.Background()
		s := open(t, at)
		elsewhere := ScheduleID{"slack:T2", "morning"}
		whole := Pause{ScheduleID: morning, Since: noon, Reason: Asked}
		other := Pause{ScheduleID: elsewhere, Since: noon, Until: noon.Add(time.Hour), Reason: Asked}
		channel := Pause{ScheduleID: morning, Place: "slack:T1/C1", Since: noon, Reason: RefusedInSeries, Detail: "is_archived"}
		for _, p := range []Pause{{ScheduleID: morning, Since: noon.Add(-time.Hour), Until: noon, Reason: Asked}, whole, other} {
			if err := s.Pauses.Put(ctx, p); err != nil {
				t.Fatal(err)
			}
		}
		for i, want := range []bool{true, false} {
			if first, err := s.Pauses.Stop(ctx, channel); err != nil || first != want {
				t.Errorf("stopped %d: %v, %v", i, first, err)
			}
		}
		s.Close()
		s = open(t, at)
		list, err := s.Pauses.Of(ctx, morning)
		if err != nil || len(list) != 2 || list[0] != whole || list[1] != channel {
			t.Fatalf("%+v, %v", list, err)
		}
		for _, want := range []int64{2, 0} {
			if n, err := s.Pauses.End(ctx, morning, noon.Add(time.Hour)); err != nil || n != want {
				t.Errorf("%d ended, %v, want %d", n, err, want)
			}
		}
		list, err = s.Pauses.Of(ctx, morning)
		if err != nil || len(list) != 2 || list[0].Holds(noon.Add(time.Hour)) || !list[0].Holds(noon.Add(time.Hour-1)) {
			t.Errorf("%+v, %v", list, err)
		}
		again := channel
		again.Since = noon.Add(2 * time.Hour)
		if first, err := s.Pauses.Stop(ctx, again); err != nil || !first {
			t.Errorf("stopped once more: %v, %v", first, err)
		}
		if err := s.Pauses.Forget(ctx, morning); err != nil {
			t.Fatal(err)
		}
		if all, err := s.Pauses.All(ctx); err != nil || len(all) != 1 || all[0] != other {
			t.Errorf("%+v, %v", all, err)
		}
	})
}
