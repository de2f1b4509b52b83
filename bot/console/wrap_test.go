package console

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"briefbot/bot"
)

func TestColumns(t *testing.T) {
	for s, want := range map[string]int{
		"": 0, "cloud": 5, "阿里云": 6, "ｆｕｌｌ": 8, "é": 1, "e\u0301": 1, "\u0301": 0, "한국": 4, "ｶﾅ": 2, "👍": 2, "👍🏽": 2,
		"👩\u200d👩\u200d👧": 2, "🇨🇳": 2, "❤\ufe0f": 2, "❤": 1, "…—“”": 4, "，。": 4, "1\ufe0f\u20e3": 2, "·": 1,
	} {
		if got := columns(s); got != want {
			t.Errorf("columns(%q) = %d, want %d", s, got, want)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		in    string
		limit int
		want  []string
	}{
		{"", 20, []string{""}},
		{"short", 20, []string{"short"}},
		{"one two three four", 10, []string{"one two", "three four"}},
		{"exactly ten", 11, []string{"exactly ten"}},
		{"a verylongwordthatfitsnowhere b", 10, []string{"a", "verylongwo", "rdthatfits", "nowhere b"}},
		{"云计算与人工智能", 10, []string{"云计算与人", "工智能"}},
		{"云计算与人，工智能", 10, []string{"云计算与", "人，工智能"}},
		{"发布《通义千问》", 8, []string{"发布《通", "义千问》"}},
		{"发布《通义千问》", 9, []string{"发布《通", "义千问》"}},
		{"阿里发布《通义千问》", 10, []string{"阿里发布", "《通义千", "问》"}},
		{"阿里云 Qwen 发布", 10, []string{"阿里云", "Qwen 发布"}},
		{"up 85% today,really", 9, []string{"up 85%", "today,rea", "lly"}},
		{"另有\u00a03\u00a0篇文章", 8, []string{"另", "有\u00a03\u00a0篇", "文章"}},
		{"hausse de 15\u202f% ici", 12, []string{"hausse de", "15\u202f% ici"}},
		{"narrow terminals", 1, []string{"narrow", "terminal", "s"}},
	} {
		if diff := cmp.Diff(c.want, wrap(c.in, c.limit)); diff != "" {
			t.Errorf("wrap(%q, %d) (-want +got):\n%s", c.in, c.limit, diff)
		}
	}
}

func TestWrapFitsAndLosesNothing(t *testing.T) {
	text := rapid.StringOf(rapid.RuneFrom([]rune("ab cd  ef 云计算，。《》（）“”，12.%…👍🏽\u200d\u0301🇨🇳é")))
	rapid.Check(t, func(t *rapid.T) {
		s := bot.CleanLine(text.Draw(t, "text"))
		limit := rapid.IntRange(8, 40).Draw(t, "limit")
		lines := wrap(s, limit)
		for _, l := range lines {
			if columns(l) > limit {
				t.Fatalf("wrap(%q, %d): %q takes %d columns", s, limit, l, columns(l))
			}
		}
		bare := func(s string) string { return strings.ReplaceAll(s, " ", "") }
		if bare(strings.Join(lines, "")) != bare(s) {
			t.Fatalf("wrap(%q, %d) = %q", s, limit, lines)
		}
	})
}

func TestQuietEndsLinesBetweenParts(t *testing.T) {
	for _, c := range []struct {
		note  string
		width int
		want  string
	}{
		{"A · B · C", 40, "  A · B · C\n"},
		{"芯闻日报, La Gazette des Puces, Harbour Tech Post · 另有 2 篇 · 17:25", 60, "  芯闻日报, La Gazette des Puces, Harbour Tech Post\n  另有 2 篇 · 17:25\n"},
		{"one part that is longer than a line · 17:25", 20, "  one part that is\n  longer than a line\n  17:25\n"},
		{"", 20, ""},
	} {
		p := &page{width: c.width}
		p.quiet("  ", c.note)
		if got := p.String(); got != c.want {
			t.Errorf("%q in %d columns: %q, want %q", c.note, c.width, got, c.want)
		}
	}
}
