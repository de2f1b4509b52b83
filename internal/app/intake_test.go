package app

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"briefbot/briefs"
	"briefbot/config"
	"briefbot/internal/starter"
	"briefbot/internal/store"
	"briefbot/internal/store/storetest"
)

// kitchen is an intake over a database file, which can be left and entered again as by a new process.
type kitchen struct {
	*intake
	store *store.Store
}

func newKitchen(t *testing.T, path string) kitchen {
	t.Helper()
	content, err := config.LoadStarter()
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return kitchen{newIntake(s.Articles, starter.Lexicon(content)), s}
}

var cooked = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// told is an event as an outlet tells it, so many minutes before nine.
func told(outlet, title string, minutes int) store.Item {
	return store.Item{Article: briefs.Article{
		URL: "https://" + outlet + ".example/" + fmt.Sprint(minutes), Title: title, Outlet: outlet, Feed: "https://" + outlet + ".example/rss", Language: "en",
		Published: cooked.Add(-time.Duration(minutes) * time.Minute), Text: strings.Repeat("text ", 2000),
	}}
}

func (k kitchen) stories(t *testing.T) map[string]string {
	t.Helper()
	list, err := k.store.Articles.Since(t.Context(), cooked.Add(-memory), 1000)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, p := range list {
		out[p.Outlet] = p.Story
	}
	return out
}

// TestStoriesSurviveARestart holds that a story goes on under its id in the next process.
func TestStoriesSurviveARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "b.db")
	k := newKitchen(t, path)
	if _, err := k.take(t.Context(), cooked, []store.Item{
		told("one", "Alibaba Cloud cuts the price of Qwen3 by half", 300), told("two", "Alibaba Cloud halves the price of its Qwen3 model", 200),
		told("other", "Baidu reports a loss for the third quarter", 250),
	}); err != nil {
		t.Fatal(err)
	}
	before := k.stories(t)
	if before["one"] == "" || before["one"] != before["two"] || before["other"] == before["one"] {
		t.Fatalf("stories: %v", before)
	}
	k.store.Close()

	k = newKitchen(t, path)
	if err := k.resume(t.Context(), cooked); err != nil {
		t.Fatal(err)
	}
	if n, err := k.take(t.Context(), cooked, []store.Item{
		told("one", "Alibaba Cloud cuts the price of Qwen3 by half", 300), told("three", "Alibaba Cloud cuts Qwen3's price by half", 100),
	}); err != nil || n != 1 {
		t.Fatalf("%d new, %v, want 1", n, err)
	}
	after := k.stories(t)
	if after["three"] != before["one"] || after["one"] != before["one"] || after["other"] != before["other"] {
		t.Errorf("before %v, after %v", before, after)
	}
}

// TestUnplacedArticlesArePlacedAtTheStart plays a process that died between keeping articles and placing them.
func TestUnplacedArticlesArePlacedAtTheStart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "b.db")
	k := newKitchen(t, path)
	if _, err := k.take(t.Context(), cooked, []store.Item{told("one", "Alibaba Cloud cuts the price of Qwen3 by half", 300)}); err != nil {
		t.Fatal(err)
	}
	if _, err := k.store.Articles.Add(t.Context(), cooked, []store.Item{told("two", "Alibaba Cloud halves the price of its Qwen3 model", 200)}); err != nil {
		t.Fatal(err)
	}
	k.store.Close()
	k = newKitchen(t, path)
	if err := k.resume(t.Context(), cooked); err != nil {
		t.Fatal(err)
	}
	if got := k.stories(t); got["two"] == "" || got["two"] != got["one"] {
		t.Errorf("stories: %v", got)
	}
	if list, err := k.store.Articles.Latest(t.Context(), "alibaba", cooked, 5, nil); err != nil || len(list) != 2 {
		t.Errorf("%d articles name Alibaba, %v, want 2", len(list), err)
	}
}

// TestPlacesThatCouldNotBeWritten holds that articles whose places were lost to a failing database get them with what comes
// next: their feeds will not bring them again.
func TestPlacesThatCouldNotBeWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "b.db")
	k := newKitchen(t, path)
	one, two := told("one", "Alibaba Cloud cuts the price of Qwen3 by half", 300), told("two", "Baidu reports a loss for the third quarter", 200)
	added, err := k.store.Articles.Add(t.Context(), cooked, []store.Item{one})
	if err != nil {
		t.Fatal(err)
	}
	mend, err := storetest.Refuse(t.Context(), path, "the disk is full")
	if err != nil {
		t.Fatal(err)
	}
	if err := k.place(t.Context(), added); err == nil {
		t.Fatal("the database was to refuse")
	}
	if _, err := k.take(t.Context(), cooked, []store.Item{two}); err == nil {
		t.Fatal("the database was to refuse")
	}
	if err := mend(); err != nil {
		t.Fatal(err)
	}
	if n, err := k.take(t.Context(), cooked, []store.Item{one, two}); err != nil || n != 1 {
		t.Fatalf("%d new, %v, want 1", n, err)
	}
	if got := k.stories(t); got["one"] == "" || got["two"] == "" {
		t.Errorf("stories: %v", got)
	}
	if list, err := k.store.Articles.Latest(t.Context(), "alibaba", cooked, 5, nil); err != nil || len(list) != 1 {
		t.Errorf("%d articles name Alibaba, %v, want 1", len(list), err)
	}
}

// TestGroupingHoldsBeginningsAlone holds that whole texts do not stay in memory with the engine.
func TestGroupingHoldsBeginningsAlone(t *testing.T) {
	for _, c := range []struct {
		text string
		want int // runes
	}{{"", 0}, {strings.Repeat("a", headRunes), headRunes}, {strings.Repeat("云", 100_000), headRunes}, {strings.Repeat("a", headRunes+1), headRunes}} {
		if got := head(briefs.Article{Text: c.text}).Text; len([]rune(got)) != c.want || !strings.HasPrefix(c.text, got) {
			t.Errorf("of %d bytes %d runes are held, want %d", len(c.text), len([]rune(got)), c.want)
		}
	}
	if n, err := newKitchen(t, store.Memory).take(context.Background(), cooked, nil); n != 0 || err != nil {
		t.Errorf("nothing came: %d, %v", n, err)
	}
}
