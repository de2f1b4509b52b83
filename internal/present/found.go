package present

import (
	"cmp"
	"time"

	"briefbot/bot"
	"briefbot/internal/settings"
)

// FoundFeed is a feed that was found at an address.
type FoundFeed struct {
	URL, Title, Home, Language string
	Read                       bool // what follows is known
	Items                      int
	Newest                     []FoundItem
}

// FoundItem is one of its items.
type FoundItem struct {
	Title string
	At    time.Time // zero: it says none
}

// Found shows a feed before it is added, with the button that adds it.
func (v Voice) Found(f FoundFeed, e settings.Edit, at bot.Address, confirm string) bot.Message {
	m := v.Tested(f)
	m.Lead, m.Footer = v.details(e, at), v.Say("settings-ask")
	m.Actions = []bot.Action{{Label: v.Say("settings-save"), Line: confirm}}
	return m
}

// Tested shows a feed with its newest items.
func (v Voice) Tested(f FoundFeed) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say("found-title", "Name", short(cmp.Or(f.Title, f.URL)))}
	section := bot.Section{Heading: v.Say("found-items", "N", v.Number(f.Items))}
	for _, it := range f.Newest {
		section.Lines = append(section.Lines, bot.Line{Text: it.Title, At: it.At})
	}
	m.Sections = []bot.Section{{Lines: []bot.Line{{Text: f.URL, URL: f.URL}}}, section}
	return m
}

// FoundSeveral has somebody choose among feeds; add returns the line that adds one, empty when no button can carry it.
func (v Voice) FoundSeveral(address string, list []FoundFeed, add func(url string) string) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say("found-several", "Name", short(address))}
	var lines []bot.Line
	for _, f := range list {
		lines = append(lines, bot.Line{Text: cmp.Or(f.Title, f.URL), URL: f.URL})
		if line := add(f.URL); line != "" {
			m.Actions = append(m.Actions, bot.Action{Label: bot.Cut(cmp.Or(f.Title, f.URL), 40), Line: line})
		}
	}
	m.Sections = []bot.Section{{Lines: lines}}
	return m
}
