package present

import (
	"maps"
	"slices"
	"testing"

	"github.com/nicksnyder/go-i18n/v2/i18n"

	"briefbot/bot"
)

// TestPatternsSayTheSame: every wording of every catalogue, filled as a pattern, is what the library says.
func TestPatternsSayTheSame(t *testing.T) {
	values := []string{"Omdia", "阿里云", "", "36 %", "a {{.Name}} & <b>"}
	numbers := []string{"0", "1", "1.0", "1.5", "2", "0.3", "21", "999999", "1000000", "2000000", "1000001", "100000000000", "36.10"}
	n := 0
	for _, lang := range bot.Languages() {
		v := In(lang, nil)
		if len(patterns()[lang]) < 250 {
			t.Errorf("%s has %d patterns: most wordings are taken the slow way", lang, len(patterns()[lang]))
		}
		for id, f := range patterns()[lang] {
			for i := range values {
				a := args{}
				for _, p := range all(f) {
					for j, piece := range p {
						if piece.placeholder != "" {
							value := values[(i+j)%len(values)]
							if have, ok := a[piece.placeholder]; ok {
								value = have
							}
							a[piece.placeholder] = value
						}
					}
				}
				marked := args{}
				for name, value := range a {
					marked[name] = v.marked(value)
				}
				unique := []string{}
				for name, value := range a {
					unique = append(unique, name, value)
				}
				if got, want := v.Say(id, unique...), v.localize(&i18n.LocalizeConfig{MessageID: id, TemplateData: marked}); got != want {
					t.Errorf("%s %s: %q, the library says %q", lang, id, got, want)
				}
				n++
			}
			for _, number := range numbers {
				if !onlyV(f) {
					break
				}
				p, _ := v.pattern(id, func() string { return number })
				want := v.localize(&i18n.LocalizeConfig{MessageID: id, TemplateData: args{"V": "x"}, PluralCount: number})
				if got := v.joined(string(p.with(nil, "V", []byte("x")))); got != want {
					t.Errorf("%s %s of %s: %q, the library says %q", lang, id, number, got, want)
				}
			}
		}
	}
	if n < 4000 {
		t.Errorf("only %d wordings were compared", n)
	}
}

// all returns the patterns of a wording.
func all(f forms) []pattern {
	return append(slices.Collect(maps.Values(f.plural)), f.usual)
}

// onlyV reports whether a wording takes the value of a number and nothing else.
func onlyV(f forms) bool {
	for _, p := range all(f) {
		for _, piece := range p {
			if piece.placeholder != "" && piece.placeholder != "V" {
				return false
			}
		}
	}
	return true
}
