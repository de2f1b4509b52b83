package related

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"briefbot/briefs/lexicon"
)

const (
	vetoed           = -5  // log-odds at most between articles that conflict
	recentHours      = 120 // within which a candidate is recent
	recentCandidates = 48  // articles looked at closely for one article
	oldCandidates    = 24  // those that are not recent
	candidateStories = 16  // of all these
	listRead         = 600 // newest articles read under one feature
	sameTitleHours   = 96  // within which one title is one article
)

// posting is an article under one of its title's features.
type posting struct {
	document *document
	weight   float32
}

// candidates returns the articles that share the most, and the rarest, of an article's telling features: first the recent ones,
// then older ones, each best first, so that what went on for months does not crowd out what goes on.
func (e *Engine) candidates(d *document) []*document {
	e.round++
	e.touched = e.touched[:0]
	for _, v := range d.under() {
		for _, w := range v {
			list := e.index[w.id]
			for _, p := range list[max(0, len(list)-listRead):] {
				if p.document.round != e.round {
					p.document.round, p.document.score = e.round, 0
					e.touched = append(e.touched, p.document)
				}
				p.document.score += w.weight * p.weight
			}
		}
	}
	recent, old := make(ranking, 0, recentCandidates+1), make(ranking, 0, oldCandidates+1)
	for _, m := range e.touched {
		switch gap := math.Abs(m.hours - d.hours); {
		case gap <= recentHours:
			recent = recent.with(m, recentCandidates)
		case gap <= e.options.Reach.Hours():
			old = old.with(m, oldCandidates)
		}
	}
	return append(recent, old...)
}

// ranking are documents by their score as candidates, the best first.
type ranking []*document

// with returns the best n of the ranking and one more.
func (r ranking) with(m *document, n int) ranking {
	if len(r) == n && nearer(r[n-1], m) {
		return r
	}
	at, _ := slices.BinarySearchFunc(r, m, func(have, m *document) int {
		if nearer(have, m) {
			return -1
		}
		return 1
	})
	r = slices.Insert(r, at, m)
	return r[:min(len(r), n)]
}

// nearer orders candidates: the higher score, of equals the smaller id.
func nearer(a, b *document) bool {
	return a.score > b.score || a.score == b.score && a.article.ID < b.article.ID
}

func weightOf(v vector, id uint32) float32 {
	at, ok := slices.BinarySearchFunc(v, id, func(w weighted, id uint32) int { return cmp.Compare(w.id, id) })
	if !ok {
		return 0
	}
	return v[at].weight
}

// best returns the story that the document joins, its score and the member that speaks most for it; nil when it joins none.
func (e *Engine) best(d *document) (*story, float64, *document) {
	if same := e.titles[titleKey(d.title)]; same != nil && math.Abs(same.hours-d.hours) <= sameTitleHours && runes(d.title) >= 8 {
		return same.storyAt, math.Inf(1), same
	}
	var best *story
	var nearest *document
	top := e.model.joinAt + e.options.Threshold
	var tried []*story
	for _, c := range e.candidates(d) {
		s := c.storyAt
		if slices.Contains(tried, s) {
			continue
		}
		if tried = append(tried, s); len(tried) > candidateStories {
			break
		}
		b := e.model.belongs(d, s)
		if score := b.logit(&e.model.belong); score > top {
			best, nearest, top = s, b.nearest, score
		}
	}
	return best, top, nearest
}

// titleKey is the form of a title under which copies of one article meet.
func titleKey(title string) string {
	return strings.Join(strings.Fields(lexicon.FoldString(title)), " ")
}

// reasons says what a document shares with the member of a story that speaks most for it.
func (e *Engine) reasons(d, with *document) []Reason {
	var out []Reason
	if titleKey(d.title) == titleKey(with.title) || jaccard(d.shingles, with.shingles) > 0.6 {
		out = append(out, Reason{"title", with.article.Title})
	}
	for _, id := range common(d.named, with.named) {
		if entity, ok := e.lexicon.Entity(id); ok {
			out = append(out, Reason{"name", entity.Name})
		}
	}
	for _, m := range d.models {
		if shared, _, _ := compareModels([]lexicon.Model{m}, with.models); shared > 0 {
			out = append(out, Reason{"model", d.title[m.Start:m.End]})
		}
	}
	for _, n := range lexicon.Numbers(d.title, d.language) {
		if slices.Contains(with.amounts, n.Key()) || slices.Contains(with.quarters, n.Key()) {
			out = append(out, Reason{"amount", d.title[n.Start:n.End]})
		}
	}
	for _, id := range common(d.events, with.events) {
		out = append(out, Reason{"term", id})
	}
	return append(out, e.sharedWords(d, with)...)
}

// sharedWords returns the rarest words that both titles have, at most four.
func (e *Engine) sharedWords(d, with *document) []Reason {
	type word struct {
		text   string
		rarity float64
	}
	var words []word
	for _, w := range titleWords(d.title) {
		id := slot('w', stem(w))
		if w[0] >= utf8.RuneSelf {
			id = slot('h', w)
		}
		r := e.seen.rarity(id)
		if weightOf(with.headline, id) > 0 && r > 3 && !slices.ContainsFunc(words, func(x word) bool { return x.text == w }) {
			words = append(words, word{w, r})
		}
	}
	slices.SortStableFunc(words, func(a, b word) int { return cmp.Compare(b.rarity, a.rarity) })
	var out []Reason
	for _, w := range words[:min(4, len(words))] {
		out = append(out, Reason{"word", w.text})
	}
	return out
}

// titleWords returns the Latin words and the pairs of Han characters of a title.
func titleWords(title string) []string {
	folded := lexicon.FoldString(lexicon.Simplified(title))
	out := latinWords(folded)
	var last rune
	for _, r := range folded {
		if r >= 0x3400 && r <= 0x9fff {
			if last != 0 {
				out = append(out, string([]rune{last, r}))
			}
			last = r
			continue
		}
		last = 0
	}
	return out
}
