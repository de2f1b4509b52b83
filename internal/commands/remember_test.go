package commands

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/internal/present"
)

// TestAnswersAreRememberedForWhatTheyFollowFrom shows that an answer is given again to the same question alone, of the same book on the same
// day, and that what a holder does to it stays with him.
func TestAnswersAreRememberedForWhatTheyFollowFrom(t *testing.T) {
	book, other := &facts.Book{}, &facts.Book{}
	day := briefs.Date{Year: 2026, Month: 6, Day: 15}
	var m memory
	answer := reply{message: bot.Message{Title: "36 %", Sections: []bot.Section{{Heading: "Source"}}, Actions: make([]bot.Action, 1, 4)}}
	m.keep(book, day, "share alibaba", answer)
	for _, c := range []struct {
		name string
		book *facts.Book
		day  briefs.Date
		key  string
		want bool
	}{
		{"the same", book, day, "share alibaba", true},
		{"another question", book, day, "share tencent", false},
		{"another book", other, day, "share alibaba", false},
		{"the next day", book, day.AddDays(1), "share alibaba", false},
	} {
		got, ok := m.recall(c.book, c.day, c.key)
		if ok != c.want || ok && !cmp.Equal(got.message, answer.message) {
			t.Errorf("%s: %v, %v", c.name, ok, got)
		}
		if ok {
			got.message.Sections[0].Heading = "changed"
			_ = append(got.message.Actions, bot.Action{Label: "more"})
		}
	}
	if got, _ := m.recall(book, day, "share alibaba"); !cmp.Equal(got.message, answer.message) {
		t.Errorf("what a holder did stays: %v", got.message)
	}
	m.keep(other, day, "share tencent", answer)
	if _, ok := m.recall(book, day, "share alibaba"); ok {
		t.Error("an answer from the book before is given")
	}
	m.keep(other, day, "trend alibaba", reply{message: bot.Message{Image: &bot.Image{}}})
	if _, ok := m.recall(other, day, "trend alibaba"); ok {
		t.Error("pictures are kept")
	}
	for i := range 3 * maxRemembered {
		m.keep(other, day, string(rune(i)), answer)
		if len(m.kept) > maxRemembered {
			t.Fatalf("%d answers are kept", len(m.kept))
		}
	}
}

// TestKeysTellQuestionsApart gives questions that have the same words in another way.
func TestKeysTellQuestionsApart(t *testing.T) {
	deps := Deps{}
	c := deps.share()
	seen := map[string]int{}
	for i, in := range []bot.Invocation{
		{Args: map[string]string{"name": "alibaba"}}, {Args: map[string]string{"name": "alibaba", "market": "china"}}, {Args: map[string]string{"by": "idc"}},
		{Args: map[string]string{"market": "idc"}}, {Args: map[string]string{"name": "alibaba"}, Public: true}, {Args: map[string]string{"name": "alibaba"}, Locale: "fr"},
	} {
		k := key(&c, &in, present.In(in.Language(), nil))
		if j, ok := seen[k]; ok {
			t.Errorf("%d and %d have the key %q", i, j, k)
		}
		seen[k] = i
	}
}
