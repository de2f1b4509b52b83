package present

import (
	"strings"
	"time"

	"briefbot/bot"
)

// Planned is what somebody's words for a schedule come to.
type Planned struct {
	Timing Timing
	Zone   *time.Location
	Crons  []string // the same as cron
	Runs   []Upcoming
}

// Upcoming is one of its runs.
type Upcoming struct {
	At    time.Time
	Flags []string // what is odd about it
}

// Planned shows what words for a schedule come to: said back in the voice's language, as cron, and its next runs.
func (v Voice) Planned(p Planned, now time.Time) bot.Message {
	local := In(v.lang, p.Zone)
	m := bot.Message{Language: v.lang, Title: v.Say("timing-title", "Words", v.Timing(p.Timing), "Zone", p.Zone.String())}
	m.Lead = v.Say("timing-cron", "Cron", strings.Join(p.Crons, "; "))
	var lines []bot.Line
	for _, r := range p.Runs {
		notes := []string{r.At.UTC().Format("2006-01-02 15:04") + " UTC", v.Ahead(r.At.Sub(now))}
		if flags := v.Flags(r.Flags); flags != "" {
			notes = append(notes, flags)
		}
		lines = append(lines, bot.Line{Text: local.Day(r.At) + " " + r.At.In(p.Zone).Format("15:04"), Note: strings.Join(notes, " · ")})
	}
	m.Sections = []bot.Section{{Lines: lines}}
	return m
}

// BadTiming says what is wrong with words for a schedule, from the code of the refusal and its arguments; false when it has no wording.
func (v Voice) BadTiming(code string, args []string) (bot.Message, bool) {
	id := "when-" + code
	if code == "unknown_zone" && len(args) > 1 && args[1] != "" {
		id = "when-unknown_zone-near"
	}
	pairs := []string{"A", "", "B", ""}
	for i, a := range args[:min(len(args), 2)] {
		pairs[2*i+1] = a
	}
	m := bot.Message{Language: v.lang, Title: v.Say(id, pairs...)}
	if m.Title == id {
		return bot.Message{}, false
	}
	if code != "until" && code != "past" {
		m.Lead = v.Say("when-example")
	}
	return m, true
}
