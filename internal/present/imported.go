package present

import (
	"fmt"

	"briefbot/bot"
)

// ImportLine is an entry of a list of sources.
type ImportLine struct {
	Line int
	Text string
	URL  string // of a new one
	Why  string // of a wrong one: the id of its wording
}

// Import is what a list of sources comes to.
type Import struct {
	New, Known, Wrong []ImportLine
	Unchecked         bool // nobody looked yet whether the new ones are feeds
}

// mostImported is how many entries of a kind are listed; the others are counted.
const mostImported = 15

// Import shows what of a list would be added, what is there already and what is wrong, with the button that adds the new ones; an empty
// line when there are none.
func (v Voice) Import(p Import, confirm string) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Count("import-title", len(p.New))}
	list := func(id string, entries []ImportLine, say func(ImportLine) bot.Line) {
		if len(entries) == 0 {
			return
		}
		s := bot.Section{Heading: v.Count(id, len(entries))}
		for _, e := range entries[:min(len(entries), mostImported)] {
			s.Lines = append(s.Lines, say(e))
		}
		if over := len(entries) - len(s.Lines); over > 0 {
			s.Lines = append(s.Lines, bot.Line{Text: v.Count("more", over)})
		}
		m.Sections = append(m.Sections, s)
	}
	list("import-new", p.New, func(e ImportLine) bot.Line { return bot.Line{Text: e.Text, Note: v.lineNumber(e.Line), URL: e.URL} })
	list("import-wrong", p.Wrong, func(e ImportLine) bot.Line {
		return bot.Line{Text: v.lineNumber(e.Line), Note: v.Say(e.Why, "Text", short(e.Text))}
	})
	list("import-known", p.Known, func(e ImportLine) bot.Line { return bot.Line{Text: short(e.Text), Note: v.lineNumber(e.Line)} })
	if confirm == "" {
		m.Lead = v.Say("import-nothing")
		return m
	}
	if p.Unchecked {
		m.Lead = v.Say("import-unchecked")
	}
	m.Footer = v.Say("settings-ask")
	m.Actions = []bot.Action{{Label: v.Count("import-save", len(p.New)), Line: confirm}}
	return m
}

func (v Voice) lineNumber(n int) string { return v.Say("import-line", "N", fmt.Sprint(n)) }

// ImportBroken says where a list breaks, of which nothing is taken.
func (v Voice) ImportBroken(line int, why string) bot.Message {
	return bot.Message{Language: v.lang, Title: v.Say("import-broken", "N", fmt.Sprint(line)), Lead: v.Say("import-broken-do"), Footer: bot.Cut(bot.CleanLine(why), 150)}
}

// ImportEmpty says how a list is given.
func (v Voice) ImportEmpty(umbrella string) bot.Message {
	return bot.Message{Language: v.lang, Title: v.Say("import-empty"), Lead: v.Say("import-how", "Umbrella", umbrella)}
}

// Exported hands the sources over as a file.
func (v Voice) Exported(n int, content []byte) bot.Message {
	return bot.Message{
		Language: v.lang, Title: v.Count("sources", n), Private: true,
		File: &bot.File{Name: "sources.opml", Type: "text/xml", Content: content, Sent: v.Say("export-sent"), Instead: v.Say("export-instead")},
	}
}
