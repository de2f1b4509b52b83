package delivery

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"briefbot/bot"
	"briefbot/internal/store"
)

// TestTakeover has another process be the sender of a channel. Its right passes when it has been seen to do nothing for a lease by the
// steady clock, whatever the wall clocks say.
func TestTakeover(t *testing.T) {
	each(t, func(t *testing.T, at func(*testing.T) string) {
		p := &platform{}
		c, s, wall := setUp(t, p, at(t))
		steady := &clock{t: wall.now()}
		c.opts.Steady = steady.now
		plan(t, c)
		ctx := context.Background()
		other, ok, err := s.Deliveries.Acquire(ctx, place.String(), "another process", store.Sender{})
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		step := func(what string, by time.Duration, want string) {
			t.Helper()
			steady.add(by)
			pump(t, c)
			if got := p.seen(); got != want {
				t.Errorf("%s: seen %q, want %q", what, got, want)
			}
		}
		step("first seen", 0, "")
		wall.add(400 * 24 * time.Hour)
		step("the wall clock is set forward", 59*time.Second, "")
		wall.add(-800 * 24 * time.Hour)
		d, _, err := s.Deliveries.NextAt(ctx, place.String(), wall.now())
		if err != nil {
			t.Fatal(err)
		}
		if ok, err := s.Deliveries.Claim(ctx, other, d, store.Claim{At: wall.now(), Since: wall.now()}); !ok || err != nil {
			t.Fatal(ok, err)
		}
		step("the holder posts", 2*time.Second, "")
		step("almost a lease later", 59*time.Second, "")
		step("a lease later it is passed, and what it posted is given time to appear", 2*time.Second, "")
		wall.add(30 * time.Second)
		step("then it is looked for and sent", 0, whole)
		if ok, err := s.Deliveries.Claim(ctx, other, d, store.Claim{}); ok || err != nil {
			t.Errorf("the deposed holder claims: %v, %v", ok, err)
		}
	})
}

// TestReleased holds that a channel is given up at once when nothing is open there.
func TestReleased(t *testing.T) {
	p := &platform{}
	c, s, _ := setUp(t, p, store.Memory)
	plan(t, c)
	pump(t, c)
	if by, err := s.Deliveries.Sender(context.Background(), place.String()); err != nil || by.Holder != "" || by.Epoch == 0 {
		t.Errorf("the sender is %+v, %v", by, err)
	}
}

// slow is a platform whose requests are written only after a while, as by a process that was stopped meanwhile.
type slow struct {
	platform
	before func()
}

func (s *slow) Post(ctx context.Context, to bot.Address, key string, m bot.Message) (bot.Address, error) {
	s.before()
	if _, err := io.ReadAll(bot.Fenced(context.WithoutCancel(ctx), io.NopCloser(strings.NewReader("body")))); err != nil {
		return to, &bot.PostError{Class: bot.Unknown, Err: err}
	}
	return s.platform.Post(ctx, to, key, m)
}

// TestStoppedSenderWritesNothing stops a process between its claim and its request, by either clock.
func TestStoppedSenderWritesNothing(t *testing.T) {
	for _, c := range []struct {
		stopped     time.Duration
		steady      bool // the steady clock goes on meanwhile; it does not when the machine sleeps
		seen, state string
	}{
		{44 * time.Second, true, whole, store.Sent},
		{46 * time.Second, true, "", store.Unknown},
		{46 * time.Second, false, "", store.Unknown},
	} {
		p := &slow{}
		courier, s, wall := setUp(t, &p.platform, store.Memory)
		steady := &clock{t: wall.now()}
		courier.opts.Steady = steady.now
		courier.adapters["fake"] = p
		first := true
		p.before = func() {
			if first {
				wall.add(c.stopped)
				if c.steady {
					steady.add(c.stopped)
				}
			}
			first = false
		}
		plan(t, courier)
		pump(t, courier)
		if got := states(t, s)[0]; got != c.state || p.seen() != c.seen {
			t.Errorf("stopped for %v: %s, seen %q, want %s, %q", c.stopped, got, p.seen(), c.state, c.seen)
		}
	}
}

// keen is a platform that recognises what is posted again, for two minutes.
type keen struct {
	platform
	requests int
}

func (k *keen) Repeatable(bot.Address) time.Duration { return 2 * time.Minute }

func (k *keen) Post(ctx context.Context, to bot.Address, key string, m bot.Message) (bot.Address, error) {
	k.requests++
	if at, err := k.platform.Find(ctx, to, key, time.Time{}); err == nil && len(k.fail) == 0 {
		return at, nil
	}
	return k.platform.Post(ctx, to, key, m)
}

// TestRepeating settles by posting again what the platform recognises, as long as it does; an answer that refuses the repetition says
// nothing of the first request.
func TestRepeating(t *testing.T) {
	lost := func() error { return &bot.PostError{Class: bot.Unknown, Err: errors.New("no answer")} }
	limited := func(d time.Duration) error {
		return &bot.PostError{Class: bot.NotSent, RetryAfter: d, Err: errors.New("slow down")}
	}
	for _, c := range []struct {
		name     string
		fail     []error
		after    bool // the failing posts are accepted
		requests int
	}{
		{"lost answer", []error{lost()}, true, 4},
		{"lost request", []error{lost()}, false, 4},
		{"lost twice", []error{lost(), lost()}, false, 5},
		{"the repetition is refused for now", []error{lost(), limited(10 * time.Second)}, false, 5},
		{"the repetition has to wait until the platform forgets", []error{lost(), limited(5 * time.Minute)}, false, 5},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := &keen{platform: platform{fail: c.fail, after: c.after, blind: false}}
			courier, s, clock := setUp(t, &p.platform, store.Memory)
			courier.adapters["fake"] = p
			plan(t, courier)
			for range 400 {
				pump(t, courier)
				clock.add(time.Second)
			}
			if diff := gocmp.Diff([]string{store.Sent, store.Sent, store.Sent}, states(t, s)); diff != "" || p.seen() != whole {
				t.Errorf("%s, seen %s", diff, p.seen())
			}
			p.mu.Lock()
			defer p.mu.Unlock()
			if p.requests != c.requests {
				t.Errorf("%d requests, want %d", p.requests, c.requests)
			}
		})
	}
}

// timed is a platform that knows its time, or cannot be asked.
type timed struct {
	platform
	at    time.Time
	err   error
	since []time.Time
}

func (t *timed) PlatformTime(context.Context) (time.Time, error) { return t.at, t.err }

func (t *timed) Find(ctx context.Context, to bot.Address, key string, since time.Time) (bot.Address, error) {
	t.since = append(t.since, since)
	return t.platform.Find(ctx, to, key, since)
}

// TestLooksBackByThePlatformsTime has this machine's clock be a day ahead while it posts, and right when it looks.
func TestLooksBackByThePlatformsTime(t *testing.T) {
	p := &timed{platform: platform{fail: []error{failure(bot.Unknown)}, after: true}, at: time.Date(2026, 3, 28, 7, 0, 0, 0, time.UTC), err: errors.New("no network")}
	courier, _, clock := setUp(t, &p.platform, store.Memory)
	courier.adapters["fake"] = p
	plan(t, courier)
	pump(t, courier)
	if len(p.fail) != 1 {
		t.Error("something was posted before the platform's time was known")
	}
	p.err = nil
	clock.add(time.Minute)
	pump(t, courier)
	clock.add(-24 * time.Hour)
	for range 3 {
		clock.add(time.Minute)
		pump(t, courier)
	}
	if got := p.seen(); got != whole || len(p.since) != 1 || !p.since[0].Equal(p.at) {
		t.Errorf("seen %s, looked since %v, want %v", got, p.since, p.at)
	}
}

func TestGone(t *testing.T) {
	if here() == "" {
		t.Skip("this system does not tell living processes from dead ones")
	}
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	dead := fmt.Sprintf("%s/%d x", here()[:strings.LastIndex(here(), "/")], cmd.Process.Pid)
	for holder, want := range map[string]bool{
		dead: true, newHolder(): false, "": false, "another process": false, strings.Replace(dead, "/", "x/", 1): false,
		fmt.Sprintf("%s/%d x", here()[:strings.LastIndex(here(), "/")], os.Getppid()): false,
	} {
		if got := Gone(holder); got != want {
			t.Errorf("%q: gone %v, want %v", holder, got, want)
		}
	}
	// What a process left that is certainly dead is taken over at once.
	p := &platform{}
	c, s, wall := setUp(t, p, store.Memory)
	c.log = slog.New(slog.DiscardHandler)
	plan(t, c)
	if _, ok, err := s.Deliveries.Acquire(context.Background(), place.String(), dead, store.Sender{}); !ok || err != nil {
		t.Fatal(ok, err)
	}
	pump(t, c)
	if got := p.seen(); got != whole {
		t.Errorf("at %v seen: %s", wall.now(), got)
	}
}
