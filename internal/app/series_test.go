package app

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"briefbot/config"
	"briefbot/internal/datatest"
	"briefbot/internal/feed"
	"briefbot/internal/starter"
	"briefbot/internal/store"
)

// TestSeriesBringNothingBack takes in the successive versions of real feeds, whose items are re-dated, edited and reordered, and
// counts how often an address or an id of the feed comes in a second time.
func TestSeriesBringNothingBack(t *testing.T) {
	if testing.Short() {
		t.Skip("reads months of feeds one after another")
	}
	files, err := filepath.Glob(filepath.Join(datatest.Dir(t, "feeds", "captured", "series"), "*.tar.gz"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	content, err := config.LoadStarter()
	if err != nil {
		t.Fatal(err)
	}
	names := starter.Lexicon(content)
	for _, path := range files {
		t.Run(filepath.Base(path), func(t *testing.T) {
			s, err := store.Open(context.Background(), store.Memory)
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			in := newIntake(s.Articles, names)
			now := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
			seen := map[string]bool{}
			read, kept, back := 0, 0, 0
			for _, version := range datatest.TarGz(t, path) {
				parsed, err := feed.Parse(version.Body, feed.ParseOptions{Now: now})
				if err != nil {
					t.Fatal(err)
				}
				items := itemsOf(parsed, source{name: "x", url: "https://feed.example/"}, now, now)
				fresh := 0
				for _, i := range items {
					read++
					if known := seen["url "+i.Canonical] && i.Canonical != "" || seen["id "+i.ItemID] && i.ItemID != ""; !known {
						fresh++
					}
					seen["url "+i.Canonical], seen["id "+i.ItemID] = true, true
				}
				n, err := in.take(context.Background(), now, items)
				if err != nil {
					t.Fatal(err)
				}
				kept += n
				back += max(0, n-fresh)
			}
			t.Logf("%d items read, %d articles kept", read, kept)
			if back > 0 {
				t.Errorf("%d articles came back", back)
			}
			if kept == 0 || kept == read {
				t.Errorf("%d of %d kept: the series does not test anything", kept, read)
			}
		})
	}
}
