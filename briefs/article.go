// Package briefs holds what briefbot knows: articles, stories, facts and digests as values, and the rules that hold for them.
package briefs

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"
)

// Article is one item of a feed as kept. Its identity is its canonical address or, without one, its feed's id for it; never
// its date or text, so that an item that an outlet re-dates or edits does not come back.
type Article struct {
	ID        string    // see ArticleID
	URL       string    // canonical (see CanonicalURL); may be empty
	Title     string    // plain text, as printed
	Outlet    string    // who printed it, as shown to people
	Feed      string    // the source that delivered it: the address of its feed
	Language  string    // "en", "fr", "zh", or another ISO 639-1 code; empty when unknown
	Published time.Time // as the outlet says; the time of the first fetch when it says nothing believable
	Summary   string    // plain text; may be empty
	Text      string    // plain text of the whole article as far as the feed gives it; may be empty
	Loose     bool      // it may tell another event than its story: shown with it, and no source of it
	Withdrawn bool      // its outlet withdrew it: it tells its story no more. Only single articles and whole stories say so
	Weight    int       // of the source, 1 (aggregator) to 5 (first hand); 0 counts as 3
}

// ArticleID returns the id of an article: 12 hex digits of a digest of the canonical address or, without one, of
// the feed and the feed's own id. Both being empty, the title stands in.
func ArticleID(canonical, feed, item, title string) string {
	text := canonical
	switch {
	case canonical != "":
	case item != "":
		text = "item\n" + feed + "\n" + item
	default:
		text = "title\n" + feed + "\n" + title
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:6])
}

// Story is a set of articles that tell the same event: one actor doing one thing, once.
type Story struct {
	ID       string
	Articles []Article // oldest first
}

// Sure returns the articles of a story that are surely of it and were not withdrawn; where none is, those that were not withdrawn, and where
// all were, all: they are what there is.
func Sure(articles []Article) []Article {
	standing := without(articles, func(a Article) bool { return a.Withdrawn })
	return without(standing, func(a Article) bool { return a.Loose })
}

// without leaves articles out, unless that would be all.
func without(articles []Article, is func(a Article) bool) []Article {
	not := func(a Article) bool { return !is(a) }
	if !slices.ContainsFunc(articles, is) || !slices.ContainsFunc(articles, not) {
		return articles
	}
	return slices.DeleteFunc(slices.Clone(articles), is)
}

// First returns the oldest article of a story that is surely of it and was not withdrawn: the one by which people call the story. There must
// be articles.
func (s Story) First() Article { return Sure(s.Articles)[0] }

// Outlets returns the distinct outlets of the story, by its sure articles, in the order in which they came.
func (s Story) Outlets() []string {
	seen := map[string]bool{}
	var out []string
	for _, a := range Sure(s.Articles) {
		if !seen[a.Outlet] && a.Outlet != "" {
			seen[a.Outlet] = true
			out = append(out, a.Outlet)
		}
	}
	return out
}

// Latest returns when the newest article of the story was published.
func (s Story) Latest() time.Time {
	var t time.Time
	for _, a := range s.Articles {
		if a.Published.After(t) {
			t = a.Published
		}
	}
	return t
}

// Span is a half-open stretch of time.
type Span struct{ From, To time.Time }

// Contains reports whether t lies in the span.
func (s Span) Contains(t time.Time) bool { return !t.Before(s.From) && t.Before(s.To) }

// Digest is what one run posts to one channel.
type Digest struct {
	Title   string // the schedule's name; may be empty
	Span    Span
	Stories []Entry // in the order in which they are shown
	More    []Entry // what was over the limit, in the same order
	Left    int     // how many stories are left out even there
	Read    int     // articles looked at
	Sources int     // feeds that they came from
}

// Entry is a story of a digest with the article that stands for it.
type Entry struct {
	Story   Story
	Lead    Article
	Related []Article // the other articles of the story, without repeats of one title, best first
	Score   float64   // what the order follows from
	Told    time.Time // when the channel was told of the story before; zero: never
	Watched []string  // names in its headlines that the channel watches, as printed; they place it higher
	Own     bool      // an article of it is in the channel's language, which places it higher
	New     bool      // it came in after the draft of the digest
}
