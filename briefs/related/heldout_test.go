package related

import (
	"flag"
	"fmt"
	"math"
	"slices"
	"sync"
	"testing"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
	"briefbot/briefs/lexicon/lexicontest"
	"briefbot/briefs/related/relatedtest"
)

var heldOut = flag.Bool("heldout", false, "measure what weights and threshold make of stories that they were not fitted to")

// split says which of the stories are held back; training sees no example that has to do with one of them.
type split struct {
	name string
	held func(story string) bool
}

// TestHeldOut fits weights and threshold to some of the stories and measures with the others, by folds of stories and by time:
// go test -run HeldOut -heldout -v ./briefs/related. Vocabulary and features are the same throughout, so what was learnt by
// reading the given headlines is not held out.
func TestHeldOut(t *testing.T) {
	if !*heldOut {
		t.Skip("only with -heldout")
	}
	l := lexicontest.Compiled(t)
	articles := relatedtest.Articles(t, "articles", "stream.jsonl.gz")
	examples := gather(t)
	label := map[string]string{}
	for _, g := range relatedtest.Gold(t) {
		label[g.Article] = g.Story
	}
	first := map[string]time.Time{}
	for _, a := range articles {
		if s := label[a.ID]; s != "" && first[s].IsZero() {
			first[s] = a.Published
		}
	}
	const folds = 3
	border := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	splits := []split{{"before May 2026 → after", func(story string) bool { return !first[story].Before(border) }}}
	for k := range folds {
		splits = append(splits, split{fmt.Sprint("fold ", k), func(story string) bool { return int(slot('f', story))%folds == k }})
	}
	results := make([]result, len(splits))
	var working sync.WaitGroup
	free := make(chan bool, 2)
	for i, s := range splits {
		working.Go(func() {
			free <- true
			results[i] = measure(t, l, s, articles, examples)
			<-free
		})
	}
	working.Wait()
	var all result
	for _, r := range results[1:] {
		all.add(r)
	}
	t.Logf("held out by story: %v", all)
}

func percent(n, of int) float64 { return 100 * float64(n) / math.Max(float64(of), 1) }

type result struct {
	links, across                relatedtest.Score
	kept, pairs, near, nearPairs int
}

func (r *result) add(o result) {
	for _, s := range []struct{ to, from *relatedtest.Score }{{&r.links, &o.links}, {&r.across, &o.across}} {
		s.to.Right, s.to.Wrong, s.to.Missed = s.to.Right+s.from.Right, s.to.Wrong+s.from.Wrong, s.to.Missed+s.from.Missed
	}
	r.kept, r.pairs, r.near, r.nearPairs = r.kept+o.kept, r.pairs+o.pairs, r.near+o.near, r.nearPairs+o.nearPairs
}

// String returns the figures in percent.
func (r result) String() string {
	return fmt.Sprintf("links %v; across languages %v; hard negatives kept apart %.1f %% of %d, within three days %.1f %% of %d",
		r.links, r.across, percent(r.kept, r.pairs), r.pairs, percent(r.near, r.nearPairs), r.nearPairs)
}

// measure fits to what the split gives, chooses the threshold there, and measures what it holds back.
func measure(t *testing.T, l *lexicon.Lexicon, s split, articles []briefs.Article, examples []example) result {
	given := slices.DeleteFunc(slices.Clone(examples), func(x example) bool { return s.held(x.stories[0]) || s.held(x.stories[1]) })
	m := measured
	m.weights = regress(given)
	best, joinAt := math.Inf(-1), 0.0
	var chosen map[string]string
	for _, at := range thresholds {
		m.joinAt = at
		stories := replayed(l, &m, articles)
		r := resultOf(t, stories, func(story string) bool { return !s.held(story) })
		if score := r.links.F1() + 0.5*float64(r.kept)/float64(r.pairs); score > best {
			best, joinAt, chosen = score, at, stories
		}
	}
	r := resultOf(t, chosen, s.held)
	t.Logf("%s, threshold %.1f: %v", s.name, joinAt, r)
	return r
}

// thresholds are those that are tried.
var thresholds = []float64{-0.8, -0.4, 0}

// replayed groups a stream by a model.
func replayed(l *lexicon.Lexicon, m *model, articles []briefs.Article) map[string]string {
	e := New(l, Options{})
	e.model = m
	out := map[string]string{}
	for _, a := range articles {
		out[a.ID] = e.Add(a).Story
	}
	return out
}

// resultOf measures the labels of the stories that count.
func resultOf(t *testing.T, stories map[string]string, counts func(story string) bool) result {
	var r result
	r.links = relatedtest.Links(relatedtest.Gold(t), stories, func(a, b relatedtest.Label) bool { return counts(a.Story) })
	r.across = relatedtest.Links(relatedtest.Gold(t), stories, func(a, b relatedtest.Label) bool { return counts(a.Story) && a.Language != b.Language })
	for _, h := range relatedtest.Hard(t) {
		if !counts(h.Story) || stories[h.A] == "" || stories[h.B] == "" {
			continue
		}
		apart := int(boolean(stories[h.A] != stories[h.B]))
		r.kept, r.pairs = r.kept+apart, r.pairs+1
		if h.Gap <= 72*time.Hour {
			r.near, r.nearPairs = r.near+apart, r.nearPairs+1
		}
	}
	return r
}
