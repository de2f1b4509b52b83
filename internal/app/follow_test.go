package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/internal/digest"
	"briefbot/internal/store"
)

// tell has an outlet publish an article of a story.
func (h *house) tell(story, outlet, title, published string) {
	h.t.Helper()
	h.place(store.Placement{Story: story}, outlet, title, published)
}

// place has an outlet publish an article that is placed so.
func (h *house) place(p store.Placement, outlet, title, published string) {
	h.t.Helper()
	at := moment(h.t, published)
	h.keep(func(s *store.Store) {
		added, err := s.Articles.Add(context.Background(), at, []store.Item{{Article: briefs.Article{
			URL: "https://" + outlet + ".example/" + strings.ReplaceAll(title, " ", "-"), Title: title, Outlet: outlet, Feed: "https://" + outlet + ".example/rss",
			Language: "en", Published: at,
		}}})
		for _, a := range added {
			err = errors.Join(err, s.Articles.Place(context.Background(), []store.Placement{{Article: a.ID, Published: a.Published, Story: p.Story, Loose: p.Loose}}))
		}
		if err != nil {
			h.t.Fatal(err)
		}
	})
	time.AfterFunc(time.Second, h.app.stir) // what is told at one moment is looked at together, and not while it is told
}

// seenIn says what a channel looks like: each message with its notes, and its replies below it.
func (h *house) seenIn(channel string) string {
	var out []string
	say := func(lead string, m bot.Message) {
		for _, s := range m.Sections {
			for _, l := range s.Lines {
				mark := ""
				if l.Sub {
					mark = "↳ "
				}
				out = append(out, lead+mark+strings.TrimSuffix(l.Text+" ("+l.Note+")", " ()"))
			}
		}
	}
	posts := h.pinned()
	for i, p := range posts {
		if p.Channel != channel || p.Parent != "" {
			continue
		}
		out = append(out, p.At.UTC().Format("02 15:04"))
		say("  ", p.Message)
		for _, r := range posts {
			if r.Channel == channel && r.Parent == fmt.Sprint(i+1) {
				out = append(out, "  └ "+r.At.UTC().Format("02 15:04 ")+strings.Trim(r.Message.Title+" · "+r.Message.Lead, " ·"))
				say("    ", r.Message)
			}
		}
	}
	return strings.Join(out, "\n")
}

// until sleeps until a time of the wall clock.
func (h *house) until(at string) {
	h.t.Helper()
	time.Sleep(moment(h.t, at).Sub(h.clock.now()))
}

// TestFollowUps is the life of a story in a channel: follow-ups go into the thread of the message that told it, also after restarts and
// days, its line says how many tell it by now, and it has a headline again only when it is news again.
func TestFollowUps(t *testing.T) {
	story(t, "2026-03-02 08:30", func(h *house) {
		h.start(morning)
		h.until("2026-03-02 08:35") // what is not placed yet when the bot begins, it places itself
		h.tell("s1", "Alpha", "Qwen 4 is out and its weights are open", "2026-03-02 08:00")
		h.until("2026-03-02 10:00")
		h.tell("s1", "Beta", "Alibaba opens the weights of Qwen 4", "2026-03-02 09:50")
		h.until("2026-03-02 10:20")
		h.tell("s1", "Gamma", "Alibaba opens the weights of Qwen 4", "2026-03-02 10:10") // a copy: counted, and no headline
		h.until("2026-03-02 11:00")
		want := `02 09:00
  Qwen 4 is out and its weights are open (Alpha · 3 sources, updated 10:10)
  └ 02 10:00 Qwen 4 is out and its weights are open
    Alibaba opens the weights of Qwen 4 (Beta)`
		h.want("on the day", h.seenIn("C"), want)
		h.until("2026-03-03 09:30")
		h.want("the next day", h.seenIn("C"), want) // and no digest: there was nothing else

		h.stop()
		h.until("2026-03-07 11:00")
		h.start(morning)
		h.until("2026-03-07 11:05")
		h.tell("s1", "Alpha", "Qwen 4 passes a billion downloads", "2026-03-07 10:55")
		h.until("2026-03-07 11:30")
		want = strings.Replace(want, "3 sources, updated 10:10", "3 sources, updated 7 Mar 10:55", 1)
		want += `
  └ 07 11:10 Qwen 4 is out and its weights are open · This story moves again, 5 days after I last told of it.
    Qwen 4 passes a billion downloads (Alpha)`
		h.want("five days later", h.seenIn("C"), want)

		for i, outlet := range []string{"Delta", "Epsilon", "Zeta"} {
			h.tell("s1", outlet, "Qwen 4 is taken back, says "+outlet, fmt.Sprintf("2026-03-08 08:3%d", i))
		}
		h.until("2026-03-08 10:00")
		got := h.seenIn("C")
		if _, tail, _ := strings.Cut(got, "\n08 09:00\n"); !strings.HasPrefix(tail, "  Qwen 4 is taken back, says Delta (Delta, Alpha, Epsilon and 1 other · 3 more articles · again, 6 days after I told of it)") {
			t.Errorf("news again: %s", tail)
		}
	})
}

// TestFollowUpsElsewhere says when nothing goes into a thread.
// TestDoubtfulFollowUps: what may tell another event is shown in the thread and marked; it is no source, and the story does not move by it.
func TestDoubtfulFollowUps(t *testing.T) {
	story(t, "2026-03-02 08:30", func(h *house) {
		h.start(morning)
		h.until("2026-03-02 08:35")
		h.tell("s1", "Alpha", "Qwen 4 is out and its weights are open", "2026-03-02 08:00")
		h.place(store.Placement{Story: "s1", Loose: true}, "Gamma", "Alibaba shows a robot at the fair", "2026-03-02 08:10")
		h.until("2026-03-02 10:00")
		h.place(store.Placement{Story: "s1", Loose: true}, "Delta", "Alibaba hires for its models", "2026-03-02 09:50")
		h.until("2026-03-02 10:30")
		h.want("with doubtful ones", h.seenIn("C"), `02 09:00
  Qwen 4 is out and its weights are open (Alpha · 1 more article)
  └ 02 09:00 Qwen 4 is out and its weights are open
    Alibaba shows a robot at the fair (Gamma · related)
  └ 02 10:00 Qwen 4 is out and its weights are open
    Alibaba hires for its models (Delta · related)`)
		h.until("2026-03-02 11:00")
		h.tell("s1", "Beta", "Alibaba opens the weights of Qwen 4", "2026-03-02 10:50")
		h.until("2026-03-02 11:30")
		h.within("with a sure one", h.seenIn("C"), "(Alpha · 2 sources, updated 10:50)")
		h.within("why", h.ask("why Alibaba shows a robot at the fair"), "not counted as a source")
	})
}

// TestDoubtfulFollowUpsStayDoubtful has threads looked after again, and the story go on, after a doubtful article was told: the line says
// nothing of it, not even when it came, and the story is as old as what is surely of it.
func TestDoubtfulFollowUpsStayDoubtful(t *testing.T) {
	story(t, "2026-03-02 08:30", func(h *house) {
		h.start(morning)
		h.until("2026-03-02 08:35")
		h.tell("s1", "Alpha", "Qwen 4 is out and its weights are open", "2026-03-02 08:00")
		h.until("2026-03-06 10:00")
		h.place(store.Placement{Story: "s1", Loose: true}, "Delta", "Alibaba hires for its models", "2026-03-06 09:50")
		h.until("2026-03-06 10:30")
		h.tell("s2", "Beta", "A cloud region opens in Jakarta", "2026-03-06 10:29")
		h.until("2026-03-06 10:50")
		want := "02 09:00\n  Qwen 4 is out and its weights are open (Alpha)\n  └ 06 10:00 Qwen 4 is out and its weights are open\n    Alibaba hires for its models (Delta · related)"
		h.want("looked at again", h.seenIn("C"), want)
		h.tell("s1", "Beta", "Alibaba opens the weights of Qwen 4", "2026-03-06 10:40")
		h.place(store.Placement{Story: "s1", Loose: true}, "Gamma", "Alibaba shows a robot at the fair", "2026-03-06 10:45")
		h.until("2026-03-06 11:10")
		h.within("goes on", h.seenIn("C"), "(Alpha · 2 sources, updated 6 Mar 10:40)", "This story moves again, 4 days after I last told of it.")
	})
}

func TestFollowUpsElsewhere(t *testing.T) {
	notRaced(t)
	const alpha, beta = "Qwen 4 is out and its weights are open", "Alibaba opens the weights of Qwen 4"
	for _, c := range []struct {
		name, settings string
		meanwhile      func(h *house)
		want           string // after another article of the story came in, until the next day
	}{
		{"off", "threads: off", nil, "02 09:00\n  " + alpha + " (Alpha)\n03 09:00\n  " + beta + " (Beta · again, 24 h after I told of it)"},
		{"inline", "threads: inline", nil, "02 09:00\n  " + alpha + " (Alpha)\n03 09:00\n  " + beta + " (Beta · again, 24 h after I told of it)"},
		{"compact", "layout: compact", nil, "02 09:00\n  " + alpha + " (Alpha)\n03 09:00\n  " + beta + " (Beta · again, 24 h after I told of it)"},
		{"off in this channel", `threads_in: {"console:W/C": off}`, nil, "02 09:00\n  " + alpha + " (Alpha)\n03 09:00\n  " + beta + " (Beta · again, 24 h after I told of it)"},
		{"paused", "", func(h *house) { h.ask("schedule pause morning") }, "02 09:00\n  " + alpha + " (Alpha)"},
		{"deleted", "", func(h *house) { h.board.gone = map[string]bool{"1": true} },
			"02 09:00\n  " + alpha + " (Alpha)"},
		{"a post a story", "layout: stories", nil, "02 09:00\n  " + alpha + " (Alpha · 2 sources, updated 09:50)\n  └ 02 09:55 \n    " + beta + " (Beta)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			story(t, "2026-03-02 08:30", func(h *house) {
				h.start(morning + "|" + c.settings)
				h.until("2026-03-02 08:35")
				h.tell("s1", "Alpha", alpha, "2026-03-02 08:00")
				h.until("2026-03-02 09:30")
				if c.meanwhile != nil {
					c.meanwhile(h)
				}
				h.until("2026-03-02 09:55")
				h.tell("s1", "Beta", beta, "2026-03-02 09:50")
				h.until("2026-03-03 09:30")
				h.want("seen", h.seenIn("C"), c.want)
			})
		})
	}
}

// TestFollowUpsOfLateDigest: a digest is late, and what was published since it was due came in before it was written down, as when runs wait for
// feeds after a start. It goes into the thread, for no digest takes it.
func TestFollowUpsOfLateDigest(t *testing.T) {
	story(t, "2026-03-02 08:30", func(h *house) {
		h.start(morning)
		h.until("2026-03-02 08:35")
		h.tell("s1", "Alpha", "Qwen 4 is out", "2026-03-02 08:00")
		h.stop()
		h.until("2026-03-02 10:00")
		h.build(morning)
		h.tell("s1", "Beta", "Qwen 4 in numbers", "2026-03-02 09:30")
		h.run()
		h.until("2026-03-03 09:30")
		h.want("followed", h.seenIn("C"), "02 10:00\n  Qwen 4 is out (Alpha · 2 sources, updated 09:30)\n  └ 02 10:10 Qwen 4 is out\n    Qwen 4 in numbers (Beta)")
	})
}

// TestDigestsWaitForPlaces: while articles are in no story yet, as while their pages are read, digests wait for that, though not until they would be
// late, and not when the bot stops.
func TestDigestsWaitForPlaces(t *testing.T) {
	for _, c := range []struct {
		name  string
		after time.Duration // nine; zero: never
		at    string        // when the digests are there
		want  string
	}{
		{"placed soon", 20 * time.Second, "09:00:20", "  Qwen 4 is out (Alpha, Beta · 1 more article)\n  └ 02 09:00 Qwen 4 is out\n    Qwen 4 in numbers (Beta)"},
		{"not placed", 0, "09:00:50", "  Qwen 4 in numbers (Beta)\n  Qwen 4 is out (Alpha)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			story(t, "2026-03-02 08:30", func(h *house) {
				h.start(morning, "second|0 9 * * *|console:W/D")
				h.until("2026-03-02 08:35")
				h.tell("s1", "Alpha", "Qwen 4 is out", "2026-03-02 08:00")
				h.until("2026-03-02 08:59")
				place := h.unplaced("s1", "Beta", "Qwen 4 in numbers", "2026-03-02 08:58")
				h.until("2026-03-02 09:00")
				if c.after > 0 {
					time.Sleep(c.after - time.Second)
					place()
				}
				time.Sleep(55 * time.Second)
				for _, p := range h.pinned() {
					if at := p.At.UTC().Format(time.TimeOnly); p.Parent == "" && at[:7] != c.at[:7] || p.Message.Footer != "" && strings.Contains(p.Message.Footer, "Late") {
						t.Errorf("posted at %s, want %s: %s", at, c.at, p.Message.Footer)
					}
				}
				for _, channel := range []string{"C", "D"} {
					h.want(channel, h.seenIn(channel), "02 09:00\n"+c.want)
				}
			})
		})
	}
	t.Run("the bot stops", func(t *testing.T) {
		story(t, "2026-03-02 08:30", func(h *house) {
			h.start(morning)
			h.until("2026-03-02 08:35")
			h.tell("s1", "Alpha", "Qwen 4 is out", "2026-03-02 08:00")
			h.until("2026-03-02 08:59")
			h.unplaced("s1", "Beta", "Qwen 4 in numbers", "2026-03-02 08:58")
			h.until("2026-03-02 09:00")
			time.Sleep(5 * time.Second)
			h.stop()
			if took := h.clock.now().Sub(moment(t, "2026-03-02 09:00")); took > 10*time.Second {
				t.Errorf("it stops after %v", took)
			}
			h.start(morning) // which places what is in no story
			time.Sleep(5 * time.Second)
			h.want("taken up", h.seenIn("C"), "02 09:00\n  Qwen 4 is out (Alpha, Beta · 1 more article)\n  └ 02 09:00 Qwen 4 is out\n    Qwen 4 in numbers (Beta)")
		})
	})
}

// unplaced has an outlet publish an article that is in no story yet, and returns what places it.
func (h *house) unplaced(story, outlet, title, published string) (place func()) {
	h.t.Helper()
	at := moment(h.t, published)
	var added []briefs.Article
	h.keep(func(s *store.Store) {
		var err error
		added, err = s.Articles.Add(context.Background(), at, []store.Item{{Article: briefs.Article{
			URL: "https://" + outlet + ".example/1", Title: title, Outlet: outlet, Feed: "https://" + outlet + ".example/rss", Language: "en", Published: at,
		}}})
		if err != nil || len(added) != 1 {
			h.t.Fatal(added, err)
		}
	})
	return func() {
		h.t.Helper()
		h.keep(func(s *store.Store) {
			if err := s.Articles.Place(context.Background(), []store.Placement{{Article: added[0].ID, Published: at, Story: story}}); err != nil {
				h.t.Fatal(err)
			}
		})
	}
}

// TestFollowUpsWithoutTheSource: the source of the headline was taken off the workspace meanwhile. What comes in of the story by others stands under
// that headline in the thread, and is counted in its line.
func TestFollowUpsWithoutTheSource(t *testing.T) {
	story(t, "2026-03-02 08:30", func(h *house) {
		h.start(morning)
		h.until("2026-03-02 08:35")
		h.tell("s1", "Alpha", "Qwen 4 is out", "2026-03-02 08:00")
		h.until("2026-03-02 09:30")
		h.stop()
		h.build(morning)
		h.app.daemon.feeds = func(bot.Address) []string { return []string{"https://Beta.example/rss"} }
		h.run()
		h.until("2026-03-02 09:55")
		h.tell("s1", "Beta", "Qwen 4 in numbers", "2026-03-02 09:50")
		h.until("2026-03-02 10:30")
		h.want("followed", h.seenIn("C"), "02 09:00\n  Qwen 4 is out (Alpha · 1 source, updated 09:50)\n  └ 02 09:55 Qwen 4 is out\n    Qwen 4 in numbers (Beta)")
	})
}

// TestFollowUpsInOrder has a reply list what came in as the digest's own thread does: one of each outlet first, at last what may tell another
// event, for which there is no room here.
func TestFollowUpsInOrder(t *testing.T) {
	story(t, "2026-03-02 08:30", func(h *house) {
		h.start(morning)
		h.until("2026-03-02 08:35")
		h.tell("s1", "Alpha", "Qwen 4 is out", "2026-03-02 08:00")
		h.until("2026-03-02 09:52")
		h.tell("s1", "Beta", "Qwen 4 in brief", "2026-03-02 09:51") // begins the ten minutes
		h.until("2026-03-02 09:59")
		h.place(store.Placement{Story: "s1", Loose: true}, "Delta", "Alibaba hires for its models", "2026-03-02 09:53")
		for i := range 14 {
			h.tell("s1", "Echo", fmt.Sprintf("Qwen 4 in detail, part %c", 'a'+i), fmt.Sprintf("2026-03-02 09:%02d", 54+i/3))
		}
		h.tell("s1", "Gamma", "Qwen 4 in numbers", "2026-03-02 09:59")
		h.until("2026-03-02 10:30")
		_, got, _ := strings.Cut(h.seenIn("C"), "Qwen 4 in brief (Beta)\n")
		lines := strings.Split(got, "\n")
		if len(lines) != 16 || !strings.HasSuffix(lines[1], "(Echo)") || !strings.HasSuffix(lines[2], "Qwen 4 in numbers (Gamma)") || strings.Contains(got, "hires") {
			t.Errorf("%d lines:\n%s", len(lines), got)
		}
	})
}

// TestFollowUpsOfMutedSources: what a source tells that the channel muted is neither in the thread nor counted, also when others go on with the story.
func TestFollowUpsOfMutedSources(t *testing.T) {
	story(t, "2026-03-02 08:30", func(h *house) {
		h.build(morning)
		h.app.daemon.desk.Taste = func(string, string) digest.Taste { return digest.Taste{Feeds: []string{"https://Beta.example/rss"}} }
		h.run()
		h.until("2026-03-02 08:35")
		h.tell("s1", "Alpha", "Qwen 4 is out", "2026-03-02 08:00")
		h.until("2026-03-02 09:55")
		h.tell("s1", "Beta", "Qwen 4 in a car", "2026-03-02 09:50")
		h.tell("s1", "Gamma", "Qwen 4 in numbers", "2026-03-02 09:51")
		h.until("2026-03-02 10:30")
		h.want("followed", h.seenIn("C"), "02 09:00\n  Qwen 4 is out (Alpha · 2 sources, updated 09:51)\n  └ 02 09:55 Qwen 4 is out\n    Qwen 4 in numbers (Gamma)")
	})
}

// TestFollowUpsOfRemovedSchedules: what a schedule told that is gone or renamed since goes on by another one that posts into the channel, in the
// thread where it was, and is corrected there. Without another one nothing is said any more.
func TestFollowUpsOfRemovedSchedules(t *testing.T) {
	const title = "Qwen 4 is out and its weights are open"
	goesOn := func(t *testing.T, now, want string) {
		story(t, "2026-03-02 08:30", func(h *house) {
			h.start(morning)
			h.until("2026-03-02 08:35")
			h.tell("s1", "Alpha", title, "2026-03-02 08:00")
			h.until("2026-03-02 09:30")
			h.stop()
			h.start(now)
			h.until("2026-03-02 09:55")
			h.tell("s1", "Beta", "Alibaba opens the weights of Qwen 4", "2026-03-02 09:50")
			h.until("2026-03-02 10:02")
			h.retitle("Alpha", title, "[Withdrawn] "+title, "2026-03-02 10:00")
			h.app.stir()
			h.until("2026-03-03 09:30")
			h.want(now, h.seenIn("C"), want)
		})
	}
	goesOn(t, "early|0 8 * * *|console:W/C", `02 09:00
  Qwen 4 is out and its weights are open (withdrawn by the outlet · Alpha · 2 sources, updated 09:50)
  └ 02 09:55 Qwen 4 is out and its weights are open
    Alibaba opens the weights of Qwen 4 (Beta)
  └ 02 10:05 Alpha has withdrawn this article:
    Qwen 4 is out and its weights are open`)
	goesOn(t, "early|0 8 * * *|console:W/D", "02 09:00\n  "+title+" (Alpha)")
}

// TestFollowUpsOfTwoSchedules: one channel has two schedules. What the second one told is followed in its thread, or where it has none or is paused, is
// told by the next digest of the first one, as without threads; what the first one told stays in its own.
func TestFollowUpsOfTwoSchedules(t *testing.T) {
	const told, again = "Jakarta gets a region of the cloud", "\n03 09:00\n  Jakarta gets a region of the cloud (Gamma · again, 15 h after I told of it)"
	for _, c := range []struct {
		settings, meanwhile, why, want string
	}{
		{"threads: off", "", "may get it with the digest of 3 Mar 09:00", again},
		{"threads: inline", "", "may get it with the digest of 3 Mar 09:00", again},
		{"", "schedule pause evening", "may get it with the digest of 3 Mar 09:00", again},
		{"", "", "This channel was shown it on 2 Mar 18:20, in a thread", "\n  └ 02 18:20 A cloud region opens in Jakarta\n    " + told + " (Gamma)"},
	} {
		t.Run(c.settings+c.meanwhile, func(t *testing.T) {
			story(t, "2026-03-02 08:30", func(h *house) {
				h.start(morning, "evening|0 18 * * *|console:W/C|"+c.settings)
				h.until("2026-03-02 08:35")
				h.tell("s1", "Alpha", "Qwen 4 is out and its weights are open", "2026-03-02 08:00")
				h.until("2026-03-02 17:00")
				h.tell("s2", "Beta", "A cloud region opens in Jakarta", "2026-03-02 17:00")
				h.until("2026-03-02 18:20")
				if c.meanwhile != "" {
					h.ask(c.meanwhile)
				}
				h.tell("s1", "Beta", "Alibaba opens the weights of Qwen 4", "2026-03-02 18:20")
				h.tell("s2", "Gamma", told, "2026-03-02 18:20")
				h.tell("s2", "Delta", "A cloud region opens in Jakarta", "2026-03-02 18:20") // a copy
				h.until("2026-03-02 18:40")
				h.within("why", h.ask("why "+idOf("Gamma", told)), c.why)
				h.until("2026-03-03 09:30")
				first, second, _ := strings.Cut(h.seenIn("C"), "\n02 18:00\n")
				h.within("the first", first, "(Alpha · 2 sources, updated 18:20)\n", "Alibaba opens the weights of Qwen 4 (Beta)")
				if !strings.HasSuffix(second, c.want) || strings.Count(second, "(") > 2 {
					t.Errorf("the second: %s\nwant %s", second, c.want)
				}
			})
		})
	}
}

// retitle has an outlet give an article of tell another title: the feed's id of it is its address.
func (h *house) retitle(outlet, title, to, at string) {
	h.t.Helper()
	h.keep(func(s *store.Store) {
		added, err := s.Articles.Add(context.Background(), moment(h.t, at), []store.Item{{Article: briefs.Article{
			URL: "https://" + outlet + ".example/" + strings.ReplaceAll(title, " ", "-"), Title: to, Outlet: outlet, Feed: "https://" + outlet + ".example/rss",
			Language: "en", Published: moment(h.t, at),
		}}})
		if err != nil || len(added) != 0 {
			h.t.Fatalf("%d articles, %v", len(added), err)
		}
	})
}

// TestCorrections has outlets change and withdraw what was posted: the lines are edited and marked, also those in threads, the thread says
// so, and nothing is posted anew, also after a restart.
func TestCorrections(t *testing.T) {
	story(t, "2026-03-02 08:30", func(h *house) {
		const first, second, other = "Qwen 4 is out and its weights are open", "Alibaba opens the weights of Qwen 4", "A cloud region opens in Jakarta"
		h.start(morning)
		h.until("2026-03-02 08:35")
		h.tell("s1", "Alpha", first, "2026-03-02 08:00")
		h.tell("s1", "Beta", second, "2026-03-02 08:10")
		h.tell("s2", "Gamma", other, "2026-03-02 08:20")
		h.until("2026-03-02 09:30")
		h.retitle("Alpha", first, "Qwen 4 is out, but its weights are not open", "2026-03-02 09:25")
		h.retitle("Beta", second, "ALIBABA opens the weights of Qwen 4!", "2026-03-02 09:25") // the same words
		h.retitle("Gamma", other, "[Withdrawn] "+other, "2026-03-02 09:26")
		h.app.stir()
		h.until("2026-03-02 10:00")
		want := `02 09:00
  Qwen 4 is out, but its weights are not open (headline changed by the outlet · Alpha, Beta · 1 more article)
  A cloud region opens in Jakarta (withdrawn by the outlet · Gamma)
  └ 02 09:00 Qwen 4 is out and its weights are open
    Alibaba opens the weights of Qwen 4 (Beta)
  └ 02 09:30 Alpha has changed this headline:
    Qwen 4 is out, but its weights are not open (before: Qwen 4 is out and its weights are open)
  └ 02 09:30 Gamma has withdrawn this article:
    A cloud region opens in Jakarta`
		h.want("corrected", h.seenIn("C"), want)
		edits := h.board.edits
		h.stop()
		h.start(morning)
		h.until("2026-03-03 09:30")
		h.want("later", h.seenIn("C"), want)
		if h.board.edits != edits {
			t.Errorf("%d edits, before the restart %d", h.board.edits, edits)
		}
		h.retitle("Alpha", first, "Qwen 4 is out with a licence", "2026-03-03 09:28")
		h.app.stir()
		h.until("2026-03-03 10:00")
		h.within("a second time", h.seenIn("C"), "Qwen 4 is out with a licence (headline changed by the outlet · Alpha, Beta · 1 more article)", "before: Qwen 4 is out, but its weights are not open")
		h.tell("s1", "Delta", "Qwen 4 and its licence in numbers", "2026-03-03 10:05")
		h.tell("s2", "Delta", "Jakarta gets a cloud region", "2026-03-03 10:06")
		h.until("2026-03-03 10:30")
		h.within("what goes on stays marked", h.seenIn("C"), "Qwen 4 is out with a licence (headline changed by the outlet · Alpha · 3 sources, updated 3 Mar 10:05)",
			"A cloud region opens in Jakarta (withdrawn by the outlet · Gamma · 1 other source, updated 3 Mar 10:06)")
		gamma := "https://Gamma.example/" + strings.ReplaceAll(other, " ", "-")
		h.within("why", h.ask("why "+gamma), "Its outlet withdrew it on 2 Mar 09:26, so later digests leave it out")
		h.within("why it has another headline", h.ask("why https://Alpha.example/"+strings.ReplaceAll(first, " ", "-")), "Its outlet changed its headline on 2 Mar 09:25 · before: "+first,
			"Its outlet changed its headline on 3 Mar 09:28 · before: Qwen 4 is out, but its weights are not open")
		if got := h.ask("latest") + h.ask("related https://Delta.example/Jakarta-gets-a-cloud-region"); strings.Contains(got, other) {
			t.Errorf("what was withdrawn is still listed: %s", got)
		}
	})
}

// TestWithdrawnIsNoSource: what was withdrawn before the digest, or from a thread, tells its story no more: the line does not count it from its
// next update on, and the story is not called by it.
func TestWithdrawnIsNoSource(t *testing.T) {
	story(t, "2026-03-02 08:30", func(h *house) {
		const first, second, third = "Qwen 4 is out and its weights are open", "Alibaba opens Qwen 4", "Qwen 4 in numbers"
		h.start(morning)
		h.until("2026-03-02 08:35")
		h.tell("s1", "Alpha", first, "2026-03-02 08:00")
		h.tell("s1", "Beta", second, "2026-03-02 08:10")
		h.retitle("Alpha", first, "[Withdrawn] "+first, "2026-03-02 08:40")
		h.until("2026-03-02 09:30")
		h.tell("s1", "Gamma", third, "2026-03-02 09:30")
		h.until("2026-03-02 09:50")
		h.want("withdrawn before", h.seenIn("C"), `02 09:00
  Alibaba opens Qwen 4 (Beta · 2 sources, updated 09:30)
  └ 02 09:30 Alibaba opens Qwen 4
    Qwen 4 in numbers (Gamma)`)
		card := h.ask("story s1")
		h.within("story", card, "Story s1: "+second, "Alpha · withdrawn by the outlet · "+idOf("Alpha", first))
		if strings.Index(card, first) < strings.Index(card, third) {
			t.Errorf("what was withdrawn is not last: %s", card)
		}
		h.within("related", h.ask("related s1"), second)
		h.retitle("Gamma", third, "[Withdrawn] "+third, "2026-03-02 09:56")
		h.app.stir()
		h.until("2026-03-02 10:20")
		h.within("withdrawn after", h.seenIn("C"), "(Beta · 2 sources, updated 09:30)", "Qwen 4 in numbers (withdrawn by the outlet · Gamma)")
		h.retitle("Beta", second, "[Withdrawn] "+second, "2026-03-02 10:19")
		h.tell("s1", "Delta", "Qwen 4 in a phone", "2026-03-02 10:19")
		h.until("2026-03-02 10:40")
		h.within("the headline too", h.seenIn("C"), "(withdrawn by the outlet · Beta · 1 other source, updated 10:19)")
		h.within("story", h.ask("story s1"), "Story s1: Qwen 4 in a phone")
	})
}

// TestTitlesThatComeBack: while nobody looked a title changed and changed back, which is nothing to tell; one that goes back and forth is told of
// once each way, and the line goes on to say what holds.
func TestTitlesThatComeBack(t *testing.T) {
	story(t, "2026-03-02 08:30", func(h *house) {
		const first, second = "Qwen 4 is out", "Qwen 4 is nearly out"
		h.start(morning)
		h.until("2026-03-02 08:35")
		h.tell("s1", "Alpha", first, "2026-03-02 08:00")
		h.until("2026-03-02 10:00")
		h.retitle("Alpha", first, second, "2026-03-02 09:58")
		h.retitle("Alpha", first, first, "2026-03-02 09:59")
		h.app.stir()
		h.until("2026-03-02 10:30")
		h.want("there and back", h.seenIn("C"), "02 09:00\n  Qwen 4 is out (Alpha)")
		for i := range 5 {
			at := fmt.Sprintf("2026-03-02 1%d:00", i+1)
			h.until(at)
			h.retitle("Alpha", first, []string{second, first}[i%2], at)
			h.app.stir()
		}
		h.until("2026-03-02 16:00")
		h.want("back and forth", h.seenIn("C"), `02 09:00
  Qwen 4 is nearly out (headline changed by the outlet · Alpha)
  └ 02 11:00 Alpha has changed this headline:
    Qwen 4 is nearly out (before: Qwen 4 is out)
  └ 02 12:00 Alpha has changed this headline:
    Qwen 4 is out (before: Qwen 4 is nearly out)`)
	})
}

// TestFullThread has so much follow that the thread is told no more: its last reply says so, and the headline alone goes on counting.
func TestFullThread(t *testing.T) {
	story(t, "2026-03-02 08:30", func(h *house) {
		h.start(morning)
		h.until("2026-03-02 08:35")
		h.tell("s1", "Alpha", "Qwen 4 is out and its weights are open", "2026-03-02 08:00")
		h.until("2026-03-02 09:55")
		h.tell("s1", "Beta", "Alibaba opens the weights of Qwen 4", "2026-03-02 09:50") // told at once: the others wait for ten minutes
		h.until("2026-03-02 09:57")
		for i := range 38 {
			h.tell("s1", fmt.Sprint("Outlet", i), fmt.Sprint("Qwen 4 seen from side ", i), "2026-03-02 09:50")
		}
		h.until("2026-03-02 10:20")
		h.tell("s1", "Omega", "Qwen 4 seen once more", "2026-03-02 10:15")
		h.until("2026-03-02 10:40")
		posts := h.pinned()
		last := posts[len(posts)-1]
		if want := "23 more articles not listed · That is a lot for one thread: from here on the headline alone counts what comes in."; len(posts) != 3 || last.Parent != "1" || last.Message.Footer != want {
			t.Errorf("%d messages, the last under %q ends with %q, want %q", len(posts), last.Parent, last.Message.Footer, want)
		}
		h.within("headline", h.seenIn("C"), "(Alpha · 41 sources, updated 10:15)")
	})
}

// TestCopiesAreNoNews has others repeat the title of a headline where nothing goes into a thread: it is not told a second time.
func TestCopiesAreNoNews(t *testing.T) {
	for _, set := range []string{"threads: off", "threads: inline", "layout: compact"} {
		t.Run(set, func(t *testing.T) {
			story(t, "2026-03-02 08:30", func(h *house) {
				const title, news = "Qwen 4 is out and its weights are open", "Alibaba opens the weights of Qwen 4"
				h.start(morning + "|" + set)
				h.until("2026-03-02 08:35")
				h.tell("s1", "Alpha", title, "2026-03-02 08:00")
				h.until("2026-03-02 09:55")
				h.tell("s1", "Beta", title, "2026-03-02 09:50")
				h.until("2026-03-03 09:30")
				want := "02 09:00\n  " + title + " (Alpha)"
				h.want("a copy alone", h.seenIn("C"), want)
				h.within("why", h.ask("why "+idOf("Beta", title)), "This channel was shown the same title before")
				h.tell("s1", "Gamma", news, "2026-03-03 09:30")
				h.tell("s1", "Delta", title, "2026-03-03 09:31")
				h.until("2026-03-04 09:30")
				h.want("with news", h.seenIn("C"), want+"\n04 09:00\n  "+news+" (Gamma · again, 2 days after I told of it)")
			})
		})
	}
}

// TestDeletedEntryIsCorrected: what a feed says it deleted is marked where it was posted, as what its outlet says is withdrawn.
func TestDeletedEntryIsCorrected(t *testing.T) {
	story(t, "2026-03-02 08:30", func(h *house) {
		const title = "A cloud region opens in Jakarta"
		h.start(morning)
		h.until("2026-03-02 08:35")
		h.tell("s1", "Gamma", title, "2026-03-02 08:20")
		h.until("2026-03-02 09:30")
		h.keep(func(s *store.Store) {
			a, ok, err := s.Articles.ByAddress(context.Background(), "https://gamma.example/"+strings.ReplaceAll(title, " ", "-"))
			if err != nil || !ok {
				t.Fatal(ok, err)
			}
			if n, err := s.Articles.Deleted(context.Background(), moment(t, "2026-03-02 09:26"), a.Feed, []string{"article:" + a.ID}); n != 1 || err != nil {
				t.Fatal(n, err)
			}
		})
		h.app.stir()
		h.until("2026-03-02 10:00")
		h.want("withdrawn", h.seenIn("C"), `02 09:00
  A cloud region opens in Jakarta (withdrawn by the outlet · Gamma)
  └ 02 09:30 Gamma has withdrawn this article:
    A cloud region opens in Jakarta`)
	})
}
