//go:build unix

package related

import (
	"cmp"
	"database/sql"
	"flag"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "modernc.org/sqlite" // to compare with its full-text search

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
)

var scale = flag.Int("scale", 0, "measure speed and memory with ten thousand, a hundred thousand and so on up to this many articles held")

// TestScale measures placing and looking for related articles while many are held, beside an in-memory BM25 and SQLite's full-text
// search over the same titles: go test -run Scale -scale 1000000 -timeout 2h -v ./briefs/related.
func TestScale(t *testing.T) {
	if *scale == 0 {
		t.Skip("only with -scale")
	}
	const asked = 2000
	var before [2]float64 // placing and looking, in seconds
	for n := 10_000; n <= *scale; n *= 10 {
		articles := crowd(t, n+asked)
		runtime.GC()
		var empty, full runtime.MemStats
		runtime.ReadMemStats(&empty)
		e := filled(t, articles[:n])
		runtime.GC()
		runtime.ReadMemStats(&full)
		place := timed(t, asked, func(i int) { e.place(e.read(articles[n+i]), &Placement{}) })
		look := timed(t, asked, func(i int) { e.Related(fmt.Sprint(i*(n/asked)), 10) })
		wrong, all := 0, e.everything()
		for i := range 50 {
			d := e.known[fmt.Sprint(i*(n/50))]
			if !d.roundUp && !slices.Equal(e.Related(d.id, 10), all.nearest(e, d, 10)) {
				wrong++
			}
		}
		t.Logf("%d held, %.0f MB per 100,000, %d of 50 answers other than the exhaustive one", n, float64(full.HeapAlloc-empty.HeapAlloc)/(1<<20)/float64(n)*100_000, wrong)
		t.Logf("  placing   %v", place)
		t.Logf("  related   %v", look)
		if before[0] > 0 {
			t.Logf("  growth exponents: placing %.2f, related %.2f", math.Log10(place.mean/before[0]), math.Log10(look.mean/before[1]))
		}
		before = [2]float64{place.mean, look.mean}
		if wrong > 0 {
			t.Error("the index does not find what a look at every article finds")
		}
		bm := newBM25(articles[:n])
		t.Logf("  BM25      %v", timed(t, 200, func(i int) { bm.top(articles[n+i].Title, 10) }))
		t.Logf("  FTS5      %v", fullText(t, articles[:n], articles[n:n+200]))
	}
}

// timing is how long operations took, in seconds: of the processor's time on average, and by the clock.
type timing struct{ mean, p50, p99 float64 }

// used returns the processor's time that the program took so far, in seconds.
func used(t testing.TB) float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}

// timed times operations. The mean is of the processor's time, what is spent on collecting garbage included: it is the same on a busy
// machine, about.
func timed(t testing.TB, n int, do func(i int)) timing {
	all := make([]float64, n)
	before := used(t)
	for i := range n {
		begin := time.Now()
		do(i)
		all[i] = time.Since(begin).Seconds()
	}
	mean := (used(t) - before) / float64(n)
	slices.Sort(all)
	return timing{mean, all[n/2], all[n*99/100]}
}

// String returns the rate and the times in milliseconds.
func (t timing) String() string {
	return fmt.Sprintf("%.0f a second of the processor, p50 %.3f ms, p99 %.3f ms", 1/t.mean, 1000*t.p50, 1000*t.p99)
}

// tokens are the words of a title and the pairs of its Han characters.
func tokens(title string) []string { return TitleWords(lexicon.Simplified(title)) }

// bm25 is the usual ranking over an inverted index, without any cut.
type bm25 struct {
	lists  map[string][]int32
	length []float64
	mean   float64
	score  []float64
}

func newBM25(articles []briefs.Article) *bm25 {
	b := &bm25{lists: map[string][]int32{}, score: make([]float64, len(articles))}
	for i, a := range articles {
		words := tokens(a.Title)
		b.length = append(b.length, float64(len(words)))
		b.mean += float64(len(words)) / float64(len(articles))
		for _, w := range words {
			b.lists[w] = append(b.lists[w], int32(i))
		}
	}
	return b
}

func (b *bm25) top(title string, n int) []int32 {
	var touched []int32
	for _, w := range tokens(title) {
		list := b.lists[w]
		idf := math.Log(1 + (float64(len(b.length))-float64(len(list))+0.5)/(float64(len(list))+0.5))
		for _, at := range list {
			if b.score[at] == 0 {
				touched = append(touched, at)
			}
			b.score[at] += idf * 2.2 / (1 + 1.2*(0.25+0.75*b.length[at]/b.mean))
		}
	}
	slices.SortFunc(touched, func(x, y int32) int { return cmp.Compare(b.score[y], b.score[x]) })
	out := slices.Clone(touched[:min(n, len(touched))])
	for _, at := range touched {
		b.score[at] = 0
	}
	return out
}

// fullText times SQLite's own full-text search for the titles' words.
func fullText(t *testing.T, held, asked []briefs.Article) timing {
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("CREATE VIRTUAL TABLE titles USING fts5(title)"); err != nil {
		t.Fatal(err)
	}
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range held {
		if _, err := tx.Exec("INSERT INTO titles(title) VALUES (?)", strings.Join(tokens(a.Title), " ")); err != nil {
			t.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	return timed(t, len(asked), func(i int) {
		words := tokens(asked[i].Title)
		if len(words) == 0 {
			return
		}
		rows, err := db.Query("SELECT rowid FROM titles WHERE titles MATCH ? ORDER BY bm25(titles) LIMIT 10", `"`+strings.Join(words, `" OR "`)+`"`)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var id int
			if err := rows.Scan(&id); err != nil {
				t.Fatal(err)
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	})
}
