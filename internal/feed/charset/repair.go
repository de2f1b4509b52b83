package charset

import "unicode/utf8"

// Repair undoes the commonest damage there is: UTF-8 that a program took for ISO 8859-1 and encoded again, so that "é" became
// "Ã©". A text is changed only if all of it can be read that way, which real text with accents cannot.
func Repair(s string) string {
	if !latin1(s) {
		return s
	}
	raw := make([]byte, 0, len(s))
	for _, r := range s {
		raw = append(raw, byte(r))
	}
	if !utf8.Valid(raw) {
		return s
	}
	return string(raw)
}

// latin1 reports whether s holds characters of ISO 8859-1 beyond ASCII, and no others: in UTF-8 they begin with C2 or C3.
func latin1(s string) bool {
	found := false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c < 0x80:
		case c == 0xC2 || c == 0xC3:
			found = true
			i++
		default:
			return false
		}
	}
	return found
}
