package lexicon_test

import (
	"slices"
	"strings"
	"testing"

	"briefbot/briefs/lexicon"
)

func TestPlaces(t *testing.T) {
	l := lexicon.New(nil, lexicon.Places())
	in := func(text string) []string {
		var out []string
		for _, m := range l.Find(text) {
			out = append(out, m.Term)
		}
		return out
	}
	for _, c := range []struct{ en, fr, zh, want string }{
		{"Alibaba Cloud opens in Mexico", "Alibaba Cloud s'installe au Mexique", "阿里云落地墨西哥", "mx"},
		{"Fighting near Kabul", "Combats près de Kaboul", "喀布尔附近交火", "af kabul"},
		{"A Malaysian data centre", "Un centre de données malaisien", "马来西亚数据中心", "my"},
		{"Floods in Zhengzhou", "Inondations à Zhengzhou", "郑州洪水", "cn henan zhengzhou"},
		{"German car makers", "L'Allemagne et ses voitures", "德国车企", "de"},
	} {
		for _, text := range []string{c.en, c.fr, c.zh} {
			if got := in(text); !slices.Equal(got, []string{c.want}) {
				t.Errorf("%q: %q, want %q", text, got, c.want)
			}
		}
	}
	ids := map[string]bool{}
	for _, p := range lexicon.Places() {
		if country, _, inside := strings.Cut(p.ID, " "); ids[p.ID] || inside && len(lexicon.Places()) > 0 && !slices.ContainsFunc(lexicon.Places(), func(o lexicon.Term) bool { return o.ID == country }) {
			t.Errorf("place %q stands twice, or in no country", p.ID)
		}
		ids[p.ID] = true
	}
}
