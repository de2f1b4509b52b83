package commands

import (
	"context"
	"strings"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/internal/present"
)

func (d Deps) fact() bot.Command {
	c := bot.Command{
		Name: "fact", Names: present.Text("cmd-fact-name"), Aliases: []string{"figure", "chiffre", "数据"}, Summary: present.Text("cmd-fact"),
		Example: "fact alibaba pledge", Top: true,
		Params: append(d.restParams("what", "cmd-ask-what-name", "cmd-fact-what", d.completeAny), d.filters("")...),
	}
	return d.lookup(c, func(a *asking) (bot.Message, error) {
		if answer, ok := a.book.ByID(a.q.Text, a.q); ok {
			return a.card(answer), nil
		}
		a.q.Open = true
		if a.book.NamesMetric(a.q) {
			return a.figure()
		}
		o, err := a.book.About(a.q)
		if err != nil {
			return bot.Message{}, err
		}
		m := a.v.Overview(o, a.q.All, a.book)
		if a.q.CSV {
			var list []briefs.Fact
			for _, f := range o.Figures {
				list = append(list, f.Fact)
			}
			m = a.v.CSV(m, list)
		}
		return m, nil
	})
}

// completeAny proposes those of whom any figure is known.
func (d Deps) completeAny(_ context.Context, in bot.Invocation, typed string) []bot.Choice {
	var out []bot.Choice
	for _, c := range d.Facts().CompleteAny(typed, in.Language(), maxProposals) {
		out = append(out, choice(c.Name, c.Match))
	}
	return out
}

// completeLast completes the last of several names: the words before it stay.
func (d Deps) completeLast(ctx context.Context, in bot.Invocation, typed string) []bot.Choice {
	before, last := "", typed
	if i := strings.LastIndexAny(typed, " \u3000"); i >= 0 {
		before, last = strings.TrimRight(typed[:i], " \u3000")+" ", strings.TrimLeft(typed[i:], " \u3000")
	}
	var out []bot.Choice
	for _, c := range d.completeAny(ctx, in, last) {
		name := c.Value
		if strings.ContainsRune(name, ' ') && before != "" {
			name = squeezedOr(d.Facts(), name)
		}
		out = append(out, choice(before+c.Label, before+name))
	}
	return out
}

// squeezedOr returns the id of whom a name of several words means, where it means one.
func squeezedOr(book *facts.Book, name string) string {
	if e, ok := book.One(name); ok {
		return e.ID
	}
	return name
}
