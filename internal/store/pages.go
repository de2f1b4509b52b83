package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"briefbot/briefs"
)

// ReadPage is what was read of an article's page.
type ReadPage struct {
	Article string
	Text    string // in place of the feed's when it is longer; empty when the page could not be read
	Links   []PageLink
}

// PageLink is an article that a publisher shows beside another as related.
type PageLink struct {
	Article string // by whose page
	Address string // canonical
	URL     string // as printed
	Title   string // as printed beside it
}

// KeepPages notes that pages were asked for, and keeps what was read: texts that are longer than what feeds gave, and links.
func (a *Articles) KeepPages(ctx context.Context, now time.Time, pages []ReadPage) error {
	err := a.db.fenced(ctx, a.fence, articleTables, func(tx txn) error {
		for _, p := range pages {
			if err := keepPage(ctx, tx, now, p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("store: keep pages: %w", err)
	}
	return nil
}

func keepPage(ctx context.Context, tx txn, now time.Time, p ReadPage) error {
	if _, err := tx.exec(ctx, `INSERT INTO article_pages (article, asked) SELECT id, $2 FROM articles WHERE id = $1
		ON CONFLICT (article) DO UPDATE SET asked = excluded.asked`, p.Article, millis(now)); err != nil {
		return err
	}
	if _, err := tx.exec(ctx, `UPDATE articles SET body = $2 WHERE id = $1 AND length(body) < length($2)`, p.Article, p.Text); err != nil {
		return err
	}
	for i, l := range p.Links {
		if _, err := tx.exec(ctx, `INSERT INTO article_links (article, place, address, url, title) SELECT id, $2, $3, $4, $5 FROM articles WHERE id = $1
			ON CONFLICT DO NOTHING`, p.Article, i, l.Address, l.URL, l.Title); err != nil {
			return err
		}
	}
	return nil
}

// Beside returns what publishers show as related beside the articles of a story or beside one article, each address once, in their order.
func (a *Articles) Beside(ctx context.Context, articles []string) ([]PageLink, error) {
	var out []PageLink
	seen := map[string]bool{}
	scan := func(r row) (l PageLink, err error) { return l, r.Scan(&l.Article, &l.Address, &l.URL, &l.Title) }
	for _, id := range articles {
		list, err := all(ctx, a.db, scan, `SELECT article, address, url, title FROM article_links WHERE article = $1 ORDER BY place`, id)
		if err != nil {
			return nil, err
		}
		for _, l := range list {
			if !seen[l.Address] {
				seen[l.Address] = true
				out = append(out, l)
			}
		}
	}
	return out, nil
}

// Pointed returns, by article published at or after t, the kept articles that its publisher's page shows as related.
func (a *Articles) Pointed(ctx context.Context, t time.Time) (map[string][]string, error) {
	scan := func(r row) (p [2]string, err error) { return p, r.Scan(&p[0], &p[1]) }
	list, err := all(ctx, a.db, scan, `SELECT l.article, b.id FROM articles a JOIN article_links l ON l.article = a.id
		JOIN articles b ON b.canonical = l.address WHERE a.published >= $1 ORDER BY l.article, l.place`, millis(t))
	out := map[string][]string{}
	for _, p := range list {
		out[p[0]] = append(out[p[0]], p[1])
	}
	return out, err
}

// Links returns, as pairs of kept articles, what an article's page shows as related, and the articles whose pages show it.
func (a *Articles) Links(ctx context.Context, article string) ([][]string, error) {
	scan := func(r row) ([]string, error) {
		p := make([]string, 2)
		return p, r.Scan(&p[0], &p[1])
	}
	return all(ctx, a.db, scan, `SELECT l.article, b.id FROM article_links l JOIN articles b ON b.canonical = l.address WHERE l.article = $1
		UNION SELECT l.article, b.id FROM articles b JOIN article_links l ON l.address = b.canonical WHERE b.id = $1 AND b.canonical <> '' ORDER BY 1, 2`, article)
}

// PagesDue returns at most limit articles that channels were shown since a time and whose pages were read, that are to be asked for again at
// now: those of which the server said that there is none, again after an hour; the others after two hours and after a quarter of their age.
// Withdrawn ones are left out.
func (a *Articles) PagesDue(ctx context.Context, shown, now time.Time, limit int) ([]briefs.Article, error) {
	list, err := all(ctx, a.db, scanPlaced, `SELECT `+articleHead+` FROM article_pages p JOIN articles a ON a.id = p.article
		WHERE (p.asked <= $2 AND (p.missing > 0 OR p.asked <= $3 AND ($4 - p.asked) * 4 >= $4 - a.published))
		AND EXISTS (SELECT 1 FROM shown s WHERE s.article = a.id AND s.at >= $1) AND NOT `+withdrawn("a.id")+` ORDER BY p.asked, a.id LIMIT $5`,
		millis(shown), millis(now.Add(-time.Hour)), millis(now.Add(-2*time.Hour)), millis(now), limit)
	out := make([]briefs.Article, len(list))
	for i, p := range list {
		out[i] = p.Article
	}
	return out, err
}

// withdrawn is the condition that the outlet withdrew an article.
func withdrawn(id string) string {
	return `EXISTS (SELECT 1 FROM article_changes w WHERE w.article = ` + id + ` AND w.kind = '` + Withdrawn + `')`
}

// certain is how long a server must have said that there is no page, at least twice, before its article is taken to be withdrawn.
const certain = time.Hour

// Answered notes whether a server still has the page of an article that it had. One that says twice in a row, an hour or more apart, that it
// has not, has withdrawn the article; Answered reports that.
func (a *Articles) Answered(ctx context.Context, now time.Time, article string, missing bool) (withdrew bool, err error) {
	err = a.db.fenced(ctx, a.fence, articleTables, func(tx txn) error {
		withdrew = false
		var since int64
		if err := tx.row(ctx, `SELECT missing FROM article_pages WHERE article = $1`, article).Scan(&since); err != nil {
			return err
		}
		switch {
		case !missing:
			since = 0
		case since == 0:
			since = millis(now)
		case since <= millis(now.Add(-certain)):
			withdrew = true
			if err := withdraw(ctx, tx, now, article); err != nil {
				return err
			}
		}
		_, err := tx.exec(ctx, `UPDATE article_pages SET asked = $2, missing = $3 WHERE article = $1`, article, millis(now), since)
		return err
	})
	if err != nil {
		return false, fmt.Errorf("store: page of an article: %w", err)
	}
	return withdrew, nil
}

// Deleted withdraws the articles that a feed says it deleted, by its own ids for them, as far as they bear the title that it gave them: a
// collector that drops what others print changes nothing. It returns how many it withdrew.
func (a *Articles) Deleted(ctx context.Context, now time.Time, feed string, items []string) (n int, err error) {
	err = a.db.fenced(ctx, a.fence, articleTables, func(tx txn) error {
		n = 0
		for _, item := range items {
			var article string
			err := tx.row(ctx, `SELECT a.id FROM article_feeds f JOIN articles a ON a.id = f.article
				WHERE f.feed = $1 AND f.item = $2 AND f.title = a.title AND NOT `+withdrawn("a.id"), feed, Item{ItemID: item}.key()).Scan(&article)
			if errors.Is(err, sql.ErrNoRows) {
				continue
			}
			if err == nil {
				err = withdraw(ctx, tx, now, article)
			}
			if err != nil {
				return err
			}
			n++
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("store: deleted entries: %w", err)
	}
	return n, nil
}

// withdraw notes that an outlet withdrew an article, whose title stays the one by which people know it.
func withdraw(ctx context.Context, tx txn, now time.Time, article string) error {
	_, err := tx.exec(ctx, `INSERT INTO article_changes (article, at, kind, was) SELECT id, $2, $3, title FROM articles WHERE id = $1 ON CONFLICT DO NOTHING`,
		article, millis(now), Withdrawn)
	return err
}
