package schedule

import (
	"context"
	"time"
)

// MaxSleep is the longest time between two looks at the clock, so that a clock that was set is noticed soon.
const MaxSleep = 30 * time.Second

// minSleep keeps a due time that stays in the past (a failing database) from spinning the loop.
const minSleep = time.Second

// Loop wakes at due times, and at least every 30 seconds.
type Loop struct {
	Now  func() time.Time // the wall clock; nil is time.Now
	Poke <-chan struct{}  // a value makes the loop look at once, after an edit or a pause; may be nil
	Most time.Duration    // longest time between two looks; 0 is MaxSleep
}

// Tick is one look at the clock.
type Tick struct {
	Now time.Time
	// Jump is how much further the wall clock went since the last tick than time did: positive when it was set forward
	// or the machine slept, negative when it was set back.
	Jump time.Duration
	// Down: nothing was watching until now, because this is the first tick or the clock jumped by more than three hours.
	Down bool
}

// Run calls tick at once and then at every wake-up until the context ends, whose error it returns. tick returns the next
// due time, or the zero time for none. Calls do not overlap; a tick should hand long work to others.
func (l Loop) Run(ctx context.Context, tick func(context.Context, Tick) time.Time) error {
	now := l.Now
	if now == nil {
		now = time.Now
	}
	most := l.Most
	if most <= 0 {
		most = MaxSleep
	}
	wall, mono := now(), time.Now()
	t := Tick{Now: wall, Down: true}
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		due := tick(ctx, t)
		timer := time.NewTimer(min(sleep(now(), due), most))
		select {
		case <-ctx.Done():
		case <-l.Poke:
		case <-timer.C:
		}
		timer.Stop()
		w, m := now(), time.Now()
		// Round strips the monotonic reading: the wall clocks are to be compared.
		jump := w.Round(0).Sub(wall.Round(0)) - m.Sub(mono)
		t = Tick{Now: w, Jump: jump, Down: jump > DownTime}
		wall, mono = w, m
	}
}

func sleep(now, due time.Time) time.Duration {
	if due.IsZero() {
		return MaxSleep
	}
	return min(max(due.Sub(now), minSleep), MaxSleep)
}
