package related

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
)

// After a million articles places begin anew, and what is held is found all the same.
func TestPlacesBeginAnew(t *testing.T) {
	e := New(lexicon.New(nil, nil), Options{Held: 40})
	e.index.first = heldMost - 70
	begin := time.Date(2026, 8, 3, 8, 0, 0, 0, time.UTC)
	for i := range 200 {
		a := briefs.Article{ID: fmt.Sprint(i), Title: fmt.Sprintf("Quarry %d in Upper Valley%d reopens", i/2, i/2), Published: begin.Add(time.Duration(i) * time.Minute)}
		e.Add(a)
		if i%2 == 0 {
			continue
		}
		if got := e.Related(a.ID, 1); len(got) != 1 || got[0].Article != fmt.Sprint(i-1) {
			t.Fatalf("article %d is nearest to %v", i, got)
		}
		if got, want := fmt.Sprint(e.Related(a.ID, 10)), fmt.Sprint(e.everything().nearest(e, e.known[a.ID], 10)); got != want {
			t.Fatalf("article %d: related %s, want %s", i, got, want)
		}
	}
	if e.Held() != 40 || len(e.index.lists)-len(e.index.free) > 40*12 {
		t.Errorf("%d held under %d features", e.Held(), len(e.index.lists)-len(e.index.free))
	}
}

// The nearest documents are those that a look at every document gives, whatever lies in the index: few features that nearly all have, many that
// few have, weights alike, documents that come and go.
func TestNearestIsExhaustive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := newIndex()
		x.first = rapid.Uint32Range(heldMost-300, heldMost).Draw(t, "first")
		common, rare := rapid.Uint32Range(1, 8).Draw(t, "common"), rapid.Uint32Range(1, 400).Draw(t, "rare")
		vectorOf := func() vector {
			var all []vector
			for range rapid.IntRange(0, 12).Draw(t, "features") {
				id := rapid.Uint32Range(0, common).Draw(t, "one of the common")
				if rapid.Bool().Draw(t, "is rare") {
					id = 100 + rapid.Uint32Range(0, rare).Draw(t, "one of the rare")
				}
				all = append(all, vector{term(id<<(32-slotBits) | rapid.Uint32Range(1, 40).Draw(t, "weight")*100)})
			}
			return merge(all...)
		}
		for i := range rapid.IntRange(1, 600).Draw(t, "documents") {
			d := &document{id: fmt.Sprint(i)}
			d.pack([vectors]vector{ofHeadline: vectorOf()})
			x.add(d)
		}
		for range rapid.IntRange(0, len(x.docs)/2).Draw(t, "dropped") {
			x.drop()
		}
		for range 4 {
			but := x.docs[rapid.IntRange(0, len(x.docs)-1).Draw(t, "of")]
			q, n := but.telling(), rapid.IntRange(1, 10).Draw(t, "n")
			var want ranking
			for _, d := range x.docs {
				if score := product(q, d.telling()); d != but && score > 0 {
					want = want.with(scored{d, score}, n)
				}
			}
			if got := x.nearest(q, but, n); !slices.Equal(got, want) {
				t.Fatalf("got %v, want %v", got, want)
			}
		}
	})
}

// What spans say of a document's time is true of each that is held, in whatever order they came and go.
func TestNearInTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := newIndex()
		x.first = rapid.Uint32Range(heldMost-3000, heldMost).Draw(t, "first")
		for range rapid.IntRange(1, 40).Draw(t, "rounds") {
			from, spread := rapid.Float64Range(-2000, 2000).Draw(t, "from"), rapid.Float64Range(0, 50).Draw(t, "spread")
			n := rapid.IntRange(1, 200).Draw(t, "documents")
			for i := range n {
				x.add(&document{roundUp: true, hours: from + spread*float64(i%7)/7})
			}
			for range rapid.IntRange(0, min(len(x.docs), 400)).Draw(t, "dropped") {
				x.drop()
			}
			if wrong := x.misplaced(from); wrong != "" {
				t.Fatal(wrong)
			}
			if last := x.first + uint32(len(x.docs)) - 1; n > 2*spanSize && len(x.docs) > n && !x.near(last-spanSize, from, 100) {
				t.Fatalf("of a document of %g nothing is known", x.docs[len(x.docs)-1-spanSize].hours)
			}
		}
	})
}

// misplaced says which held document is said to be within 100 hours of a time and is not.
func (x *index) misplaced(hours float64) string {
	for i, d := range x.docs {
		if x.near(x.first+uint32(i), hours, 100) && math.Abs(d.hours-hours) > 100 {
			return fmt.Sprintf("document %d of %d is of %g, not within 100 of %g", i, len(x.docs), d.hours, hours)
		}
	}
	return ""
}

// A full ring begins its spans anew only when no held document is in them.
func TestNearInTimeRoundTheRing(t *testing.T) {
	for _, held := range []int{900, 960, 961, 1023, 1024} {
		x := newIndex()
		for i := range 3 * held {
			if i >= held {
				x.drop()
			}
			x.add(&document{roundUp: true, hours: float64(i)})
			if wrong := x.misplaced(float64(i)); wrong != "" {
				t.Fatalf("%d held: %s", held, wrong)
			}
		}
	}
}

// product returns the sum of the products of two vectors' weights, in units of one over fullWeight squared.
func product(a, b vector) uint64 {
	sum := uint64(0)
	for i, j := 0, 0; i < len(a) && j < len(b); {
		x, y := a[i], b[j]
		if x.sameAs(y) {
			sum += uint64(x.weight()) * uint64(y.weight())
		}
		i += step(x.id() <= y.id())
		j += step(y.id() <= x.id())
	}
	return sum
}
