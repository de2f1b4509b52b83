package campaigntest

import (
	"fmt"
	"testing"
	"time"
)

// points are the named points of the protocol: around each write of the ledger, each request and each look back.
var points = []string{
	"run:before", "run:after", "handled:before", "handled:after", "plan:before", "plan:after", "mark:before", "end:before", "claim:before", "claim:after", "post:after", "settle:before", "settle:after", "look:before", "look:after",
}

// TestEveryPoint kills the program at each point of the protocol, at the first messages of a digest one after the other, and then lets it
// finish. Points of the look back come after a death amid a post.
func TestEveryPoint(t *testing.T) {
	times := 1
	if *kills > 100 {
		times = 6
	}
	for _, point := range points {
		t.Run(point, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, "", 1, usual, 1)
			w.meet()
			r := w.replicas[0]
			r.kill()
			for n := range times {
				day := first.AddDate(0, 0, n)
				w.seed(day)
				w.set(day.Add(time.Second))
				if point == "look:before" || point == "look:after" {
					r.trial.Point, r.trial.Times = "claim:after", n+1
					r.start()
					w.eventually("the program dies amid a post", 20*time.Second, r.died)
				}
				r.trial.Point, r.trial.Times = point, n+1
				if n > 2 && (point == "look:before" || point == "look:after") {
					r.trial.Times = 1 // there are not so many
				}
				r.start()
				w.eventually(fmt.Sprintf("the program dies at %s, time %d", point, r.trial.Times), 20*time.Second, func() bool { return r.died() || w.done(day) })
				r.trial.Point = ""
				r.start()
				w.eventually("the digest of "+nominal(day), 20*time.Second, func() bool { return w.done(day) })
				r.kill()
			}
			w.verdict(tally{kills: times})
		})
	}
}

// TestWrongLedgersAreNoticed runs the campaign with ledgers that are wrong: one that marks messages before they are posted must lose
// some, one that marks them after must post some twice.
func TestWrongLedgersAreNoticed(t *testing.T) {
	for _, c := range []struct {
		marks, point string
		wrong        func(verdict) int
	}{
		{"before", "claim:after", func(v verdict) int { return v.Lost }},
		{"after", "settle:before", func(v verdict) int { return v.Doubled }},
	} {
		t.Run(c.marks, func(t *testing.T) {
			t.Parallel()
			trial := usual
			trial.Marks = c.marks
			w := newWorld(t, "", 1, trial, 1)
			w.meet()
			r := w.replicas[0]
			r.kill()
			var v verdict
			for n := 0; n < 8 && c.wrong(v) == 0; n++ { // which message is the nth to come there is chance, and Discord forgives a repetition
				day := first.AddDate(0, 0, n)
				w.seed(day)
				w.set(day.Add(time.Second))
				r.trial.Point, r.trial.Times = c.point, n+2
				r.start()
				w.eventually("the program dies", 30*time.Second, r.died)
				r.trial.Point = ""
				r.start()
				w.eventually("the ledger takes the digest for done", 30*time.Second, func() bool { return w.done(day) })
				r.kill()
				v = w.judge(w.places())
			}
			if c.wrong(v) == 0 {
				t.Errorf("nothing was noticed: %+v", v)
			}
		})
	}
}
