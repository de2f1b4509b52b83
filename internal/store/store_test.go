package store

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"briefbot/briefs"
	"briefbot/internal/store/storetest"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func open(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// each runs a test on a database in memory, on one in a file and on one of PostgreSQL, all empty.
func each(t *testing.T, f func(t *testing.T, s *Store)) {
	t.Helper()
	t.Run("memory", func(t *testing.T) { f(t, open(t, Memory)) })
	shared(t, func(t *testing.T, at string) { f(t, open(t, at)) })
}

// shared runs a test with the name of an empty database that can be opened several times, in a file and of PostgreSQL.
func shared(t *testing.T, f func(t *testing.T, at string)) {
	t.Helper()
	t.Run("file", func(t *testing.T) { f(t, filepath.Join(t.TempDir(), "with space & 100%", "b.db")) })
	t.Run("postgres", func(t *testing.T) { f(t, storetest.Postgres(t)) })
}

func item(url, id, title string, at time.Time) Item {
	return Item{Article: briefs.Article{URL: url, Feed: "https://feed.example/rss", Title: title, Outlet: "Feed", Language: "en", Published: at}, ItemID: id}
}

func TestArticleIdentity(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		steps := []struct {
			name  string
			item  Item
			added int
		}{
			{"first", item("https://a.example/one", "1", "One", noon), 1},
			{"again", item("https://a.example/one", "1", "One", noon), 0},
			{"re-dated and re-titled", item("https://a.example/one", "1", "One, updated", noon.Add(48*time.Hour)), 0},
			{"same address with a tracker, other id", item("http://www.a.example/one/?utm_source=rss#top", "99", "One", noon), 0},
			{"same id, address moved", item("https://a.example/moved", "1", "One", noon), 0},
			{"other address, no id", item("https://a.example/two", "", "Two", noon), 1},
			{"no address, an id", item("", "guid-3", "Three", noon), 1},
			{"no address, same id, other date and title", item("", "guid-3", "Three!", noon.Add(time.Hour)), 0},
			{"neither", item("", "", "Four", noon), 1},
			{"neither again", item("", "", "Four", noon.Add(time.Hour)), 0},
			{"a page of many items, first", Item{Article: item("https://a.example/notes", "", "", noon).Article, ItemID: "n1", NoAddress: true}, 1},
			{"a page of many items, second", Item{Article: item("https://a.example/notes", "", "", noon).Article, ItemID: "n2", NoAddress: true}, 1},
			{"an address of its own within the page", Item{Article: item("https://a.example/notes", "", "", noon).Article, Canonical: "https://a.example/notes#v2"}, 1},
		}
		for _, step := range steps {
			added, err := s.Articles.Add(ctx, noon, []Item{step.item})
			if err != nil {
				t.Fatal(err)
			}
			if len(added) != step.added {
				t.Errorf("%s: %d added, want %d", step.name, len(added), step.added)
			}
		}
	})
}

func TestArticlesAreKeptAsGiven(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		in := item("https://a.example/one?b=2&a=1", "1", "阿里云 “36 %”", time.UnixMilli(noon.UnixMilli()+7).UTC())
		in.Article.Summary, in.Article.Text = "Sum", "Body"
		added, err := s.Articles.Add(ctx, noon, []Item{in})
		if err != nil || len(added) != 1 {
			t.Fatal(added, err)
		}
		if err := s.Articles.Place(ctx, []Placement{{added[0].ID, added[0].Published, "S1", true, []string{"alibaba-cloud"}}}); err != nil {
			t.Fatal(err)
		}
		got, ok, err := s.Articles.ByAddress(ctx, "http://www.a.example/one/?a=1&b=2&utm_medium=x")
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		added[0].Loose = true
		if got.Article != added[0] || got.Story != "S1" {
			t.Errorf("got %+v\nwant %+v in S1", got, added[0])
		}
		for name, want := range map[string]int{"alibaba-cloud": 1, "alibaba": 0, "": 1} {
			list, err := s.Articles.Latest(ctx, name, noon.Add(time.Hour), 5, nil)
			if err != nil || len(list) != want {
				t.Errorf("latest %q: %d, %v", name, len(list), err)
			}
		}
		if list, _ := s.Articles.Latest(ctx, "alibaba-cloud", noon.Add(time.Hour), 5, []string{"https://other.example/rss"}); len(list) != 0 {
			t.Error("an article of a feed that was not asked for came out")
		}
		if since, err := s.Articles.Since(ctx, noon, 5); err != nil || len(since) != 1 || !since[0].Fetched.Equal(noon) {
			t.Errorf("since: %+v, %v", since, err)
		}
		story, err := s.Articles.Story(ctx, "S1", []string{in.Article.Feed})
		if err != nil || len(story.Articles) != 1 {
			t.Errorf("story: %+v, %v", story, err)
		}
	})
}

func TestBetweenIsHalfOpenAndByFeed(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		for i := range 5 {
			if _, err := s.Articles.Add(ctx, noon, []Item{item(fmt.Sprintf("https://a.example/%d", i), "", fmt.Sprint(i), noon.Add(time.Duration(i)*time.Hour))}); err != nil {
				t.Fatal(err)
			}
		}
		list, err := s.Articles.Between(ctx, briefs.Span{From: noon.Add(time.Hour), To: noon.Add(3 * time.Hour)}, nil)
		if err != nil {
			t.Fatal(err)
		}
		var titles []string
		for _, a := range list {
			titles = append(titles, a.Title)
		}
		if got := strings.Join(titles, " "); got != "1 2" {
			t.Errorf("got %q, want %q", got, "1 2")
		}
	})
}

func TestFeedStateSurvivesRestart(t *testing.T) {
	shared(t, func(t *testing.T, path string) {
		ctx := context.Background()
		s := open(t, path)
		want := FeedState{URL: "https://feed.example/rss", NextPoll: noon, State: []byte(`{"etag":"W/\"x\""}`)}
		if err := s.Feeds.Save(ctx, want); err != nil {
			t.Fatal(err)
		}
		s.Close()
		s = open(t, path)
		got, ok, err := s.Feeds.Load(ctx, want.URL)
		if err != nil || !ok || string(got.State) != string(want.State) || !got.NextPoll.Equal(noon) {
			t.Errorf("got %+v %v %v", got, ok, err)
		}
		if _, ok, err := s.Feeds.Load(ctx, "https://none.example/"); ok || err != nil {
			t.Errorf("a feed that is not there: %v %v", ok, err)
		}
		if all, err := s.Feeds.All(ctx); err != nil || len(all) != 1 {
			t.Errorf("all: %v %v", all, err)
		}
	})
}

func TestNewerDatabaseIsRefused(t *testing.T) {
	shared(t, func(t *testing.T, path string) {
		s := open(t, path)
		if _, err := s.db.write.Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, TRUE)`); err != nil {
			t.Fatal(err)
		}
		s.Close()
		_, err := Open(context.Background(), path)
		if err == nil || !strings.Contains(err.Error(), "newer briefbot") {
			t.Errorf("error %v", err)
		}
	})
}

func TestBrokenFileIsRefusedInOneLine(t *testing.T) {
	dir := t.TempDir()
	_, err := Open(context.Background(), dir)
	if err == nil || strings.Contains(err.Error(), "\n") {
		t.Errorf("a directory as a database: %v", err)
	}
}

// BenchmarkAdd compares keeping an article with the least that the database can do for one row in a transaction.
func BenchmarkAdd(b *testing.B) {
	b.Run("articles", func(b *testing.B) {
		s, _ := Open(context.Background(), filepath.Join(b.TempDir(), "b.db"))
		defer s.Close()
		for i := 0; b.Loop(); i++ {
			var items []Item
			for j := range 100 {
				items = append(items, item(fmt.Sprintf("https://a.example/%d/%d", i, j), fmt.Sprint(i, j), "A headline of the usual length, about forty letters", noon))
			}
			if _, err := s.Articles.Add(context.Background(), noon, items); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.N)*100/b.Elapsed().Seconds(), "articles/s")
	})
	b.Run("peer-bare-insert", func(b *testing.B) {
		s, _ := Open(context.Background(), filepath.Join(b.TempDir(), "b.db"))
		defer s.Close()
		for i := 0; b.Loop(); i++ {
			err := s.db.tx(context.Background(), "feeds", func(tx txn) error {
				for j := range 100 {
					if _, err := tx.exec(context.Background(), `INSERT INTO feeds (url, next_poll, state) VALUES ($1, $2, $3)`, fmt.Sprint(i, "/", j), 1, "A headline of the usual length, about forty letters"); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.N)*100/b.Elapsed().Seconds(), "rows/s")
	})
}
