package campaigntest

import (
	"context"
	"flag"
	"fmt"
	"math"
	"slices"
	"syscall"
	"testing"
	"time"

	"briefbot/internal/store/storetest"
)

var (
	kills  = flag.Int("kills", 10, "how often each campaign kills the program")
	most   = flag.Duration("most", 24*time.Hour, "how long each campaign may go on; it ends then with the kills that it had")
	locked = flag.Duration("locked", 11*time.Second, "how long TestDatabaseLocked locks the database; SQLite waits for ten seconds")
	seed   = flag.Uint64("seed", 0, "seed of the campaigns; 0 takes one by the time")
)

// first is the first day of every campaign, at nine.
var first = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// campaign is what is done to a world.
type campaign struct {
	kills    int
	spoilt   float64 // part of the requests that fail in some way
	stops    bool    // processes are also stopped for a while, as long as twice a lease
	database func()  // restarts the database; may be nil
}

// tally is what was done.
type tally struct {
	kills, atPosts, stops, amid int
	spoilt                      float64 // part of the requests that was to fail
	faults                      map[string]int
}

// run kills the program around the digest of each day, again and again.
func (c campaign) run(w *world) tally {
	w.t.Helper()
	w.meet()
	done := tally{spoilt: c.spoilt, faults: map[string]int{}}
	begun := time.Now()
	for n := 0; done.kills < c.kills && time.Since(begun) < *most; n++ {
		if n%100 == 99 {
			fmt.Printf("%s: day %d, %d kills in %v\n", w.t.Name(), n+1, done.kills, time.Since(begun).Round(time.Second))
		}
		day := first.AddDate(0, 0, n)
		w.seed(day)
		w.set(day.Add(time.Second))
		for _, p := range w.proxies {
			p.spoil(c.spoilt)
		}
		for struck := 0; !w.done(day); struck++ {
			if struck > 60 {
				w.rest(day)
				break
			}
			w.strike(c, &done)
			if len(w.ledger(nominal(day))) > 0 {
				done.amid++
			}
		}
		if w.t.Failed() {
			break
		}
	}
	w.killAll()
	for _, p := range w.proxies {
		for fault, n := range p.counts {
			done.faults[fault] += n
		}
	}
	return done
}

// meet lets the program see its schedule for the first time, on the day before the first: what was due before is not owed.
func (w *world) meet() {
	w.t.Helper()
	w.set(first.Add(-time.Hour))
	for _, r := range w.replicas {
		r.start()
	}
	w.eventually("the program meets its schedule", 30*time.Second, func() bool {
		known, err := w.store.Schedules.All(context.Background())
		return err == nil && len(known) == len(w.workspaces())
	})
}

// strike does something to one process and has it be started again.
func (w *world) strike(c campaign, done *tally) {
	w.t.Helper()
	for _, r := range w.replicas {
		if r.died(); r.cmd == nil {
			r.start()
		}
	}
	i := w.dice.IntN(len(w.replicas))
	r := w.replicas[i]
	select { // a process that does not serve yet does nothing that could go wrong
	case <-r.ready:
	case <-time.After(10 * time.Second):
	}
	after := time.Duration(w.dice.Int64N(int64(600 * time.Millisecond)))
	switch die := w.dice.IntN(10); {
	case die >= 7 && c.database != nil:
		time.Sleep(after)
		c.database()
		return
	case die < 3 && c.stops:
		time.Sleep(after)
		r.signal(syscall.SIGSTOP)
		time.Sleep(time.Duration(w.dice.Int64N(int64(2 * r.trial.Lease))))
		r.signal(syscall.SIGCONT)
		done.stops++
		return
	case die < 6 && !w.struck: // at its next post; not twice, for the message would be held, and rightly
		if w.struck = w.atPost(r, w.proxies[2*i+w.dice.IntN(2)], w.dice.IntN(2) == 0); w.struck {
			done.atPosts++
		}
	default:
		time.Sleep(after)
		w.struck = false
	}
	r.kill()
	done.kills++
}

// atPost waits for a process to post, and kills it before or after the platform accepts that; not for long.
func (w *world) atPost(r *replica, p *proxy, after bool) bool {
	struck := make(chan struct{})
	p.arm(func() {
		r.signal(syscall.SIGKILL)
		close(struck)
	}, after)
	defer p.arm(nil, false)
	select {
	case <-struck:
		return true
	case <-time.After(600 * time.Millisecond):
		return false
	}
}

// rest leaves the program alone until the day is done.
func (w *world) rest(day time.Time) {
	w.t.Helper()
	for _, p := range w.proxies {
		p.spoil(0)
	}
	for _, r := range w.replicas {
		if r.died() {
			r.start()
		}
	}
	w.eventually("the digest of "+nominal(day), time.Minute, func() bool { return w.done(day) })
}

// TestCampaign kills the program at random moments around its digests, while both platforms fail in every way, and looks at what people
// saw.
func TestCampaign(t *testing.T) {
	for _, c := range []struct {
		name     string
		replicas int
		postgres bool
		campaign campaign
	}{
		{"sqlite", 1, false, campaign{spoilt: 0}},
		{"sqlite, platforms in trouble", 1, false, campaign{spoilt: 0.15}},
		{"postgres, two replicas", 2, true, campaign{spoilt: 0.05, stops: true}},
		{"postgres, three replicas", 3, true, campaign{spoilt: 0, stops: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			seed := *seed
			if seed == 0 {
				seed = uint64(time.Now().UnixNano())
			}
			t.Logf("-seed %d", seed)
			database := ""
			if c.postgres {
				database = storetest.Postgres(t)
			}
			w := newWorld(t, database, c.replicas, usual, seed)
			if c.campaign.kills = *kills; testing.Short() {
				c.campaign.kills = min(*kills, 8)
			}
			w.verdict(c.campaign.run(w))
		})
	}
}

// silentTwice is how many messages the rule itself has held where so much fails, and as many again for chance: two of the nine faults leave a
// message unposted without an answer, and what that befell twice is held.
func silentTwice(messages int, spoilt float64) int {
	once := spoilt * 2 / 9
	return int(math.Ceil(2 * float64(messages) * once * once))
}

// verdict reports a campaign, and fails the test when people saw anything but every message once.
func (w *world) verdict(done tally) {
	w.t.Helper()
	w.t.Logf("%d kills, %d of them amid a post, %d stops, %d strikes amid a digest; faults: %v", done.kills, done.atPosts, done.stops, done.amid, done.faults)
	for name, places := range map[string][]string{"slack": w.slackPlaces(), "discord": w.discordPlaces()} {
		v := w.judge(places)
		w.t.Logf("%s: %+v", name, v)
		if v.bad() > 0 || v.Messages == 0 {
			w.t.Errorf("%s: lost %d, doubled %d, out of order %d, misplaced %d, headlines missing %d, of %d\n%s", name, v.Lost, v.Doubled, v.OutOfOrder, v.Misplaced, v.Headless, v.Messages, v.complaints)
		}
		if most := max(v.Messages/1000, silentTwice(v.Messages, done.spoilt)); v.Held > most && (name == "discord" || done.kills >= 500) { // a few kills may well strike one message twice
			w.t.Errorf("%s: %d of %d messages were held", name, v.Held, v.Messages)
		}
	}
	var starts []time.Duration
	for _, r := range w.replicas {
		starts = append(starts, r.starts...)
	}
	slices.Sort(starts)
	if n := len(starts); n > 0 {
		w.t.Logf("%d starts until serving: median %v, 99th in 100 %v, longest %v", n, starts[n/2], starts[n*99/100], starts[n-1])
	}
	w.review()
	if w.t.Failed() {
		w.t.Log(w.history())
	}
}
