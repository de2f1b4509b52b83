package charset

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/gogs/chardet"
	"golang.org/x/text/encoding/charmap"
)

// sample is how many bytes around characters that are not ASCII the guess looks at.
const sample = 64 << 10

// guess reads body in the encoding that its bytes resemble most.
func guess(body []byte) Result {
	text := prose(body)
	for _, c := range candidates(text) {
		enc, canonical := find(c)
		if enc == nil || canonical == "utf-8" {
			continue
		}
		if out, bad := apply(enc, body); tolerable(bad, body) {
			return Result{Text: out, Name: canonical, Guessed: true, Replaced: bad}
		}
	}
	out, bad := apply(charmap.Windows1252, body)
	return Result{Text: out, Name: "windows-1252", Guessed: true, Replaced: bad}
}

// candidates returns charset names, likeliest first. Western text with a few accents, where statistics mislead, is told by
// its loneliness: accented letters stand between ASCII letters, while in Asian encodings high bytes come in runs.
func candidates(text []byte) []string {
	if western(text) {
		return []string{"windows-1252"}
	}
	found, err := chardet.NewTextDetector().DetectAll(text)
	if err != nil {
		return nil
	}
	// The detector asks its recognizers in parallel: among equals the order is by chance, and must not be.
	slices.SortFunc(found, func(a, b chardet.Result) int {
		return cmp.Or(b.Confidence-a.Confidence, preference(a.Charset)-preference(b.Charset), strings.Compare(a.Charset, b.Charset))
	})
	names := make([]string, 0, len(found))
	for _, f := range found {
		names = append(names, webName(f.Charset))
	}
	return names
}

// preferred are the detector's names of charsets that feeds use, likeliest first.
var preferred = []string{"UTF-8", "GB-18030", "Big5", "Shift_JIS", "EUC-JP", "EUC-KR", "windows-1251", "KOI8-R", "windows-1252", "ISO-8859-1"}

func preference(name string) int {
	if i := slices.Index(preferred, name); i >= 0 {
		return i
	}
	return len(preferred)
}

func webName(name string) string {
	if name == "GB-18030" {
		return "gb18030"
	}
	return strings.ToLower(name)
}

// western reports whether high bytes are few and mostly stand alone.
func western(text []byte) bool {
	runs, single, highs := 0, 0, 0
	for i := 0; i < len(text); {
		if text[i] < 0x80 {
			i++
			continue
		}
		n := 1
		for i+n < len(text) && text[i+n] >= 0x80 {
			n++
		}
		runs, highs = runs+1, highs+n
		if n == 1 && latinLetter(text[i]) {
			single++
		}
		i += n
	}
	return runs > 0 && single*10 >= runs*8 && highs*4 < len(text)
}

// latinLetter reports whether c is a letter or a common sign in windows-1252.
func latinLetter(c byte) bool {
	return c >= 0xC0 || bytes.IndexByte([]byte("\x80\x85\x91\x92\x93\x94\x96\x97\x99\x9c\xa0\xa3\xa9\xab\xae\xb0\xb7\xbb"), c) >= 0
}

// prose returns the lines and tags' insides that hold something else than ASCII: names of elements would drown the rest.
func prose(body []byte) []byte {
	out := make([]byte, 0, min(len(body), sample))
	for _, part := range bytes.FieldsFunc(body, func(r rune) bool { return r == '<' || r == '>' }) {
		if high(part) > 0 {
			out = append(append(out, part...), '\n')
		}
		if len(out) >= sample {
			break
		}
	}
	return out
}
