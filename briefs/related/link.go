package related

import "slices"

// linkBonus is by how much nearer an article is taken that a publisher's page points to: about as much as one rare word in common.
// Publishers mix loose topics there, so it counts for what is related and never for a story.
const linkBonus = fullWeight * fullWeight / 20

// links are what publishers' pages point to, in both directions, by article id, of held articles.
type links map[string][]string

// Point notes that the page of a held article points to others as related; those that are not held are passed over. Stories are not
// touched by it.
func (e *Engine) Point(from string, to []string) {
	if e.known[from] == nil {
		return
	}
	for _, id := range to {
		if id != from && e.known[id] != nil && !e.links.between(from, id) {
			e.links[from], e.links[id] = append(e.links[from], id), append(e.links[id], from)
		}
	}
}

func (l links) between(a, b string) bool { return slices.Contains(l[a], b) }

// forget drops an article.
func (l links) forget(id string) {
	for _, other := range l[id] {
		rest := slices.DeleteFunc(l[other], func(s string) bool { return s == id })
		if l[other] = rest; len(rest) == 0 {
			delete(l, other)
		}
	}
	delete(l, id)
}

// withLinked returns the n nearest articles when those that publishers link with a document count as nearer. What is not linked and among
// them is among the n nearest without links too.
func (e *Engine) withLinked(d *document, q vector, nearest []scored, n int) []scored {
	to := e.links[d.id]
	if len(to) == 0 {
		return nearest
	}
	out := make(ranking, 0, n+1)
	for _, s := range nearest {
		if !slices.Contains(to, s.id) {
			out = out.with(s, n)
		}
	}
	for _, id := range to {
		if m := e.known[id]; !m.roundUp {
			out = out.with(scored{m, m.told(q) + linkBonus}, n)
		}
	}
	return out
}
