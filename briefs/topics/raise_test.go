package topics_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/lexicon/lexicontest"
	"briefbot/briefs/topics"
)

// TestWhatRaisesAStory orders three stories that differ in nothing but what is said here, under a channel's watched names and language. The
// one that is first without them is told by more outlets.
func TestWhatRaisesAStory(t *testing.T) {
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	story := func(id, title, language string, outlets int) briefs.Story {
		s := briefs.Story{ID: id}
		for i := range outlets {
			s.Articles = append(s.Articles, briefs.Article{
				ID: fmt.Sprint(id, i), Title: fmt.Sprint(title, strings.Repeat(" again", i)), Outlet: fmt.Sprint("Outlet ", i), Language: language, Published: now.Add(-time.Hour),
			})
		}
		return s
	}
	list := []briefs.Story{
		story("many", "Huawei makes more chips in a new plant", "en", 2), story("watched", "Qwen is cheaper than before in most regions", "en", 1),
		story("french", "Les puces de Nvidia sont de nouveau livrées", "fr", 1),
	}
	names := lexicontest.Compiled(t)
	for _, c := range []struct {
		name     string
		watch    []string
		language string
		want     string
	}{
		{"nothing", nil, "", "many french watched"},
		{"a name, with what belongs to it", []string{"alibaba"}, "", "watched:Qwen many french"},
		{"a product of it", []string{"qwen"}, "", "watched:Qwen many french"},
		{"a name that nobody is about", []string{"deepseek"}, "", "many french watched"},
		{"two names", []string{"nvidia", "alibaba"}, "", "french:Nvidia watched:Qwen many"},
		{"the language alone is less than an outlet more", nil, "fr", "many french=own watched"},
		{"the language decides between equals", nil, "en", "many=own watched=own french"},
		{"a name and the language", []string{"nvidia"}, "fr", "french:Nvidia=own many watched"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := topics.Options{Language: c.language}
			if c.watch != nil {
				o.Watch = topics.Compile(names, topics.Topic{Watch: c.watch})
			}
			var got []string
			for _, e := range topics.Compose(list, briefs.Span{From: now.Add(-24 * time.Hour), To: now}, now, 0, o).Stories {
				s := e.Story.ID
				if len(e.Watched) > 0 {
					s += ":" + strings.Join(e.Watched, "+")
				}
				if e.Own {
					s += "=own"
				}
				got = append(got, s)
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("%s, want %s", s, c.want)
			}
		})
	}
}
