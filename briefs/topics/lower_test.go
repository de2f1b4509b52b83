package topics_test

import (
	"slices"
	"testing"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/topics"
)

// TestWhatLowersAStory orders stories of one article each, all of one time. Without what is said of the case the first would not be below the others: ids
// decide between equals.
func TestWhatLowersAStory(t *testing.T) {
	one := func(id, title, summary, language string) briefs.Story {
		a := article(id, "X", language, title, 1, 3)
		a.Summary, a.URL = summary, "https://x.example/"+id
		return briefs.Story{ID: id, Articles: []briefs.Article{a}}
	}
	bare := one("a", "DeepSeek sells tokens to hospitals", "", "en")
	bare.Articles[0].URL = ""
	editions := one("a", "DeepSeek sells tokens to hospitals", "", "en")
	for _, language := range []string{"fr", "zh"} {
		a := editions.Articles[0]
		a.ID, a.Language, a.Title, a.Outlet = "a"+language, language, a.Title+" "+language, "X ("+language+")"
		editions.Articles = append(editions.Articles, a)
	}
	for _, c := range []struct {
		name     string
		language string
		stories  []briefs.Story
		want     []string
	}{
		{"comment", "", []briefs.Story{one("a", "Why DeepSeek sells tokens to hospitals", "", "en"), one("b", "Alibaba Cloud opens a data center", "", "en")}, []string{"b", "a"}},
		{"loosely meant", "", []briefs.Story{one("a", "AI stocks fall again in the autumn", "In China too.", "en"), one("b", "AI stocks fall in China in the autumn", "", "en")}, []string{"b", "a"}},
		{"nobody named", "", []briefs.Story{one("a", "Data center opens in China for all", "", "en"), one("b", "Alibaba Cloud opens a data center", "", "en")}, []string{"b", "a"}},
		{"no address", "", []briefs.Story{bare, one("b", "Alibaba Cloud opens a data center", "", "en")}, []string{"b", "a"}},
		{"editions of one outlet in three languages are no more than one", "", []briefs.Story{one("0", "Alibaba Cloud opens a data center", "", "en"), editions}, []string{"0", "a"}},
		{"more of one actor", "", []briefs.Story{
			one("a", "DeepSeek sells tokens to hospitals", "", "en"), one("b", "DeepSeek hires in Hangzhou for tokens", "", "en"), one("c", "Alibaba Cloud opens a data center", "", "en"),
		}, []string{"a", "c", "b"}},
		{"what is read more easily", "fr", []briefs.Story{one("a", "DeepSeek发布新模型并开放源代码", "", "zh"), one("b", "Alibaba Cloud opens a data center", "", "en"), one("c", "SMIC ouvre un centre", "", "fr")}, []string{"c", "b", "a"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := topics.Compose(c.stories, day(), noon, 0, topics.Options{Topic: matcher(), Language: c.language})
			if got := ids(d.Stories); !slices.Equal(got, c.want) {
				for _, e := range d.Stories {
					t.Log(e.Story.ID, e.Score)
				}
				t.Errorf("%v, want %v", got, c.want)
			}
			if !slices.IsSortedFunc(d.Stories, func(a, b briefs.Entry) int { return int(1e9 * (b.Score - a.Score)) }) {
				t.Error("scores do not tell the order")
			}
		})
	}
}

// A story is led in the channel's language, though only another article names the topic, else in English, and by news rather than by comment, which may be
// of a weightier source.
func TestWhoLeads(t *testing.T) {
	all := []briefs.Article{
		article("zh", "Z", "zh", "DeepSeek发布新模型并开放源代码供所有人使用", 1, 5), article("why", "X", "en", "Why DeepSeek gives its new model away", 1, 5), article("en", "Y", "en", "DeepSeek gives its new model away to all", 1, 3),
	}
	for language, want := range map[string]string{"fr": "en", "en": "en", "zh": "zh"} {
		d := topics.Compose([]briefs.Story{{ID: "s", Articles: all}}, day(), noon.Add(time.Second), 0, topics.Options{Topic: matcher(), Language: language})
		if got := d.Stories[0].Lead.ID; got != want {
			t.Errorf("%s: %s leads, want %s", language, got, want)
		}
	}
	loose := article("loose", "Y", "en", "Spending more than doubles in the second quarter", 1, 3)
	d := topics.Compose([]briefs.Story{{ID: "s", Articles: append(all[:1:1], loose)}}, day(), noon.Add(time.Second), 0, topics.Options{Topic: matcher(), Language: "en"})
	if got := d.Stories[0].Lead.ID; got != "loose" {
		t.Errorf("%s leads, want the one in English", got)
	}
}
