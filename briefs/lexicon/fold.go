package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Folded is a text under which all ways to write the same meet, with a map back to the text as printed.
type Folded struct {
	Text string  // compatibility forms, case, accents, quotes, dashes and spaces folded; zero-width characters gone
	at   []int32 // for each byte of Text and its end: the byte of the original where its character begins
}

// Origin returns the byte of the original text at which the folded byte i begins; len(Text) gives the original's length.
func (f Folded) Origin(i int) int { return int(f.at[i]) }

// Fold folds a text: NFKC forms, case, accents, and the many quotes, dashes and spaces to one of each. Broken UTF-8 becomes
// spaces.
func Fold(s string) Folded {
	var b strings.Builder
	b.Grow(len(s))
	at := make([]int32, 0, len(s)+1)
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			b.WriteByte(foldASCII(c))
			at = append(at, int32(i))
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		start := b.Len()
		writeFolded(&b, r, s[i:i+size])
		for range b.Len() - start {
			at = append(at, int32(i))
		}
		i += size
	}
	at = append(at, int32(len(s)))
	return Folded{b.String(), at}
}

// FoldString returns only the text of Fold, without spaces at its ends.
func FoldString(s string) string {
	folded := true
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return strings.TrimSpace(Fold(s).Text)
		}
		folded = folded && foldASCII(s[i]) == s[i]
	}
	if folded {
		return strings.TrimSpace(s)
	}
	text := []byte(s)
	for i, c := range text {
		text[i] = foldASCII(c)
	}
	return strings.TrimSpace(string(text))
}

func foldASCII(c byte) byte {
	switch {
	case 'A' <= c && c <= 'Z':
		return c + 'a' - 'A'
	case c < ' ':
		return ' '
	}
	return c
}

func writeFolded(b *strings.Builder, r rune, raw string) {
	if unicode.Is(unicode.Han, r) && (r < 0xf900 || r > 0xfaff) {
		b.WriteString(raw)
		return
	}
	switch r {
	case utf8.RuneError:
		b.WriteByte(' ')
		return
	case 'œ', 'Œ':
		b.WriteString("oe")
		return
	case 'æ', 'Æ':
		b.WriteString("ae")
		return
	case '’', '‘', 'ʼ', '`', '´':
		b.WriteByte('\'')
		return
	case '“', '”', '«', '»', '„', '「', '」', '『', '』', '《', '》', '〈', '〉':
		b.WriteByte('"')
		return
	case '‐', '‑', '‒', '–', '—', '―', '−':
		b.WriteByte('-')
		return
	}
	if unicode.In(r, unicode.Cf, unicode.Mn) {
		return
	}
	var scratch [32]byte
	for _, d := range string(norm.NFKD.AppendString(scratch[:0], raw)) {
		writeRune(b, d)
	}
}

func writeRune(b *strings.Builder, r rune) {
	switch {
	case unicode.In(r, unicode.Mn, unicode.Cf):
	case unicode.IsSpace(r) || unicode.IsControl(r):
		b.WriteByte(' ')
	default:
		b.WriteRune(unicode.ToLower(r))
	}
}

// isLatin reports whether r is part of a word that spaces set apart: a letter that is not Han or kana.
func isLatin(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z'
	}
	return !isHan(r) && unicode.IsLetter(r)
}

// isHan reports whether r is of a script that is written without spaces.
func isHan(r rune) bool {
	if r >= 0x4e00 && r <= 0x9fff { // nearly all
		return true
	}
	return r >= 0x2e80 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

// isSeparator reports whether r stands between the parts of a name that is also written glued: "DeepSeek-V3".
func isSeparator(r rune) bool { return r == ' ' || r == '-' || r == '_' || r == '·' || r == '・' }
