package briefs_test

import (
	"slices"
	"testing"
	"time"

	"briefbot/briefs"
)

func TestArticleID(t *testing.T) {
	const page = "https://example.com/a"
	if a, b := briefs.ArticleID(page, "feed1", "1", "old title"), briefs.ArticleID(page, "feed2", "2", "new title"); a != b || len(a) != 12 {
		t.Errorf("one page has the ids %s and %s", a, b)
	}
	ids := []string{
		briefs.ArticleID("", "feed1", "1", "t"), briefs.ArticleID("", "feed2", "1", "t"), briefs.ArticleID("", "feed1", "2", "t"),
		briefs.ArticleID("", "feed1", "", "t"), briefs.ArticleID("", "feed1", "", "u"), briefs.ArticleID(page, "", "", ""),
	}
	slices.Sort(ids)
	if n := len(slices.Compact(slices.Clone(ids))); n != len(ids) {
		t.Errorf("%d ids for %d articles", n, len(ids))
	}
}

func TestStory(t *testing.T) {
	day := time.Date(2025, 1, 27, 0, 0, 0, 0, time.UTC)
	s := briefs.Story{Articles: []briefs.Article{
		{Outlet: "WSJ", Published: day.Add(time.Hour)}, {Outlet: "SCMP", Published: day.Add(3 * time.Hour)}, {Outlet: "WSJ", Published: day}, {},
	}}
	if got := s.Outlets(); !slices.Equal(got, []string{"WSJ", "SCMP"}) {
		t.Errorf("Outlets = %v", got)
	}
	if got := s.Latest(); !got.Equal(day.Add(3 * time.Hour)) {
		t.Errorf("Latest = %v", got)
	}
	if !(briefs.Story{}).Latest().IsZero() {
		t.Error("an empty story has a latest article")
	}
}

// TestWhoTellsAStory: what is in doubt or was withdrawn is no source and leads no story, unless there is nothing else.
func TestWhoTellsAStory(t *testing.T) {
	sure, loose := briefs.Article{Outlet: "sure"}, briefs.Article{Outlet: "loose", Loose: true}
	gone, both := briefs.Article{Outlet: "gone", Withdrawn: true}, briefs.Article{Outlet: "both", Loose: true, Withdrawn: true}
	for _, c := range []struct {
		articles []briefs.Article
		want     []string
	}{
		{[]briefs.Article{gone, loose, sure, both}, []string{"sure"}},
		{[]briefs.Article{gone, loose, both}, []string{"loose"}},
		{[]briefs.Article{both, gone}, []string{"gone"}},
		{[]briefs.Article{both}, []string{"both"}},
		{nil, nil},
	} {
		s := briefs.Story{Articles: c.articles}
		if got := s.Outlets(); !slices.Equal(got, c.want) || len(got) > 0 && s.First().Outlet != got[0] {
			t.Errorf("%+v is told by %q", c.articles, got)
		}
	}
}

func TestSpanIsHalfOpen(t *testing.T) {
	day := time.Date(2025, 1, 27, 0, 0, 0, 0, time.UTC)
	s := briefs.Span{From: day, To: day.Add(24 * time.Hour)}
	if !s.Contains(day) || s.Contains(s.To) || s.Contains(day.Add(-time.Nanosecond)) {
		t.Error("a span holds its start and not its end")
	}
}
