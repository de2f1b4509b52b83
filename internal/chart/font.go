package chart

import (
	_ "embed" // the font
	"sort"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"

	"briefbot/bot"
)

// scale is how many pixels the picture has for one of the units that everything here is laid out in.
const scale = 2

//go:embed font/NotoSansCJK.otf
var fontBytes []byte

// parsed is the embedded font; several pictures may read it at once.
var parsed = sync.OnceValues(func() (*sfnt.Font, error) { return opentype.Parse(fontBytes) })

// missing stands for a character that the font does not have.
const missing = '□'

// unmarked are letters without a decomposition, in letters that the font has.
var unmarked = map[rune]rune{
	'ł': 'l', 'Ł': 'L', 'đ': 'd', 'Đ': 'D', 'ħ': 'h', 'Ħ': 'H', 'ı': 'i', 'ŧ': 't', 'Ŧ': 'T', 'ŀ': 'l', 'ŉ': 'n', 'ĸ': 'k', 'ŋ': 'n', 'Ŋ': 'N',
	'\u2009': ' ', '\u200a': ' ', '\u202f': ' ', '\u2044': '/', '\t': ' ', '\n': ' ',
}

// narrow are spaces that are less wide than others: French sets them inside numbers and before "%".
const narrow = "\u2009\u200a\u202f"

// writer measures and sets text. Sizes and widths are in layout units. It is for one goroutine.
type writer struct {
	font  *sfnt.Font
	buf   sfnt.Buffer
	faces map[float64]font.Face
}

func newWriter() (*writer, error) {
	f, err := parsed()
	if err != nil {
		return nil, err
	}
	return &writer{font: f, faces: map[float64]font.Face{}}, nil
}

// face returns the font at a size.
func (w *writer) face(size float64) font.Face {
	f := w.faces[size]
	if f == nil {
		var err error
		if f, err = opentype.NewFace(w.font, &opentype.FaceOptions{Size: size * scale, DPI: 72}); err != nil {
			panic(err) // it refuses no options like these
		}
		w.faces[size] = f
	}
	return f
}

func (w *writer) has(r rune) bool {
	i, err := w.font.GlyphIndex(&w.buf, r)
	return err == nil && i != 0
}

// textMost is the most characters that a text can show in a picture, with plenty to spare.
const textMost = 400

// dots are an ellipsis. The font's own is as wide as a Chinese character and stands in the middle of the line.
const dots = "..."

// legible returns s in characters that the font has: composed, without marks that it lacks, and with a box for what is left.
// What shows nothing by itself, such as a joiner or a variation selector, is dropped, and so is what no picture has room for.
func (w *writer) legible(s string) string {
	s = bot.Cut(s, textMost)
	return strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(narrow, r):
			return '\u202f'
		case unmarked[r] != 0:
			return unmarked[r]
		case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Mn, r), unicode.IsControl(r):
			return -1
		case w.has(r):
			return r
		}
		if base, _ := utf8.DecodeRuneInString(norm.NFKD.String(string(r))); w.has(base) {
			return base
		}
		return missing
	}, norm.NFC.String(strings.ReplaceAll(s, "…", dots)))
}

// glyphs calls each for every character of a legible text with its place in pixels, from zero, and returns the
// place after the last.
func (w *writer) glyphs(size float64, s string, each func(at fixed.Int26_6, r rune)) fixed.Int26_6 {
	var x fixed.Int26_6
	var before sfnt.GlyphIndex
	em := fixed.Int26_6(size * scale * 64)
	for _, r := range s {
		shown := r
		if r == '\u202f' {
			shown = ' '
		}
		index, _ := w.font.GlyphIndex(&w.buf, shown) // a legible text holds no other
		advance, _ := w.font.GlyphAdvance(&w.buf, index, em, font.HintingNone)
		if r == '\u202f' {
			advance = advance * 3 / 4
		}
		if before != 0 && r < 0x250 {
			// Not the Kern of opentype.Face, whose result is of another size.
			kern, _ := w.font.Kern(&w.buf, before, index, em, font.HintingNone) // an error is a pair without kerning
			x += kern
		}
		if each != nil && r != '\u202f' {
			each(x, r)
		}
		if before = 0; r < 0x250 {
			before = index
		}
		x += advance
	}
	return x
}

// measure returns the width of a legible text.
func (w *writer) measure(size float64, s string) float64 {
	return float64(w.glyphs(size, s, nil)) / 64 / scale
}

// shorten cuts a legible text to a width, with an ellipsis; empty when not even that fits.
func (w *writer) shorten(size float64, s string, limit float64) string {
	if w.measure(size, s) <= limit {
		return s
	}
	parts := bot.Characters(s)
	first := func(n int) string {
		return strings.TrimRightFunc(strings.Join(parts[:n], ""), func(r rune) bool {
			return unicode.IsSpace(r) || strings.ContainsRune("-–—.,;:·/(（，、", r)
		}) + dots
	}
	tooMany := sort.Search(len(parts), func(n int) bool { return w.measure(size, first(n)) > limit })
	if tooMany == 0 {
		return ""
	}
	return first(tooMany - 1)
}

// paragraph sets any text in at most so many legible lines of a width; the last of them is cut.
func (w *writer) paragraph(size float64, s string, limit float64, lines int) []string {
	var out []string
	s = strings.TrimSpace(w.legible(s))
	for s != "" && len(out) < lines-1 {
		end := w.lineEnd(size, s, limit)
		if end >= len(s) {
			break
		}
		out = append(out, strings.TrimSpace(s[:end]))
		s = strings.TrimSpace(s[end:])
	}
	if s != "" {
		if s = w.shorten(size, s, limit); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// lineEnd returns where the first line of a text ends: at a space, or between Chinese characters.
func (w *writer) lineEnd(size float64, s string, limit float64) int {
	end, place, x := 0, 0, 0.0
	before := rune(-1)
	for i, r := range s {
		if i > 0 && mayBreak(before, r) {
			end = i
		}
		x += w.measure(size, string(r))
		if x > limit && i > 0 && !unicode.IsSpace(r) {
			if end == 0 {
				return place
			}
			return end
		}
		place, before = i+len(string(r)), r
	}
	return len(s)
}

// mayBreak reports whether a line may end between two characters.
func mayBreak(before, after rune) bool {
	if unicode.IsSpace(before) {
		return before != '\u00a0' && before != '\u202f'
	}
	if strings.ContainsRune("，。、；：！？）》」』】%.", after) || strings.ContainsRune("（《「『【", before) {
		return false
	}
	return unicode.Is(unicode.Han, before) || unicode.Is(unicode.Han, after) || strings.ContainsRune("，。、；：）》」』】", before)
}
