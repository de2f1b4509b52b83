package discord

import (
	"sort"

	"briefbot/bot"
)

// maxParts is how many messages an answer makes at most: the first and four more. Discord allows five follow-ups for some
// installations.
const maxParts = 5

// fit splits an answer into at most maxParts messages. Of a longer one the last lines are left out, as many as must be, with
// "…" in their place, and fit returns how many. Footer and buttons stand under the last message, where a reader ends.
func fit(m bot.Message) (parts []bot.Message, dropped int) {
	parts = split(m)
	if len(parts) > maxParts {
		m = trim(m.Clean())
		all := items(m)
		dropped = sort.Search(all, func(n int) bool { return n > 0 && len(split(without(m, n))) <= maxParts })
		m = without(m, dropped)
		for limit := maxParts * maxPlain; len(split(m)) > maxParts; limit -= maxPlain / 2 {
			m.Lead = bot.Cut(m.Lead, limit)
		}
		parts = split(m)
	}
	first, last := &parts[0], &parts[len(parts)-1]
	closing := *last
	closing.Actions = first.Actions
	if first != last && 2+2*len(last.Sections)+menus(last.Sections)+furniture(closing) <= maxComponents {
		*last, first.Actions = closing, nil
	}
	return parts, dropped
}

// items counts the lines of a message; a heading by itself counts as one.
func items(m bot.Message) int {
	n := 0
	for _, s := range m.Sections {
		n += max(1, len(s.Lines))
	}
	return n
}

// without leaves out the last n items of a message.
func without(m bot.Message, n int) bot.Message {
	keep := items(m) - n
	var sections []bot.Section
	for _, s := range m.Sections {
		if keep <= 0 {
			break
		}
		size := max(1, len(s.Lines))
		s.Lines = s.Lines[:min(keep, len(s.Lines)):min(keep, len(s.Lines))]
		sections = append(sections, s)
		keep -= size
	}
	if n > 0 {
		if len(sections) == 0 {
			sections = []bot.Section{{}}
		}
		last := &sections[len(sections)-1]
		last.Lines = append(last.Lines, bot.Line{Text: "…"})
	}
	m.Sections = sections
	return m
}
