package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"briefbot/bot"
	"briefbot/bot/slack/slacktest"
	"briefbot/config"
	"briefbot/internal/delivery"
	"briefbot/internal/feed"
	"briefbot/internal/schedule"
	"briefbot/internal/store"
	"briefbot/internal/store/storetest"
)

// TestDatabaseInTroubleAtNine has every write fail from before the digest is due until some time after.
func TestDatabaseInTroubleAtNine(t *testing.T) {
	for _, c := range []struct {
		name   string
		lasts  time.Duration
		posted string
		runs   string
	}{
		{"for half an hour", 31*time.Minute + 15*time.Second, "02 09:31 late C: Alpha", "02 09:00 posted"},
		{"until the window has passed", 4 * time.Hour, "", "02 09:00 missed late"},
	} {
		t.Run(c.name, func(t *testing.T) {
			story(t, "2026-03-02 08:50", func(h *house) {
				h.news("Alpha", "2026-03-02 07:00")
				h.start(morning)
				time.Sleep(9*time.Minute + 30*time.Second)
				mend, err := storetest.Refuse(h.t.Context(), h.path, "the disk is full")
				if err != nil {
					t.Fatal(err)
				}
				time.Sleep(c.lasts)
				h.want("meanwhile", h.posted(), "")
				if log := h.log.String(); !strings.Contains(log, "the disk is full") || strings.Count(log, "level=ERROR") > 1000 {
					t.Errorf("the log has %d errors", strings.Count(log, "level=ERROR"))
				}
				if err := mend(); err != nil {
					t.Fatal(err)
				}
				time.Sleep(2 * time.Hour)
				h.want("afterwards", h.posted(), c.posted)
				h.want("runs", h.runs("morning"), c.runs)
			})
		})
	}
}

func TestSchedulesThatCannotBeReadAreRefused(t *testing.T) {
	for _, c := range []struct{ when, zone, want string }{
		{"every blue moon", "", "schedule broken: "},
		{"0 9 30 2 *", "", "schedule broken: "},
		{"61 9 * * *", "", "schedule broken: "},
		{"*/5 * * * *", "", "schedule broken: "},
		{"0 9 13 * 5", "", "schedule broken: "},
		{"daily 9:00 Mars/Olympus", "", "schedule broken: "},
	} {
		conf := config.Default()
		conf.Database.Path = store.Memory
		conf.Schedules = []config.Schedule{
			{Name: "fine", When: "daily 9:00", Channels: []string{"console:W/C"}},
			{Name: "broken", When: c.when, Zone: c.zone, Channels: []string{"console:W/C"}},
		}
		a, err := New(context.Background(), Options{Config: conf})
		if err == nil {
			a.Close()
		}
		if err == nil || !strings.HasPrefix(err.Error(), c.want) || strings.Contains(err.Error(), "\n") || len(err.Error()) > 300 {
			t.Errorf("%q: %v, want one sentence that begins with %q", c.when, err, c.want)
		}
	}
}

// TestManySchedules decides on 10,000 schedules that are due in the same second, and on the same ones at rest.
func TestManySchedules(t *testing.T) {
	many := 10_000
	if testing.Short() || raced {
		many = 500
	}
	conf := config.Default()
	conf.Database.Path, conf.Sources.Starter = store.Memory, false
	for i := range many {
		conf.Schedules = append(conf.Schedules, config.Schedule{
			Name: fmt.Sprint("s", i), When: "0 9 * * *", Channels: []string{fmt.Sprintf("console:W%d/C", i)}, Topics: []string{}, Empty: "line", MaxStories: 5, Language: "en",
		})
	}
	clock := &clock{}
	clock.set(moment(t, "2026-03-02 08:59"))
	b := &board{now: clock.now}
	a, err := New(context.Background(), Options{Config: conf, Now: clock.now, Extra: []bot.Adapter{b}})
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	a.daemon.behind = nil
	ctx := context.Background()
	took := func(what string, most time.Duration, f func()) {
		begin := time.Now()
		f()
		d := time.Since(begin)
		t.Logf("%s: %v", what, d)
		if d > most {
			t.Errorf("%s took %v, at most %v is fine", what, d, most)
		}
	}
	took("first tick", time.Minute, func() { a.daemon.tick(ctx, schedule.Tick{Now: clock.now(), Down: true}) })
	took("a tick at rest", 3*time.Second, func() { a.daemon.tick(ctx, schedule.Tick{Now: clock.now()}) })
	clock.set(moment(t, "2026-03-02 09:00"))
	took("the tick at nine", time.Minute, func() { a.daemon.tick(ctx, schedule.Tick{Now: clock.now()}) })
	runs, err := a.store.Runs.Unfinished(ctx)
	if err != nil || len(runs) != many {
		t.Fatalf("%d runs began, %v", len(runs), err)
	}
	took("composing", 2*time.Minute, func() {
		for _, run := range runs {
			a.daemon.finish(ctx, run)
		}
	})
	took("posting", 2*time.Minute, func() {
		c := delivery.New(a.store.Deliveries, []bot.Adapter{b}, delivery.Options{Now: clock.now}, slog.New(slog.DiscardHandler))
		if err := c.Pump(ctx); err != nil {
			t.Fatal(err)
		}
	})
	if len(b.posts) != many {
		t.Errorf("%d posts, want %d", len(b.posts), many)
	}
}

// stubborn is a platform that is refused, or that does not stop soon.
type stubborn struct {
	board
	name  string
	after time.Duration // it is refused after
	stops time.Duration // how long it takes to stop
}

func (s *stubborn) Name() string { return s.name }

func (s *stubborn) Serve(ctx context.Context, _ *bot.Router) error {
	if s.after > 0 {
		time.Sleep(s.after)
		return errors.New("the token was revoked")
	}
	<-ctx.Done()
	time.Sleep(s.stops)
	return nil
}

// TestPlatformThatIsRefused holds that one platform that cannot go on does not take the others with it, and that the program
// ends when none is left.
func TestPlatformThatIsRefused(t *testing.T) {
	for _, c := range []struct {
		name string
		one  *stubborn
		two  *stubborn
		ends bool
	}{
		{"one of two", &stubborn{name: "one", after: time.Second}, &stubborn{name: "two"}, false},
		{"both", &stubborn{name: "one", after: time.Second}, &stubborn{name: "two", after: time.Minute}, true},
	} {
		synctest.Test(t, func(t *testing.T) {
			conf := config.Default()
			conf.Database.Path, conf.Sources.Starter = store.Memory, false
			a, err := New(t.Context(), Options{Config: conf, Extra: []bot.Adapter{c.one, c.two}})
			if err != nil {
				t.Fatal(err)
			}
			defer a.Close()
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan error, 1)
			go func() { done <- a.Run(ctx) }()
			time.Sleep(2 * time.Second)
			var failing []string
			for _, check := range a.checks() {
				if _, err := check.Ask(ctx); err != nil {
					failing = append(failing, check.Name)
				}
			}
			if got := strings.Join(failing, " "); got != "one" {
				t.Errorf("%s: not ready: %q", c.name, got)
			}
			time.Sleep(2 * time.Minute)
			if !c.ends {
				cancel()
				if err := <-done; err != nil {
					t.Errorf("%s: %v", c.name, err)
				}
				return
			}
			select {
			case err := <-done:
				if err == nil || !strings.Contains(err.Error(), "the token was revoked") {
					t.Errorf("%s: %v", c.name, err)
				}
			default:
				t.Errorf("%s: the program goes on", c.name)
				cancel()
				<-done
			}
			cancel()
		})
	}
}

// TestPlatformsDownAtStart starts the bot while nothing listens where Slack and Discord should be, has a digest come due, and
// lets the platforms come up: the digest is posted, once.
func TestPlatformsDownAtStart(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for real retries")
	}
	leaks := goleak.IgnoreCurrent()
	w := newWorld(t, map[string][]byte{"retold": []byte(retold)})
	slackGate, discordGate := newGate(t, w.slack.URL), newGate(t, w.discord.URL())
	w.config = strings.NewReplacer(w.slack.APIURL, slackGate.url+"/api/", w.discord.URL(), discordGate.url).Replace(w.config)
	w.clock.set(moment(t, "2026-02-02 00:59"))
	conf, err := config.Parse([]byte(w.config), "test.yaml", nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	a, err := New(ctx, Options{
		Config: conf, Log: slog.New(slog.NewTextHandler(w.log, nil)), Now: w.clock.now,
		Delivery: delivery.Options{Idle: 50 * time.Millisecond, Retry: 50 * time.Millisecond, MostWait: 200 * time.Millisecond},
		Poll:     feed.PollerOptions{Every: 50 * time.Millisecond, Stagger: time.Millisecond},
	})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	eventually(t, "the feed is read", func() bool { return w.read(t, a) })
	w.clock.set(moment(t, "2026-02-02 01:00"))
	a.Poke()
	eventually(t, "posting is tried in vain", func() bool { return strings.Count(w.log.String(), `msg="delivery waits"`) >= 4 })
	slackGate.open()
	discordGate.open()
	eventually(t, "the digest is posted everywhere", func() bool { return w.settled(t, a, "2026-02-02T09:00") })
	for workspace, seen := range map[string]int{
		"slack:" + slacktest.Team: len(w.slack.Messages(slacktest.News)), "discord:" + w.discord.Guild(): len(w.discord.Seen(w.channel)),
	} {
		planned, err := a.store.Deliveries.OfRun(ctx, workspace, "morning", "2026-02-02T09:00")
		if err != nil || seen != len(planned) || seen == 0 {
			t.Errorf("%s: %d messages, want the %d that were planned, %v", workspace, seen, len(planned), err)
		}
	}
	if strings.Contains(w.log.String(), "rate limit") {
		t.Error("the bot ran into the platform's rate limit by itself")
	}
	begin := time.Now()
	cancel()
	if err := <-done; err != nil {
		t.Error(err)
	}
	if took := time.Since(begin); took > 10*time.Second {
		t.Errorf("the stop took %v", took)
	}
	if err := a.Close(); err != nil {
		t.Error(err)
	}
	slackGate.close()
	discordGate.close()
	w.close()
	http.DefaultClient.CloseIdleConnections()
	if err := goleak.Find(leaks, goleak.IgnoreAnyFunction("net/http.(*persistConn).readLoop"), goleak.IgnoreAnyFunction("net/http.(*persistConn).writeLoop")); err != nil {
		t.Error(err)
	}
}

// gate is a port that leads to another one once it is opened; until then connections are refused.
type gate struct {
	url, to string
	address string
	t       *testing.T

	mu       sync.Mutex
	listener net.Listener
	conns    []net.Conn
}

func newGate(t *testing.T, to string) *gate {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	g := &gate{url: "http://" + address, to: strings.TrimPrefix(to, "http://"), address: address, t: t}
	t.Cleanup(g.close)
	return g
}

func (g *gate) open() {
	g.t.Helper()
	l, err := net.Listen("tcp", g.address)
	if err != nil {
		g.t.Fatal(err)
	}
	g.listener = l
	go func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("tcp", g.to)
			if err != nil {
				in.Close()
				continue
			}
			g.mu.Lock()
			g.conns = append(g.conns, in, out)
			g.mu.Unlock()
			go pipe(in, out)
			go pipe(out, in)
		}
	}()
}

func (g *gate) close() {
	if g.listener != nil {
		g.listener.Close()
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, c := range g.conns {
		c.Close()
	}
}

func pipe(to, from net.Conn) {
	defer to.Close()
	defer from.Close()
	_, _ = io.Copy(to, from)
}
