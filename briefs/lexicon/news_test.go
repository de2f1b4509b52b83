package lexicon_test

import (
	"testing"

	"briefbot/briefs/lexicon"
)

func TestNews(t *testing.T) {
	seen := map[string]bool{}
	for _, term := range lexicon.News() {
		if seen[term.ID] {
			t.Errorf("word %s stands twice", term.ID)
		}
		seen[term.ID] = true
		for _, language := range []string{"en", "fr", "zh"} {
			for _, v := range term.Variants[language] {
				if v == "" {
					t.Errorf("word %s has an empty form in %s", term.ID, language)
				}
			}
		}
	}
	l := lexicon.New(nil, lexicon.News())
	for _, c := range [][3]string{
		{"Wildfires near the border", "Incendies à la frontière", "边境附近山火"}, {"Parliament votes on the vaccine", "Le Parlement vote sur le vaccin", "议会就疫苗投票选举"},
	} {
		want := map[string]bool{}
		for _, m := range l.Find(c[0]) {
			want[m.Term] = true
		}
		for _, text := range c {
			for _, m := range l.Find(text) {
				if !want[m.Term] {
					t.Errorf("%q has %s, %q has not", text, m.Term, c[0])
				}
			}
			if len(l.Find(text)) < 2 {
				t.Errorf("%q: only %v", text, l.Find(text))
			}
		}
	}
}

func TestFingerprint(t *testing.T) {
	a, b := lexicon.New(nil, lexicon.News()), lexicon.New(nil, lexicon.News())
	if a.Fingerprint() != b.Fingerprint() {
		t.Error("one vocabulary has two fingerprints")
	}
	if a.Fingerprint() == lexicon.New(nil, lexicon.News()[1:]).Fingerprint() {
		t.Error("two vocabularies have one fingerprint")
	}
}
