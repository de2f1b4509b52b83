package present

import (
	"strings"
	"unicode"
)

// mark stands on both sides of a value while it is put into a wording, so that the border can be seen afterwards. No text that
// comes from outside keeps this character: bot.Clean drops it.
const mark = "\ue000"

// marked returns a value with its borders marked, in the languages where they matter.
func (v Voice) marked(value string) string {
	if v.lang == "en" || value == "" {
		return value
	}
	return mark + strings.ReplaceAll(value, mark, "") + mark
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
