package slack_test

import (
	"log/slog"
	"testing"

	"briefbot/bot/slack"
	"briefbot/bot/slack/slacktest"
)

// TestMember asks Slack once who is in a user group, and takes nobody to be in one that it does not tell of.
func TestMember(t *testing.T) {
	r := newRig(t, slack.Socket, slacktest.Options{})
	r.Group("S0DESK", "ann", "ben")
	a := r.new(slog.New(slog.DiscardHandler))
	ask := func(workspace, group, user string) (bool, error) {
		return a.Member(t.Context(), workspace, group, slacktest.Person(user))
	}
	for _, c := range []struct {
		workspace, group, user string
		want                   bool
	}{{slacktest.Team, "S0DESK", "ann", true}, {slacktest.Team, "S0DESK", "ben", true}, {slacktest.Team, "S0DESK", "zoe", false}, {"T0OTHER", "S0DESK", "ann", false},
		{slacktest.Team, "no group", "ann", false}} {
		if got, err := ask(c.workspace, c.group, c.user); got != c.want || err != nil {
			t.Errorf("%s in %s of %s: %v %v", c.user, c.group, c.workspace, got, err)
		}
	}
	if n := r.Requests("usergroups.users.list"); n != 1 {
		t.Errorf("one group was asked for %d times", n)
	}
	if got, err := ask(slacktest.Team, "S0NONE", "ann"); got || err == nil {
		t.Errorf("a group that does not exist: %v %v", got, err)
	}
	r.Grant(without("usergroups:read")...)
	fresh := r.new(slog.New(slog.DiscardHandler))
	for range 2 {
		if got, err := fresh.Member(t.Context(), slacktest.Team, "S0DESK", slacktest.Person("ann")); got || err == nil {
			t.Errorf("without the scope: %v %v", got, err)
		}
	}
	if n := r.Requests("usergroups.users.list"); n != 3 {
		t.Errorf("%d requests, want 3: a refusal is remembered", n)
	}
}
