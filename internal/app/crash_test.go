package app

import (
	"bufio"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/discord/discordtest"
	"briefbot/bot/slack/slacktest"
	"briefbot/briefs"
	"briefbot/config"
	"briefbot/internal/delivery"
	"briefbot/internal/store"
)

var (
	crashes   = flag.Int("crashes", 30, "how often TestKilledAtAnyMoment kills the program")
	crashSeed = flag.Uint64("crashseed", 0, "seed of the moments at which it does; 0 takes one by the time")
)

// victimVariable holds, in the process that is to be killed, the config and the time that it takes it to be.
const victimVariable = "BRIEFBOT_TEST_VICTIM"

type victimOrder struct {
	Config string
	At     time.Time
}

// TestVictim is not a test: it is the program that TestKilledAtAnyMoment starts and kills.
func TestVictim(t *testing.T) {
	text := os.Getenv(victimVariable)
	if text == "" {
		t.Skip("is started by TestKilledAtAnyMoment")
	}
	var order victimOrder
	if err := json.Unmarshal([]byte(text), &order); err != nil {
		t.Fatal(err)
	}
	c, err := config.Parse([]byte(order.Config), "test.yaml", nil)
	if err != nil {
		t.Fatal(err)
	}
	watch := &clock{}
	watch.set(order.At)
	a, err := New(context.Background(), Options{
		Config: c, Log: slog.New(slog.NewTextHandler(os.Stderr, nil)), Now: watch.now,
		Delivery: delivery.Options{Lease: 2 * time.Second, Settle: 100 * time.Millisecond, Pace: 30 * time.Millisecond, Retry: 20 * time.Millisecond, Idle: 50 * time.Millisecond},
	})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("running")
	t.Fatal(a.Run(context.Background()))
}

// victim starts the program and returns the function that kills it and waits until it is gone.
func (w *world) victim(t *testing.T, at time.Time) (kill func()) {
	t.Helper()
	order, err := json.Marshal(victimOrder{w.config, at})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestVictim$")
	cmd.Env = append(os.Environ(), victimVariable+"="+string(order))
	cmd.Stderr = w.log
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() && lines.Text() != "running" {
		t.Log(lines.Text())
	}
	return func() {
		_ = cmd.Process.Kill()
		_, _ = io.Copy(io.Discard, out)
		_ = cmd.Wait() // it says "killed"
	}
}

// TestKilledAtAnyMoment kills the whole program with SIGKILL at random moments around the digest of each day, again and again,
// and looks at what people on Slack and Discord saw: every part once, in order, replies under their digest.
func TestKilledAtAnyMoment(t *testing.T) {
	t.Parallel()
	seed := *crashSeed
	if seed == 0 {
		seed = uint64(time.Now().UnixNano())
	}
	t.Logf("-crashseed %d", seed)
	dice := rand.New(rand.NewPCG(seed, 0))
	kills := *crashes
	if testing.Short() {
		kills = min(kills, 5)
	}
	w := crashWorld(t)
	path := w.path
	s, err := store.Open(context.Background(), path) // beside the program, as an operator's tool would
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()

	kill := w.victim(t, time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC))
	eventually(t, "the program meets its schedule for the first time", func() bool {
		known, err := s.Schedules.All(context.Background())
		return err == nil && len(known) == 2 // one in each workspace
	})
	kill()
	first := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	day, at := first, first.Add(time.Second)
	struck := 0
	for killed := 0; killed < kills; killed++ {
		if at.Equal(day.Add(time.Second)) {
			seedArticles(t, s, day)
		}
		kill = w.victim(t, at)
		time.Sleep(time.Duration(dice.Int64N(int64(350 * time.Millisecond))))
		kill()
		at = at.Add(10 * time.Second)
		if w.done(t, s, day) {
			day = day.Add(24 * time.Hour)
			at = day.Add(time.Second)
		} else if len(w.ledger(t, s, day)) > 0 {
			struck++
		}
	}
	kill = w.victim(t, at)
	eventually(t, "the last day is settled", func() bool { return at.Equal(day.Add(time.Second)) || w.done(t, s, day) })
	kill()

	var v verdict
	for d := first; !d.After(day); d = d.Add(24 * time.Hour) {
		w.judge(t, s, d, &v)
	}
	t.Logf("%d kills, %d of them amid a digest, %+v", kills, struck, v)
	if v.Messages == 0 || v.Held > v.Messages/10 {
		t.Errorf("of %d messages %d were held", v.Messages, v.Held)
	}
	w.reviewLog(t)
}

// crashWorld is a world without feeds, where one schedule posts to two channels of Slack and one of Discord.
func crashWorld(t *testing.T) *world {
	t.Helper()
	w := &world{clock: &clock{}, log: &journal{}, path: filepath.Join(t.TempDir(), "briefbot.db")}
	var err error
	if w.slack, err = slacktest.Start(slacktest.Options{Commands: []string{"brief"}}); err != nil {
		t.Fatal(err)
	}
	if w.discord, err = discordtest.Start(discordtest.Config{Burst: 1000}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		w.slack.Close()
		w.discord.Close()
	})
	w.channel = w.discord.AddChannel("news", 0)
	w.config = fmt.Sprintf(`
database: {path: %q}
slack: {bot_token: %q, app_token: %q, api_url: %q}
discord: {token: %q, application_id: %q, api_url: %q, guilds: [%q]}
sources: {starter: false}
schedules:
  - name: morning
    when: daily 9:00
    max_stories: 3
    channels: [%q, %q, %q]
`, w.path, w.slack.BotToken, w.slack.AppToken, w.slack.APIURL, w.discord.Token(), w.discord.Application(), w.discord.URL(), w.discord.Guild(),
		w.places()[0], w.places()[1], w.places()[2])
	return w
}

func (w *world) places() []string {
	return []string{
		"slack:" + slacktest.Team + "/" + slacktest.News, "slack:" + slacktest.Team + "/" + slacktest.Random, "discord:" + w.discord.Guild() + "/" + w.channel,
	}
}

// seedArticles has five stories of three outlets each come in for a day's digest: a message, three replies and one with what is more.
func seedArticles(t *testing.T, s *store.Store, day time.Time) {
	t.Helper()
	var items []store.Item
	for i := range 15 {
		items = append(items, store.Item{Article: briefs.Article{
			URL: fmt.Sprintf("https://news%d.example/%s/%d", i%3, day.Format("0102"), i), Title: fmt.Sprintf("Alibaba Cloud event %d of %s, told by outlet %d", i/3, day.Format("2 January"), i%3),
			Outlet: fmt.Sprint("Outlet ", i%3), Feed: fmt.Sprint("https://news.example/", i%3), Language: "en", Published: day.Add(-time.Duration(i+1) * 10 * time.Minute),
		}})
	}
	added, err := s.Articles.Add(context.Background(), day, items)
	if err != nil || len(added) != 15 {
		t.Fatal(len(added), err)
	}
	var places []store.Placement
	for i, a := range added {
		places = append(places, store.Placement{Article: a.ID, Published: a.Published, Story: added[i/3*3].ID})
	}
	if err := s.Articles.Place(context.Background(), places); err != nil {
		t.Fatal(err)
	}
}

// ledger returns the messages of a day by channel.
func (w *world) ledger(t *testing.T, s *store.Store, day time.Time) map[string][]store.Delivery {
	t.Helper()
	out := map[string][]store.Delivery{}
	for _, workspace := range []string{"slack:" + slacktest.Team, "discord:" + w.discord.Guild()} {
		list, err := s.Deliveries.OfRun(context.Background(), workspace, "morning", day.Format("2006-01-02T15:04"))
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range list {
			out[d.Place] = append(out[d.Place], d)
		}
	}
	return out
}

// done reports whether a day's digests are planned and settled everywhere.
func (w *world) done(t *testing.T, s *store.Store, day time.Time) bool {
	list := w.ledger(t, s, day)
	for _, place := range w.places() {
		if len(list[place]) == 0 || slices.ContainsFunc(list[place], func(d store.Delivery) bool { return d.State != store.Sent && d.State != store.Held }) {
			return false
		}
	}
	return true
}

// sight is a message as people see it: its text, and the id of the message in whose thread it stands.
type sight struct{ id, parent, text string }

func (w *world) sights(place string) []sight {
	var out []sight
	channel := place[strings.LastIndex(place, "/")+1:]
	if strings.HasPrefix(place, "slack:") {
		for _, m := range w.slack.Messages(channel) {
			out = append(out, sight{m.TS, m.ThreadTS, m.View.Text})
		}
		return out
	}
	for _, m := range w.discord.Seen(channel) {
		out = append(out, sight{m.ID, m.Thread, m.Text})
	}
	return out
}

// verdict counts what was judged.
type verdict struct{ Days, Messages, Found, Again, Held int }

// judge compares what people saw of a day with the ledger.
func (w *world) judge(t *testing.T, s *store.Store, day time.Time, v *verdict) {
	t.Helper()
	list := w.ledger(t, s, day)
	if len(list) == 0 {
		return
	}
	v.Days++
	for _, place := range w.places() {
		var of []sight
		for _, m := range w.sights(place) {
			if strings.Contains(m.text, day.Format(" of 2 January,")) {
				of = append(of, m)
			}
		}
		v.Messages += len(list[place])
		if len(list[place]) != 5 {
			t.Errorf("%s in %s: %d messages in the ledger, want 5", day.Format("2 January"), place, len(list[place]))
		}
		at, main := 0, ""
		for _, d := range list[place] {
			var m bot.Message
			if err := json.Unmarshal(d.Payload, &m); err != nil {
				t.Fatal(err)
			}
			seen := at < len(of) && strings.Contains(of[at].text, m.Title) && (d.Part == 0) == (of[at].parent == "")
			v.Again += d.Again
			if strings.HasPrefix(d.Reason, string(delivery.Found)) {
				v.Found++
			}
			if d.State == store.Held {
				v.Held++
				if !seen {
					continue
				}
			}
			if !seen {
				t.Errorf("%s in %s: part %d (%s, %q) is not the next that people saw", day.Format("2 January"), place, d.Part, d.State, m.Title)
				continue
			}
			if d.Part == 0 {
				main = of[at].id
			} else if of[at].parent != main {
				t.Errorf("%s in %s: part %d stands under %q, want %q", day.Format("2 January"), place, d.Part, of[at].parent, main)
			}
			at++
		}
		if at != len(of) {
			t.Errorf("%s in %s: people saw %d messages more than the ledger has: %q", day.Format("2 January"), place, len(of)-at, of[at].text)
		}
	}
}

// reviewLog looks for secrets, panics and held messages without advice in what the program logged, and at the platforms' complaints.
func (w *world) reviewLog(t *testing.T) {
	t.Helper()
	log := w.log.String()
	for _, secret := range append(w.discord.Secrets(), w.slack.BotToken, w.slack.AppToken, w.slack.SigningSecret) {
		if secret != "" && strings.Contains(log, secret) {
			t.Error("a secret is in the log")
		}
	}
	for line := range strings.Lines(log) {
		if strings.Contains(line, "panic") || strings.Contains(line, "level=ERROR") || strings.Contains(line, "delivery held") && !strings.Contains(line, " do=") {
			t.Errorf("in the log: %s", line)
		}
	}
	if bad := append(w.slack.Complaints(), w.discord.Violations()...); len(bad) > 0 {
		t.Errorf("the platforms complain: %q", bad)
	}
}
