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
	vetoed            = -5  // log-odds at most between articles that conflict
	candidateArticles = 48  // looked at closely for one article
	candidateStories  = 12  // of these
	listRead          = 600 // newest articles read under one feature
)

// posting is an article under one of its title's features.
type posting struct {
	document *document
	weight   float32
}

// candidates returns the articles that share the most, and the rarest, of the title's features; best first.
func (e *Engine) candidates(d *document) []*document {
	e.round++
	e.touched = e.touched[:0]
	for _, v := range []vector{d.headline, d.ideas} {
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
	out := make([]*document, 0, candidateArticles+1)
	for _, m := range e.touched {
		if full := len(out) == candidateArticles; full && nearer(out[len(out)-1], m) || math.Abs(m.hours-d.hours) > e.options.Window.Hours() {
			continue
		}
		at, _ := slices.BinarySearchFunc(out, m, func(have, m *document) int {
			if nearer(have, m) {
				return -1
			}
			return 1
		})
		out = slices.Insert(out, at, m)
		out = out[:min(len(out), candidateArticles)]
	}
	return out
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
	if same := e.titles[titleKey(d.title)]; same != nil && math.Abs(same.hours-d.hours) <= e.options.Window.Hours() && runes(d.title) >= 8 {
		return same.storyAt, math.Inf(1), same
	}
	var best *story
	var nearest *document
	top := e.model.joinAt + e.options.Threshold
	var tried []*story
	for _, c := range e.candidates(d) {
		s := c.storyAt
		if slices.Contains(tried, s) || d.hours-s.first > e.options.Life.Hours() {
			continue
		}
		if tried = append(tried, s); len(tried) > candidateStories {
			break
		}
		if score, with := e.fit(d, s); score > top {
			best, nearest, top = s, with, score
		}
	}
	return best, top, nearest
}

// fit says how well a document fits a story: the nearest member counts most, but the story as a whole must agree, or chains
// of neighbours would grow without end.
func (e *Engine) fit(d *document, s *story) (float64, *document) {
	top, sum := math.Inf(-1), 0.0
	var nearest *document
	for _, m := range s.members {
		p := e.compare(d, m)
		l := p.logit(&e.model.weights)
		if p.conflicts() {
			l = min(l, vetoed)
		}
		sum += l
		if l > top {
			top, nearest = l, m
		}
	}
	return e.model.best*top + (1-e.model.best)*sum/float64(len(s.members)), nearest
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
	folded := lexicon.FoldString(title)
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
