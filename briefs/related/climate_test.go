package related

import (
	"testing"

	"briefbot/briefs/lexicon/lexicontest"
	"briefbot/briefs/related/relatedtest"
)

func TestClimate(t *testing.T) {
	var c climate
	if c.dense() {
		t.Error("a stream of which nothing is known is taken for dense")
	}
	tell := func(n, joinedOfTen int) {
		for i := range n {
			c.note(i%10 < joinedOfTen)
		}
	}
	for _, step := range []struct {
		what        string
		articles    int
		joinedOfTen int
		dense       bool
	}{
		{"a lively day", 30, 3, false},
		{"news at large", 600, 7, true},
		{"a week of other articles", 100, 1, true},
		{"a month of them", 600, 1, false},
	} {
		if tell(step.articles, step.joinedOfTen); c.dense() != step.dense {
			t.Errorf("after %s: dense is %v", step.what, c.dense())
		}
	}
}

// A program that reads its articles again, with the stories that they had, goes on as one that did not stop.
func TestLoadedGoesOn(t *testing.T) {
	const before, after = 500, 200
	articles := relatedtest.Articles(t, "stories", "public", "zh0.articles.jsonl.gz")[:before+after]
	l := lexicontest.Compiled(t)
	whole, restarted := New(l, Options{}), New(l, Options{})
	for _, a := range articles[:before] {
		restarted.Load(a, whole.Add(a).Story)
	}
	if !whole.climate.dense() || restarted.climate != whole.climate {
		t.Fatalf("%+v, after a restart %+v", whole.climate, restarted.climate)
	}
	for _, a := range articles[before:] {
		if p, r := whole.Add(a), restarted.Add(a); p.Story != r.Story || p.Score != r.Score {
			t.Fatalf("%s %q: %s (%.3f), after a restart %s (%.3f)", a.ID, a.Title, p.Story, p.Score, r.Story, r.Score)
		}
	}
}
