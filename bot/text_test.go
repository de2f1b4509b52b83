package bot

import (
	"net/url"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestClean(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"plain", "Alibaba Cloud", "Alibaba Cloud"},
		{"Chinese", "阿里云　发布“通义”", "阿里云 发布“通义”"},
		{"spaces", "  two \t words\u00a0 here\u202f ", "two words here"},
		{"no-break spaces", "\u00a036\u202f%\u202f\u00a0: 46\u00a0Md", "36\u202f% : 46\u00a0Md"},
		{"line breaks", "one\r\ntwo\n\n\n\nthree\u2028four\n", "one\ntwo\n\nthree\nfour"},
		{"control", "a\x00b\x1b[31mc\x7f\u0085d", "ab[31mc d"},
		{"bidi", "Rever\u202esed \u2066x\u2069\u200f", "Reversed x"},
		{"zero width", "ali\u200bba\u2060ba\ufeff \u00adcloud", "alibaba cloud"},
		{"invalid", "caf\xc3\xa9 \xff\xfe \xc3 ok", "café ok"},
		{"replacement", "a\ufffdb\ufffcc", "abc"},
		{"family", "👩\u200d👩\u200d👧 and 🏳️\u200d🌈", "👩\u200d👩\u200d👧 and 🏳️\u200d🌈"},
		{"joiner before nothing", "👩\u200d", "👩"},
		{"joiner between letters", "a\u200db", "ab"},
		{"joiner before what goes", "👩\u200d\ufffda", "👩a"},
		{"Persian", "می\u200cخواهم", "می\u200cخواهم"},
		{"Hangul filler", "a\u3164b", "ab"},
		{"tag letters", "flag\U000e0067\U000e007f", "flag"},
		{"private use", "\ue000x", "x"},
		{"piled marks", "e" + strings.Repeat("\u0301", 50) + "x", "e\u0301\u0301\u0301\u0301x"},
		{"accents", "e\u0302\u0301", "e\u0302\u0301"},
		{"nothing", " \u200b\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := Clean(c.in); got != c.want {
				t.Errorf("Clean(%q) = %q, want %q", c.in, got, c.want)
			}
		})
	}
	if got := CleanLine("one\n\ntwo\nthree"); got != "one two three" {
		t.Errorf("CleanLine: %q", got)
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"a\u202eb", "👩\u200d\ufffda", "x\n\n\ny \u200b z", "e\u0301\u0301\u0301\u0301\u0301\u0301", "می\u200cخ", "\xff\xc3", "🇨🇳\u200d"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Clean(s)
		checkClean(t, got, true)
		checkClean(t, CleanLine(s), false)
		if again := Clean(got); again != got {
			t.Errorf("Clean is not idempotent: %q, then %q", got, again)
		}
		if again := CleanLine(CleanLine(s)); again != CleanLine(s) {
			t.Errorf("CleanLine is not idempotent on %q: %q", s, again)
		}
		if len(got) > len(s) {
			t.Errorf("Clean made %d bytes of %d", len(got), len(s))
		}
	})
}

// checkClean looks for everything that Clean promises to remove.
func checkClean(t *testing.T, s string, breaks bool) {
	t.Helper()
	if !utf8.ValidString(s) {
		t.Errorf("%q is not valid UTF-8", s)
	}
	if s != strings.TrimSpace(s) || strings.Contains(s, "  ") || strings.Contains(s, "\n\n\n") {
		t.Errorf("%q has too much space", s)
	}
	for _, r := range s {
		switch {
		case r == '\n' && breaks, r == '\u200c', r == '\u200d':
		case r == '\n', unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == utf8.RuneError, r >= 0xe0000 && r <= 0xe0fff:
			t.Errorf("%q holds %U", s, r)
		}
	}
}

func TestSafeURL(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"https://example.com/a?b=c&d=e#f", "https://example.com/a?b=c&d=e#f"},
		{" HTTPS://Example.com/A ", "https://Example.com/A"},
		{"http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"},
		{"http://[2001:db8::1]/x", "http://[2001:db8::1]/x"},
		{"https://例子.example/路径?q=云", "https://例子.example/%E8%B7%AF%E5%BE%84?q=云"},
		{"https://example.com/a)b(c|d>e<f\"g'h`i\\j k", "https://example.com/a%29b%28c%7Cd%3Ee%3Cf%22g%27h%60i%5Cj%20k"},
		{"https://example.com/?q=<!channel>|x", "https://example.com/?q=%3C!channel%3E%7Cx"},
		{"https://example.com/%2Fkept", "https://example.com/%2Fkept"},
		{"https://example.com/?x=\u202e", "https://example.com/?x=%E2%80%AE"},
		{"", ""}, {"example.com", ""}, {"//example.com", ""}, {"/path", ""}, {"https:example.com", ""},
		{"javascript:alert(1)", ""}, {"JavaScript://example.com/%0aalert(1)", ""}, {"data:text/html,x", ""},
		{"file:///etc/passwd", ""}, {"mailto:a@example.com", ""}, {"ftp://example.com/", ""},
		{"https://", ""}, {"https:///x", ""}, {"https://:443/", ""},
		{"https://user@example.com/", ""}, {"https://user:pass@example.com/", ""}, {"https://example.com@evil.example/", ""},
		{"https://evil.example\n/x", ""}, {"https://evil.example\x00", ""}, {"https://a|b/", ""}, {"https://a>b/", ""},
		{"https://exa\u202emple.com/", ""}, {"https://exa\u200bmple.com/", ""}, {"https://a\\b.example/", ""},
		{"https://example.com/\xff", ""},
		{"https://example.com/" + strings.Repeat("x", 4096), ""},
		{"https://example.com/?" + strings.Repeat("(", 2000), ""}, // three times as long when escaped
	} {
		if got := SafeURL(c.in); got != c.want {
			t.Errorf("SafeURL(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func FuzzSafeURL(f *testing.F) {
	for _, s := range []string{"https://example.com/a)b|c", "https://a:1/%zz", "http://[::1]/'?\"#`", "https://例.example/\u202e?\\", "https://h/%27'"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := SafeURL(s)
		if got == "" {
			return
		}
		if !strings.HasPrefix(got, "http://") && !strings.HasPrefix(got, "https://") || strings.ContainsAny(got, "<>\"'`|\\() \t\r\n") {
			t.Errorf("SafeURL(%q) = %q", s, got)
		}
		checkClean(t, got, false)
		before, err := url.Parse(strings.TrimSpace(s))
		if err != nil {
			t.Fatalf("it made an address of what is none: %q", s)
		}
		after, err := url.Parse(got)
		if err != nil || after.Host != before.Host || after.Path != before.Path || after.User != nil {
			t.Errorf("%q leads elsewhere than %q: %v", got, s, err)
		}
		if again := SafeURL(got); again != got {
			t.Errorf("not idempotent: %q, then %q", got, again)
		}
	})
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		in    string
		limit int
		want  string
	}{
		{"cloud", 5, "cloud"}, {"clouds", 5, "clou…"}, {"a b", 2, "a…"}, {"one two", 5, "one…"}, {"x", 0, ""}, {"xy", 1, "…"}, {"", 0, ""}, {"x", -1, ""},
		{"阿里云智能", 4, "阿里云…"},
		{"e\u0301e\u0301e\u0301", 5, "e\u0301e\u0301…"},
		{"👍🏽👍🏽", 7, "👍🏽…"},
		{"🇨🇳🇫🇷", 7, "🇨🇳…"},
		{"👩\u200d👩\u200d👧x", 8, "…"},
	} {
		if got := Cut(c.in, c.limit); got != c.want {
			t.Errorf("Cut(%q, %d) = %q, want %q", c.in, c.limit, got, c.want)
		}
	}
}

func TestLength(t *testing.T) {
	for s, want := range map[string]int{"": 0, "abc": 3, "云": 1, "👍": 2, "👍🏽": 4, "\xff": 1} {
		if got := Length(s); got != want {
			t.Errorf("Length(%q) = %d, want %d", s, got, want)
		}
	}
}

func TestCharacters(t *testing.T) {
	for s, want := range map[string][]string{
		"":                nil,
		"ab":              {"a", "b"},
		"e\u0301a":        {"e\u0301", "a"},
		"👍🏽!":             {"👍🏽", "!"},
		"🇨🇳🇫🇷🇺":           {"🇨🇳", "🇫🇷", "🇺"},
		"👩\u200d👧a":       {"👩\u200d👧", "a"},
		"1\ufe0f\u20e32":  {"1\ufe0f\u20e3", "2"},
		"\r\nx":           {"\r\n", "x"},
		"❤\ufe0fx":        {"❤\ufe0f", "x"},
		"\u0301a":         {"\u0301", "a"},
		"नि":              {"नि"},
		"\xffa":           {"\xff", "a"},
		"a\u200db":        {"a\u200d", "b"},
		"🏴\U0001f3fb":     {"🏴\U0001f3fb"},
		"云é":              {"云", "é"},
		"🏳\ufe0f\u200d🌈云": {"🏳\ufe0f\u200d🌈", "云"},
	} {
		if diff := cmp.Diff(want, Characters(s)); diff != "" {
			t.Errorf("Characters(%q) (-want +got):\n%s", s, diff)
		}
	}
}

func FuzzCut(f *testing.F) {
	f.Add("👩\u200d👩\u200d👧 cloud 🇨🇳 e\u0301", 7)
	f.Add("\xff\xc3云", 2)
	f.Fuzz(func(t *testing.T, s string, limit int) {
		limit = limit % 300
		got := Cut(s, limit)
		if Length(got) > max(limit, 0) && got != s {
			t.Errorf("Cut(%q, %d) = %q, longer than asked", s, limit, got)
		}
		if got != s && !strings.HasPrefix(s, strings.TrimSuffix(got, "…")) {
			t.Errorf("Cut(%q, %d) = %q, not its beginning", s, limit, got)
		}
		if joined := strings.Join(Characters(s), ""); joined != s {
			t.Errorf("the characters of %q make %q", s, joined)
		}
	})
}

func TestCutKeepsCharactersWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.SampledFrom([]string{"a", "云", "e\u0301", "👍🏽", "👩\u200d👧", "1\ufe0f\u20e3", ","})).Draw(t, "parts")
		limit := rapid.IntRange(1, 40).Draw(t, "limit")
		s := strings.Join(parts, "")
		rest := strings.TrimSuffix(Cut(s, limit), "…")
		for _, p := range parts {
			if rest == "" {
				return
			}
			var ok bool
			if rest, ok = strings.CutPrefix(rest, p); !ok {
				t.Fatalf("Cut(%q, %d) = %q breaks %q", s, limit, Cut(s, limit), p)
			}
		}
	})
}
