package app

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"briefbot/bot/discord/discordtest"
	"briefbot/bot/slack/slacktest"
	"briefbot/config"
)

// checked runs a live check and returns what it wrote.
func checked(t *testing.T, text string) (string, error) {
	t.Helper()
	c, err := config.Parse([]byte(text), "test.yaml", nil)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	err = Check(context.Background(), c, true, &out)
	return out.String(), err
}

// TestCheckLive asks stand-ins and a feed over real sockets, first with everything in order, then with everything wrong.
func TestCheckLive(t *testing.T) {
	t.Parallel()
	slack, err := slacktest.Start(slacktest.Options{Commands: []string{"brief"}})
	if err != nil {
		t.Fatal(err)
	}
	defer slack.Close()
	discord, err := discordtest.Start(discordtest.Config{})
	if err != nil {
		t.Fatal(err)
	}
	defer discord.Close()
	channel := discord.AddChannel("news", 0)
	feeds := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/good.xml" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprint(w, `<rss version="2.0"><channel><title>T</title></channel></rss>`)
	}))
	defer feeds.Close()
	settings := func(slackToken, slackChannel, discordChannel, feed string) string {
		return fmt.Sprintf(`
database: {path: %q}
slack: {bot_token: %q, app_token: %q, api_url: %q}
discord: {token: %q, api_url: %q}
fetch: {allow_loopback: true, ports: [%s]}
sources: {starter: false, add: [{name: Bad, url: %q}, {name: Own, url: %q}]}
schedules: [{name: news, when: "daily 9:00", channels: ["slack:%s/%s", "discord:%s/%s"]}]
`, t.TempDir()+"/kept.db", slackToken, slack.AppToken, slack.APIURL, discord.Token(), discord.URL(),
			feeds.URL[strings.LastIndex(feeds.URL, ":")+1:], feeds.URL+"/bad.xml", feeds.URL+"/"+feed, slacktest.Team, slackChannel, discord.Guild(), discordChannel)
	}

	out, err := checked(t, settings(slack.BotToken, slacktest.News, channel, "good.xml"))
	if err != nil {
		t.Errorf("in order, and yet %v:\n%s", err, out)
	}
	for _, want := range []string{
		"ok     slack      signed in to ", "ok     slack      may post to slack:" + slacktest.Team + "/" + slacktest.News,
		"ok     discord    ", "note   feed       Bad cannot be read: ", "ok     feeds      1 of 2 can be read",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing:\n%s", want, out)
		}
	}

	out, err = checked(t, settings("xoxb-1-2-wrong", "C0NOWHERE", "999999999999999999", "absent.xml"))
	if err == nil || !strings.HasPrefix(err.Error(), "wrong: ") {
		t.Errorf("everything is wrong, and yet %v:\n%s", err, out)
	}
	for _, want := range []string{"wrong  slack      the bot token is not accepted", "wrong  discord    ", "wrong  feeds      0 of 2 can be read"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is missing:\n%s", want, out)
		}
	}
	for _, secret := range []string{slack.BotToken, slack.AppToken, discord.Token(), "xoxb-1-2-wrong"} {
		if strings.Contains(out, secret) {
			t.Errorf("a secret is printed:\n%s", out)
		}
	}
}
