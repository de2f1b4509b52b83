package app

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"briefbot/bot"
	"briefbot/bot/console"
	"briefbot/bot/console/consoletest"
	"briefbot/config"
	"briefbot/internal/store"
)

// TestAdministration plays what admins set from the chat, with the whole of the bot behind the terminal.
func TestAdministration(t *testing.T) {
	for _, lang := range bot.Languages() {
		t.Run(lang, func(t *testing.T) {
			consoletest.Run(t, "testdata/admin/*."+lang+".txt", func(t *testing.T) consoletest.Conversation {
				return consoletest.Conversation{
					Router: governed(t).router,
					Options: console.Options{
						Lang: lang, Zone: time.UTC, Access: bot.Admin, User: bot.User{ID: "ada", Name: "Ada"}, Now: func() time.Time { return quiet },
						Words: console.Words{Thread: "thread", Public: "public"},
					},
				}
			})
		})
	}
}

var quiet = time.Date(2026, 6, 15, 7, 30, 0, 0, time.UTC)

// governed is a bot without anything that runs by itself, with one schedule in its config.
func governed(t *testing.T) *core {
	t.Helper()
	text := "schedules:\n  - {name: filed, when: daily 18:00, zone: Europe/Paris, channels: [\"console:" + console.Workspace + "/terminal\"]}\n"
	c, err := config.Parse([]byte(text), "test.yaml", nil)
	if err != nil {
		t.Fatal(err)
	}
	k, err := newCore(t.Context(), c, store.Memory, func() time.Time { return quiet }, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { k.Close() })
	n := 0
	k.settings.ID = func() string { n++; return fmt.Sprintf("c%d", n) }
	k.checkers = map[string]bot.Checker{consolePlatform: doors{}}
	return k
}

// doors lets the bot into every channel whose name does not say otherwise.
type doors struct{}

func (doors) Check(_ context.Context, to bot.Address) error {
	switch {
	case strings.HasPrefix(to.Channel, "closed"):
		return &bot.PostError{Class: bot.Refused, Reason: "not_in_channel", Err: fmt.Errorf("not_in_channel")}
	case strings.HasPrefix(to.Channel, "slow"):
		return &bot.PostError{Class: bot.NotSent, Err: context.DeadlineExceeded}
	}
	return nil
}

// say gives a command in the channel C and returns the answer; as an admin unless somebody else is named.
func (h *house) say(line string, as ...bot.User) bot.Message {
	h.t.Helper()
	in := bot.Invocation{From: bot.Address{Platform: consolePlatform, Workspace: "W", Channel: "C"}, Access: bot.Admin, User: bot.User{ID: "ada"}, Locale: "en"}
	if len(as) > 0 {
		in.User, in.Access = as[0], bot.Everyone
	}
	return h.app.router.DoLine(context.Background(), in, line)
}

// save gives a command and presses the button that saves.
func (h *house) save(line string) string {
	h.t.Helper()
	m := h.say(line)
	if len(m.Actions) == 0 {
		h.t.Fatalf("%s: %s", line, m.Plain())
	}
	return h.say(m.Actions[0].Line).Plain()
}

// TestSchedulesFromTheChat has schedules added, edited, paused, removed and brought back while the bot runs.
func TestSchedulesFromTheChat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, "2026-03-02 08:30")
		h.start()
		h.news("Before", "2026-03-01 20:00")
		h.save("schedule add daily 9:00 UTC name:morning")
		h.want("nothing old", h.posted(), "")
		time.Sleep(time.Hour)
		h.want("its first run", h.posted(), "02 09:00 C: Before")
		h.news("Two", "2026-03-02 09:20")
		h.save("schedule edit morning daily 9:45 UTC")
		time.Sleep(30 * time.Minute)
		h.want("edited", h.posted(), "02 09:45 C: Two")
	})
}
