package app

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/config"
	"briefbot/internal/store"
)

// TestTidy removes what is too old, by a clock that is right, a year ahead, or in 1970.
func TestTidy(t *testing.T) {
	now := moment(t, "2026-03-02 09:00")
	for _, c := range []struct {
		name                  string
		clock                 time.Time
		articles, runs, shown int // that are left of two each
	}{
		{"right", now, 1, 1, 1},
		{"a year and more ahead", now.AddDate(0, 0, 500), 1, 1, 1},
		{"reset to 1970", time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC), 2, 2, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			conf := config.Default()
			conf.Database.Path, conf.Sources.Starter = store.Memory, false
			a, err := New(t.Context(), Options{Config: conf, Now: func() time.Time { return c.clock }, Log: slog.New(slog.DiscardHandler)})
			if err != nil {
				t.Fatal(err)
			}
			defer a.Close()
			if err := a.tidyOnce(t.Context()); err != nil {
				t.Errorf("with nothing kept: %v", err)
			}
			for i, age := range []time.Duration{time.Hour, 410 * 24 * time.Hour} {
				keepOld(t, a.store, i, now.Add(-age))
			}
			if err := a.tidyOnce(t.Context()); err != nil {
				t.Fatal(err)
			}
			articles, err := a.store.Articles.Between(t.Context(), briefs.Span{To: now}, nil)
			if err != nil || len(articles) != c.articles {
				t.Errorf("%d articles left, %v, want %d", len(articles), err, c.articles)
			}
			runs, err := a.store.Runs.Of(t.Context(), "console:W", "m", 9)
			if err != nil || len(runs) != c.runs {
				t.Errorf("%d runs left, %v, want %d", len(runs), err, c.runs)
			}
			shown, err := a.store.Shown.Since(t.Context(), "console:W", "console:W/C", time.Time{})
			if err != nil || len(shown) != c.shown {
				t.Errorf("%d headlines shown left, %v, want %d", len(shown), err, c.shown)
			}
		})
	}
}

// keepOld keeps one article, one run and one message that showed the article, of a moment.
func keepOld(t *testing.T, s *store.Store, i int, at time.Time) {
	t.Helper()
	ctx := context.Background()
	added, err := s.Articles.Add(ctx, at, []store.Item{{Article: briefs.Article{URL: fmt.Sprint("https://a.example/", i), Title: "T", Feed: "f", Published: at}}})
	if err != nil {
		t.Fatal(err)
	}
	r := store.Run{Workspace: "console:W", Schedule: "m", Nominal: fmt.Sprint(i), Zone: "UTC", Due: at, Started: at, Ended: at, Outcome: store.Posted}
	if _, err := s.Runs.Start(ctx, r); err != nil {
		t.Fatal(err)
	}
	m := store.Delivery{Key: fmt.Sprint("k", i), Workspace: "console:W", Schedule: "m", Nominal: r.Nominal, Zone: "UTC", Place: "console:W/C", Payload: []byte(`{}`)}
	if _, err := s.Deliveries.Plan(ctx, at, []store.Delivery{m}, []store.ShownArticle{{Article: added[0].ID}}); err != nil {
		t.Fatal(err)
	}
}

// TestWorkspacesAreApart holds that people see the schedules of their own workspace alone, with its own channels alone, and have
// its language, zone and rights.
func TestWorkspacesAreApart(t *testing.T) {
	conf := config.Default()
	conf.Database.Path, conf.Sources.Starter = store.Memory, false
	conf.Operators = []string{"slack:T1/U1", "discord:111111111111111111"}
	conf.Schedules = []config.Schedule{
		{Name: "both", When: "daily 9:00", Zone: "Asia/Shanghai", Language: "zh", Channels: []string{"slack:T1/C1", "slack:T2/C2"}},
		{Name: "second", When: "daily 10:00", Zone: "Europe/Paris", Language: "fr", Channels: []string{"slack:T2/C3"}},
	}
	k, err := newCore(t.Context(), conf, store.Memory, func() time.Time { return moment(t, "2026-03-02 09:00") }, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer k.Close()
	for _, c := range []struct {
		from, user             string
		schedules              string
		language, zone, access string
	}{
		{"slack:T1/C1", "U1", "both[slack:T1/C1]", "zh", "Asia/Shanghai", "admin"},
		{"slack:T2/C2", "U1", "both[slack:T2/C2] second[slack:T2/C3]", "zh", "Asia/Shanghai", "everyone"},
		{"slack:T2/C3", "U2", "both[slack:T2/C2] second[slack:T2/C3]", "fr", "Europe/Paris", "everyone"},
		{"slack:T3/C1", "U1", "", "en", "UTC", "everyone"},
		{"discord:T1/C1", "111111111111111111", "", "en", "UTC", "admin"},
		{"discord:T1/C1", "", "", "en", "UTC", "everyone"},
	} {
		from, err := bot.ParseAddress(c.from)
		if err != nil {
			t.Fatal(err)
		}
		list, err := k.Schedules(t.Context(), from)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for i, s := range list {
			if i > 0 {
				got += " "
			}
			got += fmt.Sprintf("%s%v", s.Name, s.Places)
		}
		if got != c.schedules {
			t.Errorf("%s sees %s, want %s", c.from, got, c.schedules)
		}
		in := k.prepare(bot.Invocation{From: from, User: bot.User{ID: c.user}})
		access := map[bot.Access]string{bot.Admin: "admin", bot.Everyone: "everyone"}[k.rank(t.Context(), in).Access]
		if in.Locale != c.language || access != c.access || k.zoneOf(from).String() != c.zone {
			t.Errorf("%s has %s, %s, %s", c.from, in.Locale, access, k.zoneOf(from))
		}
	}
}

// TestLayouts says what of a digest is shown, and so counts as shown.
func TestLayouts(t *testing.T) {
	var d briefs.Digest
	d.Stories = []briefs.Entry{{Lead: briefs.Article{ID: "a", Title: "A"}, Related: []briefs.Article{{ID: "b", Title: "B"}}}}
	for i := range 80 {
		d.More = append(d.More, briefs.Entry{Lead: briefs.Article{ID: fmt.Sprint("m", i), Title: fmt.Sprint("M", i)}})
	}
	for _, c := range []struct {
		layout  string
		threads string
		replies int
		shown   int
		footer  string
	}{{"threaded", "threads", 2, 52, "50 more stories in the thread · 30 more stories not shown · "},
		{"threaded", "inline", 0, 2, "80 more stories not shown · "}, {"threaded", "off", 0, 2, "80 more stories not shown · "},
		{"stories", "threads", 1, 2, "80 more stories not shown"}, {"stories", "inline", 0, 2, "80 more stories not shown"},
		{"compact", "threads", 0, 2, "80 more stories not shown · "}, {"compact", "inline", 0, 2, "80 more stories not shown · "}} {
		p := planned{look: look{c.layout, c.threads}, language: "en", zone: time.UTC}
		posts := p.messages(d)
		main, replies := posts[0].Message, posts[0].Replies
		if len(replies) != c.replies || len(shown(p.fit(d))) != c.shown {
			t.Errorf("%s: %d replies, %d shown, want %d and %d", p.look, len(replies), len(shown(p.fit(d))), c.replies, c.shown)
		}
		if !strings.HasPrefix(main.Footer, c.footer) || !p.look.threaded() && strings.Contains(main.Footer, "thread") {
			t.Errorf("%s: %q", p.look, main.Footer)
		}
	}
}
