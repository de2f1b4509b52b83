package store

import (
	"context"
	"fmt"
	"testing"
	"time"

	"briefbot/briefs"
)

// TestPages has pages read: a longer text takes the place of the feed's, links find articles that are kept, also those that come later.
func TestPages(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		short := item("https://a.example/one", "1", "One", noon)
		short.Article.Text = "Short."
		long := item("https://a.example/two", "2", "Two", noon.Add(time.Hour))
		long.Article.Text = "A text that is longer than its page."
		added, err := s.Articles.Add(ctx, noon, []Item{short, long})
		if err != nil || len(added) != 2 {
			t.Fatal(added, err)
		}
		one, two := added[0].ID, added[1].ID
		keep := []ReadPage{
			{Article: one, Text: "The text of the page.", Links: []PageLink{{Address: "https://a.example/two", URL: "http://a.example/two/", Title: "Two, they say"}, {Address: "https://a.example/late", URL: "http://a.example/late/", Title: "Late"}}},
			{Article: two, Text: "Less."}, {Article: "gone", Text: "Nobody's.", Links: []PageLink{{Address: "https://a.example/two"}}},
		}
		for range 2 { // the second time changes nothing
			if err := s.Articles.KeepPages(ctx, noon, keep); err != nil {
				t.Fatal(err)
			}
		}
		for id, want := range map[string]string{one: "The text of the page.", two: "A text that is longer than its page."} {
			if a, _, err := s.Articles.ByID(ctx, id); err != nil || a.Text != want {
				t.Errorf("text %q, want %q, %v", a.Text, want, err)
			}
		}
		beside, err := s.Articles.Beside(ctx, []string{one, two, one})
		if want := "[{" + one + " https://a.example/two http://a.example/two/ Two, they say} {" + one + " https://a.example/late http://a.example/late/ Late}]"; err != nil || fmt.Sprint(beside) != want {
			t.Errorf("beside it %v, want %s, %v", beside, want, err)
		}
		pointed := func(since time.Time) string {
			all, err := s.Articles.Pointed(ctx, since)
			if err != nil {
				t.Fatal(err)
			}
			return fmt.Sprint(all)
		}
		if got, want := pointed(noon), fmt.Sprintf("map[%s:[%s]]", one, two); got != want {
			t.Errorf("points to %s, want %s", got, want)
		}
		late, err := s.Articles.Add(ctx, noon, []Item{item("https://a.example/late/?utm_source=rss", "3", "Late", noon)})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := pointed(noon), fmt.Sprintf("map[%s:[%s %s]]", one, two, late[0].ID); got != want {
			t.Errorf("later it points to %s, want %s", got, want)
		}
		if got := pointed(noon.Add(time.Minute)); got != "map[]" {
			t.Errorf("since later it points to %s", got)
		}
	})
}

// TestDisappearance: an article is withdrawn when its server says twice, an hour or more apart and with nothing else between, that there is no page; and only
// articles that were shown are asked for.
func TestDisappearance(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		added, err := s.Articles.Add(ctx, noon, []Item{item("https://a.example/one", "1", "One", noon), item("https://a.example/two", "2", "Two", noon)})
		if err != nil || len(added) != 2 {
			t.Fatal(added, err)
		}
		one, two := added[0].ID, added[1].ID
		if err := s.Articles.KeepPages(ctx, noon, []ReadPage{{Article: one}, {Article: two}}); err != nil {
			t.Fatal(err)
		}
		if ok, err := s.Deliveries.Plan(ctx, noon, []Delivery{delivery(0)}, []ShownArticle{{Article: one, Story: one, Message: delivery(0).Key}}); !ok || err != nil {
			t.Fatal(ok, err)
		}
		for i, step := range []struct {
			after         time.Duration // since the step before
			due           bool
			missing       bool
			wantWithdrawn bool
		}{
			{90 * time.Minute, false, false, false}, // too soon
			{time.Hour, true, true, false},          // once says nothing
			{10 * time.Minute, false, true, false},  // nor twice in a row at once
			{time.Hour, true, false, false},         // it was a failure of theirs
			{2 * time.Hour, true, true, false},
			{61 * time.Minute, true, true, true},
			{48 * time.Hour, false, true, false}, // it is known
		} {
			noon := noon
			for _, before := range []time.Duration{90 * time.Minute, time.Hour, 10 * time.Minute, time.Hour, 2 * time.Hour, 61 * time.Minute, 48 * time.Hour}[:i+1] {
				noon = noon.Add(before)
			}
			list, err := s.Articles.PagesDue(ctx, noon.Add(-7*24*time.Hour), noon, 10)
			if err != nil {
				t.Fatal(err)
			}
			if due := len(list) == 1 && list[0].ID == one; due != step.due || len(list) > 1 {
				t.Errorf("step %d: due %v", i, list)
			}
			if i == 0 || i == 6 {
				continue
			}
			withdrew, err := s.Articles.Answered(ctx, noon, one, step.missing)
			if err != nil || withdrew != step.wantWithdrawn {
				t.Errorf("step %d: withdrawn %v, %v", i, withdrew, err)
			}
		}
		changes, err := s.Articles.Changes(ctx, noon)
		if err != nil || len(changes) != 1 || changes[0].Article != one || changes[0].Kind != Withdrawn || changes[0].Was != "One" {
			t.Errorf("changes %+v, %v", changes, err)
		}
		list, err := s.Articles.Between(ctx, briefs.Span{From: noon, To: noon.Add(time.Hour)}, nil)
		if err != nil || len(list) != 1 || list[0].ID != two {
			t.Errorf("to choose from: %+v, %v", list, err)
		}
	})
}

// TestDeletedEntries: what a feed says it deleted is withdrawn once, when the article is that feed's as people know it.
func TestDeletedEntries(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		other := item("https://a.example/one", "other-1", "Reworded by a collector", noon)
		other.Article.Feed = "https://collector.example/rss"
		added, err := s.Articles.Add(ctx, noon, []Item{item("https://a.example/one", "urn:1", "One", noon), other, item("https://a.example/two", "urn:2", "Two", noon)})
		if err != nil || len(added) != 2 {
			t.Fatal(added, err)
		}
		for i, step := range []struct {
			feed string
			ids  []string
			want int
		}{
			{"https://feed.example/rss", nil, 0},
			{"https://feed.example/rss", []string{"urn:9", ""}, 0},
			{"https://collector.example/rss", []string{"other-1", "urn:1"}, 0},
			{"https://feed.example/rss", []string{"urn:1", "urn:9"}, 1},
			{"https://feed.example/rss", []string{"urn:1"}, 0},
		} {
			if n, err := s.Articles.Deleted(ctx, noon.Add(time.Duration(i)*time.Minute), step.feed, step.ids); err != nil || n != step.want {
				t.Errorf("step %d: %d withdrawn, want %d, %v", i, n, step.want, err)
			}
		}
		changes, err := s.Articles.Changes(ctx, noon)
		if err != nil || len(changes) != 1 || changes[0].Article != added[0].ID || changes[0].Kind != Withdrawn || changes[0].Was != "One" {
			t.Errorf("changes %+v, %v", changes, err)
		}
	})
}
