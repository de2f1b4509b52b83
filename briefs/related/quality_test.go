package related_test

import (
	"sort"
	"testing"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
	"briefbot/briefs/lexicon/lexicontest"
	"briefbot/briefs/related"
	"briefbot/briefs/related/relatedtest"
)

// replay groups a stream and returns each article's story.
func replay(t testing.TB, l *lexicon.Lexicon, articles []briefs.Article) map[string]string {
	t.Helper()
	start := time.Now()
	ids := related.Replay(l, related.Options{}, articles)
	took := time.Since(start)
	t.Logf("%d articles, %.0f a second", len(articles), float64(len(articles))/took.Seconds())
	out := map[string]string{}
	for i, a := range articles {
		out[a.ID] = ids[i]
	}
	return out
}

func TestQuality(t *testing.T) {
	if testing.Short() {
		t.Skip("reads the whole stream")
	}
	gold, hard := relatedtest.Gold(t), relatedtest.Hard(t)
	articles := relatedtest.Articles(t, "articles", "stream.jsonl.gz")
	stories := replay(t, lexicontest.Compiled(t), articles)

	all := relatedtest.Links(gold, stories, func(a, b relatedtest.Label) bool { return true })
	t.Logf("links           %v", all)
	across := relatedtest.Links(gold, stories, func(a, b relatedtest.Label) bool { return a.Language != b.Language })
	t.Logf("links across    %v", across)
	for _, language := range []string{"en", "fr", "zh"} {
		t.Logf("links in %s     %v", language, relatedtest.Links(gold, stories, func(a, b relatedtest.Label) bool { return a.Language == language && b.Language == language }))
	}
	t.Logf("without largest %v", relatedtest.Links(withoutLargest(gold), stories, func(a, b relatedtest.Label) bool { return true }))
	p, r, f1 := relatedtest.BCubed(firm(gold), stories)
	t.Logf("B-cubed         P %.1f R %.1f F1 %.1f", 100*p, 100*r, 100*f1)
	kept, pairs := relatedtest.Kept(hard, stories, func(relatedtest.Apart) bool { return true })
	near, nearPairs := relatedtest.Kept(hard, stories, func(a relatedtest.Apart) bool { return a.Gap <= 72*time.Hour })
	t.Logf("hard negatives  %d of %d kept apart (%.1f %%), within three days %d of %d (%.1f %%)", kept, pairs, 100*float64(kept)/float64(pairs), near, nearPairs, 100*float64(near)/float64(nearPairs))
	joined, largest := shape(articles, stories)
	t.Logf("joined %.1f %% of articles; in stories of 50 and more %.2f %%, largest %v", 100*joined, 100*largest.share, largest.sizes)

	floor(t, "links across languages F1", across.F1(), 0.80)
	if largest.share > 0.02 {
		t.Errorf("%.1f %% of articles are in stories of 50 and more, at most 2 %% may be", 100*largest.share)
	}
	floor(t, "link F1", all.F1(), 0.84)
	floor(t, "link precision", all.Precision(), 0.97)
	floor(t, "hard negatives kept apart", float64(kept)/float64(pairs), 0.88)
}

func floor(t *testing.T, what string, got, want float64) {
	t.Helper()
	if got < want {
		t.Errorf("%s is %.3f, was at least %.3f", what, got, want)
	}
}

func firm(labels []relatedtest.Label) []relatedtest.Label {
	var out []relatedtest.Label
	for _, l := range labels {
		if l.Firm {
			out = append(out, l)
		}
	}
	return out
}

// withoutLargest drops the story with the most firm labels.
func withoutLargest(labels []relatedtest.Label) []relatedtest.Label {
	count, largest := map[string]int{}, ""
	for _, l := range firm(labels) {
		if count[l.Story]++; count[l.Story] > count[largest] || count[l.Story] == count[largest] && l.Story < largest {
			largest = l.Story
		}
	}
	var out []relatedtest.Label
	for _, l := range labels {
		if l.Story != largest {
			out = append(out, l)
		}
	}
	return out
}

type clusters struct {
	share float64
	sizes []int
}

// shape returns the share of articles that joined one before them, and the share in stories of 50 and more.
func shape(articles []briefs.Article, stories map[string]string) (joined float64, large clusters) {
	size := map[string]int{}
	for _, a := range articles {
		size[stories[a.ID]]++
	}
	n := float64(len(articles))
	for _, s := range size {
		joined += float64(s-1) / n
		if s >= 50 {
			large.share += float64(s) / n
		}
		large.sizes = append(large.sizes, s)
	}
	sort.Sort(sort.Reverse(sort.IntSlice(large.sizes)))
	large.sizes = large.sizes[:min(6, len(large.sizes))]
	return joined, large
}
