package store

import (
	"context"
	"slices"
	"time"
)

// Shown keeps which headlines a channel has seen, and where.
type Shown struct{ db *pool }

// ShownArticle is one headline that a channel was shown, or is about to be.
type ShownArticle struct {
	Article, Story string
	Message        string    // key of the message in which it stands; empty when that is not known
	Lead           bool      // it stands for its story in the channel; the others are in a thread
	At             time.Time // when the message was written down
}

const shownColumns = `s.article, s.story, s.message, s.lead, s.at`

// Since returns what a channel was shown at or after t, oldest first.
func (s *Shown) Since(ctx context.Context, workspace, place string, t time.Time) ([]ShownArticle, error) {
	return all(ctx, s.db, scanShown, `SELECT `+shownColumns+` FROM shown s WHERE s.workspace = $1 AND s.place = $2 AND s.at >= $3 ORDER BY s.at, s.article`,
		workspace, place, millis(t))
}

// ShownIn is a headline with the channel that was shown it.
type ShownIn struct {
	ShownArticle
	Workspace, Place string
}

// Where returns the channels of a workspace that were shown an article; with an empty workspace those of all.
func (s *Shown) Where(ctx context.Context, workspace, article string) ([]ShownIn, error) {
	scan := func(r row) (x ShownIn, err error) {
		x.ShownArticle, err = scanShown(tail{r, []any{&x.Workspace, &x.Place}})
		return x, err
	}
	return all(ctx, s.db, scan, `SELECT `+shownColumns+`, s.workspace, s.place FROM shown s WHERE s.article = $2 AND ($1 = '' OR s.workspace = $1)
		ORDER BY s.at, s.place`, workspace, article)
}

// Headlines returns which of some articles stand for their stories in channels of a workspace, and where, the first told first. What one
// person alone is told is left out.
func (s *Shown) Headlines(ctx context.Context, workspace string, articles []string) ([]ShownIn, error) {
	scan := func(r row) (x ShownIn, err error) {
		x.ShownArticle, err = scanShown(tail{r, []any{&x.Workspace, &x.Place}})
		return x, err
	}
	var out []ShownIn
	for part := range slices.Chunk(articles, maxVariables) {
		of, args := listed(part, []any{workspace})
		list, err := all(ctx, s.db, scan, `SELECT `+shownColumns+`, s.workspace, s.place FROM shown s
			WHERE s.article IN (`+of+`) AND s.workspace = $1 AND s.lead = 1
			AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.key = s.message AND `+private+`) ORDER BY s.at, s.place`, args...)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	return out, nil
}

// Anchor is where a channel was told a story: follow-ups go into the thread of that message.
type Anchor struct {
	ShownArticle
	Workspace, Place string
	Schedule         string    // whose digest it was
	Root             string    // key of the message that begins the thread
	Until            time.Time // when the digest was due: it took what was published before
}

// Precedes reports whether an article came in when the digest could not show it any more: after it was written down, or, where that was
// late, published after it was due.
func (a Anchor) Precedes(p Placed) bool { return p.Fetched.After(a.At) || !p.Published.Before(a.Until) }

// Anchors returns the anchors of the stories that a channel was shown at or after t, of messages that stand there, the newest first: what editors
// decided may have made several stories of one. Threads in which nothing can be said any more are left out, see Closed.
func (s *Shown) Anchors(ctx context.Context, workspace, place string, t time.Time) ([]Anchor, error) {
	scan := func(r row) (x Anchor, err error) {
		var until int64
		x.ShownArticle, err = scanShown(tail{r, []any{&x.Workspace, &x.Place, &x.Schedule, &x.Root, &until}})
		x.Until = fromMillis(until)
		return x, err
	}
	return all(ctx, s.db, scan, `SELECT `+shownColumns+`, s.workspace, s.place, r.schedule, r.key, COALESCE(q.due, s.at)
		FROM shown s JOIN deliveries d ON d.key = s.message JOIN deliveries r ON r.key = CASE WHEN d.parent = '' THEN d.key ELSE d.parent END
		LEFT JOIN runs q ON q.workspace = r.workspace AND q.schedule = r.schedule AND q.nominal = r.nominal AND q.zone = r.zone
		WHERE s.workspace = $1 AND s.place = $2 AND s.lead = 1 AND s.at >= $3 AND r.state = 'sent' AND r.address <> '' AND NOT `+closed("r.key")+`
		ORDER BY s.at DESC, s.article`, workspace, place, millis(t))
}

// Expire forgets what was shown before t.
func (s *Shown) Expire(ctx context.Context, t time.Time) (int64, error) {
	return expire(ctx, s.db, deliveryTables, `DELETE FROM shown WHERE (workspace, place, article) IN
		(SELECT workspace, place, article FROM shown WHERE at < $1 LIMIT 500)`, millis(t))
}

// tail is a row with further columns behind those that another scan reads.
type tail struct {
	row
	more []any
}

// Scan implements row.
func (t tail) Scan(to ...any) error { return t.row.Scan(append(to, t.more...)...) }

func scanShown(r row) (ShownArticle, error) {
	var a ShownArticle
	var lead, at int64
	err := r.Scan(&a.Article, &a.Story, &a.Message, &lead, &at)
	a.Lead, a.At = lead != 0, fromMillis(at)
	return a, err
}
