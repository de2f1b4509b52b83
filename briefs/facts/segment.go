package facts

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
	"briefbot/briefs/lexicon/period"
)

// typedWord is a word as typed, and squeezed.
type typedWord struct {
	text, squeezed string
	onward         string // squeezed, with all words after it
}

// wordsTyped adds the words of a text, which is cut at its spaces, to an empty list. Each word is squeezed once: several squeezed words in a
// row are what they are together.
func wordsTyped(out []typedWord, text string) []typedWord {
	var room [64]byte
	all := room[:0]
	var begins [maxPhrase]int
	starts := begins[:0]
	for field := range strings.FieldsFuncSeq(text, unicode.IsSpace) {
		starts = append(starts, len(all))
		all = addSqueezed(all, field)
		out = append(out, typedWord{text: field})
	}
	onward := string(all)
	for i, start := range starts {
		w := &out[i]
		w.onward = onward[start:]
		w.squeezed = w.onward
		if i+1 < len(starts) {
			w.squeezed = onward[start:starts[i+1]]
		}
	}
	return out
}

// squeezed returns words in a row as what they are together; empty where the last of them is nothing.
func squeezed(words []typedWord) string {
	first, last := &words[0], &words[len(words)-1]
	if last.squeezed == "" {
		return ""
	}
	return first.onward[:len(first.onward)-len(last.onward)+len(last.squeezed)]
}

// longest returns the most words from the first on, at most maxPhrase, whose squeezed form is known; 0 for none.
func longest(words []typedWord, known func(squeezed string) bool) int {
	for n := min(maxPhrase, len(words)); n > 0; n-- {
		if key := squeezed(words[:n]); key != "" && known(key) {
			return n
		}
	}
	return 0
}

func textOf(words []typedWord) string {
	if len(words) == 1 {
		return words[0].text
	}
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = w.text
	}
	return strings.Join(texts, " ")
}

// segments cuts the words of a question into names and what is said of them, the longest first from each place on.
func (b *Book) segments(a *asked) ([]segment, error) {
	var room [maxPhrase]typedWord
	words := wordsTyped(room[:0], a.Question.Text)
	out := make([]segment, 0, 2)
	var unknown []typedWord
	for i := 0; i < len(words); {
		var n int
		if out, n = b.found(out, words[i:]); n == 0 {
			n = 1
			if words[i].squeezed != "" && !fillers[words[i].squeezed] {
				unknown = append(unknown, words[i])
			}
		}
		i += n
	}
	if len(unknown) == 0 {
		return out, nil
	}
	market, err := b.unknown(a.Question.Text, textOf(unknown), idsOf(out), a.Question)
	if a.Question.Market = cmp.Or(a.Question.Market, market); market == "" {
		return nil, err
	}
	return out, nil
}

// found adds what the words begin with to segments, and says how many of them it takes: a name, a word for a metric, a number, a
// currency, or several of them in one word, as Chinese is written.
func (b *Book) found(out []segment, words []typedWord) ([]segment, int) {
	s, n := b.segment(words)
	if w, text, taken := b.phraseAt(words); taken > 0 && taken >= n {
		return append(out, segment{text: text, word: w}), taken
	}
	text := words[0].text
	switch {
	case n > 0:
		return append(out, s), n
	case len(text) <= 2:
		if c, err := strconv.Atoi(text); err == nil && c > 0 && c <= maxCount {
			return append(out, segment{text: text, count: c}), 1
		}
	}
	if money := currencies[lexicon.FoldString(text)]; money != "" {
		return append(out, segment{text: text, money: money}), 1
	}
	if list := b.cut(text); list != nil {
		return append(out, list...), 1
	}
	return out, 0
}

// segment returns the longest name that the words begin with, and how many of them it takes. A French article or an English
// genitive that is glued to a name is no part of it.
func (b *Book) segment(words []typedWord) (segment, int) {
	if n := longest(words, func(key string) bool { return len(b.names[key]) > 0 }); n > 0 {
		return segment{text: textOf(words[:n]), ids: b.names[squeezed(words[:n])]}, n
	}
	if !strings.ContainsAny(words[0].text+words[min(len(words), maxPhrase)-1].text, "'’") {
		return segment{}, 0
	}
	for n := min(maxPhrase, len(words)); n > 0; n-- {
		folded := lexicon.FoldString(textOf(words[:n]))
		_, name, _ := strings.Cut(folded, "'")
		for _, name := range []string{name, strings.TrimSuffix(folded, "'s")} {
			if ids := b.named(name); len(ids) > 0 {
				return segment{text: name, ids: ids}, n
			}
		}
	}
	return segment{}, 0
}

// maxHan is how many characters a name within a word of Chinese may have.
const maxHan = 24

// cut cuts a word that holds Chinese into names and words for metrics, the longest first; nil when something remains.
func (b *Book) cut(text string) []segment {
	runes := []rune(text)
	if !slices.ContainsFunc(runes, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return nil
	}
	var out []segment
	for i := 0; i < len(runes); {
		n := min(len(runes)-i, maxHan)
		for ; n > 0; n-- {
			part := string(runes[i : i+n])
			if i+n < len(runes) && latin(runes[i+n-1]) && latin(runes[i+n]) {
				continue // within a Latin word
			}
			if w, ok := b.wordOf(squeeze(part)); ok {
				out = append(out, segment{text: part, word: &w})
				break
			}
			if ids := b.named(part); len(ids) > 0 {
				out = append(out, segment{text: part, ids: ids})
				break
			}
			if fillers[part] || squeeze(part) == "" {
				break
			}
		}
		if n == 0 {
			return nil
		}
		i += n
	}
	return out
}

func latin(r rune) bool {
	return !unicode.Is(unicode.Han, r) && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// unknown returns the market that words fit which bear no name, or says what is wrong with them: a period that is none, or a name that
// is not known. Where the whole text is near to a name, as in "alibaba clod", all of it is taken for the name.
func (b *Book) unknown(text, words string, ids []string, q Question) (string, error) {
	for _, w := range strings.Fields(words) {
		if period.WithoutYear(w) {
			return "", &BadArgument{Flaw: NoYear, Value: w}
		}
		if yearLike(w) {
			return "", &BadArgument{Flaw: BadPeriod, Value: w}
		}
	}
	near := b.suggest(words, q.Metric)
	if len(near) == 0 {
		if said := b.nearWords(words); len(said) > 0 {
			return "", &BadArgument{Flaw: UnknownWord, Value: words, Near: said}
		}
	}
	if q.Market == "" {
		metric := cmp.Or(q.Metric, Share)
		switch found := b.marketsFor(ids, b.prefer(b.marketsWith(words), metric), metric); len(found) {
		case 0:
		case 1:
			return found[0], nil
		default:
			return "", &AmbiguousName{Name: words, Role: AsMarket, Choices: b.entityList(found)}
		}
	}
	if text != words {
		if whole := b.suggest(text, q.Metric); len(whole) > 0 {
			return "", &UnknownName{Name: text, Role: AsSubject, Suggestions: whole}
		}
	}
	return "", &UnknownName{Name: words, Role: AsSubject, Suggestions: near}
}

// yearLike reports whether a word begins like a year: what is meant is a period, and not one that there is.
func yearLike(w string) bool {
	w = lexicon.FoldString(w)
	if len(w) < 5 || w[:2] != "19" && w[:2] != "20" {
		return false
	}
	return '0' <= w[2] && w[2] <= '9' && '0' <= w[3] && w[3] <= '9'
}

func (b *Book) entityList(ids []string) []briefs.Entity {
	out := make([]briefs.Entity, len(ids))
	for i, id := range ids {
		out[i] = b.Entity(id)
	}
	return out
}
