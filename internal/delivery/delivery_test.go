package delivery

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"briefbot/bot"
	"briefbot/internal/store"
)

// platform is a small honest chat: it keeps what was posted, by key, and fails as told.
type platform struct {
	mu    sync.Mutex
	posts []posted
	fail  []error // of the next posts
	after bool    // the failing posts are accepted all the same
	blind bool    // it does not let the bot look back
	find  error   // of looking back
	hang  chan struct{}
	name  string
	looks int
	takes time.Duration // from accepting a message to answering
	times []time.Time   // when messages were accepted
}

type posted struct {
	To   string
	Key  string
	Text string
}

func (p *platform) Name() string                             { return cmp.Or(p.name, "fake") }
func (p *platform) Serve(context.Context, *bot.Router) error { return nil }
func (p *platform) Edit(context.Context, bot.Address, string, bot.Message) error {
	return errors.New("not needed here")
}

func (p *platform) Post(ctx context.Context, to bot.Address, key string, m bot.Message) (bot.Address, error) {
	if p.hang != nil {
		select {
		case <-p.hang:
		case <-ctx.Done():
			return to, &bot.PostError{Class: bot.Unknown, Err: ctx.Err()}
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	var err error
	if len(p.fail) > 0 {
		err, p.fail = p.fail[0], p.fail[1:]
	}
	if err == nil || p.after {
		p.posts = append(p.posts, posted{to.String(), key, m.Title})
		to.Message = fmt.Sprint(len(p.posts))
		p.times = append(p.times, time.Now())
	}
	time.Sleep(p.takes)
	return to, err
}

func (p *platform) Find(_ context.Context, to bot.Address, key string, _ time.Time) (bot.Address, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.looks++
	if p.blind {
		return to, bot.ErrCannotLook
	}
	if p.find != nil {
		return to, p.find
	}
	for i, m := range p.posts {
		if m.Key == key && m.To == to.String() {
			to.Message = fmt.Sprint(i + 1)
			return to, nil
		}
	}
	return to, bot.ErrNotFound
}

// clock is a time that tests move.
type clock struct {
	mu sync.Mutex
	t  time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
}

var (
	place = bot.Address{Platform: "fake", Workspace: "W", Channel: "C"}
	run   = Run{Workspace: "fake:W", Schedule: "morning", Nominal: "2026-03-29T09:00"}
)

func setUp(t *testing.T, p *platform, path string) (*Courier, *store.Store, *clock) {
	t.Helper()
	s, err := store.Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	c := &clock{t: time.Date(2026, 3, 29, 7, 0, 0, 0, time.UTC)}
	opts := Options{Pace: time.Nanosecond, Now: c.now, Steady: c.now}
	return New(s.Deliveries, []bot.Adapter{p}, opts, slog.New(slog.DiscardHandler)), s, c
}

func plan(t *testing.T, c *Courier) {
	t.Helper()
	err := c.Plan(context.Background(), run, place, bot.Message{Title: "digest"}, []bot.Message{{Title: "reply 1"}, {Title: "reply 2"}}, nil)
	if err != nil {
		t.Fatal(err)
	}
}

// claim takes the next message as a process would that dies then.
func claim(t *testing.T, s *store.Store, now time.Time) store.Delivery {
	t.Helper()
	d, ok, err := s.Deliveries.NextAt(context.Background(), place.String(), now)
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	by, ok, err := s.Deliveries.Acquire(context.Background(), place.String(), "a process that dies", store.Sender{})
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if ok, err := s.Deliveries.Claim(context.Background(), by, d, store.Claim{At: now, Since: now}); !ok || err != nil {
		t.Fatal(ok, err)
	}
	d.State, d.Attempts = store.Claimed, d.Attempts+1
	return d
}

func pump(t *testing.T, c *Courier) {
	t.Helper()
	if err := c.Pump(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func (p *platform) seen() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []string
	for _, m := range p.posts {
		out = append(out, m.Text+" in "+strings.TrimPrefix(m.To, "fake:W/"))
	}
	return strings.Join(out, "; ")
}

const whole = "digest in C; reply 1 in C/1; reply 2 in C/1"

func TestDigestAndItsThread(t *testing.T) {
	each(t, func(t *testing.T, at func(*testing.T) string) {
		p := &platform{}
		c, _, _ := setUp(t, p, at(t))
		plan(t, c)
		plan(t, c) // a second plan of the same run changes nothing
		pump(t, c)
		pump(t, c)
		if got := p.seen(); got != whole {
			t.Errorf("seen: %s\nwant: %s", got, whole)
		}
	})
}

func TestFailures(t *testing.T) {
	each(t, func(t *testing.T, at func(*testing.T) string) {
		post := func(class bot.Class, after time.Duration) error {
			return &bot.PostError{Class: class, RetryAfter: after, Err: errors.New("the platform said so")}
		}
		const (
			sent, refused, held, unknown, planned = store.Sent, store.Refused, store.Held, store.Unknown, store.Planned
		)
		for _, test := range []struct {
			name   string
			p      *platform
			wait   time.Duration // until all is settled
			early  time.Duration // before which nothing more may be seen
			seen   string
			states []string
		}{
			{"not sent, then fine", &platform{fail: []error{post(bot.NotSent, 0)}}, 2 * time.Second, time.Second, whole, []string{sent, sent, sent}},
			{"asked to wait 30 s", &platform{fail: []error{post(bot.NotSent, 30*time.Second)}}, 30 * time.Second, 29 * time.Second, whole, []string{sent, sent, sent}},
			{"lost after acceptance", &platform{fail: []error{post(bot.Unknown, 0)}, after: true}, 30 * time.Second, 29 * time.Second, whole, []string{sent, sent, sent}},
			{"lost before acceptance", &platform{fail: []error{post(bot.Unknown, 0)}}, 30 * time.Second, 29 * time.Second, whole, []string{sent, sent, sent}},
			{"an error without a class is unknown", &platform{fail: []error{errors.New("odd")}, after: true}, 30 * time.Second, 29 * time.Second, whole, []string{sent, sent, sent}},
			{"refused", &platform{fail: []error{post(bot.Refused, 0)}}, 0, 0, "", []string{refused, refused, refused}},
			{"unknown and not allowed to look", &platform{fail: []error{post(bot.Unknown, 0)}, blind: true}, 30 * time.Second, 0, "", []string{held, held, held}},
			{"sent twice without an answer and never there", &platform{fail: []error{post(bot.Unknown, 0), post(bot.Unknown, 0)}}, 30 * time.Second, 29 * time.Second, "", []string{unknown, planned, planned}},
			{"asked to wait for a day", &platform{fail: []error{post(bot.NotSent, 24*time.Hour)}}, time.Hour, 59 * time.Minute, whole, []string{sent, sent, sent}},
		} {
			t.Run(test.name, func(t *testing.T) {
				c, s, clock := setUp(t, test.p, at(t))
				plan(t, c)
				pump(t, c)
				before := test.p.seen()
				if test.early > 0 {
					clock.add(test.early)
					pump(t, c)
					if got := test.p.seen(); got != before {
						t.Errorf("too early, seen: %s", got)
					}
				}
				clock.add(test.wait - test.early)
				pump(t, c)
				if got := test.p.seen(); got != test.seen {
					t.Errorf("seen: %s\nwant: %s", got, test.seen)
				}
				if diff := gocmp.Diff(test.states, states(t, s)); diff != "" {
					t.Error(diff)
				}
			})
		}
	})
}

func states(t *testing.T, s *store.Store) []string {
	t.Helper()
	list, err := s.Deliveries.OfRun(context.Background(), run.Workspace, run.Schedule, run.Nominal)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, d := range list {
		out = append(out, d.State)
	}
	return out
}

// TestDeathBetweenClaimAndAnswer plays a program that died while its request was under way.
func TestDeathBetweenClaimAndAnswer(t *testing.T) {
	for _, accepted := range []bool{false, true} {
		t.Run(fmt.Sprintf("accepted=%v", accepted), func(t *testing.T) {
			p := &platform{}
			path := filepath.Join(t.TempDir(), "b.db")
			c, s, clock := setUp(t, p, path)
			plan(t, c)
			open := claim(t, s, clock.now())
			if accepted {
				if _, err := p.Post(context.Background(), place, open.Key, bot.Message{Title: "digest"}); err != nil {
					t.Fatal(err)
				}
			}
			s.Close()

			c, _, clock = setUp(t, p, path)
			before := p.seen()
			pump(t, c)
			if got := p.seen(); got != before {
				t.Errorf("something was sent within the dead owner's lease: %s", got)
			}
			clock.add(61 * time.Second)
			pump(t, c)
			if got := p.seen(); got != before {
				t.Errorf("something was sent before it was looked for: %s", got)
			}
			clock.add(30 * time.Second)
			pump(t, c)
			if got := p.seen(); got != whole {
				t.Errorf("seen: %s\nwant: %s", got, whole)
			}
		})
	}
}

func TestUnservedPlatformIsHeld(t *testing.T) {
	each(t, func(t *testing.T, at func(*testing.T) string) {
		c, s, _ := setUp(t, &platform{}, at(t))
		other := bot.Address{Platform: "elsewhere", Workspace: "W", Channel: "C"}
		if err := c.Plan(context.Background(), run, other, bot.Message{Title: "digest"}, nil, nil); err != nil {
			t.Fatal(err)
		}
		pump(t, c)
		if diff := gocmp.Diff([]string{store.Held}, states(t, s)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestServeStopsAndSendsWhatIsPlanned(t *testing.T) {
	each(t, func(t *testing.T, at func(*testing.T) string) {
		p := &platform{}
		c, s, _ := setUp(t, p, at(t))
		ctx, cancel := context.WithCancel(context.Background())
		done := make(chan error, 1)
		go func() { done <- c.Serve(ctx) }()
		plan(t, c)
		deadline := time.Now().Add(10 * time.Second)
		for strings.Join(states(t, s), " ") != "sent sent sent" {
			if time.Now().After(deadline) {
				t.Fatalf("states: %v", states(t, s))
			}
			time.Sleep(5 * time.Millisecond)
		}
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}
