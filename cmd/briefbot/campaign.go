//go:build campaign

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"

	"briefbot/internal/app"
	"briefbot/internal/delivery"
	"briefbot/internal/store"
)

// trial is what a campaign changes, as JSON in the environment variable BRIEFBOT_CAMPAIGN.
type trial struct {
	Lease, Settle, Pace, Retry, MostWait, Idle, Look time.Duration
	Clock                                            string   // file with the offset of the clock, in nanoseconds; read again and again
	Point                                            string   // of the protocol at which the program kills itself
	Times                                            int      // the how manieth time it is there
	Marks                                            string   // "before" or "after": a ledger that is wrong
	Pragmas                                          []string // of SQLite
}

func tune(o *app.Options, environ []string) error {
	var t trial
	for _, v := range environ {
		if text, ok := strings.CutPrefix(v, "BRIEFBOT_CAMPAIGN="); ok {
			if err := json.Unmarshal([]byte(text), &t); err != nil {
				return fmt.Errorf("BRIEFBOT_CAMPAIGN: %w", err)
			}
		}
	}
	o.Delivery = delivery.Options{
		Lease: t.Lease, Settle: t.Settle, Pace: t.Pace, Retry: t.Retry, MostWait: t.MostWait, Idle: t.Idle, Reached: t.killer(), Marks: wrongMarks(t.Marks),
	}
	o.Look, o.Pragmas = t.Look, t.Pragmas
	o.Lead.Lease = t.Lease / 4
	if t.Clock != "" {
		o.Now = t.clock()
	}
	return nil
}

// killer kills the program when it reaches the point the given number of times.
func (t trial) killer() func(string, store.Delivery) {
	var mu sync.Mutex
	left := t.Times
	return func(point string, _ store.Delivery) {
		mu.Lock()
		defer mu.Unlock()
		if point != t.Point {
			return
		}
		if left--; left == 0 {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {} // it is not at once
		}
	}
}

// clock returns a clock that goes by the file.
func (t trial) clock() func() time.Time {
	return func() time.Time {
		text, err := os.ReadFile(t.Clock)
		var offset int64
		if err == nil {
			_, err = fmt.Sscan(string(text), &offset)
		}
		if err != nil {
			panic("the clock's file: " + err.Error())
		}
		return time.Now().Add(time.Duration(offset))
	}
}
