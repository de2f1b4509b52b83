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
	"briefbot/config"
	"briefbot/internal/digest"
	"briefbot/internal/store"
)

// daily has one article come in each day at eight, from the second to the last day of March given.
func (h *house) daily(last int) {
	for day := 2; day <= last; day++ {
		h.news(fmt.Sprint("Day ", day), fmt.Sprintf("2026-03-%02d 08:00", day))
	}
}

// TestPaused holds that a pause keeps runs from being posted, also over restarts, and that nothing of its time comes afterwards.
func TestPaused(t *testing.T) {
	notRaced(t)
	story(t, "2026-03-02 08:30", func(h *house) {
		h.daily(7)
		h.start(morning)
		time.Sleep(time.Hour)
		h.want("before", h.posted(), "02 09:00 C: Day 2")
		h.want("answer", h.ask("schedule pause morning"), "“morning” is paused.\nNothing of it is posted meanwhile, and nothing of that time is posted afterwards.")
		h.want("seen", h.ask("schedules"), "Schedules\nmorning · every day at 09:00 · UTC · paused · in this channel")
		time.Sleep(24 * time.Hour)
		h.want("paused", h.posted(), "")
		h.stop()
		h.set("2026-03-05 08:00") // down over one run, and up before the next
		h.start(morning)
		time.Sleep(2 * time.Hour)
		h.want("after a restart", h.posted(), "")
		h.want("answer", h.ask("schedule resume morning"), "“morning” posts again.\nNext: 6 Mar 09:00 (in 23 h). What was due meanwhile is not made up for.")
		time.Sleep(22 * time.Hour)
		h.want("not made up for", h.posted(), "")
		time.Sleep(2 * time.Hour)
		h.want("afterwards", h.posted(), "06 09:00 C: Day 6")
		h.want("runs", h.runs("morning"), "02 09:00 posted; 03 09:00 paused; 04 09:00 paused; 05 09:00 paused; 06 09:00 posted")
		if strings.Contains(h.log.String(), `level=WARN msg="runs missed"`) {
			t.Error("what is paused is complained of")
		}
	})
}

// TestPausedUntil holds that a schedule goes on by itself on the day named, whether the bot ran meanwhile or not.
func TestPausedUntil(t *testing.T) {
	notRaced(t)
	for _, away := range []bool{false, true} {
		story(t, "2026-03-02 09:30", func(h *house) {
			h.daily(7)
			h.start(morning)
			time.Sleep(time.Minute)
			h.want("answer", h.ask("schedule pause morning until Thursday"),
				"“morning” is paused until 5 Mar 00:00.\nNothing of it is posted meanwhile, and nothing of that time is posted afterwards.")
			h.want("seen", h.ask("schedules"), "Schedules\nmorning · every day at 09:00 · UTC · paused until 5 Mar 00:00 · next: 5 Mar 09:00 (in 3 days) · in this channel")
			if away {
				h.stop()
				h.set("2026-03-05 09:30")
				h.start(morning)
				time.Sleep(time.Hour)
				h.want("afterwards", h.posted(), "05 09:30 late C: Day 5")
			} else {
				time.Sleep(72 * time.Hour)
				h.want("afterwards", h.posted(), "05 09:00 C: Day 5")
			}
			h.want("runs", h.runs("morning"), "03 09:00 paused; 04 09:00 paused; 05 09:00 posted")
		})
	}
}

// slow takes its time to say what a channel was shown.
type slow struct {
	digest.Shown
	takes time.Duration
}

func (s slow) Since(ctx context.Context, workspace, place string, t time.Time) ([]store.ShownArticle, error) {
	time.Sleep(s.takes)
	return s.Shown.Since(ctx, workspace, place, t)
}

// TestPauseWhileItRuns holds that a pause takes effect on a run that is being put together, and not on what is planned already.
func TestPauseWhileItRuns(t *testing.T) {
	for _, c := range []struct {
		name          string
		after         time.Duration // from nine o'clock
		resumed       bool
		posted, wants string
	}{
		{"nothing is planned", 10 * time.Second, false, "", "02 09:00 paused"},
		{"nothing is planned, and it is resumed at once", 10 * time.Second, true, "", "02 09:00 paused"},
		{"the first channel is planned", 40 * time.Second, false, "02 09:00 C: Day 2", "02 09:00 posted"},
		{"it is over", 80 * time.Second, false, "02 09:00 C: Day 2\n02 09:01 D: Day 2", "02 09:00 posted"},
	} {
		t.Run(c.name, func(t *testing.T) {
			story(t, "2026-03-02 08:59", func(h *house) {
				h.daily(2)
				h.build("morning|0 9 * * *|console:W/C, console:W/D")
				h.app.daemon.desk.Shown = slow{h.app.daemon.desk.Shown, 30 * time.Second}
				h.run()
				time.Sleep(time.Minute + c.after)
				h.ask("schedule pause morning")
				if c.resumed {
					h.ask("schedule resume morning")
				}
				time.Sleep(time.Hour)
				h.want("posted", h.posted(), c.posted)
				h.want("runs", h.runs("morning"), c.wants)
			})
		})
	}
}

// TestRefusedAgainAndAgain holds that a channel is given up after three refusals in a row, that admins hear of it once, and that it
// begins anew when it is resumed, with nothing of the time between.
func TestRefusedAgainAndAgain(t *testing.T) {
	notRaced(t)
	story(t, "2026-03-02 08:30", func(h *house) {
		h.daily(12)
		both := "morning|0 9 * * *|console:W/C, console:W/D"
		h.refuse("D", true)
		h.start(both)
		time.Sleep(48 * time.Hour)
		h.posted()
		if len(h.heard()) > 0 || strings.Contains(h.ask("schedules"), "stopped") {
			t.Errorf("after two refusals: %q, %s", h.heard(), h.ask("schedules"))
		}
		time.Sleep(time.Hour)
		h.want("told", strings.Join(h.heard(), "\n"), "console:W: place stopped, morning in console:W/D: refused: console: no channel D")
		h.want("the other channel", h.posted(), "04 09:00 C: Day 4")
		h.want("seen", h.ask("schedules"),
			"Schedules\nmorning · every day at 09:00 · UTC · next: 5 Mar 09:00 (in 24 h) · in this channel · stopped in D since 4 Mar 09:00: console: no channel D")
		h.stop()
		h.refuse("D", false)
		h.start(both)
		time.Sleep(24 * time.Hour)
		h.want("it stays paused", h.posted(), "05 09:00 C: Day 5")
		h.want("history", h.ask("history morning"), `What “morning” posted
5 Mar 09:00 · posted in this channel (1 message) · paused in D
4 Mar 09:00 · posted in this channel (1 message) · refused by D: console: no channel D
3 Mar 09:00 · posted in this channel (1 message) · refused by D: console: no channel D
2 Mar 09:00 · posted in this channel (1 message) · refused by D: console: no channel D`)
		h.ask("schedule resume morning")
		time.Sleep(24 * time.Hour)
		h.want("resumed", h.posted(), "06 09:00 C: Day 6\n06 09:00 D: Day 6")
		h.refuse("D", true)
		time.Sleep(48 * time.Hour)
		if n := strings.Count(h.log.String(), `msg="schedule paused for a channel`); n != 1 || len(h.heard()) != 1 {
			t.Errorf("%d complaints, told %q", n, h.heard())
		}
		time.Sleep(24 * time.Hour)
		if n := strings.Count(h.log.String(), `msg="schedule paused for a channel`); n != 2 || len(h.heard()) != 2 {
			t.Errorf("three more refusals: %d complaints, told %q", n, h.heard())
		}
	})
}

// TestOutOfReachIsNoRefusal holds that a platform that cannot be reached for days has no channel given up.
func TestOutOfReachIsNoRefusal(t *testing.T) {
	notRaced(t)
	story(t, "2026-03-02 08:30", func(h *house) {
		h.daily(7)
		h.reach(false)
		h.start(morning)
		time.Sleep(4*24*time.Hour + time.Hour)
		h.reach(true)
		time.Sleep(2 * time.Hour)
		if got := h.ask("schedules"); len(h.heard()) > 0 || strings.Contains(got, "stopped") {
			t.Errorf("told %q, %s", h.heard(), got)
		}
		h.want("posted once it is there", h.posted(), "06 09:33 C: Day 5\n06 09:33 C: Day 6")
	})
}

// TestOverlap holds that a run does not begin while the one before is still going: being put together, or on its way. What the one
// left out would have told comes with the next.
func TestOverlap(t *testing.T) {
	notRaced(t)
	hourly := "morning|0 * * * *|console:W/C"
	t.Run("put together", func(t *testing.T) {
		story(t, "2026-03-02 08:59", func(h *house) {
			h.news("Eight", "2026-03-02 08:30")
			h.news("Nine", "2026-03-02 09:30")
			h.news("Ten", "2026-03-02 10:30")
			h.build(hourly)
			h.app.daemon.desk.Shown = slow{h.app.daemon.desk.Shown, 70 * time.Minute}
			h.run()
			time.Sleep(100 * time.Minute)
			h.want("posted", h.posted(), "02 10:10 late C: Eight")
			h.want("runs", h.runs("morning"), "02 09:00 posted; 02 10:00 missed overlap")
		})
	})
	t.Run("on its way", func(t *testing.T) {
		story(t, "2026-03-02 08:59", func(h *house) {
			for i, title := range []string{"Eight", "Nine", "Ten", "Eleven", "Twelve"} {
				h.news(title, fmt.Sprintf("2026-03-02 %02d:30", 8+i))
			}
			h.reach(false)
			h.start(hourly)
			time.Sleep(3 * time.Hour) // 11:59
			h.reach(true)
			time.Sleep(30 * time.Second)
			h.want("nothing yet", h.posted(), "")
			time.Sleep(90 * time.Minute)
			h.want("posted", h.posted(), "02 12:03 C: Eight\n02 13:00 C: Twelve, Eleven, Ten, Nine")
			h.want("runs", h.runs("morning"), "02 09:00 posted; 02 10:00 missed overlap; 02 11:00 missed overlap; 02 12:00 missed overlap; 02 13:00 posted")
			h.want("history", h.ask("history"), `What was posted
2 Mar 13:00 · morning · posted in this channel (1 message)
2 Mar 12:00 · morning · missed in this channel: the digest before it was still on its way
2 Mar 11:00 · morning · missed in this channel: the digest before it was still on its way
2 Mar 10:00 · morning · missed in this channel: the digest before it was still on its way
2 Mar 09:00 · morning · posted in this channel (1 message), 3 h 3 min late`)
		})
	})
	t.Run("for more than half a day", func(t *testing.T) {
		story(t, "2026-03-02 08:30", func(h *house) {
			h.daily(3)
			h.reach(false)
			h.start(morning)
			time.Sleep(25 * time.Hour) // 09:30: yesterday's news does not keep today's from being told
			h.reach(true)
			time.Sleep(time.Hour)
			h.want("posted", h.posted(), "03 09:33 C: Day 2\n03 09:33 C: Day 3")
		})
	})
}

// TestJitter holds that a schedule with jitter is due at one moment of its own after the time it names, and that being late counts
// from there.
func TestJitter(t *testing.T) {
	spread := morning + "|jitter: 10m"
	story(t, "2026-03-02 08:59", func(h *house) {
		h.daily(4)
		h.start(spread)
		delay := h.app.plans[0].jitter
		if delay <= 2*time.Minute || delay >= 10*time.Minute {
			t.Fatalf("the delay is %v; choose a name for which it says something", delay)
		}
		due := moment(t, "2026-03-02 09:00").Add(delay)
		h.want("seen", h.ask("schedules"), "Schedules\nmorning · every day at 09:00 · UTC · next: "+due.Format("2 Jan 15:04")+
			fmt.Sprintf(" (in %d min) · always %d min %d s after its time · in this channel", int((delay+time.Minute+30*time.Second)/time.Minute), int(delay.Minutes()), int(delay.Seconds())%60))
		time.Sleep(time.Minute + delay - time.Second)
		h.want("not before", h.posted(), "")
		time.Sleep(2 * time.Second)
		h.want("then", h.posted(), due.Format("02 15:04")+" C: Day 2")
		h.stop()
		h.set("2026-03-03 12:02") // more than three hours after nine, and less after its own time
		h.start(spread)
		time.Sleep(time.Minute)
		h.want("late", h.posted(), "03 12:02 late C: Day 3")
		h.stop()
		h.set("2026-03-04 12:00")
		h.clock.set(moment(t, "2026-03-04 12:00").Add(delay + time.Second))
		h.start(spread)
		time.Sleep(time.Minute)
		h.want("too late", h.posted(), "")
		h.want("runs", h.runs("morning"), "02 09:00 posted; 03 09:00 posted; 04 09:00 missed down")
	})
}

// TestPausesStayApart holds that an admin of one workspace neither pauses nor sees what another has.
func TestPausesStayApart(t *testing.T) {
	conf := config.Default()
	conf.Database.Path = store.Memory
	conf.Schedules = []config.Schedule{
		{Name: "morning", When: "daily 9:00", Channels: []string{"slack:T1/C1", "slack:T2/C2", "discord:1/2"}},
		{Name: "other", When: "daily 9:00", Channels: []string{"slack:T2/C2"}},
	}
	ctx := context.Background()
	k, err := newCore(ctx, conf, store.Memory, time.Now, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer k.Close()
	for _, w := range []string{"slack:T1", "slack:T2"} {
		run := store.Run{Workspace: w, Schedule: "morning", Nominal: "2026-03-02T09:00", Zone: "UTC", Outcome: store.Missed, Detail: "down of " + w}
		if _, err := k.store.Runs.Start(ctx, run); err != nil {
			t.Fatal(err)
		}
	}
	ask := func(workspace string, access bot.Access, line string) string {
		from := bot.Address{Platform: "slack", Workspace: workspace, Channel: "C"}
		return k.router.DoLine(ctx, bot.Invocation{From: from, Access: access, Locale: "en"}, line).Plain()
	}
	for _, c := range []struct {
		workspace string
		access    bot.Access
		line      string
		has, not  string
	}{
		{"T1", bot.Everyone, "schedule pause morning", "Only admins", "paused"},
		{"T1", bot.Editor, "schedule pause morning", "Only admins", "paused"},
		{"T1", bot.Everyone, "schedule resume morning", "Only admins", "again"},
		{"T1", bot.Admin, "schedule pause other", "There is no schedule “other”", "T2"},
		{"T1", bot.Admin, "schedule pause morning", "“morning” is paused.", "T2"},
		{"T1", bot.Everyone, "schedules", "paused", "other"},
		{"T2", bot.Everyone, "schedules", "morning", "paused"},
		{"T1", bot.Everyone, "history", "down of slack:T1", "T2"},
		{"T2", bot.Everyone, "history", "down of slack:T2", "T1"},
		{"T3", bot.Everyone, "history", "No digest has been due yet", "T1"},
		{"T3", bot.Everyone, "history morning", "There is no schedule yet", "T1"},
		{"T2", bot.Admin, "schedule resume morning", "posts again", "T1"},
		{"T1", bot.Everyone, "schedules", "paused", "other"},
	} {
		if got := ask(c.workspace, c.access, c.line); !strings.Contains(got, c.has) || strings.Contains(got, c.not) {
			t.Errorf("%s: %s: %s", c.workspace, c.line, got)
		}
	}
}

// TestAdminsAreToldOfAStop has the admins' channel get a notice, once, with a button that has the schedule go on.
func TestAdminsAreToldOfAStop(t *testing.T) {
	notRaced(t)
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t, "2026-03-02 08:30")
		h.daily(5)
		h.refuse("D", true)
		h.notices = []string{"console:W/ADMIN", "console:X/ADMIN"}
		h.start("morning|0 9 * * *|console:W/D")
		time.Sleep(73 * time.Hour)
		h.want("posted", h.posted(), "04 09:00 ADMIN: ")
		posts := h.pinned()
		last := posts[len(posts)-1].Message
		if want := "“morning” has stopped posting in D\nThe channel refused three digests in a row: console: no channel D. Mend that, then resume the schedule."; last.Plain() != want {
			t.Errorf("the notice is\n%s\nwant\n%s", last.Plain(), want)
		}
		h.refuse("D", false)
		h.want("the button", h.ask(last.Actions[0].Line), "“morning” posts again.\nNext: 6 Mar 09:00 (in 24 h). What was due meanwhile is not made up for.")
		h.stop()
	})
}
