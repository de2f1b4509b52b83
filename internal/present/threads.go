package present

import (
	"slices"
	"strings"
	"time"

	"briefbot/bot"
	"briefbot/briefs"
)

// mostBelow is how many links stand under a headline.
const mostBelow = 3

// Inline words a digest as one message that has no thread: links to related articles stand under each headline.
func (v Voice) Inline(d briefs.Digest) bot.Message {
	m, _ := v.Digest(d)
	if len(d.Stories) == 0 {
		return m
	}
	var lines []bot.Line
	for _, e := range d.Stories {
		lines = append(lines, v.withBelow(e, d.Span.To)...)
	}
	m.Sections = []bot.Section{{Lines: lines}}
	return m
}

// withBelow is the line of a story with those of related articles below it.
func (v Voice) withBelow(e briefs.Entry, at time.Time) []bot.Line {
	below := e.Related[:min(len(e.Related), mostBelow)]
	rest := e
	rest.Related = nil
	line := v.headline(rest, at) // its outlets stand below
	if over := len(e.Related) - len(below); over > 0 {
		line.Note += " · " + v.Count("more-articles", over)
	}
	out := []bot.Line{line}
	for _, a := range below {
		out = append(out, bot.Line{Text: headline(a), URL: a.URL, Note: v.from(a), Sub: true, Ref: a.ID})
	}
	return out
}

// Card is a story as a message of its own.
type Card struct {
	Message bot.Message
	Replies []bot.Message
}

// Cards words a digest as one message a story. What is over the limit is counted under the last one.
func (v Voice) Cards(d briefs.Digest, inline bool) []Card {
	if len(d.Stories) == 0 {
		m, _ := v.Digest(d)
		return []Card{{Message: m}}
	}
	var out []Card
	for _, e := range d.Stories {
		out = append(out, v.card(e, d.Span.To, inline))
	}
	if over := len(d.More) + d.Left; over > 0 {
		out[len(out)-1].Message.Footer = v.Count("digest-left", over)
	}
	return out
}

func (v Voice) card(e briefs.Entry, at time.Time, inline bool) Card {
	lines := []bot.Line{v.headline(e, at)}
	if inline {
		lines = v.withBelow(e, at)
	}
	title := headline(e.Lead)
	c := Card{Message: bot.Message{Sections: []bot.Section{{Lines: lines}}, Language: v.lang, Thread: title}}
	if !inline && len(e.Related) > 0 {
		reply := v.related(e, title)
		reply.Title = "" // the message above says it
		c.Replies = []bot.Message{reply}
	}
	return c
}

// longAgo is after which a story that goes on says how long ago it was told of.
const longAgo = 48 * time.Hour

// FollowUp words what came in of a story for its thread: under its headline, where the thread is about several, and with its age when
// nothing was heard of it for days. The last one that the thread is told says that it is.
func (v Voice) FollowUp(lead briefs.Article, own bool, news []briefs.Article, silent time.Duration, last bool) bot.Message {
	m := bot.Message{Title: headline(lead), Language: v.lang, Thread: headline(lead)}
	if own {
		m.Title = ""
	}
	if silent >= longAgo {
		m.Lead = v.Say("follow-again", "Age", v.Span(silent))
	}
	m.Sections = []bot.Section{{Lines: v.members(news[:min(len(news), maxRelated)])}}
	var notes []string
	if over := len(news) - maxRelated; over > 0 {
		notes = append(notes, v.Count("more-left", over))
	}
	if last {
		notes = append(notes, v.Say("follow-full"))
	}
	m.Footer = strings.Join(notes, " · ")
	return m
}

// Updated is the note of a story's line when more came in after it was posted: who leads, how many tell it, and since when that is so; of
// others, that they are others than the one who leads. A note of the day of the posting names the hour alone. Of what stood there before,
// it keeps the marks of changes.
func (v Voice) Updated(was string, lead briefs.Article, outlets int, others bool, posted, at time.Time) string {
	sources := v.Count("sources", outlets)
	if others {
		sources = v.Count("sources-other", outlets)
	}
	id, when := "follow-updated-on", v.Moment(at)
	if posted.In(v.zone).Format(time.DateOnly) == at.In(v.zone).Format(time.DateOnly) {
		id, when = "follow-updated", at.In(v.zone).Format("15:04")
	}
	return v.sayMarks(marks(was)...) + lead.Outlet + " · " + v.Say(id, "Sources", sources, "At", when)
}

// point stands between the parts of a note.
const point = " · "

// sayMarks says marks of changes as a note begins with them, each with the point behind it.
func (v Voice) sayMarks(ids ...string) string {
	out := ""
	for _, id := range ids {
		out += v.Say(id) + point
	}
	return out
}

// marks returns the ids of the marks of changes that a note begins with, in whichever language they were said then.
func marks(note string) []string {
	var out []string
	for {
		first, rest, _ := strings.Cut(note, point)
		id := markOf(first)
		if id == "" {
			return out
		}
		out, note = append(out, id), rest
	}
}

func markOf(part string) string {
	for _, l := range bot.Languages() {
		for _, id := range []string{"change-withdrawn", "change-title"} {
			if In(l, nil).Say(id) == part {
				return id
			}
		}
	}
	return ""
}

// Change is what an outlet did to an article after a channel was shown it.
type Change struct {
	Article   briefs.Article // as it is now
	Was       string         // its title before; of a withdrawn article the last one
	At        time.Time
	Withdrawn bool
}

// Changed returns a line that was posted as it is after a change: marked, so that nobody takes it for what was first there.
func (v Voice) Changed(l bot.Line, c Change) bot.Line {
	id := "change-title"
	if c.Withdrawn {
		id = "change-withdrawn"
	} else {
		l.Text = headline(c.Article)
	}
	if !slices.Contains(marks(l.Note), id) {
		l.Note = strings.TrimSuffix(v.sayMarks(id)+l.Note, point)
	}
	return l
}

// ChangeNote says in the thread what an outlet changed.
func (v Voice) ChangeNote(c Change, thread string) bot.Message {
	m := bot.Message{Language: v.lang, Thread: thread}
	was := bot.Cut(bot.CleanLine(c.Was), maxHeadline)
	if c.Withdrawn {
		m.Lead = v.Say("change-withdrawn-reply", "Outlet", c.Article.Outlet)
		m.Sections = []bot.Section{{Lines: []bot.Line{{Text: was}}}}
		return m
	}
	m.Lead = v.Say("change-title-reply", "Outlet", c.Article.Outlet)
	m.Sections = []bot.Section{{Lines: []bot.Line{{Text: headline(c.Article), URL: c.Article.URL, Note: v.Say("change-title-was", "Was", was)}}}}
	return m
}

// LanguageNames returns what a language is called, in each of the languages that briefbot speaks.
func LanguageNames(code string) []string {
	var out []string
	for _, l := range bot.Languages() {
		out = append(out, In(l, nil).languageName(code))
	}
	return out
}
