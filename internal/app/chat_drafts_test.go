package app

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"briefbot/bot/discord/discordtest"
	"briefbot/bot/slack/slacktest"
)

// TestDraftsAndFollowersOnPlatforms has editors on Slack and Discord decide on a draft with the buttons of its thread, and people follow a
// name and unsubscribe with one press, over real sockets and with what the platforms say of them.
func TestDraftsAndFollowersOnPlatforms(t *testing.T) {
	t.Parallel()
	w := newWorldWith(t, map[string][]byte{
		"retold": []byte(retold), "other": []byte(strings.NewReplacer("Alibaba Cloud", "Nvidia", "Qwen3", "H20", "r1", "n1", "r2", "n2", "retold", "other").Replace(retold)),
	}, specified(t))
	w.config = strings.Replace(w.config, "name: morning", "name: filed", 1)
	w.clock.set(time.Date(2026, 2, 1, 6, 0, 0, 0, time.UTC))
	w.slack.Administer("ann")
	a, stop := w.start(t)
	ctx, cancel := context.WithTimeout(t.Context(), 60*time.Second)
	defer cancel()
	eventually(t, "all feeds are read", func() bool { return w.read(t, a) })
	editors := w.discord.AddChannel("editors", 0)
	mia, luc, zoe := discordtest.Person{Name: "mia", Admin: true}, discordtest.Person{Name: "luc"}, discordtest.Person{Name: "zoe"}
	// On a machine that is busy the database may not answer in time whether a command was given before; then it is given again.
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
	discord := func(who discordtest.Person, line, button string) string {
		t.Helper()
		return sure(line, func() (string, error) {
			got, err := w.discord.Ask(ctx, who, w.channel, line)
			if err == nil && button != "" {
				got, err = w.discord.Press(ctx, who, w.channel, got.ID, button)
			}
			return got.Text, err
		})
	}
	has := func(what, got, want string) {
		t.Helper()
		if !strings.Contains(got, want) {
			t.Errorf("%s: %s\nwant %s", what, got, want)
		}
	}
	has("a schedule on Slack", slack("ann", "schedule add daily 0:00 Asia/Shanghai name:night draft:20m draft-to:<#"+slacktest.Random+"|random>", "Save"), "Saved")
	has("an editor on Discord", discord(mia, "brief-admin role set who:<@"+luc.ID()+"> access:editor", "Save"), "Saved")
	has("a schedule on Discord", discord(mia, "brief-admin schedule add when:@daily name:night draft:20m draft-to:<#"+editors+">,<@"+luc.ID()+"> silence:drop", "Save"), "Saved")
	has("following on Slack", slack("bob", `follow alibaba at:"daily 0:00 Asia/Shanghai"`, ""), "You follow this from now on")
	has("following on Discord", discord(luc, "brief follow add alibaba at:@daily", ""), "You follow this from now on")
	if w.slack.Direct("bob") == "" || w.discord.Direct(luc) == "" {
		t.Fatal("no conversation was opened")
	}

	w.clock.set(time.Date(2026, 2, 1, 15, 41, 0, 0, time.UTC))
	a.Poke()
	eventually(t, "both drafts are there", func() bool { return len(w.slack.Messages(slacktest.Random)) >= 3 && len(w.discord.Seen(editors)) >= 3 })
	if len(w.slack.Messages(slacktest.News))+len(w.discord.Seen(w.channel)) > 0 {
		t.Fatal("a digest before its time")
	}
	reply := func(about string) (ts string) {
		for _, m := range w.slack.Messages(slacktest.Random) {
			if m.ThreadTS != "" && strings.Contains(m.View.Text, about) {
				return m.TS
			}
		}
		t.Fatalf("Slack: no reply about %s", about)
		return ""
	}
	press := func(who, about, button string) string {
		t.Helper()
		return sure(button, func() (string, error) {
			got, err := w.slack.Press(ctx, who, slacktest.Random, reply(about), button)
			if err == nil && !got.Private {
				t.Errorf("%s: the answer is for all", button)
			}
			return got.View.Text, err
		})
	}
	has("nobody of Slack", press("bob", "Nvidia", "Drop"), "Only editors of all channels of “night”")
	has("an admin of Slack", press("ann", "Nvidia", "Drop"), "Dropped")
	pressed := func(who discordtest.Person, about, button string) string {
		t.Helper()
		return sure(button, func() (string, error) {
			seen := w.discord.Seen(editors)
			i := slices.IndexFunc(seen, func(m discordtest.Message) bool { return m.Thread != "" && strings.Contains(m.Text, about) })
			if i < 0 {
				t.Fatalf("Discord: no reply about %s", about)
			}
			got, err := w.discord.Press(ctx, who, seen[i].Channel, seen[i].ID, button)
			return got.Text, err
		})
	}
	has("nobody of Discord", pressed(zoe, "Nvidia", "Pin"), "Only editors of all channels of “night”")
	has("who manages the server", pressed(mia, "Nvidia", "Pin"), "Pinned")
	eventually(t, "the draft on Discord shows it", func() bool { return strings.Contains(w.discord.Seen(editors)[0].Text, "pinned") })
	private := w.discord.Direct(luc)
	eventually(t, "the draft that an editor gets in private shows it", func() bool {
		seen := w.discord.Seen(private)
		return len(seen) >= 3 && strings.Contains(seen[0].Text, "pinned")
	})
	has("an editor in private", sure("post", func() (string, error) {
		got, err := w.discord.Press(ctx, luc, private, w.discord.Seen(private)[0].ID, "Send on time")
		return got.Text, err
	}), "It is sent on time.")
	if got, err := w.discord.Press(ctx, zoe, private, w.discord.Seen(private)[0].ID, "Do not send"); err != nil || !strings.Contains(got.Text, "Only editors of all channels of") {
		t.Errorf("somebody else: %s %v", got.Text, err)
	}
	stop()
	a, _ = w.start(t) // what was decided is there after a restart

	w.clock.set(time.Date(2026, 2, 1, 16, 2, 0, 0, time.UTC))
	a.Poke()
	eventually(t, "the digests and the private ones are there", func() bool {
		return len(w.slack.Messages(slacktest.News)) > 0 && len(w.discord.Seen(w.channel)) > 0 && len(w.slack.Messages(w.slack.Direct("bob"))) > 0 && slices.ContainsFunc(w.discord.Seen(private), func(m discordtest.Message) bool { return strings.Contains(m.Text, "What you follow") })
	})
	if got := w.slack.Messages(slacktest.News)[0].View.Text; strings.Contains(got, "Nvidia") || !strings.Contains(got, "Alibaba") {
		t.Errorf("Slack's digest: %s", got)
	}
	if got := w.discord.Seen(w.channel)[0].Text; !strings.Contains(got, "Nvidia") || strings.Index(got, "Nvidia") > strings.Index(got, "Alibaba") {
		t.Errorf("Discord's digest: %s", got)
	}
	has("a press on Slack afterwards", press("ann", "Nvidia", "Pin"), "Too late")
	mine, his := w.slack.Messages(w.slack.Direct("bob"))[0], w.discord.Seen(private)[0]
	for _, m := range w.discord.Seen(private) {
		if strings.Contains(m.Text, "What you follow") {
			his = m
		}
	}
	for what, got := range map[string]string{"Slack": mine.View.Text, "Discord": his.Text} {
		if !strings.Contains(got, "What you follow") || !strings.Contains(got, "Alibaba") || strings.Contains(got, "Nvidia") {
			t.Errorf("%s's private digest: %s", what, got)
		}
	}
	has("unsubscribing on Slack", sure("unsubscribe", func() (string, error) {
		got, err := w.slack.Press(ctx, "bob", w.slack.Direct("bob"), mine.TS, "Unsubscribe")
		return got.View.Text, err
	}), "You get no private digest any more.")
	has("unsubscribing on Discord", sure("unsubscribe", func() (string, error) {
		got, err := w.discord.Press(ctx, luc, w.discord.Direct(luc), his.ID, "Unsubscribe")
		return got.Text, err
	}), "You get no private digest any more.")
	if left, err := a.store.Readers.All(ctx); err != nil || len(left) > 0 {
		t.Errorf("left: %+v %v", left, err)
	}
	if bad := append(w.slack.Complaints(), w.discord.Violations()...); len(bad) > 0 {
		t.Errorf("the platforms complain: %q", bad)
	}
}
