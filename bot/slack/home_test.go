package slack

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"briefbot/bot"
	"briefbot/bot/slack/slacktest"
)

// crowded is an overview with so many lines, each with buttons.
func crowded(lines int, text string) bot.Message {
	m := bot.Message{Title: "Everything"}
	for s := range 3 {
		section := bot.Section{Heading: fmt.Sprint("Part ", s)}
		for i := range lines {
			section.Lines = append(section.Lines, bot.Line{Text: fmt.Sprintf("%s %d", text, i), Note: text, Actions: []bot.Action{{Label: "Pause", Line: "pause"}, {Label: "Test", Line: "test"}}})
		}
		m.Sections = append(m.Sections, section)
	}
	return m
}

// TestHomeFits keeps to Slack's limits of a view by leaving lines out, and says how many; nothing in it is markup.
func TestHomeFits(t *testing.T) {
	hostile := "<!channel> *bold* <https://evil.example|x> & " + strings.Repeat("很长", 2000)
	for _, c := range []struct {
		name         string
		answer, home bot.Message
		left         bool
	}{
		{"little", bot.Message{}, crowded(2, "line"), false},
		{"too many blocks", bot.Message{}, crowded(60, "line"), true},
		{"too many, and an answer of many parts", crowded(90, "answer"), crowded(60, "line"), true},
		{"long texts", bot.Message{Lead: hostile}, crowded(40, hostile), true},
		{"nothing", bot.Message{}, bot.Message{}, false},
	} {
		blocks := homeBlocks(c.answer, c.home)
		raw, err := json.Marshal(slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks}})
		if err != nil {
			t.Fatal(err)
		}
		if problems := slacktest.LintHome(raw); len(problems) > 0 {
			t.Errorf("%s: %q", c.name, problems)
		}
		if got := strings.Contains(string(raw), "… +"); got != c.left {
			t.Errorf("%s: says that lines are left out: %v", c.name, got)
		}
		if strings.Contains(string(raw), `"mrkdwn"`) {
			t.Errorf("%s: markup is alive", c.name)
		}
	}
	whole := crowded(60, "line")
	shown := strings.Count(plainOf(t, homeBlocks(bot.Message{}, whole)), `"line `)
	if want := fmt.Sprintf("… +%d", 180-shown); !strings.Contains(plainOf(t, homeBlocks(bot.Message{}, whole)), want) {
		t.Errorf("%d of 180 lines are shown, and it does not say %q", shown, want)
	}
	if len(whole.Sections[0].Lines) != 60 {
		t.Error("what was given was changed")
	}
}

func plainOf(t *testing.T, blocks []slack.Block) string {
	t.Helper()
	raw, err := json.Marshal(blocks)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// TestHomeOf reads only the opening of the home tab, by people with ids.
func TestHomeOf(t *testing.T) {
	event := func(kind, tab, user, team string) json.RawMessage {
		return json.RawMessage(fmt.Sprintf(`{"team_id":%q,"event_id":"Ev1","event":{"type":%q,"tab":%q,"user":%q}}`, team, kind, tab, user))
	}
	q, ok := homeOf(event("app_home_opened", "home", "U1", "T1"), "desk")
	if !ok || q.from.String() != "slack:T1/U1" || q.user.ID != "U1" || !q.home || q.line != "" {
		t.Errorf("opened: %+v %v", q, ok)
	}
	for _, payload := range []json.RawMessage{
		event("app_home_opened", "messages", "U1", "T1"), event("app_mention", "home", "U1", "T1"), event("app_home_opened", "home", "", "T1"),
		event("app_home_opened", "home", "U1/../x", "T1"), event("app_home_opened", "home", "U1", ""), json.RawMessage(`{`),
	} {
		if q, ok := homeOf(payload, "desk"); ok {
			t.Errorf("%s was taken for it: %+v", payload, q)
		}
	}
	if _, ok := homeOf(event("app_home_opened", "home", "U1", "T1"), ""); ok {
		t.Error("there is no home tab, and it is made")
	}
}
