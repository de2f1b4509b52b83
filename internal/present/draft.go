package present

import (
	"fmt"
	"slices"
	"time"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/topics"
)

// Draft is the draft of a digest as its editors see it.
type Draft struct {
	ID     string
	Name   string // of the schedule
	Due    time.Time
	Places []bot.Address // where the digest goes
	Drops  bool          // it is not posted when nobody decides
}

// line returns what a button under a draft does: to the story of a number from 1, or with 0 to the whole.
func (d Draft) line(did string, n int) string {
	if n == 0 {
		return "draft " + d.ID + " " + did
	}
	return fmt.Sprintf("draft %s %s %d", d.ID, did, n)
}

// Draft words a draft: the message with the digest as it would go out, the lines of its stories, and a reply for each story, with the
// buttons that change it.
func (v Voice) Draft(d Draft, made briefs.Digest) (main bot.Message, lines []bot.Line, replies []bot.Message) {
	title := v.Say("draft-title", "Name", short(d.Name), "At", v.Moment(d.Due))
	main = bot.Message{Language: v.lang, Title: title, Lead: v.draftLead(d), Thread: title}
	for i, e := range made.Stories {
		lines = append(lines, v.headline(e, made.Span.To))
		reply := bot.Message{Language: v.lang, Thread: title, Sections: []bot.Section{{Lines: v.withBelow(e, made.Span.To)}}}
		for _, did := range []string{topics.DraftDrop, topics.DraftPin, topics.DraftUp, topics.DraftDown, topics.DraftMerge} {
			if i == 0 && did == topics.DraftMerge {
				continue // with the story before it
			}
			reply.Actions = append(reply.Actions, bot.Action{Label: v.Say("draft-" + did), Line: d.line(did, i+1)})
		}
		replies = append(replies, reply)
	}
	main.Sections = []bot.Section{{Lines: lines}}
	main.Footer = v.Say("draft-how")
	if len(made.More)+made.Left > 0 {
		main.Footer = v.Count("digest-left", len(made.More)+made.Left) + " · " + main.Footer
	}
	for _, did := range []string{topics.DraftSend, topics.DraftPost, topics.DraftStop} {
		if did != topics.DraftPost || d.Drops {
			main.Actions = append(main.Actions, bot.Action{Label: v.Say("draft-" + did), Line: d.line(did, 0)})
		}
	}
	return main, lines, replies
}

func (v Voice) draftLead(d Draft) string {
	id := "draft-lead-post"
	if d.Drops {
		id = "draft-lead-drop"
	}
	return v.Say(id, "At", v.Moment(d.Due), "Places", v.draftPlaces(d))
}

func (v Voice) draftPlaces(d Draft) string {
	var places []string
	for _, p := range d.Places {
		places = append(places, p.Channel)
	}
	return v.List(places)
}

// Redrawn is the message of a draft after decisions; with the outcome of its run, it says what became of it.
func (v Voice) Redrawn(d Draft, main bot.Message, lines []bot.Line, e *topics.Edition, outcome string) bot.Message {
	m := main
	m.Sections = []bot.Section{{Lines: v.edition(lines, e)}}
	switch {
	case outcome == RanPosted:
		m.Lead, m.Actions, m.Footer = v.Say("draft-over-posted", "Places", v.draftPlaces(d)), nil, ""
	case outcome != "":
		m.Lead, m.Actions, m.Footer = v.Say("draft-over-not"), nil, ""
	case e.Stopped:
		m.Lead = v.Say("draft-stopped")
	case e.Sent:
		m.Lead = v.Say("draft-sent")
	case e.Decided && d.Drops:
		m.Lead = v.Say("draft-lead-decided", "At", v.Moment(d.Due), "Places", v.draftPlaces(d))
	}
	return m
}

// edition lists the stories of a draft in their order, with what was decided on each; what is dropped is not there.
func (v Voice) edition(lines []bot.Line, e *topics.Edition) []bot.Line {
	var out []bot.Line
	for _, n := range e.Order {
		line := lines[n]
		var notes []string
		if e.Pinned[n] {
			notes = append(notes, v.Say("draft-is-pinned"))
		}
		for _, m := range e.Holds(n) {
			notes = append(notes, v.Say("draft-is-with", "Title", bot.Cut(lines[m].Text, 60)))
		}
		line.Note = joined(append([]string{line.Note}, notes...))
		out = append(out, line)
	}
	if len(out) == 0 {
		out = []bot.Line{{Text: v.Say("draft-is-empty")}}
	}
	return out
}

// DraftNoted answers a decision on a draft: what was done, with the button that takes it back, and the order that follows.
func (v Voice) DraftNoted(d Draft, did string, n int, lines []bot.Line, e *topics.Edition, changed bool) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say("draft-did-" + did)}
	if !changed && n > 0 {
		m.Title = v.Say("draft-same")
	}
	if n > 0 {
		m.Lead = lines[n-1].Text
	}
	if back := map[string]string{
		topics.DraftDrop: topics.DraftKeep, topics.DraftMerge: topics.DraftKeep, topics.DraftPin: topics.DraftUnpin,
		topics.DraftUp: topics.DraftDown, topics.DraftDown: topics.DraftUp, topics.DraftStop: topics.DraftPost,
	}[did]; back != "" && changed {
		m.Actions = []bot.Action{{Label: v.Say("undo"), Line: d.line(back, n)}}
	}
	if n > 0 {
		var order []bot.Line
		for _, l := range v.edition(lines, e) {
			order = append(order, bot.Line{Text: l.Text, Note: l.Note, URL: l.URL})
		}
		m.Sections = []bot.Section{{Heading: v.Say("draft-order"), Lines: order}}
	}
	return m
}

// DraftOver answers a decision that comes too late, in one sentence.
func (v Voice) DraftOver(d Draft) bot.Message {
	return bot.Message{Language: v.lang, Title: v.Say("draft-late", "Name", short(d.Name), "At", v.Moment(d.Due))}
}

// DraftChoices are what may be done with a draft, in the order in which people are told of it.
func DraftChoices() []string {
	return slices.Clone([]string{
		topics.DraftDrop, topics.DraftKeep, topics.DraftPin, topics.DraftUnpin, topics.DraftUp, topics.DraftDown, topics.DraftMerge, topics.DraftSend, topics.DraftPost, topics.DraftStop,
	})
}
