package app

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/internal/store"
)

// idOf returns the id of an article that was told by tell.
func idOf(outlet, title string) string {
	canonical, _ := briefs.CanonicalURL("https://" + outlet + ".example/" + strings.ReplaceAll(title, " ", "-"))
	return briefs.ArticleID(canonical, "", "", "")
}

// within reports each of the texts that an answer lacks.
func (h *house) within(what, got string, texts ...string) {
	h.t.Helper()
	for _, s := range texts {
		if !strings.Contains(got, s) {
			h.t.Errorf("%s: no %q in:\n%s", what, s, got)
		}
	}
}

// TestWhy asks what became of articles, a story and a run, by address, id and words, after a digest that could not show all.
func TestWhy(t *testing.T) {
	story(t, "2026-03-02 08:30", func(h *house) {
		h.start("morning|0 9 * * *|console:W/C, console:W/D|layout_in: {\"console:W/D\": compact}")
		h.until("2026-03-02 08:35") // what is not placed yet when the bot begins, it places itself
		h.tell("s1", "Alpha", "Alibaba cuts the price of Qwen 4 by half", "2026-03-02 08:00")
		h.tell("s1", "Beta", "Qwen 4 price cut by half, Alibaba says", "2026-03-02 08:10")
		h.tell("s1", "Copy", "Alibaba cuts the price of Qwen 4 by half", "2026-03-02 08:12")
		for i := range 6 {
			h.tell(fmt.Sprint("x", i), "Gamma", fmt.Sprintf("Something else number %d", i), fmt.Sprintf("2026-03-02 0%d:00", i+1))
		}
		h.until("2026-03-02 09:30")
		h.tell("s1", "Delta", "What the price of Qwen 4 means", "2026-03-02 09:20")
		h.until("2026-03-02 09:50")
		h.tell("late", "Gamma", "Nothing knows of this yet", "2026-03-02 09:45")
		h.within("headline", h.ask("why https://Alpha.example/Alibaba-cuts-the-price-of-Qwen-4-by-half?utm_source=x"), "Came in on 2 Mar 08:00", "Story s1, 4 articles",
			"It opened the story", "morning takes every topic", "This channel was shown it on 2 Mar 09:00, as a headline")
		h.within("related", h.ask("why "+idOf("Beta", "Qwen 4 price cut by half, Alibaba says")), "“Alibaba Group”, “Qwen 4”, “half” and “price”", "This channel was shown it on 2 Mar 09:00, in a thread")
		h.within("copy", h.ask("why "+idOf("Copy", "Alibaba cuts the price of Qwen 4 by half")), "the title", "A copy of an earlier title")
		h.within("over the limit", h.ask("why Something number 0"), "This channel was shown it on 2 Mar 09:00, in a thread", "D: number 7 of 7 stories on 2 Mar 09:00, and 5 are shown")
		h.within("counted", h.ask("why "+idOf("Beta", "Qwen 4 price cut by half, Alibaba says")), "D was told on 2 Mar 09:00 that its story has one more")
		h.within("followed up", h.ask("why what the price means"), "This channel was shown it on 2 Mar 09:30, in a thread")
		h.within("no thread to follow it in", h.ask("why what the price means"), "D may get it with the digest of 3 Mar 09:00")
		h.within("not yet", h.ask("why nothing knows"), "This channel may get it with the digest of 3 Mar 09:00")
		h.within("several", h.ask("why something else"), "Several articles fit", idOf("Gamma", "Something else number 3"))
		h.within("nothing", h.ask("why the moon landing"), "I know nothing of “the moon landing”", "why morning 2026-03-02")
		h.within("wildcards are letters", h.ask("why %"), "I know nothing of")
		h.within("run", h.ask("why morning"), "Why: morning, 2 Mar 09:00", "9 articles in its span, 7 stories wanted, at most 5 shown", "posted in this channel and D", "Over the limit", "Something else number 0")
		h.within("run of a day", h.ask("why morning@2026-03-02T09:00"), "Why: morning, 2 Mar 09:00")
		h.within("no run", h.ask("why morning 2026-02-01"), "There was no run of “morning” then")
		h.within("story", h.ask("story s1"), "Story s1: Alibaba cuts", "Told", "This channel was shown it on 2 Mar 09:00")
		h.within("words of several of one story", h.ask("story QWEN price"), "Story s1: Alibaba cuts")
		h.within("words of several stories", h.ask("story else"), "Several articles fit", idOf("Gamma", "Something else number 3"))
		h.within("one of these", h.ask("story article:"+idOf("Gamma", "Something else number 3")), "Story x3: Something else number 3")
		h.within("what is related to words of one story", h.ask("related price qwen"), "Qwen 4 price cut by half, Alibaba says", "Story s1")
		h.within("what is related to words of several", h.ask("related else"), "Several articles fit")
		for i := range 9 {
			h.tell("s9", fmt.Sprint("Paper", i), fmt.Sprint("Zhipu lists, part ", i), fmt.Sprintf("2026-03-02 09:4%d", i))
		}
		h.tell("s8", "Alpha", "Zhipu trains on", "2026-03-02 07:30")
		h.within("a story behind many articles of another", h.ask("story zhipu"), "Several articles fit", "Zhipu lists, part 8", "Zhipu trains on")
		h.within("words of no story", h.ask("story ping"), "I know no story “ping”")
		h.within("no part of a word", h.ask("why ice"), "I know nothing of “ice”")
	})
}

var editID = regexp.MustCompile(`E[A-Z2-7]{6}`)

// TestWhyFollowsMerges asks about what is not told yet of a story that another took in after it was told: it is followed where that was.
func TestWhyFollowsMerges(t *testing.T) {
	story(t, "2026-03-02 08:30", func(h *house) {
		h.start(morning)
		h.until("2026-03-02 08:35")
		h.tell("s2", "Beta", "Alibaba opens its newest model", "2026-03-02 08:10")
		h.until("2026-03-02 09:30")
		h.tell("s1", "Alpha", "Qwen 4 is out", "2026-03-02 09:29")
		h.within("merged", h.ask("story merge s1 s2"), "One story now: s1")
		h.until("2026-03-02 09:45")
		h.tell("s2", "Gamma", "Alibaba’s new model in numbers", "2026-03-02 09:44")
		h.until("2026-03-02 09:46")
		h.tell("s2", "Delta", "Alibaba’s new model at work", "2026-03-02 09:45")
		const waits = "This channel follows its story in a thread"
		if got := h.ask("why in numbers") + h.ask("why model at work"); !strings.Contains(got, waits) {
			t.Errorf("no %q in:\n%s", waits, got)
		}
	})
}

// TestSplitHeadlineLeavesTheOldThread: of a story that had a second headline an editor splits that one off; what comes in of the rest stands in the
// thread of the first.
func TestSplitHeadlineLeavesTheOldThread(t *testing.T) {
	story(t, "2026-03-02 08:30", func(h *house) {
		h.start(morning)
		h.until("2026-03-02 08:35")
		h.tell("s1", "Alpha", "Qwen 4 is out", "2026-03-02 08:00")
		h.until("2026-03-06 08:58")
		h.tell("s1", "Beta", "Qwen 4 is taken back", "2026-03-06 08:56")
		h.tell("s1", "Gamma", "Alibaba takes Qwen 4 back", "2026-03-06 08:57")
		h.until("2026-03-06 09:10")
		h.within("split", h.ask("story split s1 "+idOf("Beta", "Qwen 4 is taken back")+" "+idOf("Gamma", "Alibaba takes Qwen 4 back")), "A story of its own now")
		h.tell("s1", "Delta", "Qwen 4 in numbers", "2026-03-06 09:10")
		h.until("2026-03-07 09:30")
		before, after, _ := strings.Cut(h.seenIn("C"), "\n06 09:00\n")
		h.within("the first thread", before, "Qwen 4 is out (Alpha · 2 sources, updated 6 Mar 09:10)", "Qwen 4 in numbers (Delta)")
		if !strings.Contains(after, "again, 4 days after") || strings.Contains(after, "Delta") {
			t.Errorf("the second headline and what followed: %s", after)
		}
	})
}

// TestEditorsByName has a story say who decided on it: by name, and of whom no name is known by the id, without platform and workspace.
func TestEditorsByName(t *testing.T) {
	story(t, "2026-03-02 08:30", func(h *house) {
		h.start(morning)
		h.until("2026-03-02 08:35")
		h.tell("s1", "Alpha", "Qwen 4 is out", "2026-03-02 08:00")
		for _, u := range []bot.User{{ID: "U1", Name: "Ada Lovelace"}, {ID: "U2"}} {
			in := bot.Invocation{From: bot.Address{Platform: consolePlatform, Workspace: "W", Channel: "C"}, Access: bot.Admin, User: u, Locale: "en"}
			h.within("muted", h.app.router.DoLine(context.Background(), in, "story mute s1").Plain(), "Story s1 is muted here")
		}
		for _, line := range []string{"story s1", "audit story"} {
			got := h.ask(line)
			h.within(line, got, "Ada Lovelace, ", "U2, ")
			if strings.Contains(got, "/U") {
				t.Errorf("%s names workspaces: %s", line, got)
			}
		}
	})
}

// TestWhyUnderAHeadline asks about an article that stands under the headline of its story, in no thread.
func TestWhyUnderAHeadline(t *testing.T) {
	story(t, "2026-03-02 08:30", func(h *house) {
		h.start(morning + "|threads: inline")
		h.until("2026-03-02 08:35")
		h.tell("s1", "Alpha", "Qwen 4 is out", "2026-03-02 08:00")
		h.tell("s1", "Beta", "Alibaba opens its newest model", "2026-03-02 08:10")
		h.until("2026-03-02 09:30")
		h.within("below", h.ask("why "+idOf("Alpha", "Qwen 4 is out"))+h.ask("why "+idOf("Beta", "Alibaba opens its newest model")),
			"This channel was shown it on 2 Mar 09:00, as a headline", "This channel was shown it on 2 Mar 09:00, under its story’s headline")
	})
}

// TestWhyWithdrawn asks about an article that was withdrawn before any digest could show it: no channel is said to have missed it.
func TestWhyWithdrawn(t *testing.T) {
	story(t, "2026-03-02 08:30", func(h *house) {
		const title = "A cloud region opens in Jakarta"
		h.start(morning)
		h.until("2026-03-02 08:35")
		h.tell("s1", "Gamma", title, "2026-03-02 08:20")
		h.retitle("Gamma", title, "[Withdrawn] "+title, "2026-03-02 08:40")
		h.until("2026-03-02 09:30")
		got := h.ask("why region jakarta")
		h.within("withdrawn", got, "Its outlet withdrew it on 2 Mar 08:40, so later digests leave it out")
		if strings.Contains(got, "This channel") {
			t.Errorf("a channel missed it: %s", got)
		}
	})
}

// TestWhyPaused asks about what came in while a schedule is paused: what it told goes on in its thread when it is resumed in time, and what it did not
// tell is in its next digest if it is resumed before that, and in none after it.
func TestWhyPaused(t *testing.T) {
	story(t, "2026-03-02 08:30", func(h *house) {
		h.start(morning)
		h.until("2026-03-02 08:35")
		h.tell("s1", "Alpha", "Qwen 4 is out", "2026-03-02 08:00")
		h.until("2026-03-02 09:30")
		h.ask("schedule pause morning")
		h.until("2026-03-02 09:55")
		h.tell("s1", "Beta", "Qwen 4 in numbers", "2026-03-02 09:50")
		h.tell("s2", "Gamma", "A cloud region opens in Jakarta", "2026-03-02 09:50")
		follow, other := "why "+idOf("Beta", "Qwen 4 in numbers"), "why "+idOf("Gamma", "A cloud region opens in Jakarta")
		h.until("2026-03-02 10:10")
		const thread = "This channel: morning, which told its story, is paused; if it is resumed before 3 Mar 21:50, the thread gets it"
		h.within("of a story that was told", h.ask(follow), thread)
		h.within("of another", h.ask(other), "This channel: morning is paused; the digest of 3 Mar 09:00 may have it only if it is resumed before that")
		h.ask("schedule pause morning 1 day")
		h.within("until then", h.ask(other), "morning is paused until 3 Mar 10:10; the digest of 3 Mar 09:00")
		h.ask("schedule pause morning 12 hours")
		h.within("before the next digest", h.ask(other), "This channel may get it with the digest of 3 Mar 09:00")
		h.ask("schedule pause morning")
		h.until("2026-03-03 09:30")
		h.within("after a digest that was not posted", h.ask(other), "This channel: morning was paused when its digest of 3 Mar 09:00 was due, and what that left out is not made up for")
		h.within("of a story that was told", h.ask(follow), thread)
		h.until("2026-03-03 22:00")
		h.within("too late", h.ask(follow), "morning was paused when its digest of 3 Mar 09:00 was due")
		h.tell("s1", "Delta", "Qwen 4 in a phone", "2026-03-03 22:00")
		h.until("2026-03-03 22:20")
		h.ask("schedule resume morning")
		h.tell("s3", "Gamma", "Nothing else", "2026-03-03 22:20")
		h.until("2026-03-04 09:30")
		h.want("resumed", h.seenIn("C"), `02 09:00
  Qwen 4 is out (Alpha · 3 sources, updated 3 Mar 22:00)
  └ 03 22:20 Qwen 4 is out
    Qwen 4 in a phone (Delta)
04 09:00
  Nothing else (Gamma)`)
	})
}

// TestWhyAfterTheLastRun asks about what came in after a schedule has run for the last time, paused or not.
func TestWhyAfterTheLastRun(t *testing.T) {
	story(t, "2026-03-02 08:30", func(h *house) {
		h.start("once|2026-03-02 at 9:00|console:W/C")
		h.until("2026-03-02 09:30")
		h.tell("s1", "Alpha", "Qwen 4 is out", "2026-03-02 09:30")
		for range 2 {
			h.within("why", h.ask("why "+idOf("Alpha", "Qwen 4 is out")), "This channel: no digest reaches back to it")
			h.ask("schedule pause once")
		}
	})
}

// TestMergeOfMuted has editors merge a story that they muted with one that is told of, either way round: nothing is said of what became of the two, the
// answer and the log say so, and it is told of again when the muting is taken back, or as far as it was when the merge is.
func TestMergeOfMuted(t *testing.T) {
	for _, c := range []struct{ name, merge, now string }{
		{"into one that is told of", "story merge s1 s2", "s1"},
		{"into the muted one", "story merge s2 s1", "s2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			story(t, "2026-03-02 08:30", func(h *house) {
				h.start(morning)
				h.until("2026-03-02 08:35")
				h.tell("s1", "Alpha", "Qwen 4 is out", "2026-03-02 08:00")
				h.tell("s2", "Beta", "Alibaba opens its newest model", "2026-03-02 08:10")
				muted := editID.FindString(h.ask("story mute s2"))
				h.until("2026-03-02 09:30")
				told := h.seenIn("C")
				h.want("the other alone", told, "02 09:00\n  Qwen 4 is out (Alpha)")

				answer := h.ask(c.merge)
				merged := editID.FindString(answer)
				h.within("merged", answer, "One story now: "+c.now, "Muted here because of s2: nothing more is said of it.")
				h.within("audit", h.ask("audit story"), "edit: "+merged+" · muted: yes")
				h.within("card", h.ask("story "+c.now), "muted")
				h.tell("s1", "Gamma", "Qwen 4 in numbers", "2026-03-02 09:30")
				h.tell("s2", "Delta", "Alibaba’s new model at work", "2026-03-02 09:30")
				h.until("2026-03-03 09:30")
				h.want("nothing is said", h.seenIn("C"), told)

				h.within("the merge taken back", h.ask("story undo "+merged), "Still muted here: s2", "Told of again: s1")
				h.within("merged again", h.ask(c.merge), "Muted here because of s2")
				h.within("the muting taken back", h.ask("story undo "+muted), "Told of again: "+c.now)
				h.tell("s2", "Epsilon", "Alibaba’s model and its price", "2026-03-03 09:30")
				h.until("2026-03-03 10:00")
				h.within("told of again", h.seenIn("C"), "Alibaba’s model and its price (Epsilon)")
			})
		})
	}
}

// TestMutingIsSaid says what decisions on muted stories come to: of two that were muted one muting is left, and what is split off is told of.
func TestMutingIsSaid(t *testing.T) {
	story(t, "2026-03-02 08:30", func(h *house) {
		h.start(morning)
		h.until("2026-03-02 08:35")
		h.tell("s1", "Alpha", "Qwen 4 is out", "2026-03-02 08:00")
		h.tell("s1", "Gamma", "Qwen 4 in numbers", "2026-03-02 08:05")
		h.tell("s2", "Beta", "Alibaba opens its newest model", "2026-03-02 08:10")
		first := editID.FindString(h.ask("story mute s1"))
		h.ask("story mute s2")
		h.within("both muted", h.ask("story merge s1 s2"), "Muted here because of s1 and s2")
		if got := h.ask("story undo " + first); !strings.Contains(got, "Still muted here: s2") || strings.Contains(got, "Told of again") {
			t.Errorf("one muting taken back: %s", got)
		}
		split := h.ask("story split s1 " + idOf("Gamma", "Qwen 4 in numbers"))
		h.within("split off", split, "Still muted here: s2", "Told of again: ")
		if got := h.ask("story undo " + editID.FindString(split)); !strings.Contains(got, "Still muted here: s2") || strings.Contains(got, "Told of again") {
			t.Errorf("the split taken back: %s", got)
		}
	})
}

// TestEditorsDecide has editors merge, split and mute stories: it holds from then on, over restarts, is told of with who and when, can be
// taken back, and is nothing to another workspace nor to who may only ask.
func TestEditorsDecide(t *testing.T) {
	story(t, "2026-03-02 08:30", func(h *house) {
		h.start(morning)
		h.until("2026-03-02 08:35")
		h.tell("s1", "Alpha", "Qwen 4 is out", "2026-03-02 08:00")
		h.tell("s2", "Beta", "Alibaba opens its newest model", "2026-03-02 08:10")
		from := bot.Address{Platform: consolePlatform, Workspace: "W", Channel: "C"}
		denied := h.app.router.DoLine(context.Background(), bot.Invocation{From: from, Locale: "en"}, "story merge s1 s2").Plain()
		merged := h.ask("story merge s1 https://Beta.example/Alibaba-opens-its-newest-model")
		h.within("merged", merged, "One story now: s1", "for this workspace alone")
		if strings.Contains(denied, "One story now") {
			t.Errorf("who may only ask has merged: %s", denied)
		}
		h.within("again", h.ask("story merge s1 s2"), "These are one story already")
		h.within("unknown", h.ask("story merge s1 nothing"), "I know no story")
		h.stop()
		h.start(morning)
		h.until("2026-03-02 09:30")
		h.want("one line", h.seenIn("C"), "02 09:00\n  Alibaba opens its newest model (Beta, Alpha · 1 more article)\n  └ 02 09:00 Alibaba opens its newest model\n    Qwen 4 is out (Alpha)")
		h.until("2026-03-02 09:42")
		h.tell("s2", "Gamma", "Alibaba’s new model in numbers", "2026-03-02 09:40") // what joins the other comes along
		h.until("2026-03-02 10:00")
		h.within("follow-up", h.seenIn("C"), "(Beta · 3 sources, updated 09:40)", "Alibaba’s new model in numbers (Gamma)")
		h.within("why", h.ask("why "+idOf("Beta", "Alibaba opens its newest model")), "Story s1, 3 articles", "An editor put it there")

		gamma := idOf("Gamma", "Alibaba’s new model in numbers")
		split := h.ask("story split s1 " + gamma)
		h.within("split", split, "A story of its own now")
		h.within("all of it", h.ask("story split s1 "+idOf("Alpha", "Qwen 4 is out")+" "+idOf("Beta", "Alibaba opens its newest model")), "and not all of them")
		h.within("undo", h.ask("story undo "+editID.FindString(split)), "Taken back")
		h.within("undo twice", h.ask("story undo "+editID.FindString(split)), "it was taken back already")
		muted := h.ask("story mute s2")
		h.within("muted", muted, "Story s1 is muted here")
		h.until("2026-03-02 10:12")
		h.tell("s1", "Delta", "More of the same model", "2026-03-02 10:10")
		h.until("2026-03-03 09:30")
		if got := h.seenIn("C"); strings.Contains(got, "More of the same") {
			t.Errorf("a muted story goes on: %s", got)
		}
		h.within("card", h.ask("story s1"), "s2 was taken in", "muted", "taken back", editID.FindString(merged))
		h.keep(func(s *store.Store) {
			if d, err := s.StoryEdits.Decisions(context.Background(), "slack:T2"); err != nil || d.Muted("s1") || d.Story("x", "s2") != "s2" {
				t.Errorf("another workspace: %+v, %v", d, err)
			}
		})
		h.within("unmute", h.ask("story undo "+editID.FindString(muted)), "Taken back")
		h.within("unmerge", h.ask("story undo "+editID.FindString(merged)), "Taken back")
		h.within("audit", h.ask("audit story"), "Story s1 took another in", "story: s2 · edit: "+editID.FindString(merged), "Story s1 was split", "Story s1 was muted", "Edit "+editID.FindString(merged)+" of a story was taken back")
		change := regexp.MustCompile(`(\w+) · story: s2`).FindStringSubmatch(h.ask("audit s2"))[1]
		h.within("undo of what the log alone has", h.ask("undo "+change), "story undo, with the id of the edit, takes it back")
		h.within("two again", h.ask("why "+idOf("Beta", "Alibaba opens its newest model")), "Story s2, 2 articles")
	})
}
