package topics

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"briefbot/briefs/lexicon"
)

// slight matches titles that tell what somebody thinks of events, how something is used or tried, or that a company has nothing to do with one. Titles
// are folded.
var slight = regexp.MustCompile(`^(opinion|analysis|explained|explainer|commentary|review|q&a|podcast|video|hands[- ]on|how|why|what|inside|the illustrated|here'?s|meet|column|i|my)\b|` +
	`^(show|ask|tell|launch) hn\b|^\[[^\[\]]{2,16}\] |[:–] (how|why|what)\b|\bvs\b|` +
	`\b(newsletter|price target|explained|tutorial|cheat sheet|hands[- ]on|earnings call (summary|transcript|highlights)|(beginner'?s|complete|practical) guide)\b|` +
	`^(pourquoi|comment|qu'est-ce|faut-il|tribune|opinion|edito|chronique|analyse|decryptage|entretien|interview|prise en main|tutoriel|quels?|quelles?|j'ai)\b|` +
	`实测|测评|评测|横评|上手体验|一文(读懂|看懂)|教程|手把手|为什么|为何|凭什么|意味着什么|闭门会|圆桌|^(对话|专访|访谈|观点|揭秘|自由开讲|社论|时评|我们|我用|我把|我让)|` +
	`破防|赢麻|泼天|炸裂|杀疯|封神|王炸|辟谣|澄清|(无|未)[^,]{0,8}(合作|持有)|假消息|目标价|(维持|上调|下调|给予|重申)[^,]{0,12}评级`)

// Slight reports whether a title tells no event of weight: comment, a question, an analyst's rating, a guide or trial of a product, a denial, or several events in a row.
func Slight(title string) bool {
	folded := lexicon.Simplified(lexicon.FoldString(title))
	end := strings.TrimFunc(folded, func(r rune) bool { return r != '?' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return slight.MatchString(folded) || strings.HasSuffix(end, "?") || inARow(title)
}

// inARow reports whether a title lists three or more events by a few words each, "Xi on AI, Trump on trade, US tariffs". What only begins, ends or breaks
// a sentence has small letters after a comma.
func inARow(title string) bool {
	parts := strings.Split(title, ", ")
	for _, p := range parts {
		words := strings.Fields(p)
		if first, _ := utf8.DecodeRuneInString(p); !unicode.IsUpper(first) || len(words) < 2 || len(words) > 6 || said[lexicon.FoldString(words[len(words)-1])] {
			return false
		}
	}
	return len(parts) > 2
}

// said ends the part of a sentence that says who said so.
var said = map[string]bool{"says": true, "say": true, "finds": true, "find": true, "shows": true, "show": true, "reports": true, "report": true, "reuters": true, "wsj": true}
