package present

import (
	"slices"
	"strings"
	"time"

	"briefbot/bot"
)

// Source is a feed as people see it.
type Source struct {
	Name     string
	URL      string // the page or, without one, the feed
	Feed     string
	Tags     []string
	Own      bool // added by the admins of the workspace
	Paused   bool
	Language string
	Weight   int
	Read     time.Time // last success; zero: never
	Failing  time.Time // since when it fails; zero: it does not
	Why      string    // why it fails, as a class of failures such as "dead" or in words
	Gone     bool
}

// Schedule is a planned digest as people see it.
type Schedule struct {
	Name     string
	Title    string // of the digests; empty: the usual one
	Timing   Timing
	Zone     *time.Location
	Language string
	Places   []bot.Address
	Topics   []string
	Next     time.Time     // zero: never again, or not before somebody resumes it
	Draft    time.Duration // how long before its editors see it; zero: they do not
	Delay    time.Duration // how much later than its time it is always due; Next counts it
	Paused   bool
	Until    time.Time // with Paused: when it goes on by itself; zero: not
	Stopped  []Stopped // channels that it does not post to any more

	Meets func(time.Time) bool // whether a run of it has that time, which Delay does not count in; nil: none has
}

// Stopped is a channel that refused digests until the bot gave up.
type Stopped struct {
	Place bot.Address
	Since time.Time
	Why   string // what the platform said

	Removed time.Time // when the channel is taken off the schedule, unless it is resumed; zero: not
}

// Sources lists feeds with their health, failing ones first.
func (v Voice) Sources(list []Source) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say("sources-title"), Lead: v.Count("sources", len(list))}
	if len(list) == 0 {
		m.Lead = v.Say("sources-empty")
		return m
	}
	var failing, fine []bot.Line
	for _, s := range list {
		line := bot.Line{Text: s.Name, URL: s.URL, Note: v.languageName(s.Language) + " · " + v.health(s)}
		if s.Gone || !s.Failing.IsZero() {
			failing = append(failing, line)
		} else {
			fine = append(fine, line)
		}
	}
	if len(failing) > 0 {
		m.Lead += " · " + v.Count("sources-failing", len(failing))
	}
	m.Sections = []bot.Section{{Lines: append(failing, fine...)}}
	return m
}

// languageName names a language that feeds are written in; one that has no name here by its code.
func (v Voice) languageName(code string) string {
	if bot.Language(code) == "" {
		return code
	}
	return v.Say("language-" + bot.Language(code))
}

// InLanguage reports whether the words name the source's language: by its code, or as any of the languages calls it.
func (s Source) InLanguage(words string) bool {
	for _, l := range bot.Languages() {
		if strings.EqualFold(In(l, nil).languageName(s.Language), words) {
			return true
		}
	}
	return strings.EqualFold(s.Language, words)
}

func (v Voice) health(s Source) string {
	switch {
	case s.Paused:
		return v.Say("source-paused")
	case s.Gone:
		return v.Say("source-gone")
	case !s.Failing.IsZero():
		return v.Say("source-failing", "At", v.Moment(s.Failing), "Why", v.why(s.Why))
	case s.Read.IsZero():
		return v.Say("source-new")
	default:
		return v.Say("source-ok", "At", v.Moment(s.Read))
	}
}

// why says the reason for which a feed fails; one that has no wording stays as it is.
func (v Voice) why(reason string) string {
	if said := v.Say("why-" + reason); said != "why-"+reason {
		return said
	}
	return short(reason)
}

// NoSource answers a filter that nothing passes.
func (v Voice) NoSource(filter string) bot.Message {
	return bot.Message{Language: v.lang, Title: v.Say("sources-none", "Filter", short(filter))}
}

// Schedules lists planned digests with their next run, and says which of them are for the channel where it is asked.
func (v Voice) Schedules(list []Schedule, place bot.Address, now time.Time) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say("schedules-title")}
	if len(list) == 0 {
		m.Lead = v.Say("schedules-none")
		return m
	}
	var lines []bot.Line
	for _, s := range list {
		lines = append(lines, bot.Line{Text: s.Name, Note: strings.Join(In(v.lang, s.Zone).Naming(v.names).about(s, place, now), " · ")})
	}
	m.Sections = []bot.Section{{Lines: lines}}
	return m
}

// about says of a schedule when it is due, what is paused, and whether it is for the channel; the voice is in its zone.
func (v Voice) about(s Schedule, place bot.Address, now time.Time) []string {
	notes := []string{v.Timing(s.Timing), s.Zone.String()}
	switch {
	case s.Paused && s.Until.IsZero():
		notes = append(notes, v.Say("schedule-paused"))
	case s.Paused:
		notes = append(notes, v.Say("schedule-paused-until", "At", v.Moment(s.Until)))
	}
	if !s.Next.IsZero() {
		notes = append(notes, v.next(s.Next, now))
	}
	if s.Delay > 0 {
		notes = append(notes, v.Delay(s.Delay))
	}
	if s.Draft > 0 {
		notes = append(notes, v.Say("schedule-draft", "Span", v.Span(s.Draft)))
	}
	if slices.Contains(s.Places, place) {
		notes = append(notes, v.Say("schedule-here"))
	}
	for _, x := range s.Stopped {
		notes = append(notes, v.Say("schedule-stopped", "Place", v.channel(x.Place, place), "At", v.Moment(x.Since), "Why", v.refusal(x.Why)))
		if !x.Removed.IsZero() {
			notes = append(notes, v.Say("schedule-removed", "At", v.Moment(x.Removed)))
		}
	}
	return notes
}

// Delay says how much later than its time a schedule is always due.
func (v Voice) Delay(d time.Duration) string { return v.Say("schedule-delay", "Span", v.Short(d)) }

// channel names a channel to somebody who asks in another: by its name where that is known, else by its id on the platform, and in full to
// one elsewhere.
func (v Voice) channel(a, asked bot.Address) string {
	switch {
	case a == asked.Place():
		return v.Say("place-here")
	case v.names[a.String()] != "":
		return v.names[a.String()]
	case a.Platform == asked.Platform && a.Workspace == asked.Workspace:
		return a.Channel
	}
	return a.String()
}

func (v Voice) next(at, now time.Time) string {
	return v.Say("schedule-next", "At", v.Moment(at), "Ahead", v.Ahead(at.Sub(now)))
}

// UnknownSchedule answers a name that no schedule has; an empty name means that there is none at all.
func (v Voice) UnknownSchedule(name string, have []Schedule) bot.Message {
	if len(have) == 0 {
		return bot.Message{Language: v.lang, Title: v.Say("schedules-none")}
	}
	var names []string
	for _, s := range have {
		names = append(names, s.Name)
	}
	return bot.Message{
		Language: v.lang, Title: v.Say("schedule-unknown", "Name", short(name)), Lead: v.Say("schedule-have", "Names", v.List(names)),
	}
}

// PreviewNote says of which schedule a preview is and when it will be posted.
func (v Voice) PreviewNote(s Schedule, now time.Time) string {
	if s.Next.IsZero() && s.Paused {
		return v.Say("preview-note-paused", "Name", s.Name)
	}
	if s.Next.IsZero() {
		return v.Say("preview-note-never", "Name", s.Name)
	}
	return v.Say("preview-note", "Name", s.Name, "At", In(v.lang, s.Zone).Moment(s.Next))
}
