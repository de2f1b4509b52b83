package campaigntest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"briefbot/bot/discord/discordtest"
	"briefbot/briefs"
	"briefbot/internal/store"
)

// world is everything around the program: two platforms, a database, a clock, and replicas with a proxy before each platform.
type world struct {
	t        testing.TB
	dir      string
	slack    slackSide
	discord  *discordtest.Server
	channel  string // on Discord
	database string
	store    *store.Store // beside the program, as an operator's tool would
	clock    string       // file
	dice     *rand.Rand
	log      *journal
	replicas []*replica
	proxies  []*proxy

	struck bool // the last kill was amid a post
	offset time.Duration
	events []string // told of in the digests
	rows   map[string]store.Delivery
	runs   map[string]bool // runs that were judged to be done
}

// newWorld makes a world with a database, a SQLite file when it is empty, and so many replicas that are not started yet.
func newWorld(t testing.TB, database string, replicas int, trial trial, seed uint64) *world {
	t.Helper()
	return newWorldWith(t, ownSlack(t), database, replicas, trial, seed)
}

// newWorldWith is newWorld with a given Slack.
func newWorldWith(t testing.TB, slack slackSide, database string, replicas int, trial trial, seed uint64) *world {
	t.Helper()
	w := &world{
		slack: slack,
		t:     t, dir: t.TempDir(), database: database, dice: rand.New(rand.NewPCG(seed, 0)), log: &journal{}, rows: map[string]store.Delivery{}, runs: map[string]bool{},
	}
	if w.database == "" {
		w.database = filepath.Join(w.dir, "briefbot.db")
	}
	w.clock = filepath.Join(w.dir, "clock")
	var err error
	if w.discord, err = discordtest.Start(discordtest.Config{Burst: 100_000}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.discord.Close)
	w.channel = w.discord.AddChannel("news", 0)
	if w.store, err = store.Open(context.Background(), w.database); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.store.Close() })
	trial.Clock = w.clock
	for i := range replicas {
		w.replicas = append(w.replicas, w.replica(i, trial, seed))
	}
	t.Cleanup(w.killAll)
	return w
}

// replica prepares one process: its proxies and its config.
func (w *world) replica(i int, trial trial, seed uint64) *replica {
	w.t.Helper()
	slack, discord := newProxy(w.t, w.slack.url, w.slack.bearer, seed+uint64(2*i)), newProxy(w.t, w.discord.URL(), "", seed+uint64(2*i+1))
	w.proxies = append(w.proxies, slack, discord)
	api := slack.URL
	if w.slack.direct {
		api = w.slack.url
	}
	kind := "path"
	if store.IsPostgres(w.database) {
		kind = "url"
	}
	var channels []string
	for _, p := range w.places() {
		channels = append(channels, strconv.Quote(p))
	}
	text := fmt.Sprintf(`
database: {%s: %q}
slack: {%s, api_url: %q}
discord: {token: %q, application_id: %q, api_url: %q, guilds: [%q]}
sources: {starter: false}
schedules:
  - {name: morning, when: daily 9:00, max_stories: 3, channels: [%s]}
`, kind, w.database, w.slack.settings, api+"/api/", w.discord.Token(), w.discord.Application(), discord.URL, w.discord.Guild(), strings.Join(channels, ", "))
	if w.slack.own == nil {
		text += "http: {listen: \"127.0.0.1:0\"}\n"
	}
	file := filepath.Join(w.dir, fmt.Sprintf("config%d.yaml", i))
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
	return &replica{t: w.t, config: file, trial: trial, log: w.log}
}

// slackPlaces and discordPlaces are where the digests go.
func (w *world) slackPlaces() []string {
	var out []string
	for _, c := range w.slack.channels {
		out = append(out, "slack:"+w.slack.team+"/"+c)
	}
	return out
}

func (w *world) discordPlaces() []string {
	return []string{"discord:" + w.discord.Guild() + "/" + w.channel}
}

func (w *world) places() []string { return append(w.slackPlaces(), w.discordPlaces()...) }

func (w *world) workspaces() []string {
	return []string{"slack:" + w.slack.team, "discord:" + w.discord.Guild()}
}

func (w *world) killAll() {
	for _, r := range w.replicas {
		r.kill()
	}
}

// set sets the clock of all processes.
func (w *world) set(at time.Time) { w.shift(time.Until(at)) }

// shift sets how much the clock of all processes is ahead.
func (w *world) shift(offset time.Duration) {
	w.t.Helper()
	w.offset = offset
	next := w.clock + ".next"
	if err := os.WriteFile(next, []byte(strconv.FormatInt(int64(offset), 10)), 0o600); err != nil {
		w.t.Fatal(err)
	}
	if err := os.Rename(next, w.clock); err != nil {
		w.t.Fatal(err)
	}
}

// stories are the events of a day, each told by outlets.
const (
	stories = 5
	outlets = 3
)

// seed has the articles of a day come in: a digest of them is a message, three replies and one with what is more.
func (w *world) seed(day time.Time) {
	w.t.Helper()
	date := day.Format("2 January 2006")
	var items []store.Item
	for i := range stories * outlets {
		event := fmt.Sprintf("Alibaba Cloud event %d of %s", i/outlets, date)
		if i%outlets == 0 {
			w.events = append(w.events, event+",")
		}
		items = append(items, store.Item{Article: briefs.Article{
			URL: fmt.Sprintf("https://news%d.example/%s/%d", i%outlets, day.Format("20060102"), i), Title: fmt.Sprintf("%s, told by outlet %d", event, i%outlets),
			Outlet: fmt.Sprint("Outlet ", i%outlets), Feed: fmt.Sprint("https://news.example/", i%outlets), Language: "en", Published: day.Add(-time.Duration(i+1) * 10 * time.Minute),
		}})
	}
	w.insist("seed the articles", func() error {
		added, err := w.store.Articles.Add(context.Background(), day, items)
		if err != nil {
			return err
		}
		var places []store.Placement
		for i, a := range added {
			places = append(places, store.Placement{Article: a.ID, Published: a.Published, Story: added[i/outlets*outlets].ID})
		}
		return w.store.Articles.Place(context.Background(), places)
	})
}

// insist does something that may fail while the database is down.
func (w *world) insist(what string, do func() error) {
	w.t.Helper()
	deadline := time.Now().Add(30 * time.Second)
	for {
		err := do()
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			w.t.Fatalf("%s: %v", what, err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// ledger returns the messages of a run, by place.
func (w *world) ledger(nominal string) map[string][]store.Delivery {
	w.t.Helper()
	out := map[string][]store.Delivery{}
	for _, workspace := range w.workspaces() {
		w.insist("read the ledger", func() error {
			list, err := w.store.Deliveries.OfRun(context.Background(), workspace, "morning", nominal)
			for _, d := range list {
				out[d.Place] = append(out[d.Place], d)
			}
			return err
		})
	}
	return out
}

func nominal(day time.Time) string { return day.Format("2006-01-02T15:04") }

// done reports whether the digest of a day is planned and settled everywhere, and if so keeps what the ledger says of it.
func (w *world) done(day time.Time) bool {
	w.t.Helper()
	list := w.ledger(nominal(day))
	for _, place := range w.places() {
		if len(list[place]) == 0 {
			return false
		}
		for _, d := range list[place] {
			if d.State == store.Planned || d.State == store.Claimed || d.State == store.Unknown {
				return false
			}
		}
	}
	for _, of := range list {
		for _, d := range of {
			w.rows[d.Key] = d
		}
	}
	w.runs[nominal(day)] = true
	return true
}

// collect keeps what the ledger says of every run, whatever its time.
func (w *world) collect() {
	w.t.Helper()
	for _, workspace := range w.workspaces() {
		runs, err := w.store.Runs.Of(context.Background(), workspace, "morning", 10_000)
		if err != nil {
			w.t.Fatal(err)
		}
		for _, r := range runs {
			for _, of := range w.ledger(r.Nominal) {
				for _, d := range of {
					w.rows[d.Key] = d
				}
			}
			w.runs[r.Nominal] = true
		}
	}
}

// settled reports whether nothing is to be sent or settled any more.
func (w *world) settled() bool {
	w.t.Helper()
	places, err := w.store.Deliveries.OpenPlaces(context.Background(), time.Now().Add(w.offset).Add(time.Hour))
	return err == nil && len(places) == 0
}

// calm waits, at most so long, until the digest of a day is decided on and nothing can be done now: a slow machine must not take for a lost
// day what it had no time for. What waits for a later time by a clock that was ahead is left to wait.
func (w *world) calm(day time.Time, most time.Duration) {
	w.t.Helper()
	for deadline := time.Now().Add(most); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		places, err := w.store.Deliveries.OpenPlaces(context.Background(), time.Now().Add(w.offset))
		calm := err == nil && len(places) == 0
		for _, workspace := range w.workspaces() {
			runs, err := w.store.Runs.Of(context.Background(), workspace, "morning", 10)
			decided := false
			for _, r := range runs {
				calm = calm && !r.Ended.IsZero()
				decided = decided || r.Nominal == nominal(day)
			}
			calm = calm && err == nil && decided
		}
		if calm {
			return
		}
	}
}

// eventually waits until something is so.
func (w *world) eventually(what string, most time.Duration, so func() bool) {
	w.t.Helper()
	for deadline := time.Now().Add(most); !so(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			w.t.Fatalf("not within %v: %s\n%s\n%s", most, what, w.state(), w.log.tail(30))
		}
	}
}

// state says how far the runs and messages of the world have come.
func (w *world) state() string {
	var out strings.Builder
	for _, workspace := range w.workspaces() {
		runs, err := w.store.Runs.Of(context.Background(), workspace, "morning", 3)
		fmt.Fprintf(&out, "%s: %+v %v\n", workspace, runs, err)
		for _, r := range runs {
			list, _ := w.store.Deliveries.OfRun(context.Background(), workspace, "morning", r.Nominal)
			for _, d := range list {
				by, _ := w.store.Deliveries.Sender(context.Background(), d.Place)
				fmt.Fprintf(&out, "  %s part %d: %s attempts %d again %d, not before %v, claimed %v, %q, sender %+v\n",
					d.Place, d.Part, d.State, d.Attempts, d.Again, d.NotBefore, d.Claimed, d.Reason, by)
			}
		}
	}
	return out.String()
}

// history says how each run went.
func (w *world) history() string {
	var out strings.Builder
	for _, workspace := range w.workspaces() {
		runs, err := w.store.Runs.Of(context.Background(), workspace, "morning", 40)
		fmt.Fprintf(&out, "%s: %v\n", workspace, err)
		for _, r := range runs {
			places, err := w.store.Runs.Places(context.Background(), r)
			fmt.Fprintf(&out, "  %s started %v ended %v: %s %s; %v %v\n", r.Nominal, r.Started.Format("01-02T15:04:05.000"), r.Ended.Format("01-02T15:04:05.000"), r.Outcome, r.Detail, places, err)
		}
	}
	return out.String()
}
