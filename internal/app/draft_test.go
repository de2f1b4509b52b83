package app

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/internal/store"
)

// drafted posts "morning" at nine into C and shows its draft twenty minutes before in E.
const draftedMorning = "morning|0 9 * * *|console:W/C|draft: 20m\n    draft_to: [\"console:W/E\"]"

// button returns the line of a button under a message in a channel that says something, of the newest such message.
func (h *house) button(channel, says, label string) string {
	h.t.Helper()
	posts := h.pinned()
	for i := len(posts) - 1; i >= 0; i-- {
		p := posts[i]
		if p.Channel != channel || !strings.Contains(p.Message.Plain(), says) {
			continue
		}
		for _, a := range p.Message.Actions {
			if a.Label == label {
				return a.Line
			}
		}
	}
	h.t.Fatalf("no button %q under %q in %s", label, says, channel)
	return ""
}

// press presses a button of a draft, as an editor of the workspace.
func (h *house) press(says, label string) bot.Message {
	h.t.Helper()
	in := bot.Invocation{From: bot.Address{Platform: consolePlatform, Workspace: "W", Channel: "E"}, Access: bot.Editor, User: bot.User{ID: "eve", Name: "Eve"}, Locale: "en", Via: bot.Button}
	return h.app.router.DoLine(context.Background(), in, h.button("E", says, label))
}

// draft returns the message that shows the draft as it stands.
func (h *house) draft() bot.Message {
	h.t.Helper()
	var out bot.Message
	for _, p := range h.pinned() {
		if p.Channel == "E" && p.Parent == "" {
			out = p.Message
		}
	}
	return out
}

func heads(m bot.Message) string {
	var out []string
	for _, s := range m.Sections {
		for _, l := range s.Lines {
			out = append(out, l.Text)
		}
	}
	return strings.Join(out, ", ")
}

// TestDraftIsDecidedOn has editors drop, pin, move and merge stories of a draft, over a restart: the digest goes out just so, at its time.
func TestDraftIsDecidedOn(t *testing.T) {
	notRaced(t)
	story(t, "2026-03-02 08:00", func(h *house) {
		for i, title := range []string{"Delta", "Gamma", "Beta", "Alpha"} {
			h.news(title, fmt.Sprintf("2026-03-02 07:%02d", 10*i))
		}
		h.start(draftedMorning)
		time.Sleep(39 * time.Minute)
		h.want("before the draft", h.titles(), "")
		time.Sleep(2 * time.Minute)
		h.want("the draft", heads(h.draft()), "Alpha, Beta, Gamma, Delta")
		if got := h.draft(); !strings.HasPrefix(got.Title, "Draft of “morning”") || !strings.Contains(got.Lead, "it goes out as it is") || len(got.Actions) != 2 {
			t.Errorf("the draft: %s %v", got.Plain(), got.Actions)
		}
		h.want("dropping", h.press("Beta", "Drop").Title, "Dropped")
		h.want("pinning", h.press("Delta", "Pin").Title, "Pinned")
		h.stop()
		h.start(draftedMorning)
		h.want("merging, after a restart", h.press("Gamma", "Merge with previous").Title, "Merged with the story before it")
		h.want("moving what cannot be", h.press("Delta", "Up").Title, "That changes nothing: it is so already, or cannot be.")
		h.news("Omega", "2026-03-02 08:30")
		time.Sleep(time.Minute)
		h.want("the draft as it stands", heads(h.draft()), "Delta, Alpha")
		h.titles()
		time.Sleep(19 * time.Minute)
		h.want("the digest", h.posted(), "02 09:00 C: Delta, Alpha, Omega")
		var digest bot.Message
		for _, p := range h.pinned() {
			if p.Channel == "C" && p.Parent == "" {
				digest = p.Message
			}
		}
		if len(digest.Sections) == 0 {
			t.Fatalf("there is no digest: %s", h.log.String())
		}
		if lines := digest.Sections[0].Lines; !strings.Contains(lines[2].Note, "new since the draft") || strings.Contains(lines[0].Note+lines[1].Note, "new since") || !strings.Contains(lines[1].Note, "1 more") {
			t.Errorf("the lines: %+v", lines)
		}
		late := h.press("Beta", "Drop")
		if late.Lead != "" || len(late.Sections) > 0 || !strings.HasPrefix(late.Title, "Too late: ") {
			t.Errorf("a press afterwards: %s", late.Plain())
		}
		time.Sleep(time.Minute)
		if m := h.draft(); m.Lead != "It went out into C." || len(m.Actions) > 0 {
			t.Errorf("the draft afterwards: %s", m.Plain())
		}
		audit := h.say("audit draft").Plain()
		for _, want := range []string{"Eve", "decided: drop", "decided: merge", "story: Beta", "decided: up"} {
			if !strings.Contains(audit, want) {
				t.Errorf("the log lacks %q: %s", want, audit)
			}
		}
		if got := h.say("undo " + strings.Fields(audit[strings.Index(audit, "Eve, ")+5:])[0]); !strings.Contains(got.Title, "the buttons of the draft") {
			t.Errorf("undo of a decision: %s", got.Plain())
		}
		h.want("what was dropped does not come the next day", h.runs("morning"), "02 09:00 posted")
	})
}

// TestDraftsAndSilence lets drafts be, under both settings, and has them sent early, on time or not at all. Beta comes in after the draft.
func TestDraftsAndSilence(t *testing.T) {
	notRaced(t)
	for _, c := range []struct {
		name, silence, press string
		posted, runs, next   string
	}{
		{"posted", "post", "", "02 09:00 C: Alpha, Beta", "02 09:00 posted", ""},
		{"posted when nothing is said of it", "", "", "02 09:00 C: Alpha, Beta", "02 09:00 posted", ""},
		{"dropped", "drop", "", "", "02 09:00 missed undecided", "03 09:00 C: Beta, Alpha"},
		{"dropped unless somebody wants it", "drop", "Send on time", "02 09:00 C: Alpha, Beta", "02 09:00 posted", ""},
		{"dropped unless somebody decides", "drop", "Pin", "02 09:00 C: Alpha, Beta", "02 09:00 posted", ""},
		{"stopped", "post", "Do not send", "", "02 09:00 missed stopped", "03 09:00 C: Beta, Alpha"},
		{"now", "post", "Send now", "02 08:45 C: Alpha", "02 09:00 posted", "03 09:00 C: Beta"},
		{"now, where silence drops", "drop", "Send now", "02 08:45 C: Alpha", "02 09:00 posted", "03 09:00 C: Beta"},
		{"nothing of the draft left", "post", "Drop", "02 09:00 C: Beta", "02 09:00 posted", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			story(t, "2026-03-02 08:30", func(h *house) {
				h.news("Alpha", "2026-03-02 07:00")
				schedule := draftedMorning
				if c.silence != "" {
					schedule += "\n    draft_silence: " + c.silence
				}
				h.start(schedule)
				time.Sleep(15 * time.Minute)
				h.want("the draft", h.posted(), "02 08:40 E: Alpha")
				if c.press != "" {
					h.press("Alpha", c.press)
				}
				time.Sleep(10 * time.Minute)
				h.news("Beta", "2026-03-02 08:55")
				time.Sleep(6 * time.Minute)
				h.want("posted", h.posted(), c.posted)
				h.want("runs", h.runs("morning"), c.runs)
				h.stop()
				h.start(morning) // without drafts from now on
				time.Sleep(24 * time.Hour)
				h.want("the next day", h.posted(), c.next)
			})
		})
	}
}

// TestDraftOnce has the process die at each point of making a draft, or after it, and another go on: the draft is there once, whole.
func TestDraftOnce(t *testing.T) {
	notRaced(t)
	for _, point := range []string{"draft:before", "draft:after", ""} {
		t.Run(point, func(t *testing.T) {
			story(t, "2026-03-02 08:40", func(h *house) {
				h.news("Alpha", "2026-03-02 07:00")
				h.news("Beta", "2026-03-02 07:10")
				h.build(draftedMorning)
				reached := h.draftsUntil(point)
				if reached != (point == "draft:before" || point == "draft:after") {
					t.Errorf("reached: %v", reached)
				}
				h.start(draftedMorning)
				time.Sleep(30 * time.Minute)
				h.want("what was posted", h.posted(), "02 08:40 E: Beta, Alpha\n02 09:00 C: Beta, Alpha")
				replies := 0
				for _, p := range h.pinned() {
					if p.Channel == "E" && p.Parent != "" {
						replies++
					}
				}
				if replies != 2 {
					t.Errorf("%d replies under the draft, want one a story", replies)
				}
			})
		})
	}
}

// draftsUntil makes the draft in a process that posts nothing and ends at a point, if it gets there.
func (h *house) draftsUntil(point string) (reached bool) {
	h.t.Helper()
	d := h.app.daemon
	d.restart(d.store)
	if err := d.load(context.Background()); err != nil {
		h.t.Fatal(err)
	}
	d.reached = func(at string, _ store.Delivery) {
		if at == point {
			panic(at)
		}
	}
	defer func() {
		reached = recover() != nil
		if err := h.app.Close(); err != nil {
			h.t.Fatal(err)
		}
	}()
	_, err := d.drafting(context.Background(), d.known.list[0], store.ScheduleID{Workspace: "console:W", Name: "morning"}, h.clock.now(), time.Time{})
	if err != nil {
		h.t.Fatal(err)
	}
	return false
}

// TestDraftOfTwoReplicas has two processes share a database: the draft and the digest come once, and a press that the one which does not
// compose takes holds as well.
func TestDraftOfTwoReplicas(t *testing.T) {
	notRaced(t)
	story(t, "2026-03-02 08:30", func(h *house) {
		h.news("Alpha", "2026-03-02 07:00")
		h.news("Beta", "2026-03-02 07:10")
		h.start(draftedMorning)
		time.Sleep(time.Second)
		other := &house{t: t, path: h.path, board: h.board, clock: h.clock, log: h.log, stop: func() {}}
		other.start(draftedMorning)
		defer other.stop()
		time.Sleep(11 * time.Minute)
		h.want("the draft", h.posted(), "02 08:40 E: Beta, Alpha")
		h.want("a press", other.press("Beta", "Drop").Title, "Dropped")
		h.want("another", h.press("Alpha", "Pin").Title, "Pinned")
		time.Sleep(20 * time.Minute)
		h.want("the digest", h.posted(), "02 09:00 C: Alpha")
		h.want("a late press", strings.SplitN(other.press("Alpha", "Drop").Title, ":", 2)[0], "Too late")
	})
}

// TestDraftsWaitForPlaces: a draft waits for articles that are in no story yet, as its digest would, for decisions on what is an article today and a
// member of a story tomorrow would be lost. What a bot that ended left behind is waited for as well.
func TestDraftsWaitForPlaces(t *testing.T) {
	const one, two = "  Qwen 4 is out (Alpha, Beta · 1 more article)", "  Qwen 4 in numbers (Beta)\n  Qwen 4 is out (Alpha)"
	for _, c := range []struct {
		name  string
		after time.Duration // in which it is placed; zero: never
		at    string        // when the draft is there
		want  string
	}{
		{"placed soon", 20 * time.Second, "08:40:20", one},
		{"not placed", 0, "08:40:50", two},
	} {
		t.Run(c.name, func(t *testing.T) {
			story(t, "2026-03-02 08:30", func(h *house) {
				h.start(draftedMorning)
				h.until("2026-03-02 08:35")
				h.tell("s1", "Alpha", "Qwen 4 is out", "2026-03-02 08:00")
				h.until("2026-03-02 08:39")
				place := h.unplaced("s1", "Beta", "Qwen 4 in numbers", "2026-03-02 08:38")
				h.until("2026-03-02 08:40")
				if c.after > 0 {
					time.AfterFunc(c.after-time.Second, place)
				}
				time.Sleep(time.Minute)
				h.want("the draft", h.draftSeen(), "02 08:40\n"+c.want)
				for _, p := range h.pinned() {
					if at := p.At.UTC().Format(time.TimeOnly); at[:7] != c.at[:7] {
						t.Errorf("posted at %s, want %s", at, c.at)
					}
				}
				h.until("2026-03-02 09:01")
				h.want("the digest", h.runs("morning"), "02 09:00 posted")
			})
		})
	}
	t.Run("left behind", func(t *testing.T) {
		story(t, "2026-03-02 08:30", func(h *house) {
			h.start(draftedMorning)
			h.until("2026-03-02 08:35")
			h.tell("s1", "Alpha", "Qwen 4 is out", "2026-03-02 08:00")
			h.until("2026-03-02 08:39")
			h.stop()
			h.unplaced("s1", "Beta", "Qwen 4 in numbers", "2026-03-02 08:38")
			h.until("2026-03-02 08:45")
			h.start(draftedMorning) // which places what is in no story
			time.Sleep(10 * time.Second)
			h.want("the draft", h.draftSeen(), "02 08:45\n"+one)
		})
	})
}

// draftSeen returns the draft as seenIn says it, without its replies.
func (h *house) draftSeen() string {
	draft, _, _ := strings.Cut(h.seenIn("E"), "\n  └")
	return draft
}
