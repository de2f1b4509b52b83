package app

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/config"
	"briefbot/internal/delivery"
	"briefbot/internal/store"
	"briefbot/internal/store/storetest"
)

// serverConfig is a config with a PostgreSQL database of its own, at an address with a password.
func serverConfig(t *testing.T) *config.Config {
	t.Helper()
	u, err := url.Parse(storetest.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.UserPassword(u.User.Username(), "hunter2")
	text := fmt.Sprintf("database: {url: %q}\nsources: {starter: false}\nschedules:\n  - {name: morning, when: daily 09:00, channels: [\"console:W/C\"]}\n", u.String())
	c, err := config.Parse([]byte(text), "test.yaml", nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestCheckOfServer holds that a check looks at a PostgreSQL database, makes nothing in it and shows no password.
func TestCheckOfServer(t *testing.T) {
	c := serverConfig(t)
	check := func() string {
		var out bytes.Buffer
		_ = Check(context.Background(), c, false, &out) // it lacks tokens
		if strings.Contains(out.String(), "hunter2") {
			t.Errorf("the password is shown: %s", out.String())
		}
		return out.String()
	}
	for range 2 {
		if got := check(); !strings.Contains(got, "ok     database   PostgreSQL ") || !strings.Contains(got, "no tables yet; run creates them") {
			t.Errorf("an empty database: %s", got)
		}
	}
	s, err := store.Open(context.Background(), databaseOf(c))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	version := s.Version()
	if got := check(); !strings.Contains(got, fmt.Sprintf("tables of version %d", version)) || !strings.Contains(got, " ms, ") {
		t.Errorf("with tables: %s", got)
	}
}

// TestReplicasPostOnce has two whole programs share a PostgreSQL database, both awake when the digest is due.
func TestReplicasPostOnce(t *testing.T) {
	c := serverConfig(t)
	c.Digest.Topics, c.Schedules[0].Topics = nil, nil
	wall := &clock{}
	wall.set(time.Date(2026, 3, 2, 8, 59, 58, 0, time.UTC))
	shown := &board{now: wall.now, refuses: map[string]bool{}}
	s, err := store.Open(context.Background(), databaseOf(c))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	_, err = s.Articles.Add(context.Background(), wall.now(), []store.Item{{Article: briefs.Article{
		URL: "https://news.example/a", Title: "Alpha", Outlet: "News", Feed: "https://news.example/rss", Language: "en", Published: wall.now().Add(-time.Hour),
	}}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var log journal
	ended := make(chan error, 2)
	var programs []*App
	for range 2 {
		a, err := New(ctx, Options{
			Config: c, Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})), Now: wall.now,
			Delivery: delivery.Options{Idle: 50 * time.Millisecond}, Extra: []bot.Adapter{shown},
		})
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		programs = append(programs, a)
	}
	wall.set(time.Date(2026, 3, 2, 8, 59, 58, 0, time.UTC)) // building them may have taken longer than two seconds
	for _, a := range programs {
		go func() { ended <- a.Run(ctx) }()
	}
	posted := func() int {
		shown.mu.Lock()
		defer shown.mu.Unlock()
		return len(shown.posts)
	}
	for deadline := time.Now().Add(15 * time.Second); posted() == 0 && time.Now().Before(deadline); {
		time.Sleep(20 * time.Millisecond)
	}
	time.Sleep(time.Second) // for what comes twice
	cancel()
	for range 2 {
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}
	if n := posted(); n != 1 {
		t.Errorf("two programs posted %d messages, want 1; log:\n%s", n, log.String())
	}
	if list, err := s.Runs.Of(context.Background(), "console:W", "morning", 5); err != nil || len(list) != 1 || list[0].Outcome != store.Posted {
		t.Errorf("runs: %+v, %v", list, err)
	}
	if strings.Contains(log.String(), "hunter2") {
		t.Error("the password is in the log")
	}
}
