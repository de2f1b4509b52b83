package related

import (
	"fmt"
	"testing"
	"time"

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
