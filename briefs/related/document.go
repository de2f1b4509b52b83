package related

import (
	"slices"
	"strings"
	"unicode/utf8"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
)

const (
	textRunes   = 350 // how much of the summary or text is read: more adds time and no quality
	wordsKept   = 64  // dimensions of a document's words at most
	tellingKept = 10  // of those, under how many it is found
)

// The vectors of a document.
const (
	ofWords    = iota // title and text, the heaviest
	ofHeadline        // the title
	ofNames           // Latin words of the title that are names by their look, in the slots of words
	ofSpoken          // as names, of title and text
	ofTelling         // under what it is found: the title's words and ideas, and the heaviest other words
	ofGrams           // four letters of the title's Latin words
	ofConcepts        // what the vocabulary finds in title and text, language-free
	ofIdeas           // what it finds in the title
	vectors
)

// document is an article as compared. Its vectors lie one after the other, for memory.
type document struct {
	id, title, outlet string // the title is without the outlet's additions
	language          string
	hours             float64
	number            uint32 // how many articles came before it
	roundUp           bool
	bare              bool // it has no text to speak of

	terms vector
	ends  [vectors]uint16

	headlineLength, namesLength, spokenLength float32 // before scaling: times a weight, how rare the feature is

	shingles []uint16
	signs    *signs // what the vocabulary found in the title; shared when there is nothing
	storyAt  *story
}

// signs are what a title names and says, and in part its text.
type signs struct {
	Subject  string   // what stands before the colon of the title, folded; often who speaks or acts
	Part     string   // of a series: "1/6", "#17"
	Quoted   []string // what the title puts in quotes, folded
	Actors   []string // of the title
	Below    []string // of title and text
	Named    []string // entities of the title
	Events   []string // terms of the title that say what happens
	Models   []lexicon.Model
	Amounts  []amount // of the title
	Sums     []amount // of title and text
	Quarters []string
}

// of returns one of the document's vectors.
func (d *document) of(which int) vector {
	begin := uint16(0)
	if which > 0 {
		begin = d.ends[which-1]
	}
	return d.terms[begin:d.ends[which]]
}

// settings are the kinds of entities that an event plays in or is told by, and that do not act.
var settings = map[string]bool{"geography": true, "market": true, "publisher": true, "event": true, "group": true}

// read turns an article into a document, weighs its features by what was seen before, and counts them.
func (e *Engine) read(a briefs.Article) *document {
	d := &document{id: a.ID, number: e.seen.total, title: e.tails.cut(cleanTitle(a.Title, a.Outlet)), outlet: e.shared(a.Outlet),
		language: e.shared(language(a)), hours: float64(a.Published.Unix()) / 3600, signs: &signs{}}
	d.roundUp = IsRoundUp(a.Title)
	plain := lexicon.Simplified(d.title)
	title := lexicon.Fold(plain)
	body := lexicon.Simplified(cleanBody(a, d.title))
	d.bare = runes(body) < 20
	text := lexicon.Fold(body)

	var words, headline, names, spoken, grams, concepts counts
	headline.words(title.Text, 1)
	words.words(title.Text, 2)
	words.words(text.Text, 1)
	names.proper(d.title, d.language)
	spoken.proper(body, d.language)
	spoken = append(spoken, names...)
	grams.fours(title.Text)
	e.spot(d, &concepts, title, plain, true)
	ideas := slices.Clone(concepts)
	e.spot(d, &concepts, text, body, false)
	d.shingles = shinglesOf(title.Text)
	for _, m := range quotation.FindAllStringSubmatch(title.Text, -1) {
		d.signs.Quoted = insert(d.signs.Quoted, strings.Clone(strings.TrimSpace(m[1])))
	}
	d.signs.Subject, d.signs.Part = strings.Clone(subjectOf(title.Text)), strings.Clone(part.FindString(title.Text))

	words, grams, concepts = words.merged(), grams.merged(), concepts.merged()
	e.seen.total++
	for _, c := range []counts{words, grams, concepts} {
		e.seen.add(c)
	}
	var v [vectors]vector
	var length float64
	all := e.seen.vector(words)
	v[ofWords], v[ofGrams], v[ofConcepts], v[ofIdeas] = all.heaviest(wordsKept), e.seen.vector(grams), e.seen.vector(concepts), e.seen.vector(ideas.merged())
	v[ofHeadline], length = e.seen.scaled(headline.merged())
	d.headlineLength = float32(length)
	v[ofNames], length = e.seen.scaled(names.merged().once())
	d.namesLength = float32(length)
	v[ofSpoken], length = e.seen.scaled(spoken.merged())
	d.spokenLength = float32(length)
	v[ofTelling] = merge(v[ofHeadline], v[ofIdeas], all.heaviest(tellingKept).without(v[ofHeadline]))
	d.pack(v)
	return d
}

// pack lays the vectors one after the other.
func (d *document) pack(v [vectors]vector) {
	n := 0
	for i := range v {
		n += len(v[i])
		d.ends[i] = uint16(n)
	}
	d.terms = slices.Concat(v[:]...)
	if s := d.signs; len(s.Quoted)+len(s.Below)+len(s.Events)+len(s.Models)+len(s.Sums)+len(s.Quarters)+len(s.Subject)+len(s.Part) == 0 {
		d.signs = &noSigns
	}
}

var noSigns signs

// shared returns the one copy of a string that comes again and again.
func (e *Engine) shared(s string) string {
	if have, ok := e.strings[s]; ok {
		return have
	}
	if len(e.strings) > 20_000 {
		clear(e.strings)
	}
	s = strings.Clone(s)
	e.strings[s] = s
	return s
}

// spot adds the language-free features of a text, and for a title keeps what it names.
func (e *Engine) spot(d *document, c *counts, f lexicon.Folded, text string, title bool) {
	s := d.signs
	mentions := e.lexicon.FindFolded(f, text)
	for _, m := range mentions {
		if m.Term != "" {
			c.add(slot('t', m.Term), 1)
			continue
		}
		c.add(slot('e', m.Entity), 1)
		if settings[m.Kind] {
			continue
		}
		actor := e.lexicon.Actor(m.Entity)
		c.add(slot('a', actor), 1)
		s.Below = insert(s.Below, actor)
		if title {
			s.Named = insert(s.Named, m.Entity)
			s.Actors = insert(s.Actors, actor)
		}
	}
	for _, m := range e.events.FindFolded(f, text) {
		c.add(slot('v', m.Term), 1)
		if title && m.Kind == lexicon.EventKind {
			s.Events = insert(s.Events, m.Term)
		}
	}
	for _, m := range e.lexicon.ModelsIn(f, mentions) {
		c.add(slot('m', m.Family+" "+m.Version), 1)
		c.add(slot('m', m.Family+" "+m.Version+" "+m.Variant), 1)
		if title {
			m.Family, m.Version, m.Variant = strings.Clone(m.Family), strings.Clone(m.Version), strings.Clone(m.Variant)
			s.Models = append(s.Models, m)
		}
	}
	for _, n := range lexicon.NumbersIn(f, d.language) {
		c.add(slot('n', n.Key()), 1)
	}
	amounts, quarters := amountsIn(f, d.language)
	if title {
		s.Amounts, s.Quarters = amounts, quarters
	}
	s.Sums = append(s.Sums, amounts...)
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
