package related

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"briefbot/briefs"
	"briefbot/briefs/lexicon/lexicontest"
)

// TestCore: what articles in other languages say does not change what a story's articles in one language are found to share with an article, in
// whatever order they came, and neither does a snapshot.
func TestCore(t *testing.T) {
	e := New(lexicontest.Compiled(t), Options{})
	read := func(language string, titles ...string) (out []*document) {
		for _, title := range titles {
			out = append(out, e.read(briefs.Article{ID: title, Title: title, Language: language}))
		}
		return out
	}
	told := slices.Concat(
		read("en", "Alibaba Cloud opens a region in Jakarta", "A second cloud region opens in Jakarta", "Jakarta gets a region of Alibaba Cloud"),
		read("zh", "阿里云在雅加达开设新区域", "雅加达迎来阿里云第二个区域"),
		read("fr", "Alibaba Cloud ouvre une région à Jakarta"))
	asked := read("en", "Alibaba Cloud opens a data centre in Jakarta")[0]
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.Permutation(told).Draw(t, "told")[:rapid.IntRange(1, len(told)).Draw(t, "n")]
		whole, english := newStory(all[0]), newStory(all[0])
		for _, d := range all {
			whole.take(d)
			if d.language == "en" {
				english.take(d)
			}
		}
		want, count := english.agree(asked)
		if found, n := whole.agree(asked); found != want || n != count || n != english.count {
			t.Errorf("%v of %d, among other languages %v of %d", want, count, found, n)
		}
		back := whole.freeze().thaw()
		back.only = whole.only
		if found, n := back.agree(asked); found != want || n != count {
			t.Errorf("%v of %d, after a snapshot %v of %d", want, count, found, n)
		}
	})

	s := newStory(told[0])
	for _, d := range told {
		s.take(d)
	}
	found, _ := s.agree(told[0])
	if h := found[0]; h.shared < 0.5 || h.shared >= 1 || h.top <= h.missing || h.missing == 0 {
		t.Errorf("a member says of its story's titles %+v", h)
	}
	if found, n := s.agree(read("de", "Alibaba Cloud in Jakarta")[0]); n != 0 || found[0] != (agreement{}) {
		t.Errorf("in a language in which it is not told: %v of %d", found, n)
	}
}
