package present

import (
	"cmp"

	"briefbot/bot"
	"briefbot/briefs"
)

// Latest words the newest articles, about a name or, with an empty one, of all.
func (v Voice) Latest(name string, list []briefs.Article, umbrella string) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say("latest-title")}
	if name != "" {
		m.Title = v.Say("latest-title-name", "Name", name)
	}
	switch {
	case len(list) == 0 && name != "":
		m.Lead = v.Say("latest-none", "Name", name)
	case len(list) == 0:
		m.Lead = v.Say("latest-none-all", "Umbrella", cmp.Or(umbrella, "brief"))
	default:
		m.Sections = []bot.Section{{Lines: v.articles(list)}}
	}
	return m
}

// Related words the articles of an article's story, those that its publisher shows beside it, those that share most with it, and others about the same
// names.
func (v Voice) Related(lead briefs.Article, story string, same, shown, near []briefs.Article, names []string, beside []briefs.Article) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say("related-title", "Title", headline(lead))}
	if len(same) > 0 {
		m.Sections = append(m.Sections, bot.Section{Heading: v.Say("related-same"), Lines: v.members(same)})
	}
	if len(shown) > 0 {
		m.Sections = append(m.Sections, bot.Section{Heading: v.Say("related-beside", "Outlet", lead.Outlet), Lines: v.articles(shown)})
	}
	if len(near) > 0 {
		m.Sections = append(m.Sections, bot.Section{Heading: v.Say("related-near"), Lines: v.articles(near)})
	}
	if len(beside) > 0 {
		m.Sections = append(m.Sections, bot.Section{Heading: v.Say("related-names", "Names", v.List(names)), Lines: v.articles(beside)})
	}
	if len(m.Sections) == 0 {
		m.Lead = v.Say("related-none")
	}
	if story != "" {
		m.Footer = v.Say("story-id", "ID", story)
	}
	return m
}

// RelatedUnknown answers an address or id of nothing that was read.
func (v Voice) RelatedUnknown(what string) bot.Message {
	return bot.Message{Language: v.lang, Title: v.Say("related-unknown", "What", bot.Cut(bot.CleanLine(what), 100))}
}

// UnknownName answers a name that nothing bears, with those that look like it.
func (v Voice) UnknownName(typed string, near []string) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say("unknown-name", "Name", short(typed))}
	if len(near) == 0 {
		m.Lead = v.Say("try-name")
		return m
	}
	m.Lead = v.Say("did-you-mean", "Names", v.Or(near))
	return m
}
