package delivery

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"briefbot/bot"
	"briefbot/internal/store"
)

func failure(class bot.Class) error {
	return &bot.PostError{Class: class, Err: errors.New("the platform said so")}
}

// TestMessageThatVanishesTwiceIsHeld holds that there is one more send at most, and that the log then says what to do.
func TestMessageThatVanishesTwiceIsHeld(t *testing.T) {
	each(t, func(t *testing.T, at func(*testing.T) string) {
		p := &platform{fail: []error{failure(bot.Unknown), failure(bot.NotSent), failure(bot.Unknown)}}
		c, s, clock := setUp(t, p, at(t))
		var log bytes.Buffer
		c.log = slog.New(slog.NewTextHandler(&log, nil))
		plan(t, c)
		for range 20 {
			pump(t, c)
			clock.add(time.Minute)
		}
		if diff := gocmp.Diff([]string{store.Held, store.Held, store.Held}, states(t, s)); diff != "" {
			t.Error(diff)
		}
		if len(p.fail) != 0 || p.seen() != "" || p.looks != 2 {
			t.Errorf("%d failures left, seen %q, looked %d times", len(p.fail), p.seen(), p.looks)
		}
		if text := log.String(); !strings.Contains(text, "level=WARN msg=\"delivery held\"") || !strings.Contains(text, "look into the channel") {
			t.Errorf("the log does not say what to do: %s", text)
		}
	})
}

// TestLookingThatFailsIsRepeatedEverMoreSlowly holds that a look that fails is neither given up soon nor repeated for ever.
func TestLookingThatFailsIsRepeatedEverMoreSlowly(t *testing.T) {
	each(t, func(t *testing.T, at func(*testing.T) string) {
		for _, c := range []struct {
			name string
			find error
			most int
			last string
		}{
			{"platform down", failure(bot.Unknown), 480, "nobody could tell for 36h0m0s whether it arrived"},
			{"rate limit of half an hour", &bot.PostError{Class: bot.NotSent, RetryAfter: 30 * time.Minute, Err: errors.New("slow down")}, 90, "slow down"},
		} {
			t.Run(c.name, func(t *testing.T) {
				p := &platform{fail: []error{failure(bot.Unknown)}, after: true, find: c.find}
				courier, s, clock := setUp(t, p, at(t))
				plan(t, courier)
				for range 37 * 30 {
					pump(t, courier)
					clock.add(2 * time.Minute)
				}
				list, err := s.Deliveries.OfRun(context.Background(), run.Workspace, run.Schedule, run.Nominal)
				if err != nil || list[0].State != store.Held || !strings.Contains(list[0].Reason, c.last) {
					t.Errorf("%v: it is %s: %s", err, list[0].State, list[0].Reason)
				}
				if p.looks < 10 || p.looks > c.most {
					t.Errorf("looked %d times in a day and a half, want 10 to %d", p.looks, c.most)
				}
				if p.seen() != "digest in C" {
					t.Errorf("seen: %s", p.seen())
				}
			})
		}
	})
}

// TestOldNewsIsHeld holds that a platform that comes back after days is not flooded with what was due meanwhile.
func TestOldNewsIsHeld(t *testing.T) {
	each(t, func(t *testing.T, at func(*testing.T) string) {
		p := &platform{}
		for range 10_000 {
			p.fail = append(p.fail, failure(bot.NotSent))
		}
		c, s, clock := setUp(t, p, at(t))
		plan(t, c)
		for range 37 * 12 {
			pump(t, c)
			clock.add(5 * time.Minute)
		}
		if diff := gocmp.Diff([]string{store.Held, store.Held, store.Held}, states(t, s)); diff != "" {
			t.Error(diff)
		}
		if tries := 10_000 - len(p.fail); tries < 400 || tries > 480 {
			t.Errorf("%d tries in a day and a half", tries)
		}
	})
}

// TestLateAnswer plays a request that takes so long that another process has settled the message meanwhile.
func TestLateAnswer(t *testing.T) {
	p := &platform{}
	path := filepath.Join(t.TempDir(), "b.db")
	c, s, clock := setUp(t, p, path)
	plan(t, c)
	mine := claim(t, s, clock.now())
	if _, err := p.Post(context.Background(), place, mine.Key, bot.Message{Title: "digest"}); err != nil {
		t.Fatal(err)
	}
	other, _, later := setUp(t, p, path)
	for range 3 { // it watches the first, takes over, and looks
		pump(t, other)
		later.add(2 * time.Minute)
	}
	if _, err := c.settle(context.Background(), mine, store.Outcome{State: store.Unknown, Reason: "timeout"}); err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff([]string{store.Sent, store.Sent, store.Sent}, states(t, s)); diff != "" {
		t.Error(diff)
	}
	if got := p.seen(); got != whole {
		t.Errorf("seen: %s", got)
	}
}

// TestTwoProcesses has several couriers share one ledger, as when the bot is started twice.
func TestTwoProcesses(t *testing.T) {
	p := &platform{}
	path := filepath.Join(t.TempDir(), "b.db")
	first, s, clock := setUp(t, p, path)
	const runs = 12
	for i := range runs {
		r := run
		r.Nominal = fmt.Sprintf("2026-03-29T%02d:00", i)
		for range 2 { // composed by both
			if err := first.Plan(context.Background(), r, place, bot.Message{Title: r.Nominal}, []bot.Message{{Title: "re " + r.Nominal}}, nil); err != nil {
				t.Fatal(err)
			}
		}
	}
	var group sync.WaitGroup
	for range 3 {
		c := New(s.Deliveries, []bot.Adapter{p}, Options{Pace: time.Nanosecond, Now: clock.now}, slog.New(slog.DiscardHandler))
		group.Go(func() { pump(t, c) })
	}
	group.Wait()
	pump(t, first)
	count := map[string]int{}
	for i, m := range p.posts {
		count[m.Key]++
		if about, reply := strings.CutPrefix(m.Text, "re "); reply {
			at := 0
			if _, err := fmt.Sscanf(m.To, "fake:W/C/%d", &at); err != nil || at > i || p.posts[at-1].Text != about {
				t.Errorf("%s stands under %s", m.Text, m.To)
			}
		}
	}
	for key, n := range count {
		if n != 1 {
			t.Errorf("%s was posted %d times", key, n)
		}
	}
	if len(count) != 2*runs {
		t.Errorf("%d messages were posted, want %d", len(count), 2*runs)
	}
}

func TestZoneIsPartOfTheRun(t *testing.T) {
	each(t, func(t *testing.T, at func(*testing.T) string) {
		p := &platform{}
		c, _, _ := setUp(t, p, at(t))
		for _, zone := range []string{"Asia/Shanghai", "Europe/Paris", "Europe/Paris"} {
			r := run
			r.Zone = zone
			if err := c.Plan(context.Background(), r, place, bot.Message{Title: zone}, nil, nil); err != nil {
				t.Fatal(err)
			}
			if planned, err := c.Planned(context.Background(), r, place); !planned || err != nil {
				t.Errorf("%s is not planned, %v", zone, err)
			}
		}
		pump(t, c)
		if got := p.seen(); got != "Asia/Shanghai in C; Europe/Paris in C" {
			t.Errorf("seen: %s", got)
		}
	})
}

// serving is a courier that serves in a bubble of virtual time.
type serving struct {
	*Courier
	store *store.Store
	stop  func() // and waits; may be called again
}

func serve(t *testing.T, adapters []bot.Adapter, opts Options) serving {
	t.Helper()
	s, err := store.Open(context.Background(), store.Memory)
	if err != nil {
		t.Fatal(err)
	}
	opts.Pace = time.Second
	c := New(s.Deliveries, adapters, opts, slog.New(slog.DiscardHandler))
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- c.Serve(ctx) }()
	stop := sync.OnceFunc(func() {
		begin := time.Now()
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if took := time.Since(begin); took > 6*time.Second {
			t.Errorf("the stop took %v", took)
		}
	})
	t.Cleanup(func() {
		stop()
		s.Close()
	})
	return serving{c, s, stop}
}

// TestHangingPlatformDelaysNobodyElse has one platform that never answers, with many channels.
func TestHangingPlatformDelaysNobodyElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stuck, fine := &platform{name: "stuck", hang: make(chan struct{})}, &platform{}
		c := serve(t, []bot.Adapter{stuck, fine}, Options{})
		for i := range 40 {
			at := bot.Address{Platform: "stuck", Workspace: "W", Channel: fmt.Sprint("C", i)}
			if err := c.Plan(t.Context(), run, at, bot.Message{Title: "digest"}, nil, nil); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(time.Second)
		plan(t, c.Courier)
		time.Sleep(2100 * time.Millisecond)
		if got := fine.seen(); got != whole {
			t.Errorf("after two seconds the other platform's channel has: %s", got)
		}
	})
}

// TestWaitsEndOnTime holds that Serve takes up what waits when its time has come.
func TestWaitsEndOnTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &platform{fail: []error{failure(bot.NotSent), failure(bot.NotSent), failure(bot.Unknown)}}
		c := serve(t, []bot.Adapter{p}, Options{})
		plan(t, c.Courier) // fails after 0, 2 and 6 s; after 36 s it is looked for and sent; the replies follow a second apart
		for _, step := range []struct {
			wait time.Duration
			seen string
		}{{35900 * time.Millisecond, ""}, {200 * time.Millisecond, "digest in C"}, {time.Second, "digest in C; reply 1 in C/1"}, {time.Second, whole}} {
			time.Sleep(step.wait)
			if got := p.seen(); got != step.seen {
				t.Errorf("%v later seen: %s, want %s", step.wait, got, step.seen)
			}
		}
	})
}

// TestClockSetBackDelaysNothing sets the wall clock back by a day between two messages to one channel, and while one waits.
func TestClockSetBackDelaysNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &platform{fail: []error{nil, failure(bot.NotSent)}}
		clock := &clock{t: time.Date(2026, 3, 29, 7, 0, 0, 0, time.UTC)}
		c := serve(t, []bot.Adapter{p}, Options{Now: clock.now})
		plan(t, c.Courier)
		time.Sleep(1500 * time.Millisecond) // the digest is out, its first reply waits
		clock.add(-24 * time.Hour)
		time.Sleep(20 * time.Second)
		if got := p.seen(); got != whole {
			t.Errorf("seen: %s", got)
		}
	})
}

// TestStopFinishesWhatIsUnderWay holds that a stop in the middle of a request leaves no message whose fate nobody knows,
// unless the platform takes too long.
func TestStopFinishesWhatIsUnderWay(t *testing.T) {
	for _, c := range []struct {
		answers time.Duration // after the stop
		state   string
	}{{2 * time.Second, store.Sent}, {time.Minute, store.Unknown}} {
		synctest.Test(t, func(t *testing.T) {
			p := &platform{hang: make(chan struct{})}
			courier := serve(t, []bot.Adapter{p}, Options{})
			plan(t, courier.Courier)
			synctest.Wait() // the request is under way
			time.AfterFunc(c.answers, func() { close(p.hang) })
			courier.stop()
			if got := strings.Join(states(t, courier.store), " "); got != c.state+" planned planned" {
				t.Errorf("an answer %v after the stop: %s", c.answers, got)
			}
		})
	}
}

// TestPaceCountsFromTheAnswer holds that the messages of one channel are a second apart however long a request takes, since nobody
// knows when in that time the platform accepted it.
func TestPaceCountsFromTheAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &platform{takes: 700 * time.Millisecond}
		c := serve(t, []bot.Adapter{p}, Options{})
		plan(t, c.Courier)
		time.Sleep(10 * time.Second)
		if got := p.seen(); got != whole {
			t.Fatalf("seen: %s", got)
		}
		for i := range 2 {
			if gap := p.times[i+1].Sub(p.times[i]); gap < 1700*time.Millisecond || gap > 1800*time.Millisecond {
				t.Errorf("messages %d and %d are %v apart", i, i+1, gap)
			}
		}
	})
}

// TestManyChannels has one message for each of many channels of one platform wait at the same moment.
func TestManyChannels(t *testing.T) {
	const channels = 80
	synctest.Test(t, func(t *testing.T) {
		p := &platform{}
		c := serve(t, []bot.Adapter{p}, Options{})
		for i := range channels {
			at := place
			at.Channel = fmt.Sprint("C", i)
			if err := c.Plan(t.Context(), run, at, bot.Message{Title: "digest"}, []bot.Message{{Title: "reply"}}, nil); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(2 * channels * time.Second / 8) // at most, with eight at a time
		if n := strings.Count(p.seen(), ";") + 1; n != 2*channels {
			t.Errorf("%d posts, want %d", n, 2*channels)
		}
	})
}

// TestFailingLedgerIsNotAskedAllTheTime holds that a database that fails is tried again ever more slowly, however much is planned.
func TestFailingLedgerIsNotAskedAllTheTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, err := store.Open(context.Background(), store.Memory)
		if err != nil {
			t.Fatal(err)
		}
		s.Close()
		var log bytes.Buffer
		c := New(s.Deliveries, nil, Options{}, slog.New(slog.NewTextHandler(&log, nil)))
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
		defer cancel()
		var group sync.WaitGroup
		group.Go(func() {
			for ctx.Err() == nil {
				c.Wake()
				time.Sleep(10 * time.Millisecond)
			}
		})
		if err := c.Serve(ctx); err != nil {
			t.Error(err)
		}
		group.Wait()
		if n := strings.Count(log.String(), "deliveries could not be worked on"); n < 5 || n > 12 {
			t.Errorf("%d complaints in ten minutes", n)
		}
	})
}

// TestDeathsAreNotSilence holds that a message that vanished because this program died each time is sent up to three times more, and
// is held then.
func TestDeathsAreNotSilence(t *testing.T) {
	p := &platform{}
	c, s, clock := setUp(t, p, store.Memory)
	plan(t, c)
	ctx := context.Background()
	dies := func() bool {
		for range 5 { // until nothing waits
			pump(t, c)
			clock.add(time.Minute)
		}
		return states(t, s)[0] == store.Sent
	}
	for n := range 4 {
		d, _, err := s.Deliveries.NextAt(ctx, place.String(), clock.now())
		if err != nil {
			t.Fatal(err)
		}
		seen, err := s.Deliveries.Sender(ctx, place.String())
		if err != nil {
			t.Fatal(err)
		}
		by, ok, err := s.Deliveries.Acquire(ctx, place.String(), "a process that dies", seen)
		if !ok || err != nil {
			t.Fatal(ok, err)
		}
		if n > 0 { // it looked in vain
			if ok, err := s.Deliveries.Settle(ctx, d, store.Outcome{State: store.Unknown, Reason: because(Interrupted, "x")}); !ok || err != nil {
				t.Fatal(ok, err)
			}
			d.State, d.Reason = store.Unknown, because(Interrupted, "x")
			if end, again := c.look(ctx, parcel{Delivery: d, adapter: p, to: place}); !again {
				t.Fatalf("death %d: %+v", n, end)
			}
		}
		if ok, err := s.Deliveries.Claim(ctx, by, d, store.Claim{At: clock.now(), Since: clock.now()}); !ok || err != nil {
			t.Fatal(ok, err)
		}
	}
	if dies() {
		t.Error("it was sent once more")
	}
	if got := states(t, s)[0]; got != store.Held {
		t.Errorf("it is %s", got)
	}
}

// TestDeathsAndSilencesAreCountedApart: a message that was sent again after deaths of this program has its one more send after a silence
// of the platform, and the other way round; what had the fill of either is held by it.
func TestDeathsAndSilencesAreCountedApart(t *testing.T) {
	died, silence := because(Interrupted, "x"), "slack: no answer"
	for _, c := range []struct {
		reason        string
		again, silent int
		want          bool
	}{
		{silence, 0, 0, true}, {silence, 1, 1, false}, {silence, 2, 0, true}, {silence, 3, 0, true}, {silence, 4, 1, false},
		{died, 0, 0, true}, {died, 1, 1, true}, {died, 3, 1, true}, {died, 3, 0, false}, {died, 4, 1, false},
		{still(store.Delivery{State: store.Unknown, Reason: died}, errors.New("no history now")), 2, 0, true},
		{still(store.Delivery{State: store.Unknown, Reason: silence}, errors.New("no history now")), 2, 1, false},
	} {
		if got := mayAgain(store.Delivery{Reason: c.reason, Again: c.again, Silent: c.silent}); got != c.want {
			t.Errorf("%q, %d times again, %d of them after silence: %v", c.reason, c.again, c.silent, got)
		}
	}
}
