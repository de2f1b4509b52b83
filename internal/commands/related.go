package commands

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/topics"
	"briefbot/internal/present"
	"briefbot/internal/store"
)

const (
	relatedShown = 12 // articles of the same story in one answer
	linkedShown  = 6  // articles that the publisher shows beside it
	nearShown    = 5  // articles that share most with it
	nearAsked    = 40 // of which those of the story, repeats and what the workspace does not read are left out
	besideShown  = 5  // articles about the same names
)

func (d Deps) related() bot.Command {
	c := bot.Command{
		Name: "related", Names: present.Text("cmd-related-name"), Summary: present.Text("cmd-related"), Example: "related https://example.org/article", Top: true,
		Shortcut: present.Text("shortcut-related"),
		Params:   []bot.Param{{Name: "what", Summary: present.Text("cmd-related-what"), Required: true, Rest: true}},
	}
	c.Run = func(ctx context.Context, in bot.Invocation) (bot.Message, error) {
		v := d.voice(in)
		what := unquoted(in.Args["what"])
		if article, question, err := d.pointed(ctx, in, c, what); article != "" {
			what = article
		} else if err != nil || question != nil {
			return asked(question, err)
		}
		story, lead, err := d.story(ctx, in, what)
		if err != nil {
			return bot.Message{}, err
		}
		if lead.ID == "" {
			list, _, err := d.titled(ctx, in, what)
			switch {
			case err != nil:
				return bot.Message{}, err
			case len(list) == 0:
				return refuse(v.RelatedUnknown(what))
			case len(list) > 1:
				return v.Which(list, c.Shortcut, c.Name), nil
			}
			if story, lead, err = d.story(ctx, in, present.ThisArticle+list[0].ID); err != nil {
				return bot.Message{}, err
			}
		}
		return d.relatedTo(ctx, in, &c, story, lead)
	}
	return c
}

// titlesRead is how many articles with some words are looked through for their stories.
const titlesRead = 40

// titled returns articles whose titles hold all of some words: of each story the newest one, and one that is in none by itself, at most whichShown. The
// stories come by the ids of these articles.
func (d Deps) titled(ctx context.Context, in bot.Invocation, words string) ([]briefs.Article, map[string]present.StoryCard, error) {
	if d.Trail == nil {
		return nil, nil, nil
	}
	list, err := d.Trail.Search(ctx, in.From, strings.Fields(words), titlesRead)
	if err != nil {
		return nil, nil, err
	}
	var out []briefs.Article
	of, seen := map[string]present.StoryCard{}, map[string]bool{}
	for _, a := range list {
		card, ok, err := d.Trail.Story(ctx, in.From, a.ID)
		if err != nil {
			return nil, nil, err
		}
		if ok && seen[card.Story.ID] {
			continue
		}
		if ok {
			of[a.ID], seen[card.Story.ID] = card, true
		}
		if out = append(out, a); len(out) == whichShown {
			break
		}
	}
	return out, of, nil
}

// relatedTo answers with what is related to an article of a story.
func (d Deps) relatedTo(ctx context.Context, in bot.Invocation, c *bot.Command, story briefs.Story, lead briefs.Article) (bot.Message, error) {
	v := d.voice(in)
	same, err := d.same(ctx, lead, story)
	if err != nil {
		return bot.Message{}, err
	}
	linked, err := d.Articles.Beside(ctx, []string{lead.ID})
	if err != nil {
		return bot.Message{}, err
	}
	shown := outside(linked, lead, story)
	near, err := d.near(ctx, lead, story, d.Feeds(in.From))
	if err != nil {
		return bot.Message{}, err
	}
	names, beside, err := d.beside(ctx, v, lead, story, near, d.Feeds(in.From))
	if err != nil {
		return bot.Message{}, err
	}
	m := v.Related(lead, story.ID, same, shown, near, names, beside)
	if len(same)+len(shown)+len(near)+len(beside) == 0 {
		return m, nil
	}
	in.Args = map[string]string{"what": present.ThisArticle + lead.ID} // so that what is posted is what was seen
	return withPost(v, m, c, &in), nil
}

// outside returns the articles that a publisher shows beside one, as its page words them, without those of the story.
func outside(linked []store.PageLink, lead briefs.Article, story briefs.Story) []briefs.Article {
	var out []briefs.Article
	for _, l := range linked {
		ofStory := slices.ContainsFunc(story.Articles, func(a briefs.Article) bool {
			canonical, _ := briefs.CanonicalURL(a.URL)
			return canonical == l.Address
		})
		if !ofStory && len(out) < linkedShown {
			out = append(out, briefs.Article{URL: l.URL, Title: l.Title, Outlet: lead.Outlet, Language: lead.Language})
		}
	}
	return out
}

// same returns the others of a story that their outlets did not withdraw.
func (d Deps) same(ctx context.Context, lead briefs.Article, story briefs.Story) ([]briefs.Article, error) {
	var out []briefs.Article
	for _, a := range story.Articles {
		if a.ID == lead.ID {
			continue
		}
		if len(out) == relatedShown {
			break
		}
		kept, ok, err := d.Articles.ByID(ctx, a.ID)
		if err != nil {
			return nil, err
		}
		if ok && !kept.Withdrawn {
			out = append(out, a)
		}
	}
	return out, nil
}

// story finds the article that an address, an article id or a story id means, and its story as the editors of the workspace have it. The
// article is empty when there is none.
func (d Deps) story(ctx context.Context, in bot.Invocation, what string) (briefs.Story, briefs.Article, error) {
	id, alone := articleOf(what)
	if alone { // by its address it is found in the story where it is now, whatever it opened
		a, ok, err := d.Articles.ByID(ctx, id)
		if err != nil || !ok {
			return briefs.Story{}, briefs.Article{}, err
		}
		what = cmp.Or(a.URL, id)
	}
	if d.Trail == nil {
		return d.grouped(ctx, what, d.Feeds(in.From))
	}
	card, ok, err := d.Trail.Story(ctx, in.From, what)
	if err != nil || !ok {
		if err != nil {
			return briefs.Story{}, briefs.Article{}, err
		}
		return d.grouped(ctx, what, d.Feeds(in.From)) // an article that is in no story
	}
	lead := card.Story.First()
	canonical, isAddress := briefs.CanonicalURL(what)
	for _, a := range card.Story.Articles {
		own, _ := briefs.CanonicalURL(a.URL)
		if a.ID == id || !alone && isAddress && own == canonical {
			lead = a
		}
	}
	return card.Story, lead, nil
}

// grouped is story as the common grouping has it.
func (d Deps) grouped(ctx context.Context, what string, feeds []string) (briefs.Story, briefs.Article, error) {
	story, err := d.Articles.Story(ctx, what, feeds)
	if err != nil || len(story.Articles) > 0 {
		if err != nil {
			return story, briefs.Article{}, err
		}
		return story, story.First(), nil
	}
	found, ok, err := d.Articles.ByAddress(ctx, what)
	if err == nil && !ok {
		found, ok, err = d.Articles.ByID(ctx, what)
	}
	if err != nil || !ok || len(feeds) > 0 && !slices.Contains(feeds, found.Feed) {
		return briefs.Story{}, briefs.Article{}, err
	}
	if found.Story == "" {
		return briefs.Story{}, found.Article, nil
	}
	story, err = d.Articles.Story(ctx, found.Story, feeds)
	return story, found.Article, err
}

// near returns the articles that share most with one and are not of its story, each title once.
func (d Deps) near(ctx context.Context, lead briefs.Article, story briefs.Story, feeds []string) ([]briefs.Article, error) {
	if d.Near == nil {
		return nil, nil
	}
	titles := map[string]bool{}
	for _, a := range append(story.Articles[:len(story.Articles):len(story.Articles)], lead) {
		titles[topics.TitleKey(a)] = true
	}
	var out []briefs.Article
	for _, id := range d.Near(lead.ID, nearAsked) {
		if len(out) == nearShown {
			break
		}
		a, ok, err := d.Articles.ByID(ctx, id)
		if err != nil {
			return nil, err
		}
		key := topics.TitleKey(a.Article)
		if !ok || a.Withdrawn || titles[key] || holds(story.Articles, a.ID) || len(feeds) > 0 && !slices.Contains(feeds, a.Feed) {
			continue
		}
		titles[key] = true
		out = append(out, a.Article)
	}
	return out, nil
}

// beside returns the names in the article's title, and newer or older articles about the first of them that are neither of the story nor near.
func (d Deps) beside(ctx context.Context, v present.Voice, lead briefs.Article, story briefs.Story, near []briefs.Article, feeds []string) ([]string, []briefs.Article, error) {
	var names []string
	var id string
	for _, m := range d.Names.Find(lead.Title) {
		e, ok := d.Names.Entity(m.Entity)
		if ok {
			names = append(names, d.called(v, e))
			id = m.Entity
			break // one name: a list about several would be about nothing
		}
	}
	if id == "" {
		return nil, nil, nil
	}
	list, err := d.Articles.Latest(ctx, id, d.Now(), besideShown+len(story.Articles)+len(near)+1, feeds)
	var out []briefs.Article
	for _, a := range list {
		if !holds(story.Articles, a.ID) && a.ID != lead.ID && len(out) < besideShown && !holds(near, a.ID) {
			out = append(out, a.Article)
		}
	}
	return names, out, err
}

// holds reports whether an article is in a list.
func holds(list []briefs.Article, id string) bool {
	return slices.ContainsFunc(list, func(a briefs.Article) bool { return a.ID == id })
}

func plain(list []store.Placed) []briefs.Article {
	out := make([]briefs.Article, 0, len(list))
	for _, p := range list {
		out = append(out, p.Article)
	}
	return out
}
