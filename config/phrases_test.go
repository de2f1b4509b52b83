package config

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// described are the kinds of entities whose names are descriptions, so that every language needs its own.
var described = []string{"group", "geography", "regulator"}

// TestStarterPhrases holds that everything in words that reaches people is translated, that nothing else is, and that the wordings
// keep the figures and the marks of their language.
func TestStarterPhrases(t *testing.T) {
	s := starter(t)
	phrases := unique(t, "phrase", s.Phrases, func(r PhraseRecord) string { return r.EN })
	used := map[string]bool{}
	need := func(what, text string) {
		used[text] = true
		if _, ok := phrases[text]; !ok && text != "" {
			t.Errorf("%s %q is not translated", what, text)
		}
	}
	for _, r := range s.Facts {
		need("the caveat", r.Caveat)
		if r.Market == "" {
			need("the scope", r.Scope)
		}
		for _, text := range []string{r.Text, r.Label, r.Via} {
			used[text] = true
		}
	}
	for _, r := range s.MetricNames {
		need("the label", r.Label)
	}
	for _, r := range s.Markets {
		need("the definition", r.Definition)
	}
	named := map[string]bool{}
	for _, a := range s.Aliases {
		if len(a.Context) == 0 {
			for _, l := range a.Languages {
				named[a.Entity+"|"+l] = true
			}
		}
	}
	for _, r := range s.Entities {
		used[r.Name] = true
		if !slices.Contains(described, r.Kind) {
			continue
		}
		_, ok := phrases[r.Name]
		check(t, ok || named[r.ID+"|fr"] && named[r.ID+"|zh-Hans"], "the %s %q has no name in French or Chinese", r.Kind, r.Name)
	}
	for _, r := range s.Phrases {
		check(t, used[r.EN], "no record holds %q", r.EN)
		checkPhrase(t, r)
	}
}

var (
	digits      = regexp.MustCompile(`\b[0-9]+`) // not the quarter of "Q4", which Chinese spells out
	frenchSlip  = regexp.MustCompile(`[ \x{00a0}][;:!?%»]|«[^\x{202f}]|[^\x{202f}][;!?»%]|'`)
	chineseSlip = regexp.MustCompile(`\p{Han}[,;:?!()]|[,;:?!(]\p{Han}|'`)
)

func checkPhrase(t *testing.T, r PhraseRecord) {
	t.Helper()
	for _, s := range []string{r.EN, r.FR, r.ZH} {
		check(t, s != "" && strings.TrimSpace(s) == s && !strings.HasSuffix(s, "."), "%q: an empty wording, spaces around it, or a full stop", r.EN)
	}
	check(t, !frenchSlip.MatchString(r.FR), "%q: %q in French", r.EN, frenchSlip.FindString(r.FR))
	check(t, !chineseSlip.MatchString(r.ZH), "%q: %q in Chinese", r.EN, chineseSlip.FindString(r.ZH))
	if strings.Contains(r.EN, "billion") || strings.Contains(r.EN, "trillion") || strings.HasPrefix(r.EN, "Top ") {
		return // other units of scale
	}
	given := digits.FindAllString(r.EN, -1)
	for _, s := range []string{r.FR, r.ZH} {
		for _, n := range given {
			check(t, strings.Contains(s, n) || monthName.MatchString(r.EN), "%q: %q lacks %s", r.EN, s, n)
		}
	}
}

var monthName = regexp.MustCompile(`January|August|November`)
