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
	sensesKept  = 40  // of its senses
	readings    = 9   // kinds of counts that reading a document makes
)

// The vectors of a document.
const (
	ofWords    = iota // title and text, the heaviest
	ofHeadline        // the title
	ofNames           // Latin words of the title that are names by their look, in the slots of words
	ofSpoken          // as names, of title and text
	ofGrams           // four letters of the title's Latin words
	ofConcepts        // what the vocabulary finds in title and text, language-free
	ofIdeas           // what it finds in the title
	ofSenses          // title and text with words that mean the same made one, see lexicon.Thesaurus
	ofGist            // the title so
	vectors
)

// document is an article as compared. Its vectors lie one after the other, for memory.
type document struct {
	id, title string // the title is without the outlet's additions
	language  string
	hours     float64
	pace      float64 // how much came in before it, see paceOf
	number    uint32  // how many articles came before it
	outlet    uint32  // its hash, 0 for none
	part      uint32  // the hash of its part of a series: "1/6", "#17"; 0 for none
	doer      uint32  // see doerOf
	roundUp   bool
	bare      bool // it has no text to speak of
	howTo     bool // it teaches how something is done
	local     bool // its title tells of what happens in one place, such as a fire

	terms vector
	ends  [vectors]uint16
	cut   term // see cutOf

	headlineLength, namesLength, spokenLength, gistLength float32 // before scaling: times a weight, how rare the feature is

	shingles []uint16
	signs    signs
	heading  *heading // nil for a title without a subject
	storyAt  *story
	loose    bool // its join is in doubt, see belonging.loosely
}

// heading is a title with a subject: what stands before its colon, often who speaks or acts; folded.
type heading struct{ subject, title string }

// of returns one of the document's vectors.
func (d *document) of(which int) vector {
	begin := uint16(0)
	if which > 0 {
		begin = d.ends[which-1]
	}
	return d.terms[begin:d.ends[which]]
}

// telling is under what the document is found: the title's words and ideas, and the heaviest other words. It follows from what is
// kept, so it is not kept itself.
func (d *document) telling() vector {
	headline := d.of(ofHeadline)
	return merge(headline, d.of(ofIdeas), d.of(ofWords).heaviest(tellingKept).without(headline))
}

// told returns the product of a vector with telling, without making it.
func (d *document) told(q vector) uint64 {
	headline, ideas, words := d.of(ofHeadline), d.of(ofIdeas), d.of(ofWords)
	sum := uint64(0)
	for _, t := range q {
		id := t.id()
		weight := headline.weightOf(id)
		if weight == 0 {
			if w := words.weightOf(id); w > 0 && term(id<<(32-slotBits)|w).turned() <= d.cut {
				weight = w
			}
		}
		sum += uint64(t.weight()) * uint64(min(fullWeight, weight+ideas.weightOf(id)))
	}
	return sum
}

// cutOf returns what the last of the heaviest words that tell is, turned: what sorts before it tells too.
func (d *document) cutOf() term {
	cut := term(0)
	for _, t := range d.of(ofWords).heaviest(tellingKept) {
		cut = max(cut, t.turned())
	}
	return cut
}

// settings are the kinds of entities that an event plays in or is told by, and that do not act.
var settings = map[string]bool{"geography": true, "market": true, "publisher": true, "event": true, "group": true}

// read turns an article into a document, weighs its features by what was seen before, and counts them.
func (e *Engine) read(a briefs.Article) *document {
	d := &document{id: a.ID, number: e.seen.read, title: e.tails.cut(cleanTitle(a.Title, a.Outlet)), outlet: hash32(a.Outlet),
		language: e.shared(language(a)), hours: float64(a.Published.Unix()) / 3600}
	d.roundUp = IsRoundUp(a.Title)
	d.pace = e.index.paceOf(d.hours)
	plain := lexicon.Simplified(d.title)
	title := lexicon.Fold(plain)
	body := lexicon.Simplified(cleanBody(a, d.title))
	d.bare = runes(body) < 20
	text := lexicon.Fold(body)

	for i := range e.room {
		e.room[i] = e.room[i][:0]
	}
	words, headline, names, spoken, grams, concepts, senses, gist, meant := e.room[0], e.room[1], e.room[2], e.room[3], e.room[4], e.room[5], e.room[6], e.room[7], e.room[8]
	headline.words(title.Text, 1)
	for _, x := range headline {
		words.add(x.id, 2*x.times)
	}
	words.words(text.Text, 1)
	names.proper(d.title, d.language)
	spoken.proper(body, d.language)
	spoken = append(spoken, names...)
	grams.fours(title.Text)
	var f found
	for _, name := range gist.senses(title, plain, d.language, &meant) {
		f.insert(signKnown, name)
		f.insert(signTold, name)
	}
	for _, x := range gist {
		senses.add(x.id, 2*x.times)
	}
	for _, name := range senses.senses(text, body, d.language, &meant) {
		f.insert(signTold, name)
	}
	e.spot(d, &f, &concepts, title, plain, true)
	f.counties(plain)
	ideas := slices.Clone(concepts)
	e.spot(d, &f, &concepts, text, body, false)
	d.shingles = shinglesOf(title.Text)
	e.quote(d, &f, title.Text)
	e.room = [readings]counts{words, headline, names, spoken, grams, concepts, senses, gist, meant}
	words, grams, concepts, senses, meant = words.merged(), grams.merged(), concepts.merged(), senses.merged(), meant.merged()
	e.seen.next()
	for _, c := range []counts{words, grams, concepts, meant} {
		e.seen.add(c)
	}
	var v [vectors]vector
	var length float64
	all := e.seen.vector(words)
	v[ofWords], v[ofGrams], v[ofConcepts], v[ofIdeas] = all.heaviest(wordsKept), e.seen.vector(grams), e.seen.vector(concepts), e.seen.vector(ideas.merged())
	v[ofSenses] = e.seen.vector(senses).heaviest(sensesKept)
	v[ofGist], length = e.seen.scaled(gist.merged())
	d.gistLength = float32(length)
	v[ofHeadline], length = e.seen.scaled(headline.merged())
	d.headlineLength = float32(length)
	v[ofNames], length = e.seen.scaled(names.merged().once())
	d.namesLength = float32(length)
	v[ofSpoken], length = e.seen.scaled(spoken.merged())
	d.spokenLength = float32(length)
	d.pack(v)
	d.cut = d.cutOf()
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
}

// quote keeps what a folded title quotes, its subject, its part, who acts in it and whether it teaches.
func (e *Engine) quote(d *document, f *found, title string) {
	if strings.Count(title, `"`) > 1 {
		for _, m := range quotation.FindAllStringSubmatch(title, -1) {
			f.insert(signQuoted, hash32(strings.TrimSpace(m[1])))
		}
	}
	if subject := subjectOf(title); subject != "" {
		title = strings.Clone(strings.TrimSpace(title))
		d.heading = &heading{strings.Clone(subject), title}
	}
	d.part = hash32(partOf(title))
	d.signs = f.signs()
	d.doer, d.howTo = d.doerOf(title), teaches(title)
}

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
func (e *Engine) spot(d *document, s *found, c *counts, f lexicon.Folded, text string, title bool) {
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
		s.insert(signBelow, e.symbols.id(actor))
		if title {
			s.insert(signNamed, e.symbols.id(m.Entity))
			s.insert(signActors, e.symbols.id(actor))
		}
	}
	for _, m := range e.events.FindFolded(f, text) {
		c.add(slot('v', m.Term), 1)
		switch {
		case !title:
		case m.Kind == lexicon.EventKind:
			s.insert(signEvents, e.symbols.id(m.Term))
		case local[m.Term]:
			d.local = true
		case m.Kind == lexicon.PlaceKind:
			s.addPlace(&e.symbols, m.Term)
		}
	}
	for _, m := range e.lexicon.ModelsIn(f, mentions) {
		c.add(slot('m', m.Family+" "+m.Version), 1)
		c.add(slot('m', m.Family+" "+m.Version+" "+m.Variant), 1)
		if title {
			s.addModel(m)
		}
	}
	numbers := lexicon.NumbersIn(f, d.language)
	for _, n := range numbers {
		c.add(slot('n', n.Key()), 1)
	}
	amounts, quarters := e.symbols.amountsOf(numbers)
	if title {
		s.sets[signAmounts] = amountSigns(amounts)
		for _, q := range quarters {
			s.insert(signQuarters, q)
		}
	}
	s.sets[signSums] = append(s.sets[signSums], amountSigns(amounts)...)
}

// language returns the article's language: what the headline shows before what the source says.
func language(a briefs.Article) string {
	if l := lexicon.Language(a.Title); l != "" {
		return l
	}
	return a.Language
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

func runes(s string) int { return utf8.RuneCountInString(s) }
