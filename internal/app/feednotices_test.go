package app

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"briefbot/internal/feed"
	"briefbot/internal/store"
)

// TestFeedNotices has feeds fail and work again over days: admins hear of them once after a day, all in one message, and once more when they
// work; nobody else hears anything.
func TestFeedNotices(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, "2026-03-02 08:00")
		h.build("morning|daily 9:00|console:W/C")
		h.app.config.Notices = nil
		h.app.feeds = []source{{name: "One", url: "https://one.example/f"}, {name: "Two", url: "https://two.example/f"}, {name: "Three", url: "https://three.example/f"}}
		h.save("channel set notices:yes in:ADMIN")
		h.run()
		time.Sleep(time.Minute)
		state := func(name string, st feed.State) {
			t.Helper()
			st.URL = "https://" + name + ".example/f"
			text, err := json.Marshal(st)
			if err != nil {
				t.Fatal(err)
			}
			if err := h.app.store.Feeds.Save(t.Context(), store.FeedState{URL: st.URL, NextPoll: h.clock.now(), State: text}); err != nil {
				t.Fatal(err)
			}
		}
		look := func() {
			t.Helper()
			if err := h.app.tellOfFeedsOnce(t.Context()); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Minute)
		}
		notices := func(want ...string) {
			t.Helper()
			look()
			look() // once more changes nothing
			got := h.board.in("ADMIN")
			var titles []string
			for _, p := range got {
				titles = append(titles, p.Message.Title)
			}
			if strings.Join(titles, "; ") != strings.Join(want, "; ") {
				t.Errorf("the admins were told %q, want %q", titles, want)
			}
		}
		failed := h.clock.now()
		state("one", feed.State{Failures: 3, FirstFailed: failed, Class: feed.Dead})
		state("two", feed.State{Failures: 3, FirstFailed: failed.Add(20 * time.Minute), Class: feed.Blocked})
		state("three", feed.State{LastOK: failed})
		notices()
		h.set("2026-03-03 09:00")
		notices("2 sources have failed for a day")
		m := h.board.in("ADMIN")[0].Message
		if text := m.Plain(); !strings.Contains(text, "One") || !strings.Contains(text, "Two") || strings.Contains(text, "Three") || len(m.Sections[0].Lines[0].Actions) != 2 {
			t.Errorf("the notice says %s", text)
		}
		state("one", feed.State{LastOK: h.clock.now()})
		notices("2 sources have failed for a day", "1 source works again")
		h.set("2026-03-06 09:00") // the other one goes on failing
		notices("2 sources have failed for a day", "1 source works again")
		state("three", feed.State{Gone: true, Failures: 1, FirstFailed: h.clock.now()})
		notices("2 sources have failed for a day", "1 source works again", "1 source has failed for a day")
		state("two", feed.State{LastOK: h.clock.now()})
		state("one", feed.State{Failures: 9, FirstFailed: h.clock.now().Add(-25 * time.Hour), Class: feed.Malformed})
		notices("2 sources have failed for a day", "1 source works again", "1 source has failed for a day", "1 source has failed for a day")
		for _, p := range h.board.in("C") {
			t.Errorf("the news channel hears %s", p.Message.Title)
		}
		h.stop()
	})
}
