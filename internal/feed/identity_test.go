package feed

import (
	"path/filepath"
	"slices"
	"testing"

	"briefbot/internal/datatest"
)

func TestIdentify(t *testing.T) {
	items := []Item{
		{ID: "1", URL: "https://example.org/a?utm_source=rss"},
		{ID: "2", URL: "http://www.example.org/b#comments"},
		{ID: "3", URL: "https://example.org/log#v1"},
		{ID: "4", URL: "https://example.org/log#v2"},
		{ID: "5", URL: "https://example.org/page"},
		{ID: "6", URL: "https://example.org/page"},
		{ID: "same", URL: "https://example.org/7"},
		{ID: "same", URL: "https://example.org/8"},
		{Title: "no address, no id"},
	}
	want := [][]string{
		{"url https://example.org/a", "id 1"},
		{"url https://example.org/b", "id 2"},
		{"url https://example.org/log#v1", "id 3"},
		{"url https://example.org/log#v2", "id 4"},
		{"id 5"},
		{"id 6"},
		{"url https://example.org/7"},
		{"url https://example.org/8"},
		{"title no address, no id"},
	}
	for i, id := range Identify(items) {
		if got := id.Keys(); !slices.Equal(got, want[i]) {
			t.Errorf("item %d: keys %q, want %q", i, got, want[i])
		}
	}
}

// TestSeriesBringNothingBack: over the successive versions of real feeds, an item whose printed id or printed address was
// there before, under whatever date and title, is never taken for a new one.
func TestSeriesBringNothingBack(t *testing.T) {
	dir := datatest.Dir(t, "feeds", "captured", "series")
	files, err := filepath.Glob(filepath.Join(dir, "*.tar.gz"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no series in %s: %v", dir, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			known, printed, titles := map[string]bool{}, map[string]bool{}, map[string]bool{}
			dates := map[string]string{}
			news, redated, sameTitle := 0, 0, 0
			versions := datatest.TarGz(t, file)
			for _, v := range versions {
				doc, err := Parse(v.Body, ParseOptions{Now: today})
				if err != nil {
					t.Errorf("%s: %v", v.Name, err)
					continue
				}
				ids := Identify(doc.Items)
				for i, it := range doc.Items {
					isNew := true
					for _, key := range ids[i].Keys() {
						isNew = isNew && !known[key]
					}
					at := it.Published.String()
					if old, ok := dates[it.ID+it.URL]; ok && old != at {
						redated++
					}
					dates[it.ID+it.URL] = at
					if isNew {
						news++
						if printed["id "+it.ID] || printed["url "+it.URL] {
							t.Errorf("%s: %q (%s, %s) came back as new", v.Name, it.Title, it.ID, it.URL)
						}
						if titles[it.Title] {
							sameTitle++
							t.Logf("%s: new under a title seen before: %q (%s, %s)", v.Name, it.Title, it.ID, it.URL)
						}
					}
				}
				for i, it := range doc.Items {
					for _, key := range ids[i].Keys() {
						known[key] = true
					}
					titles[it.Title] = true
					if it.ID != "" {
						printed["id "+it.ID] = true
					}
					if it.URL != "" {
						printed["url "+it.URL] = true
					}
				}
			}
			t.Logf("%d versions, %d articles, %d changes of date, %d new under an old title", len(versions), news, redated, sameTitle)
		})
	}
}
