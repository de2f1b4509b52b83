package commands_test

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
	"briefbot/internal/store"
)

// shelf is a small honest store of articles: it keeps them in memory, the newest first, and answers as the database does.
type shelf struct {
	list  []store.Placed
	names *lexicon.Lexicon
}

var shanghai = time.FixedZone("CST", 8*3600)

// now is when all conversations take place.
var now = time.Date(2026, 6, 15, 9, 0, 0, 0, shanghai)

// printed are the articles of the conversations: minutes before now, story, outlet, language, title.
var printed = []struct {
	minutes                        int
	story, outlet, language, title string
}{
	{40, "s1", "Cloud Courier", "en", "Alibaba Cloud cuts the price of its Qwen models by half"},
	{95, "s1", "云端日报", "zh", "阿里云通义千问大模型降价五成"},
	{130, "s1", "Le Nuage", "fr", "Alibaba Cloud divise par deux le prix de ses modèles Qwen"},
	{200, "s2", "Cloud Courier", "en", "Huawei Cloud opens a region in Hangzhou"},
	{320, "s3", "Le Nuage", "fr", "Nvidia : les puces H20 de nouveau livrées en Chine ?"},
	{700, "s4", "云端日报", "zh", "腾讯云发布新一代AI算力平台"},
	{3 * 24 * 60, "s5", "Cloud Courier", "en", "Alibaba Cloud opens a second campus in Malaysia"},
	{4 * 24 * 60, "", "Cloud Courier", "en", "Ping @everyone <!channel> x](https://evil.example) [y \u202eevil"},
}

func newShelf(names *lexicon.Lexicon) *shelf {
	s := &shelf{names: names}
	for _, p := range printed {
		at := now.Add(-time.Duration(p.minutes) * time.Minute)
		url := "https://news.example.org/" + at.UTC().Format("0102-1504")
		s.list = append(s.list, store.Placed{
			Article: briefs.Article{
				ID: briefs.ArticleID(url, "", "", ""), URL: url, Title: p.title, Outlet: p.outlet, Feed: p.outlet, Language: p.language, Published: at,
			},
			Story: p.story, Fetched: at.Add(5 * time.Minute),
		})
	}
	return s
}

func (s *shelf) find(ok func(store.Placed) bool) []store.Placed {
	var out []store.Placed
	for _, p := range s.list {
		if ok(p) {
			out = append(out, p)
		}
	}
	return out
}

func (s *shelf) Latest(_ context.Context, name string, before time.Time, limit int, feeds []string) ([]store.Placed, error) {
	found := s.find(func(p store.Placed) bool {
		about := name == "" || slices.ContainsFunc(s.names.Find(p.Title), func(m lexicon.Mention) bool {
			return m.Entity == name || slices.Contains(s.names.Family(m.Entity), name)
		})
		return about && !p.Published.After(before) && allowed(p, feeds)
	})
	return found[:min(len(found), limit)], nil
}

func (s *shelf) ByAddress(_ context.Context, address string) (store.Placed, bool, error) {
	canonical, ok := briefs.CanonicalURL(address)
	return one(s.find(func(p store.Placed) bool { return ok && p.URL == canonical }))
}

func (s *shelf) ByID(_ context.Context, id string) (store.Placed, bool, error) {
	return one(s.find(func(p store.Placed) bool { return p.ID == id }))
}

func (s *shelf) Story(_ context.Context, id string, feeds []string) (briefs.Story, error) {
	story := briefs.Story{ID: id}
	for _, p := range s.find(func(p store.Placed) bool { return id != "" && p.Story == id && allowed(p, feeds) }) {
		story.Articles = append(story.Articles, p.Article)
	}
	slices.SortFunc(story.Articles, func(a, b briefs.Article) int {
		return cmp.Or(a.Published.Compare(b.Published), strings.Compare(a.ID, b.ID))
	})
	return story, nil
}

func (s *shelf) Between(_ context.Context, span briefs.Span, feeds []string) ([]store.Placed, error) {
	found := s.find(func(p store.Placed) bool {
		return !p.Published.Before(span.From) && p.Published.Before(span.To) && allowed(p, feeds)
	})
	slices.Reverse(found)
	return found, nil
}

func allowed(p store.Placed, feeds []string) bool {
	return len(feeds) == 0 || slices.Contains(feeds, p.Feed)
}

func one(list []store.Placed) (store.Placed, bool, error) {
	if len(list) == 0 {
		return store.Placed{}, false, nil
	}
	return list[0], true, nil
}

// unseen is a channel that was shown nothing yet.
type unseen struct{}

func (unseen) Since(context.Context, string, string, time.Time) ([]store.ShownArticle, error) {
	return nil, nil
}

// TestShelf shows that the stand-in answers as the database does.
func TestShelf(t *testing.T) {
	s := newShelf(names(t))
	got, err := s.Latest(t.Context(), "alibaba", now, 10, nil)
	if err != nil || len(got) != 4 || !slices.IsSortedFunc(got, func(a, b store.Placed) int { return b.Published.Compare(a.Published) }) {
		t.Errorf("%d articles about Alibaba and its parts, want 4, the newest first (%v)", len(got), err)
	}
	if story, _ := s.Story(t.Context(), "s1", []string{"Le Nuage"}); len(story.Articles) != 1 {
		t.Errorf("a workspace without the other feeds sees %d articles of the story, want 1", len(story.Articles))
	}
}

// Beside: one page shows beside its article another of the story, and one that nobody reads here.
func (s *shelf) Beside(_ context.Context, articles []string) ([]store.PageLink, error) {
	if !slices.Contains(articles, s.list[0].ID) {
		return nil, nil
	}
	return []store.PageLink{
		{Article: articles[0], Address: s.list[1].URL, URL: s.list[1].URL, Title: "The same, in Chinese"},
		{Article: articles[0], Address: "https://courier.example/qwen-mlx", URL: "https://www.courier.example/qwen-mlx/", Title: "Qwen runs on phones now, <!channel> @everyone"},
	}, nil
}
