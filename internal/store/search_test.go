package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestSearchFindsWords(t *testing.T) {
	titles := []string{
		"City council votes to maintain its rail bridges",
		"Air fares rise as AI spending slows, says Ｂａｉｄｕ",
		"Qwen3 gains Apple MLX builds in 32 variants",
		"DeepSeek-R1 opens weights: a raisonnement",
		"Réseaux : ÉTUDE sur l’IA, cœur du plan à 46 Md$",
		"阿里巴巴承诺三年投入3800亿元建设云和AI基础设施",
		"華為雲展示384超節點",
		`100% of under_scored \ 50 % titles`,
	}
	each(t, func(t *testing.T, s *Store) {
		ctx := context.Background()
		var items []Item
		for i, title := range titles {
			items = append(items, item(fmt.Sprint("https://a.example/", i), "", title, noon.Add(-time.Duration(i)*time.Minute)))
		}
		if _, err := s.Articles.Add(ctx, noon, items); err != nil {
			t.Fatal(err)
		}
		for words, want := range map[string][]int{
			"ai":                           {1, 5},
			"AI fares":                     {1},
			"ia":                           {4},
			"mai":                          {0}, // the beginning of a word
			"aintain":                      nil,
			"qwen":                         {2},
			"3":                            nil,
			"32":                           {2},
			"r1":                           {3},
			"1":                            nil,
			"38":                           nil,
			"380":                          nil,
			"384":                          {6},
			"3800":                         {5},
			"46":                           {4},
			"deepseek":                     {3},
			"reseaux etude":                {4},
			"Réseaux":                      {4},
			"coeur":                        {4},
			"cœur l'ia":                    {4},
			"巴巴":                           {5},
			"华为云":                          {6},
			"華為雲":                          {6},
			"%":                            nil,
			"_":                            nil,
			"100%":                         {7},
			"under_scored":                 {7},
			`\`:                            nil,
			"50 ti":                        nil,
			"DeepSeek-R1 opens weights: a": {3},
			"“Qwen3 gains Apple MLX builds in 32…”": {2},
			"": nil,
		} {
			list, err := s.Articles.Search(ctx, strings.Fields(words), noon.Add(-time.Hour), 5, nil)
			var got []int
			for _, p := range list {
				got = append(got, slices.Index(titles, p.Title))
			}
			if err != nil || !slices.Equal(got, want) {
				t.Errorf("%q finds %v, %v, want %v", words, got, err, want)
			}
		}
		if list, err := s.Articles.Search(ctx, []string{"ai"}, noon.Add(-3*time.Minute), 5, nil); err != nil || len(list) != 1 {
			t.Errorf("of the last minutes: %v, %v", list, err)
		}
		if list, err := s.Articles.Search(ctx, []string{"ai"}, noon.Add(-time.Hour), 5, []string{"https://other.example/rss"}); err != nil || len(list) != 0 {
			t.Errorf("of another feed: %v, %v", list, err)
		}
	})
}

// What is found does not depend on how much lies before it, also where many articles are of one moment.
func TestSearchLooksBehindPages(t *testing.T) {
	each(t, func(t *testing.T, s *Store) {
		var items []Item
		for i := range 2*searchPage + 50 {
			title := fmt.Sprint("Nothing of interest about rails ", i)
			if i%(searchPage-1) == 0 {
				title = fmt.Sprint("An aria about rails ", i)
			}
			items = append(items, item(fmt.Sprint("https://a.example/", i), "", title, noon.Add(-time.Duration(i/400)*time.Minute)))
		}
		if _, err := s.Articles.Add(t.Context(), noon, items); err != nil {
			t.Fatal(err)
		}
		for limit, want := range map[int]int{2: 2, 8: 3} {
			if list, err := s.Articles.Search(t.Context(), []string{"aria"}, noon.Add(-time.Hour), limit, nil); err != nil || len(list) != want {
				t.Errorf("at most %d: %d, %v, want %d", limit, len(list), err, want)
			}
		}
	})
}

// The pattern for the database lets through whatever holds the word, fullwidth letters left aside.
func TestPatternIsNoNarrower(t *testing.T) {
	s := open(t, Memory)
	rapid.Check(t, func(t *rapid.T) {
		part := rapid.SampledFrom([]string{"a", "É", "œ", "B", "ß", "İ", "雲", "云", "阿", "7", "-", "’", "k", "e\u0301", "%", "_", " "})
		title := strings.Join(rapid.SliceOfN(part, 1, 8).Draw(t, "title"), "")
		for _, w := range soughtWords([]string{title}) {
			if !w.in(foldedTitle(title)) {
				continue
			}
			scan := func(r row) (ok bool, err error) { return ok, r.Scan(&ok) }
			if ok, _, err := one(context.Background(), s.Articles.db, scan, "SELECT lower($1) LIKE $2", title, w.pattern()); err != nil || !ok {
				t.Fatalf("%q is not like %q, %v", title, w.pattern(), err)
			}
		}
	})
}
