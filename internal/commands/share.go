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
			return d.unanswered(v, err, c, in)
		}
		if q.Language != "" && bot.Language(q.Language) == "" {
			return refuse(v.UnknownLanguage(q.Language))
		}
		if q.Language != "" {
			v = present.In(q.Language, v.Zone())
		}
		q.Today = briefs.DateOf(d.Now().In(v.Zone()))
		m, err := answer(v, book, q)
		if err != nil {
			return d.unanswered(v, err, c, in)
		}
		if !q.AsOf.IsZero() {
			m.Lead += " · " + v.AsOf(q.AsOf)
		}
		return withPost(v, m, c, in), nil
	}
	return c
}

// answer words the share of whom a question names or, where it names nobody, the ranking of the market.
func answer(v present.Voice, book *facts.Book, q facts.Question) (bot.Message, error) {
	a, err := book.Share(q)
	if err == nil {
		return v.Answer(a, book), nil
	}
	if !errors.Is(err, facts.ErrNoSubject) {
		return bot.Message{}, err
	}
	r, err := book.Rank(q)
	if err != nil {
		return bot.Message{}, err
	}
	return v.Ranking(r, book), nil
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

func (d Deps) unanswered(v present.Voice, err error, c bot.Command, in bot.Invocation) (bot.Message, error) {
	m, ok := v.Unanswered(err, instead(c, in), d.Facts())
	if !ok {
		return bot.Message{}, err
	}
	return refuse(m)
}

// instead returns how the same question is asked with another name than the one that was not understood: period and filters stay.
func instead(c bot.Command, in bot.Invocation) present.Again {
	return func(role facts.Role, typed, name string) string {
		args := maps.Clone(in.Args)
		switch role {
		case facts.AsMarket:
			args["market"] = name
		case facts.AsPublisher:
			args["by"] = name
		default:
			before, after, together := strings.Cut(args["name"]+" "+args["period"], typed)
			if !together {
				before = ""
			}
			args["name"], args["period"] = name, strings.TrimSpace(before+after)
		}
		return c.Line(args)
	}
}

// completeSubject proposes those whose share is known.
func (d Deps) completeSubject(_ context.Context, in bot.Invocation, typed string) []bot.Choice {
	var out []bot.Choice
	for _, c := range d.Facts().Complete(facts.Share, typed, in.Language(), 25) {
		out = append(out, bot.Choice{Label: bot.Cut(c.Name, 100), Value: bot.Cut(c.Match, 100)})
	}
	return out
}
