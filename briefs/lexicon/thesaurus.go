package lexicon

import (
	_ "embed" // the table
	"hash/fnv"
	"strings"
	"sync"
)

// thesaurusTable holds one sense a line: an id, and the words for it in English, French and Chinese in their base form. The letter that
// an id begins with stands for a field, such as f for artificial intelligence, e for the economy and g for words of any.
//
//go:embed thesaurus.txt
var thesaurusTable string

// nameKind is the kind of senses that are names: their English words have capitals.
const nameKind = "name"

// Thesaurus knows which words of the news at large mean the same, within a language and across languages.
type Thesaurus struct {
	french *Lexicon
	others *Lexicon // English and Chinese, which has English words in it
}

// Senses returns the thesaurus. It is compiled once, when it is first asked for; many may use it at once.
var Senses = sync.OnceValue(func() *Thesaurus {
	t := &Thesaurus{french: &Lexicon{trie: newTrie()}, others: &Lexicon{trie: newTrie()}}
	var compiling sync.WaitGroup
	compiling.Go(func() {
		t.french.addSenses(func(enter enterSense, sense target, english, french, chinese string) {
			enter(sense, french, inflectFrench)
		})
	})
	t.others.addSenses(func(enter enterSense, sense target, english, french, chinese string) {
		enter(sense, english, inflectEnglish)
		enter(sense, chinese, nil)
	})
	compiling.Wait()
	return t
})

// enterSense enters words for a sense, with their forms.
type enterSense func(sense target, words string, inflect func(string) []string)

// addSenses enters words of each line of the table: first those that are given, then forms that follow from them.
func (l *Lexicon) addSenses(of func(enter enterSense, sense target, english, french, chinese string)) {
	for _, inflected := range []bool{false, true} {
		enter := func(sense target, words string, inflect func(string) []string) {
			l.addSense(sense, words, inflect, inflected)
		}
		for line := range strings.Lines(thesaurusTable) {
			cells := strings.Split(strings.TrimSpace(line), "|")
			sense := target{id: cells[0], term: true}
			if cells[1] != strings.ToLower(cells[1]) {
				sense.kind = nameKind
			}
			of(enter, sense, cells[1], cells[2], cells[3])
		}
	}
	l.trie.layOut()
}

// Fingerprint returns a number that differs, in all likelihood, between two versions of the thesaurus.
func (t *Thesaurus) Fingerprint() uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(thesaurusTable))
	return h.Sum64()
}

// Sense is what a word stands for.
type Sense struct {
	ID   string
	Name bool // it is somebody's or something's name
}

// Of returns the senses of a text that is folded already, and what of it has none; f must be Fold(text).
func (t *Thesaurus) Of(f Folded, text, language string) (senses []Sense, rest string) {
	l := t.others
	if language == "fr" {
		l = t.french
	}
	var b strings.Builder
	b.Grow(len(f.Text))
	last := 0
	for _, m := range l.scan(f.Text) {
		if m.target.capital && text[f.Origin(m.start):f.Origin(m.end)] != m.target.printed {
			continue
		}
		senses = append(senses, Sense{m.target.id, m.target.kind == nameKind})
		b.WriteString(f.Text[last:m.start])
		b.WriteByte('|')
		last = m.end
	}
	b.WriteString(f.Text[last:])
	return senses, b.String()
}

// addSense enters words for a sense, or else their forms. A word has one sense, the first.
func (l *Lexicon) addSense(sense target, words string, inflect func(string) []string, inflected bool) {
	enter := func(word string) {
		folded := spaced(FoldString(word))
		if folded == "" || l.trie.has(folded) {
			return
		}
		t := sense
		t.capital, t.printed = isAcronym(word), word
		if n := len(l.targets); n == 0 || l.targets[n-1].id != t.id || t.capital || l.targets[n-1].capital {
			l.targets = append(l.targets, t)
		}
		l.trie.insert(folded, int32(len(l.targets)-1))
	}
	for word := range strings.SplitSeq(words, ",") {
		switch {
		case !inflected:
			enter(word)
		case inflect != nil && word == strings.ToLower(word): // names have no forms
			for _, form := range inflect(word) {
				enter(form)
			}
		}
	}
}

func isVowel(c byte) bool { return strings.IndexByte("aeiouy", c) >= 0 }

// inflectEnglish returns the regular forms of an English noun or verb, some of which may not exist.
func inflectEnglish(w string) []string {
	n := len(w)
	if n < 3 {
		return nil
	}
	if strings.ContainsAny(w, " -") {
		return []string{w + "s"}
	}
	last, before := w[n-1], w[n-2]
	switch {
	case last == 'e':
		return []string{w + "s", w + "d", w[:n-1] + "ing"}
	case last == 'y' && !isVowel(before):
		return []string{w[:n-1] + "ies", w[:n-1] + "ied", w + "ing"}
	case strings.HasSuffix(w, "s") || last == 'x' || last == 'z' || strings.HasSuffix(w, "ch") || strings.HasSuffix(w, "sh"):
		return []string{w + "es", w + "ed", w + "ing"}
	}
	out := []string{w + "s", w + "ed", w + "ing"}
	if !isVowel(last) && last != 'w' && isVowel(before) && !isVowel(w[n-3]) {
		out = append(out, w+string(last)+"ed", w+string(last)+"ing")
	}
	return out
}

// inflectFrench returns the regular forms of a French noun, adjective or verb in -er, some of which may not exist.
func inflectFrench(w string) []string {
	n := len(w)
	if n < 3 {
		return nil
	}
	if strings.ContainsAny(w, " -'") {
		return []string{w + "s"}
	}
	out := []string{w + "s", w + "e", w + "es"}
	stem := w[:n-2]
	switch {
	case strings.HasSuffix(w, "er"):
		for _, end := range []string{"e", "es", "ent", "é", "ée", "és", "ées", "era", "ant", "ait"} {
			out = append(out, stem+end)
		}
	case strings.HasSuffix(w, "al"):
		out = append(out, stem+"aux")
	case strings.HasSuffix(w, "if"):
		out = append(out, stem+"ive", stem+"ives")
	case strings.HasSuffix(w, "au") || strings.HasSuffix(w, "eu"):
		out = append(out, w+"x")
	case strings.HasSuffix(w, "eur") || strings.HasSuffix(w, "eux"):
		out = append(out, w[:n-1]+"se", w[:n-1]+"ses")
	case strings.HasSuffix(w, "ien"):
		out = append(out, w+"ne", w+"nes")
	}
	return out
}
