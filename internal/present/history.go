package present

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"briefbot/bot"
)

// The states of a run in a channel, as people are told of them. A run as a whole is going, missed or paused, or else says it of
// its channels.
const (
	RanPosted  = "posted"
	RanWaiting = "waiting" // to be sent
	RanUnknown = "unknown" // sent without an answer
	RanHeld    = "held"
	RanRefused = "refused"
	RanEmpty   = "empty"
	RanPaused  = "paused"
	RanMissed  = "missed"
	RanFailed  = "failed"
	RanGoing   = "going" // being put together
)

// Ran is a run of a schedule and what became of it.
type Ran struct {
	Schedule string
	Due      time.Time
	Zone     *time.Location
	State    string
	Why      string     // a code, such as "down"
	In       []RanPlace // empty: the same everywhere
}

// made reports whether a digest of the run was to go into any channel.
func (r Ran) made() bool {
	not := func(state string) bool { return state == RanMissed || state == RanFailed || state == RanPaused }
	if len(r.In) == 0 {
		return !not(r.State)
	}
	return slices.ContainsFunc(r.In, func(p RanPlace) bool { return !not(p.State) })
}

// RanPlace is what became of a run in one channel.
type RanPlace struct {
	Place    bot.Address
	State    string
	Why      string        // a code, or what the platform or the ledger said
	Messages int           // that are there
	Late     time.Duration // how late the first was sent; 0 when that is not worth a word
	Thread   []RanThread   // what is the matter with messages of its thread
}

// RanThread counts messages of a thread that are not there, of one state.
type RanThread struct {
	State string
	Why   string
	N     int
}

// History tells what became of runs, newest first; more counts those before them. It is of one schedule when that has a name.
func (v Voice) History(name string, list []Ran, more int, place bot.Address) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say("history-title")}
	if name != "" {
		m.Title = v.Say("history-title-name", "Name", short(name))
	}
	if len(list) == 0 {
		m.Lead = v.Say("history-none")
		return m
	}
	var lines []bot.Line
	for _, r := range list {
		text := In(v.lang, r.Zone).Moment(r.Due)
		if name == "" {
			text += " · " + r.Schedule
		}
		lines = append(lines, bot.Line{Text: text, Note: strings.Join(v.ran(r, place), " · ")})
	}
	m.Sections = []bot.Section{{Lines: lines}}
	if more > 0 {
		m.Footer = v.Count("history-more", more)
	}
	return m
}

// ran says what became of a run, one text for all channels of which the same is to be said.
func (v Voice) ran(r Ran, asked bot.Address) []string {
	if len(r.In) == 0 {
		return []string{v.everywhere(r)}
	}
	type group struct {
		of     RanPlace
		places []string
	}
	var groups []group
	for _, p := range r.In {
		p.Late = p.Late.Truncate(time.Minute)
		i := slices.IndexFunc(groups, func(g group) bool {
			return g.of.State == p.State && g.of.Why == p.Why && g.of.Late == p.Late && len(g.of.Thread)+len(p.Thread) == 0
		})
		if i < 0 {
			groups = append(groups, group{of: p, places: []string{v.channel(p.Place, asked)}})
			continue
		}
		groups[i].places = append(groups[i].places, v.channel(p.Place, asked))
		groups[i].of.Messages += p.Messages
	}
	var out []string
	for _, g := range groups {
		out = append(out, v.told(g.of, v.List(g.places))...)
	}
	return out
}

func (v Voice) everywhere(r Ran) string {
	switch r.State {
	case RanMissed, RanFailed:
		return v.Say("ran-missed", "Why", v.missed(r.Why))
	case RanPaused:
		return v.Say("ran-paused")
	case RanGoing:
		return v.Say("ran-going")
	}
	return v.Say("ran-empty")
}

// told says what became of a run in channels, and after that what of its thread.
func (v Voice) told(p RanPlace, places string) []string {
	var s string
	switch p.State {
	case RanPosted:
		s = v.Count("told-posted", cmp.Or(p.Messages, 1), "Places", places)
	case RanHeld, RanRefused:
		s = v.Say("told-"+p.State, "Places", places, "Why", v.refusal(p.Why))
	case RanMissed, RanFailed:
		s = v.Say("told-"+p.State, "Places", places, "Why", v.missed(p.Why))
	default:
		s = v.Say("told-"+p.State, "Places", places)
	}
	if p.Late > 0 {
		s = v.Say("history-late", "Told", s, "Span", v.Span(p.Late))
	}
	out := []string{s}
	for _, t := range p.Thread {
		out = append(out, v.Count("thread-"+t.State, t.N, "Why", v.refusal(t.Why)))
	}
	return out
}

// missed says why a run did not happen; a reason without wording stays as it is.
func (v Voice) missed(why string) string {
	if said := v.Say("missed-" + why); said != "missed-"+why {
		return said
	}
	return bot.Cut(bot.CleanLine(why), 120)
}
