package present

import (
	"strings"
	"time"

	"briefbot/bot"
)

// Overview is how things stand in a workspace, as far as one person may see it.
type Overview struct {
	Schedules []Standing
	Held      []Undecided // for admins
	HeldMore  bool        // there are more than these
	Failing   []Source
	Paused    []Source // feeds that are not read here
	Drafts    []Draft  // for editors
	Facts     int      // that wait for a review; for editors
	Admin     bool     // the person may administer the workspace
	Editor    bool     // the person may edit facts and stories there
	Untold    bool     // admins have no channel in which they are told of what needs them
}

// Standing is a schedule with what became of its last run.
type Standing struct {
	Schedule
	Last   *Ran // nil: there was none
	Change bool // the person may pause and resume it
	Edit   bool // the person may edit it: it was set up from the chat
	Test   bool // the person may see what it would post
}

// How much of each an overview shows: as much as the narrowest platform takes with a button for each. Of what is left out it says how many.
const (
	StandingShown = 8 // schedules
	heldShown     = 5
	feedsShown    = 5
	draftsShown   = 4
)

// Status words an overview for somebody who asks in a channel.
func (v Voice) Status(o Overview, place bot.Address, now time.Time) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say("status-title"), Lead: v.statusLead(o)}
	section := func(heading string, all int, most int, line func(int) bot.Line) {
		s := bot.Section{Heading: v.Say(heading)}
		for i := range min(all, most) {
			s.Lines = append(s.Lines, line(i))
		}
		if all > most {
			s.Lines = append(s.Lines, bot.Line{Text: v.Count("status-more", all-most)})
		}
		if all > 0 {
			m.Sections = append(m.Sections, s)
		}
	}
	section("status-held", len(o.Held), heldShown, func(i int) bot.Line { return v.heldLine(o.Held[i]) })
	if o.HeldMore {
		last := &m.Sections[len(m.Sections)-1].Lines
		*last = append(*last, bot.Line{Text: v.Say("status-held-more")})
	}
	section("status-drafts", len(o.Drafts), draftsShown, func(i int) bot.Line { return v.draftLine(o.Drafts[i]) })
	section("status-schedules", len(o.Schedules), StandingShown, func(i int) bot.Line { return v.standing(o.Schedules[i], place, now) })
	section("status-failing", len(o.Failing), feedsShown, func(i int) bot.Line { return v.sourceLine(o.Failing[i], o.Admin) })
	section("status-paused", len(o.Paused), feedsShown, func(i int) bot.Line { return v.sourceLine(o.Paused[i], o.Admin) })
	if o.Facts > 0 {
		m.Sections = append(m.Sections, bot.Section{Lines: []bot.Line{{Text: v.Count("status-facts", o.Facts), Actions: []bot.Action{{Label: v.Say("status-show"), Line: "facts pending"}}}}})
	}
	if o.Admin && o.Untold {
		m.Footer = v.Say("status-untold")
	}
	m.Actions = v.statusLists(o)
	return m
}

// statusLead says in one line what needs somebody.
func (v Voice) statusLead(o Overview) string {
	var parts []string
	add := func(id string, n int) {
		if n > 0 {
			parts = append(parts, v.Count(id, n))
		}
	}
	add("status-n-schedules", len(o.Schedules))
	paused := 0
	for _, s := range o.Schedules {
		if s.Paused || len(s.Stopped) > 0 {
			paused++
		}
	}
	add("status-n-paused", paused)
	add("status-n-held", len(o.Held))
	add("status-n-failing", len(o.Failing))
	if len(o.Schedules) == 0 {
		return strings.Join(append([]string{v.Say("schedules-none")}, parts...), " · ")
	}
	return strings.Join(parts, " · ")
}

func (v Voice) statusLists(o Overview) []bot.Action {
	actions := []bot.Action{
		{Label: v.Say("status-refresh"), Line: "status"}, {Label: v.Say("schedules-title"), Line: "schedules"},
		{Label: v.Say("sources-title"), Line: "sources"}, {Label: v.Say("status-history"), Line: "history"},
	}
	if o.Admin {
		actions[1] = bot.Action{Label: v.Say("status-add"), Line: "schedule add"} // the schedules stand there already
		actions = append(actions, bot.Action{Label: v.Say("status-audit"), Line: "audit"})
	}
	return actions
}

// heldLine is a message that waits for an admin, with what may be done about it.
func (v Voice) heldLine(d Undecided) bot.Line {
	actions := v.decisions(d)
	for i := range actions {
		actions[i].Public = false
	}
	return bot.Line{Text: v.Headline(d), Note: v.Reason(d.Reason), At: d.At, Actions: actions}
}

func (v Voice) draftLine(d Draft) bot.Line {
	return bot.Line{Text: v.Say("draft-title", "Name", short(d.Name), "At", v.Moment(d.Due)), Actions: []bot.Action{
		{Label: v.Say("draft-send"), Line: d.line("send", 0)}, {Label: v.Say("draft-post"), Line: d.line("post", 0)}, {Label: v.Say("draft-stop"), Line: d.line("stop", 0)},
	}}
}

// standing is a schedule with its next and its last run, and what may be done about it.
func (v Voice) standing(s Standing, place bot.Address, now time.Time) bot.Line {
	own := In(v.lang, s.Zone).Naming(v.names)
	notes := own.about(s.Schedule, place, now)
	if s.Last != nil {
		last := In(v.lang, s.Last.Zone).Naming(v.names)
		notes = append(notes, v.Say("status-last", "At", last.Moment(s.Last.Due), "Told", strings.Join(last.ran(*s.Last, place), " · ")))
	} else {
		notes = append(notes, v.Say("status-never"))
	}
	l := bot.Line{Text: s.Name, Note: strings.Join(notes, " · ")}
	add := func(label, line string) {
		if len(line) <= bot.MaxActionLine {
			l.Actions = append(l.Actions, bot.Action{Label: v.Say(label), Line: line})
		}
	}
	if s.Change && (s.Paused || len(s.Stopped) > 0) {
		add("pause-resume", "schedule resume "+s.Name)
	}
	if s.Change && !s.Paused {
		add("status-pause", "schedule pause "+quoted(s.Name))
	}
	if s.Edit {
		add("status-edit", "schedule edit "+quoted(s.Name))
	}
	if s.Test {
		add("status-test", "schedule test "+s.Name)
	}
	return l
}

// quoted is a name of several words as one.
func quoted(name string) string {
	if strings.ContainsAny(name, " \t") {
		return `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
	}
	return name
}

// sourceLine is a feed that needs somebody.
func (v Voice) sourceLine(s Source, admin bool) bot.Line {
	l := bot.Line{Text: s.Name, URL: s.URL, Note: v.health(s)}
	if !admin {
		return l
	}
	add := func(label, line string) {
		if len(line) <= bot.MaxActionLine {
			l.Actions = append(l.Actions, bot.Action{Label: v.Say(label), Line: line})
		}
	}
	if s.Paused {
		add("pause-resume", "source resume "+s.Name)
	} else {
		add("status-pause", "source pause "+s.Name)
	}
	add("status-remove", "source remove "+s.Name)
	return l
}

// FeedNotice tells admins of feeds that have failed for a day, and of those that work again.
func (v Voice) FeedNotice(failing, again []Source) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Count("feeds-notice", len(failing)), Lead: v.Say("feeds-notice-lead")}
	if len(failing) == 0 {
		m.Title, m.Lead = v.Count("feeds-again-notice", len(again)), ""
	}
	section := func(heading string, list []Source, actions bool) {
		s := bot.Section{Heading: heading}
		for _, x := range list[:min(len(list), feedsTold)] {
			s.Lines = append(s.Lines, v.sourceLine(x, actions))
		}
		if more := len(list) - feedsTold; more > 0 {
			s.Lines = append(s.Lines, bot.Line{Text: v.Count("status-more", more)})
		}
		m.Sections = append(m.Sections, s)
	}
	if len(failing) > 0 {
		section("", failing, true)
	}
	if len(again) > 0 && len(failing) > 0 {
		section(v.Count("feeds-again-notice", len(again)), again, false)
	} else if len(again) > 0 {
		section("", again, false)
	}
	return m
}

// feedsTold is how many feeds one notice names.
const feedsTold = 10
