package lexicon

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A line of the table is a sense that no other line has; a word stands for one sense in its language.
func TestThesaurusTable(t *testing.T) {
	ids := map[string]bool{}
	words := map[string]string{}
	for line := range strings.Lines(thesaurusTable) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "|")
		if len(cells) != 4 || ids[cells[0]] || cells[0] == "" {
			t.Fatalf("not a sense of its own: %q", line)
		}
		ids[cells[0]] = true
		for i, language := range []string{"en", "fr", "zh"} {
			for word := range strings.SplitSeq(cells[i+1], ",") {
				key := language + " " + FoldString(word)
				switch {
				case word == "":
					if cells[i+1] != "" {
						t.Errorf("an empty word in %q", line)
					}
				case word != strings.TrimSpace(word):
					t.Errorf("%q begins or ends with a space", word)
				case words[key] != "":
					t.Errorf("%q is in %s and in %s", word, words[key], cells[0])
				}
				words[key] = cells[0]
			}
		}
	}
	if len(ids) < 3900 {
		t.Errorf("%d senses", len(ids))
	}
}

func TestSensesMeet(t *testing.T) {
	of := func(text, language string) []Sense {
		senses, _ := Senses().Of(Fold(text), text, language)
		return senses
	}
	for _, c := range [][2]string{ // a text in English, and one in French and Chinese of which each sense of the first is one
		{"warned", "mise en garde|警告"},
		{"resumes", "reprise|恢复"},
		{"lawsuits", "poursuivre en justice|起诉"},
		{"earthquake", "séisme|地震"},
		{"layoffs", "licenciements|裁员"},
	} {
		want := of(c[0], "en")
		if len(want) == 0 {
			t.Errorf("%q has no sense", c[0])
		}
		for i, text := range strings.Split(c[1], "|") {
			got := of(text, []string{"fr", "zh"}[i])
			for _, sense := range want {
				if !slices.Contains(got, sense) {
					t.Errorf("%q has %v, %q has %v", c[0], want, text, got)
				}
			}
		}
	}
	for _, text := range []string{"unwarned", "aftershockwave", "rebanned"} { // nothing is found within a word
		if senses, rest := Senses().Of(Fold(text), text, "en"); len(senses) > 0 || rest != text {
			t.Errorf("%q has %v and leaves %q", text, senses, rest)
		}
	}
}

func TestInflections(t *testing.T) {
	for _, c := range []struct {
		of     func(string) []string
		word   string
		wanted string
	}{
		{inflectEnglish, "ban", "bans banned banning"},
		{inflectEnglish, "launch", "launches launched launching"},
		{inflectEnglish, "deny", "denies denied denying"},
		{inflectEnglish, "raise", "raises raised raising"},
		{inflectEnglish, "delay", "delays delayed delaying"},
		{inflectEnglish, "court of appeal", "court of appeals"},
		{inflectFrench, "lancer", "lance lancent lancé lancées lancera"},
		{inflectFrench, "offensif", "offensive offensives"},
		{inflectFrench, "national", "nationale nationaux"},
		{inflectFrench, "nageur", "nageuse nageuses nageurs"},
		{inflectFrench, "feu", "feux"},
	} {
		got := c.of(c.word)
		for _, form := range strings.Split(c.wanted, " ") {
			if form = strings.TrimSpace(form); !strings.Contains(c.word, " ") && !slices.Contains(got, form) {
				t.Errorf("%q: %v, without %q", c.word, got, form)
			}
		}
	}
	if got := inflectEnglish("court of appeal"); !slices.Equal(got, []string{"court of appeals"}) {
		t.Errorf("%v", got)
	}
}

// What is left of a text is a part of it, whatever it is.
func TestSensesOfAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text") + rapid.SampledFrom([]string{"", " warns", "警告", " n'a pas"}).Draw(t, "end")
		f := Fold(text)
		senses, rest := Senses().Of(f, text, rapid.SampledFrom([]string{"en", "fr", "zh", ""}).Draw(t, "language"))
		if len(rest) > len(f.Text)+len(senses) {
			t.Fatalf("%q leaves %q", text, rest)
		}
	})
}
