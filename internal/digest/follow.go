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

const (
	// fullThread is how many articles of a story a thread is told; then only its headline says that there is more.
	fullThread = 40
	// Arrival is how far back articles are looked at that came in and may not have been told yet, as after the bot was away.
	Arrival = 36 * time.Hour
	// oldest is how long before it came in an article may have been published to be told as a follow-up.
	oldest = 72 * time.Hour
)

// Follow is what came in of a story that a channel was told of.
type Follow struct {
	Anchor  store.Anchor
	Lead    briefs.Article   // that stands for the story in the channel
	News    []briefs.Article // not told yet, oldest first, without repeats of a title; empty when there is only more of the same
	Outlets int              // that tell the story by now
	Others  bool             // the lead was withdrawn, and its outlet is none of them
	Updated time.Time        // when the newest of those that are surely of it came in; zero when the thread heard of them all
	Told    time.Time        // when the channel was last told something that is surely of the story before
	Full    bool             // the thread has been told so much that no more is
	Last    bool             // with this news it has
}

// Doubtful reports whether there is news, none of which is surely of the story: it is told, and the story is not said to move by it.
func (f Follow) Doubtful() bool {
	return len(f.News) > 0 && !slices.ContainsFunc(f.News, func(a briefs.Article) bool { return !a.Loose })
}

// Arrived returns the articles that came in lately, for Follows; not what a source that is new held already.
func (d Desk) Arrived(ctx context.Context, now time.Time, feeds []string) ([]store.Placed, error) {
	list, err := d.Articles.Between(ctx, briefs.Span{From: now.Add(-Arrival - oldest), To: now.Add(time.Minute)}, feeds)
	if err != nil {
		return nil, fmt.Errorf("digest: read articles: %w", err)
	}
	return slices.DeleteFunc(list, func(a store.Placed) bool {
		return a.Backlog || a.Fetched.Before(now.Add(-Arrival)) || related.IsRoundUp(a.Title)
	}), nil
}

// Follows returns what came in of the stories that the request's channel was told of and that are followed in a thread. Of the request
// it takes workspace, place, feeds and the end of the span, which is now.
func (d Desk) Follows(ctx context.Context, r Request, arrived []store.Placed) ([]Follow, error) {
	r.Threads = true
	taste := d.taste(r)
	k, err := d.followed(ctx, r, taste)
	if err != nil || len(k.anchors) == 0 {
		return nil, err
	}
	if err := d.remember(ctx, r, k); err != nil {
		return nil, err
	}
	var order []string
	newest, fresh := map[string]time.Time{}, map[string]bool{}
	for _, a := range arrived {
		story := k.decided.Story(a.ID, a.Story)
		anchor, ok := k.anchors[story]
		if !ok || !anchor.Precedes(a) || k.muted(story) || slices.Contains(taste.Feeds, a.Feed) {
			continue
		}
		if !slices.Contains(order, story) {
			order = append(order, story)
		}
		if k.decided.Settled(a.Article).Loose {
			continue
		}
		fresh[story] = fresh[story] || !k.threaded(a.ID)
		if a.Fetched.After(newest[story]) {
			newest[story] = a.Fetched
		}
	}
	var out []Follow
	for _, id := range order {
		story, err := d.Threads.StoryOf(ctx, k.decided, id, r.Feeds)
		if err != nil {
			return out, fmt.Errorf("digest: read story %s: %w", id, err)
		}
		story.Articles = slices.DeleteFunc(story.Articles, func(a briefs.Article) bool { return slices.Contains(taste.Feeds, a.Feed) && !k.saw(a.ID) })
		f := k.follow(story, arrived)
		if fresh[id] { // else its line stands, also when something was withdrawn since
			f.Updated = newest[id]
		}
		out = append(out, f)
	}
	return out, nil
}

// follow sorts out what of a story is to be told.
func (k known) follow(story briefs.Story, arrived []store.Placed) Follow {
	outlets := story.Outlets()
	f := Follow{Anchor: k.anchors[story.ID], Outlets: len(outlets)}
	titles := map[string]bool{}
	for _, a := range story.Articles {
		if s, ok := k.seen[a.ID]; ok {
			titles[topics.TitleKey(a)] = true
			if (!a.Loose || a.ID == f.Anchor.Article) && s.At.After(f.Told) {
				f.Told = s.At
			}
		}
		if a.ID == f.Anchor.Article {
			f.Lead = a
		}
	}
	f.Others = f.Lead.Withdrawn && !slices.Contains(outlets, f.Lead.Outlet)
	for _, a := range story.Articles {
		_, seen := k.seen[a.ID]
		key := topics.TitleKey(a)
		came := slices.IndexFunc(arrived, func(p store.Placed) bool { return p.ID == a.ID && f.Anchor.Precedes(p) })
		if seen || came < 0 || titles[key] || a.Withdrawn {
			continue
		}
		titles[key] = true
		f.News = append(f.News, a)
	}
	told := k.past[story.ID].Articles
	f.Full, f.Last = told >= fullThread, told+len(f.News) >= fullThread
	return f
}
