package app

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/discord"
	"briefbot/bot/slack"
	"briefbot/briefs"
	"briefbot/internal/delivery"
	"briefbot/internal/present"
)

// TestMarksHaveRoom has every line of digests that fill their messages be withdrawn: it is marked in its message, on both platforms and in all
// languages, and its title is cut by no more than that takes.
func TestMarksHaveRoom(t *testing.T) {
	d, err := discord.New(discord.Options{Token: "x.y.z", ApplicationID: "1200000000000000001"})
	if err != nil {
		t.Fatal(err)
	}
	s, err := slack.New(slack.Options{BotToken: "xoxb-1", AppToken: "xapp-1"})
	if err != nil {
		t.Fatal(err)
	}
	desk := &daemon{courier: delivery.New(nil, []bot.Adapter{d, s}, delivery.Options{}, slog.Default())}
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	short := 0
	for size := 60; size < 140; size += 20 {
		made := briefs.Digest{Span: briefs.Span{From: now.Add(-24 * time.Hour), To: now}}
		for i := range 8 {
			var list []briefs.Article
			for j := range 4 {
				title := strings.Repeat("Alibaba [Qwen] *cuts* ", 8)[:size]
				list = append(list, briefs.Article{ID: fmt.Sprint(i, "-", j), URL: fmt.Sprintf("https://outlet%d.example/2026/03/02/an-article-about-it/%d", j, i), Title: title, Outlet: fmt.Sprint("Outlet", j), Published: now})
			}
			made.Stories = append(made.Stories, briefs.Entry{Lead: list[0], Related: list[1:], Story: briefs.Story{ID: fmt.Sprint(i)}})
		}
		for _, language := range []string{"en", "fr", "zh"} {
			v := present.In(language, time.UTC)
			for platform, r := range map[string]bot.Renderer{discord.Name: d, slack.Platform: s} {
				for _, part := range r.Split(v.Inline(made)) {
					if len(part.Sections) > 0 { // the last may hold the footer alone
						short += marked(t, desk, bot.Address{Platform: platform}, v, part, size)
					}
				}
			}
		}
	}
	if short == 0 {
		t.Error("no message was so full")
	}
}

// marked marks each line of a message of one section and returns how many marks had no room at first.
func marked(t *testing.T, desk *daemon, place bot.Address, v present.Voice, part bot.Message, size int) (short int) {
	t.Helper()
	change := func(l bot.Line) bot.Line { return v.Changed(l, present.Change{Withdrawn: true}) }
	lines := part.Sections[0].Lines
	for i, l := range lines {
		m := part
		m.Sections = []bot.Section{{Lines: slices.Clone(lines)}}
		relined(&m, l.Ref, change)
		if desk.courier.Fits(place, m) {
			continue
		}
		short++
		fits := desk.fitted(place, &m, l.Ref) && desk.courier.Fits(place, m)
		if got := m.Sections[0].Lines[i]; !fits || bot.Length(got.Text) < size-50 || got.Note != change(l).Note {
			t.Errorf("%s in %s: fits %v: %s (%s)", place.Platform, v.Language(), fits, got.Text, got.Note)
		}
	}
	return short
}

// TestMutedStoriesAreCorrected: of a story that editors muted nothing is said any more, but what the channel was told of it does not stay wrong.
func TestMutedStoriesAreCorrected(t *testing.T) {
	story(t, "2026-03-02 08:30", func(h *house) {
		h.start(morning)
		h.until("2026-03-02 08:35")
		h.tell("s1", "Alpha", "Qwen 4 is out", "2026-03-02 08:00")
		h.until("2026-03-02 09:30")
		h.ask("story mute s1")
		h.retitle("Alpha", "Qwen 4 is out", "Qwen 4 is nearly out", "2026-03-02 09:35")
		h.app.stir()
		h.until("2026-03-02 10:00")
		h.want("corrected", h.seenIn("C"), "02 09:00\n  Qwen 4 is nearly out (headline changed by the outlet · Alpha)")
	})
}
