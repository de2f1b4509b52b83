package bot

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarks is how many marks may stand on one letter: living scripts need fewer, and piles of them cover other lines.
const maxMarks = 4

// Clean returns s as valid UTF-8 without control characters, bidirectional controls and characters of no
// width, except those that belong to a script or an emoji. Line breaks are kept, at most two in a row; all other white
// space becomes single spaces, with none at either end. A space alone that forbids a line break, as French has before a
// colon and within numbers, stays what it is.
func Clean(s string) string {
	if isPlain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	breaks, marks, space := 0, 0, rune(0)
	var last rune
	s = strings.ReplaceAll(s, "\r\n", "\n")
	for i, r := range s {
		switch {
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
			breaks, space, last = breaks+1, 0, 0
			continue
		case unicode.IsSpace(r):
			if space != 0 || r != '\u00a0' && r != '\u202f' {
				r = ' '
			}
			space, last = r, 0
			continue
		case r == utf8.RuneError || hidden(r) && !joins(last, s[i:]):
			continue
		}
		if marks++; !unicode.In(r, unicode.Mn, unicode.Me) {
			marks = 0
		}
		if marks > maxMarks {
			continue
		}
		if b.Len() > 0 {
			if breaks > 0 {
				b.WriteString("\n\n"[:min(breaks, 2)])
			} else if space != 0 {
				b.WriteRune(space)
			}
		}
		breaks, space = 0, 0
		b.WriteRune(r)
		last = r
	}
	return b.String()
}

// isPlain reports whether a text is ASCII that is seen, with single spaces within it: most are, and they are clean.
func isPlain(s string) bool {
	last := byte(' ')
	for i := range len(s) {
		c := s[i]
		if c < ' ' || c > '~' || c == ' ' && last == ' ' {
			return false
		}
		last = c
	}
	return s == "" || last != ' '
}

// CleanLine is Clean on a single line.
func CleanLine(s string) string {
	if isPlain(s) {
		return s
	}
	return strings.Join(strings.FieldsFunc(Clean(s), func(r rune) bool { return r == '\n' }), " ")
}

// maxDrawing is the most characters of a drawing, and maxDrawingLines the most lines: less than any platform's message takes.
const (
	maxDrawing      = 1400
	maxDrawingLines = 40
)

// cleanDrawing is Clean for what is drawn in characters: spaces and line breaks stay as they are. Lines that are too many are
// left out whole.
func cleanDrawing(s string) string {
	var out []string
	total := 0
	for _, line := range strings.Split(s, "\n") {
		line = strings.TrimRightFunc(strings.Map(func(r rune) rune {
			switch {
			case unicode.IsSpace(r):
				return ' '
			case r == utf8.RuneError, hidden(r), unicode.In(r, unicode.Mn, unicode.Me):
				return -1
			}
			return r
		}, line), unicode.IsSpace)
		if total += Length(line) + 1; total > maxDrawing || len(out) == maxDrawingLines {
			break
		}
		out = append(out, line)
	}
	return strings.Trim(strings.Join(out, "\n"), "\n")
}

// hidden reports whether r shows nothing of its own or turns the order of what follows.
func hidden(r rune) bool {
	switch {
	case r == '\ufffc', unicode.IsControl(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), unicode.Is(unicode.Cs, r):
		return true
	case r == '\u034f', r == '\u115f', r == '\u1160', r == '\u17b4', r == '\u17b5', r == '\u3164', r == '\uffa0':
		return true
	case r >= 0xe0000 && r <= 0xe0fff, r >= 0xfdd0 && r <= 0xfdef, r&0xfffe == 0xfffe:
		return true
	}
	return false
}

// joins reports whether the joiner that rest begins with stands between two emoji or inside a script that needs it.
func joins(last rune, rest string) bool {
	r, n := utf8.DecodeRuneInString(rest)
	if r != '\u200d' && r != '\u200c' {
		return false
	}
	next, _ := utf8.DecodeRuneInString(rest[n:])
	if next == utf8.RuneError || hidden(next) {
		return false
	}
	if r == '\u200d' && (unicode.Is(unicode.So, last) || last == '\ufe0f' || isSkin(last)) && unicode.Is(unicode.So, next) {
		return true
	}
	return unicode.In(last, unicode.Arabic, unicode.Devanagari, unicode.Bengali, unicode.Malayalam, unicode.Sinhala) &&
		unicode.IsLetter(next)
}

// maxURL is how many bytes an address may have. Longer ones are tricks or data.
const maxURL = 4096

// SafeURL returns the address when it is absolute http or https with a host and without user information, in a
// form without spaces, quotes, angle brackets, pipes or backslashes; else the empty string.
func SafeURL(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > maxURL || !utf8.ValidString(s) {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	if strings.ContainsFunc(u.Host, unsafeInURL) {
		return ""
	}
	s = written(u)
	if !strings.ContainsFunc(s, unsafeInURL) && len(s) <= maxURL {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if !unsafeInURL(r) {
			b.WriteRune(r)
			continue
		}
		for _, c := range []byte(string(r)) {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	if b.Len() > maxURL {
		return ""
	}
	return b.String()
}

// written returns the address with a host in other letters as people write it, where String escapes it.
func written(u *url.URL) string {
	s := u.String()
	start := len(u.Scheme) + len("://")
	end := start + strings.IndexAny(s[start:]+"/", "/?#")
	if strings.Contains(u.Host, "%") {
		return s
	}
	return s[:start] + u.Host + s[end:]
}

// unsafeInURL reports whether a platform's markup, or a reader's eye, might take the character for the address's end.
func unsafeInURL(r rune) bool {
	if r < utf8.RuneSelf {
		return r <= ' ' || r == '\x7f' || strings.IndexByte("<>\"'`|\\()", byte(r)) >= 0
	}
	return hidden(r) || unicode.IsSpace(r)
}

// Length counts a text as the stricter of the two ways platforms count: code points and UTF-16 units.
func Length(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}

// Cut returns s when its Length is at most limit, else its longest beginning that ends on a border between characters as
// people see them and, with an ellipsis, fits.
func Cut(s string, limit int) string {
	if Length(s) <= limit {
		return s
	}
	if limit < 1 {
		return ""
	}
	n, end := 0, 0
	for _, c := range Characters(s) {
		n += Length(c)
		if n > limit-1 {
			break
		}
		end += len(c)
	}
	return strings.TrimRightFunc(s[:end], unicode.IsSpace) + "…"
}

// Characters splits s where people see one character end and the next begin: marks, joiners, skin tones and pairs
// of regional letters stay with what they belong to. It covers what headlines hold of Unicode's rules
// for extended grapheme clusters (UAX 29), not Hangul parts or Indic conjuncts.
func Characters(s string) []string {
	var out []string
	start, flags := 0, 0
	var last rune
	for i, r := range s {
		if i > 0 && !sticks(last, r, flags) {
			out = append(out, s[start:i])
			start, flags = i, 0
		}
		if r >= 0x1f1e6 && r <= 0x1f1ff {
			flags++
		}
		last = r
	}
	if start < len(s) {
		out = append(out, s[start:])
	}
	return out
}

func sticks(last, r rune, flags int) bool {
	switch {
	case r == '\u200d', r >= 0xfe00 && r <= 0xfe0f, isSkin(r), unicode.In(r, unicode.Mn, unicode.Me, unicode.Mc):
		return true
	case last == '\u200d' && unicode.Is(unicode.So, r):
		return true
	case r >= 0x1f1e6 && r <= 0x1f1ff:
		return flags == 1 && last >= 0x1f1e6 && last <= 0x1f1ff
	}
	return last == '\r' && r == '\n'
}

func isSkin(r rune) bool { return r >= 0x1f3fb && r <= 0x1f3ff }
