package app

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/config"
	"briefbot/internal/delivery"
	"briefbot/internal/present"
	"briefbot/internal/store"
)

// mute is a board that takes the posts to one channel without an answer, or loses them, and does not let the bot look back there.
type mute struct {
	board
	channel string
	loses   bool
	blind   bool
}

func (m *mute) Post(ctx context.Context, to bot.Address, key string, msg bot.Message) (bot.Address, error) {
	if to.Channel == m.channel && m.blind {
		if !m.loses {
			_, _ = m.board.Post(ctx, to, key, msg)
		}
		return to, &bot.PostError{Class: bot.Unknown, Err: errors.New("no answer")}
	}
	return m.board.Post(ctx, to, key, msg)
}

func (m *mute) Find(ctx context.Context, to bot.Address, key string, since time.Time) (bot.Address, error) {
	if to.Channel == m.channel && m.blind {
		return to, bot.ErrCannotLook
	}
	return m.board.Find(ctx, to, key, since)
}

// TestAdminsDecideOnWhatIsHeld has a digest be held, and an admin press each of the buttons of the notice.
func TestAdminsDecideOnWhatIsHeld(t *testing.T) {
	for _, c := range []struct {
		name   string
		loses  bool
		button string
		says   string
		seen   string // in the news channel, in the end
	}{
		{"it arrived", false, "It arrived", "ada saw it: the message counts as posted.", "Cloud and AI in China; re"},
		{"it did not", true, "Send again", "ada has the message sent again.", "Cloud and AI in China; re"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				clock := &clock{}
				clock.set(moment(t, "2026-03-02 08:59"))
				b := &mute{board: board{now: clock.now, refuses: map[string]bool{}}, channel: "C", loses: c.loses, blind: true}
				conf := config.Default()
				conf.Database.Path, conf.Sources.Starter = filepath.Join(t.TempDir(), "b.db"), false
				conf.Operators, conf.Notices = []string{"console:ada"}, []string{"console:W/ADMIN", "console:X/ADMIN"}
				log := &journal{}
				a, err := New(t.Context(), Options{Config: conf, Log: slog.New(slog.NewTextHandler(log, nil)), Now: clock.now, Extra: []bot.Adapter{b}})
				if err != nil {
					t.Fatal(err)
				}
				defer a.Close()
				ctx, cancel := context.WithCancel(t.Context())
				done := make(chan error, 1)
				go func() { done <- a.Run(ctx) }()
				defer func() {
					cancel()
					<-done
				}()
				run := delivery.Run{Workspace: "console:W", Schedule: "morning", Nominal: "2026-03-02T09:00", Zone: "UTC"}
				place := bot.Address{Platform: consolePlatform, Workspace: "W", Channel: "C"}
				if err := a.courier.Plan(ctx, run, place, bot.Message{Title: "Cloud and AI in China"}, []bot.Message{{Title: "re"}}, nil); err != nil {
					t.Fatal(err)
				}
				time.Sleep(3 * time.Minute)
				admin := b.in("ADMIN")
				if len(admin) != 1 || admin[0].Message.Title != "A message may not have arrived" || len(admin[0].Message.Actions) != 2 {
					t.Fatalf("the admins were told: %+v", admin)
				}
				if text := admin[0].Message.Plain(); !strings.Contains(text, "Cloud and AI in China · morning, 2026-03-02 09:00 · console:W/C") ||
					!strings.Contains(text, "I may not read the channel’s history") {
					t.Errorf("the notice says: %s", text)
				}
				line := ""
				for _, action := range admin[0].Message.Actions {
					if action.Label == c.button {
						line = action.Line
					}
				}
				press := func(who, workspace string) string {
					return a.router.DoLine(ctx, bot.Invocation{User: bot.User{ID: who}, From: bot.Address{Platform: consolePlatform, Workspace: workspace, Channel: "ADMIN"}}, line).Title
				}
				if got := press("mallory", "W"); !strings.Contains(got, "Only admins") && !strings.Contains(got, "admin") {
					t.Errorf("somebody without rights pressed: %s", got)
				}
				if got := press("ada", "X"); got != "There is no such message here. The command held list shows those that wait." {
					t.Errorf("an admin of another workspace pressed: %s", got)
				}
				b.mu.Lock()
				b.blind = false
				b.mu.Unlock()
				if got := press("ada", "W"); got != c.says {
					t.Errorf("pressed: %s", got)
				}
				if got := press("ada", "W"); got != "This message does not wait any more: somebody has decided, or it was found." {
					t.Errorf("pressed again: %s", got)
				}
				time.Sleep(5 * time.Minute)
				var seen []string
				for _, p := range b.in("C") {
					seen = append(seen, p.Message.Title)
				}
				if got := strings.Join(seen, "; "); got != c.seen {
					t.Errorf("people see: %s", got)
				}
				if n := len(b.in("ADMIN")); n != 1 {
					t.Errorf("%d notices", n)
				}
			})
		})
	}
}

func (b *board) in(channel string) []pinned {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []pinned
	for _, p := range b.posts {
		if p.Channel == channel {
			out = append(out, p)
		}
	}
	return out
}

// TestNoticeOutlivesACrash holds that admins are told of what was held when the program died before it could tell them.
func TestNoticeOutlivesACrash(t *testing.T) {
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "b.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	courier := delivery.New(s.Deliveries, nil, delivery.Options{Now: func() time.Time { return now }}, slog.New(slog.DiscardHandler))
	place := bot.Address{Platform: consolePlatform, Workspace: "W", Channel: "C"}
	if err := courier.Plan(t.Context(), delivery.Run{Workspace: "console:W", Schedule: "morning", Nominal: "2026-03-02T09:00", Zone: "UTC"}, place,
		bot.Message{Title: "digest"}, []bot.Message{{Title: "re"}}, []store.ShownArticle{{Article: briefs.ArticleID("u", "", "", "")}}); err != nil {
		t.Fatal(err)
	}
	if err := courier.Pump(t.Context()); err != nil { // held: no adapter runs
		t.Fatal(err)
	}
	conf := config.Default()
	conf.Notices = []string{"console:W/ADMIN"}
	a := &App{core: &core{config: conf, store: s, courier: courier, now: func() time.Time { return now }}}
	if err := a.openSettings(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := a.notifyOnce(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	list, err := s.Deliveries.Held(t.Context(), "console:W", 10)
	if err != nil || len(list) != 1 || list[0].Part != 0 {
		t.Fatalf("held: %+v, %v", list, err)
	}
	if planned, err := s.Deliveries.OfRun(t.Context(), "console:W", "", list[0].Notice()); err != nil || len(planned) != 1 {
		t.Errorf("%d notices, %v", len(planned), err)
	}
}

// TestCausesAreWorded holds that what the delivery says of a message in a word has words in every language.
func TestCausesAreWorded(t *testing.T) {
	for _, cause := range []delivery.Cause{
		delivery.NoHistory, delivery.Vanished, delivery.Unclear, delivery.Old, delivery.Unserved, delivery.ParentHeld, delivery.ParentGone,
		delivery.Unreadable, delivery.Interrupted, delivery.Found, delivery.ByAdmin,
	} {
		for _, lang := range bot.Languages() {
			if got := present.In(lang, nil).Reason(string(cause) + ": raw text"); strings.HasPrefix(got, string(cause)) {
				t.Errorf("%s: %s has no words: %s", lang, cause, got)
			}
		}
	}
}
