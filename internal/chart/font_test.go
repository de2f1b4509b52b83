package chart

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"briefbot/internal/datatest"
)

func testWriter(t testing.TB) *writer {
	t.Helper()
	w, err := newWriter()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// TestFontHasWhatWePrint: the font has every character of the starter content and of the catalogues. When this fails, run
// font/subset.py again.
func TestFontHasWhatWePrint(t *testing.T) {
	w := testWriter(t)
	files := 0
	for _, pattern := range []string{"config/starter/*", "internal/present/catalogue/*"} {
		paths, _ := filepath.Glob(filepath.Join(datatest.Repo(t), pattern))
		for _, path := range paths {
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			files++
			seen := map[rune]bool{}
			for _, r := range string(raw) {
				if r != missing && !seen[r] && strings.ContainsRune(w.legible(string(r)), missing) {
					t.Errorf("%s: %q (U+%04X) is not in the font", path, r, r)
				}
				seen[r] = true
			}
		}
	}
	if files < 10 {
		t.Errorf("only %d files were looked at", files)
	}
}

// TestFontHasCommonCharacters: French, currencies, and samples of both Chinese scripts.
func TestFontHasCommonCharacters(t *testing.T) {
	w := testWriter(t)
	for _, s := range []string{"ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜàâæçéèêëîïôœùûüÿ«»’“”–—…·", "€£¥$¢￥＄", "百度文心一言豆包智谱清言字节跳动鸿蒙昇腾", "騰訊雲阿里巴巴華為雲臺灣積體電路製造", "亿万％，。、；：（）《》"} {
		for _, r := range s {
			if !w.has(r) {
				t.Errorf("%q is not in the font", r)
			}
		}
	}
	if n := len(fontBytes); n > 2_500_000 {
		t.Errorf("the font has %d bytes", n)
	}
	license, err := os.ReadFile("font/OFL.txt")
	if err != nil || !strings.Contains(string(license), "SIL OPEN FONT LICENSE Version 1.1") {
		t.Errorf("the font's license is not beside it: %v", err)
	}
}

func TestLegible(t *testing.T) {
	w := testWriter(t)
	for in, want := range map[string]string{
		"Alibaba 阿里":      "Alibaba 阿里",
		"36\u202f%":       "36\u202f%", // a narrow space is measured, not drawn
		"e\u0301te\u0301": "été",
		"Łódź, Dvořák":    "Lódz, Dvorák",
		"a…":              "a...",
		"x\u200dy\ufe0f":  "xy",
		"🚀 up":            "□ up",
		"שלום":            "□□□□",
		"\x00\x07ok\n":    " ok ",
		"ﬁ":               "f", // the first letter of what it stands for
		"":                "",
	} {
		if got := w.legible(in); strings.TrimSpace(got) != strings.TrimSpace(want) {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
	if n := len([]rune(w.legible(strings.Repeat("长", 100_000)))); n > textMost+2 {
		t.Errorf("%d characters are left", n)
	}
}

// TestMissingShows: what the font lacks leaves a mark on the picture, and the mark is not that of another character.
func TestMissingShows(t *testing.T) {
	empty, box := one(1, 2), one(1, 2)
	empty.Title, box.Title = "\u200d", "🚀"
	a, _ := empty.PNG()
	b, _ := box.PNG()
	if decode(t, a).Bounds() == decode(t, b).Bounds() {
		t.Error("a title of a missing character takes no room")
	}
}

func TestShorten(t *testing.T) {
	w := testWriter(t)
	for _, c := range []struct {
		s     string
		limit float64
		want  string
	}{
		{"Alibaba Cloud", 200, "Alibaba Cloud"},
		{"Alibaba Cloud", 60, "Alibaba..."},
		{"Alibaba, Cloud", 68, "Alibaba..."},
		{"阿里巴巴集团控股有限公司", 70, "阿里巴巴..."},
		{"Alibaba", 5, ""},
		{"", 5, ""},
	} {
		got := w.shorten(labelSize, c.s, c.limit)
		if got != c.want || w.measure(labelSize, got) > c.limit {
			t.Errorf("%q in %v: %q of %.1f, want %q", c.s, c.limit, got, w.measure(labelSize, got), c.want)
		}
	}
}

func TestParagraph(t *testing.T) {
	w := testWriter(t)
	got := w.paragraph(underSize, "中国大陆云基础设施服务市场份额，按季度，Canalys 与 Omdia 估算；2025年起统计口径变更，前后不可比", 200, 3)
	if len(got) != 3 {
		t.Fatalf("%q", got)
	}
	for _, line := range got {
		if first, _ := firstRune(line); unicode.IsPunct(first) || w.measure(underSize, line) > 200 {
			t.Errorf("line %q, %.0f wide", line, w.measure(underSize, line))
		}
	}
	if got := w.paragraph(underSize, "one two three", 500, 2); len(got) != 1 || got[0] != "one two three" {
		t.Errorf("%q", got)
	}
	if got := w.paragraph(underSize, strings.Repeat("x", 200), 100, 2); len(got) != 2 || !strings.HasSuffix(got[1], dots) {
		t.Errorf("%q", got)
	}
}

func firstRune(s string) (rune, bool) {
	for _, r := range s {
		return r, true
	}
	return 0, false
}

// TestKerning: the pair AV stands closer than its letters alone.
func TestKerning(t *testing.T) {
	w := testWriter(t)
	if pair, alone := w.measure(20, "AV"), w.measure(20, "A")+w.measure(20, "V"); pair >= alone {
		t.Errorf("AV is %.2f wide, A and V %.2f", pair, alone)
	}
}
