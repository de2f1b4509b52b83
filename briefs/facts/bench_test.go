package facts_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/facts"
)

// manyFacts makes n facts: vendors with quarterly shares in twenty markets by two publishers.
func manyFacts(n int) ([]briefs.Entity, []briefs.Market, []briefs.Fact) {
	vendors := max(20, n/500)
	list := make([]briefs.Fact, 0, n)
	var who []briefs.Entity
	for v := range vendors {
		who = append(who, briefs.Entity{ID: fmt.Sprintf("vendor-%d", v), Name: fmt.Sprintf("Vendor %d", v), Kind: "company"})
	}
	var where []briefs.Market
	for m := range 20 {
		where = append(where, briefs.Market{ID: fmt.Sprintf("m%d", m), Name: map[string]string{"en": fmt.Sprintf("Market number %d", m)}})
	}
	where[0].DefaultFor = []string{facts.Share}
	for i := range n {
		quarter := i / vendors / 40
		p := briefs.QuarterOf(2000+quarter/4, 1+quarter%4)
		list = append(list, briefs.Fact{
			ID: fmt.Sprintf("F%d", i), Subject: who[i%vendors].ID, Metric: facts.Share, Market: where[i/vendors%20].ID, Period: p,
			Quantity: briefs.Quantity{Value: briefs.DecimalOf(int64(i*7919%600), 1), Unit: "percent"}, Nature: briefs.Estimate, Review: briefs.Approved,
			Sources: []briefs.Source{{Publisher: []string{"Firm A", "Firm B"}[i/vendors/20%2], URL: "https://example.com", Published: p.End}},
			Known:   briefs.Span{From: p.End.UTC()},
		})
	}
	return who, where, list
}

// BenchmarkAsk measures from the text of a question to the answer, against reading a Go map of the same facts.
func BenchmarkAsk(b *testing.B) {
	for _, n := range []int{1_000, 100_000} {
		who, where, list := manyFacts(n)
		start := time.Now()
		book, err := facts.New(who, where, metrics, list)
		if err != nil {
			b.Fatal(err)
		}
		ready := time.Since(start)
		type key struct {
			subject, market string
			end             briefs.Date
		}
		plain := map[key]briefs.Fact{}
		var lines []string
		var keys []key
		for i, f := range list {
			k := key{f.Subject, f.Market, f.Period.End}
			plain[k] = f
			if i%97 == 0 {
				lines = append(lines, fmt.Sprintf("vendor %s %s market:%s", f.Subject[len("vendor-"):], f.Period, f.Market))
				keys = append(keys, k)
			}
		}
		b.Run(fmt.Sprintf("facts=%d", n), func(b *testing.B) {
			var times []time.Duration
			for i := 0; b.Loop(); i++ {
				from := time.Now()
				q, err := facts.ParseQuestion(lines[i%len(lines)])
				if err != nil {
					b.Fatal(err)
				}
				if _, err := book.Share(q); err != nil {
					b.Fatal(err)
				}
				times = append(times, time.Since(from))
			}
			slices.Sort(times)
			b.ReportMetric(float64(times[len(times)/2].Nanoseconds()), "p50-ns")
			b.ReportMetric(float64(times[len(times)*99/100].Nanoseconds()), "p99-ns")
			b.ReportMetric(float64(ready.Milliseconds()), "ready-ms")
		})
		b.Run(fmt.Sprintf("latest/facts=%d", n), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				q, err := facts.ParseQuestion(list[i%len(list)].Subject)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := book.Share(q); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(fmt.Sprintf("map/facts=%d", n), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				if plain[keys[i%len(keys)]].ID == "" {
					b.Fatal("not there")
				}
			}
		})
	}
}

// BenchmarkNames measures what happens at every key stroke, and after a slip, on the starter content.
func BenchmarkNames(b *testing.B) {
	book := starterBook(b)
	b.Run("complete", func(b *testing.B) {
		for b.Loop() {
			if len(book.Complete(facts.Share, "ali", "en", 25)) == 0 {
				b.Fatal("nothing")
			}
		}
	})
	b.Run("suggest", func(b *testing.B) {
		for b.Loop() {
			if _, err := book.Share(facts.Question{Text: "alibabba"}); err == nil {
				b.Fatal("found")
			}
		}
	})
	b.Run("share", func(b *testing.B) {
		for b.Loop() {
			q, err := facts.ParseQuestion("alibaba 2024q4")
			if err != nil {
				b.Fatal(err)
			}
			if _, err := book.Share(q); err != nil {
				b.Fatal(err)
			}
		}
	})
}
