package lexicon

import (
	"strings"
	"unicode"
)

// withdrawn are the words with which outlets mark a title of an article that they have withdrawn, folded: in brackets, or before a colon.
var withdrawn = map[string]bool{
	"withdrawn": true, "retracted": true, "retraction": true, "article withdrawn": true, "article retracted": true, "story withdrawn": true, "deleted": true,
	"retire": true, "article retire": true, "retractation": true, "article supprime": true, "supprime": true,
	"撤回": true, "已撤回": true, "撤稿": true, "已撤稿": true, "已删除": true, "文章已删除": true, "本文已撤回": true,
}

// Withdrawn reports whether a title says that its article was withdrawn: by a mark before it, in brackets or before a colon, or by nothing
// else than that.
func Withdrawn(title string) bool {
	folded := FoldString(Simplified(title))
	if withdrawn[strings.TrimFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) })] {
		return true
	}
	for open, end := range map[string]string{"[": "]", "(": ")", "【": "】", "（": "）", "": ":"} {
		rest, ok := strings.CutPrefix(strings.TrimSpace(folded), open)
		if !ok {
			continue
		}
		if mark, _, ok := strings.Cut(rest, end); ok && withdrawn[strings.TrimSpace(mark)] {
			return true
		}
	}
	return false
}
