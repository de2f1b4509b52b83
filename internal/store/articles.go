package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"

	"briefbot/briefs"
)

// Articles keeps what feeds brought.
type Articles struct {
	db    *pool
	fence *Fence // of writes; nil: none
}

// Item is an article as a feed delivered it.
type Item struct {
	Article   briefs.Article // Article.Feed is the feed's address; its ID may be empty
	ItemID    string         // the feed's own id for it; may be empty
	Canonical string         // the address that identifies it; empty: the article's own
	NoAddress bool           // its address does not identify it, for others share it
	Came      time.Time      // when it is taken to have come in; zero: when it was fetched
	Backlog   bool           // its feed held it already when it was read for the first time
}

// identity returns the address that identifies the item, or nothing.
func (i Item) identity() string {
	if i.Canonical != "" || i.NoAddress {
		return i.Canonical
	}
	canonical, _ := briefs.CanonicalURL(i.Article.URL)
	return canonical
}

// Add keeps those items that are not known yet and returns their articles, with ids. An item is known when its canonical
// address is, or when its feed has delivered the same id before; its date and text do not matter. All are kept or none.
func (a *Articles) Add(ctx context.Context, fetched time.Time, items []Item) ([]briefs.Article, error) {
	var added []briefs.Article
	err := a.db.fenced(ctx, a.fence, articleTables, func(tx txn) error {
		added = nil
		for _, item := range items {
			article, isNew, err := add(ctx, tx, fetched, item)
			if err != nil {
				return err
			}
			if isNew {
				added = append(added, article)
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("store: add articles: %w", err)
	}
	return added, nil
}

// longestKey is the most bytes of a feed's own id that are kept as they are: PostgreSQL refuses rows of indexes over 2,704 bytes.
const longestKey = 500

// key returns the feed's own id, or what stands for one that is too long to be looked up.
func (i Item) key() string {
	if len(i.ItemID) <= longestKey {
		return i.ItemID
	}
	sum := sha256.Sum256([]byte(i.ItemID))
	return "sha256:" + hex.EncodeToString(sum[:])
}

func add(ctx context.Context, tx txn, fetched time.Time, item Item) (briefs.Article, bool, error) {
	a := item.Article
	canonical := item.identity()
	if a.ID == "" {
		a.ID = briefs.ArticleID(canonical, a.Feed, item.ItemID, a.Title)
	}
	known, err := find(ctx, tx, a.ID, canonical, a.Feed, item.key())
	if err != nil {
		return a, false, err
	}
	came := fetched
	if !item.Came.IsZero() {
		fetched = item.Came
	}
	if known == "" {
		_, err = tx.exec(ctx, `INSERT INTO articles (id, url, canonical, title, outlet, language, published, fetched, summary, body, story, backlog)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', $11)`,
			a.ID, a.URL, canonical, a.Title, a.Outlet, a.Language, millis(a.Published), millis(fetched), a.Summary, a.Text, flag(item.Backlog))
		if err != nil {
			return a, false, err
		}
	}
	id := a.ID
	if known != "" {
		id = known
	}
	itemID := item.key()
	if itemID == "" {
		itemID = "article:" + id
	}
	return a, known == "", carry(ctx, tx, came, a.Feed, itemID, id, a.Title)
}

// find returns the id of the kept article that is the same as this one, or the empty string.
func find(ctx context.Context, tx txn, id, canonical, feed, item string) (string, error) {
	var known string
	err := tx.row(ctx, `SELECT id FROM articles WHERE id = $1
		UNION ALL SELECT id FROM articles WHERE canonical = $2 AND canonical <> ''
		UNION ALL SELECT article FROM article_feeds WHERE feed = $3 AND item = $4 AND $4 <> '' LIMIT 1`, id, canonical, feed, item).Scan(&known)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return known, err
}

// Placement is the story of an article and the names that it holds.
type Placement struct {
	Article   string
	Published time.Time
	Story     string
	Loose     bool     // it may tell another event than the story
	Names     []string // entity ids
}

// Place records placements, all or none. Those of articles that are gone are left out.
func (a *Articles) Place(ctx context.Context, list []Placement) error {
	err := a.db.fenced(ctx, a.fence, articleTables, func(tx txn) error {
		for _, p := range list {
			if _, err := tx.exec(ctx, `UPDATE articles SET story = $2, loose = $3 WHERE id = $1`, p.Article, p.Story, flag(p.Loose)); err != nil {
				return err
			}
			for _, n := range p.Names {
				if _, err := tx.exec(ctx, `INSERT INTO article_names (name, published, article)
					SELECT $1, $2, $3 WHERE EXISTS (SELECT 1 FROM articles WHERE id = $3) ON CONFLICT DO NOTHING`, n, millis(p.Published), p.Article); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("store: place articles: %w", err)
	}
	return nil
}

// Placed is an article with the story that it was placed in and when it came in. Lists give the first 2,000 characters of its text.
type Placed struct {
	briefs.Article
	Story   string
	Fetched time.Time
	Backlog bool // its feed held it already when it was read for the first time
}

// flag writes a truth as the databases keep it.
func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

// textHead is how many characters of an article's text come with lists of articles: grouping and topics read less, and whole
// texts of a month would fill the memory.
const textHead = 2000

// articleColumns returns what scanPlaced reads, with the given expressions for the text and for whether it was withdrawn.
func articleColumns(body, gone string) string {
	return `a.id, a.url, a.title, a.outlet, a.language, a.published, a.summary, ` + body + `, a.story, a.loose, a.fetched, a.backlog,
	COALESCE((SELECT MIN(f.feed) FROM article_feeds f WHERE f.article = a.id), ''), ` + gone
}

var (
	wholeArticle = articleColumns("a.body", goneColumn)
	articleHead  = articleColumns(headColumn, "0")
	storyHead    = articleColumns(headColumn, goneColumn)

	headColumn = fmt.Sprintf("substr(a.body, 1, %d)", textHead)
	goneColumn = "CASE WHEN " + withdrawn("a.id") + " THEN 1 ELSE 0 END"
)

// maxVariables is the most values that one query lists; SQLite takes 32,766 variables.
const maxVariables = 30_000

// Since returns the newest articles with their places, at most limit of those published at or after t, oldest first: what a
// program that starts again needs to go on grouping.
func (a *Articles) Since(ctx context.Context, t time.Time, limit int) ([]Placed, error) {
	return all(ctx, a.db, scanPlaced, `SELECT * FROM (SELECT `+articleHead+` FROM articles a WHERE a.published >= $1
		ORDER BY a.published DESC LIMIT $2) AS newest ORDER BY 6, 1`, millis(t), limit)
}

// Between returns the articles of the given feeds that were published in the span and not withdrawn, oldest first. No feeds: of all feeds.
func (a *Articles) Between(ctx context.Context, span briefs.Span, feeds []string) ([]Placed, error) {
	if len(feeds) > maxVariables {
		return nil, fmt.Errorf("store: %d feeds at once, at most %d", len(feeds), maxVariables)
	}
	where, args := of(feeds, []any{millis(span.From), millis(span.To)})
	return all(ctx, a.db, scanPlaced, `SELECT `+articleHead+` FROM articles a
		WHERE a.published >= $1 AND a.published < $2 AND NOT `+withdrawn("a.id")+where+` ORDER BY a.published, a.id`, args...)
}

// Unplaced reports whether one of the articles of the given feeds that were published in the span, and came in until t, is in no story yet.
func (a *Articles) Unplaced(ctx context.Context, span briefs.Span, feeds []string, t time.Time) (bool, error) {
	where, args := of(feeds, []any{millis(span.From), millis(span.To), millis(t)})
	scan := func(r row) (is bool, err error) { return is, r.Scan(&is) }
	unplaced, _, err := one(ctx, a.db, scan, `SELECT EXISTS (SELECT 1 FROM articles a
		WHERE a.published >= $1 AND a.published < $2 AND a.fetched <= $3 AND a.story = ''`+where+`)`, args...)
	return unplaced, err
}

// of returns the condition that an article was carried by one of the feeds, with its arguments appended.
func of(feeds []string, args []any) (string, []any) {
	if len(feeds) == 0 {
		return "", args
	}
	list, args := listed(feeds, args)
	return ` AND EXISTS (SELECT 1 FROM article_feeds f WHERE f.article = a.id AND f.feed IN (` + list + `))`, args
}

// listed returns the variables of a list of values, with the values appended to the arguments.
func listed(values []string, args []any) (string, []any) {
	marks := make([]string, len(values))
	for i, v := range values {
		args = append(args, v)
		marks[i] = fmt.Sprintf("$%d", len(args))
	}
	return strings.Join(marks, ", "), args
}

// Latest returns the newest articles that name the entity, newest first; of an empty name, the newest of all.
func (a *Articles) Latest(ctx context.Context, name string, before time.Time, limit int, feeds []string) ([]Placed, error) {
	if name == "" {
		where, args := of(feeds, []any{millis(before), limit})
		return all(ctx, a.db, scanPlaced, `SELECT `+articleHead+` FROM articles a WHERE a.published <= $1 AND NOT `+withdrawn("a.id")+where+
			` ORDER BY a.published DESC, a.id LIMIT $2`, args...)
	}
	where, args := of(feeds, []any{name, millis(before), limit})
	return all(ctx, a.db, scanPlaced, `SELECT `+articleHead+` FROM article_names n JOIN articles a ON a.id = n.article
		WHERE n.name = $1 AND n.published <= $2 AND NOT `+withdrawn("a.id")+where+` ORDER BY n.published DESC, n.article LIMIT $3`, args...)
}

// ByAddress returns the article of that address in any of its forms; false when there is none.
func (a *Articles) ByAddress(ctx context.Context, address string) (Placed, bool, error) {
	canonical, ok := briefs.CanonicalURL(address)
	if !ok {
		return Placed{}, false, nil
	}
	return one(ctx, a.db, scanPlaced, `SELECT `+wholeArticle+` FROM articles a WHERE a.canonical = $1 AND a.canonical <> '' LIMIT 1`, canonical)
}

// ByID returns the article of that id; false when there is none.
func (a *Articles) ByID(ctx context.Context, id string) (Placed, bool, error) {
	return one(ctx, a.db, scanPlaced, `SELECT `+wholeArticle+` FROM articles a WHERE a.id = $1`, id)
}

// Story returns the articles of a story, oldest first, also those that were withdrawn.
func (a *Articles) Story(ctx context.Context, id string, feeds []string) (briefs.Story, error) {
	where, args := of(feeds, []any{id})
	placed, err := all(ctx, a.db, scanPlaced, `SELECT `+storyHead+` FROM articles a
		WHERE a.story = $1 AND a.story <> ''`+where+` ORDER BY a.published, a.id`, args...)
	story := briefs.Story{ID: id}
	for _, p := range placed {
		story.Articles = append(story.Articles, p.Article)
	}
	return story, err
}

// Newest returns when the newest article was published; false when there is none.
func (a *Articles) Newest(ctx context.Context) (time.Time, bool, error) {
	scan := func(r row) (int64, error) {
		var ms int64
		return ms, r.Scan(&ms)
	}
	ms, ok, err := one(ctx, a.db, scan, `SELECT published FROM articles ORDER BY published DESC LIMIT 1`)
	return fromMillis(ms), ok, err
}

// Expire removes articles published before t and returns how many.
func (a *Articles) Expire(ctx context.Context, t time.Time) (int64, error) {
	return expire(ctx, a.db, articleTables, `DELETE FROM articles WHERE id IN (SELECT id FROM articles WHERE published < $1 LIMIT 500)`, millis(t))
}

func scanPlaced(r row) (Placed, error) {
	var p Placed
	var published, fetched, backlog, loose, gone int64
	err := r.Scan(&p.ID, &p.URL, &p.Title, &p.Outlet, &p.Language, &published, &p.Summary, &p.Text, &p.Story, &loose, &fetched, &backlog, &p.Feed, &gone)
	p.Published, p.Fetched, p.Backlog, p.Loose, p.Withdrawn = fromMillis(published), fromMillis(fetched), backlog != 0, loose != 0, gone != 0
	return p, err
}

// Carried returns the feeds that carried an article.
func (a *Articles) Carried(ctx context.Context, id string) ([]string, error) {
	scan := func(r row) (feed string, err error) { return feed, r.Scan(&feed) }
	return all(ctx, a.db, scan, `SELECT DISTINCT feed FROM article_feeds WHERE article = $1 ORDER BY feed`, id)
}
