package app

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"briefbot/bot/discord/discordtest"
	"briefbot/bot/slack/slacktest"
	"briefbot/config"
	"briefbot/internal/datatest"
	"briefbot/internal/delivery"
	"briefbot/internal/feed"
	"briefbot/internal/present"
	"briefbot/internal/store"
)

// lastVersion returns the newest document in a series of captured versions.
func lastVersion(t *testing.T, series string) []byte {
	t.Helper()
	versions := datatest.TarGz(t, datatest.Dir(t, "feeds", "captured", "series", series))
	return versions[len(versions)-1].Body
}

// world is a loopback internet: feeds, Slack and Discord.
type world struct {
	slack   *slacktest.Server
	discord *discordtest.Server
	channel string // Discord's
	feeds   *httptest.Server
	clock   *clock
	log     *journal
	config  string
	path    string // of the database
}

func newWorld(t *testing.T, feeds map[string][]byte) *world {
	t.Helper()
	return newWorldWith(t, feeds, discordtest.Config{})
}

// specified is a Discord that holds every request against the published specification, where that is there.
func specified(t *testing.T) discordtest.Config {
	t.Helper()
	path := filepath.Join(cmp.Or(os.Getenv(datatest.Variable), filepath.Join(datatest.Repo(t), "..", "shared", "data")), "platform", "discord-openapi.json")
	if _, err := os.Stat(path); err != nil {
		path = ""
	}
	return discordtest.Config{Spec: path}
}

func newWorldWith(t *testing.T, feeds map[string][]byte, discord discordtest.Config) *world {
	t.Helper()
	w := &world{clock: &clock{}, log: &journal{}, path: filepath.Join(t.TempDir(), "briefbot.db")}
	var err error
	if w.slack, err = slacktest.Start(slacktest.Options{Commands: []string{"brief", "share", "latest", "related", "sources", "schedules"}, Paced: true, Shortcuts: shortcutsOf(t)}); err != nil {
		t.Fatal(err)
	}
	if w.discord, err = discordtest.Start(discord); err != nil {
		t.Fatal(err)
	}
	w.channel = w.discord.AddChannel("news", 0)
	w.feeds = httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		doc, ok := feeds[strings.TrimPrefix(r.URL.Path, "/")]
		if !ok {
			http.NotFound(rw, r)
			return
		}
		rw.Header().Set("ETag", fmt.Sprintf(`"%d"`, len(doc)))
		if r.Header.Get("If-None-Match") != "" {
			rw.WriteHeader(http.StatusNotModified)
			return
		}
		rw.Write(doc)
	}))
	t.Cleanup(w.close)
	var sources string
	for name := range feeds {
		sources += fmt.Sprintf("    - {name: %q, url: %q, zone: Asia/Shanghai}\n", name, w.feeds.URL+"/"+name)
	}
	w.config = fmt.Sprintf(`
database: {path: %q}
timezone: Asia/Shanghai
slack: {bot_token: %q, app_token: %q, api_url: %q}
discord: {token: %q, application_id: %q, api_url: %q, guilds: [%q]}
fetch: {allow_loopback: true, ports: [%s]}
sources:
  starter: false
  add:
%sschedules:
  - {name: morning, when: "daily 9:00", max_stories: 4, channels: ["slack:%s/%s", "discord:%s/%s"]}
`, w.path, w.slack.BotToken, w.slack.AppToken, w.slack.APIURL,
		w.discord.Token(), w.discord.Application(), w.discord.URL(), w.discord.Guild(),
		w.feeds.URL[strings.LastIndex(w.feeds.URL, ":")+1:], sources, slacktest.Team, slacktest.News, w.discord.Guild(), w.channel)
	return w
}

// start runs the whole program and returns it with the function that stops it and waits.
func (w *world) start(t *testing.T) (*App, func()) {
	t.Helper()
	c, err := config.Parse([]byte(w.config), "test.yaml", nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	a, err := New(ctx, Options{
		Follow: 50 * time.Millisecond, Config: c, Log: slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug})), Now: w.clock.now,
		Delivery: delivery.Options{Idle: 50 * time.Millisecond}, Poll: feed.PollerOptions{Every: 50 * time.Millisecond, Stagger: time.Millisecond},
	})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx) }()
	var once sync.Once
	stop := func() {
		once.Do(func() {
			cancel()
			select {
			case err := <-done:
				if err != nil {
					t.Errorf("the program stopped with %v", err)
				}
			case <-time.After(15 * time.Second):
				t.Error("the program does not stop")
			}
			if err := a.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	t.Cleanup(stop)
	if err := w.slack.Connected(ctx); err != nil {
		t.Fatal(err)
	}
	if err := w.discord.Registered(ctx); err != nil {
		t.Fatal(err)
	}
	if err := w.discord.Connected(ctx); err != nil { // commands may be registered before the gateway answers
		t.Fatal(err)
	}
	return a, stop
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never happened: %s", what)
		}
	}
}

// retold is a feed of another outlet that tells one event twice.
const retold = `{"version": "https://jsonfeed.org/version/1.1", "title": "Retold", "items": [{"id": "r1", "url": "https://retold.example/1",
	"title": "Alibaba Cloud cuts the price of Qwen3 by half", "date_published": "2026-02-01T12:00:00+08:00"},
	{"id": "r2", "url": "https://retold.example/2", "title": "Alibaba Cloud halves the price of its Qwen3 model", "date_published": "2026-02-01T13:00:00+08:00"}]}`

// TestWholeProgram starts everything, moves the time to 09:00, and looks at what people see.
func TestWholeProgram(t *testing.T) {
	t.Parallel()
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, map[string][]byte{
		"scmp": lastVersion(t, "scmp-china-json.tar.gz"), "techcrunch": lastVersion(t, "techcrunch-json.tar.gz"),
		"caixin": lastVersion(t, "caixin-latest-json.tar.gz"), "huxiu": lastVersion(t, "huxiu-json.tar.gz"), "retold": []byte(retold),
	})
	w.clock.set(time.Date(2026, 2, 2, 8, 50, 0, 0, shanghai))
	a, stop := w.start(t)
	eventually(t, "all feeds are read", func() bool { return w.read(t, a) })
	if n := len(w.slack.Messages(slacktest.News)); n != 0 {
		t.Fatalf("%d messages before the time", n)
	}
	w.clock.set(time.Date(2026, 2, 2, 9, 0, 1, 0, shanghai))
	a.Poke()
	eventually(t, "the digest is posted everywhere", func() bool { return w.settled(t, a, "2026-02-02T09:00") })
	slackSeen, discordSeen := w.looks(t)
	w.asks(t)

	stop()
	_, stop = w.start(t) // a restart posts nothing again
	time.Sleep(300 * time.Millisecond)
	stop()
	if again, more := w.looks(t); again != slackSeen || more != discordSeen {
		t.Errorf("after a restart there are %d and %d messages, before it %d and %d", again, more, slackSeen, discordSeen)
	}
	for _, secret := range append(w.discord.Secrets(), w.slack.BotToken, w.slack.AppToken, w.slack.SigningSecret) {
		if secret != "" && strings.Contains(w.log.String(), secret) {
			t.Errorf("a secret is in the log")
		}
	}
	if bad := append(w.slack.Complaints(), w.discord.Violations()...); len(bad) > 0 {
		t.Errorf("the platforms complain: %q", bad)
	}
}

// read reports whether every feed was read.
func (w *world) read(t *testing.T, a *App) bool {
	t.Helper()
	list, err := a.Sources(context.Background(), a.plans[0].places[0])
	if err != nil {
		t.Fatal(err)
	}
	return !slices.ContainsFunc(list, func(s present.Source) bool { return s.Read.IsZero() })
}

// settled reports whether a run was posted on both platforms.
func (w *world) settled(t *testing.T, a *App, nominal string) bool {
	t.Helper()
	for _, workspace := range []string{"slack:" + slacktest.Team, "discord:" + w.discord.Guild()} {
		list, err := a.store.Deliveries.OfRun(context.Background(), workspace, "morning", nominal)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) == 0 || slices.ContainsFunc(list, func(d store.Delivery) bool { return d.State != store.Sent }) {
			return false
		}
	}
	return true
}

// close stops the whole internet.
func (w *world) close() {
	w.slack.Close()
	w.discord.Close()
	w.feeds.Close()
}

// looks checks the digest and its thread on both platforms and returns how many messages there are.
func (w *world) looks(t *testing.T) (slackSeen, discordSeen int) {
	t.Helper()
	list := w.slack.Messages(slacktest.News)
	const title = "China cloud & AI · Monday 2 February 2026"
	if len(list) < 2 || !strings.Contains(list[0].View.Text, title) {
		t.Fatalf("Slack: %d messages, the first: %s", len(list), list[0].View.Text)
	}
	for i, m := range list {
		if want := map[bool]string{true: "", false: list[0].TS}[i == 0]; m.ThreadTS != want {
			t.Errorf("Slack: message %d stands in thread %q, want %q", i, m.ThreadTS, want)
		}
		if m.View.Pings > 0 || m.Unfurled {
			t.Errorf("Slack: message %d pings %d times, unfurled %v", i, m.View.Pings, m.Unfurled)
		}
	}
	if !slices.ContainsFunc(list[1:], func(m slacktest.Message) bool { return strings.Contains(m.View.Text, "Qwen3") }) {
		t.Errorf("Slack: no reply lists the articles of the story that was told twice; the first is: %s", list[1].View.Text)
	}
	if len(list[0].View.Links) == 0 {
		t.Error("Slack: the digest links nowhere")
	}
	seen := w.discord.Seen(w.channel)
	if len(seen) < 2 || !strings.Contains(seen[0].Text, title) {
		t.Fatalf("Discord: %d messages, the first: %s", len(seen), seen[0].Text)
	}
	for i, m := range seen {
		if want := map[bool]string{true: "", false: seen[0].ID}[i == 0]; m.Thread != want {
			t.Errorf("Discord: message %d stands in thread %q, want %q", i, m.Thread, want)
		}
		if m.Pings > 0 {
			t.Errorf("Discord: message %d pings", i)
		}
	}
	return len(list), len(seen)
}

// asks has people ask on both platforms.
func (w *world) asks(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	const want = "mainland China cloud infrastructure services"
	s, err := w.slack.Type(ctx, "mei", slacktest.News, "/share", "alibaba")
	if err != nil {
		t.Fatal(err)
	}
	if !s.Private || s.Ack > 3*time.Second || !strings.Contains(s.View.Text, want) || !strings.Contains(s.View.Text, "Omdia") {
		t.Errorf("Slack: private %v after %v: %s", s.Private, s.Ack, s.View.Text)
	}
	d, err := w.discord.Ask(ctx, discordtest.Person{Name: "luc", Locale: "fr"}, w.channel, "share alibaba")
	if err != nil {
		t.Fatal(err)
	}
	if !d.Private || d.First > 3*time.Second || !strings.Contains(d.Text, "services d’infrastructure cloud en Chine continentale") {
		t.Errorf("Discord: private %v after %v: %s", d.Private, d.First, d.Text)
	}
	names, err := w.discord.Complete(ctx, discordtest.Person{Name: "luc"}, w.channel, "share", "name", "alib")
	if err != nil || len(names) == 0 {
		t.Errorf("Discord completes %q, %v", names, err)
	}
}
