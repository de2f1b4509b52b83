package related

import (
	"slices"
	"strings"
	"unicode/utf8"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
)

// settings are the kinds of entities that an event plays in or is told by, and that do not act.
var settings = map[string]bool{"geography": true, "market": true, "publisher": true, "event": true, "group": true}

// read turns an article into a document, weighs its features by what was seen before, and counts them.
func (e *Engine) read(a briefs.Article) *document {
	d := &document{article: a, number: uint64(e.seen.total), title: e.tails.cut(cleanTitle(a.Title, a.Outlet)), language: language(a), hours: float64(a.Published.Unix()) / 3600}
	d.roundUp = IsRoundUp(a.Title)
	plain := lexicon.Simplified(d.title)
	title := lexicon.Fold(plain)
	body := lexicon.Simplified(cleanBody(a, d.title))
	d.article.Summary, d.article.Text = body, "" // what is not read is not held
	d.bare = runes(body) < 20
	text := lexicon.Fold(body)

	words, headline, names, grams, concepts, ideas := counts{}, counts{}, counts{}, counts{}, counts{}, counts{}
	headline.words(title.Text, 1)
	words.words(title.Text, 2)
	words.words(text.Text, 1)
	names.proper(d.title, d.language)
	grams.fours(title.Text)
	e.concepts(d, title, plain, ideas, true)
	e.concepts(d, title, plain, concepts, false)
	e.concepts(d, text, body, concepts, false)
	d.shingles = shinglesOf(title.Text)
	for _, m := range quotation.FindAllStringSubmatch(title.Text, -1) {
		d.quoted = insert(d.quoted, strings.TrimSpace(m[1]))
	}
	d.folded, d.subject, d.part = title.Text, subjectOf(title.Text), part.FindString(title.Text)

	seen := counts{}
	for _, c := range []counts{words, grams, concepts} {
		for id := range c {
			seen[id] = 1
		}
	}
	e.seen.total++
	e.seen.add(seen)
	all := e.seen.vector(words)
	d.words = all.heaviest(wordsKept)
	d.headline, d.headlineLength = e.seen.scaled(headline)
	d.telling = slices.DeleteFunc(all.heaviest(tellingKept), func(w weighted) bool { return weightOf(d.headline, w.id) > 0 })
	d.names, d.namesLength = e.seen.scaled(names)
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

// overlap returns how many members two sorted sets have in common.
func overlap(a, b []string) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch c := strings.Compare(a[i], b[j]); {
		case c == 0:
			n++
			i++
			j++
		case c < 0:
			i++
		default:
			j++
		}
	}
	return n
}

func runes(s string) int { return utf8.RuneCountInString(s) }
