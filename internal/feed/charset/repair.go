package charset

import (
	"strings"
	"unicode/utf8"
)

// Repair undoes the commonest damage there is: UTF-8 that a program took for ISO 8859-1 and encoded again, so that "é" became
// "Ã©". A text is changed only if all of it can be read that way, which real text with accents cannot.
func Repair(s string) string {
	if !strings.ContainsAny(s, "ÂÃÄÅÎÏÐÑØÙàáâãäåæçèéêëìíîïð") {
		return s
	}
	raw := make([]byte, 0, len(s))
	for _, r := range s {
		if r > 0xFF {
			return s
		}
		raw = append(raw, byte(r))
	}
	if !utf8.Valid(raw) {
		return s
	}
	return string(raw)
}
