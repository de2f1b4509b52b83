package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"briefbot/bot"
	"briefbot/bot/console"
	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/config"
	"briefbot/internal/store"
	"briefbot/internal/store/storetest"
)

// benchMarkets are where the facts of the benchmark are: markets of the starter content.
var benchMarkets = []string{"m-cn-infra", "m-cn-pub-iaas", "m-cn-pub-paas", "m-cn-aicloud", "m-cn-maas", "m-cn-phone", "m-world-infra", "m-world-iaas"}

// benchFact makes the i-th of n facts: shares of vendors in eight markets, by two firms, over quarters.
func benchFact(i, n int) briefs.Fact {
	vendors := max(20, n/400)
	quarter := i / vendors / (2 * len(benchMarkets))
	p := briefs.QuarterOf(1995+quarter/4, 1+quarter%4)
	row := fmt.Sprintf("bench-%d", i)
	return briefs.Fact{
		ID: config.LongFactID(row, 8), Row: row, Subject: fmt.Sprintf("vendor-%d", i%vendors), Label: fmt.Sprintf("Vendor %d", i%vendors), Metric: facts.Share,
		Market: benchMarkets[i/vendors%len(benchMarkets)], Geography: "geo:cn", Period: p,
		Quantity: briefs.Quantity{Value: briefs.DecimalOf(int64(i*7919%60)+1, 1), Unit: "percent"}, Nature: briefs.Estimate, Review: briefs.Approved,
		Known: briefs.Span{From: p.End.UTC()},
		Sources: []briefs.Source{{
			Publisher: []string{"Canalys", "IDC"}[i/vendors/len(benchMarkets)%2], ReportedVia: "Cloud Courier", Title: fmt.Sprintf("Cloud market by vendor, report %d", i),
			URL: fmt.Sprintf("https://courier.example.org/report/%d", i), Published: p.End,
		}},
	}
}

// filled writes n facts into a new database and returns its path.
func filled(b *testing.B, n int) string {
	b.Helper()
	return filledAt(b, filepath.Join(b.TempDir(), "b.db"), n)
}

func filledAt(b *testing.B, path string, n int) string {
	b.Helper()

	s, err := store.Open(context.Background(), path)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	var last int64
	for from := 0; from < n; from += 20_000 {
		var records []facts.Record
		for i := from; i < min(n, from+20_000); i++ {
			records = append(records, facts.Record{Change: "bench", At: time.UnixMilli(0), By: "bench", Did: facts.Imported, Fact: benchFact(i, n)})
		}
		if last, err = s.Facts.Add(context.Background(), last, records); err != nil {
			b.Fatal(err)
		}
	}
	return path
}

// spread are times of single lookups.
type spread []time.Duration

func (s spread) at(share float64) float64 {
	slices.Sort(s)
	return float64(s[min(len(s)-1, int(float64(len(s))*share))].Nanoseconds())
}

// BenchmarkLookup measures a whole lookup, from the typed line to the message, at growing numbers of facts; beside it what a plain SQL
// query and a Go map take for the bare fact on the same facts. "lookup" asks what was not asked before, "again" what was, "typo" for names
// that nobody bears. Metrics: p50 and p99 of single lookups in ns, ready-ms from opening the
// database to being able to answer, and the bytes of memory that a fact takes. The exponent is that of p50 between the sizes.
func BenchmarkLookup(b *testing.B) {
	medians := map[int]float64{}
	for _, n := range []int{1_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("facts=%d", n), func(b *testing.B) {
			path := filled(b, n)
			k, ready, perFact := openedFor(b, path, n)
			b.Run("lookup", func(b *testing.B) {
				times := lookups(b, k, n)
				medians[n] = times.at(0.5)
				report(b, times)
				b.ReportMetric(float64(ready.Milliseconds()), "ready-ms")
				b.ReportMetric(perFact, "B/fact")
				if before := medians[1_000]; n > 1_000 && before > 0 {
					b.ReportMetric(math.Log(medians[n]/before)/math.Log(float64(n)/1_000), "exponent")
				}
			})
			b.Run("again", func(b *testing.B) {
				report(b, asked(b, k, 97, func(i int) string { return line(benchFact(i*7919%n, n)) }))
			})
			b.Run("typo", func(b *testing.B) {
				report(b, asked(b, k, fresh, func(i int) string { return fmt.Sprintf("share %svendr %d", string(rune('a'+i%26)), i) }))
			})
			b.Run("sql", func(b *testing.B) { report(b, queries(b, path, n)) })
			b.Run("map", func(b *testing.B) { report(b, mapped(b, n)) })
		})
	}
}

func report(b *testing.B, times spread) {
	b.Helper()
	b.ReportMetric(times.at(0.5), "p50-ns")
	b.ReportMetric(times.at(0.99), "p99-ns")
}

// openedFor opens the bot on a database and says how long that took, and how much memory a fact takes.
func openedFor(b *testing.B, path string, n int) (*core, time.Duration, float64) {
	b.Helper()
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	begin := time.Now()
	k, err := newCore(context.Background(), config.Default(), path, time.Now, slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		b.Fatal(err)
	}
	took := time.Since(begin)
	b.Cleanup(func() { k.Close() })
	runtime.GC()
	runtime.ReadMemStats(&after)
	return k, took, float64(after.HeapAlloc-before.HeapAlloc) / float64(n)
}

// line asks for a fact by what it is about.
func line(f briefs.Fact) string {
	return fmt.Sprintf("share %s %s market:%s", f.Label, f.Period, f.Market)
}

func lookups(b *testing.B, k *core, n int) spread {
	return asked(b, k, fresh, func(i int) string { return line(benchFact(i*7919%n, n)) })
}

// fresh is how many lines to ask in turn so that each is a new question: commands remember fewer.
const fresh = 997

// asked asks so many lines in turn and returns how long each took.
func asked(b *testing.B, k *core, count int, lineOf func(i int) string) spread {
	b.Helper()
	from := bot.Address{Platform: console.Platform, Workspace: console.Workspace, Channel: "terminal"}
	lines := make([]string, count)
	for i := range lines {
		lines[i] = lineOf(i)
	}
	var times spread
	for i := 0; b.Loop(); i++ {
		begin := time.Now()
		m := k.router.DoLine(context.Background(), bot.Invocation{From: from, Locale: "en"}, lines[i%len(lines)])
		times = append(times, time.Since(begin))
		if m.Title == "" || strings.HasPrefix(m.Title, "Something broke") {
			b.Fatal(m.Plain())
		}
	}
	return times
}

// queries asks the database itself for the same facts, by an index on what they are about.
func queries(b *testing.B, path string, n int) spread {
	b.Helper()
	query := storetest.FactQuery(b, path)
	var times spread
	for i := 0; b.Loop(); i++ {
		f := benchFact(i*7919%n, n)
		begin := time.Now()
		err := query(f.Subject, f.Market, f.Period.Start.String())
		times = append(times, time.Since(begin))
		if err != nil {
			b.Fatal(err)
		}
	}
	return times
}

// mapped reads the same facts out of a Go map.
func mapped(b *testing.B, n int) spread {
	b.Helper()
	type key struct {
		subject, market string
		start           briefs.Date
	}
	all := make(map[key]string, n)
	for i := range n {
		f := benchFact(i, n)
		all[key{f.Subject, f.Market, f.Period.Start}] = f.ID
	}
	var times spread
	for i := 0; b.Loop(); i++ {
		f := benchFact(i*7919%n, n)
		begin := time.Now()
		id := all[key{f.Subject, f.Market, f.Period.Start}]
		times = append(times, time.Since(begin))
		if id == "" {
			b.Fatal("not there")
		}
	}
	return times
}
