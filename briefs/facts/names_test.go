package facts

import (
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
