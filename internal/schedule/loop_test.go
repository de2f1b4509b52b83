package schedule

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// watch runs a loop over one schedule in virtual time and returns what was posted and skipped. offset shifts the wall clock.
func watch(t *testing.T, p Plan, length time.Duration, offset func(since time.Duration) time.Duration) (posted, skipped []string, ticks int) {
	t.Helper()
	began := time.Now()
	now := func() time.Time { return time.Now().Add(offset(time.Since(began))).Round(0) }
	ctx, stop := context.WithTimeout(t.Context(), length)
	defer stop()
	s := State{Since: began}
	err := Loop{Now: now}.Run(ctx, func(_ context.Context, tick Tick) time.Time {
		ticks++
		s.Down = tick.Down
		d := p.Decide(tick.Now, s)
		s.Handled = d.Handled
		if d.Due {
			key := d.Run.Key()
			if d.Late > 0 {
				key += " late"
			}
			posted = append(posted, key)
		}
		for _, k := range d.Skipped {
			skipped = append(skipped, k.Run.Key()+" "+string(k.Reason))
		}
		return d.Wake
	})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the loop ended with %v", err)
	}
	return posted, skipped, ticks
}

// step shifts the clock by some duration from a moment on.
func step(from, by time.Duration) func(time.Duration) time.Duration {
	return func(since time.Duration) time.Duration {
		if since >= from {
			return by
		}
		return 0
	}
}

// Virtual time begins on 2000-01-01 at 00:00 UTC.
func TestLoop(t *testing.T) {
	cases := []struct {
		name, expr      string
		length          time.Duration
		offset          func(time.Duration) time.Duration
		posted, skipped []string
	}{
		{"three days", "0 9 * * *", 72 * time.Hour, step(0, 0), []string{"2000-01-01T09:00", "2000-01-02T09:00", "2000-01-03T09:00"}, nil},
		{"an hour back after a run", "0 9 * * *", 48 * time.Hour, step(9*time.Hour+30*time.Minute, -time.Hour), []string{"2000-01-01T09:00", "2000-01-02T09:00"}, nil},
		{"an hour ahead over a run", "0 9 * * *", 48 * time.Hour, step(8*time.Hour+30*time.Minute, time.Hour), []string{"2000-01-01T09:00 late", "2000-01-02T09:00"}, nil},
		{"a day back after a run", "0 9 * * *", 72 * time.Hour, step(12*time.Hour, -24*time.Hour), []string{"2000-01-01T09:00", "2000-01-02T09:00"}, nil},
		{"a day ahead", "0 9 * * *", 48 * time.Hour, step(8*time.Hour, 24*time.Hour), []string{"2000-01-02T09:00", "2000-01-03T09:00"}, []string{"2000-01-01T09:00 down"}},
		{"400 days ahead", "0 9 1 * *", 24 * time.Hour, step(12*time.Hour, 400*24*time.Hour), []string{"2000-01-01T09:00"},
			[]string{"2000-02-01T09:00 down", "2000-03-01T09:00 down", "2000-04-01T09:00 down", "2000-05-01T09:00 down", "2000-06-01T09:00 down", "2000-07-01T09:00 down",
				"2000-08-01T09:00 down", "2000-09-01T09:00 down", "2000-10-01T09:00 down", "2000-11-01T09:00 down", "2000-12-01T09:00 down", "2001-01-01T09:00 down", "2001-02-01T09:00 down"}},
		{"an hour ahead over three runs", "*/15 9 * * *", 12 * time.Hour, step(8*time.Hour+59*time.Minute, 36*time.Minute),
			[]string{"2000-01-01T09:30 late", "2000-01-01T09:45"}, []string{"2000-01-01T09:00 late", "2000-01-01T09:15 late"}},
	}
	for _, c := range cases {
		synctest.Test(t, func(t *testing.T) {
			posted, skipped, ticks := watch(t, plan(t, c.expr, "UTC"), c.length, c.offset)
			if !slices.Equal(posted, c.posted) || !slices.Equal(skipped, c.skipped) {
				t.Errorf("%s: posted %v, skipped %v\nwant %v, %v", c.name, posted, skipped, c.posted, c.skipped)
			}
			if least := int(c.length / MaxSleep); ticks < least || ticks > least+100 {
				t.Errorf("%s: %d ticks in %s", c.name, ticks, c.length)
			}
		})
	}
}

// TestLoopIsPrompt: the loop looks at the very second of a due time, and half a minute after a change of the clock.
func TestLoopIsPrompt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		due := time.Now().Add(100 * time.Second)
		ctx, stop := context.WithTimeout(t.Context(), 5*time.Minute)
		defer stop()
		hit := false
		var last time.Time
		_ = Loop{}.Run(ctx, func(_ context.Context, tick Tick) time.Time {
			if tick.Now.Sub(last) > MaxSleep && !last.IsZero() {
				t.Errorf("slept %s", tick.Now.Sub(last))
			}
			if tick.Down != last.IsZero() || tick.Jump != 0 {
				t.Errorf("tick %+v", tick)
			}
			last = tick.Now
			if tick.Now.Equal(due) {
				hit = true
			}
			if tick.Now.Before(due) {
				return due
			}
			return time.Time{}
		})
		if !hit {
			t.Error("no tick at the due time")
		}
	})
}

// TestLoopDoesNotSpin: a due time that stays in the past costs one look a second.
func TestLoopDoesNotSpin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithTimeout(t.Context(), time.Minute)
		defer stop()
		n := 0
		began := time.Now()
		_ = Loop{}.Run(ctx, func(context.Context, Tick) time.Time { n++; return began })
		if n < 59 || n > 62 {
			t.Errorf("%d ticks in a minute", n)
		}
	})
}

// TestLoopIsPoked: an edit is seen at once.
func TestLoopIsPoked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		poke := make(chan struct{})
		began := time.Now()
		var seen []time.Duration
		done := make(chan error)
		go func() {
			done <- Loop{Poke: poke}.Run(ctx, func(context.Context, Tick) time.Time {
				seen = append(seen, time.Since(began))
				return time.Time{}
			})
		}()
		time.Sleep(5 * time.Second)
		poke <- struct{}{}
		synctest.Wait()
		stop()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("ended with %v", err)
		}
		if want := []time.Duration{0, 5 * time.Second}; !slices.Equal(seen, want) {
			t.Errorf("looked at %v, want %v", seen, want)
		}
	})
}

func TestTickSaysHowTheClockJumped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		shift := step(45*time.Second, 4*time.Hour)
		ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
		defer stop()
		var jumps []time.Duration
		_ = Loop{Now: func() time.Time { return time.Now().Add(shift(time.Since(began))) }}.Run(ctx, func(_ context.Context, tick Tick) time.Time {
			if tick.Jump != 0 {
				jumps = append(jumps, tick.Jump)
				if !tick.Down {
					t.Error("four hours are not taken for downtime")
				}
			}
			return time.Time{}
		})
		if want := []time.Duration{4 * time.Hour}; !slices.Equal(jumps, want) {
			t.Errorf("jumps %v, want %v", jumps, want)
		}
	})
}
