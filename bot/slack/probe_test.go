package slack_test

import (
	"context"
	"strings"
	"testing"

	"briefbot/bot"
	"briefbot/bot/slack"
	"briefbot/bot/slack/slacktest"
)

func TestProbe(t *testing.T) {
	at := func(channel string) bot.Address {
		return bot.Address{Platform: slack.Platform, Workspace: slacktest.Team, Channel: channel}
	}
	for _, test := range []struct {
		name     string
		scopes   []string
		refuse   string
		channels []bot.Address
		lacking  []string // a part of each, in order
	}{
		{"all is well", nil, "", []bot.Address{at(slacktest.News)}, nil},
		{"not invited", nil, "", []bot.Address{at(slacktest.Lobby)}, []string{"/invite"}},
		{"private", nil, "", []bot.Address{at(slacktest.Secret)}, []string{"is private"}},
		{"archived", nil, "", []bot.Address{at(slacktest.Archived)}, []string{"is archived"}},
		{"elsewhere", nil, "", []bot.Address{{Platform: slack.Platform, Workspace: "T1", Channel: "C1"}}, []string{"another workspace"}},
		{"scopes", []string{"commands", "channels:read", "channels:history"}, "", nil, []string{"chat:write is missing: nothing can be posted"}},
		{"bad token", nil, "invalid_auth", nil, []string{"the bot token is not accepted: invalid_auth"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, err := slacktest.Start(slacktest.Options{Scopes: test.scopes})
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			if test.refuse != "" {
				s.Refuse(s.BotToken, test.refuse)
			}
			a, err := slack.New(slack.Options{BotToken: s.BotToken, AppToken: s.AppToken, APIURL: s.APIURL})
			if err != nil {
				t.Fatal(err)
			}
			found, lacking := a.Probe(context.Background(), test.channels)
			if len(lacking) != len(test.lacking) {
				t.Fatalf("lacking %q, want %q", lacking, test.lacking)
			}
			for i, want := range test.lacking {
				if !strings.Contains(lacking[i], want) {
					t.Errorf("lacking %q, want %q", lacking[i], want)
				}
			}
			if test.refuse == "" && len(found) == 0 {
				t.Error("nothing was found")
			}
			if all := strings.Join(append(found, lacking...), " "); strings.Contains(all, s.BotToken) || strings.Contains(all, s.AppToken) {
				t.Errorf("a secret is told: %s", all)
			}
		})
	}
}
