package discord

import (
	"fmt"
	"slices"
	"strings"

	"briefbot/bot"
)

// Limits of a select menu; Discord takes 25 options of 100 characters and 150 for what stands in it before.
const (
	maxMenu     = 25
	maxOption   = 95
	menuRoom    = 2 // components: the row and the menu
	menuDefault = "…"
)

// choosable reports whether something may be done about lines of a section.
func choosable(s bot.Section) bool {
	return slices.ContainsFunc(s.Lines, func(l bot.Line) bool { return len(l.Actions) > 0 })
}

// menus counts the components of the menus of sections.
func menus(sections []bot.Section) int {
	n := 0
	for _, s := range sections {
		if choosable(s) {
			n += menuRoom
		}
	}
	return n
}

// menu returns what may be done about the lines of a section: one select menu, since there is no room for buttons between lines.
func menu(s bot.Section, position int) (component, bool) {
	var options []option
	for _, l := range s.Lines {
		for _, a := range l.Actions {
			if len(options) < maxMenu && a.Line != "" {
				label := a.Label
				if l.Text != "" {
					label += " · " + l.Text
				}
				options = append(options, option{Label: bot.Cut(label, maxOption), Value: press{public: a.Public, line: a.Line}.value(len(options))})
			}
		}
	}
	if len(options) == 0 {
		return component{}, false
	}
	choose := component{Type: typeSelect, CustomID: fmt.Sprintf("m%d", position), Placeholder: bot.Cut(or(s.Heading, menuDefault), maxOption), Options: options}
	return component{Type: typeRow, Components: []component{choose}}, true
}

// value is what choosing an option says: at most 4 + bot.MaxActionLine bytes. It begins with the position, since values must differ.
func (p press) value(position int) string {
	who := "e"
	if p.public {
		who = "p"
	}
	return fmt.Sprintf("%02d%s:%s", position, who, p.line)
}

// parseChosen reads a chosen option back.
func parseChosen(values []string) (press, bool) {
	if len(values) != 1 {
		return press{}, false
	}
	first, line, ok := strings.Cut(values[0], ":")
	if !ok || len(first) != 3 || first[2] != 'e' && first[2] != 'p' {
		return press{}, false
	}
	return press{public: first[2] == 'p', line: line}, true
}
