package app

import (
	"context"
	"strings"
	"testing"
	"time"

	"briefbot/bot/discord/discordtest"
	"briefbot/bot/slack/slacktest"
)

// TestAdministrationOnPlatforms has people of Slack and Discord set up schedules, with what the platforms say of their rights and channels.
func TestAdministrationOnPlatforms(t *testing.T) {
	t.Parallel()
	feeds := map[string][]byte{"retold": []byte(retold)}
	w := newWorld(t, feeds)
	feeds["page"] = []byte(`<html><head><link rel="alternate" type="application/feed+json" href="/late"></head></html>`)
	feeds["late"] = []byte(strings.ReplaceAll(strings.ReplaceAll(retold, "Alibaba Cloud", "Late news: Alibaba Cloud"), "retold", "late"))
	w.clock.set(time.Date(2026, 2, 2, 3, 0, 0, 0, time.UTC))
	w.slack.Administer("ann")
	a, _ := w.start(t)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	// On a machine that is busy the database may not answer in time whether a command was given before; then it is given again.
	again := func(line, button string, ask func() (text, id string, private bool, err error), press func(id string) (string, bool, error)) string {
		t.Helper()
		for try := 0; ; try++ {
			text, id, private, err := ask()
			unsure := strings.Contains(text, "Something broke")
			if err == nil && button != "" && !unsure {
				text, private, err = press(id)
				unsure = strings.Contains(text, "Something broke")
			}
			if err != nil || !private {
				t.Fatalf("%s: private %v, %v", line, private, err)
			}
			if !unsure || try == 5 || !strings.Contains(w.log.String(), "nobody can tell whether this was done already") {
				return text
			}
		}
	}
	slack := func(who, line, button string) string {
		t.Helper()
		return again(line, button, func() (string, string, bool, error) {
			got, err := w.slack.Type(ctx, who, slacktest.News, "/brief", line)
			return got.View.Text, got.TS, got.Private, err
		}, func(id string) (string, bool, error) {
			got, err := w.slack.Press(ctx, who, slacktest.News, id, button)
			return got.View.Text, got.Private, err
		})
	}
	discord := func(who discordtest.Person, channel, line, button string) string {
		t.Helper()
		if !strings.HasPrefix(line, "latest ") {
			line = "brief-admin " + line
		}
		return again(line, button, func() (string, string, bool, error) {
			got, err := w.discord.Ask(ctx, who, channel, line)
			return got.Text, got.ID, got.Private, err
		}, func(id string) (string, bool, error) {
			got, err := w.discord.Press(ctx, who, channel, id, button)
			return got.Text, got.Private, err
		})
	}
	has := func(what, got, want string) {
		t.Helper()
		if !strings.Contains(got, want) {
			t.Errorf("%s: %s\nwant %s", what, got, want)
		}
	}
	has("nobody of Slack", slack("bob", "schedule add daily 9:30 name:two", ""), "Only admins may use schedule add")
	has("where the bot is not", slack("ann", "schedule add daily 9:30 name:two in:<#"+slacktest.Lobby+"|lobby>", ""), "the bot is not in the channel")
	has("an owner of Slack", slack("ann", "schedule add daily 9:30 name:two", "Save"), "Saved")
	has("a role", slack("ann", "role set <@"+slacktest.Person("bob")+"|bob> admin", "Save"), "bob")
	has("who was named", slack("bob", "schedule edit two daily 9:40", "Save"), "Saved")

	closed := w.discord.AddChannel("closed", discordtest.PermSend)
	manager, keeper, luc := discordtest.Person{Name: "mia", Admin: true}, discordtest.Person{Name: "kim", Keeper: true}, discordtest.Person{Name: "luc", Roles: []string{"77"}}
	has("nobody of Discord", discord(luc, w.channel, "schedule add when:daily-9:30", ""), "Only admins may use schedule add")
	has("a channel that is closed", discord(manager, closed, "schedule add when:@daily", ""), "the bot may not post there")
	has("who manages the server", discord(manager, w.channel, "schedule add when:@daily name:two", "Save"), "Saved")
	has("who manages the channel", discord(keeper, w.channel, "schedule pause schedule:two", ""), "is paused")
	has("in the server", discord(keeper, w.channel, "audit", ""), "Only admins may use audit")
	has("the same name on the other platform", slack("ann", "schedule remove two", "Save"), "removed")
	has("a role of the platform", discord(manager, w.channel, "role set who:<@&77> access:admin", "Save"), "Saved")
	has("who has the role", discord(luc, w.channel, "schedule resume schedule:two", ""), "posts again")
	if n := len(a.settings.Space("slack:"+slacktest.Team).Schedules) + len(a.settings.Space("discord:"+w.discord.Guild()).Schedules); n != 1 {
		t.Errorf("%d schedules are left", n)
	}
	// A source that one workspace adds is read without a restart, and shown to nobody else.
	has("a page that names a feed", slack("ann", "source add "+w.feeds.URL+"/page", "Save"), "Saved")
	eventually(t, "the source is read", func() bool { return strings.Contains(slack("bob", "latest alibaba", ""), "Late news") })
	if got := discord(luc, w.channel, "latest alibaba", ""); strings.Contains(got, "Late news") {
		t.Errorf("the other workspace sees %s", got)
	}
	if bad := append(w.slack.Complaints(), w.discord.Violations()...); len(bad) > 0 {
		t.Errorf("the platforms complain: %q", bad)
	}
}
