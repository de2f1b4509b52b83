package present

import (
	"time"

	"briefbot/bot"
	"briefbot/internal/settings"
)

// Morning is when a private digest is posted unless its reader wants another time.
const Morning = "daily 8:30"

// Reader is what somebody chose for themselves.
type Reader struct {
	ID      string
	Reading settings.Reading
	When    string // as typed
	Timing  Timing
	Zone    *time.Location // nil while nothing is followed
	Next    time.Time
	Stopped bool // they could not be reached
}

// Chosen is what somebody or a channel chose, by the names that people read.
type Chosen struct {
	Follow, Topics, Sources, Stories []string
}

// FollowDone says what somebody follows from now on, when it comes, and how to stop it.
func (v Voice) FollowDone(r Reader, c Chosen, now time.Time, leave string) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say("follow-done"), Lead: v.followWhen(r, now)}
	m.Sections = v.chosen(c)
	m.Actions = []bot.Action{{Label: v.Say("follow-leave"), Line: leave}}
	return m
}

// followWhen says when a private digest comes.
func (v Voice) followWhen(r Reader, now time.Time) string {
	if r.Stopped {
		return v.Say("follow-stopped")
	}
	local := In(v.lang, r.Zone)
	return v.Say("follow-when", "Words", v.Timing(r.Timing), "Zone", r.Zone.String(), "Next", local.Moment(r.Next), "Ahead", v.Ahead(r.Next.Sub(now)))
}

// chosen lists what was chosen, kind by kind.
func (v Voice) chosen(c Chosen) []bot.Section {
	var out []bot.Section
	for _, kind := range []struct {
		id   string
		list []string
	}{{"follow-names", c.Follow}, {"follow-topics", c.Topics}, {"follow-sources", c.Sources}, {"follow-stories", c.Stories}} {
		var lines []bot.Line
		for _, name := range kind.list {
			lines = append(lines, bot.Line{Text: short(name)})
		}
		if len(lines) > 0 {
			out = append(out, bot.Section{Heading: v.Say(kind.id), Lines: lines})
		}
	}
	return out
}

// Follows lists what somebody chose for themselves and what is chosen for the channel.
func (v Voice) Follows(r Reader, own, here Chosen, watch []string, now time.Time, leave string) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say("follows-title")}
	switch {
	case r.Zone != nil:
		m.Lead = v.followWhen(r, now)
		m.Actions = []bot.Action{{Label: v.Say("follow-leave"), Line: leave}}
	default:
		m.Lead = v.Say("follows-none")
	}
	m.Sections = v.chosen(own)
	for _, s := range v.chosen(here) {
		s.Heading = v.Say("follows-here", "What", s.Heading)
		m.Sections = append(m.Sections, s)
	}
	if len(watch) > 0 {
		m.Sections = append(m.Sections, bot.Section{Heading: v.Say("follows-here", "What", v.Say("field-watch")), Lines: []bot.Line{{Text: v.List(watch)}}})
	}
	return m
}

// MuteDone says what is muted for somebody from now on, or no longer.
func (v Voice) MuteDone(id, name string) bot.Message {
	return bot.Message{Language: v.lang, Title: v.Say(id, "Name", short(name))}
}

// CannotWrite says why somebody cannot be written to in private.
func (v Voice) CannotWrite(why string) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say("follow-no-private"), Lead: v.Say("follow-no-private-do")}
	if why != "" {
		m.Footer = v.refusal(why)
	}
	return m
}
