package xmlscan

import (
	"bytes"
	"html"
	"strings"
	"unicode/utf8"
)

// longestEntity is the length of the longest name in HTML's list, CounterClockwiseContourIntegral.
const longestEntity = 32

// Decode returns b with its character references and HTML entities decoded. A reference must end with a semicolon, so that
// an address such as "?a=1&copy=2" stays what it is; an '&' that begins no reference stays an '&'.
func Decode(b []byte) string {
	if bytes.IndexByte(b, '&') < 0 {
		return string(b)
	}
	return string(AppendDecoded(make([]byte, 0, len(b)), b))
}

// DecodeString is Decode for a string, which it returns unchanged where there is nothing to decode.
func DecodeString(s string) string {
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	return string(AppendDecoded(make([]byte, 0, len(s)), []byte(s)))
}

// AppendDecoded appends the decoded form of b to dst.
func AppendDecoded(dst, b []byte) []byte {
	for {
		i := bytes.IndexByte(b, '&')
		if i < 0 {
			return append(dst, b...)
		}
		dst = append(dst, b[:i]...)
		b = b[i:]
		end := bytes.IndexByte(b[:min(len(b), longestEntity+2)], ';')
		if end > 1 {
			if out, ok := appendEntity(dst, b[1:end]); ok {
				dst, b = out, b[end+1:]
				continue
			}
		}
		dst, b = append(dst, '&'), b[1:]
	}
}

func appendEntity(dst, name []byte) ([]byte, bool) {
	switch string(name) {
	case "amp":
		return append(dst, '&'), true
	case "lt":
		return append(dst, '<'), true
	case "gt":
		return append(dst, '>'), true
	case "quot":
		return append(dst, '"'), true
	case "apos":
		return append(dst, '\''), true
	case "semi":
		return append(dst, ';'), true
	}
	if name[0] == '#' {
		return appendReference(dst, name[1:])
	}
	// The library knows all of HTML's names but also decodes a known beginning of an unknown name; then the semicolon is left over.
	decoded := html.UnescapeString("&" + string(name) + ";")
	if decoded[0] == '&' || decoded[len(decoded)-1] == ';' {
		return dst, false
	}
	return append(dst, decoded...), true
}

func appendReference(dst, digits []byte) ([]byte, bool) {
	base := rune(10)
	if len(digits) > 1 && (digits[0] == 'x' || digits[0] == 'X') {
		base, digits = 16, digits[1:]
	}
	if len(digits) == 0 {
		return dst, false
	}
	r := rune(0)
	for _, c := range digits {
		d := digit(c)
		if d >= base {
			return dst, false
		}
		if r <= utf8.MaxRune {
			r = r*base + d
		}
	}
	return utf8.AppendRune(dst, scalar(r)), true
}

func digit(c byte) rune {
	switch {
	case '0' <= c && c <= '9':
		return rune(c - '0')
	case 'a' <= c && c <= 'f':
		return rune(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return rune(c-'A') + 10
	}
	return 99
}

// windows1252 is what Windows puts at 0x80 to 0x9F, where Unicode has control characters that no feed means.
var windows1252 = [32]rune{
	'€', 0x81, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0x8D, 'Ž', 0x8F,
	0x90, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0x9D, 'ž', 'Ÿ',
}

// FromWindows returns the character that was meant by a C1 control character: the one of windows-1252 at its place.
// Every other rune is returned as it is.
func FromWindows(r rune) rune {
	if r >= 0x80 && r < 0xA0 {
		return windows1252[r-0x80]
	}
	return r
}

// scalar maps a number to the character meant by it.
func scalar(r rune) rune {
	switch {
	case r == 0 || r > utf8.MaxRune || r >= 0xD800 && r < 0xE000:
		return utf8.RuneError
	}
	return FromWindows(r)
}
