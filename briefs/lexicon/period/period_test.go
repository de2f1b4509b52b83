package period_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"briefbot/briefs"
	"briefbot/briefs/lexicon/period"
)

func TestParse(t *testing.T) {
	day := func(y int, m time.Month, d int) briefs.Period {
		return briefs.DayOf(briefs.Date{Year: y, Month: m, Day: d})
	}
	for _, c := range []struct {
		want  briefs.Period
		texts []string
	}{
		{briefs.YearOf(2024), []string{"2024", " 2024 ", "２０２４", "2024年", "2024 年", "2024年度"}},
		{briefs.QuarterOf(2024, 4), []string{
			"2024q4", "2024Q4", "2024-Q4", "2024 q4", "q4 2024", "Q4-2024", "Q4/2024", "4q24", "4Q2024", "q4'24", "Q4’24", "q4 24", "t4 2024", "T4 2024",
			"2024t4", "4e trimestre 2024", "4ème trimestre de 2024", "quatrième trimestre 2024", "fourth quarter of 2024", "4th quarter 2024", "Fourth Quarter, 2024",
			"2024年四季度", "2024年第四季度", "2024年4季度", "2024年第4季度", "2024四季度", "2024年 Q4", "２０２４Ｑ４", "2024年第四季",
		}},
		{briefs.QuarterOf(2025, 1), []string{"2025年一季度", "2025年第一季度", "1er trimestre 2025", "premier trimestre 2025", "t1 2025", "1st quarter 2025"}},
		{briefs.HalfOf(2025, 1), []string{"h1 2025", "2025h1", "1h25", "1H 2025", "s1 2025", "premier semestre 2025", "1er semestre 2025", "first half of 2025", "2025年上半年", "2025上半年"}},
		{briefs.HalfOf(2024, 2), []string{"H2 2024", "second half 2024", "2024年下半年", "2e semestre 2024", "second semestre 2024"}},
		{briefs.MonthOf(2024, time.March), []string{"2024-03", "2024/3", "03/2024", "March 2024", "mar. 2024", "mars 2024", "2024年3月", "2024年三月", "2024年3月份", "2024 march"}},
		{briefs.MonthOf(2024, time.December), []string{"2024-12", "décembre 2024", "dec 2024", "2024年十二月"}},
		{day(2024, time.March, 31), []string{"2024-03-31", "2024/03/31", "2024.3.31", "31 March 2024", "31 mars 2024", "March 31, 2024", "march 31st 2024", "2024年3月31日", "2024年3月31号"}},
		{day(2025, time.January, 1), []string{"1er janvier 2025", "1 jan. 2025"}},
		{briefs.YearsOf(2023, 2028), []string{"2023-2028", "2023–2028", "2023..2028", "2023年至2028年", "2023~2028"}},
	} {
		for _, text := range c.texts {
			got, ok := period.Parse(text)
			if !ok || got.Period != c.want || got.Latest {
				t.Errorf("Parse(%q) = %v %v, want %v", text, got, ok, c.want)
			}
		}
	}
}

func TestParseLatest(t *testing.T) {
	for _, text := range []string{"latest", "LATEST", "newest", "dernier", "dernière", "Derniers", "最新", "最近"} {
		if got, ok := period.Parse(text); !ok || !got.Latest || !got.Period.IsZero() || got.IsZero() {
			t.Errorf("Parse(%q) = %+v %v, want the latest", text, got, ok)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, text := range []string{
		"", " ", "q4", "24", "1989", "2100", "20244", "2024q5", "q0 2024", "h3 2025", "2024-13", "2024-00", "2024-02-30", "30 february 2024", "2024.5", "-2024",
		"2024 alibaba", "alibaba", "2028-2023", "五季度2024", "2024年五季度", "2024年13月", "may", "GPT-4", "h20", "r1 2024x", "2024q", "q2024", "2024-03-31-01",
		strings.Repeat("2024 ", 1000),
	} {
		if got, ok := period.Parse(text); ok {
			t.Errorf("Parse(%q) = %v, want nothing", text, got)
		}
	}
}

func TestFind(t *testing.T) {
	for _, c := range []struct {
		text string
		want string // Period.String, "latest", or empty for none
		rest string
	}{
		{"alibaba 2024q4", "2024-Q4", "alibaba"},
		{"q4 2024 alibaba cloud", "2024-Q4", "alibaba cloud"},
		{"alibaba q4 2024 cloud", "2024-Q4", "alibaba cloud"},
		{"阿里云2024年四季度", "2024-Q4", "阿里云"},
		{"2024年四季度阿里云", "2024-Q4", "阿里云"},
		{"2025年一季度 华为云", "2025-Q1", "华为云"},
		{"最新 腾讯", "latest", "腾讯"},
		{"alibaba dernier", "latest", "alibaba"},
		{"qwen3 2025", "2025", "qwen3"},
		{"h20 2025h1", "2025-H1", "h20"},
		{"alibaba q4", "", "alibaba q4"},
		{"gpt-2024x", "", "gpt-2024x"},
		{"model-2024", "", "model-2024"},
		{"alibaba 2024-13", "", "alibaba 2024-13"},
		{"2024.5 percent", "", "2024.5 percent"},
		{"alibaba, 2024?", "2024", "alibaba, ?"},
		{"2024 2025", "2024", "2025"},
		{"a\xff2024", "2024", "a\xff"},
	} {
		got, rest, ok := period.Find(c.text)
		said := got.Period.String()
		if got.Latest {
			said = "latest"
		}
		if ok != (c.want != "") || said != c.want || rest != c.rest {
			t.Errorf("Find(%q) = %q %q %v, want %q %q", c.text, said, rest, ok, c.want, c.rest)
		}
	}
}

func TestWithoutYear(t *testing.T) {
	for text, want := range map[string]bool{"q4": true, "T4": true, "四季度": true, "上半年": true, "first half": true, "2024q4": false, "": false, "alibaba": false, "q4 alibaba": false} {
		if got := period.WithoutYear(text); got != want {
			t.Errorf("WithoutYear(%q) = %v", text, got)
		}
	}
}

// anyPeriod draws one of the calendar's periods.
func anyPeriod(t *rapid.T) briefs.Period {
	year := rapid.IntRange(1990, 2098).Draw(t, "year")
	switch rapid.IntRange(0, 5).Draw(t, "kind") {
	case 0:
		return briefs.YearOf(year)
	case 1:
		return briefs.HalfOf(year, rapid.IntRange(1, 2).Draw(t, "half"))
	case 2:
		return briefs.QuarterOf(year, rapid.IntRange(1, 4).Draw(t, "quarter"))
	case 3:
		return briefs.MonthOf(year, time.Month(rapid.IntRange(1, 12).Draw(t, "month")))
	case 4:
		return briefs.YearsOf(year, rapid.IntRange(year+1, 2099).Draw(t, "last"))
	}
	return briefs.DayOf(briefs.Date{Year: year, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 364).Draw(t, "day")))
}

// TestStringIsRead: what a period is called can be asked for, alone and beside a name on either side.
func TestStringIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := anyPeriod(t)
		if got, ok := period.Parse(want.String()); !ok || got.Period != want {
			t.Fatalf("Parse(%q) = %v %v", want, got, ok)
		}
		for _, text := range []string{"alibaba " + want.String(), want.String() + " alibaba"} {
			if got, rest, ok := period.Find(text); !ok || got.Period != want || rest != "alibaba" {
				t.Fatalf("Find(%q) = %v %q %v", text, got, rest, ok)
			}
		}
	})
}

func FuzzFind(f *testing.F) {
	for _, s := range []string{"alibaba 2024q4", "2024年第四季度阿里云", "31 mars 2024", "4e trimestre de 2024", "2023–2028", "q4'24", "\xff2024\xfe", "2024-02-30", "十二月2024"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, rest, ok := period.Find(s)
		if !ok {
			if rest != s || !got.IsZero() {
				t.Fatalf("Find(%q) found nothing and changed the text to %q, %v", s, rest, got)
			}
			return
		}
		if len(rest) >= len(s) {
			t.Fatalf("Find(%q) left %q", s, rest)
		}
		if utf8.ValidString(s) && !utf8.ValidString(rest) {
			t.Fatalf("Find(%q) broke a character: %q", s, rest)
		}
		if !got.Latest && !got.Period.Start.Before(got.Period.End) {
			t.Fatalf("Find(%q) = %v, which has no day", s, got.Period)
		}
		if whole, ok := period.Parse(s); ok && whole != got {
			t.Fatalf("Parse(%q) = %v, Find = %v", s, whole, got)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	for b.Loop() {
		if _, _, ok := period.Find("alibaba cloud 2024q4"); !ok {
			b.Fatal("not found")
		}
	}
}

// TestPlainTextIsReadAlike sees that a text in ASCII, which is cut on a quicker way, is read as beside a letter that is none.
func TestPlainTextIsReadAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom([]rune("2024 19 qQtTh4H1-/.,'~:\tmarch of latest")), 0, 24, -1).Draw(t, "text")
		plain, _, found := period.Find(text)
		beside, _, again := period.Find(text + " é")
		if plain != beside || found != again {
			t.Fatalf("%q: %v %v, beside another letter %v %v", text, plain, found, beside, again)
		}
	})
}
