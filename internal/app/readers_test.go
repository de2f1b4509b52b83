package app

import (
	"context"
	"strings"
	"testing"
	"time"

	"briefbot/bot"
)

// as gives a line as somebody without rights, in a channel of the workspace W.
func (h *house) as(who, channel, line string) bot.Message {
	h.t.Helper()
	in := bot.Invocation{From: bot.Address{Platform: consolePlatform, Workspace: "W", Channel: channel}, User: bot.User{ID: who, Name: who}, Locale: "en"}
	return h.app.router.DoLine(context.Background(), in, line)
}

// TestPrivateDigests has people follow names for themselves: each gets what they follow, at their time, once, over restarts, until they
// unsubscribe; and nobody else is told of it.
func TestPrivateDigests(t *testing.T) {
	notRaced(t)
	story(t, "2026-03-01 22:00", func(h *house) {
		h.start(morning)
		h.news("Alibaba buys chips", "2026-03-01 21:00")
		h.news("Huawei makes phones", "2026-03-01 21:10")
		m := h.as("ada", "C", "follow alibaba")
		if m.Title != "You follow this from now on" || !strings.Contains(m.Lead, "every day at 08:30 (Asia/Shanghai)") || len(m.Actions) != 1 || m.Actions[0].Label != "Unsubscribe" {
			t.Fatalf("following: %s", m.Plain())
		}
		h.as("ben", "C", "follow huawei, Nvidia at:\"daily 8:00 UTC\"")
		time.Sleep(9 * time.Hour)
		h.want("the first", h.posted(), "02 00:30 dm-ada: Alibaba buys chips")
		h.stop()
		h.start(morning)
		h.news("Alibaba Cloud sells chips", "2026-03-02 06:50")
		time.Sleep(62 * time.Minute)
		h.want("another at another time", h.posted(), "02 08:00 dm-ben: Huawei makes phones")
		time.Sleep(time.Hour)
		h.want("the channel", h.posted(), "02 09:00 C: Alibaba Cloud sells chips, Huawei makes phones, Alibaba buys chips")
		time.Sleep(20 * time.Hour)
		h.want("what belongs to a followed name", h.posted(), "03 00:30 dm-ada: Alibaba Cloud sells chips")

		for _, line := range []string{"schedules", "history", "schedule list", "audit", "held list", "preview", "story Alibaba-buys-chips", "why Alibaba buys chips", "follow list"} {
			if got := h.say(line).Plain(); strings.Contains(got, "dm-") || strings.Contains(got, "follow:") || strings.Contains(got, "ada") && line != "audit" {
				t.Errorf("an admin sees with %s: %s", line, got)
			}
		}
		for _, x := range h.app.readers.now().list {
			if got := h.say("history follow:" + x.ID).Title; !strings.HasPrefix(got, "There is no schedule") {
				t.Errorf("an admin who knows its name sees: %s", got)
			}
		}
		if got := h.as("ben", "C", "follow list").Plain(); strings.Contains(got, "Alibaba") || !strings.Contains(got, "Nvidia") || !strings.Contains(got, "08:00 (UTC)") {
			t.Errorf("what ben follows: %s", got)
		}
		var unsubscribe string
		for _, p := range h.pinned() {
			if p.Channel == "dm-ada" {
				unsubscribe = p.Message.Actions[0].Line
				if len(p.Message.Actions) != 1 || !strings.HasPrefix(p.Message.Title, "What you follow") {
					t.Errorf("a private digest: %s %v", p.Message.Plain(), p.Message.Actions)
				}
			}
		}
		if got := h.as("ben", "dm-ben", unsubscribe).Title; strings.Contains(got, "no private digest any more") {
			t.Errorf("somebody else ends it: %s", got)
		}
		h.want("unsubscribing", h.as("ada", "dm-ada", unsubscribe).Title, "You get no private digest any more.")
		h.news("Alibaba does more", "2026-03-03 06:00")
		h.news("Nvidia does more", "2026-03-03 06:00")
		h.posted()
		time.Sleep(26 * time.Hour)
		if got := h.posted(); strings.Contains(got, "dm-ada") || !strings.Contains(got, "dm-ben: Nvidia does more") {
			t.Errorf("afterwards: %s", got)
		}
	})
}

// TestPrivateDigestsAreMuted has somebody mute a source and a story for themselves, and follow a topic of the workspace.
func TestPrivateDigestsAreMuted(t *testing.T) {
	notRaced(t)
	story(t, "2026-03-01 22:00", func(h *house) {
		h.start(morning)
		h.save("filter set prices price or prices")
		h.until("2026-03-01 22:05") // what is not placed yet when the bot begins, it places itself
		h.tell("prices", "Alpha", "Prices of chips fall", "2026-03-01 21:00")
		h.tell("chips", "Beta", "Alibaba buys chips", "2026-03-01 21:00")
		h.tell("phones", "Gamma", "Alibaba sells phones", "2026-03-01 21:10")
		h.as("ada", "C", "follow topic prices")
		h.as("ada", "C", "follow alibaba")
		const muted = "phones"
		h.want("muting a story", h.as("ada", "C", "mute story "+muted).Title, "“Alibaba sells phones” is muted in your private digest.")
		h.want("muting it again", h.as("ada", "C", "mute "+muted).Title, "That changes nothing.")
		h.want("what is neither", h.as("ada", "C", "mute source Nobody").Title, "There is no source “Nobody”. The command sources lists them.")
		time.Sleep(3 * time.Hour)
		h.want("the digest", h.posted(), "02 00:30 dm-ada: Alibaba buys chips, Prices of chips fall")
		h.want("no topic", h.as("ada", "C", "follow topic chips").Title, "There is no topic “chips”.")
		h.want("no name", h.as("ada", "C", "follow alibabba").Title, "I do not know the name “alibabba”.")
		h.want("no time", h.as("ada", "C", "follow alibaba at:whenever").Title, "I do not understand “whenever”.")
		h.want("nothing of it", h.as("ben", "C", "follow stop alibaba").Title, "You do not follow “alibaba”.")
		h.want("nothing at all", h.as("ben", "C", "follow stop").Title, "You follow nothing. Begin with follow and a name.")
		h.want("who cannot be written to", h.as("shy", "C", "follow alibaba").Title, "I cannot write to you in private here.")
		h.want("one of two", h.as("ada", "C", "follow stop alibaba").Title, "You follow this from now on")
		h.want("the other", h.as("ada", "C", "follow stop topic prices").Title, "You get no private digest any more.")
		h.want("heard again", h.as("ada", "C", "mute stop story "+muted).Title, "“Alibaba sells phones” is no longer muted for you.")
	})
}

// placed returns the stories of the articles of a title.
func (h *house) placed(title string) []string {
	h.t.Helper()
	list, err := h.app.store.Articles.Search(context.Background(), strings.Fields(title), moment(h.t, "2000-01-01 00:00"), 10, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	var out []string
	for _, a := range list {
		out = append(out, a.Story)
	}
	return out
}

// TestPrivateDigestsGiveUp has somebody block the bot: it stops writing to them, tells no admin, and begins anew when they follow again.
func TestPrivateDigestsGiveUp(t *testing.T) {
	notRaced(t)
	story(t, "2026-03-01 22:00", func(h *house) {
		h.start(morning)
		h.as("ada", "C", "follow alibaba")
		h.refuse("dm-ada", true)
		tried := 0
		for day := 2; day <= 7; day++ {
			h.news("Alibaba on day "+string(rune('0'+day)), moment(h.t, "2026-03-01 23:00").AddDate(0, 0, day-2).Format("2006-01-02 15:04"))
			time.Sleep(24 * time.Hour)
			tried = strings.Count(h.log.String(), `msg="delivery refused"`)
		}
		if tried != refusals {
			t.Errorf("tried %d times, want %d", tried, refusals)
		}
		if told := h.heard(); len(told) > 0 {
			t.Errorf("admins were told: %v", told)
		}
		h.refuse("dm-ada", false)
		if got := h.as("ada", "C", "follow list").Lead; !strings.Contains(got, "The digest is stopped") {
			t.Errorf("what ada is told: %s", got)
		}
		h.posted()
		h.as("ada", "C", "follow alibaba")
		h.news("Alibaba once more", "2026-03-07 23:00")
		time.Sleep(24 * time.Hour)
		if got := h.posted(); !strings.Contains(got, "dm-ada: Alibaba once more") {
			t.Errorf("after following again: %s", got)
		}
	})
}

// TestChannelsFollow has editors follow and mute for a channel, with the button that saves and the one that takes back.
func TestChannelsFollow(t *testing.T) {
	notRaced(t)
	story(t, "2026-03-02 08:00", func(h *house) {
		h.start("morning|0 9 * * *|console:W/C")
		h.save("filter set prices price or prices")
		h.save("schedule add daily 9:30 UTC name:prices in:D topics:prices")
		h.news("Prices of chips fall", "2026-03-02 07:00")
		h.news("Alibaba buys chips", "2026-03-02 07:10")
		h.news("Huawei makes phones", "2026-03-02 07:20")
		if got := h.as("ben", "D", "follow alibaba in:D").Title; !strings.HasPrefix(got, "You may not change") {
			t.Errorf("by anybody: %s", got)
		}
		h.save("role set user:ben editor in:D")
		ben := func(line string) bot.Message { return h.as("ben", "D", line) }
		m := ben("follow alibaba in:D")
		if len(m.Actions) != 1 || ben(m.Actions[0].Line).Title != "Saved" {
			t.Fatalf("by an editor: %s", m.Plain())
		}
		if got := ben("follow alibaba in:C").Title; !strings.HasPrefix(got, "You may not change") {
			t.Errorf("for another channel: %s", got)
		}
		muted := h.placed("Prices of chips fall")[0]
		m = ben("mute story " + muted + " in:D")
		if got := ben(m.Actions[0].Line).Title; got != "Saved" {
			t.Errorf("muting: %s", got)
		}
		if got := ben("follow list").Plain(); !strings.Contains(got, "Here: Names") || !strings.Contains(got, "Alibaba Group") || !strings.Contains(got, "Prices of chips fall") {
			t.Errorf("what the channel follows: %s", got)
		}
		if got := ben("why Alibaba buys chips").Plain(); !strings.Contains(got, "watches “Alibaba”") {
			t.Errorf("why: %s", got)
		}
		time.Sleep(100 * time.Minute)
		h.want("posted", h.posted(), "02 09:00 C: Huawei makes phones, Alibaba buys chips, Prices of chips fall\n02 09:30 D: Alibaba buys chips")
		if got := ben("undo").Title; got != "Taken back" {
			t.Errorf("undo: %s", got)
		}
		h.news("Prices of more chips fall", "2026-03-02 10:00")
		time.Sleep(24 * time.Hour)
		if got := h.posted(); !strings.Contains(got, "03 09:30 D: Prices of more chips fall") {
			t.Errorf("the day after: %s", got)
		}
	})
}
