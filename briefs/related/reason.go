package related

import (
	"cmp"
	"slices"
	"unicode/utf8"

	"briefbot/briefs/lexicon"
)

// Reason is one thing that an article shares with its story.
type Reason struct {
	Kind string // "title", "name", "model", "amount", "term" or "word"
	Text string // as the joining article prints it; of "title": the other title
}

// reasons says what a document shares with the member of a story that speaks most for it.
func (e *Engine) reasons(d, with *document) []Reason {
	var out []Reason
	if titleKey(d.title) == titleKey(with.title) || jaccard(d.shingles, with.shingles) > 0.6 {
		out = append(out, Reason{"title", with.title})
	}
	for _, id := range e.symbols.named(common(d.signs.of(signNamed), with.signs.of(signNamed))) {
		if entity, ok := e.lexicon.Entity(id); ok {
			out = append(out, Reason{"name", entity.Name})
		}
	}
	out = append(out, e.figures(d, with)...)
	for _, id := range e.symbols.named(common(d.signs.of(signEvents), with.signs.of(signEvents))) {
		out = append(out, Reason{"term", id})
	}
	return append(out, e.sharedWords(d, with)...)
}

// figures returns the models and amounts that both have.
func (e *Engine) figures(d, with *document) []Reason {
	var out []Reason
	for _, m := range e.lexicon.Models(d.title) {
		var f found
		f.addModel(m)
		if shared, _, _ := compareModels(f.sets[signModels], with.signs.of(signModels)); shared > 0 {
			out = append(out, Reason{"model", d.title[m.Start:m.End]})
		}
	}
	for _, n := range lexicon.Numbers(d.title, d.language) {
		amounts, quarters := e.symbols.amountsOf([]lexicon.Number{n})
		sums, percents := alike(amountSigns(amounts), with.signs.of(signSums))
		if sums+percents > 0 || len(common(quarters, with.signs.of(signQuarters))) > 0 {
			out = append(out, Reason{"amount", d.title[n.Start:n.End]})
		}
	}
	return out
}

// sharedWords returns the rarest words that both titles have, at most four.
func (e *Engine) sharedWords(d, with *document) []Reason {
	type word struct {
		text   string
		rarity float64
	}
	var words []word
	for _, w := range TitleWords(d.title) {
		id := slot('w', stem(w))
		if w[0] >= utf8.RuneSelf {
			id = slot('h', w)
		}
		r := e.seen.rarity(id)
		if with.of(ofHeadline).weightOf(id) > 0 && r > 3 && !slices.ContainsFunc(words, func(x word) bool { return x.text == w }) {
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

// TitleWords returns the Latin words and the pairs of Han characters of a title.
func TitleWords(title string) []string {
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
