package app

import (
	"context"
	"strings"
	"testing"
	"time"

	"briefbot/bot/discord/discordtest"
	"briefbot/bot/slack/slacktest"
	"briefbot/internal/feed/opml"
)

// TestSourceListsOnPlatforms has lists of sources go in and out on Slack and Discord: pasted and as files, over real sockets.
func TestSourceListsOnPlatforms(t *testing.T) {
	t.Parallel()
	feeds := map[string][]byte{"retold": []byte(retold)}
	w := newWorldWith(t, feeds, specified(t))
	feeds["one"], feeds["two"] = []byte(strings.ReplaceAll(retold, "retold", "one")), []byte(strings.ReplaceAll(retold, "retold", "two"))
	w.clock.set(time.Date(2026, 2, 2, 3, 0, 0, 0, time.UTC))
	w.slack.Administer("ann")
	a, _ := w.start(t)
	ctx, cancel := context.WithTimeout(t.Context(), 40*time.Second)
	defer cancel()
	list := `<?xml version="1.0"?>
<opml version="2.0"><body>
<outline text="Mine"><outline text="One &amp; only" xmlUrl="` + w.feeds.URL + `/one"/>
<outline text="Nowhere"  type="rss"/></outline></body></opml>`
	sure := func(what string, ask func() (string, error)) string {
		t.Helper()
		for try := 0; ; try++ {
			text, err := ask()
			if err != nil {
				t.Fatalf("%s: %v", what, err)
			}
			if !strings.Contains(text, "Something broke") || try == 5 {
				return text
			}
		}
	}
	has := func(what, got string, want ...string) {
		t.Helper()
		for _, s := range want {
			if !strings.Contains(got, s) {
				t.Errorf("%s: %s\nwant %s", what, got, s)
			}
		}
	}
	slack := func(who, line, button string) string {
		t.Helper()
		return sure(line, func() (string, error) {
			got, err := w.slack.Type(ctx, who, slacktest.News, "/brief", line)
			if err == nil && button != "" {
				got, err = w.slack.Press(ctx, who, slacktest.News, got.TS, button)
			}
			return got.View.Text, err
		})
	}
	has("nobody of Slack", slack("bob", "sources import "+list, ""), "Only admins may use sources import")
	has("pasted on Slack", slack("ann", "sources import "+list, "Add 1"), "Saved", "One & only")
	eventually(t, "the source is read", func() bool {
		list, err := a.Sources(ctx, a.plans[0].places[0])
		return err == nil && len(list) == 2 && !list[0].Read.IsZero() && !list[1].Read.IsZero()
	})
	has("exported on Slack", slack("ann", "sources export", ""), "2 sources", "The file comes to you in a private message.")
	read := func(what string, content []byte, want int) {
		t.Helper()
		l, err := opml.Read(content)
		if err != nil || len(l.Feeds) != want || len(l.Problems) > 0 {
			t.Errorf("%s: %+v %v", what, l, err)
		}
	}
	read("Slack's file", w.slack.File("sources.opml"), 2)
	if got := w.slack.Messages(w.slack.Direct("ann")); len(got) != 1 || got[0].Text != "sources.opml" {
		t.Errorf("what ann gets in private: %+v", got)
	}
	has("as a file with a mention", sure("mention", func() (string, error) {
		got, err := w.slack.MentionWith(ctx, "ann", slacktest.News, "", "sources import", "more.opml", []byte(strings.ReplaceAll(list, "/one", "/two")))
		return got.View.Text, err
	}), "1 source would be added", "line 3", "line 4")
	w.slack.Grant("commands", "chat:write", "channels:read", "channels:history", "app_mentions:read", "users:read")
	has("a file without the scope", sure("mention", func() (string, error) {
		got, err := w.slack.MentionWith(ctx, "ann", slacktest.News, "", "sources import", "more.opml", []byte(list))
		return got.View.Text, err
	}), "I could not read the file.")
	has("exported without the scopes", slack("ann", "sources export", ""), "I may not give you a file here")

	mia, luc := discordtest.Person{Name: "mia", Admin: true}, discordtest.Person{Name: "luc"}
	with := func(who discordtest.Person, content string) (discordtest.Answer, error) {
		return w.discord.AskWith(ctx, who, w.channel, "brief-admin sources import", "mine.opml", []byte(content))
	}
	has("nobody of Discord", sure("import", func() (string, error) { got, err := with(luc, list); return got.Text, err }), "Only admins may use sources import")
	has("a file on Discord", sure("import", func() (string, error) {
		got, err := with(mia, list)
		has("what it shows", got.Text, "1 source would be added", "One & only", "line 3", "line 4")
		if err == nil {
			got, err = w.discord.Press(ctx, mia, w.channel, got.ID, "Add 1")
		}
		return got.Text, err
	}), "Saved")
	has("a broken one", sure("import", func() (string, error) { got, err := with(mia, list[:len(list)-20]); return got.Text, err }), "The list breaks at line 4, so nothing of it is taken.")
	has("a large one", sure("import", func() (string, error) { got, err := with(mia, strings.Repeat("a", 6<<20)); return got.Text, err }), "That is more than 5 MB.")
	id := ""
	has("exported on Discord", sure("export", func() (string, error) {
		got, err := w.discord.Ask(ctx, mia, w.channel, "brief-admin sources export")
		id = got.ID
		if !got.Private {
			t.Error("the file is for all")
		}
		return got.Text, err
	}), "2 sources")
	read("Discord's file", w.discord.Files(w.channel, id)["sources.opml"], 2)
	closed := w.discord.AddChannel("closed", discordtest.PermAttachFiles)
	has("where files may not be attached", sure("export", func() (string, error) {
		got, err := w.discord.Ask(ctx, mia, closed, "brief-admin sources export")
		return got.Text, err
	}), "I may not give you a file here")
	if bad := append(w.slack.Complaints(), w.discord.Violations()...); len(bad) > 0 {
		t.Errorf("the platforms complain: %q", bad)
	}
}
