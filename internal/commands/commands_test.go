package commands_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/console"
	"briefbot/bot/console/consoletest"
	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/briefs/lexicon"
	"briefbot/briefs/topics"
	"briefbot/config"
	"briefbot/internal/commands"
	"briefbot/internal/delivery"
	"briefbot/internal/digest"
	"briefbot/internal/keeping"
	"briefbot/internal/present"
	"briefbot/internal/settings"
	"briefbot/internal/starter"
	"briefbot/internal/store"
)

// The starter content never changes: one of each is enough for all tests.
var (
	loaded  = sync.OnceValues(config.LoadStarter)
	indexed = sync.OnceValue(func() *lexicon.Lexicon { s, _ := loaded(); return starter.Lexicon(s) })
	booked  = sync.OnceValues(func() (*facts.Book, error) { s, _ := loaded(); return starter.Book(s) })
)

func content(t testing.TB) *config.Starter {
	t.Helper()
	s, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func names(t testing.TB) *lexicon.Lexicon {
	content(t)
	return indexed()
}

func starterBook(t testing.TB) *facts.Book {
	t.Helper()
	content(t)
	book, err := booked()
	if err != nil {
		t.Fatal(err)
	}
	return book
}

// desk makes digests of a shelf, and knows the schedules and sources that it is given.
type desk struct {
	digest.Desk
	schedules []present.Schedule
	sources   []present.Source
	runs      []present.Ran
	err       error
}

func (d *desk) Now(ctx context.Context, place bot.Address) (briefs.Digest, error) {
	return d.make(ctx, place, now.Add(-24*time.Hour))
}

func (d *desk) Upcoming(ctx context.Context, s present.Schedule) (briefs.Digest, error) {
	return d.make(ctx, s.Places[0], now.Add(-12*time.Hour))
}

func (d *desk) Trial(ctx context.Context, place bot.Address, name string, s settings.Schedule) (present.Schedule, briefs.Digest, error) {
	made, err := d.make(ctx, place, now.Add(-12*time.Hour))
	return present.Schedule{Name: name, Zone: time.UTC, Language: s.Language, Places: []bot.Address{place}}, made, err
}

func (d *desk) make(ctx context.Context, place bot.Address, from time.Time) (briefs.Digest, error) {
	if d.err != nil {
		return briefs.Digest{}, d.err
	}
	return d.Make(ctx, digest.Request{Workspace: place.Workspace, Place: place.String(), Span: briefs.Span{From: from, To: now}, Limit: 3})
}

func (d *desk) Schedules(context.Context, bot.Address) ([]present.Schedule, error) {
	return d.schedules, d.err
}

// Pause and Resume change what the schedules of the desk say, as in the one workspace that there is.
func (d *desk) Pause(_ context.Context, _ bot.Invocation, name string, until time.Time) (present.Schedule, bool, error) {
	return d.change(name, func(s *present.Schedule) { s.Paused, s.Until, s.Next = true, until, time.Time{} })
}

func (d *desk) Resume(_ context.Context, _ bot.Invocation, name string) (present.Schedule, bool, error) {
	return d.change(name, func(s *present.Schedule) {
		s.Paused, s.Until, s.Stopped, s.Next = false, time.Time{}, nil, now.Add(9*time.Hour)
	})
}

func (d *desk) change(name string, how func(*present.Schedule)) (present.Schedule, bool, error) {
	for i := range d.schedules {
		if d.schedules[i].Name == name {
			how(&d.schedules[i])
			return d.schedules[i], true, d.err
		}
	}
	return present.Schedule{}, false, d.err
}

// History returns the runs of the desk, and that there are seven more.
func (d *desk) History(_ context.Context, _ bot.Address, name string, limit int) ([]present.Ran, int, error) {
	var out []present.Ran
	for _, r := range d.runs {
		if name == "" || r.Schedule == name {
			out = append(out, r)
		}
	}
	if len(out) == 0 {
		return nil, 0, d.err
	}
	return out[:min(len(out), limit)], 7, d.err
}

func (d *desk) Sources(context.Context, bot.Address) ([]present.Source, error) {
	return d.sources, d.err
}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// terminal is where the conversations take place.
var terminal = bot.Address{Platform: console.Platform, Workspace: console.Workspace, Channel: "terminal"}

func schedules(t testing.TB) []present.Schedule {
	elsewhere := bot.Address{Platform: "slack", Workspace: "T1", Channel: "C1"}
	week := []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	return []present.Schedule{
		{Name: "morning", Timing: present.Timing{Weekdays: week, Times: []int{9 * 60}}, Zone: zone(t, "Europe/Paris"), Language: "fr",
			Places: []bot.Address{elsewhere}, Next: now.Add(6 * time.Hour)},
		{Name: "shanghai", Timing: present.Timing{Workdays: true, Times: []int{8*60 + 30, 18 * 60}, Except: []string{"2026-10-08"}},
			Zone: zone(t, "Asia/Shanghai"), Language: "zh", Places: []bot.Address{terminal}, Next: now.Add(9 * time.Hour)},
		{Name: "monthly", Timing: present.Timing{MonthDays: []int{1, 15}, Times: []int{7 * 60}}, Zone: zone(t, "UTC"), Language: "en",
			Places: []bot.Address{elsewhere}, Next: now.Add(16 * 24 * time.Hour)},
		{Name: "hourly", Timing: present.Timing{Every: 90 * time.Minute}, Zone: zone(t, "America/New_York"), Language: "en",
			Places: []bot.Address{elsewhere}, Next: now.Add(40 * time.Minute), Delay: 3*time.Minute + 12*time.Second,
			Stopped: []present.Stopped{{Place: elsewhere, Since: now.Add(-50 * time.Hour), Why: "refused: slack: post to C1: is_archived"}}},
		{Name: "finale", Timing: present.Timing{Only: []string{"2026-05-04"}, Times: []int{12 * 60}}, Zone: zone(t, "UTC"), Language: "en",
			Places: []bot.Address{elsewhere}},
	}
}

// runs are one of each kind of what can become of a run.
func runs(t testing.TB) []present.Ran {
	slack := func(channel string) bot.Address {
		return bot.Address{Platform: "slack", Workspace: "T1", Channel: channel}
	}
	paris := zone(t, "Europe/Paris")
	at := func(hours int) time.Time { return now.Add(-time.Duration(hours) * time.Hour) }
	one := func(hours int, in ...present.RanPlace) present.Ran {
		return present.Ran{Schedule: "morning", Due: at(hours), Zone: paris, In: in}
	}
	return []present.Ran{
		{Schedule: "shanghai", Due: at(0), Zone: zone(t, "Asia/Shanghai"), State: present.RanGoing},
		one(24, present.RanPlace{Place: slack("C1"), State: present.RanPosted, Messages: 4},
			present.RanPlace{Place: slack("C2"), State: present.RanPosted, Messages: 3}, present.RanPlace{Place: terminal, State: present.RanEmpty}),
		one(48, present.RanPlace{Place: terminal, State: present.RanPosted, Messages: 2, Late: 42 * time.Minute, Thread: []present.RanThread{
			{State: present.RanHeld, Why: "no-history: the bot may not read the channel's history", N: 1}, {State: present.RanWaiting, N: 3}}}),
		one(72, present.RanPlace{Place: terminal, State: present.RanHeld, Why: "vanished: it was sent twice without an answer and is not there"},
			present.RanPlace{Place: slack("C1"), State: present.RanRefused, Why: "refused: slack: post to C1: not_in_channel"},
			present.RanPlace{Place: slack("C2"), State: present.RanRefused, Why: "refused: discord: post: HTTP status 403, code 99999: Something new"}),
		one(96, present.RanPlace{Place: terminal, State: present.RanUnknown}, present.RanPlace{Place: slack("C1"), State: present.RanWaiting},
			present.RanPlace{Place: slack("C2"), State: present.RanPaused}),
		one(120, present.RanPlace{Place: terminal, State: present.RanFailed, Why: "uncomposed"}, present.RanPlace{Place: slack("C1"), State: present.RanMissed, Why: "overlap"}),
		{Schedule: "morning", Due: at(144), Zone: paris, State: present.RanPaused},
		{Schedule: "morning", Due: at(168), Zone: paris, State: present.RanMissed, Why: "down"},
		{Schedule: "gone", Due: at(192), Zone: paris, State: present.RanMissed, Why: "removed"},
		{Schedule: "morning", Due: at(216), Zone: paris, State: present.RanEmpty},
	}
}

func sources() []present.Source {
	return []present.Source{
		{Name: "Cloud Courier", URL: "https://courier.example.org/", Language: "en", Weight: 3, Read: now.Add(-20 * time.Minute)},
		{Name: "Le Nuage", URL: "https://nuage.example.org/", Language: "fr", Weight: 2, Failing: now.Add(-26 * time.Hour), Why: "dead"},
		{Name: "云端日报", URL: "https://yunduan.example.org/", Language: "zh", Weight: 4, Gone: true},
		{Name: "Die Wolke", URL: "https://wolke.example.org/", Language: "de", Weight: 1},
	}
}

// conversation is a terminal in which all commands are there, in a language. An empty one has no articles, feeds or schedules.
func conversation(t *testing.T, lang string, empty bool) consoletest.Conversation {
	t.Helper()
	book, shelf := starterBook(t), newShelf(names(t))
	work := &desk{schedules: schedules(t), sources: sources(), runs: runs(t)}
	if empty {
		shelf.list, work.schedules, work.sources, work.runs = nil, nil, nil, nil
	}
	work.Desk = digest.Desk{
		Articles: shelf, Shown: unseen{}, Topic: func([]string) *topics.Matcher { return nil }, Weight: func(string, string) int { return 3 },
	}
	kept := keeper(t, book)
	return consoletest.Conversation{
		Router: route(t, commands.Deps{
			Names: shelf.names, Facts: func() *facts.Book { return kept.Book(console.Platform + ":" + console.Workspace) }, FactKeeper: kept,
			Articles: shelf, Desk: work, Keeper: work, Records: work, Held: ledger(t, empty),
		}),
		Options: console.Options{
			Lang: lang, Zone: shanghai, Now: func() time.Time { return now }, Words: console.Words{Thread: "thread", Public: "public"},
		},
	}
}

// administered is a conversation with an admin.
func administered(t *testing.T, lang string) consoletest.Conversation {
	t.Helper()
	c := conversation(t, lang, false)
	router, err := bot.NewRouter(c.Router.Commands(), present.Router{Umbrella: "brief"}, func(in bot.Invocation) bot.Invocation {
		in.Access, in.User.Name = bot.Admin, "Ada"
		return in
	}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	c.Router = router
	return c
}

// ledger is one in which the messages of two runs are held, since nobody serves their platform.
func ledger(t *testing.T, empty bool) func() commands.Held {
	t.Helper()
	s, err := store.Open(t.Context(), store.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	courier := delivery.New(s.Deliveries, nil, delivery.Options{Now: func() time.Time { return now }}, slog.New(slog.DiscardHandler))
	for _, nominal := range []string{"2026-06-14T09:00", "2026-06-15T09:00"} {
		if empty {
			break
		}
		run := delivery.Run{Workspace: terminal.Platform + ":" + terminal.Workspace, Schedule: "morning", Nominal: nominal, Zone: "Asia/Shanghai"}
		if err := courier.Plan(t.Context(), run, terminal, bot.Message{Title: "China cloud and AI"}, []bot.Message{{Title: "Related"}}, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := courier.Pump(t.Context()); err != nil {
		t.Fatal(err)
	}
	return func() commands.Held { return courier }
}

// keeper keeps the facts of a conversation in a database of its own.
func keeper(t *testing.T, book *facts.Book) *keeping.Shelf {
	t.Helper()
	db, err := store.Open(t.Context(), store.Memory)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	kept, err := keeping.Open(t.Context(), book, db.Facts, func() time.Time { return now }, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

func route(t testing.TB, d commands.Deps) *bot.Router {
	t.Helper()
	d.Words = present.Router{Umbrella: "brief"}
	d.Zone = func(bot.Address) *time.Location { return shanghai }
	d.Feeds = func(bot.Address) []string { return nil }
	d.Now = func() time.Time { return now }
	router, err := bot.NewRouter(commands.All(d), d.Words, nil, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return router
}

func TestConversations(t *testing.T) {
	for _, lang := range bot.Languages() {
		t.Run(lang, func(t *testing.T) {
			consoletest.Run(t, "testdata/full/*."+lang+".txt", func(t *testing.T) consoletest.Conversation { return conversation(t, lang, false) })
			consoletest.Run(t, "testdata/empty/*."+lang+".txt", func(t *testing.T) consoletest.Conversation { return conversation(t, lang, true) })
			consoletest.Run(t, "testdata/admin/*."+lang+".txt", func(t *testing.T) consoletest.Conversation { return administered(t, lang) })
			consoletest.Run(t, "testdata/editors/*."+lang+".txt", func(t *testing.T) consoletest.Conversation {
				c := conversation(t, lang, false)
				c.Options.Access = bot.Editor
				return c
			})
		})
	}
}

// TestFaultsStayInside shows that what breaks behind a command is not told to people.
func TestFaultsStayInside(t *testing.T) {
	broken := &desk{err: errors.New("disk on fire at /var/lib")}
	router := route(t, commands.Deps{
		Names: names(t), Facts: func() *facts.Book { return nil }, Articles: newShelf(names(t)), Desk: broken, Keeper: broken, Records: broken,
	})
	for _, line := range []string{"now", "preview", "sources", "schedules", "status", "history", "schedule pause morning", "schedule resume morning"} {
		m := router.DoLine(t.Context(), bot.Invocation{From: terminal, Access: bot.Admin}, line)
		if m.Title != "Something broke on my side. Please try again in a minute." || strings.Contains(m.Plain(), "fire") {
			t.Errorf("%s: %s", line, m.Plain())
		}
	}
}
