package present

import (
	"briefbot/bot"
	"briefbot/briefs"
)

// PointedWhich asks which of the articles in a message is meant; more counts those that are left out. Command is asked about the one that is
// chosen, under the label that it has on messages. The line run, if any, asks about the digest as a whole.
func (v Voice) PointedWhich(list []briefs.Article, more int, label bot.Text, command, run string) bot.Message {
	m := bot.Message{Language: v.lang, Title: v.Say("pointed-which")}
	s := bot.Section{Heading: label.In(v.lang)}
	for _, a := range list {
		s.Lines = append(s.Lines, v.askable(a, a.Outlet, command))
	}
	if more > 0 {
		s.Lines = append(s.Lines, bot.Line{Text: v.Count("status-more", more)})
	}
	m.Sections = []bot.Section{s}
	if run != "" {
		m.Actions = []bot.Action{{Label: v.Say("pointed-run"), Line: run}}
	}
	return m
}
