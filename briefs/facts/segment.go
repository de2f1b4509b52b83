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
type typedWord struct{ text, squeezed string }

// wordsTyped cuts a text at its spaces. Each word is squeezed once: several squeezed words in a row are what they are together.
func wordsTyped(text string) []typedWord {
	fields := strings.FieldsFunc(text, unicode.IsSpace)
	out := make([]typedWord, len(fields))
	for i, f := range fields {
		out[i] = typedWord{f, squeeze(f)}
	}
	return out
}

// longest returns the most words from the first on, at most maxPhrase, whose squeezed form is known; 0 for none.
func longest(words []typedWord, known func(squeezed string) bool) int {
	var b [maxPhrase]int // where each word ends
	key := make([]byte, 0, 64)
	n := min(maxPhrase, len(words))
	for i := range n {
		key = append(key, words[i].squeezed...)
		b[i] = len(key)
	}
	for ; n > 0; n-- {
		if len(words[n-1].squeezed) > 0 && known(string(key[:b[n-1]])) {
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
	words := wordsTyped(a.Question.Text)
	var out []segment
	var unknown []typedWord
	for i := 0; i < len(words); {
		found, n := b.found(words[i:])
		if n == 0 {
			n = 1
			if words[i].squeezed != "" && !fillers[words[i].squeezed] {
				unknown = append(unknown, words[i])
			}
		}
		out = append(out, found...)
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

// found returns what the words begin with, and how many of them it takes: a name, a word for a metric, a number, a currency, or
// several of them in one word, as Chinese is written.
func (b *Book) found(words []typedWord) ([]segment, int) {
	s, n := b.segment(words)
	if w, text, taken := b.phraseAt(words); taken > 0 && taken >= n {
		return []segment{{text: text, word: w}}, taken
	}
	text := words[0].text
	switch {
	case n > 0:
		return []segment{s}, n
	case len(text) <= 2:
		if c, err := strconv.Atoi(text); err == nil && c > 0 && c <= maxCount {
			return []segment{{text: text, count: c}}, 1
		}
	}
	if money := currencies[lexicon.FoldString(text)]; money != "" {
		return []segment{{text: text, money: money}}, 1
	}
	if list := b.cut(text); list != nil {
		return list, 1
	}
	return nil, 0
}

// segment returns the longest name that the words begin with, and how many of them it takes. A French article or an English
// genitive that is glued to a name is no part of it.
func (b *Book) segment(words []typedWord) (segment, int) {
	if n := longest(words, func(key string) bool { return len(b.names[key]) > 0 }); n > 0 {
		text := textOf(words[:n])
		return segment{text: text, ids: b.names[squeeze(text)]}, n
	}
	if !strings.ContainsAny(words[0].text+words[min(len(words), maxPhrase)-1].text, "'’") {
		return segment{}, 0
	}
	for n := min(maxPhrase, len(words)); n > 0; n-- {
		folded := lexicon.FoldString(textOf(words[:n]))
		_, name, _ := strings.Cut(folded, "'")
		for _, name := range []string{name, strings.TrimSuffix(folded, "'s")} {
			if ids := b.names[squeeze(name)]; len(ids) > 0 {
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
			if ids := b.names[squeeze(part)]; len(ids) > 0 {
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
