package starter

import (
	"slices"
	"testing"
	"time"

	"briefbot/config"
)

func load(t *testing.T) *config.Starter {
	t.Helper()
	s, err := config.LoadStarter()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestNamesInHeadlines(t *testing.T) {
	l := Lexicon(load(t))
	for _, c := range []struct {
		title string
		want  []string
	}{
		{"Alibaba Cloud cuts the price of Qwen", []string{"alibaba-cloud", "qwen"}},
		{"阿里云份额升至36%，华为云第二", []string{"alibaba-cloud", "huawei-cloud"}},
		{"Tencent se renforce dans l’IA", []string{"tencent"}},
		{"How to maintain a chair", nil},
		{"Nvidia plunges as DeepSeek rattles Wall Street", []string{"nvidia", "deepseek"}},
		{"China's top three", nil},
	} {
		var got []string
		for _, m := range l.Find(c.title) {
			if m.Entity != "" && !slices.Contains(got, m.Entity) {
				got = append(got, m.Entity)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.title, got, c.want)
		}
	}
}

func TestSampleIsFresh(t *testing.T) {
	now := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	list := Sample(load(t), now)
	if len(list) < 60 {
		t.Errorf("%d sample articles, want 60 or more", len(list))
	}
	for _, a := range list {
		if age := now.Sub(a.Published); age < 0 || age > 72*time.Hour {
			t.Errorf("%s is %v old", a.Title, age)
		}
	}
}

// TestAliasOfNobody holds that a name whose entity is missing is nobody's, not the first entity's.
func TestAliasOfNobody(t *testing.T) {
	got := Entities(&config.Starter{
		Entities: []config.EntityRecord{{ID: "alibaba", Name: "Alibaba", Kind: "company"}},
		Aliases:  []config.AliasRecord{{Entity: "nobody", Alias: "Nobody", Languages: []string{"en"}}, {Entity: "alibaba", Alias: "阿里", Languages: []string{"zh"}}},
	})
	if len(got) != 1 || len(got[0].Aliases) != 1 || got[0].Aliases[0].Text != "阿里" {
		t.Errorf("%+v", got)
	}
}
