package present

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/related"
	"briefbot/briefs/topics"
)

// Why is what became of an article.
type Why struct {
	Article  briefs.Article
	Came     time.Time
	Sources  []string // that carried it, by name
	Backlog  bool     // a source held it before it was read for the first time
	RoundUp  bool
	Copy     bool             // its title repeats an earlier one of its story
	Story    string           // the id; empty when it has none
	Articles int              // of the story
	Opened   bool             // it is the first of the story
	Moved    bool             // an editor put it there
	Muted    bool             // nothing is said of the story here
	Reasons  []related.Reason // what it shares with its story
	Changes  []Change         // what its outlet did to it since it was read, oldest first
	Verdicts []Verdict
}

// Gone reports whether the article's outlet withdrew it.
func (w Why) Gone() bool {
	return slices.ContainsFunc(w.Changes, func(c Change) bool { return c.Withdrawn })
}

// Verdict is what a schedule or a channel made of an article.
type Verdict struct {
	Kind     string // wanted, excluded, unwanted, any, headline, below, thread, counted, over, followed, repeats, waits, paused, paused-thread, paused-run, outside, watched, own or muted
	Schedule string
	Place    bot.Address
	Words    []topics.Reason // that matched
	At       time.Time       // shown then, or the digest that it would have been in; of paused-thread: until when the schedule has to be resumed
	Until    time.Time       // of a pause; zero while nobody ends it
	Rank, Of int             // of over: its place among the stories
	Limit    int
}

// WhyArticle tells what became of an article.
func (v Voice) WhyArticle(w Why, asked bot.Address) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say("why-title", "Title", headline(w.Article))}
	lines := []bot.Line{v.line(w.Article, w.Article.Outlet), {Text: v.Say("why-came", "At", v.Moment(w.Came)), Note: v.List(w.Sources)}}
	say := func(when bool, id string) {
		if when {
			lines = append(lines, bot.Line{Text: v.Say(id)})
		}
	}
	for _, c := range w.Changes {
		lines = append(lines, v.changed(c))
	}
	say(w.Backlog, "why-backlog")
	say(w.RoundUp, "why-roundup")
	if w.Story != "" {
		lines = append(lines, bot.Line{Text: v.Say("why-story", "ID", w.Story, "Articles", v.Count("articles", w.Articles)), Note: v.reasons(w)})
	}
	say(w.Article.Loose, "why-loose")
	say(w.Copy, "why-copy")
	say(w.Muted, "why-muted")
	for _, d := range w.Verdicts {
		lines = append(lines, bot.Line{Text: v.verdict(d, asked)})
	}
	m.Sections = []bot.Section{{Lines: lines}}
	m.Footer = w.Article.ID
	return m
}

// changed says what an outlet did to an article.
func (v Voice) changed(c Change) bot.Line {
	if c.Withdrawn {
		return bot.Line{Text: v.Say("why-withdrawn", "At", v.Moment(c.At))}
	}
	return bot.Line{Text: v.Say("why-retitled", "At", v.Moment(c.At)), Note: v.Say("change-title-was", "Was", bot.Cut(bot.CleanLine(c.Was), maxHeadline))}
}

// reasons says why an article is in its story.
func (v Voice) reasons(w Why) string {
	var words []string
	for i, r := range w.Reasons {
		switch {
		case r.Kind == "title":
			words = append(words, v.Say("why-reason-title"))
		case r.Kind == "term", said(w.Reasons, i): // an id, no word; or nothing new
		default:
			words = append(words, v.Say("quoted", "Text", bot.CleanLine(r.Text)))
		}
	}
	switch {
	case w.Moved:
		return v.Say("why-moved")
	case w.Opened:
		return v.Say("why-opened")
	case len(words) == 0:
		return v.Say("why-near")
	}
	return v.List(words)
}

// said reports whether a reason is said by another one: as a part of what that says, or in the same words before.
func said(reasons []related.Reason, i int) bool {
	folded := func(r related.Reason) string { return " " + strings.ToLower(bot.CleanLine(r.Text)) + " " }
	own := folded(reasons[i])
	return slices.ContainsFunc(reasons, func(r related.Reason) bool {
		return r.Kind != "term" && r.Kind != "title" && len(folded(r)) > len(own) && strings.Contains(folded(r), own)
	}) || slices.ContainsFunc(reasons[:i], func(r related.Reason) bool { return r.Kind != "term" && r.Kind != "title" && folded(r) == own })
}

// verdict says a verdict as a sentence of its own.
func (v Voice) verdict(d Verdict, asked bot.Address) string {
	text := v.judged(d, asked)
	if strings.HasPrefix(text, v.Say("place-here")) { // a name begins as it is written
		first, size := utf8.DecodeRuneInString(text)
		return string(unicode.ToUpper(first)) + text[size:]
	}
	return text
}

func (v Voice) judged(d Verdict, asked bot.Address) string {
	var words []string
	for _, r := range d.Words {
		if w := v.Say("quoted", "Text", bot.CleanLine(r.Text)); !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	pairs := []string{"Schedule", d.Schedule, "Words", v.List(words), "Place", v.channel(d.Place, asked), "Rank", fmt.Sprint(d.Rank), "Of", fmt.Sprint(d.Of), "Limit", fmt.Sprint(d.Limit)}
	if !d.At.IsZero() {
		pairs = append(pairs, "At", v.Moment(d.At))
	}
	paused := v.Say("schedule-paused")
	if !d.Until.IsZero() {
		paused = v.Say("schedule-paused-until", "At", v.Moment(d.Until))
	}
	pairs = append(pairs, "Paused", paused)
	switch d.Kind {
	case "wanted":
		return v.Say("why-wanted", pairs...)
	case "excluded":
		return v.Say("why-excluded", pairs...)
	case "unwanted":
		return v.Say("why-unwanted", pairs...)
	case "any":
		return v.Say("why-any", pairs...)
	case "headline":
		return v.Say("why-headline", pairs...)
	case "below":
		return v.Say("why-below", pairs...)
	case "thread":
		return v.Say("why-thread", pairs...)
	case "counted":
		return v.Say("why-counted", pairs...)
	case "over":
		return v.Say("why-over", pairs...)
	case "followed":
		return v.Say("why-followed", pairs...)
	case "repeats":
		return v.Say("why-repeats", pairs...)
	case "waits":
		return v.Say("why-waits", pairs...)
	case "paused":
		return v.Say("why-paused", pairs...)
	case "paused-thread":
		return v.Say("why-paused-thread", pairs...)
	case "paused-run":
		return v.Say("why-paused-run", pairs...)
	case "watched":
		return v.Say("why-watched", pairs...)
	case "own":
		return v.Say("why-own", pairs...)
	case "muted":
		return v.Say("why-muted-here", pairs...)
	}
	return v.Say("why-outside", pairs...)
}

// Which lists articles that fit what a command was asked, each with its id and a button that asks about it. The label is what
// the command is called on messages; a menu of buttons says it.
func (v Voice) Which(list []briefs.Article, label bot.Text, command string) bot.Message {
	s := bot.Section{Heading: label.In(v.lang)}
	for _, a := range list {
		s.Lines = append(s.Lines, v.askable(a, a.Outlet+" · "+a.ID, command))
	}
	return bot.Message{Language: v.lang, Title: v.Say("which"), Sections: []bot.Section{s}}
}

// ThisArticle begins what a line asks about an article by its id: the id of a story is that of its first article, and alone means the story.
const ThisArticle = "article:"

// askable is an article that a command may be asked about with its button.
func (v Voice) askable(a briefs.Article, note, command string) bot.Line {
	l := v.line(a, note)
	l.Actions = []bot.Action{{Label: v.Say("pointed-this"), Line: command + " " + ThisArticle + a.ID}}
	return l
}

// WhyRun tells what became of a run: of how much it was made, and what was over the limit.
func (v Voice) WhyRun(r Ran, d briefs.Digest, limit int, asked bot.Address) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say("why-run", "Name", short(r.Schedule), "At", In(v.lang, r.Zone).Moment(r.Due))}
	wanted := len(d.Stories) + len(d.More) + d.Left
	lines := []bot.Line{{Text: v.Say("why-run-counts", "Articles", v.Count("articles", d.Read), "Stories", v.Count("stories", wanted), "Limit", fmt.Sprint(limit))}}
	for _, s := range v.ran(r, asked) {
		lines = append(lines, bot.Line{Text: s})
	}
	m.Sections = []bot.Section{{Lines: lines}}
	var over []bot.Line
	if r.made() { // of what was not posted nothing was over
		for _, e := range d.More[:min(len(d.More), maxRelated)] {
			over = append(over, v.headline(e, d.Span.To))
		}
	}
	if len(over) > 0 {
		m.Sections = append(m.Sections, bot.Section{Heading: v.Say("why-run-over"), Lines: over})
	}
	return m
}

// StoryCard is a story as its editors see it.
type StoryCard struct {
	Story briefs.Story
	Told  []Verdict // headlines of it in channels
	Edits []StoryEdit
}

// StoryEdit is what an editor decided on a story.
type StoryEdit struct {
	ID, Did, Other string
	Who, Called    string // "platform:workspace/user", and the person's name where it is known
	Articles       int    // that were moved
	At             time.Time
	Undone         bool
}

// Story shows a story with where it was told and what was decided on it, and last those of its articles that were withdrawn.
func (v Voice) Story(c StoryCard, asked bot.Address) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say("story-title", "ID", c.Story.ID, "Title", headline(c.Story.First()))}
	var lines, gone []bot.Line
	shown := c.Story.Articles[max(0, len(c.Story.Articles)-maxRelated):]
	for _, a := range shown {
		l := v.line(a, v.from(a)+point+a.ID)
		if a.Withdrawn {
			gone = append(gone, l)
		} else {
			lines = append(lines, l)
		}
	}
	m.Sections = []bot.Section{{Heading: v.Say("story-articles"), Lines: slices.Concat(lines, gone)}}
	var told, edits []bot.Line
	for _, d := range c.Told {
		if l := (bot.Line{Text: v.verdict(d, asked)}); !slices.ContainsFunc(told, func(o bot.Line) bool { return o.Text == l.Text }) { // two headlines of one digest, before they were one story
			told = append(told, l)
		}
	}
	for _, e := range c.Edits {
		text := v.did(e)
		if e.Undone {
			text += " · " + v.Say("story-did-undo")
		}
		edits = append(edits, bot.Line{Text: text, Note: v.Say("story-by", "Who", person(e.Called, e.Who), "At", v.Moment(e.At), "ID", e.ID)})
	}
	if len(told) > 0 {
		m.Sections = append(m.Sections, bot.Section{Heading: v.Say("story-told"), Lines: told})
	}
	if len(edits) > 0 {
		m.Sections = append(m.Sections, bot.Section{Heading: v.Say("story-edits"), Lines: edits})
	}
	if over := len(c.Story.Articles) - len(shown); over > 0 {
		m.Footer = v.Count("more-left", over)
	}
	return m
}

func (v Voice) did(e StoryEdit) string {
	switch e.Did {
	case "merge":
		return v.Say("story-did-merge", "Other", e.Other)
	case "split":
		return v.Say("story-did-split", "Other", e.Other, "Articles", v.Count("articles", e.Articles))
	}
	return v.Say("story-did-mute")
}

// Muting is what a decision leaves muted of its stories.
type Muting struct {
	Stories []string // that are muted, as they were called when that was decided
	By      string   // one of the edits by which they are
	Again   []string // that were muted before and are told of again
}

// StoryDone says what an editor has decided and what it leaves muted, with the buttons that take the one and the other back.
func (v Voice) StoryDone(did, story, edit string, muting Muting) bot.Message {
	say := map[string]string{"merge": "story-done-merge", "split": "story-done-split", "mute": "story-done-mute", "undo": "story-done-undo"}
	m := bot.Message{Language: v.lang, Title: v.Say(say[did], "ID", story), Lead: v.Say("story-note"), Footer: edit}
	if did != "undo" {
		m.Actions = []bot.Action{{Label: v.Say("undo"), Line: "story undo " + edit}}
	}
	var lines []bot.Line
	if len(muting.Stories) > 0 {
		id := "story-still-muted"
		if did == "merge" {
			id = "story-merge-muted"
		}
		lines = append(lines, bot.Line{Text: v.Say(id, "Stories", v.List(muting.Stories))})
		m.Actions = append(m.Actions, bot.Action{Label: v.Say("story-unmute"), Line: "story undo " + muting.By})
	}
	if len(muting.Again) > 0 {
		lines = append(lines, bot.Line{Text: v.Say("story-again", "Stories", v.List(muting.Again))})
	}
	if len(lines) > 0 {
		m.Sections = []bot.Section{{Lines: lines}}
	}
	return m
}

// StoryStray answers something that is to leave a story and is no article of it.
func (v Voice) StoryStray(what string) bot.Message {
	return bot.Message{Language: v.lang, Title: v.Say("story-stray", "What", short(what)), Lead: v.Say("story-stray-do")}
}

// WhyUnknown answers what is neither an article, a story nor a run.
func (v Voice) WhyUnknown(what string) bot.Message {
	return bot.Message{Language: v.lang, Title: v.Say("why-unknown", "What", bot.Cut(bot.CleanLine(what), 100)), Lead: v.Say("why-unknown-do")}
}

// StoryUnknown answers a story that nobody knows.
func (v Voice) StoryUnknown(what string) bot.Message {
	return bot.Message{Language: v.lang, Title: v.Say("story-unknown", "What", short(what))}
}
