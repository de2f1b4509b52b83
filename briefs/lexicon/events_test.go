package lexicon_test

import (
	"testing"

	"briefbot/briefs/lexicon"
)

func TestEvents(t *testing.T) {
	seen := map[string]bool{}
	for _, term := range lexicon.Events() {
		if seen[term.ID] {
			t.Errorf("event %s stands twice", term.ID)
		}
		seen[term.ID] = true
		for _, language := range []string{"en", "fr", "zh"} {
			for _, v := range term.Variants[language] {
				if v == "" {
					t.Errorf("event %s has an empty word in %s", term.ID, language)
				}
			}
		}
	}
	l := lexicon.New(nil, lexicon.Events())
	for text, want := range map[string]string{
		"Stocks sink in broad rout": "stocks fall fall", "英伟达市值蒸发": "fall", "Le titre fait chuter la bourse": "fall stocks", "Falling water": "",
		"DeepSeek 拟上调 API 服务定价": "plan price-rise",
	} {
		got := ""
		for _, m := range l.Find(text) {
			got += " " + m.Term
		}
		if got = got[min(1, len(got)):]; got != want {
			t.Errorf("events of %q are %q, want %q", text, got, want)
		}
	}
}
