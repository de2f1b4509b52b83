package related

import (
	"bytes"
	"testing"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
)

// TestPoint: publishers' links lift what is related, both ways, survive a snapshot, go with the article, and move no story.
func TestPoint(t *testing.T) {
	l := lexicon.New(nil, nil)
	e := New(l, Options{Held: 4})
	begin := time.Date(2026, 8, 3, 8, 0, 0, 0, time.UTC)
	add := func(id, title string, hours int) Placement {
		return e.Add(briefs.Article{ID: id, Title: title, Published: begin.Add(time.Duration(hours) * time.Hour)})
	}
	add("quarry", "Quarry in Upper Valley reopens", 0)
	add("bridge", "Bridge over the Lower Creek closes", 1)
	e.Point("quarry", []string{"bridge", "quarry", "absent"})
	e.Point("absent", []string{"bridge"})
	for _, c := range [][2]string{{"quarry", "bridge"}, {"bridge", "quarry"}} {
		near := e.Related(c[0], 5)
		if len(near) != 1 || near[0].Article != c[1] || !near[0].Linked || near[0].Story != c[1] {
			t.Errorf("related of %s: %+v", c[0], near)
		}
	}
	var b bytes.Buffer
	if err := e.Save(&b); err != nil {
		t.Fatal(err)
	}
	restored := New(l, Options{Held: 4})
	if err := restored.Restore(&b); err != nil {
		t.Fatal(err)
	}
	if near := restored.Related("bridge", 5); len(near) != 1 || !near[0].Linked {
		t.Errorf("after a snapshot: %+v", near)
	}
	for i, title := range []string{"Ferry to the islands is late", "Museum of clocks opens", "Orchestra plays in the park"} {
		if p := add(title, title, 2+i); p.Joined {
			t.Errorf("%s joined %s", title, p.Story)
		}
	}
	if near := e.Related("bridge", 5); len(near) != 0 || len(e.links) != 0 {
		t.Errorf("after the other went: %+v, links %v", near, e.links)
	}
}
