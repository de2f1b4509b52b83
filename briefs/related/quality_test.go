package related_test

import (
	"slices"
	"testing"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
	"briefbot/briefs/lexicon/lexicontest"
	"briefbot/briefs/related"
	"briefbot/briefs/related/agree"
	"briefbot/briefs/related/relatedtest"
)

// replay groups a stream and returns each article's story.
func replay(t testing.TB, l *lexicon.Lexicon, articles []briefs.Article) map[string]string {
	t.Helper()
	start := time.Now()
	places := related.Replay(l, related.Options{}, articles)
	took := time.Since(start)
	t.Logf("%d articles, %.0f a second", len(articles), float64(len(articles))/took.Seconds())
	out := map[string]string{}
	for i, a := range articles {
		out[a.ID] = places[i].Story
	}
	return out
}

func TestQuality(t *testing.T) {
	if testing.Short() {
		t.Skip("reads the whole stream")
	}
	t.Parallel()
	gold, hard := relatedtest.Gold(t), relatedtest.Hard(t)
	articles := relatedtest.Articles(t, "articles", "stream.jsonl.gz")
	from := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC) // nothing before is labelled
	articles = slices.DeleteFunc(articles, func(a briefs.Article) bool { return a.Published.Before(from) })
	stories := replay(t, lexicontest.Compiled(t), articles)

	all := agree.Links(gold, stories, func(a, b agree.Label) bool { return true })
	t.Logf("links           %v", all)
	across := agree.Links(gold, stories, func(a, b agree.Label) bool { return a.Language != b.Language })
	t.Logf("links across    %v", across)
	for _, language := range []string{"en", "fr", "zh"} {
		t.Logf("links in %s     %v", language, agree.Links(gold, stories, func(a, b agree.Label) bool { return a.Language == language && b.Language == language }))
	}
	t.Logf("without largest %v", agree.Links(agree.WithoutLargest(gold), stories, func(a, b agree.Label) bool { return true }))
	p, r, f1 := agree.BCubed(agree.Firm(gold), stories)
	t.Logf("B-cubed         P %.1f R %.1f F1 %.1f", 100*p, 100*r, 100*f1)
	kept, pairs := agree.Kept(hard, stories, func(agree.Apart) bool { return true })
	near, nearPairs := agree.Kept(hard, stories, func(a agree.Apart) bool { return a.Gap <= 72*time.Hour })
	t.Logf("hard negatives  %d of %d kept apart (%.1f %%), within three days %d of %d (%.1f %%)", kept, pairs, 100*float64(kept)/float64(pairs), near, nearPairs, 100*float64(near)/float64(nearPairs))
	shape := agree.ShapeOf(stories)
	t.Logf("joined %.1f %% of articles; in stories of 50 and more %.2f %%, largest %v", 100*shape.Joined, 100*shape.Large, shape.Sizes)

	floor(t, "links across languages F1", across.F1(), 0.86)
	if shape.Large > 0.02 {
		t.Errorf("%.1f %% of articles are in stories of 50 and more, at most 2 %% may be", 100*shape.Large)
	}
	floor(t, "link F1", all.F1(), 0.88)
	floor(t, "link precision", all.Precision(), 0.99)
	floor(t, "hard negatives kept apart", float64(kept)/float64(pairs), 0.98)
	floor(t, "hard negatives within three days kept apart", float64(near)/float64(nearPairs), 0.97)
}

func floor(t *testing.T, what string, got, want float64) {
	t.Helper()
	if got < want {
		t.Errorf("%s is %.3f, was at least %.3f", what, got, want)
	}
}
