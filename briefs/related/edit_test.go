package related_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"

	"briefbot/briefs/lexicon/lexicontest"
	"briefbot/briefs/related"
)

// desk is an engine with two stories of two articles: a with b, c with d.
func desk(t *testing.T) *related.Engine {
	t.Helper()
	e := related.New(lexicontest.Compiled(t), related.Options{})
	for i, title := range []string{
		"Manus to return as independent company after China forced Meta to unwind deal", "Manus to return as an independent company after China forces Meta to unwind $2 billion deal",
		"Kimi K3 weights published today on the hub", "Kimi K3 weights published on the hub today",
	} {
		e.Add(at(float64(i), string(rune('a'+i)), title))
	}
	if got := placesOf(e, "a", "b", "c", "d"); got != "a a c c" {
		t.Fatalf("stories %s", got)
	}
	return e
}

// placesOf returns the stories of held articles, which an engine says again.
func placesOf(e *related.Engine, ids ...string) string {
	out := ""
	for _, id := range ids {
		out += " " + e.Add(at(0, id, "")).Story
	}
	return out[1:]
}

func TestMerge(t *testing.T) {
	e := desk(t)
	if err := e.Merge("a", "c"); err != nil {
		t.Fatal(err)
	}
	if got := placesOf(e, "a", "b", "c", "d"); got != "a a a a" {
		t.Errorf("after the merge: %s", got)
	}
	if p := e.Add(at(5, "e", "Kimi K3 weights published today on the hub")); p.Story != "a" {
		t.Errorf("a later copy is in %q", p.Story)
	}
	e.Load(at(6, "f", "An old article whose place was written down before"), "c")
	if got := placesOf(e, "f"); got != "a" {
		t.Errorf("an article loaded into the story that was taken in is in %q", got)
	}
	if err := e.Merge("a", "c"); err != nil {
		t.Errorf("again: %v", err)
	}
	if len(e.Edits()) != 1 || e.Edits()[0].Other != "c" {
		t.Errorf("edits %+v", e.Edits())
	}
	if err := e.Merge("a", "nobody"); !errors.Is(err, related.ErrUnknownStory) {
		t.Errorf("a story that is not open: %v", err)
	}
}

func TestSplit(t *testing.T) {
	e := desk(t)
	if err := e.Merge("a", "c"); err != nil {
		t.Fatal(err)
	}
	id, err := e.Split("a", []string{"c", "d"})
	if err != nil || id != "c" {
		t.Fatalf("split into %q: %v", id, err)
	}
	e.Load(at(6, "g", "An old article whose place was written down before"), "c")
	if got := placesOf(e, "a", "b", "c", "d", "g"); got != "a a c c c" {
		t.Errorf("after the split: %s", got)
	}
	if p := e.Add(at(5, "e", "Kimi K3 weights published today on the hub")); p.Story != "c" {
		t.Errorf("a later copy is in %q", p.Story)
	}
	if p := e.Add(at(5, "f", "Manus to return as independent company after China forced Meta to unwind deal")); p.Story != "a" {
		t.Errorf("a later copy is in %q", p.Story)
	}
	for _, c := range []struct {
		from     string
		articles []string
	}{{"a", nil}, {"a", []string{"a", "b", "f"}}, {"nobody", []string{"a"}}, {"a", []string{"c"}}} {
		if _, err := e.Split(c.from, c.articles); err == nil {
			t.Errorf("split %v from %q: no error", c.articles, c.from)
		}
	}
}

// A split of the articles with the story's own id leaves the id where it was.
func TestSplitKeepsIDs(t *testing.T) {
	e := desk(t)
	e.Add(at(5, "e", "Manus to return as independent company after China forced Meta to unwind deal"))
	id, err := e.Split("a", []string{"a", "b"})
	if err != nil || id != "b" {
		t.Fatalf("split into %q: %v", id, err)
	}
	if got := placesOf(e, "a", "b", "e"); got != "b b a" {
		t.Errorf("after the split: %s", got)
	}
	if _, err := e.Split("b", []string{"a"}); err != nil {
		t.Errorf("split of a story whose id is another article's: %v", err)
	}
}

// What people decided is known after a restart.
func TestEditsSurvive(t *testing.T) {
	e := desk(t)
	if err := e.Merge("a", "c"); err != nil {
		t.Fatal(err)
	}
	if _, err := e.Split("a", []string{"d"}); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := e.Save(&b); err != nil {
		t.Fatal(err)
	}
	again := related.New(lexicontest.Compiled(t), related.Options{})
	if err := again.Restore(&b); err != nil {
		t.Fatal(err)
	}
	if got := placesOf(again, "a", "b", "c", "d"); got != "a a a d" {
		t.Errorf("stories %s", got)
	}
	if !slices.EqualFunc(e.Edits(), again.Edits(), func(a, b related.Edit) bool { return fmt.Sprint(a) == fmt.Sprint(b) }) {
		t.Errorf("edits %+v, want %+v", again.Edits(), e.Edits())
	}
}

func TestRestoreRefuses(t *testing.T) {
	e := desk(t)
	if err := e.Restore(bytes.NewReader([]byte("nothing"))); err == nil {
		t.Error("rubbish was taken for a snapshot")
	}
	if got := placesOf(e, "a", "b"); got != "a a" {
		t.Errorf("after a refusal: %s", got)
	}
}

// A story of the same actor that is not joined is named as an earlier one.
func TestEarlier(t *testing.T) {
	e := related.New(lexicontest.Compiled(t), related.Options{Threshold: 50})
	e.Add(at(0, "a", "Moonshot AI releases Kimi K3 with open weights"))
	p := e.Add(at(20, "b", "Moonshot AI publishes the open weights of Kimi K3"))
	if p.Joined || !slices.Equal(p.Earlier, []string{"a"}) {
		t.Errorf("joined %v, earlier %v", p.Joined, p.Earlier)
	}
}
