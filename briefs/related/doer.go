package related

import (
	"regexp"
	"unicode"
	"unicode/utf8"
)

// Who does what many do. That one firm works with a cloud, takes up a model or tells its results is another event than that another firm does, however
// alike the titles are; and most of these firms nobody watches.

var (
	// doing matches the start of a folded Chinese title up to the word behind who acts.
	doing = regexp.MustCompile(`^(?:[^|丨:]{1,12}[|丨])?\s*([^,。:、"“”「」\s(!?]{2,14}?)` +
		`(?:宣布|官宣|与|和|携手|联合|牵手|联手|接入|全面接入|已|将|正式|完成|签署|签订|达成|加入|支持|集成|部署|上线|引入|首批|多款|` +
		`第[一二三四]季度|前[一二三]季度|[一二三四]季度|q[1-4]|20\d\d|:)`)
	// reporting matches the start of folded English titles of one template.
	reporting = regexp.MustCompile(`^([^:|]{2,60}?),? \(?q[1-4] (?:20\d\d )?(?:earnings|results)\b`)
	// outsider matches who only says something about what others do.
	outsider = regexp.MustCompile(`证券|建投|中金|花旗|高盛|瑞银|里昂|摩根|大摩|小摩|大和|野村|汇丰|机构|大行|分析|idc|gartner|canalys|omdia`)
)

// doerOf returns the word with which the name of who acts begins in a folded title, as its slot, when the title says what many do: who works
// with somebody, takes something up or tells results. 0 when nobody is found.
func (d *document) doerOf(title string) uint32 {
	events := d.signs.of(signEvents)
	if !has(events, symPartner) && !has(events, symIntegrate) && !has(events, symResults) {
		return 0
	}
	pattern := reporting
	if d.language == "zh" {
		pattern = doing
	}
	m := pattern.FindStringSubmatch(title)
	if m == nil || hearsay.MatchString(m[1]) || outsider.MatchString(m[1]) {
		return 0
	}
	return firstSlot(m[1])
}

// firstSlot returns the slot of a name's first Latin word or first two Han characters, whichever it begins with; 0 when it has neither.
func firstSlot(name string) uint32 {
	for i, r := range name {
		if unicode.Is(unicode.Han, r) {
			size := utf8.RuneLen(r)
			second, more := utf8.DecodeRuneInString(name[i+size:])
			if !unicode.Is(unicode.Han, second) {
				return 0
			}
			return slot('h', name[i:i+size+more])
		}
		if r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return slot('w', stem(latinWords(name[i:])[0]))
		}
	}
	return 0
}

// otherDoer reports whether two titles say of two what many do: neither names whom the other begins with.
func otherDoer(a, b *document) bool {
	return a.doer != 0 && b.doer != 0 && a.doer != b.doer && a.language == b.language && !a.says(b.doer) && !b.says(a.doer)
}

// says reports whether a document has a word, as far as its words are kept.
func (d *document) says(word uint32) bool {
	return d.of(ofHeadline).weightOf(word) > 0 || d.of(ofWords).weightOf(word) > 0
}

// howTo matches folded titles that teach how something is done.
var howTo = regexp.MustCompile(`教程|攻略|手把手|保姆级|^如何(?:用|使用|在|安装|部署)|使用指南|实践指南|配置.{0,3}指南|` +
	`\bhow to (?:use|install|watch|claim|file|run|export|build|set|get|repair)\b|^here's how to\b|\btutorial\b|` +
	`\bcomment (?:utiliser|installer|configurer|creer)\b|\bmode d'emploi\b|\ble guide pour\b|\btuto\b`)

// howToSigns are in every title that howTo matches.
var howToSigns = []string{"教程", "攻略", "手把手", "保姆级", "如何", "指南", "how to", "tuto", "comment", "mode d'", "guide"}

// teaches reports whether a folded title teaches how something is done: that is no news, and what others tell of the same thing is.
func teaches(title string) bool { return hasAny(title, howToSigns) && howTo.MatchString(title) }
