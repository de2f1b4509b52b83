// Package digest gathers the articles of a span, keeps those that a channel wants and has not seen, and has them composed into a digest.
package digest

import (
	"context"
	"fmt"
	"slices"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/related"
	"briefbot/briefs/topics"
	"briefbot/internal/store"
)

// Articles is what the desk reads of the kept articles.
type Articles interface {
	Between(ctx context.Context, span briefs.Span, feeds []string) ([]store.Placed, error)
}

// Shown is what the desk knows of what channels saw.
type Shown interface {
	Since(ctx context.Context, workspace, place string, t time.Time) ([]store.ShownArticle, error)
}

// Threads is what the desk knows of where channels were told stories, and how their editors want these grouped.
type Threads interface {
	// Anchors returns where a channel was told stories that are followed there in threads, the newest first.
	Anchors(ctx context.Context, workspace, place string, t time.Time) ([]store.Anchor, error)
	Decisions(ctx context.Context, workspace string) (store.Decisions, error)
	StoryOf(ctx context.Context, d store.Decisions, id string, feeds []string) (briefs.Story, error)
}

// Desk makes digests.
type Desk struct {
	Articles Articles
	Shown    Shown
	Threads  Threads
	Topic    func(ids []string) *topics.Matcher                                            // what the topics of these ids want together
	Filter   func(workspace string, ids []string) func(a briefs.Article, outlets int) bool // what the filters among them take; may be nil
	Weight   func(workspace, feed string) int                                              // of a source, 1 to 5
	Taste    func(workspace, place string) Taste                                           // what a channel chose; may be nil
}

// Request says which digest.
type Request struct {
	Workspace string
	Place     string // the channel's address
	Title     string // empty: the usual one
	Span      briefs.Span
	Late      bool     // also take what was published before the span but came in during it
	Topics    []string // ids
	Limit     int      // stories; more go into the thread
	Feeds     []string // of the workspace; none means all
	Language  string   // of the digest: a story is led by an article in it where there is one
	Again     bool     // also show what the channel was shown before
	Backlog   bool     // also take what feeds held already when they were read for the first time
	Threads   bool     // follow-ups go into the thread of their story: it has a headline only when it is news again
}

const (
	// lateness is how long before the span an article may have been published that came in during it: feeds are read after they
	// change, some hand out articles hours later, and an article with a date and no time counts as published at midnight.
	lateness = 36 * time.Hour
	// recall is how long a channel is taken to remember what it was shown.
	recall = 60 * 24 * time.Hour
)

// Wide returns when what the digest could show may have been published.
func (r Request) Wide() briefs.Span {
	out := r.Span
	if r.Late {
		out.From = out.From.Add(-lateness)
	}
	return out
}

// Make returns the digest of a request. What the channel was shown before is left out, and what its editors muted.
func (d Desk) Make(ctx context.Context, r Request) (briefs.Digest, error) {
	wide := r.Wide()
	list, err := d.Articles.Between(ctx, wide, r.Feeds)
	if err != nil {
		return briefs.Digest{}, fmt.Errorf("digest: read articles: %w", err)
	}
	taste := d.taste(r)
	known, err := d.known(ctx, r, taste)
	if err != nil {
		return briefs.Digest{}, err
	}
	var fresh []store.Placed
	sources := map[string]bool{}
	read := 0
	for _, a := range list {
		if a.Published.Before(r.Span.From) && a.Fetched.Before(r.Span.From) {
			continue // an earlier run had its chance to choose it
		}
		if slices.Contains(taste.Feeds, a.Feed) {
			continue
		}
		if a.Backlog && !r.Backlog {
			continue // of a source that came in between: kept, and no news
		}
		read++
		sources[a.Feed] = true
		if a.Story = known.decided.Story(a.ID, a.Story); known.maybe(a) {
			a.Article = known.decided.Settled(a.Article)
			a.Weight = d.Weight(r.Workspace, a.Feed)
			fresh = append(fresh, a)
		}
	}
	if fresh, err = d.withoutCopies(ctx, r, known, fresh); err != nil {
		return briefs.Digest{}, err
	}
	topic, also := d.wants(r, taste)
	made := topics.Compose(known.worth(group(fresh)), wide, r.Span.To, r.Limit, topics.Options{
		Title: r.Title, Topic: topic, Also: also, Watch: taste.Watch, Language: r.Language, RoundUp: related.IsRoundUp, Told: known.told, Seen: known.saw,
	})
	made.Span, made.Read, made.Sources = r.Span, read, len(sources)
	return made, nil
}

// group collects articles by the story they were placed in, in the order in which the stories begin. An article without a
// story is one.
func group(list []store.Placed) []briefs.Story {
	var out []briefs.Story
	at := map[string]int{}
	for _, p := range list {
		id := p.Story
		if id == "" {
			id = p.ID
		}
		i, ok := at[id]
		if !ok {
			i = len(out)
			at[id] = i
			out = append(out, briefs.Story{ID: id})
		}
		out[i].Articles = append(out[i].Articles, p.Article)
	}
	return out
}
