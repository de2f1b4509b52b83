package present

import (
	"cmp"
	"strings"
	"time"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/topics"
)

// maxHeadline is how many characters of a headline are shown. Real ones have at most about 150.
const maxHeadline = 240

// maxRelated is how many related articles one thread reply lists; more are counted.
const maxRelated = 15

// Digest words a digest: the message for the channel and the replies for its thread, one per story that has related articles and one
// for the stories over the limit.
func (v Voice) Digest(d briefs.Digest) (bot.Message, []bot.Message) {
	title := v.Say("digest-title", "Name", cmp.Or(d.Title, v.Say("digest-name")), "Day", v.Day(d.Span.To))
	m := bot.Message{Title: title, Language: v.lang, Thread: title}
	if len(d.Stories) == 0 {
		m.Lead = v.Say("digest-empty", "From", v.Moment(d.Span.From), "To", v.Moment(d.Span.To))
		m.Footer = v.read(d)
		return m, nil
	}
	m.Lead = v.lead(d)
	var lines []bot.Line
	var replies []bot.Message
	for _, e := range d.Stories {
		lines = append(lines, v.headline(e, d.Span.To))
		if len(e.Related) > 0 {
			replies = append(replies, v.related(e, title))
		}
	}
	m.Sections = []bot.Section{{Lines: lines}}
	m.Footer = v.read(d)
	if d.Left > 0 {
		m.Footer = v.Count("digest-left", d.Left) + " · " + m.Footer
	}
	if len(d.More) > 0 {
		m.Footer = v.Count("digest-more", len(d.More)) + " · " + m.Footer
		replies = append(replies, v.more(d.More, title, d.Span.To))
	}
	return m, replies
}

// Preview is a digest as one private message: the stories, each with its related articles counted.
func (v Voice) Preview(d briefs.Digest, note string) bot.Message {
	m, _ := v.Digest(d)
	if note != "" {
		m.Footer = note + " · " + m.Footer
	}
	return m
}

// Late marks the message of a digest that is posted well after it was due.
func (v Voice) Late(m bot.Message, due time.Time) bot.Message {
	late := v.Say("digest-late", "At", v.Moment(due))
	if m.Footer != "" {
		late += " · " + m.Footer
	}
	m.Footer = late
	return m
}

func (v Voice) lead(d briefs.Digest) string {
	outlets := map[string]bool{}
	for _, e := range d.Stories {
		for _, o := range e.Story.Outlets() {
			outlets[topics.House(o)] = true
		}
	}
	return v.Say("digest-lead",
		"Stories", v.Count("stories", len(d.Stories)), "Outlets", v.Count("outlets", len(outlets)),
		"From", v.Moment(d.Span.From), "To", v.Moment(d.Span.To), "Zone", v.zoneName(d.Span.To))
}

// zoneName names the zone; the machine's own, which has no name here, by its abbreviation.
func (v Voice) zoneName(at time.Time) string {
	if v.zone == time.Local {
		return at.In(v.zone).Format("MST")
	}
	return v.zone.String()
}

func (v Voice) read(d briefs.Digest) string {
	return v.Say("digest-read", "Articles", v.Count("articles", d.Read), "Sources", v.Count("sources", d.Sources))
}

// headline is the line of one story at a moment: its title in its own language, who has it, how much more there is, and how long
// ago the channel was told of it, if it was.
func (v Voice) headline(e briefs.Entry, at time.Time) bot.Line {
	note := v.outlets(e)
	if n := len(e.Related); n > 0 {
		note += " · " + v.Count("more-articles", n)
	}
	if !e.Told.IsZero() && at.After(e.Told) {
		note += " · " + v.Say("digest-again", "Age", v.Span(at.Sub(e.Told)))
	}
	if e.New {
		note += " · " + v.Say("draft-new")
	}
	return v.line(e.Lead, note)
}

// line shows an article.
func (v Voice) line(a briefs.Article, note string) bot.Line {
	return bot.Line{Text: headline(a), URL: a.URL, Note: note, At: a.Published.In(v.zone), Ref: a.ID}
}

// headline returns an article's title without its outlet's name, which stands beside it, and cut when it is no real headline.
func headline(a briefs.Article) string {
	return bot.Cut(bot.CleanLine(topics.Headline(a)), maxHeadline)
}

// outlets names the lead's outlet and up to two others that are surely of the story, and counts the rest.
func (v Voice) outlets(e briefs.Entry) string {
	names := []string{e.Lead.Outlet}
	for _, a := range e.Related {
		if a.Loose || known(names, a.Outlet) {
			continue
		}
		names = append(names, a.Outlet)
	}
	const most = 3
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return v.Count("outlets-more", len(names)-most, "Names", strings.Join(names[:most], ", "))
}

func known(names []string, name string) bool {
	for _, n := range names {
		if strings.EqualFold(topics.House(n), topics.House(name)) {
			return true
		}
	}
	return name == ""
}

func (v Voice) related(e briefs.Entry, thread string) bot.Message {
	m := bot.Message{Title: headline(e.Lead), Language: v.lang, Thread: thread}
	m.Sections = []bot.Section{{Lines: v.members(e.Related[:min(len(e.Related), maxRelated)])}}
	if over := len(e.Related) - maxRelated; over > 0 {
		m.Footer = v.Count("more-left", over)
	}
	return m
}

// articles lists articles, each with its outlet and time.
func (v Voice) articles(list []briefs.Article) []bot.Line {
	lines := make([]bot.Line, 0, len(list))
	for _, a := range list {
		lines = append(lines, v.line(a, a.Outlet))
	}
	return lines
}

// members lists articles of one story as articles does, and marks what may tell another event.
func (v Voice) members(list []briefs.Article) []bot.Line {
	lines := v.articles(list)
	for i, a := range list {
		lines[i].Note = v.from(a)
	}
	return lines
}

// from names an article's outlet, and says where that withdrew the article, or it is in doubt that the article tells its story.
func (v Voice) from(a briefs.Article) string {
	switch {
	case a.Withdrawn:
		return a.Outlet + point + v.Say("change-withdrawn")
	case a.Loose:
		return a.Outlet + point + v.Say("loose")
	}
	return a.Outlet
}

func (v Voice) more(entries []briefs.Entry, thread string, at time.Time) bot.Message {
	var lines []bot.Line
	for _, e := range entries {
		lines = append(lines, v.headline(e, at))
	}
	return bot.Message{Title: v.Say("digest-more-title"), Sections: []bot.Section{{Lines: lines}}, Language: v.lang, Thread: thread}
}
