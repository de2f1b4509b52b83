package app

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"briefbot/bot"
)

// vanishing is a schedule that posts into two channels, of which D vanishes on 4 March and has things set of its own.
func vanishing(t *testing.T, play func(h *house)) {
	t.Helper()
	story(t, "2026-03-02 08:30", func(h *house) {
		for day := 2; day <= 60; day++ {
			at := moment(t, "2026-03-01 07:00").AddDate(0, 0, day-1)
			h.news(fmt.Sprint("Day ", day), at.Format("2006-01-02 15:04"))
		}
		h.board.says = "channel_not_found"
		h.notices = []string{"console:W/ADMIN"}
		h.start()
		h.save("schedule add daily 9:00 UTC name:both in:C,D")
		h.save("schedule add daily 8:00 UTC name:alone in:D")
		h.save("channel set lang:fr in:D")
		h.save("role set user:ann editor in:D")
		time.Sleep(24 * time.Hour)
		h.posted()
		h.refuse("D", true)
		play(h)
	})
}

// admins returns the titles of what admins were told.
func (h *house) admins() string {
	var out []string
	for _, p := range h.board.in("ADMIN") {
		out = append(out, p.Message.Title)
	}
	return strings.Join(out, "\n")
}

// TestVanishedChannel keeps what is set for a channel that vanished for 30 days, tells admins once when it stops and once when it goes, and
// brings all of it back when somebody takes that back.
func TestVanishedChannel(t *testing.T) {
	notRaced(t)
	vanishing(t, func(h *house) {
		h.until("2026-03-04 08:00")
		h.want("one refusal stops nothing", h.admins(), "")
		h.until("2026-03-06 12:00")
		told := h.admins()
		h.want("told", told, "“alone” has stopped posting in D")
		got := h.ask("status")
		for _, want := range []string{"stopped in D since 6 Mar 08:00: the channel is gone", "taken off the schedule on 5 Apr 08:00 unless it is resumed"} {
			if !strings.Contains(got, want) {
				t.Errorf("status lacks %q:\n%s", want, got)
			}
		}
		before := h.exported()
		h.until("2026-04-05 07:00")
		told += "\n“both” has stopped posting in D" // which had less to say there
		h.want("kept for 30 days", h.exported(), before)
		h.want("told once", h.admins(), told)
		h.until("2026-04-06 12:00")
		after := h.exported()
		if strings.Contains(after, "console:W/D") || !strings.Contains(after, "console:W/C") {
			t.Errorf("after 30 days:\n%s", after)
		}
		list := h.board.in("ADMIN")
		last := list[len(list)-1].Message
		if h.want("told", strings.TrimPrefix(h.admins(), told), "\nWhat was set for D is removed"); len(last.Actions) != 1 {
			t.Fatalf("the notice: %+v", last)
		}
		if got := h.ask("audit"); !strings.Contains(got, "briefbot") || !strings.Contains(got, "schedule “alone” removed") {
			t.Errorf("the audit says:\n%s", got)
		}
		h.refuse("D", false)
		h.posted()
		if m := h.say(last.Actions[0].Line); m.Title != "Taken back" {
			t.Errorf("the button of the notice: %s", m.Plain())
		}
		h.want("taken back", h.exported(), before)
		h.until("2026-04-07 09:30")
		if got := h.posted(); !strings.Contains(got, " D: ") || !strings.Contains(got, " C: ") {
			t.Errorf("afterwards:\n%s", got)
		}
		h.until("2026-04-20 12:00")
		h.want("it stays", h.exported(), before)
	})
}

// TestVanishedChannelComesBack resumes a schedule in a channel that is there again: nothing is removed later.
func TestVanishedChannelComesBack(t *testing.T) {
	notRaced(t)
	vanishing(t, func(h *house) {
		h.until("2026-03-20 12:00")
		before := h.exported()
		h.refuse("D", false)
		h.posted()
		h.ask("schedule resume both")
		h.ask("schedule resume alone")
		h.until("2026-03-21 09:30")
		if got := h.posted(); !strings.Contains(got, " D: ") {
			t.Errorf("after it was resumed:\n%s", got)
		}
		h.until("2026-04-25 12:00")
		h.want("nothing is removed", h.exported(), before)
	})
}

// TestVanishedAndBackUnseen keeps what is set for a channel of which the platform says that it is there again, or says nothing.
func TestVanishedAndBackUnseen(t *testing.T) {
	notRaced(t)
	for _, err := range []error{nil, &bot.PostError{Class: bot.NotSent}} {
		vanishing(t, func(h *house) {
			h.app.checkers = map[string]bot.Checker{consolePlatform: door{err}}
			h.until("2026-03-20 12:00")
			before := h.exported()
			h.until("2026-04-25 12:00")
			h.want("nothing is removed", h.exported(), before)
		})
	}
}

// door is a platform that always says the same of channels.
type door struct{ err error }

// Check implements bot.Checker.
func (d door) Check(context.Context, bot.Address) error { return d.err }

// exported returns all that is set.
func (h *house) exported() string {
	h.t.Helper()
	var out strings.Builder
	if err := h.app.settings.Export(&out); err != nil {
		h.t.Fatal(err)
	}
	return out.String()
}
