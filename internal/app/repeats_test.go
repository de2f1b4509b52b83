package app

import (
	"context"
	"strings"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/internal/settings"
)

// says asks a line in a channel of the board.
func (h *house) says(workspace, channel string, access bot.Access, line string) bot.Message {
	h.t.Helper()
	return h.app.router.DoLine(context.Background(), bot.Invocation{
		From: bot.Address{Platform: consolePlatform, Workspace: workspace, Channel: channel}, User: bot.User{ID: "ada"}, Access: access, Locale: "en",
	}, line)
}

// titles returns what was posted since the last call: "day hh:mm channel: title".
func (h *house) titles() string {
	h.board.mu.Lock()
	defer h.board.mu.Unlock()
	var out []string
	for _, p := range h.board.posts[h.seen:] {
		out = append(out, p.At.UTC().Format("02 15:04")+" "+p.Channel+": "+p.Message.Title)
	}
	h.seen = len(h.board.posts)
	return strings.Join(out, "\n")
}

const rankingOfCards = "Shares of China AI accelerator cards, 2025"

// TestAnswersOnATimetable sets questions up from the chat and lets days pass: each run is posted once, also over a restart and after the
// program was away, until somebody stops it.
func TestAnswersOnATimetable(t *testing.T) {
	if testing.Short() {
		t.Skip("asks one line after another")
	}
	story(t, "2026-03-01 08:00", func(h *house) {
		h.start()
		m := h.says("W", "C", bot.Admin, `rank market:m-cn-accelerators schedule:"daily 9:00"`)
		if m.Title != "I will post this here on a timetable." || !m.Private || !strings.Contains(m.Plain(), rankingOfCards) || len(m.Actions) != 1 {
			t.Fatalf("the confirmation: %s", m.Plain())
		}
		time.Sleep(50 * time.Hour)
		h.want("two days", h.titles(), "01 09:00 C: "+rankingOfCards+"\n02 09:00 C: "+rankingOfCards+"\n03 09:00 C: "+rankingOfCards)
		h.stop()
		h.set("2026-03-04 09:20") // away when it was due, and back within its window
		h.start()
		time.Sleep(time.Hour)
		h.want("after a restart", h.titles(), "04 09:20 C: "+rankingOfCards)
		h.stop()
		h.set("2026-03-08 20:00") // away for days: what was missed then is not posted now
		h.start()
		time.Sleep(14 * time.Hour)
		h.want("after days away", h.titles(), "09 09:00 C: "+rankingOfCards)

		stop := m.Actions[0].Line
		if got := h.says("Elsewhere", "C", bot.Admin, stop).Title; !strings.Contains(got, "no timetable of that id") {
			t.Errorf("another workspace stops it: %s", got)
		}
		if got := h.says("W", "C", bot.Editor, stop).Title; !strings.Contains(got, "Only admins") {
			t.Errorf("an editor stops it: %s", got)
		}
		if got := h.says("W", "C", bot.Everyone, "repeat list").Plain(); !strings.Contains(got, "rank m-cn-accelerators") && !strings.Contains(got, "rank market:m-cn-accelerators") || !strings.Contains(got, "in this channel") {
			t.Errorf("the list: %s", got)
		}
		if got := h.says("Elsewhere", "C", bot.Admin, "repeat list").Plain(); strings.Contains(got, "rank") {
			t.Errorf("another workspace sees: %s", got)
		}
		if got := h.says("W", "C", bot.Admin, strings.ToLower(stop)).Title; got != "It is posted no longer." {
			t.Errorf("stopping: %s", got)
		}
		time.Sleep(48 * time.Hour)
		h.want("after the stop", h.titles(), "")
	})
}

// TestTimetablesAreRefused shows what cannot be set up, and that nothing of it is kept.
func TestTimetablesAreRefused(t *testing.T) {
	if testing.Short() {
		t.Skip("asks one line after another")
	}
	story(t, "2026-03-01 08:00", func(h *house) {
		h.start()
		for _, c := range []struct {
			access     bot.Access
			line, want string
		}{
			{bot.Editor, `rank schedule:"daily 9:00"`, "Only admins may have an answer posted on a timetable."},
			{bot.Admin, `rank schedule:"every blue moon"`, "I do not understand “blue”."},
			{bot.Admin, `rank schedule:`, "The filter “schedule:” needs a value after the colon."},
			{bot.Admin, `share zzzzz schedule:"daily 9:00"`, "I do not know the name “zzzzz”."},
		} {
			if got := h.says("W", "C", c.access, c.line).Title; got != c.want {
				t.Errorf("%s: %s, want %s", c.line, got, c.want)
			}
		}
		if got := h.says("W", "C", bot.Admin, "repeat list").Lead; !strings.Contains(got, "There is none.") {
			t.Errorf("kept: %s", got)
		}
		for _, sample := range h.app.router.Complete(context.Background(), bot.Invocation{Command: "rank", Access: bot.Admin}, "schedule", "") {
			if got := h.says("Elsewhere", "C", bot.Admin, `rank schedule:"`+sample.Value+`"`).Title; got != "I will post this here on a timetable." {
				t.Errorf("the sample %q: %s", sample.Value, got)
			}
		}
		for range settings.MostQuestions {
			h.says("W", "C", bot.Admin, `rank schedule:"monthly on the 1st 9:00"`)
		}
		if got := h.says("W", "C", bot.Admin, `rank schedule:"daily 9:00"`).Title; !strings.Contains(got, "as many timetables as it may have") {
			t.Errorf("one more than allowed: %s", got)
		}
		if got := h.says("Elsewhere", "C", bot.Admin, `rank schedule:"daily 9:00"`).Title; got != "I will post this here on a timetable." {
			t.Errorf("in another workspace: %s", got)
		}
	})
}

// TestATimetableTellsTheTeamsOwnFacts asks the same on a timetable in two workspaces, one of which has entered a newer figure: each is told
// what its people are told, also when the figure changes between two runs.
func TestATimetableTellsTheTeamsOwnFacts(t *testing.T) {
	story(t, "2026-03-01 08:00", func(h *house) {
		h.start()
		enter := func(value, quarter string) {
			t.Helper()
			m := h.says("W", "C", bot.Editor, `fact add "Alibaba Cloud" `+value+` `+quarter+` by:idc market:m-cn-pub-iaas url:https://example.com/`+quarter)
			if !strings.HasPrefix(m.Title, "Kept as F") || strings.Contains(m.Title, ",") {
				t.Fatalf("the fact: %s", m.Plain())
			}
		}
		enter("27.5%", "2025q3")
		for workspace, channel := range map[string]string{"W": "C", "Elsewhere": "E"} {
			if m := h.says(workspace, channel, bot.Admin, `share alibaba cloud market:m-cn-pub-iaas schedule:"daily 9:00"`); !strings.Contains(m.Title, "on a timetable") {
				t.Fatalf("%s: %s", workspace, m.Plain())
			}
		}
		time.Sleep(2 * time.Hour)
		first := h.titles()
		if !strings.Contains(first, " C: Alibaba Cloud: 27.5% of ") || strings.Contains(first, " E: Alibaba Cloud: 27.5%") || !strings.Contains(first, " E: Alibaba Cloud: ") {
			t.Errorf("the first run:\n%s", first)
		}
		enter("28.5%", "2025q4")
		time.Sleep(24 * time.Hour)
		if second := h.titles(); !strings.Contains(second, " C: Alibaba Cloud: 28.5% of ") || strings.Contains(second, " E: Alibaba Cloud: 28.5%") {
			t.Errorf("the second run:\n%s", second)
		}
	})
}
