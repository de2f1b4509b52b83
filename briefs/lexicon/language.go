package lexicon

import "strings"

// frenchWords and englishWords are frequent words that the other language does not have.
var (
	frenchWords = wordSet(`le la les des une du et est dans sur pour qui que avec aux par sont ses cette ces plus pas au sa son
		leur mais nous vous ont fait etre ne se en chez contre selon apres entre depuis`)
	englishWords = wordSet(`the of and to in is for with on at from by its how why what as are be has this that will after over new
		into says it an than amid`)
)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// Language guesses the language of a headline: "zh", "fr", or "" when nothing speaks for either; the source's own language is
// then the better guess. It abstains rather than errs: kana and hangul make it "", and so does a tie.
func Language(text string) string {
	han, latin, accents := 0, 0, 0
	for _, r := range text {
		switch {
		case r >= 0x3040 && r <= 0x30ff || r >= 0xac00 && r <= 0xd7af:
			return ""
		case isHan(r):
			han++
		case isLatin(r):
			latin++
			if strings.ContainsRune("éèêëàâçùûîôœÉÈÊÀÂÇÙÎÔŒ", r) {
				accents++
			}
		}
	}
	if han >= 2 && han*6 >= latin {
		return "zh"
	}
	if han > 0 {
		return ""
	}
	french, english := accents, 0
	for _, w := range strings.FieldsFunc(FoldString(text), func(r rune) bool { return !isLatin(r) }) {
		switch {
		case frenchWords[w] || w == "l" || w == "d" || w == "qu":
			french++
		case englishWords[w]:
			english++
		}
	}
	if french >= 2 && french > english {
		return "fr"
	}
	return ""
}
