package commands

import (
	"context"
	"errors"
	"strings"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/internal/present"
)

func (d Deps) share() bot.Command {
	c := bot.Command{
		Name: "share", Names: present.Text("cmd-share-name"), Summary: present.Text("cmd-share"), Example: "share alibaba 2024q4", Top: true,
		Params: []bot.Param{
			{Name: "name", Summary: present.Text("cmd-share-who"), Complete: d.completeSubject},
			{Name: "period", Summary: present.Text("cmd-share-period"), Rest: true},
			{Name: "market", Summary: present.Text("cmd-share-market"), Keyed: true},
			{Name: "by", Summary: present.Text("cmd-share-by"), Keyed: true},
			{Name: "asof", Summary: present.Text("cmd-share-asof"), Keyed: true},
		},
	}
	c.Run = func(_ context.Context, in bot.Invocation) (bot.Message, error) {
		v, book := d.voice(in), d.Facts()
		q, err := facts.ParseQuestion(words(c, in))
		if err != nil {
			return d.unanswered(v, err, c, book)
		}
		if q.Language != "" {
			v = present.In(q.Language, v.Zone())
		}
		q.Today = briefs.DateOf(d.Now().In(v.Zone()))
		a, err := book.Share(q)
		if errors.Is(err, facts.ErrNoSubject) {
			r, err := book.Rank(q)
			if err != nil {
				return d.unanswered(v, err, c, book)
			}
			return withPost(v, v.Ranking(r, book), c, in), nil
		}
		if err != nil {
			return d.unanswered(v, err, c, book)
		}
		return withPost(v, v.Answer(a, book), c, in), nil
	}
	return c
}

// words returns the arguments as one line in which order does not matter, for the grammar of questions.
func words(c bot.Command, in bot.Invocation) string {
	var parts []string
	for _, p := range c.Params {
		value := in.Args[p.Name]
		if value == "" {
			continue
		}
		if p.Keyed {
			value = p.Name + `:"` + strings.ReplaceAll(value, `"`, "") + `"`
		}
		parts = append(parts, value)
	}
	return strings.Join(parts, " ")
}

func (d Deps) unanswered(v present.Voice, err error, c bot.Command, book *facts.Book) (bot.Message, error) {
	m, ok := v.Unanswered(err, c.Name, book)
	if !ok {
		return bot.Message{}, err
	}
	return refuse(m)
}

// completeSubject proposes those whose share is known.
func (d Deps) completeSubject(_ context.Context, in bot.Invocation, typed string) []bot.Choice {
	var out []bot.Choice
	for _, c := range d.Facts().Complete(facts.Share, typed, in.Language(), 25) {
		out = append(out, bot.Choice{Label: bot.Cut(c.Name, 100), Value: bot.Cut(c.Match, 100)})
	}
	return out
}
