package present

import (
	"strings"
	"unicode"
)

// mark stands on both sides of a value while it is put into a wording, so that the border can be seen afterwards. No text that
// comes from outside keeps this character: bot.Clean drops it.
const mark = "\ue000"

// marked returns a value with its borders marked, in the languages where they matter.
func (v Voice) marked(value string) string { return string(v.mark(nil, value)) }

// mark adds a value to a text as marked returns it.
func (v Voice) mark(text []byte, value string) []byte {
	if v.lang == "en" || value == "" {
		return append(text, value...)
	}
	return append(append(append(text, mark...), strings.ReplaceAll(value, mark, "")...), mark...)
}

// joined settles the borders between a wording and its values: French elides ("d’Omdia", "de Canalys"), Chinese sets a space
// between its characters and Latin letters ("关于 Nvidia 的", "关于英伟达的").
func (v Voice) joined(s string) string {
	switch v.lang {
	case "fr":
		return strings.ReplaceAll(elided(s), mark, "")
	case "zh":
		return spaced(s)
	}
	return s
}

// settled does the same within a text, from a place on.
func (v Voice) settled(text []byte, from int) []byte {
	if v.lang == "en" {
		return text
	}
	return append(text[:from], v.joined(string(text[from:]))...)
}

// vowels are what French elides before. Not h and y: most names that begin so, such as Huawei and Yicai, take none.
const vowels = "aàâeéèêiîoôuAÀÂEÉÈÊIÎOÔU"

func elided(s string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(s, "de "+mark)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		first := strings.TrimLeft(after, mark)
		word := before == "" || strings.HasSuffix(before, " ") || strings.HasSuffix(before, mark)
		if r := []rune(first + " ")[0]; word && strings.ContainsRune(vowels, r) {
			b.WriteString("d’" + mark)
		} else {
			b.WriteString("de " + mark)
		}
		s = after
	}
}

func spaced(s string) string {
	var b strings.Builder
	border, last := false, ' '
	for _, r := range s {
		if string(r) == mark {
			border = true
			continue
		}
		if border && (isHan(last) && isLatin(r) || isLatin(last) && isHan(r)) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		border, last = false, r
	}
	return b.String()
}

func isHan(r rune) bool   { return unicode.Is(unicode.Han, r) }
func isLatin(r rune) bool { return unicode.Is(unicode.Latin, r) }

// dressed returns names that are set as the language sets them. Records write Chinese without spaces around Latin letters and
// with the brackets of ASCII, as people type it.
func (v Voice) dressed(names Names) Names {
	if v.lang == "zh" {
		return inChinese{names}
	}
	return names
}

type inChinese struct{ Names }

// Name implements Names.
func (c inChinese) Name(id, language string) string { return typeset(c.Names.Name(id, language)) }

// Publisher implements Names.
func (c inChinese) Publisher(name, language string) string {
	return typeset(c.Names.Publisher(name, language))
}

// Phrase implements Names.
func (c inChinese) Phrase(text, language string) (string, bool) {
	said, ok := c.Names.Phrase(text, language)
	return typeset(said), ok
}

var fullBrackets = strings.NewReplacer(" (", "（", "(", "（", ")", "）")

// typeset sets spaces between Chinese and Latin letters, and makes brackets in Chinese texts full-width.
func typeset(s string) string {
	if !strings.ContainsFunc(s, isHan) {
		return s
	}
	var b strings.Builder
	last, word := ' ', false // whether the run of letters and digits that last ends has a letter, as "R1" has
	for _, r := range fullBrackets.Replace(s) {
		if isHan(last) && isLatin(r) || word && isHan(r) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		last, word = r, isLatin(r) || word && unicode.IsDigit(r)
	}
	return b.String()
}
