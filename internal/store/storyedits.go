package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"briefbot/briefs"
)

// StoryEdits keeps what the editors of each workspace decided on stories. What feeds brought is everybody's; how it is grouped beyond
// that is each workspace's own.
type StoryEdits struct{ db *pool }

// What editors do with stories.
const (
	Merged = "merge" // two stories are one
	Split  = "split" // articles of a story are another one
	Muted  = "mute"  // nothing more is said of a story
	Undone = "undo"  // an earlier edit counts no more
)

// StoryEdit is one decision.
type StoryEdit struct {
	Workspace string
	ID        string // as people quote it
	At        time.Time
	Who       string // "platform:workspace/user"
	Called    string // the person's name then; may be empty
	Did       string
	Story     string   // of a merge: what takes the other in; of an undo: the id of what is undone
	Other     string   // of a merge: what is taken in; of a split: the new story
	Articles  []string // of a split: what moves
}

// ErrUndone says that an edit is not there or was undone already.
var ErrUndone = errors.New("there is no such edit, or it was undone")

// Add records a decision. An undo of something that is not there, or was undone, is ErrUndone.
func (s *StoryEdits) Add(ctx context.Context, e StoryEdit) error {
	err := s.db.tx(ctx, storyTables, func(tx txn) error {
		if e.Did == Undone {
			var stands bool
			err := tx.row(ctx, `SELECT EXISTS (SELECT 1 FROM story_edits WHERE workspace = $1 AND id = $2 AND did <> 'undo')
				AND NOT EXISTS (SELECT 1 FROM story_edits WHERE workspace = $1 AND did = 'undo' AND story = $2)`, e.Workspace, e.Story).Scan(&stands)
			if err != nil {
				return err
			}
			if !stands {
				return ErrUndone
			}
		}
		_, err := tx.exec(ctx, `INSERT INTO story_edits (workspace, id, at, who, called, did, story, other, articles) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
			e.Workspace, e.ID, millis(e.At), e.Who, e.Called, e.Did, e.Story, e.Other, strings.Join(e.Articles, " "))
		return err
	})
	if err != nil {
		return fmt.Errorf("store: edit a story: %w", err)
	}
	return nil
}

// Of returns what the editors of a workspace decided, in the order of deciding, undone or not.
func (s *StoryEdits) Of(ctx context.Context, workspace string) ([]StoryEdit, error) {
	scan := func(r row) (e StoryEdit, err error) {
		var at int64
		var articles string
		err = r.Scan(&e.Workspace, &e.ID, &at, &e.Who, &e.Called, &e.Did, &e.Story, &e.Other, &articles)
		e.At, e.Articles = fromMillis(at), strings.Fields(articles)
		return e, err
	}
	return all(ctx, s.db, scan, `SELECT workspace, id, at, who, called, did, story, other, articles FROM story_edits WHERE workspace = $1 ORDER BY seq`, workspace)
}

// Decisions returns how the editors of a workspace want stories to be.
func (s *StoryEdits) Decisions(ctx context.Context, workspace string) (Decisions, error) {
	list, err := s.Of(ctx, workspace)
	return decide(list), err
}

// Decisions is the grouping of a workspace where it is not the common one. The zero value changes nothing.
type Decisions struct {
	into  map[string]string // a story that was taken in, to what
	moved map[string]string // an article that was moved, to its story
	muted map[string][]StoryEdit
}

func decide(list []StoryEdit) Decisions {
	undone := map[string]bool{}
	for _, e := range list {
		if e.Did == Undone {
			undone[e.Story] = true
		}
	}
	d := Decisions{map[string]string{}, map[string]string{}, map[string][]StoryEdit{}}
	var mutes []StoryEdit
	for _, e := range list {
		if undone[e.ID] {
			continue
		}
		switch e.Did {
		case Merged:
			if d.Now(e.Story) != e.Other { // or they would be in each other
				d.into[e.Other] = e.Story
			}
		case Split:
			for _, a := range e.Articles {
				d.moved[a] = e.Other
			}
		case Muted:
			mutes = append(mutes, e)
		}
	}
	for _, e := range mutes { // a story that was muted stays so in what took it in, before or since
		now := d.Now(e.Story)
		d.muted[now] = append(d.muted[now], e)
	}
	return d
}

// Now returns the story as which a story goes on.
func (d Decisions) Now(story string) string {
	for range len(d.into) {
		into, ok := d.into[story]
		if !ok {
			break
		}
		story = into
	}
	return story
}

// Story returns the story of an article, given its common one.
func (d Decisions) Story(article, common string) string {
	if own, ok := d.moved[article]; ok {
		return d.Now(own)
	}
	return d.Now(common)
}

// Settled returns an article as an editor's decision leaves it: where one put it is no doubt.
func (d Decisions) Settled(a briefs.Article) briefs.Article {
	if _, own := d.moved[a.ID]; own {
		a.Loose = false
	}
	return a
}

// Muted reports whether nothing more is to be said of a story.
func (d Decisions) Muted(story string) bool { return len(d.MutedBy(story)) > 0 }

// MutedBy returns the decisions by which nothing more is to be said of a story: on it, or on one that it took in.
func (d Decisions) MutedBy(story string) []StoryEdit { return d.muted[d.Now(story)] }

// StoryOf returns the articles of a story as a workspace's editors want it, oldest first.
func (a *Articles) StoryOf(ctx context.Context, d Decisions, id string, feeds []string) (briefs.Story, error) {
	id = d.Now(id)
	out := briefs.Story{ID: id}
	keep := func(list []briefs.Article, common string) {
		for _, x := range list {
			known := slices.ContainsFunc(out.Articles, func(y briefs.Article) bool { return y.ID == x.ID })
			if !known && d.Story(x.ID, common) == id {
				out.Articles = append(out.Articles, d.Settled(x))
			}
		}
	}
	common := []string{id}
	for other := range d.into {
		if d.Now(other) == id {
			common = append(common, other)
		}
	}
	for _, c := range common {
		s, err := a.Story(ctx, c, feeds)
		if err != nil {
			return out, err
		}
		keep(s.Articles, c)
	}
	for article, own := range d.moved {
		if d.Now(own) != id {
			continue
		}
		p, ok, err := a.ByID(ctx, article)
		if err != nil {
			return out, err
		}
		if ok && (len(feeds) == 0 || slices.Contains(feeds, p.Feed)) {
			keep([]briefs.Article{p.Article}, p.Story)
		}
	}
	slices.SortStableFunc(out.Articles, func(a, b briefs.Article) int { return a.Published.Compare(b.Published) })
	return out, nil
}
