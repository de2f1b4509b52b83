package app

import (
	"context"
	"slices"
	"sync"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
	"briefbot/briefs/related"
	"briefbot/internal/store"
)

// memory is how far back articles are read again for grouping when the program starts or begins to lead: longer than nearly any
// story goes on. The database is the one truth of where articles are, also after another instance led.
const memory = 30 * 24 * time.Hour

// heldMost bounds how many of them are: as many as the grouping holds.
const heldMost = 40_000

// headRunes is how much of an article's text grouping is given to hold; it reads less.
const headRunes = 1500

// intake takes in what feeds bring: it keeps new articles, places each into a story and notes the names in it.
type intake struct {
	articles *store.Articles
	names    *lexicon.Lexicon
	kept     func(language string, opens bool)                 // is called for each article that was placed, with whether it opens a story; may be nil
	look     func(ctx context.Context, added []briefs.Article) // completes new articles by their pages before they are placed; may be nil

	mu       sync.Mutex
	engine   *related.Engine
	unplaced []store.Placement // of articles that are kept, whose places could not be written down yet
}

func newIntake(articles *store.Articles, names *lexicon.Lexicon) *intake {
	return &intake{articles: articles, names: names, engine: related.New(names, related.Options{})}
}

// resume takes up the grouping where an earlier process left it. An article that was kept but not yet placed when that
// process ended is placed now.
func (in *intake) resume(ctx context.Context, now time.Time) error {
	in.mu.Lock()
	defer in.mu.Unlock()
	held, err := in.articles.Since(ctx, now.Add(-memory), heldMost)
	if err != nil {
		return err
	}
	var fresh []briefs.Article
	for _, p := range held {
		if p.Story == "" {
			fresh = append(fresh, p.Article)
			continue
		}
		in.engine.Load(head(p.Article), p.Story)
	}
	if err := in.place(ctx, fresh); err != nil {
		return err
	}
	pointed, err := in.articles.Pointed(ctx, now.Add(-memory))
	for from, to := range pointed {
		in.engine.Point(from, to)
	}
	return err
}

// take keeps the items that are new and returns how many those are.
func (in *intake) take(ctx context.Context, fetched time.Time, items []store.Item) (int, error) {
	added, err := in.articles.Add(ctx, fetched, items)
	if err != nil {
		return 0, err
	}
	if in.look != nil && len(added) > 0 { // others are placed meanwhile
		in.look(ctx, added)
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	return len(added), in.place(ctx, added)
}

// place groups articles that were kept and writes their places down, with those that could not be written down before: the
// engine has placed them for good, and their feeds will not bring them again.
func (in *intake) place(ctx context.Context, added []briefs.Article) error {
	slices.SortStableFunc(added, func(a, b briefs.Article) int { return a.Published.Compare(b.Published) })
	for _, a := range added {
		p := in.engine.Add(head(a))
		if in.kept != nil {
			in.kept(a.Language, !p.Joined)
		}
		in.unplaced = append(in.unplaced, store.Placement{Article: a.ID, Published: a.Published, Story: p.Story, Loose: p.Loose, Names: in.namesIn(a)})
	}
	if len(in.unplaced) == 0 {
		return nil
	}
	if err := in.articles.Place(ctx, in.unplaced); err != nil {
		return err
	}
	in.unplaced = nil
	return in.point(ctx, added)
}

// point tells the grouping what publishers' pages show beside new articles, and beside which articles they show those.
func (in *intake) point(ctx context.Context, added []briefs.Article) error {
	if in.look == nil {
		return nil
	}
	for _, a := range added {
		links, err := in.articles.Links(ctx, a.ID)
		if err != nil {
			return err
		}
		for _, l := range links {
			in.engine.Point(l[0], l[1:])
		}
	}
	return nil
}

// near returns the ids of at most n articles that share most with one, best first; none where this instance does not place articles.
func (k *core) near(article string, n int) []string { return k.places.Load().near(article, n) }

func (in *intake) near(article string, n int) []string {
	in.mu.Lock()
	defer in.mu.Unlock()
	var out []string
	for _, a := range in.engine.Related(article, n) {
		out = append(out, a.Article)
	}
	return out
}

// head returns an article with the beginning of its text alone.
func head(a briefs.Article) briefs.Article {
	n := 0
	for i := range a.Text {
		if n++; n > headRunes {
			a.Text = string([]byte(a.Text[:i])) // a copy: a part would keep the whole in memory
			break
		}
	}
	return a
}

// namesIn returns the entities in the title and summary, each with the whole that it is a part of: an article about Qwen is one about Alibaba.
func (in *intake) namesIn(a briefs.Article) []string {
	var out []string
	for _, text := range []string{a.Title, a.Summary} {
		for _, m := range in.names.Find(text) {
			for _, id := range in.names.Family(m.Entity) {
				if !slices.Contains(out, id) {
					out = append(out, id)
				}
			}
		}
	}
	return out
}
