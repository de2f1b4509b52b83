package app

import (
	"context"
	"errors"
	"slices"
	"testing"

	"briefbot/bot"
)

// groupers are groups with their members; nil ones cannot be read.
type groupers map[string][]string

// Member implements bot.Grouper.
func (g groupers) Member(_ context.Context, workspace, group, user string) (bool, error) {
	if g == nil {
		return false, errors.New("missing_scope")
	}
	return workspace == "T1" && slices.Contains(g[group], user), nil
}

// TestGroups gives roles to user groups of Slack: their members have them, and nobody has when the groups cannot be read.
func TestGroups(t *testing.T) {
	k := governed(t)
	place := "C00000001"
	boss := bot.User{ID: "UBOSS000", Name: "Boss"}
	for _, line := range []string{"role set <!subteam^S0DESK00|@desk> editor", "role set <!subteam^S0LEADS0> admin"} {
		m := k.hear(t, boss, bot.Admin, "T1", place, line)
		if len(m.Actions) == 0 {
			t.Fatalf("%s: %s", line, m.Plain())
		}
		k.hear(t, boss, bot.Admin, "T1", place, m.Actions[0].Line)
	}
	rights := func(who, workspace string) bot.Access {
		from := bot.Address{Platform: "slack", Workspace: workspace, Channel: place}
		return k.rank(t.Context(), bot.Invocation{From: from, User: bot.User{ID: who}}).Access
	}
	k.groupers = map[string]bot.Grouper{"slack": groupers{"S0DESK00": {"UANN0000", "UBEN0000"}, "S0LEADS0": {"UBEN0000"}}}
	for _, c := range []struct {
		who, workspace string
		want           bot.Access
	}{{"UANN0000", "T1", bot.Editor}, {"UBEN0000", "T1", bot.Admin}, {"UZOE0000", "T1", bot.Everyone}, {"", "T1", bot.Everyone}, {"UBEN0000", "T2", bot.Everyone}} {
		if got := rights(c.who, c.workspace); got != c.want {
			t.Errorf("%q in %s may do %d, want %d", c.who, c.workspace, got, c.want)
		}
	}
	k.groupers["slack"] = groupers(nil)
	if got := rights("UBEN0000", "T1"); got != bot.Everyone {
		t.Errorf("a member of groups that cannot be read may do %d", got)
	}
}
