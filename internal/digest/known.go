package digest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/topics"
	"briefbot/internal/store"
)

// known is what a channel knows already.
type known struct {
	decided store.Decisions
	seen    map[string]store.ShownArticle // by article
	past    map[string]topics.Past        // by story
	anchors map[string]store.Anchor       // by story: those whose follow-ups go into a thread
	mutes   map[string]bool               // stories that the channel itself muted
}

// known reads what the channel of a request knows. Nothing is known when it is to be shown all again.
func (d Desk) known(ctx context.Context, r Request, t Taste) (known, error) {
	k, err := d.followed(ctx, r, t)
	if err != nil || r.Again {
		return k, err
	}
	return k, d.remember(ctx, r, k)
}

// followed reads what editors decided, and where the stories were told that are followed in threads.
func (d Desk) followed(ctx context.Context, r Request, t Taste) (known, error) {
	k := known{mutes: map[string]bool{}, seen: map[string]store.ShownArticle{}, past: map[string]topics.Past{}, anchors: map[string]store.Anchor{}}
	if d.Threads == nil {
		k.mute(t.Stories)
		return k, nil
	}
	var err error
	if k.decided, err = d.Threads.Decisions(ctx, r.Workspace); err != nil {
		return k, fmt.Errorf("digest: read what editors decided: %w", err)
	}
	k.mute(t.Stories)
	if !r.Threads || r.Again {
		return k, nil
	}
	anchors, err := d.Threads.Anchors(ctx, r.Workspace, r.Place, r.Span.To.Add(-recall))
	if err != nil {
		return k, fmt.Errorf("digest: read where stories were told: %w", err)
	}
	for _, a := range anchors {
		story := k.decided.Story(a.Article, a.Story)
		if _, ok := k.anchors[story]; !ok { // the newest comes first
			k.anchors[story] = a
		}
	}
	return k, nil
}

// remember reads what the channel was shown.
func (d Desk) remember(ctx context.Context, r Request, k known) error {
	shown, err := d.Shown.Since(ctx, r.Workspace, r.Place, r.Span.To.Add(-recall))
	if err != nil {
		return fmt.Errorf("digest: read what was shown: %w", err)
	}
	for _, s := range shown {
		k.note(s)
	}
	return nil
}

func (k known) note(s store.ShownArticle) {
	k.seen[s.Article] = s
	if s.Story == "" {
		return
	}
	story := k.decided.Story(s.Article, s.Story)
	p := k.past[story]
	p.Articles++
	if s.At.After(p.Told) && (s.Lead || s.Message == "") {
		p.Told = s.At
	}
	k.past[story] = p
}

// maybe reports whether an article may be in a digest: when the channel has not seen it, or only in a thread, from which a story that
// is news again may take it.
func (k known) maybe(a store.Placed) bool {
	_, anchored := k.anchors[a.Story]
	return !k.muted(cmp.Or(a.Story, a.ID)) && (!k.saw(a.ID) || anchored && k.threaded(a.ID))
}

// threaded reports whether the channel has seen an article below a headline.
func (k known) threaded(article string) bool {
	s, seen := k.seen[article]
	return seen && !s.Lead && s.Message != ""
}

// withoutCopies leaves out articles whose titles only repeat what the channel was shown of their story: those are no news. What is followed in
// a thread is counted there.
func (d Desk) withoutCopies(ctx context.Context, r Request, k known, list []store.Placed) ([]store.Placed, error) {
	shown := map[string]map[string]bool{} // titles, by story
	var failed error
	list = slices.DeleteFunc(list, func(a store.Placed) bool {
		_, told := k.past[a.Story]
		_, anchored := k.anchors[a.Story]
		if !told || anchored || failed != nil {
			return false
		}
		if shown[a.Story] == nil {
			shown[a.Story], failed = d.titles(ctx, r, k, a.Story)
		}
		return shown[a.Story][topics.TitleKey(a.Article)]
	})
	return list, failed
}

// titles returns the keys of the titles that the channel was shown of a story.
func (d Desk) titles(ctx context.Context, r Request, k known, id string) (map[string]bool, error) {
	out := map[string]bool{}
	if d.Threads == nil {
		return out, nil
	}
	story, err := d.Threads.StoryOf(ctx, k.decided, id, r.Feeds)
	if err != nil {
		return out, fmt.Errorf("digest: read story %s: %w", id, err)
	}
	for _, a := range story.Articles {
		if k.saw(a.ID) {
			out[topics.TitleKey(a)] = true
		}
	}
	return out, nil
}

// mute leaves stories out, as which they go on by now.
func (k known) mute(stories []string) {
	for _, id := range stories {
		k.mutes[k.decided.Now(id)] = true
	}
}

// muted reports whether nothing is said of a story in the channel.
func (k known) muted(story string) bool { return k.decided.Muted(story) || k.mutes[story] }

// Muted reports whether nothing is to be said in a channel of the story that an article tells.
func (d Desk) Muted(ctx context.Context, workspace, place string, a store.Placed) (bool, error) {
	r := Request{Workspace: workspace, Place: place}
	k, err := d.followed(ctx, r, d.taste(r))
	return k.muted(k.decided.Story(a.ID, cmp.Or(a.Story, a.ID))), err
}

// worth returns the stories that are worth a headline: of those that are followed in a thread only what is news again.
func (k known) worth(stories []briefs.Story) []briefs.Story {
	return slices.DeleteFunc(stories, func(s briefs.Story) bool {
		_, anchored := k.anchors[s.ID]
		return anchored && !topics.Again(k.past[s.ID], s.Articles)
	})
}

// told returns when the channel was told of a story; zero when it was not.
func (k known) told(story string) time.Time { return k.past[story].Told }

func (k known) saw(article string) bool {
	_, ok := k.seen[article]
	return ok
}
