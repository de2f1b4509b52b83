package app

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"briefbot/bot"
	"briefbot/internal/schedule"
	"briefbot/internal/store"
)

// drawn returns schedules in words and cron, of many zones, with calendars, dates of their own and delays, each for a channel of its own.
func drawn(dice *rand.Rand, from time.Time, n int) []string {
	pick := func(of ...string) string { return of[dice.IntN(len(of))] }
	at := func() string { return fmt.Sprintf("%d:%02d", dice.IntN(24), 15*dice.IntN(4)) }
	var out []string
	for i := range n {
		var when string
		switch dice.IntN(6) {
		case 0:
			when = fmt.Sprintf("%d %d * * *", dice.IntN(60), dice.IntN(24))
		case 1:
			when = pick("weekdays ", "en semaine à ", "工作日 ", "weekends at ") + at()
		case 2:
			when = pick("every 2 hours", "toutes les 6 heures", "每3小时", "*/30 * * * *")
		case 3:
			when = "daily " + at() + pick("", " except "+from.AddDate(0, 0, 1).Format(time.DateOnly))
		case 4:
			when = from.AddDate(0, 0, 1).Format(time.DateOnly) + " and " + from.AddDate(0, 0, 2).Format(time.DateOnly) + " at " + at()
		case 5:
			when = "cn-workdays " + at()
		}
		when += " " + pick("Europe/Paris", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe", "America/Havana", "Asia/Kolkata", "UTC")
		out = append(out, fmt.Sprintf("s%d|%s|console:W/c%d|empty: line\n    jitter: %dm", i, when, i, dice.IntN(11)))
	}
	return out
}

// TestPreviewIsWhatRuns has the whole program live through days around clock changes and Chinese holidays, and compares what it
// posted, and when, with what the previews had said before.
func TestPreviewIsWhatRuns(t *testing.T) {
	notRaced(t)
	for seed, from := range []string{"2026-02-13 12:00", "2026-03-07 18:00", "2026-03-28 12:00", "2026-10-24 12:00", "2026-04-04 06:00"} {
		if testing.Short() && seed%2 > 0 {
			continue
		}
		const lasts = 54 * time.Hour
		story(t, from, func(h *house) {
			begin := moment(t, from)
			list := drawn(rand.New(rand.NewPCG(uint64(seed), 1)), begin, 14)
			h.start(list...)
			var want []string
			for i, p := range h.app.plans {
				shown, err := schedule.Show(schedule.Request{
					Expr: p.plan.Rule().String(), Zone: p.plan.Zone(), Calendar: string(p.plan.Calendar()),
					From: begin.Add(-10 * time.Minute).Format(time.RFC3339), Until: begin.Add(lasts - 15*time.Minute).Format(time.RFC3339),
				})
				if err != nil {
					t.Fatalf("%s: %v", list[i], err)
				}
				runs := slices.DeleteFunc(shown.Runs, func(r schedule.Run) bool { return !p.due(r).After(begin) })
				for _, r := range runs {
					want = append(want, fmt.Sprintf("c%d %s %s", i, r.Nominal, p.due(r).Format("02 15:04:05")))
				}
				if next := h.next(p.name); len(runs) > 0 && !next.Equal(p.due(runs[0])) {
					t.Errorf("%s: seen as next is %v, and the preview says %v and %v", list[i], next, runs[0].Instant, p.jitter)
				}
			}
			time.Sleep(lasts)
			h.stop()
			var got []string
			h.keep(func(s *store.Store) {
				for i, p := range h.app.plans {
					runs, err := s.Runs.Of(context.Background(), "console:W", p.name, 500)
					if err != nil {
						t.Fatal(err)
					}
					for _, r := range slices.Backward(runs) {
						nominal, _, _ := strings.Cut(r.Nominal, "/") // the second of two
						when := h.postedIn(fmt.Sprint("c", i), r.Due)
						if r.Due.Before(begin.Add(lasts - 15*time.Minute).Add(p.jitter)) {
							got = append(got, fmt.Sprintf("c%d %s %s", i, nominal, when))
						}
					}
				}
			})
			if diff := cmp.Diff(want, got); diff != "" || len(want) < 30 {
				t.Errorf("from %s: %d runs (-want +got):\n%s", from, len(want), diff)
			}
		})
	}
}

// next returns when a schedule is due next, as people see it.
func (h *house) next(name string) time.Time {
	h.t.Helper()
	list, err := h.app.Schedules(context.Background(), bot.Address{Platform: consolePlatform, Workspace: "W", Channel: "C"})
	if err != nil {
		h.t.Fatal(err)
	}
	for _, s := range list {
		if s.Name == name {
			return s.Next
		}
	}
	return time.Time{}
}

// postedIn returns when something was posted into a channel within the seconds after a moment; the moment itself, that is.
func (h *house) postedIn(channel string, due time.Time) string {
	for _, p := range h.board.posts {
		if since := p.At.Sub(due); p.Channel == channel && since >= 0 && since < 5*time.Second {
			return due.Format("02 15:04:05")
		}
	}
	return "never"
}
