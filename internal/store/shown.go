package store

import (
	"context"
	"time"
)

// Shown keeps which headlines a channel has seen.
type Shown struct{ db *pool }

// ShownArticle is one headline that a channel is about to be shown.
type ShownArticle struct{ Article, Story string }

// Since returns the ids of the articles and of the stories that a channel was shown at or after t.
func (s *Shown) Since(ctx context.Context, workspace, place string, t time.Time) (articles, stories map[string]bool, err error) {
	scan := func(r row) (ShownArticle, error) {
		var a ShownArticle
		err := r.Scan(&a.Article, &a.Story)
		return a, err
	}
	list, err := all(ctx, s.db, scan, `SELECT article, story FROM shown WHERE workspace = $1 AND place = $2 AND at >= $3`, workspace, place, millis(t))
	articles, stories = map[string]bool{}, map[string]bool{}
	for _, a := range list {
		articles[a.Article] = true
		if a.Story != "" {
			stories[a.Story] = true
		}
	}
	return articles, stories, err
}

// Expire forgets what was shown before t.
func (s *Shown) Expire(ctx context.Context, t time.Time) (int64, error) {
	return expire(ctx, s.db, deliveryTables, `DELETE FROM shown WHERE (workspace, place, article) IN
		(SELECT workspace, place, article FROM shown WHERE at < $1 LIMIT 500)`, millis(t))
}
