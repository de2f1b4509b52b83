// Package charset turns a feed's bytes into UTF-8, whatever encoding they are in and whatever is said about it.
//
// Order of belief: byte-order mark, UTF-16 or UTF-32 by the look of the first "<", valid UTF-8, the HTTP header, the
// document's own declaration, and then a guess from the bytes.
package charset

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// Result is a document in UTF-8.
type Result struct {
	Text     []byte
	Name     string // the encoding that was used, in lower case
	Guessed  bool   // neither mark, header nor declaration was right
	Wrong    string // the charset that was named and is not what the bytes are, or the empty string
	Replaced int    // characters that could not be read and stand as U+FFFD
}

var marks = []struct {
	mark string
	name string
	enc  encoding.Encoding
}{
	{"\xEF\xBB\xBF", "utf-8", nil},
	{"\xFF\xFE\x00\x00", "utf-32le", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)},
	{"\x00\x00\xFE\xFF", "utf-32be", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)},
	{"\xFF\xFE", "utf-16le", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
	{"\xFE\xFF", "utf-16be", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
}

// looks are the first bytes of a document without a mark: "<" and one more character, in the encodings that do not begin as ASCII.
var looks = []struct {
	first string
	name  string
	enc   encoding.Encoding
}{
	{"\x00\x00\x00<", "utf-32be", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)},
	{"<\x00\x00\x00", "utf-32le", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)},
	{"\x00<\x00", "utf-16be", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
	{"<\x00", "utf-16le", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
	{"{\x00\x00\x00", "utf-32le", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)},
	{"\x00\x00\x00{", "utf-32be", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)},
	{"\x00{\x00", "utf-16be", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)},
	{"{\x00", "utf-16le", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)},
	{"\x4C\x6F\xA7\x94\x93", "ibm037", charmap.CodePage037}, // "<?xml" in EBCDIC
}

// Decode returns body as UTF-8. contentType is the value of the HTTP header, or the empty string.
func Decode(body []byte, contentType string) Result {
	for _, m := range marks {
		if bytes.HasPrefix(body, []byte(m.mark)) {
			return wide(body[len(m.mark):], m.name, m.enc)
		}
	}
	trimmed := bytes.TrimLeft(body, " \t\r\n")
	for _, l := range looks {
		if bytes.HasPrefix(trimmed, []byte(l.first)) {
			return wide(body, l.name, l.enc)
		}
	}
	header, declared := fromHeader(contentType), fromDocument(body)
	if utf8.Valid(body) && !sevenBit(body, header, declared) {
		r := Result{Text: body, Name: "utf-8"}
		if (header != "" || declared != "") && high(body) > 0 {
			r.Wrong = firstOther("utf-8", header, declared)
		}
		return r
	}
	return narrow(body, header, declared)
}

// wide decodes an encoding that is known for sure.
func wide(body []byte, name string, enc encoding.Encoding) Result {
	if enc == nil {
		text := bytes.ToValidUTF8(body, []byte("\uFFFD"))
		return Result{Text: text, Name: name, Replaced: replaced(text) - replaced(body)}
	}
	text, _ := apply(enc, body)
	text = bytes.TrimPrefix(text, []byte("\uFEFF"))
	return Result{Text: text, Name: name, Replaced: replaced(text)}
}

// narrow decodes an 8-bit or multi-byte encoding: the first that is named and fits, else the likeliest.
func narrow(body []byte, header, declared string) Result {
	for _, name := range order(header, declared) {
		enc, canonical := find(name)
		if enc == nil {
			continue
		}
		if canonical == "utf-8" {
			if r, ok := damagedUTF8(body); ok {
				return r
			}
			continue
		}
		if text, bad := apply(enc, body); tolerable(bad, body) {
			return Result{Text: text, Name: canonical, Wrong: firstOther(canonical, header, declared), Replaced: bad}
		}
	}
	if r, ok := damagedUTF8(body); ok {
		r.Wrong = firstOther("utf-8", header, declared)
		return r
	}
	r := guess(body)
	r.Wrong = firstOther(r.Name, header, declared)
	return r
}

// order puts the header before the declaration, unless a header that names a single-byte charset, which is what servers say
// when nobody told them, stands against a declared multi-byte one that fits the bytes.
func order(header, declared string) []string {
	if header == declared {
		return []string{header}
	}
	_, h := find(header)
	enc, d := find(declared)
	if enc != nil && multibyte(d) && !multibyte(h) && h != "utf-8" {
		return []string{declared, header}
	}
	return []string{header, declared}
}

// tolerable reports whether so few characters were unreadable that the encoding is still right.
func tolerable(bad int, body []byte) bool {
	return bad == 0 || bad*50 < high(body)
}

// high counts the bytes that are not ASCII.
func high(body []byte) int {
	n := 0
	for _, c := range body {
		if c >= 0x80 {
			n++
		}
	}
	return n
}

// damagedUTF8 reads body as UTF-8 with some bytes broken, if that is what it is: more whole characters than broken bytes.
func damagedUTF8(body []byte) (Result, bool) {
	whole, broken := 0, 0
	for i := 0; i < len(body); {
		if body[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(body[i:])
		if r == utf8.RuneError && size == 1 {
			broken++
		} else {
			whole++
		}
		i += size
	}
	if whole <= 2*broken {
		return Result{}, false
	}
	return Result{Text: bytes.ToValidUTF8(body, []byte("\uFFFD")), Name: "utf-8", Replaced: broken}, true
}

// apply decodes body and counts the characters it could not read. A decoder of x/text reports no error: it writes U+FFFD.
func apply(enc encoding.Encoding, body []byte) ([]byte, int) {
	text, err := enc.NewDecoder().Bytes(body)
	if err != nil {
		return bytes.ToValidUTF8(body, []byte("\uFFFD")), len(body)
	}
	return text, replaced(text)
}

func replaced(text []byte) int { return bytes.Count(text, []byte("\uFFFD")) }

// firstOther returns the first named charset that is another encoding than the one in use.
func firstOther(used string, names ...string) string {
	for _, name := range names {
		if name == "" {
			continue
		}
		if _, canonical := find(name); canonical != used {
			return name
		}
	}
	return ""
}
