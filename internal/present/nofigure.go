package present

import (
	"cmp"
	"errors"
	"strings"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/facts"
)

// Unanswered words why a question about facts has no answer, and what there is instead. It returns false for an error that is
// not the asker's.
func (v Voice) Unanswered(err error, command string, names Namer) (bot.Message, bool) {
	var unknown *facts.UnknownName
	var ambiguous *facts.AmbiguousName
	var many *facts.TooManyNames
	var bad *facts.BadArgument
	var none *facts.NoFigure
	switch {
	case errors.Is(err, facts.ErrNoSubject):
		return bot.Message{Language: v.lang, Title: v.Say("question-nobody"), Lead: v.Say("try-name")}, true
	case errors.As(err, &unknown):
		return v.choices(v.UnknownName(unknown.Name, unknown.Suggestions), command, unknown.Role, unknown.Suggestions), true
	case errors.As(err, &ambiguous):
		m := bot.Message{Language: v.lang, Title: v.Say("question-ambiguous", "Name", short(ambiguous.Name))}
		m.Lead = v.Say("did-you-mean", "Names", v.Or(entityNames(ambiguous.Choices)))
		return v.choices(m, command, ambiguous.Role, ambiguous.Choices), true
	case errors.As(err, &many):
		return bot.Message{Language: v.lang, Title: v.Say("question-many", "Names", v.List(many.Names))}, true
	case errors.As(err, &bad):
		return v.badArgument(bad), true
	case errors.As(err, &none):
		return v.noFigure(none, names), true
	}
	return bot.Message{}, false
}

func short(s string) string { return bot.Cut(bot.CleanLine(s), 60) }

func entityNames(list []briefs.Entity) []string {
	var out []string
	for _, e := range list {
		out = append(out, e.Name)
	}
	return out
}

// choices adds a button for each name that may have been meant: of a subject, since a market or publisher alone is no question.
func (v Voice) choices(m bot.Message, command string, role facts.Role, list []briefs.Entity) bot.Message {
	for _, e := range list {
		if line := command + " " + e.Name; role == facts.AsSubject && len(line) <= bot.MaxActionLine && len(m.Actions) < 5 {
			m.Actions = append(m.Actions, bot.Action{Label: e.Name, Line: line})
		}
	}
	return m
}

func (v Voice) badArgument(b *facts.BadArgument) bot.Message {
	id := "flaw-" + strings.ReplaceAll(string(b.Flaw), " ", "-")
	m := bot.Message{Language: v.lang, Title: v.Say(id, "Key", short(b.Key), "Value", short(cmp.Or(b.Value, b.Key)))}
	if len(b.Near) > 0 {
		m.Lead = v.Say("did-you-mean", "Names", v.Or(b.Near))
	}
	return m
}

// noFigure says what there is no figure of, and the nearest that there is.
func (v Voice) noFigure(n *facts.NoFigure, names Namer) bot.Message {
	who := names.Name(n.Subject.ID, v.lang)
	what := cmp.Or(n.Metric.Name[v.lang], n.Metric.ID)
	m := bot.Message{Language: v.lang, Title: v.Say("none-title", "Who", who, "What", what)}
	if n.Market.ID != "" {
		m.Title = v.Say("none-market", "Who", who, "What", what, "Market", names.Name(n.Market.ID, v.lang))
	}
	if !n.Period.IsZero() {
		m.Lead = v.Say("none-period", "Period", v.Period(n.Period))
	}
	var lines []bot.Line
	add := func(id string, f *facts.Figure) {
		if f != nil {
			lines = append(lines, bot.Line{
				Text: v.Say(id, "Figure", v.headlineOf(f.Fact, n.Metric, names)), URL: f.Fact.Sources[0].URL, Note: v.basis(f.Fact),
			})
			m.Refs = append(m.Refs, f.Fact.ID)
		}
	}
	add("none-within", n.Within)
	add("none-before", n.Before)
	add("none-after", n.After)
	add("none-ahead", n.Ahead)
	add("none-group", n.Group)
	lines = append(lines, v.also(n.Also, names)...)
	if n.Candidates > 0 {
		lines = append(lines, bot.Line{Text: v.Count("none-candidates", n.Candidates)})
	}
	if len(n.Metrics) > 0 {
		var known []string
		for _, metric := range n.Metrics {
			known = append(known, cmp.Or(metric.Name[v.lang], metric.ID))
		}
		lines = append(lines, bot.Line{Text: v.Say("none-metrics", "Who", who, "Metrics", v.List(known))})
	}
	if len(lines) > 0 {
		m.Sections = []bot.Section{{Heading: v.Say("none-instead"), Lines: lines}}
	}
	return m
}
