package related

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/lexicon/lexicontest"
	"briefbot/briefs/related/relatedtest"
)

// crowd returns n articles of the collected streams with their times pressed into two days, so that all are held at once.
// Where the streams are too short they repeat with a number in the title.
func crowd(b testing.TB, n int) []briefs.Article {
	b.Helper()
	var all []briefs.Article
	for _, file := range []string{"window_2025-06", "window_2026-07_08", "stream"} {
		if len(all) < n {
			all = append(all, relatedtest.Articles(b, "articles", file+".jsonl.gz")...)
		}
	}
	begin := time.Date(2026, 8, 1, 0, 0, 0, 0, time.UTC)
	out := make([]briefs.Article, n)
	for i := range out {
		out[i] = all[i%len(all)]
		out[i].ID = fmt.Sprint(i)
		if i >= len(all) {
			out[i].Title = fmt.Sprint(out[i].Title, " ", i)
		}
		out[i].Published = begin.Add(48 * time.Hour * time.Duration(i) / time.Duration(n))
	}
	return out
}

// filled returns an engine that holds articles, each in a story of its own: loading is not what is measured.
func filled(b testing.TB, articles []briefs.Article) *Engine {
	e := New(lexicontest.Compiled(b), Options{Held: len(articles) + 40_000})
	for _, a := range articles {
		e.hold(e.read(a), nil)
	}
	return e
}

// BenchmarkAdd places articles while ten thousand are held.
func BenchmarkAdd(b *testing.B) {
	articles := crowd(b, 14_000)
	e := filled(b, articles[:10_000])
	b.ResetTimer()
	for i := range b.N {
		a := articles[10_000+i%4000]
		a.ID = fmt.Sprint("new", i)
		e.place(e.read(a), &Placement{})
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "articles/s")
}

// BenchmarkRelated looks for the ten articles nearest to one of ten thousand.
func BenchmarkRelated(b *testing.B) {
	e := filled(b, crowd(b, 10_000))
	b.ResetTimer()
	for i := range b.N {
		e.Related(fmt.Sprint(i%10_000), 10)
	}
}

// The nearest articles are those that a look at every article finds.
func TestRelatedIsExhaustive(t *testing.T) {
	e := filled(t, crowd(t, 6000))
	all := e.everything()
	for i := range 100 { // some publishers' pages point to other articles
		e.Point(fmt.Sprint(i*57), []string{fmt.Sprint(i * 41), fmt.Sprint(i*57 + 1), "absent"})
	}
	for i := range 300 {
		id := fmt.Sprint(i * 19)
		if d := e.known[id]; !d.roundUp && !slices.Equal(e.Related(id, 10), all.nearest(e, d, 10)) {
			t.Fatalf("%q: got %v, want %v", d.title, e.Related(id, 10), all.nearest(e, d, 10))
		}
	}
	if got := e.Related("absent", 10); got != nil {
		t.Errorf("related of an absent article: %v", got)
	}
}

// everything are the held articles with what they are found under.
type everything struct {
	docs    []*document
	telling []vector
}

func (e *Engine) everything() everything {
	all := everything{docs: slices.Clone(e.index.docs)}
	for _, d := range all.docs {
		all.telling = append(all.telling, d.telling())
	}
	return all
}

// nearest is Related by a look at every article.
func (all everything) nearest(e *Engine, d *document, n int) []Near {
	var best ranking
	q := d.telling().heaviest(relatedTerms)
	for i, m := range all.docs {
		score := product(q, all.telling[i])
		if e.links.between(d.id, m.id) {
			score += linkBonus
		}
		if m != d && !m.roundUp && score > 0 {
			best = best.with(scored{m, score}, n)
		}
	}
	var out []Near
	for _, s := range best {
		out = append(out, Near{s.id, s.storyAt.id, float64(s.score) / (fullWeight * fullWeight), e.links.between(d.id, s.id)})
	}
	return out
}
