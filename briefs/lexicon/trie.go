package lexicon

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// trie holds folded names. It is walked from each place where a name may begin instead of run as an automaton: the borders
// of Latin words are then checked while walking, so that "Alibaba Cloudy" still finds "Alibaba". Names are entered, then it is laid out
// once, and read.
type trie struct {
	growing []growing // while names are entered
	first   []*page   // the nodes of the names' first runes
	runes   []rune    // by node: which rune leads to it
	nodes   []node
	targets []int32
}

// page is a table of nodes by the lower bits of a rune.
type page [1 << pageBits]int32

const pageBits = 6

// growing is a node with its edges, by rune.
type growing struct {
	edges   []edge
	targets []int32 // what the name that ends here stands for
}

// edge leads to the node after a rune.
type edge struct {
	r    rune
	next int32
}

// node is a node as laid out: where those after it begin, which follow each other by the rune that leads to them, and where what the name that ends
// here stands for begins. Both end where those of the next node begin.
type node struct{ children, targets int32 }

// next returns the node after a rune while names are entered, 0 when there is none.
func (n *growing) next(r rune) int32 {
	at, ok := slices.BinarySearchFunc(n.edges, r, byRune)
	if !ok {
		return 0
	}
	return n.edges[at].next
}

// lead enters an edge.
func (n *growing) lead(r rune, next int32) {
	at, _ := slices.BinarySearchFunc(n.edges, r, byRune)
	n.edges = slices.Insert(n.edges, at, edge{r, next})
}

func byRune(e edge, r rune) int { return cmp.Compare(e.r, r) }

func newTrie() *trie { return &trie{growing: make([]growing, 1)} }

// layOut ends the entering of names.
func (t *trie) layOut() {
	t.nodes, t.runes = append(make([]node, 0, len(t.growing)+1), node{}), append(make([]rune, 0, len(t.growing)), 0)
	from := append(make([]int32, 0, len(t.growing)), 0) // the growing node of each node
	for i := 0; i < len(t.nodes); i++ {
		g := &t.growing[from[i]]
		t.nodes[i] = node{int32(len(t.nodes)), int32(len(t.targets))}
		t.targets = append(t.targets, g.targets...)
		for _, e := range g.edges {
			if i == 0 {
				t.begin(e.r, int32(len(t.nodes)))
			}
			t.nodes, t.runes = append(t.nodes, node{}), append(t.runes, e.r)
			from = append(from, e.next)
		}
	}
	t.nodes = append(t.nodes, node{int32(len(t.nodes)), int32(len(t.targets))})
	t.growing = nil
}

// begin enters the node of a first rune.
func (t *trie) begin(r rune, node int32) {
	for len(t.first) <= int(r>>pageBits) {
		t.first = append(t.first, nil)
	}
	p := &t.first[r>>pageBits]
	if *p == nil {
		*p = new(page)
	}
	(*p)[r&(1<<pageBits-1)] = node
}

// after returns the node after a rune, 0 when there is none.
func (t *trie) after(at int32, r rune) int32 {
	if at == 0 {
		if int(r>>pageBits) >= len(t.first) || t.first[r>>pageBits] == nil {
			return 0
		}
		return t.first[r>>pageBits][r&(1<<pageBits-1)]
	}
	low, high := t.nodes[at].children, t.nodes[at+1].children
	for high-low > 8 {
		if mid := (low + high) / 2; t.runes[mid] <= r {
			low = mid
		} else {
			high = mid
		}
	}
	for ; low < high; low++ {
		if n := t.runes[low]; n >= r {
			if n == r {
				return low
			}
			break
		}
	}
	return 0
}

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
		next := t.growing[at].next(r)
		if next == 0 {
			next = int32(len(t.growing))
			t.growing = append(t.growing, growing{})
			t.growing[at].lead(r, next)
		}
		at = next
	}
	if !slices.Contains(t.growing[at].targets, target) {
		t.growing[at].targets = append(t.growing[at].targets, target)
	}
}

// has reports whether a name was entered; before the trie is laid out.
func (t *trie) has(name string) bool {
	at := int32(0)
	for _, r := range name {
		if at = t.growing[at].next(r); at == 0 {
			return false
		}
	}
	return t.growing[at].targets != nil
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
		if at = t.after(at, r); at == 0 {
			break
		}
		i += size
		if first, last := t.nodes[at].targets, t.nodes[at+1].targets; first < last && endsAt(text, start, i) {
			end, targets = i, t.targets[first:last]
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

// startsAt reports whether a name may begin with a rune behind another: anywhere in Han, at the start of a word in Latin.
func startsAt(before, r rune) bool {
	switch {
	case isDigit(r):
		return !isLatin(before) && !isDigit(before) && before != '.' && before != ','
	case isLatin(r):
		return !isLatin(before) && !isDigit(before)
	}
	return true
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
