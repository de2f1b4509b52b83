package commands

import (
	"context"
	"slices"
	"strings"
	"time"

	"briefbot/bot"
	"briefbot/internal/present"
	"briefbot/internal/store"
)

// whichShown is how many articles are listed that fit what was asked.
const whichShown = 8

func (d Deps) why() bot.Command {
	c := bot.Command{
		Name: "why", Names: present.Text("cmd-why-name"), Summary: present.Text("cmd-why"), Example: "why https://example.org/article", Top: true,
		Shortcut: present.Text("shortcut-why"),
		Params:   []bot.Param{{Name: "what", Summary: present.Text("cmd-why-what"), Required: true, Rest: true}},
	}
	c.Run = func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
		what := unquoted(in.Args["what"])
		if article, question, err := d.pointed(ctx, in, c, what); article != "" {
			what = article
		} else if err != nil || question != nil {
			return asked(question, err)
		}
		if m, ok, err := d.whyRun(ctx, in, what); ok || err != nil {
			return m, err
		}
		id, alone := articleOf(what)
		a, ok, err := d.Articles.ByAddress(ctx, id)
		if err == nil && !ok {
			a, ok, err = d.Articles.ByID(ctx, id)
		}
		if err != nil {
			return bot.Message{}, err
		}
		feeds := d.Feeds(in.From)
		if !ok || len(feeds) > 0 && !slices.Contains(feeds, a.Feed) {
			return d.whyWords(ctx, in, &c, what)
		}
		if a.Story == what && !alone { // the id of a story is that of its first article: more is asked of the story
			if card, ok, err := d.Trail.Story(ctx, in.From, what); err != nil || ok && len(card.Story.Articles) > 1 {
				return d.storyCard(ctx, in, card), err
			}
		}
		return d.whyArticle(ctx, in, &c, a)
	}
	return c
}

// whyArticle tells what became of an article.
func (d Deps) whyArticle(ctx context.Context, in bot.Invocation, c *bot.Command, a store.Placed) (bot.Message, error) {
	w, err := d.Trail.Article(ctx, in.From, a)
	if err != nil {
		return bot.Message{}, err
	}
	v := d.naming(ctx, in, d.voice(in), placesOf(w.Verdicts))
	in.Args = map[string]string{"what": present.ThisArticle + a.ID} // so that what is posted is what was seen
	return withPost(v, v.WhyArticle(w, in.From.Place()), c, &in), nil
}

// whyWords looks for words in titles: one article is told of, several are listed.
func (d Deps) whyWords(ctx context.Context, in bot.Invocation, c *bot.Command, what string) (bot.Message, error) {
	v := d.voice(in)
	list, err := d.Trail.Search(ctx, in.From, strings.Fields(what), whichShown)
	switch {
	case err != nil:
		return bot.Message{}, err
	case len(list) == 0:
		if card, ok, err := d.Trail.Story(ctx, in.From, what); ok || err != nil { // one whose first article is gone, or that an editor made
			return d.storyCard(ctx, in, card), err
		}
		return refuse(v.WhyUnknown(what))
	case len(list) > 1:
		return v.Which(list, c.Shortcut, c.Name), nil
	}
	a, ok, err := d.Articles.ByID(ctx, list[0].ID)
	if err != nil {
		return bot.Message{}, err
	}
	if !ok { // it has expired in between
		return refuse(v.WhyUnknown(what))
	}
	return d.whyArticle(ctx, in, c, a)
}

// whyRun tells of a run when what was asked is the name of a schedule, with a day or without.
func (d Deps) whyRun(ctx context.Context, in bot.Invocation, what string) (bot.Message, bool, error) {
	name, day := what, ""
	if i := strings.LastIndexAny(what, " @"); i > 0 {
		last, _, _ := strings.Cut(what[i+1:], "T") // also the form of a run's key
		if _, err := time.Parse(time.DateOnly, last); err == nil {
			name, day = strings.TrimSpace(what[:i]), last
		}
	}
	have, err := d.Desk.Schedules(ctx, in.From.Place())
	if err != nil {
		return bot.Message{}, false, err
	}
	i := slices.IndexFunc(have, func(s present.Schedule) bool { return strings.EqualFold(s.Name, name) })
	if i < 0 {
		return bot.Message{}, false, nil
	}
	v := d.voice(in)
	r, from, limit, ok, err := d.Trail.Run(ctx, in.From, have[i].Name, day)
	if err != nil {
		return bot.Message{}, false, err
	}
	if !ok {
		m, err := refuse(bot.Message{Title: v.Say("why-run-none", "Name", have[i].Name), Language: v.Language()})
		return m, true, err
	}
	return d.naming(ctx, in, v, placesIn([]present.Ran{r})).WhyRun(r, from, limit, in.From.Place()), true, nil
}
