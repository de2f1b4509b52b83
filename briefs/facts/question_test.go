package facts_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/briefs/lexicon/period"
)

func mustWhen(t testing.TB, s string) period.Asked {
	t.Helper()
	asked, ok := period.Parse(s)
	if !ok {
		t.Fatalf("%q is no period", s)
	}
	return asked
}

func TestParseQuestion(t *testing.T) {
	q4 := period.Asked{Period: briefs.QuarterOf(2024, 4)}
	for _, c := range []struct {
		line string
		want facts.Question
	}{
		{"", facts.Question{}},
		{"alibaba", facts.Question{Text: "alibaba"}},
		{"alibaba cloud 2024q4", facts.Question{Text: "alibaba cloud", When: q4}},
		{"q4 2024 alibaba cloud", facts.Question{Text: "alibaba cloud", When: q4}},
		{"2024q4 alibaba 2024q4", facts.Question{Text: "alibaba", When: q4}},
		{"dernier Alibaba", facts.Question{Text: "Alibaba", When: period.Asked{Latest: true}}},
		{`market:"ai cloud" by:Omdia alibaba`, facts.Question{Text: "alibaba", Market: "ai cloud", By: "Omdia"}},
		{"alibaba par: idc marché: iaas", facts.Question{Text: "alibaba", By: "idc", Market: "iaas"}},
		{"阿里云 机构：IDC 市场：公有云", facts.Question{Text: "阿里云", By: "IDC", Market: "公有云"}},
		{"alibaba asof:2025-03-31", facts.Question{Text: "alibaba", AsOf: briefs.Date{Year: 2025, Month: time.March, Day: 31}}},
		{"alibaba asof:2024", facts.Question{Text: "alibaba", AsOf: briefs.Date{Year: 2024, Month: time.December, Day: 31}}},
		{"spend nature:forecast lang:fr", facts.Question{Text: "spend", Nature: briefs.Forecast, Language: "fr"}},
		{"nature:prévision x", facts.Question{Text: "x", Nature: briefs.Forecast}},
		{"who:alibaba period:latest", facts.Question{Text: "alibaba", When: period.Asked{Latest: true}}},
		{`"alibaba cloud"`, facts.Question{Text: "alibaba cloud"}},
		{"《alibaba》", facts.Question{Text: "《alibaba》"}},
		{"https://example.com/x", facts.Question{Text: "https://example.com/x"}},
		{"09:00", facts.Question{Text: "09:00"}},
	} {
		got, err := facts.ParseQuestion(c.line)
		if err != nil || got != c.want {
			t.Errorf("%q: %+v, %v; want %+v", c.line, got, err, c.want)
		}
	}
}

func TestParseQuestionRefuses(t *testing.T) {
	for _, c := range []struct {
		line string
		flaw facts.Flaw
		near string
	}{
		{"markett:infra alibaba", facts.UnknownFilter, "market"},
		{"alibaba bye:idc", facts.UnknownFilter, "by"},
		{"alibaba colour:red", facts.UnknownFilter, "market"},
		{"alibaba by:", facts.EmptyFilter, ""},
		{`alibaba by:""`, facts.EmptyFilter, ""},
		{"by: market:x", facts.EmptyFilter, ""},
		{"by:idc par:omdia", facts.RepeatedFilter, ""},
		{"asof:soon", facts.BadDate, ""},
		{"asof:latest", facts.BadDate, ""},
		{"period:sometime", facts.BadPeriod, ""},
		{"period:q4", facts.NoYear, ""},
		{"alibaba 2024q4 2025", facts.TwoPeriods, ""},
		{"nature:true", facts.UnknownNature, "reported"},
		{strings.Repeat("alibaba ", 50), facts.TooLong, ""},
	} {
		_, err := facts.ParseQuestion(c.line)
		var bad *facts.BadArgument
		if !errors.As(err, &bad) || bad.Flaw != c.flaw {
			t.Errorf("%q: %v, want %s", c.line, err, c.flaw)
			continue
		}
		if c.near != "" && (len(bad.Near) == 0 || bad.Near[0] != c.near) {
			t.Errorf("%q: near %q, want %q first", c.line, bad.Near, c.near)
		}
	}
	b := starterBook(t)
	for line, flaw := range map[string]facts.Flaw{"alibaba q4": facts.NoYear, "alibaba t4": facts.NoYear, "alibaba 2024q5": facts.BadPeriod, "alibaba 2024-13": facts.BadPeriod} {
		var bad *facts.BadArgument
		if _, err := ask(b, line); !errors.As(err, &bad) || bad.Flaw != flaw {
			t.Errorf("%q: %v, want %s", line, err, flaw)
		}
	}
}

// TestOrderDoesNotMatter: the arguments mean the same in any order.
func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := []string{"alibaba", "2024q4", "by:canalys", "asof:2025-12-31", `market:"ai cloud"`, "nature:estimate"}
		parts = parts[:rapid.IntRange(1, len(parts)).Draw(t, "parts")]
		want, err := facts.ParseQuestion(strings.Join(parts, " "))
		if err != nil {
			t.Fatal(err)
		}
		line := strings.Join(rapid.Permutation(slices.Clone(parts)).Draw(t, "order"), " ")
		if got, err := facts.ParseQuestion(line); err != nil || got != want {
			t.Fatalf("%q: %+v, %v; want %+v", line, got, err, want)
		}
	})
}

func FuzzParseQuestion(f *testing.F) {
	for _, s := range []string{
		"alibaba 2024q4 by:canalys", `market:"ai cloud" x`, "阿里云2024年四季度 机构：IDC", "asof:2025", "\"", ": :", "by:", "q4 2024 2024q4", "\xff:\xfe",
		"nature:forecast", "»«", "2024-02-30", "a:b:c", "period:2024 2025",
	} {
		f.Add(s)
	}
	b := starterBook(f)
	f.Fuzz(func(t *testing.T, s string) {
		q, err := facts.ParseQuestion(s)
		if err != nil {
			var bad *facts.BadArgument
			if !errors.As(err, &bad) || bad.Error() == "" {
				t.Fatalf("ParseQuestion(%q): %v", s, err)
			}
			return
		}
		a, err := b.Share(q)
		if err == nil && (len(a.Figure.Sources) == 0 || a.Market.ID == "" || a.Figure.Fact.Review != briefs.Approved) {
			t.Fatalf("Share(%q) = %+v", s, a)
		}
		if _, err := b.Rank(q); err != nil && err.Error() == "" {
			t.Fatalf("Rank(%q): an error without a word", s)
		}
		b.Complete(facts.Share, s, "zh", 25)
	})
}
