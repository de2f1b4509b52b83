package related

import (
	"slices"
	"unicode/utf8"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
)

// settings are the kinds of entities that an event plays in or is told by, and that do not act.
var settings = map[string]bool{"geography": true, "market": true, "publisher": true, "event": true, "group": true}

// read turns an article into a document, weighs its features by what was seen before, and counts them.
func (e *Engine) read(a briefs.Article) *document {
	d := &document{article: a, title: cleanTitle(a.Title, a.Outlet), language: language(a), hours: float64(a.Published.Unix()) / 3600}
	d.roundUp = IsRoundUp(a.Title)
	title := lexicon.Fold(d.title)
	body := a.Summary
	if body == "" {
		body = a.Text
	}
	body = firstRunes(body, textRunes)
	text := lexicon.Fold(body)

	words, headline, grams, concepts, ideas := counts{}, counts{}, counts{}, counts{}, counts{}
	headline.words(title.Text, 1)
	words.words(title.Text, 2)
	words.words(text.Text, 1)
	grams.fours(title.Text)
	e.concepts(d, title, d.title, ideas, true)
	e.concepts(d, title, d.title, concepts, false)
	e.concepts(d, text, body, concepts, false)
	d.shingles = shinglesOf(title.Text)

	seen := counts{}
	for _, c := range []counts{words, grams, concepts} {
		for id := range c {
			seen[id] = 1
		}
	}
	e.seen.total++
	e.seen.add(seen)
	d.words, d.headline = e.seen.vector(words), e.seen.vector(headline)
	d.grams, d.concepts, d.ideas = e.seen.vector(grams), e.seen.vector(concepts), e.seen.vector(ideas)
	return d
}

// concepts adds the language-free features of a text, and for a title keeps what it names.
func (e *Engine) concepts(d *document, f lexicon.Folded, text string, c counts, keep bool) {
	mentions := e.lexicon.FindFolded(f, text)
	for _, m := range mentions {
		if m.Term != "" {
			c[slot('t', m.Term)]++
			continue
		}
		c[slot('e', m.Entity)]++
		if settings[m.Kind] {
			continue
		}
		actor := e.lexicon.Actor(m.Entity)
		c[slot('a', actor)]++
		d.below = insert(d.below, actor)
		if keep {
			d.named = insert(d.named, m.Entity)
			d.actors = insert(d.actors, actor)
		}
	}
	for _, m := range e.events.FindFolded(f, text) {
		c[slot('v', m.Term)]++
		if keep {
			d.events = insert(d.events, m.Term)
		}
	}
	for _, m := range e.lexicon.ModelsIn(f, mentions) {
		c[slot('m', m.Family+" "+m.Version)]++
		c[slot('m', m.Family+" "+m.Version+" "+m.Variant)]++
		if keep {
			d.models = append(d.models, m)
		}
	}
	for _, n := range lexicon.NumbersIn(f, d.language) {
		key := n.Key()
		c[slot('n', key)]++
		switch {
		case !keep:
		case n.Kind == lexicon.Quarter:
			d.quarters = insert(d.quarters, key)
		default:
			d.amounts = insert(d.amounts, key)
		}
	}
}

// language returns the article's language: what the headline shows before what the source says.
func language(a briefs.Article) string {
	if l := lexicon.Language(a.Title); l != "" {
		return l
	}
	return a.Language
}

func insert(set []string, s string) []string {
	at, found := slices.BinarySearch(set, s)
	if found {
		return set
	}
	return slices.Insert(set, at, s)
}

func firstRunes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}

// common returns the members of both sorted sets.
func common(a, b []string) []string {
	var out []string
	for _, s := range a {
		if _, ok := slices.BinarySearch(b, s); ok {
			out = append(out, s)
		}
	}
	return out
}

func runes(s string) int { return utf8.RuneCountInString(s) }
