package store

import (
	"context"
	"errors"
	"reflect"
	"testing"
	"time"

	"briefbot/briefs"
)

// TestFollowing has a story followed in the thread of its message: once for each article, by edits of which the newest counts, and until
// the platform says that the message is gone. Another workspace knows nothing of it.
func TestFollowing(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		head := delivery(0)
		if ok, err := s.Deliveries.Plan(ctx, noon, []Delivery{head}, []ShownArticle{{Article: "a1", Story: "s1", Message: head.Key, Lead: true}}); !ok || err != nil {
			t.Fatal(ok, err)
		}
		anchors := func(workspace string) int {
			list, err := s.Shown.Anchors(ctx, workspace, head.Place, noon.Add(-time.Hour))
			if err != nil {
				t.Fatal(err)
			}
			return len(list)
		}
		if n := anchors(head.Workspace); n != 0 {
			t.Errorf("%d anchors before it is sent", n)
		}
		if ok, err := s.Deliveries.Settle(ctx, head, Outcome{State: Sent, Address: head.Place + "/1"}); err != nil || !ok {
			_, err := s.db.exec(ctx, `UPDATE deliveries SET state = 'sent', address = $2 WHERE key = $1`, head.Key, head.Place+"/1")
			if err != nil {
				t.Fatal(err)
			}
		}
		if anchors(head.Workspace) != 1 || anchors("slack:T2") != 0 {
			t.Errorf("%d anchors, another workspace %d", anchors(head.Workspace), anchors("slack:T2"))
		}
		follow := func(part, after int, article string) bool {
			edit, reply := delivery(part), delivery(part+1)
			edit.Nominal, edit.Edits, edit.Payload = "thread "+article, head.Key, []byte(`{"Title":"`+article+`"}`)
			reply.Nominal, reply.Parent = edit.Nominal, head.Key
			ok, err := s.Deliveries.Follow(ctx, noon, []Delivery{edit, reply}, []ShownArticle{{Article: article, Story: "s1", Message: reply.Key}}, map[string]int{head.Key: after})
			if err != nil {
				t.Fatal(err)
			}
			return ok
		}
		if !follow(11, 0, "a2") || follow(21, 1, "a2") || follow(31, 0, "a3") || !follow(41, 1, "a3") {
			t.Error("an article was told twice, or an edit was made of an old message, or one was not made")
		}
		payload, edits, err := s.Deliveries.Current(ctx, head.Key)
		if err != nil || edits != 2 || string(payload) != `{"Title":"a3"}` {
			t.Errorf("%s after %d edits, %v", payload, edits, err)
		}
		first, _, err := s.Deliveries.Get(ctx, delivery(11).Key)
		if err != nil {
			t.Fatal(err)
		}
		if old, err := s.Deliveries.Superseded(ctx, first); !old || err != nil {
			t.Errorf("the first edit still counts: %v", err)
		}
		if _, err := s.db.exec(ctx, `UPDATE deliveries SET state = 'refused', reason = $2 WHERE key = $1`, delivery(41).Key, "closed: gone"); err != nil {
			t.Fatal(err)
		}
		if gone, err := s.Deliveries.Closed(ctx, head.Key); !gone || err != nil || anchors(head.Workspace) != 0 {
			t.Errorf("closed %v, %v, %d anchors", gone, err, anchors(head.Workspace))
		}
	})
}

// TestUnplaced finds what is in no story yet, of the feeds, the span and the time that are asked for alone.
func TestUnplaced(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		added, err := s.Articles.Add(ctx, noon, []Item{{Article: briefs.Article{URL: "https://a.example/1", Title: "One", Feed: "own", Published: noon.Add(-time.Minute)}}})
		if err != nil {
			t.Fatal(err)
		}
		span := briefs.Span{From: noon.Add(-time.Hour), To: noon}
		want := func(what string, want bool, span briefs.Span, feeds []string, until time.Time) {
			t.Helper()
			if got, err := s.Articles.Unplaced(ctx, span, feeds, until); got != want || err != nil {
				t.Errorf("%s: %v, %v", what, got, err)
			}
		}
		want("it", true, span, nil, noon)
		want("of its feed", true, span, []string{"own"}, noon)
		want("of another feed", false, span, []string{"other"}, noon)
		want("of another span", false, briefs.Span{From: noon.Add(-2 * time.Hour), To: noon.Add(-time.Hour)}, nil, noon)
		want("that came in before", false, span, nil, noon.Add(-time.Second))
		if err := s.Articles.Place(ctx, []Placement{{Article: added[0].ID, Published: added[0].Published, Story: "s"}}); err != nil {
			t.Fatal(err)
		}
		want("when it is placed", false, span, nil, noon)
	})
}

// TestTitlesChange says which new titles are changes of an article: those of the feed whose title it bears.
func TestTitlesChange(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		add := func(feed, title string, after time.Duration) {
			t.Helper()
			it := Item{Article: briefs.Article{URL: "https://a.example/1", Title: title, Outlet: "A", Feed: feed, Language: "en", Published: noon}}
			if _, err := s.Articles.Add(ctx, noon.Add(after), []Item{it}); err != nil {
				t.Fatal(err)
			}
		}
		add("own", "Alibaba buys a chip maker", 0)
		add("collector", "Alibaba buys a chip maker - A", time.Minute)
		add("collector", "Alibaba buys a chip maker | A", 2*time.Minute)
		add("own", "ALIBABA buys a chip maker!", 3*time.Minute)
		if list, err := s.Articles.Changes(ctx, noon); err != nil || len(list) != 0 {
			t.Fatalf("%+v, %v", list, err)
		}
	})
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		for i, title := range []string{"One", "Two", "Two", "[Withdrawn] Two"} {
			it := Item{Article: briefs.Article{URL: "https://a.example/1", Title: title, Outlet: "A", Feed: "own", Language: "en", Published: noon}}
			if _, err := s.Articles.Add(ctx, noon.Add(time.Duration(i)*time.Minute), []Item{it}); err != nil {
				t.Fatal(err)
			}
		}
		list, err := s.Articles.Changes(ctx, noon)
		if err != nil || len(list) != 2 || list[0].Kind != Retitled || list[0].Was != "One" || list[1].Kind != Withdrawn || list[1].Was != "Two" {
			t.Errorf("%+v, %v", list, err)
		}
		p, _, err := s.Articles.ByAddress(ctx, "https://a.example/1")
		if p.Title != "Two" || !p.Withdrawn || err != nil {
			t.Errorf("%q, withdrawn %v, %v", p.Title, p.Withdrawn, err)
		}
		if own, err := s.Articles.ChangesOf(ctx, p.ID); err != nil || !reflect.DeepEqual(own, list) {
			t.Errorf("of the article %+v, want %+v, %v", own, list, err)
		}
		if others, err := s.Articles.ChangesOf(ctx, "another"); err != nil || len(others) != 0 {
			t.Errorf("of another %+v, %v", others, err)
		}
		if latest, err := s.Articles.Latest(ctx, "", noon, 5, nil); err != nil || len(latest) != 0 {
			t.Errorf("the latest are %+v, %v", latest, err)
		}
	})
}

// TestTitleCorrected tells a correction of a title from another way to write it.
func TestTitleCorrected(t *testing.T) {
	for _, c := range []struct {
		before, title string
		changed       bool
	}{
		{"Alibaba invests $1.5 billion", "Alibaba invests $15 billion", true},
		{"Alibaba investit 1,5 milliard", "Alibaba investit 15 milliard", true},
		{"Alibaba investit 1,5 milliard", "Alibaba investit 1.5 milliard", false},
		{"Alibaba invests $5bn", "Alibaba invests €5bn", true},
		{"Qwen2.5 is out", "Qwen25 is out", true},
		{"Alibaba buys 1,500 servers", "Alibaba buys 1500 servers.", false},
		{"In 2025, Alibaba grew", "In 2025 Alibaba grew", false},
		{"Alibaba: Qwen is out!", "Alibaba — “Qwen” is OUT", false},
	} {
		if got := !same(c.before, c.title); got != c.changed {
			t.Errorf("%s, then %s: changed %v", c.before, c.title, got)
		}
	}
}

// TestThereAgain has a title lose the mark of the withdrawal: that is no other title.
func TestThereAgain(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		for i, title := range []string{"Two", "[Withdrawn] Two", "Two", "[Withdrawn] Two", "Three"} {
			it := Item{Article: briefs.Article{URL: "https://a.example/1", Title: title, Outlet: "A", Feed: "own", Language: "en", Published: noon}}
			if _, err := s.Articles.Add(ctx, noon.Add(time.Duration(i)*time.Minute), []Item{it}); err != nil {
				t.Fatal(err)
			}
		}
		var kinds []string
		list, err := s.Articles.Changes(ctx, noon)
		for _, c := range list {
			kinds = append(kinds, c.Kind+" "+c.Was)
		}
		if want := []string{"withdrawn Two", "withdrawn Two", "title Two"}; err != nil || !reflect.DeepEqual(kinds, want) {
			t.Errorf("%q, %v, want %q", kinds, err, want)
		}
	})
}

// TestUndoneOnce holds that a decision is taken back once, and in its workspace alone.
func TestUndoneOnce(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		if err := s.StoryEdits.Add(ctx, StoryEdit{Workspace: "w", ID: "E1", At: noon, Who: "slack:T1/U1", Called: "Ada", Did: Muted, Story: "s"}); err != nil {
			t.Fatal(err)
		}
		if list, err := s.StoryEdits.Of(ctx, "w"); err != nil || len(list) != 1 || list[0].Who != "slack:T1/U1" || list[0].Called != "Ada" {
			t.Errorf("decided were %+v, %v", list, err)
		}
		for _, c := range []struct {
			workspace, id string
			want          error
		}{{"other", "E2", ErrUndone}, {"w", "E3", nil}, {"w", "E4", ErrUndone}} {
			if err := s.StoryEdits.Add(ctx, StoryEdit{Workspace: c.workspace, ID: c.id, At: noon, Did: Undone, Story: "E1"}); !errors.Is(err, c.want) {
				t.Errorf("%+v: %v", c, err)
			}
		}
	})
}

// TestHeadlines returns what stood for its story in the channels of a workspace: nothing of others, nothing below, and nothing that one
// person alone was told.
func TestHeadlines(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		for i, c := range []struct{ workspace, schedule, article string }{
			{"slack:T1", "m", "a"}, {"slack:T1", "m", "b"}, {"slack:T1", PrivateSchedule + "U1", "a"}, {"slack:T2", "m", "a"},
		} {
			place := c.workspace + "/" + []string{"C1", "C2", "D1", "C1"}[i]
			d := Delivery{Workspace: c.workspace, Schedule: c.schedule, Nominal: "2026-03-29T09:00", Zone: "Europe/Paris", Place: place, Payload: []byte(`{}`)}.keyed()
			shown := []ShownArticle{{Article: c.article, Story: "s", Message: d.Key, Lead: true}, {Article: "below", Story: "s", Message: d.Key}}
			if _, err := s.Deliveries.Plan(ctx, noon.Add(time.Duration(i)*time.Hour), []Delivery{d}, shown); err != nil {
				t.Fatal(err)
			}
		}
		list, err := s.Shown.Headlines(ctx, "slack:T1", []string{"b", "a", "below", "none"})
		if err != nil || len(list) != 2 || list[0].Article != "a" || list[0].Place != "slack:T1/C1" || list[1].Article != "b" || list[1].Place != "slack:T1/C2" {
			t.Errorf("%+v, %v", list, err)
		}
		if list, err := s.Shown.Headlines(ctx, "slack:T1", nil); err != nil || len(list) != 0 {
			t.Errorf("of nothing %+v, %v", list, err)
		}
	})
}
