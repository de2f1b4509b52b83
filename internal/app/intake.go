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

// memory is how far back articles are held in memory for grouping: longer than any story stays open.
const memory = 14 * 24 * time.Hour

// heldMost bounds how many of them are.
const heldMost = 100_000

// intake takes in what feeds bring: it keeps new articles, places each into a story and notes the names in it.
type intake struct {
	articles *store.Articles
	names    *lexicon.Lexicon

	mu     sync.Mutex
	engine *related.Engine
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
	var unplaced []briefs.Article
	for _, p := range held {
		if p.Story == "" {
			unplaced = append(unplaced, p.Article)
			continue
		}
		in.engine.Load(p.Article, p.Story)
	}
	return in.place(ctx, unplaced)
}

// take keeps the items that are new and returns how many those are.
func (in *intake) take(ctx context.Context, fetched time.Time, items []store.Item) (int, error) {
	in.mu.Lock()
	defer in.mu.Unlock()
	added, err := in.articles.Add(ctx, fetched, items)
	if err != nil {
		return 0, err
	}
	return len(added), in.place(ctx, added)
}

func (in *intake) place(ctx context.Context, added []briefs.Article) error {
	slices.SortStableFunc(added, func(a, b briefs.Article) int { return a.Published.Compare(b.Published) })
	placements := make([]store.Placement, 0, len(added))
	for _, a := range added {
		p := in.engine.Add(a)
		placements = append(placements, store.Placement{Article: a.ID, Published: a.Published, Story: p.Story, Names: in.namesIn(a)})
	}
	if len(placements) == 0 {
		return nil
	}
	return in.articles.Place(ctx, placements)
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
