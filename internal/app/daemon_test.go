package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"briefbot/internal/digest"
	"briefbot/internal/store"
)

const morning = "morning|0 9 * * *|console:W/C"

// story is a timeline in virtual time.
func story(t *testing.T, at string, f func(h *house)) {
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, at)
		f(h)
		h.stop()
	})
}

// notRaced skips days in virtual time that others spend under the race detector as well.
func notRaced(t *testing.T) {
	if raced && testing.Short() {
		t.Skip("takes long under the race detector")
	}
}

func TestDueOnce(t *testing.T) {
	story(t, "2026-03-02 08:00", func(h *house) {
		h.start(morning)
		h.news("Alpha", "2026-03-02 07:00")
		time.Sleep(59 * time.Minute)
		h.want("before nine", h.posted(), "")
		time.Sleep(2 * time.Minute)
		h.want("at nine", h.posted(), "02 09:00 C: Alpha")
		h.stop()
		h.start(morning)
		time.Sleep(time.Hour)
		h.want("after a restart", h.posted(), "")
		h.news("Beta", "2026-03-02 20:00")
		time.Sleep(23 * time.Hour)
		h.want("a day later", h.posted(), "03 09:00 C: Beta")
		time.Sleep(24 * time.Hour)
		h.want("with nothing new", h.posted(), "")
		h.want("runs", h.runs("morning"), "02 09:00 posted; 03 09:00 posted; 04 09:00 empty")
	})
}

// TestFirstRunsMissed holds that a schedule whose first runs were missed tells in the end what the first of them was to tell.
func TestFirstRunsMissed(t *testing.T) {
	story(t, "2026-03-02 08:50", func(h *house) {
		h.news("Old", "2026-02-28 07:00")
		h.news("Alpha", "2026-03-02 07:00")
		h.start(morning)
		time.Sleep(time.Minute)
		h.stop()
		h.news("Beta", "2026-03-03 07:00")
		h.set("2026-03-04 08:50")
		h.news("Gamma", "2026-03-04 07:00")
		h.start(morning)
		time.Sleep(time.Hour)
		h.want("after two that were missed", h.posted(), "04 09:00 C: Gamma, Beta, Alpha")
		h.want("runs", h.runs("morning"), "02 09:00 missed down; 03 09:00 missed down; 04 09:00 posted")
	})
}

func TestDown(t *testing.T) {
	for _, c := range []struct {
		name, back string
		posted     string
		runs       string
	}{
		{"over one run, inside the window", "2026-03-03 11:00", "03 11:00 late C: Beta", "02 09:00 posted; 03 09:00 posted"},
		{"over three runs", "2026-03-05 10:30", "05 10:30 late C: Delta, Gamma, Beta", "02 09:00 posted; 03 09:00 missed down; 04 09:00 missed down; 05 09:00 posted"},
		{"beyond the window", "2026-03-03 12:01", "", "02 09:00 posted; 03 09:00 missed down"},
		{"over three runs, beyond the window", "2026-03-05 13:00", "", "02 09:00 posted; 03 09:00 missed down; 04 09:00 missed down; 05 09:00 missed down"},
	} {
		t.Run(c.name, func(t *testing.T) {
			story(t, "2026-03-02 08:59", func(h *house) {
				h.start(morning)
				h.news("Alpha", "2026-03-02 07:00")
				time.Sleep(5 * time.Minute)
				h.want("before", h.posted(), "02 09:00 C: Alpha")
				h.stop()
				h.news("Beta", "2026-03-02 20:00")
				h.news("Gamma", "2026-03-03 20:00")
				h.news("Delta", "2026-03-04 20:00")
				h.set(c.back)
				h.start(morning)
				time.Sleep(time.Hour)
				h.want("posted", h.posted(), c.posted)
				h.want("runs", h.runs("morning"), c.runs)
			})
		})
	}
}

// TestMissedNewsComesWithTheNextDigest holds that what a missed run would have told is told by the next one.
func TestMissedNewsComesWithTheNextDigest(t *testing.T) {
	story(t, "2026-03-02 08:59", func(h *house) {
		h.start(morning)
		time.Sleep(5 * time.Minute)
		h.stop()
		h.news("Beta", "2026-03-02 20:00")
		h.set("2026-03-03 15:00")
		h.start(morning)
		time.Sleep(19 * time.Hour)
		h.want("posted", h.posted(), "04 09:00 C: Beta")
	})
}

func TestNewAndEditedSchedules(t *testing.T) {
	notRaced(t)
	for _, c := range []struct {
		name, first, edited, posted, runs string
	}{
		{"new, after its time", "", morning, "03 09:00 C: Beta", "03 09:00 posted"},
		{"to a later time of the day", morning, "morning|0 10 * * *|console:W/C", "02 10:00 C: Beta\n03 10:00 C: Late", "02 09:00 posted; 02 10:00 posted; 03 10:00 posted"},
		{"to an earlier time of the day", morning, "morning|0 8 * * *|console:W/C", "03 08:00 C: Beta", "02 09:00 posted; 03 08:00 posted"},
		{"to another zone", morning, "morning|0 9 * * * America/New_York|console:W/C", "02 14:00 C: Beta\n03 14:00 C: Late", "02 09:00 posted; 02 09:00 posted; 03 09:00 posted"},
		{"to another channel", morning, "morning|0 9 * * *|console:W/D", "03 09:00 D: Beta", "02 09:00 posted; 03 09:00 posted"},
		{"renamed", morning, "dawn|0 9 * * *|console:W/C", "03 09:00 C: Beta", "02 09:00 posted"},
	} {
		t.Run(c.name, func(t *testing.T) {
			story(t, "2026-03-02 08:59", func(h *house) {
				h.news("Alpha", "2026-03-02 07:00")
				if c.first != "" {
					h.start(c.first)
				} else {
					h.start("other|0 9 * * *|console:W/X")
				}
				time.Sleep(31 * time.Minute)
				h.posted()
				h.stop()
				h.news("Beta", "2026-03-02 09:31")
				h.start(c.edited)
				time.Sleep(6 * time.Hour)
				h.news("Late", "2026-03-03 09:10")
				time.Sleep(24 * time.Hour)
				h.want("posted", h.posted(), c.posted)
				h.want("runs", h.runs("morning"), c.runs)
			})
		})
	}
}

// TestScheduleThatComesBack holds that a schedule that was out of the config for a while owes nothing of that time.
func TestScheduleThatComesBack(t *testing.T) {
	story(t, "2026-03-02 08:59", func(h *house) {
		h.start(morning)
		time.Sleep(5 * time.Minute)
		h.stop()
		h.start("other|0 9 * * *|console:W/X")
		time.Sleep(time.Minute)
		h.stop()
		h.news("Old", "2026-03-04 07:00")
		h.news("Beta", "2026-03-05 10:00")
		h.set("2026-03-05 09:30")
		h.start(morning)
		time.Sleep(time.Hour)
		h.want("posted", h.posted(), "")
		h.want("runs", h.runs("morning"), "02 09:00 empty")
		time.Sleep(23 * time.Hour)
		h.want("its next digest reaches back a day", h.posted(), "06 09:00 C: Beta")
	})
}

// TestRunInterrupted begins with a run that was recorded, as when the process died before its messages were planned.
func TestRunInterrupted(t *testing.T) {
	for _, c := range []struct {
		name, back, with, posted, runs string
	}{
		{"back at once", "2026-03-02 09:01", morning, "02 09:01 C: Alpha", "02 09:00 posted"},
		{"back within the window", "2026-03-02 11:30", morning, "02 11:30 late C: Alpha", "02 09:00 posted"},
		{"back too late", "2026-03-02 12:30", morning, "", "02 09:00 missed uncomposed"},
		{"an hourly one that is back after the next", "2026-03-02 10:10", "morning|0 * * * *|console:W/C", "02 10:10 late C: Alpha", "02 09:00 missed uncomposed; 02 10:00 posted"},
		{"deleted while it ran", "2026-03-02 09:01", "other|0 8 * * *|console:W/X", "", "02 09:00 missed removed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			story(t, "2026-03-02 08:58", func(h *house) {
				h.news("Alpha", "2026-03-02 08:30")
				rule := morning
				if strings.Contains(c.name, "hourly") {
					rule = c.with
				}
				h.start(rule)
				time.Sleep(time.Minute)
				h.stop()
				h.begun("morning", "2026-03-02T09:00", "2026-03-02 09:00")
				h.set(c.back)
				h.start(c.with)
				time.Sleep(20 * time.Minute)
				h.want("posted", h.posted(), c.posted)
				h.want("runs", h.runs("morning"), c.runs)
			})
		})
	}
}

// TestClockIsSet moves the wall clock while the bot runs.
func TestClockIsSet(t *testing.T) {
	notRaced(t)
	for _, c := range []struct {
		name   string
		at, to string // the clock shows at, and is set to to
		then   time.Duration
		posted string
	}{
		{"an hour ahead, over a run", "2026-03-02 08:30", "2026-03-02 09:30", 24 * time.Hour, "02 09:30 late C: Alpha\n03 09:00 C: Beta"},
		{"an hour back, over a run", "2026-03-02 09:30", "2026-03-02 08:30", 25 * time.Hour, "03 09:00 C: Beta"},
		{"a day ahead", "2026-03-01 10:00", "2026-03-02 10:00", 24 * time.Hour, "02 10:00 late C: Alpha\n03 09:00 C: Beta"},
		{"a day back", "2026-03-02 10:00", "2026-03-01 10:00", 48 * time.Hour, "03 09:00 C: Beta"},
		{"two days back", "2026-03-02 10:00", "2026-02-28 10:00", 72 * time.Hour, "03 09:00 C: Beta"},
		{"400 days ahead", "2025-01-26 10:00", "2026-03-02 10:00", 24 * time.Hour, "02 10:00 late C: Alpha\n03 09:00 C: Beta"},
	} {
		t.Run(c.name, func(t *testing.T) {
			story(t, c.at, func(h *house) {
				h.set(c.at)
				h.clock.offset -= 2 * time.Hour
				h.news("Alpha", "2026-03-02 07:00")
				h.news("Beta", "2026-03-02 20:00")
				h.start(morning)
				time.Sleep(2 * time.Hour)
				h.posted()
				h.set(c.to)
				time.Sleep(c.then)
				h.want("posted", h.posted(), c.posted)
			})
		})
	}
}

// TestClockWasAheadForAWhile holds that days for which runs were recorded under a wrong clock have their digests all the same.
func TestClockWasAheadForAWhile(t *testing.T) {
	notRaced(t)
	for _, ahead := range []string{"2026-03-31 10:00", "2027-04-06 15:00"} {
		story(t, "2026-03-02 08:00", func(h *house) {
			h.start(morning)
			h.news("Alpha", "2026-03-02 07:30")
			time.Sleep(2 * time.Hour)
			h.want("before", h.posted(), "02 09:00 C: Alpha")
			h.set(ahead)
			time.Sleep(time.Hour)
			h.posted()
			h.set("2026-03-02 11:00")
			time.Sleep(time.Hour)
			h.news("Beta", "2026-03-02 20:00")
			h.news("Gamma", "2026-03-03 20:00")
			time.Sleep(48 * time.Hour)
			h.want("after a clock at "+ahead, h.posted(), "03 09:00 C: Beta\n04 09:00 C: Gamma")
		})
	}
}

// TestTwoSchedulesForOneChannel holds that two digests of one minute both come and do not tell the same.
func TestTwoSchedulesForOneChannel(t *testing.T) {
	story(t, "2026-03-02 08:00", func(h *house) {
		for i, title := range []string{"Gamma", "Beta", "Alpha"} {
			h.news(title, fmt.Sprintf("2026-03-02 07:0%d", i))
		}
		h.start("first|0 9 * * *|console:W/C", "second|0 9 * * *|console:W/C", "third|0 9 * * *|console:W/D")
		time.Sleep(61 * time.Minute)
		h.want("posted", h.posted(), "02 09:00 C: Alpha, Beta, Gamma\n02 09:00 D: Alpha, Beta, Gamma")
		h.want("first", h.runs("first"), "02 09:00 posted")
		h.want("second", h.runs("second"), "02 09:00 empty")
	})
}

// TestOneChannelRefused holds that a channel that is gone keeps the others of its workspace from nothing, and is complained of once.
func TestOneChannelRefused(t *testing.T) {
	story(t, "2026-03-02 08:00", func(h *house) {
		h.board.refuses["gone"] = true
		h.news("Alpha", "2026-03-02 07:00")
		h.start(`morning|0 9 * * *|console:W/C, console:W/gone, console:W/D`)
		time.Sleep(2 * time.Hour)
		h.want("posted", h.posted(), "02 09:00 C: Alpha\n02 09:00 D: Alpha")
		if n := strings.Count(h.log.String(), `msg="delivery refused"`); n != 1 {
			t.Errorf("%d complaints, want 1", n)
		}
	})
}

// TestAwayForLong holds that a bot that comes back after two months tells the news of a week, and a monthly one that of two months.
func TestAwayForLong(t *testing.T) {
	for _, c := range []struct{ when, back, posted string }{
		{"0 9 * * *", "2026-05-02 09:05", "02 09:05 late C: Yesterday, Six days ago"},
		{"0 9 1 * *", "2026-05-01 09:05", "01 09:05 late C: Six days ago, Eight days ago, Weeks ago"},
	} {
		story(t, "2026-03-01 08:59", func(h *house) {
			schedule := "morning|" + c.when + "|console:W/C"
			h.start(schedule)
			time.Sleep(5 * time.Minute)
			h.stop()
			h.news("Months ago", "2026-02-27 08:00")
			h.news("Weeks ago", "2026-03-20 08:00")
			h.news("Eight days ago", "2026-04-24 08:00")
			h.news("Six days ago", "2026-04-26 08:00")
			h.news("Yesterday", "2026-05-01 20:00")
			h.set(c.back)
			h.start(schedule)
			time.Sleep(5 * time.Minute)
			h.want(c.when, h.posted(), c.posted)
		})
	}
}

// forgetful does not know what one channel was shown.
type forgetful struct {
	digest.Shown
	place string
	times int // that it fails
}

func (f *forgetful) Since(ctx context.Context, workspace, place string, t time.Time) ([]store.ShownArticle, error) {
	if place == f.place && f.times > 0 {
		f.times--
		return nil, errors.New("the disk cannot be read")
	}
	return f.Shown.Since(ctx, workspace, place, t)
}

// TestOneChannelCannotBeComposed holds that the others of its workspace have their digest at once, and it has its own later,
// unless that is too late.
func TestOneChannelCannotBeComposed(t *testing.T) {
	for _, c := range []struct {
		times       int
		later, runs string
	}{
		{3, "02 09:01 late D: Alpha", "02 09:00 posted"},
		{1_000_000, "", "02 09:00 posted uncomposed"},
	} {
		story(t, "2026-03-02 08:59", func(h *house) {
			h.news("Alpha", "2026-03-02 07:00")
			h.build("morning|0 9 * * *|console:W/C, console:W/D, console:W/E")
			h.app.daemon.desk.Shown = &forgetful{h.app.daemon.desk.Shown, "console:W/D", c.times}
			h.run()
			time.Sleep(70 * time.Second)
			h.want("at nine", h.posted(), "02 09:00 C: Alpha\n02 09:00 E: Alpha")
			time.Sleep(4 * time.Hour)
			h.want("later", h.posted(), c.later)
			h.want("runs", h.runs("morning"), c.runs)
		})
	}
}

// TestCalendars has the whole program go through the days around China's spring festival of 2026: the Saturday that was made a working
// day counts, the holidays do not, and nothing is missed on them. Beside it runs a schedule for days of its own.
func TestCalendars(t *testing.T) {
	notRaced(t)
	story(t, "2026-02-12 02:00", func(h *house) {
		for day := 12; day <= 25; day++ {
			h.news(fmt.Sprint("Day ", day), fmt.Sprintf("2026-02-%02d 00:30", day))
		}
		h.start("china|cn-workdays 9:00 Asia/Shanghai|console:W/C", "own|2026-02-13 and 2026-02-15 at 9:00 Asia/Shanghai|console:W/D")
		time.Sleep(72 * time.Hour)
		h.want("before", h.posted(), "13 01:00 C: Day 13\n13 01:00 D: Day 13\n14 01:00 C: Day 14\n15 01:00 D: Day 15, Day 14")
		h.set("2026-02-23 02:00")
		time.Sleep(48 * time.Hour)
		h.want("after", h.posted(), "24 01:00 C: Day 24, Day 23, Day 22, Day 21, Day 20\n25 01:00 C: Day 25")
		h.want("china", h.runs("china"), "13 09:00 posted; 14 09:00 posted; 24 09:00 posted; 25 09:00 posted")
		h.want("own", h.runs("own"), "13 09:00 posted; 15 09:00 posted")
	})
}
