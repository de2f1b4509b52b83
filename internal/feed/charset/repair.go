package charset

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Repair undoes the commonest damage there is: UTF-8 that a program took for windows-1252 or ISO 8859-1 and encoded again,
// so that "é" became "Ã©". A text is changed only if all of it can be read that way, which real text with accents cannot.
func Repair(s string) string {
	if !strings.ContainsAny(s, "ÂÃÄÅÎÏÐÑØÙàáâãäåæçèéêëìíîïð") {
		return s
	}
	for _, table := range []func(rune) (byte, bool){latin1, windows} {
		if repaired, ok := undo(s, table); ok {
			return repaired
		}
	}
	return s
}

// undo writes s in a single-byte encoding and reports whether the result is UTF-8 that says something else.
func undo(s string, table func(rune) (byte, bool)) (string, bool) {
	raw := make([]byte, 0, len(s))
	for _, r := range s {
		b, ok := table(r)
		if !ok {
			return "", false
		}
		raw = append(raw, b)
	}
	return string(raw), utf8.Valid(raw)
}

func latin1(r rune) (byte, bool) { return byte(r), r < 0x100 }

func windows(r rune) (byte, bool) {
	if r >= 0x80 && r < 0xA0 {
		return 0, false // characters that windows-1252 has not
	}
	return charmap.Windows1252.EncodeRune(r)
}
