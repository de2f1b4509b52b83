package related

import (
	"testing"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/lexicon/lexicontest"
)

func TestComparePlaces(t *testing.T) {
	s := newSymbols()
	of := func(terms ...string) []uint32 {
		var out []uint32
		for _, term := range terms {
			if p := s.place(term); p != 0 {
				out = append(out, p)
			}
		}
		return out
	}
	for _, c := range []struct {
		a, b             []uint32
		shared, conflict bool
	}{
		{of("mx"), of("my"), false, true},
		{of("mx"), of("mx"), true, false},
		{of("jp"), of("jp tokyo"), true, false},
		{of("jp osaka"), of("jp tokyo"), false, true},
		{of("cn shanghai"), of("cn"), false, false}, // a wide place sets nothing apart
		{of("cn shanghai"), of("cn hangzhou"), false, true},
		{of("mx", "br"), of("br", "cl"), true, false},
		{nil, of("mx"), false, false},
	} {
		shared, conflict := comparePlaces(c.a, c.b)
		back, backConflict := comparePlaces(c.b, c.a)
		if shared != c.shared || conflict != c.conflict || back != shared || backConflict != conflict {
			t.Errorf("%x and %x: shared %v, conflict %v; the other way %v, %v", c.a, c.b, shared, conflict, back, backConflict)
		}
	}
}

// TestPlaceVeto: one company doing the same in two places are two stories; in one place, in three languages, one.
func TestPlaceVeto(t *testing.T) {
	e := New(lexicontest.Compiled(t), Options{})
	begin := time.Date(2026, 8, 3, 8, 0, 0, 0, time.UTC)
	story := map[string]string{}
	for i, a := range []briefs.Article{
		{ID: "mx", Language: "en", Title: "Alibaba Cloud opens a second data centre in Mexico"},
		{ID: "my", Language: "en", Title: "Alibaba Cloud opens a second data centre in Malaysia"},
		{ID: "mx again", Language: "en", Title: "Alibaba Cloud opens second Mexico data centre"},
		{ID: "my zh", Language: "zh", Title: "阿里云马来西亚第二座数据中心启用"},
	} {
		a.Published = begin.Add(time.Duration(i) * time.Hour)
		story[a.ID] = e.Add(a).Story
	}
	if story["my"] == story["mx"] || story["my zh"] == story["mx"] {
		t.Errorf("two places are one story: %v", story)
	}
	if story["mx again"] != story["mx"] {
		t.Errorf("one place is two stories: %v", story)
	}
}

// TestCountsFade: what the counts stand for stays bounded, and what is common stays so.
func TestCountsFade(t *testing.T) {
	f := &frequencies{seen: make([]uint32, slots)}
	for i := range 10 * totalMost {
		f.next()
		if i%10 == 0 {
			f.add(counts{{id: 7}})
		}
		if f.total >= totalMost {
			t.Fatalf("the counts stand for %d", f.total)
		}
	}
	if f.read != 10*totalMost {
		t.Errorf("%d were read", f.read)
	}
	if share := float64(f.seen[7]) / float64(f.total); share < 0.09 || share > 0.11 {
		t.Errorf("one in ten is %.3f", share)
	}
}
