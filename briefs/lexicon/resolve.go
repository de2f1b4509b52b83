package lexicon

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"

	"briefbot/briefs"
)

// maxSuggestions is how many names are worth reading in an answer.
const maxSuggestions = 5

// Resolve looks a name up as people type it: width, case, accents and dashes do not matter. exact are the entities that
// bear the name, more than one when it is ambiguous; with none, suggestions are the nearest, best first, in any script:
// at most two letters off (one for names of up to four), or one name within the other.
func (l *Lexicon) Resolve(query string) (exact, suggestions []briefs.Entity) {
	q := glue(spaced(FoldString(query)))
	if q == "" {
		return nil, nil
	}
	if exact = l.exactly(q); exact != nil {
		return exact, nil
	}
	best := map[string]int{}
	for _, k := range l.keys {
		d, near := distance(q, k.folded)
		if have, ok := best[k.id]; near && (!ok || d < have) {
			best[k.id] = d
		}
	}
	return nil, l.ranked(best, maxSuggestions)
}

// Complete returns up to n entities with a name that begins with the prefix or, after those, with a word that does:
// wholes before their parts and short names first. It reads only memory, so it may run at every key stroke. An empty prefix completes to nothing.
func (l *Lexicon) Complete(prefix string, n int) []briefs.Entity {
	p := glue(spaced(FoldString(prefix)))
	if p == "" || n <= 0 {
		return nil
	}
	best := map[string]int{}
	for _, k := range l.keys {
		cost := len(k.folded) + 10*len(l.Family(k.id))
		switch {
		case strings.HasPrefix(k.folded, p):
		case strings.Contains(k.folded, " "+p):
			cost += 1000
		default:
			continue
		}
		if have, ok := best[k.id]; !ok || cost < have {
			best[k.id] = cost
		}
	}
	return l.ranked(best, n)
}

func (l *Lexicon) exactly(folded string) []briefs.Entity {
	var out []briefs.Entity
	at, _ := slices.BinarySearchFunc(l.keys, key{folded, ""}, compareKeys)
	for ; at < len(l.keys) && l.keys[at].folded == folded; at++ {
		out = append(out, l.entities[l.keys[at].id])
	}
	return out
}

// ranked returns the n entities of the lowest cost, by cost and then by name.
func (l *Lexicon) ranked(cost map[string]int, n int) []briefs.Entity {
	var out []briefs.Entity
	for id := range cost {
		out = append(out, l.entities[id])
	}
	slices.SortFunc(out, func(a, b briefs.Entity) int {
		return cmp.Or(cmp.Compare(cost[a.ID], cost[b.ID]), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return out[:min(n, len(out))]
}

// distance says how far two folded names are, and whether that is near enough to suggest one for the other.
func distance(query, name string) (int, bool) {
	q, n := utf8.RuneCountInString(query), utf8.RuneCountInString(name)
	if r, _ := utf8.DecodeRuneInString(query); q >= 3 || q >= 2 && isHan(r) {
		if strings.Contains(name, query) || n >= 3 && strings.Contains(query, name) || n == 2 && strings.Contains(query, name) && !isASCII(name) {
			return 1 + max(q-n, n-q), true
		}
	}
	allowed := 2
	if min(q, n) <= 4 {
		allowed = 1
	}
	if q < 2 || q-n > allowed || n-q > allowed {
		return 0, false
	}
	d := levenshtein.ComputeDistance(query, name)
	return d, d <= allowed && d < q
}

func compareKeys(a, b key) int {
	return cmp.Or(cmp.Compare(a.folded, b.folded), cmp.Compare(a.id, b.id))
}
