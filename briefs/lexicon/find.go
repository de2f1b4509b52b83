package lexicon

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Mention is a name or a term at a place in a text. Start and End are bytes of the text as given.
type Mention struct {
	Entity     string // id; empty for a term
	Term       string // id; empty for an entity
	Kind       string // of the entity or term
	Start, End int
}

// found is a mention before the guards have looked at it.
type found struct {
	target     *target
	start, end int // bytes of the folded text
}

// Find returns the mentions in a text, in order and without overlaps: of names that begin at the same place the longest.
// A name that several entities share yields one mention for each. Guarded names count only in the case as entered and beside
// a sign of the entity: a name of its family, of another entity of its kind, or a word of its context.
func (l *Lexicon) Find(text string) []Mention { return l.FindFolded(Fold(text), text) }

// FindFolded is Find for a text that is folded already; f must be Fold(text).
func (l *Lexicon) FindFolded(f Folded, text string) []Mention {
	raw := l.scan(f.Text)
	var out []Mention
	for _, m := range raw {
		start, end := f.Origin(m.start), f.Origin(m.end)
		if m.target.capital && norm.NFKC.String(text[start:end]) != m.target.printed {
			continue
		}
		if m.target.kind == ContextKind || m.target.guarded && !l.vouched(m, raw, text[start:end]) {
			continue
		}
		mention := Mention{Kind: m.target.kind, Start: start, End: end}
		if m.target.term {
			mention.Term = m.target.id
		} else {
			mention.Entity = m.target.id
		}
		out = append(out, mention)
	}
	return out
}

// scan walks the trie from each place where a name may begin.
func (l *Lexicon) scan(text string) []found {
	var out []found
	before := ' '
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if l.trie.after(0, r) == 0 || !startsAt(before, r) {
			before, i = r, i+size
			continue
		}
		end, targets := l.trie.longest(text, i)
		if end < 0 {
			before, i = r, i+size
			continue
		}
		for _, t := range targets {
			out = append(out, found{&l.targets[t], i, end})
		}
		before, i = lastRune(text[:end]), end
	}
	return out
}

// vouched reports whether a guarded name is believed.
func (l *Lexicon) vouched(m found, all []found, printed string) bool {
	if folded := FoldString(printed); folded != "" && isASCII(folded) && !strings.EqualFold(printed, m.target.printed) {
		return false
	}
	if isASCII(printed) && printed != m.target.printed && printed != strings.ToUpper(m.target.printed) {
		return false
	}
	for _, other := range all {
		if other.start == m.start {
			continue
		}
		if l.vouches(other.target, m.target) {
			return true
		}
	}
	return false
}

// vouches reports whether the sign makes a guarded name of the entity believable.
func (l *Lexicon) vouches(sign, name *target) bool {
	if sign.term {
		return sign.kind == ContextKind && sign.id == name.id
	}
	if sign.guarded {
		return false
	}
	if sign.id == name.id || sign.kind == name.kind && name.kind != "" {
		return true
	}
	return l.Actor(sign.id) == l.Actor(name.id)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
