package period

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// kind tells tokens apart.
type kind int

const (
	number kind = iota
	word        // Latin letters, folded
	han         // one character
	mark        // any other character
)

// token is a piece of a text. Start and end are bytes of the text as given.
type token struct {
	kind       kind
	text       string
	spaced     bool // a space stands before it, or nothing does
	start, end int
}

// usualTokens is how many tokens most texts have at most.
const usualTokens = 8

// scan cuts a text into tokens, which it adds to an empty list with room for most texts. Width, case and accents are folded; a text beyond
// maxText has none.
func scan(tokens []token, text string) []token {
	if len(text) > maxText {
		return nil
	}
	if isASCII(text) {
		return scanASCII(tokens, strings.ToLower(text))
	}
	return scanRunes(tokens, text)
}

func scanRunes(tokens []token, text string) []token {
	begins := make([]int, 0, usualTokens) // where the text of each token begins among the folded ones
	all := make([]byte, 0, 64)
	spaced := true
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		folded, k := fold(r)
		if folded == "" {
			spaced = spaced || unicode.IsSpace(r) || r == utf8.RuneError
			i += size
			continue
		}
		if last := len(tokens) - 1; last >= 0 && !spaced && k <= word && tokens[last].kind == k {
			tokens[last].end = i + size
		} else {
			tokens, begins = append(tokens, token{k, "", spaced, i, i + size}), append(begins, len(all))
		}
		all = append(all, folded...)
		spaced = false
		i += size
	}
	texts := string(all)
	for i := range slices.Backward(tokens) {
		tokens[i].text, texts = texts[begins[i]:], texts[:begins[i]]
	}
	return tokens
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// scanASCII is scan for ASCII in lower case, of which each token is a part.
func scanASCII(tokens []token, text string) []token {
	spaced := true
	for i := range len(text) {
		folded, k := fold(rune(text[i]))
		switch last := len(tokens) - 1; {
		case folded == "":
			spaced = spaced || unicode.IsSpace(rune(text[i]))
			continue
		case k == mark: // of which one may be written in several ways
			tokens = append(tokens, token{k, folded, spaced, i, i + 1})
		case last >= 0 && !spaced && tokens[last].kind == k:
			t := &tokens[last]
			t.end = i + 1
			t.text = text[t.start:t.end]
		default:
			tokens = append(tokens, token{k, text[i : i+1], spaced, i, i + 1})
		}
		spaced = false
	}
	return tokens
}

// fold returns the character as it is compared, empty for spaces and what is not seen, and its kind. What folds to several
// characters of different kinds counts as a mark.
func fold(r rune) (string, kind) {
	switch {
	case '0' <= r && r <= '9':
		return ascii[r : r+1], number
	case 'a' <= r && r <= 'z':
		return ascii[r : r+1], word
	case 'A' <= r && r <= 'Z':
		return ascii[r+32 : r+33], word
	case r == '~':
		return "-", mark
	case ' ' < r && r < utf8.RuneSelf:
		return ascii[r : r+1], mark
	case r <= ' ' || r == utf8.RuneError || unicode.IsSpace(r) || unicode.In(r, unicode.Cf, unicode.Mn, unicode.Cc):
		return "", mark
	case unicode.Is(unicode.Han, r):
		return string(r), han
	}
	var b strings.Builder
	k, runes := mark, 0
	for _, d := range norm.NFKD.String(string(r)) {
		if unicode.Is(unicode.Mn, d) {
			continue
		}
		d = unicode.ToLower(d)
		b.WriteRune(d)
		runes++
		switch {
		case '0' <= d && d <= '9':
			k = number
		case unicode.Is(unicode.Han, d):
			k = han
		case unicode.IsLetter(d):
			k = word
		}
	}
	s := b.String()
	switch {
	case dashes[s]:
		return "-", mark
	case runes > 1 && k != word:
		return s, mark
	}
	return s, k
}

var dashes = map[string]bool{"‐": true, "‑": true, "‒": true, "–": true, "—": true, "―": true, "−": true, "~": true}

// ascii holds every ASCII character at its own place, so that folding one does not allocate.
var ascii = func() string {
	var b [128]byte
	for i := range b {
		b[i] = byte(i)
	}
	return string(b[:])
}()

// value returns a number token as an int; -1 when it is none or too long to matter.
func (t token) value() int {
	if t.kind != number || len(t.text) > 4 {
		return -1
	}
	n, err := strconv.Atoi(t.text)
	if err != nil {
		return -1
	}
	return n
}
