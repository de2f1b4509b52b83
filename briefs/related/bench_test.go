package related

import (
	"fmt"
	"testing"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/lexicon/lexicontest"
	"briefbot/briefs/related/relatedtest"
)

// crowd returns n articles of the collected streams with their times pressed into two days, so that all are held at once.
// Where the streams are too short they repeat with a number in the title.
func crowd(b *testing.B, n int) []briefs.Article {
	b.Helper()
	var all []briefs.Article
	for _, file := range []string{"stream", "window_2026-07_08", "window_2025-06"} {
		all = append(all, relatedtest.Articles(b, "articles", file+".jsonl.gz")...)
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

// BenchmarkAdd places articles while many are held, and does the same by comparing with every one of them.
func BenchmarkAdd(b *testing.B) {
	l := lexicontest.Compiled(b)
	for _, held := range []int{10_000, 100_000} {
		articles := crowd(b, held+4000)
		e := New(l, Options{Held: held + 1_000_000})
		for _, a := range articles[:held] {
			d := e.read(a)
			e.hold(d, nil) // held as they come: loading is not what is measured
		}
		b.Run(fmt.Sprintf("held=%d/index", held), func(b *testing.B) {
			for i := range b.N {
				a := articles[held+i%4000]
				a.ID = fmt.Sprint("new", i)
				d := e.read(a)
				e.best(d)
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "articles/s")
		})
		b.Run(fmt.Sprintf("held=%d/exhaustive", held), func(b *testing.B) {
			for i := range b.N {
				d := e.read(articles[held+i%4000])
				top := 0.0
				for _, m := range e.held {
					p := e.compare(d, m)
					top = max(top, p.logit(&e.model.weights))
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "articles/s")
		})
	}
}
