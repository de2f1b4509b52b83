package lexicon

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// trie holds folded names. It is walked from each place where a name may begin instead of run as an automaton: the borders
// of Latin words are then checked while walking, so that "Alibaba Cloudy" still finds "Alibaba".
type trie struct {
	nodes []node
}

type node struct {
	edges   []edge  // by rune
	targets []int32 // what the name that ends here stands for
}

// edge leads to the node after a rune.
type edge struct {
	r    rune
	next int32
}

// next returns the node after a rune, 0 when there is none.
func (n *node) next(r rune) int32 {
	edges := n.edges
	for len(edges) > 8 {
		if mid := len(edges) / 2; edges[mid].r <= r {
			edges = edges[mid:]
		} else {
			edges = edges[:mid]
		}
	}
	for _, e := range edges {
		if e.r >= r {
			if e.r == r {
				return e.next
			}
			break
		}
	}
	return 0
}

// lead enters an edge.
func (n *node) lead(r rune, next int32) {
	at, _ := slices.BinarySearchFunc(n.edges, r, func(e edge, r rune) int { return cmp.Compare(e.r, r) })
	n.edges = slices.Insert(n.edges, at, edge{r, next})
}

func newTrie() *trie { return &trie{nodes: make([]node, 1)} }

// add enters one folded name for a target. Separators count as one space; where one touches a digit, the glued form is
// entered as well, and the other way round ("qwen 3", "qwen3").
func (t *trie) add(folded string, target int32) {
	name := spaced(folded)
	if name == "" {
		return
	}
	t.insert(name, target)
	t.insert(glue(name), target)
	t.insert(unglue(name), target)
}

func (t *trie) insert(name string, target int32) {
	at := int32(0)
	for _, r := range name {
		next := t.nodes[at].next(r)
		if next == 0 {
			next = int32(len(t.nodes))
			t.nodes = append(t.nodes, node{})
			t.nodes[at].lead(r, next)
		}
		at = next
	}
	for _, have := range t.nodes[at].targets {
		if have == target {
			return
		}
	}
	t.nodes[at].targets = append(t.nodes[at].targets, target)
}

// longest returns the end and the targets of the longest name that begins at byte start of the folded text and ends at a
// border; end is -1 when there is none.
func (t *trie) longest(text string, start int) (end int, targets []int32) {
	end = -1
	at := int32(0)
	separated := false
	for i := start; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if isSeparator(r) {
			if separated {
				i += size
				continue
			}
			r = ' '
		}
		separated = r == ' '
		next := t.nodes[at].next(r)
		if next == 0 {
			break
		}
		at = next
		i += size
		if found := t.nodes[at].targets; found != nil && endsAt(text, start, i) {
			end, targets = i, found
		}
	}
	return end, targets
}

// spaced turns each run of separators into one space and drops those at the ends.
func spaced(s string) string {
	return strings.Join(strings.FieldsFunc(s, isSeparator), " ")
}

// glue drops the spaces that touch a digit.
func glue(s string) string {
	var b strings.Builder
	for i, r := range s {
		if r == ' ' {
			before, _ := utf8.DecodeLastRuneInString(s[:i])
			after, _ := utf8.DecodeRuneInString(s[i+1:])
			if !isDigit(before) && isDigit(after) {
				continue
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

// unglue sets the digits apart from the Latin letters before them.
func unglue(s string) string {
	var b strings.Builder
	last := ' '
	for _, r := range s {
		if isDigit(r) && isLatin(last) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		last = r
	}
	return b.String()
}

// startsAt reports whether a name may begin at byte i: anywhere in Han, at the start of a word in Latin.
func startsAt(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	if i == 0 || !isLatin(r) && !isDigit(r) {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	if isDigit(r) {
		return !isLatin(before) && !isDigit(before) && before != '.' && before != ','
	}
	return !isLatin(before) && !isDigit(before)
}

// endsAt reports whether the name text[start:end] may end there. A Latin name of three letters and more may be followed by
// a version ("Qwen3"); a number may not go on.
func endsAt(text string, start, end int) bool {
	if end >= len(text) {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(text[:end])
	after, size := utf8.DecodeRuneInString(text[end:])
	switch {
	case isDigit(last):
		if after == '.' || after == ',' {
			behind, _ := utf8.DecodeRuneInString(text[end+size:])
			return !isDigit(behind)
		}
		return !isDigit(after) && !isLatin(after)
	case isLatin(last):
		if isDigit(after) {
			return end-start >= 3
		}
		return !isLatin(after)
	}
	return true
}
