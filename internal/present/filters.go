package present

import (
	"strings"

	"briefbot/bot"
	"briefbot/briefs"
)

// FilterTrial is what a filter does with the articles of the last days.
type FilterTrial struct {
	Days, All, Passed int
	Yes, No           []FilterCase // some of them
}

// FilterCase is an article with the terms that decided.
type FilterCase struct {
	Article briefs.Article
	Terms   []string
}

// NamedFilter is a filter that was set.
type NamedFilter struct{ Name, Where string }

// Filters lists filters.
func (v Voice) Filters(list []NamedFilter) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say("filters-title")}
	if len(list) == 0 {
		m.Lead = v.Say("filters-none")
		return m
	}
	var lines []bot.Line
	for _, f := range list {
		lines = append(lines, bot.Line{Text: f.Name, Note: f.Where})
	}
	m.Sections = []bot.Section{{Lines: lines}}
	return m
}

// Tried shows what a filter would do; confirm is the line that saves it, empty where it is only tested.
func (v Voice) Tried(where string, t FilterTrial, confirm string) bot.Message {
	m := bot.Message{Language: v.lang, Title: bot.Cut(bot.CleanLine(where), 140)}
	m.Lead = v.Say("filter-passed", "N", v.Number(t.Passed), "All", v.Number(t.All), "Days", v.Number(t.Days))
	for _, part := range []struct {
		heading string
		list    []FilterCase
	}{{v.Say("filter-yes"), t.Yes}, {v.Say("filter-no"), t.No}} {
		if len(part.list) == 0 {
			continue
		}
		s := bot.Section{Heading: part.heading}
		for _, c := range part.list {
			note := c.Article.Outlet + " · " + v.Say("filter-because", "Terms", bot.Cut(strings.Join(c.Terms, ", "), 120))
			s.Lines = append(s.Lines, bot.Line{Text: c.Article.Title, URL: c.Article.URL, Note: note})
		}
		m.Sections = append(m.Sections, s)
	}
	if confirm != "" {
		m.Footer = v.Say("settings-ask")
		m.Actions = []bot.Action{{Label: v.Say("settings-save"), Line: confirm}}
	}
	return m
}

// BadFilter says what is wrong with an expression, from the code of the refusal.
func (v Voice) BadFilter(code, text string) bot.Message {
	return bot.Message{Language: v.lang, Title: v.Say("filter-"+code, "Text", short(text)), Lead: v.Say("filter-example")}
}
