package present

import (
	"time"

	"briefbot/bot"
)

// Repeat is a question that is asked again on a timetable.
type Repeat struct {
	ID       string
	Line     string // as it would be typed
	Timing   Timing
	Zone     *time.Location
	Language string
	Place    bot.Address
	Next     time.Time // zero when it is never due again
}

// Repeated says that a question was kept for its timetable, and what would be posted now.
func (v Voice) Repeated(r Repeat, now bot.Message, at time.Time) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say("repeat-added"), Lead: v.when(r, at), Refs: now.Refs, Footer: v.Say("repeat-id", "ID", r.ID)}
	m.Sections = []bot.Section{{Heading: v.Say("repeat-now"), Lines: []bot.Line{{Text: now.Title, Note: now.Lead}}}}
	return m
}

func (v Voice) when(r Repeat, at time.Time) string {
	s := v.Timing(r.Timing) + " · " + r.Zone.String()
	if !r.Next.IsZero() {
		s += " · " + In(v.lang, r.Zone).next(r.Next, at)
	}
	return s
}

// Repeats lists the questions that are asked again in a workspace, and says which of them are for the channel where it is asked.
func (v Voice) Repeats(list []Repeat, place bot.Address, at time.Time) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say("repeats-title")}
	if len(list) == 0 {
		m.Lead = v.Say("repeats-none")
		return m
	}
	var lines []bot.Line
	for _, r := range list {
		note := v.when(r, at)
		if r.Place == place {
			note += " · " + v.Say("schedule-here")
		}
		lines = append(lines, bot.Line{Text: r.Line, Note: note + " · " + r.ID})
	}
	m.Sections = []bot.Section{{Lines: lines}}
	return m
}
