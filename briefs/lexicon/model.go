package lexicon

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Model is a version of a product as a headline names it: Qwen3.8-Max, DeepSeek V4 Pro, Kimi K3, GPT-5.5.
type Model struct {
	Family     string // id of the model family or lab when the lexicon knows it, else the folded word before the version
	Version    string // folded, a leading "v" dropped: "3.8", "4", "k3", "r1"
	Variant    string // "max", "pro", "flash", several joined by spaces; empty for none
	Start, End int    // bytes of the text as given
}

// variants are words that set versions of one model apart.
var variants = wordSet(`pro max flash turbo lite plus mini air ultra thinking coder vl vlo omni image video preview ocr math audio tts asr
	embedding base instruct next edge nano small large haiku sonnet opus speciale exp researcher agent code`)

// variantBits gives each variant's word a bit.
var variantBits = func() map[string]uint64 {
	out := map[string]uint64{}
	for i, w := range slices.Sorted(maps.Keys(variants)) {
		out[w] = 1 << i // there are fewer than 64
	}
	return out
}()

// Words returns the variant's words as a set of bits, the same as long as the program is.
func (m Model) Words() uint64 {
	set := uint64(0)
	for w := range strings.FieldsSeq(m.Variant) {
		set |= variantBits[w]
	}
	return set
}

// Models returns the versions named in a text: after a name that the lexicon knows, also with a space ("Kimi K3", 千问3), and
// after any other Latin word when glued or hyphenated ("GPT-5.5", "LongCat-2.0"). Quarters and halves (Q3, H1) are not versions.
func (l *Lexicon) Models(text string) []Model {
	f := Fold(text)
	return l.ModelsIn(f, l.FindFolded(f, text))
}

// ModelsIn is Models for a folded text and its mentions.
func (l *Lexicon) ModelsIn(f Folded, mentions []Mention) []Model {
	var out []Model
	for i := 0; i < len(f.Text); {
		r, size := utf8.DecodeRuneInString(f.Text[i:])
		if !isDigit(r) || i > 0 && (isDigit(rune(f.Text[i-1])) || f.Text[i-1] == '.' || f.Text[i-1] == ',') {
			i += size
			continue
		}
		m, end, ok := l.model(f, mentions, i)
		if !ok {
			i += size
			continue
		}
		m.Start, m.End = f.Origin(m.Start), f.Origin(end)
		out = append(out, m)
		i = end
	}
	return out
}

// model reads the version whose first digit is at byte i of the folded text; Start is a folded byte.
func (l *Lexicon) model(f Folded, mentions []Mention, i int) (Model, int, bool) {
	text := f.Text
	begin := i // of the version: one letter may stand before the digits
	if begin > 0 && isLetter(text[begin-1]) && (begin == 1 || !isLatin(lastRune(text[:begin-1]))) {
		begin--
	}
	end := versionEnd(text, i)
	if end < 0 {
		return Model{}, 0, false
	}
	m := Model{Version: strings.TrimPrefix(text[begin:end], "v")}
	var ok bool
	if m.Family, m.Start, ok = l.before(f, mentions, begin); !ok {
		if m.Family, m.Start, ok = wordBefore(text, begin, i); !ok {
			return Model{}, 0, false
		}
	}
	if calendar(text[begin:end]) {
		return Model{}, 0, false
	}
	m.Variant, end = variantAfter(text, end)
	return m, end, true
}

// before finds the mention that a version at the folded byte belongs to: it covers it or ends right before it.
func (l *Lexicon) before(f Folded, mentions []Mention, begin int) (string, int, bool) {
	edge := begin
	for edge > 0 && isSeparator(rune(f.Text[edge-1])) {
		edge--
	}
	for _, m := range mentions {
		covers := m.Start < f.Origin(begin) && m.End > f.Origin(begin)
		if m.Entity == "" || !covers && m.End != f.Origin(edge) {
			continue
		}
		family, versioned := l.modelFamily(m.Entity)
		letter := isLetter(f.Text[begin])
		if !versioned && !letter {
			continue
		}
		start, _ := slices.BinarySearch(f.at, int32(m.Start))
		return family, start, true
	}
	return "", 0, false
}

// modelFamily climbs from a model to its family or lab, and says whether a bare number behind the name is a version:
// it is for models (千问3), not for companies (小米 15 亿).
func (l *Lexicon) modelFamily(id string) (string, bool) {
	kind := l.entities[id].Kind
	if kind != "model" {
		return id, strings.HasPrefix(kind, "model") || kind == "app" || kind == "product"
	}
	for _, member := range l.Family(id) {
		if l.entities[member].Kind != "model" {
			return member, true
		}
	}
	return id, true
}

// wordBefore takes the Latin word that a version is glued or hyphenated to.
func wordBefore(text string, begin, digit int) (string, int, bool) {
	end := begin
	if end > 0 && text[end-1] == '-' {
		end--
	} else {
		end = digit
	}
	start := end
	for start > 0 && isLatin(lastRune(text[:start])) {
		_, size := utf8.DecodeLastRuneInString(text[:start])
		start -= size
	}
	if word := text[start:end]; end-start >= 2 && !notModels[word] {
		return word, start, true
	}
	return "", 0, false
}

// notModels are words that stand before numbers without naming a model.
var notModels = wordSet(`usd rmb cny hkd eur us hk nt covid ipo top day no nr vol fy mwc ces world sub pre mid post non over under part
	step level tier article section age version chapter page room gate ndaa cop euro dec jan feb mar apr may jun jul aug sep oct nov`)

func calendar(version string) bool {
	return len(version) == 2 && (version[0] == 'q' || version[0] == 't' && version[1] <= '4' || version[0] == 'h' && version[1] <= '2')
}

// versionEnd returns where the digits from i on end as a version, -1 when they are an amount instead. Four digits are a
// build (0731), more are not a version.
func versionEnd(text string, i int) int {
	end, digits := i, 0
	for end < len(text) && (isDigit(rune(text[end])) || text[end] == '.' && end+1 < len(text) && isDigit(rune(text[end+1]))) {
		end++
		digits++
	}
	if digits > 4 {
		return -1
	}
	rest, _ := utf8.DecodeRuneInString(text[end:])
	switch {
	case end == len(text):
	case rest == '%' || rest == ',' && end+1 < len(text) && isDigit(rune(text[end+1])):
		return -1
	case strings.ContainsRune("万亿元年月日个款家倍人天小分岁折名位部台项条颗", rest):
		return -1
	case isLatin(rest):
		word := latinRun(text[end:])
		if len(word) > 1 && !variants[word] {
			return -1
		}
		if len(word) == 1 {
			end++ // "910b", "gpt-4o"
		}
	}
	return end
}

// variantAfter reads the variant words behind a version, and a build number of four digits.
func variantAfter(text string, end int) (string, int) {
	var words []string
	for {
		next := end
		for next < len(text) && isSeparator(rune(text[next])) {
			next++
		}
		word := latinRun(text[next:])
		if word == "" || !variants[word] || next+len(word) < len(text) && isDigit(rune(text[next+len(word)])) {
			break
		}
		words = append(words, word)
		end = next + len(word)
	}
	return strings.Join(words, " "), end + len(buildAfter(text[end:]))
}

// buildAfter returns the separator and the four digits of a build, such as "-0731".
func buildAfter(rest string) string {
	if len(rest) < 5 || !isSeparator(rune(rest[0])) || len(rest) > 5 && isDigit(rune(rest[5])) {
		return ""
	}
	for _, c := range rest[1:5] {
		if !isDigit(c) {
			return ""
		}
	}
	return rest[:5]
}

func latinRun(s string) string {
	for i, r := range s {
		if !isLatin(r) {
			return s[:i]
		}
	}
	return s
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' }
