package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode"

	"briefbot/briefs/lexicon"
)

// Kinds of changes.
const (
	Retitled  = "title"
	Withdrawn = "withdrawn"
)

// ArticleChange is what an outlet did to an article after it was read.
type ArticleChange struct {
	Article string
	At      time.Time
	Kind    string
	Was     string // the title before
}

// Changes returns what outlets did to articles at or after t, oldest first.
func (a *Articles) Changes(ctx context.Context, t time.Time) ([]ArticleChange, error) {
	return all(ctx, a.db, scanArticleChange, `SELECT article, at, kind, was FROM article_changes WHERE at >= $1 ORDER BY at, article`, millis(t))
}

// ChangesOf returns what its outlet did to one article, oldest first.
func (a *Articles) ChangesOf(ctx context.Context, article string) ([]ArticleChange, error) {
	return all(ctx, a.db, scanArticleChange, `SELECT article, at, kind, was FROM article_changes WHERE article = $1 ORDER BY at`, article)
}

func scanArticleChange(r row) (c ArticleChange, err error) {
	var at int64
	err = r.Scan(&c.Article, &at, &c.Kind, &c.Was)
	c.At = fromMillis(at)
	return c, err
}

// carry notes that a feed carries an article, under which title. Another title than it gave before is a change of the article, when the
// article bears the title that this feed gave it: two collectors that word one article in two ways change nothing.
func carry(ctx context.Context, tx txn, now time.Time, feed, item, article, title string) error {
	var before, current string
	err := tx.row(ctx, `SELECT f.title, a.title FROM article_feeds f JOIN articles a ON a.id = f.article WHERE f.feed = $1 AND f.item = $2`, feed, item).Scan(&before, &current)
	if errors.Is(err, sql.ErrNoRows) {
		_, err = tx.exec(ctx, `INSERT INTO article_feeds (feed, item, article, title) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`, feed, item, article, title)
		return err
	}
	if err != nil || before == title || title == "" {
		return err
	}
	if _, err = tx.exec(ctx, `UPDATE article_feeds SET title = $3 WHERE feed = $1 AND item = $2`, feed, item, title); err != nil {
		return err
	}
	if before == "" || before != current && !lexicon.Withdrawn(before) || same(before, title) || same(current, title) {
		return nil // of one that was withdrawn and is there again, people know the title
	}
	return change(ctx, tx, now, article, current, title)
}

// change gives an article another title, or notes that it was withdrawn: then it keeps the one by which people know it.
func change(ctx context.Context, tx txn, now time.Time, article, current, title string) error {
	kind := Retitled
	if lexicon.Withdrawn(title) {
		kind = Withdrawn
	} else if _, err := tx.exec(ctx, `UPDATE articles SET title = $2 WHERE id = $1`, article, title); err != nil {
		return err
	}
	_, err := tx.exec(ctx, `INSERT INTO article_changes (article, at, kind, was) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`, article, millis(now), kind, current)
	return err
}

// same reports whether two titles differ in nothing but case, spaces and marks. What makes another number or another money is no mark.
func same(a, b string) bool { return letters(a) == letters(b) }

// letters is what same compares.
func letters(s string) string {
	runes := []rune(s)
	var b strings.Builder
	for i, r := range runes {
		switch {
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.Is(unicode.Sc, r):
			b.WriteRune(unicode.ToLower(r))
		case fraction(runes, i):
			b.WriteByte('.')
		}
	}
	return b.String()
}

// fraction reports whether the fraction of a number follows a point or comma: three digits are thousands.
func fraction(runes []rune, i int) bool {
	if runes[i] != '.' && runes[i] != ',' || i == 0 || !unicode.IsDigit(runes[i-1]) {
		return false
	}
	n := slices.IndexFunc(runes[i+1:], func(r rune) bool { return !unicode.IsDigit(r) })
	if n < 0 {
		n = len(runes) - i - 1
	}
	return n > 0 && n != 3
}
