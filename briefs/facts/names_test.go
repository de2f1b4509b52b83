package facts

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"briefbot/briefs/lexicon"
)

// TestSqueeze sees that names are squeezed to the letters and digits of their folded form, in ASCII and otherwise.
func TestSqueeze(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(rapid.StringN(0, 20, -1), rapid.StringMatching(`[ -~]{0,80}`)).Draw(t, "name")
		want := ""
		for _, r := range lexicon.FoldString(name) {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				want += string(r)
			}
		}
		if got := squeeze(name); got != want {
			t.Fatalf("squeeze(%q) = %q, want %q", name, got, want)
		}
	})
}

// TestWordsTyped sees that words in a row are what their squeezed forms are one after another.
func TestWordsTyped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fields := rapid.SliceOfN(rapid.StringMatching(`[A-Za-z0-9é阿云-]{1,6}`), 1, 12).Draw(t, "fields")
		words := wordsTyped(nil, " "+strings.Join(fields, "  "))
		if len(words) != len(fields) {
			t.Fatalf("%d words of %q", len(words), fields)
		}
		for from := range fields {
			want := ""
			for to, field := range fields[from:] {
				want += squeeze(field)
				if got := squeezed(words[from : from+to+1]); got != want && squeeze(field) != "" {
					t.Fatalf("%q from %d are %q, want %q", fields, from, got, want)
				}
			}
		}
	})
}
