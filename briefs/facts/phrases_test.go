package facts_test

import (
	"errors"
	"testing"

	"briefbot/briefs"
	"briefbot/briefs/facts"
)

func TestNamesInLanguages(t *testing.T) {
	plain := starterBook(t).WithPhrases(nil)
	b := plain.WithPhrases(briefs.Phrases{
		"Press reports": {"fr": "la presse", "zh": "媒体报道"}, "IDC": {"zh": "IDC"}, "Counted twice": {"fr": "Compté deux fois"},
	})
	for _, c := range []struct{ name, lang, want string }{
		{"Press reports", "fr", "la presse"}, {"Press reports", "zh", "媒体报道"}, {"Press reports", "en", "Press reports"},
		{"IDC", "zh", "IDC"}, {"Goldman Sachs", "zh", "高盛"}, {"Goldman Sachs", "fr", "Goldman Sachs"},
		{"South China Morning Post", "zh", "南华早报"}, {"A paper that nobody knows", "zh", "A paper that nobody knows"}, {"", "zh", ""},
	} {
		if got := b.Publisher(c.name, c.lang); got != c.want {
			t.Errorf("%s: %q is %q, want %q", c.lang, c.name, got, c.want)
		}
	}
	if said, ok := b.Phrase("Counted twice", "fr"); !ok || said != "Compté deux fois" {
		t.Errorf("the phrase is %q, %v", said, ok)
	}
	if _, ok := b.Phrase("Counted twice", "zh"); ok {
		t.Error("a phrase that nobody translated has a translation")
	}
	if got := plain.Name("idc", "zh"); got == "IDC" {
		t.Error("the phrases of one book show in another")
	}
}

// TestOutletsAreNamed shows that a caveat names the outlet, not the note about the copy that was read.
func TestOutletsAreNamed(t *testing.T) {
	a, err := ask(starterBook(t), "alibaba 2024q4")
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, c := range a.Caveats {
		if c.Code == facts.Affiliated {
			found = true
			if c.Publisher != "South China Morning Post" || c.Other != "Alibaba Group" {
				t.Errorf("%q belongs to %q", c.Publisher, c.Other)
			}
		}
	}
	if !found {
		t.Errorf("no caveat says that the outlet belongs to the subject: %+v", a.Caveats)
	}
}

// TestRefusedQuestionsSayWhatWasAsked shows that what was asked comes back with the error.
func TestRefusedQuestionsSayWhatWasAsked(t *testing.T) {
	_, err := ask(starterBook(t), "alibaba nature:forecast asof:2025-03-31 by:gartner")
	var none *facts.NoFigure
	if !errors.As(err, &none) || none.Nature != briefs.Forecast || none.AsOf.String() != "2025-03-31" || none.By != "gartner" {
		t.Errorf("%+v", err)
	}
	_, err = facts.ParseQuestion("alibaba 2024 2025")
	var bad *facts.BadArgument
	if !errors.As(err, &bad) || bad.Flaw != facts.TwoPeriods || bad.Value != "2025" {
		t.Errorf("the second period: %+v", err)
	}
	_, err = facts.ParseQuestion("阿里云 颜色:红")
	if !errors.As(err, &bad) || len(bad.Near) < 3 {
		t.Errorf("no filter is near to %+v", err)
	}
}
