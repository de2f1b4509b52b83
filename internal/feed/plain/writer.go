package plain

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"briefbot/internal/feed/xmlscan"
)

// writer collects text with its blanks in order: runs of them become one, none stand at an end of a line.
type writer struct {
	b     strings.Builder
	lines bool // keep the borders of blocks as line breaks
	blank rune // owed before the next character: 0, ' ', '\n', or a no-break space that stood alone
}

func (w *writer) String() string { return w.b.String() }

// text adds characters between tags, with their entities decoded.
func (w *writer) text(s string) {
	s = xmlscan.DecodeString(s)
	from := 0
	for i := 0; i < len(s); {
		if c := s[i]; c > ' ' && c < 0x7F {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r != utf8.RuneError && r >= 0xA1 && r != 0x2028 && r != 0x2029 && r != 0xFEFF && !unicode.IsSpace(r) {
			i += size
			continue
		}
		w.run(s[from:i])
		w.odd(r, size)
		i += size
		from = i
	}
	w.run(s[from:])
}

// run adds characters that need no care.
func (w *writer) run(s string) {
	if s == "" {
		return
	}
	if w.blank != 0 && w.b.Len() > 0 {
		w.b.WriteRune(w.blank)
	}
	w.blank = 0
	w.b.WriteString(s)
}

// odd adds one blank, control character or broken byte.
func (w *writer) odd(r rune, size int) {
	switch {
	case r == utf8.RuneError && size <= 1:
		w.run("\uFFFD")
	case unicode.IsSpace(r) && r != 0x85, r == 0x2028, r == 0x2029:
		w.space(r)
	case r >= 0x80 && r < 0xA0:
		if meant := xmlscan.FromWindows(r); meant >= 0xA0 {
			w.run(string(meant))
		}
	case r == 0xFEFF || r < ' ' || r == 0x7F: // a byte-order mark or a control character: nothing to read
	default:
		w.run(string(r))
	}
}

func (w *writer) space(r rune) {
	switch {
	case w.blank == '\n':
	case w.blank == 0 && (r == 0xA0 || r == 0x202F || r == 0x3000):
		w.blank = r
	default:
		w.blank = ' '
	}
}

// tag adds what a tag means to the text around it.
func (w *writer) tag(name string) {
	switch {
	case inline(name):
	case w.lines && !cell(name):
		w.blank = '\n'
	default:
		w.space(' ')
	}
}
