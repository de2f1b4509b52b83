package related_test

import (
	"slices"
	"testing"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/lexicon/lexicontest"
	"briefbot/briefs/related"
	"briefbot/briefs/related/agree"
	"briefbot/briefs/related/relatedtest"
)

// The public sets are of all kinds of news, so they show what holds outside our field; the configuration is the same.
func TestPublic(t *testing.T) {
	if testing.Short() {
		t.Skip("reads the public sets")
	}
	t.Parallel()
	english := relatedtest.Articles(t, "stories", "public", "og_eng.articles.jsonl.gz")
	french := relatedtest.Articles(t, "stories", "public", "og_fra.articles.jsonl.gz")
	chinese := relatedtest.Articles(t, "stories", "public", "zh0.articles.jsonl.gz")
	bare := make([]briefs.Article, len(chinese))
	for i, a := range chinese {
		a.Text = ""
		bare[i] = a
	}
	l := lexicontest.Compiled(t)
	for _, c := range []struct {
		name, labels string
		articles     []briefs.Article
		atLeast      float64
		plain        plain
		ahead        float64 // of the plain grouping, at least
	}{
		{"English titles", "og_eng", english, 0.775, plain{0.26, 1}, 0.02},
		{"French titles", "og_fra", french, 0.79, plain{0.20, 2}, 0},
		{"English and French", "og_ef", append(append([]briefs.Article{}, english...), french...), 0.755, plain{0.20, 1}, 0.035},
		{"Chinese with text", "zh0", chinese, 0.865, plain{0.14, 240}, 0.045},
		{"Chinese titles", "zh0", bare, 0.83, plain{0.10, 60}, 0.045},
	} {
		stories := map[string]string{}
		labels := relatedtest.Public(t, c.labels)
		articles := untilLast(c.articles, labels)
		for i, p := range related.Replay(l, related.Options{}, articles) {
			stories[articles[i].ID] = p.Story
		}
		p, r, f1 := agree.BCubed(labels, stories)
		t.Logf("%-20s B-cubed P %.1f R %.1f F1 %.1f", c.name, 100*p, 100*r, 100*f1)
		floor(t, c.name+" B-cubed F1", f1, c.atLeast)
		slices.SortStableFunc(articles, func(a, b briefs.Article) int { return a.Published.Compare(b.Published) })
		p, r, light := agree.BCubed(labels, c.plain.group(articles))
		t.Logf("%-20s B-cubed P %.1f R %.1f F1 %.1f", "  by plain likeness", 100*p, 100*r, 100*light)
		floor(t, c.name+" ahead of plain likeness", f1-light, c.ahead)
		if c.labels == "og_ef" {
			language := map[string]string{}
			for _, a := range c.articles {
				language[a.ID] = a.Language
			}
			p, r, f1 := agree.BCubedAcross(labels, stories, language)
			t.Logf("%-20s B-cubed P %.1f R %.1f F1 %.1f", "  across", 100*p, 100*r, 100*f1)
			floor(t, c.name+" across B-cubed F1", f1, 0.47)
		}
	}
}

// untilLast returns the articles until the last labelled one: what comes later changes no story before.
func untilLast(articles []briefs.Article, labels []agree.Label) []briefs.Article {
	labelled := map[string]bool{}
	for _, l := range labels {
		labelled[l.Article] = true
	}
	var last time.Time
	for _, a := range articles {
		if labelled[a.ID] && a.Published.After(last) {
			last = a.Published
		}
	}
	return slices.DeleteFunc(slices.Clone(articles), func(a briefs.Article) bool { return a.Published.After(last) })
}
