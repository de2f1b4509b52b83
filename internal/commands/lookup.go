package commands

import (
	"context"
	"errors"
	"maps"
	"strings"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/internal/present"
)

// asking is one question for facts under way.
type asking struct {
	context.Context
	d    *Deps
	c    *bot.Command
	in   bot.Invocation
	v    present.Voice
	book *facts.Book
	q    facts.Question
}

// lookup makes a command that asks the facts: whatever is typed after its name is read by the one grammar of questions. The error
// of answer is worded where it is the asker's.
func (d Deps) lookup(c bot.Command, answer func(*asking) (bot.Message, error)) bot.Command {
	c.Loose = true
	var past memory
	c.Run = func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
		a := &asking{Context: ctx, d: &d, c: &c, in: in, v: d.voice(in), book: d.Facts()}
		today, asked := briefs.DateOf(d.Now().In(a.v.Zone())), key(&c, &a.in, a.v)
		if r, ok := past.recall(a.book, today, asked); ok {
			return r.message, r.err
		}
		m, err := a.run(answer, today)
		var said *bot.UserError
		if a.q.Schedule == "" && (err == nil || errors.As(err, &said)) {
			past.keep(a.book, today, asked, reply{m, err})
		}
		return m, err
	}
	return c
}

// run reads the question and answers it.
func (a *asking) run(answer func(*asking) (bot.Message, error), today briefs.Date) (bot.Message, error) {
	var err error
	if a.q, err = facts.ParseQuestion(words(a.c, a.in.Args)); err != nil {
		return a.unanswered(err)
	}
	if a.q.Language != "" {
		if bot.Language(a.q.Language) == "" {
			return refuse(a.v.UnknownLanguage(a.q.Language))
		}
		a.v = present.In(a.q.Language, a.v.Zone())
	}
	a.q.Today = today
	m, err := answer(a)
	if err != nil {
		return a.unanswered(err)
	}
	if !a.q.AsOf.IsZero() {
		m.Lead = join(m.Lead, a.v.AsOf(a.q.AsOf))
	}
	if a.q.Schedule != "" {
		return a.repeat(m)
	}
	return withPost(a.v, m, a.c, &a.in), nil
}

func join(lead, more string) string {
	if lead == "" {
		return more
	}
	return lead + " · " + more
}

// words returns the arguments as one line in which order does not matter, for the grammar of questions.
func words(c *bot.Command, args map[string]string) string {
	var room [128]byte
	line := room[:0]
	for i := range c.Params {
		p := &c.Params[i]
		value := args[p.Name]
		if value == "" {
			continue
		}
		if len(line) > 0 {
			line = append(line, ' ')
		}
		if !p.Keyed {
			line = append(line, value...)
			continue
		}
		line = append(append(line, p.Name...), `:"`...)
		line = append(append(line, strings.ReplaceAll(value, `"`, "")...), '"')
	}
	return string(line)
}

// unanswered words an error that is the asker's, with buttons that ask what he may have meant.
func (a *asking) unanswered(err error) (bot.Message, error) {
	var mixed *facts.Mixed
	var several *facts.SeveralMarkets
	switch {
	case errors.As(err, &mixed):
		return refuse(a.v.Mixed(mixed, a.common, a.book))
	case errors.As(err, &several):
		return refuse(a.v.Several(several, func(market string) string { return a.instead(facts.AsMarket, "", market) }, a.book))
	}
	m, ok := a.v.Unanswered(err, a.instead, a.book)
	if !ok {
		return bot.Message{}, err
	}
	return refuse(m)
}

// instead returns how the same question is asked with another name than the one that was not understood: period and filters stay.
func (a *asking) instead(role facts.Role, typed, name string) string {
	args := maps.Clone(a.in.Args)
	if args == nil {
		args = map[string]string{}
	}
	first, rest := a.positions()
	said := args[first]
	if rest != first {
		said = strings.TrimSpace(said + " " + args[rest])
		args[rest] = ""
	}
	before, after, together := "", "", false
	if typed != "" {
		before, after, together = strings.Cut(said, typed)
	}
	switch {
	case role == facts.AsMarket && a.keyed("market"): // a market among the words moves to its own filter
		args["market"] = name
		if args[first] = said; together {
			args[first] = strings.TrimSpace(before + after)
		}
	case role == facts.AsPublisher && a.keyed("by"):
		args["by"], args[first] = name, said
	case together:
		args[first] = strings.TrimSpace(before + name + after)
	default:
		args[first] = name
	}
	if rest == first {
		return a.c.Line(args)
	}
	return a.split(args, first, rest)
}

// split gives the words of the first param that are more than one to the param that takes the rest, so that a line needs no quotes.
func (a *asking) split(args map[string]string, first, rest string) string {
	if head, tail, ok := strings.Cut(args[first], " "); ok {
		args[first], args[rest] = head, tail
	}
	return a.c.Line(args)
}

// positions returns the command's first param by position and the one that takes the rest; the same where there is one.
func (a *asking) positions() (first, rest string) {
	for _, p := range a.c.Params {
		switch {
		case p.Keyed:
		case first == "":
			first, rest = p.Name, p.Name
		default:
			rest = p.Name
		}
	}
	return first, rest
}

func (a *asking) keyed(name string) bool {
	for _, p := range a.c.Params {
		if p.Name == name && p.Keyed {
			return true
		}
	}
	return false
}

// line writes a line for a button: a command, words, and filters that are left out from the last on where it would be too long.
func (a *asking) line(command string, words []string, filters ...[2]string) string {
	var room [128]byte
	line := append(room[:0], command...)
	for _, w := range words {
		if w != "" {
			line = oneWord(append(line, ' '), w)
		}
	}
	for _, f := range filters {
		if f[1] == "" {
			continue
		}
		before := len(line)
		line = oneWord(append(append(append(line, ' '), f[0]...), ':'), f[1])
		if len(line) > bot.MaxActionLine {
			line = line[:before]
		}
	}
	if len(line) > bot.MaxActionLine {
		return ""
	}
	return string(line)
}

// oneWord adds a text to a line so that it is read as one word.
func oneWord(line []byte, text string) []byte {
	if !strings.ContainsAny(text, " \t") {
		return append(line, text...)
	}
	return append(append(append(line, '"'), strings.ReplaceAll(text, `"`, "")...), '"')
}

// picture draws a plot, unless rows are wanted; nil where nobody draws.
func (a *asking) picture(p present.Plot) *bot.Image {
	if a.q.CSV || a.d.Chart == nil {
		return nil
	}
	return a.d.Chart(a, p)
}

// nameOf returns how an entity is named in a line: by its id, which is short, where that does not look like a filter.
func (a *asking) nameOf(id string) string {
	if strings.Contains(id, ":") {
		return a.book.Entity(id).Name
	}
	return id
}

// button adds a button that asks something else, in the language of the answer.
func (a *asking) button(m *bot.Message, label, line string) {
	if line == "" {
		return
	}
	if a.q.Language != "" {
		if with := line + " lang:" + a.q.Language; len(with) <= bot.MaxActionLine {
			line = with
		}
	}
	m.Actions = append(m.Actions, bot.Action{Label: a.v.Say(label), Line: line})
}

// defined adds the button that says what a market counts, where there is one.
func (a *asking) defined(m *bot.Message, market briefs.Market) {
	if market.ID != "" {
		a.button(m, "button-definition", a.line("market", []string{market.ID}))
	}
}

// sourced adds the button that leads to a source, where it has an address; one that is none is dropped with all that is not safe.
func (a *asking) sourced(m *bot.Message, s briefs.Source) {
	if s.URL != "" {
		m.Actions = append(m.Actions, bot.Action{Label: a.v.Say("button-source"), URL: s.URL})
	}
}

// spreadsheet puts rows in the place of an answer's text, where they were asked for.
func spreadsheet[T any](a *asking, m bot.Message, list []T, fact func(T) briefs.Fact) bot.Message {
	if !a.q.CSV {
		return m
	}
	rows := make([]briefs.Fact, len(list))
	for i, one := range list {
		rows[i] = fact(one)
	}
	return a.v.CSV(m, rows)
}
