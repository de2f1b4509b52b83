package slack_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/bottest"
	"briefbot/bot/slack"
	"briefbot/bot/slack/slacktest"
)

// TestDirect opens conversations with people, posts there, and looks for what was posted.
func TestDirect(t *testing.T) {
	r := newRig(t, slack.Socket, slacktest.Options{Zones: map[string]string{"ann": "Asia/Shanghai"}})
	a := r.new(quiet())
	ctx := context.Background()
	c, err := a.Direct(ctx, slacktest.Team, slacktest.Person("ann"))
	if err != nil || c.Zone != "Asia/Shanghai" || c.Address.Workspace != slacktest.Team || c.Address.Channel != r.Direct("ann") || !strings.HasPrefix(c.Address.Channel, "D") {
		t.Fatalf("%+v, %v", c, err)
	}
	if again, err := a.Direct(ctx, slacktest.Team, slacktest.Person("ann")); err != nil || again != c {
		t.Errorf("again: %+v, %v", again, err)
	}
	key := bottest.Key("d")
	at, err := a.Post(ctx, c.Address, key, bot.Message{Title: "For you"})
	if err != nil || at.Channel != c.Address.Channel {
		t.Fatalf("%v, %v", at, err)
	}
	if found, err := a.Find(ctx, c.Address, key, time.Now().Add(-time.Minute)); err != nil || found != at {
		t.Errorf("found %v, %v; want %v", found, err, at)
	}
	r.Leave("ann")
	if _, err := a.Post(ctx, c.Address, bottest.Key("e"), bot.Message{Title: "For you"}); bot.ClassOf(err) != bot.Refused {
		t.Errorf("to who has left: %v", err)
	}
	for what, who := range map[string][2]string{"another workspace": {"T9", slacktest.Person("ann")}, "nobody": {slacktest.Team, "Unobody"}} {
		var pe *bot.PostError
		if _, err := a.Direct(ctx, who[0], who[1]); !errors.As(err, &pe) || pe.Class != bot.Refused {
			t.Errorf("%s: %v", what, err)
		}
	}
	r.Grant("chat:write", "commands", "channels:read", "channels:history")
	var pe *bot.PostError
	if _, err := a.Direct(ctx, slacktest.Team, slacktest.Person("bob")); !errors.As(err, &pe) || pe.Reason != "missing_scope" {
		t.Errorf("without the scope: %v", err)
	}
}
