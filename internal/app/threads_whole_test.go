package app

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"briefbot/bot/discord/discordtest"
	"briefbot/bot/slack/slacktest"
	"briefbot/briefs"
	"briefbot/internal/store"
)

// TestThreadsOnPlatforms has a story go on after its digest, on both platforms and in a forum, over a restart: the follow-up stands in the
// old thread, the line says that there is more, and nobody is pinged. A story whose message was deleted says nothing any more in its channel.
func TestThreadsOnPlatforms(t *testing.T) {
	t.Parallel()
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, map[string][]byte{"retold": []byte(retold)})
	forum := w.discord.AddForum("stories", true, "Alibaba", "English")
	w.config += "  - {name: forum, when: \"daily 9:00\", channels: [\"discord:" + w.discord.Guild() + "/" + forum + "\"]}\n"
	w.clock.set(time.Date(2026, 2, 2, 8, 50, 0, 0, shanghai))
	a, stop := w.start(t)
	eventually(t, "the feed is read", func() bool { return w.read(t, a) })
	w.clock.set(time.Date(2026, 2, 2, 9, 0, 1, 0, shanghai))
	a.Poke()
	eventually(t, "the digest is posted everywhere", func() bool {
		return w.settled(t, a, "2026-02-02T09:00") && len(w.discord.Seen(forum)) > 0
	})
	stop()

	a, stop = w.start(t)
	defer stop()
	w.clock.set(time.Date(2026, 2, 5, 14, 10, 0, 0, shanghai))
	w.follows(t, a, "Qwen3 price cut by half is confirmed", 1)
	eventually(t, "the follow-up is posted everywhere", func() bool {
		return w.said("price cut by half is confirmed") == 3
	})
	list := w.slack.Messages(slacktest.News)
	if !list[0].Edited || !strings.Contains(list[0].View.Text, "2 sources, updated 5 Feb 14:09") || list[len(list)-1].ThreadTS != list[0].TS {
		t.Errorf("Slack: edited %v, thread %q of %q: %s", list[0].Edited, list[len(list)-1].ThreadTS, list[0].TS, list[0].View.Text)
	}
	for _, channel := range []string{w.channel, forum} {
		seen := w.discord.Seen(channel)
		last := seen[len(seen)-1]
		if !seen[0].Edited || !strings.Contains(seen[0].Text, "2 sources, updated 5 Feb 14:09") || last.Thread != seen[0].ID || !strings.Contains(last.Text, "3 days after") {
			t.Errorf("Discord: %+v", seen)
		}
	}
	if tags := w.discord.Tags(w.discord.Seen(forum)[0].ID); !slices.Equal(tags, []string{"Alibaba", "English"}) {
		t.Errorf("tags %q", tags)
	}

	w.slack.Remove(slacktest.News, list[0].TS)
	w.discord.DeleteMessage(w.channel, w.discord.Seen(w.channel)[0].ID)
	w.discord.Archive(w.discord.Seen(forum)[0].ID, true)
	before := w.said("")
	w.follows(t, a, "Rivals answer the price cut of Qwen3", 2)
	eventually(t, "the edits are refused", func() bool { return w.refused(t, a) >= 3 })
	time.Sleep(200 * time.Millisecond)
	if n := w.said(""); n != before {
		t.Errorf("%d messages, want the %d that were left", n, before)
	}
	for _, m := range w.slack.Messages(slacktest.News) {
		if m.View.Pings > 0 || m.Unfurled {
			t.Errorf("Slack: pings or previews: %+v", m)
		}
	}
	if bad := append(w.slack.Complaints(), w.discord.Violations()...); len(bad) > 0 {
		t.Errorf("the platforms complain: %q", bad)
	}
}

// follows has another outlet tell the story that was in the digest.
func (w *world) follows(t *testing.T, a *App, title string, n int) {
	t.Helper()
	ctx, now := context.Background(), w.clock.now()
	shown, err := a.store.Articles.Between(ctx, briefs.Span{From: now.Add(-9 * 24 * time.Hour), To: now}, nil)
	if err != nil || len(shown) == 0 {
		t.Fatal(len(shown), err)
	}
	added, err := a.store.Articles.Add(ctx, now.Add(-time.Minute), []store.Item{{Article: briefs.Article{
		URL: "https://follow.example/" + strings.Repeat("x", n), Title: title, Outlet: "Follow" + strings.Repeat("!", n-1), Feed: "https://follow.example/rss", Language: "en", Published: now.Add(-2 * time.Minute),
	}}})
	if err != nil || len(added) != 1 {
		t.Fatal(len(added), err)
	}
	if err := a.store.Articles.Place(ctx, []store.Placement{{Article: added[0].ID, Published: added[0].Published, Story: shown[0].Story}}); err != nil {
		t.Fatal(err)
	}
	a.stir()
}

// said counts the messages on all platforms that hold a text.
func (w *world) said(text string) int {
	n := 0
	for _, m := range w.slack.Messages(slacktest.News) {
		if strings.Contains(m.View.Text, text) {
			n++
		}
	}
	var seen []discordtest.Message
	for _, c := range w.discord.Channels() {
		seen = append(seen, w.discord.Seen(c)...)
	}
	for _, m := range seen {
		if strings.Contains(m.Text, text) {
			n++
		}
	}
	return n
}

// refused counts the edits that platforms refused for good.
func (w *world) refused(t *testing.T, a *App) int {
	t.Helper()
	n := 0
	for _, workspace := range []string{"slack:" + slacktest.Team, "discord:" + w.discord.Guild()} {
		list, err := a.store.Deliveries.Edits(context.Background(), workspace)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range list {
			if d.State == store.Refused {
				n++
			}
		}
	}
	return n
}

// another is what a second outlet tells of the story of retold.
const another = `{"version": "https://jsonfeed.org/version/1.1", "title": "Another", "items": [{"id": "a1", "url": "https://another.example/1",
	"title": "Qwen3: Alibaba Cloud halves the price, <!channel> @everyone *says*", "date_published": "2026-02-01T14:00:00+08:00"}]}`

// TestInlineOnPlatforms has the related articles of a story stand under its headline, in French on both platforms: one message, no
// thread, each article with its own link, and nothing that a title says pings or formats.
func TestInlineOnPlatforms(t *testing.T) {
	t.Parallel()
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, map[string][]byte{"retold": []byte(retold), "another": []byte(another)})
	french := w.discord.AddChannel("actus", 0)
	w.config += "  - {name: inline, when: \"daily 9:00\", threads: inline, language: fr, channels: [\"slack:" + slacktest.Team + "/" + slacktest.Random + "\", \"discord:" + w.discord.Guild() + "/" + french + "\"]}\n"
	w.clock.set(time.Date(2026, 2, 2, 8, 50, 0, 0, shanghai))
	a, stop := w.start(t)
	defer stop()
	eventually(t, "the feeds are read", func() bool { return w.read(t, a) })
	w.clock.set(time.Date(2026, 2, 2, 9, 0, 1, 0, shanghai))
	a.Poke()
	eventually(t, "the digest is posted everywhere", func() bool {
		return w.settled(t, a, "2026-02-02T09:00") && len(w.slack.Messages(slacktest.Random)) > 0 && len(w.discord.Seen(french)) > 0
	})
	time.Sleep(200 * time.Millisecond) // a thread would follow
	type seen struct {
		text, thread string
		links        []string
		pings        int
	}
	var all []seen
	for _, m := range w.slack.Messages(slacktest.Random) {
		all = append(all, seen{m.View.Text, m.ThreadTS, m.View.Links, m.View.Pings})
	}
	for _, m := range w.discord.Seen(french) {
		all = append(all, seen{m.Text, m.Thread, m.Links, m.Pings})
	}
	if len(all) != 2 {
		t.Fatalf("%d messages: %+v", len(all), all)
	}
	for _, m := range all {
		for _, link := range []string{"https://another.example/1", "https://retold.example/1"} {
			if n := strings.Count(strings.Join(m.links, " "), link); n != 1 {
				t.Errorf("%s is linked %d times in %+v", link, n, m)
			}
		}
		if m.thread != "" || m.pings != 0 || !strings.Contains(m.text, "@everyone *says*") {
			t.Errorf("%+v", m)
		}
	}
	if bad := append(w.slack.Complaints(), w.discord.Violations()...); len(bad) > 0 {
		t.Errorf("the platforms complain: %q", bad)
	}
}
