// Package topics decides what a channel wants to read, in what order, and composes the digest of it.
package topics

import (
	"slices"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
)

// Topic is what a channel wants to read. An article is meant when it names a watched entity, or holds a keyword beside a
// place or beside an entity of Beside, and its title holds nothing excluded. Without places and entities a keyword suffices.
type Topic struct {
	ID       string
	Keywords []string // subjects, in any language; Latin ones are whole words, Chinese ones may stand anywhere
	Places   []string // words that tie a general keyword to where the topic plays
	Exclude  []string
	Watch    []string // ids of entities that are the topic, with all their parts
	Beside   []string // ids of entities that do much else too
}

// Reason is a sign that an article is meant, or with kind "exclude" why it is not.
type Reason struct {
	Kind string // "name", "keyword", "place" or "exclude"
	Text string // as printed
}

// summaryRunes is how far into a summary signs are believed: further down everything is mentioned.
const summaryRunes = 240

// Matcher is a compiled topic. It never changes and may be used by many at once.
type Matcher struct {
	names    *lexicon.Lexicon
	keywords *lexicon.Lexicon
	places   *lexicon.Lexicon
	exclude  *lexicon.Lexicon
	watch    map[string]bool
	beside   map[string]bool
	placed   bool // keywords need company
}

// Compile prepares a topic; l knows the names of the entities.
func Compile(l *lexicon.Lexicon, t Topic) *Matcher {
	return &Matcher{
		names: l, keywords: words(t.Keywords), places: words(t.Places), exclude: words(t.Exclude),
		watch: set(t.Watch), beside: set(t.Beside), placed: len(t.Places)+len(t.Beside)+len(t.Watch) > 0,
	}
}

func words(list []string) *lexicon.Lexicon {
	return lexicon.New(nil, []lexicon.Term{{ID: "word", Variants: map[string][]string{"": list}}})
}

func set(list []string) map[string]bool {
	out := map[string]bool{}
	for _, s := range list {
		out[s] = true
	}
	return out
}

// signs are what a text says for a topic.
type signs struct{ watched, beside, keywords, places []Reason }

// Match reports whether an article is meant, and by which words. The title must speak for the topic; the beginning of the
// summary may complete what the title lacks, but never carries an article alone.
func (m *Matcher) Match(a briefs.Article) (bool, []Reason) {
	if out := found(m.exclude, a.Title, "exclude"); len(out) > 0 {
		return false, out
	}
	title := m.read(a.Title)
	if len(title.watched) > 0 {
		return true, title.all()
	}
	if len(title.keywords) == 0 && len(title.beside) == 0 {
		return false, nil
	}
	if m.enough(title) {
		return true, title.all()
	}
	body := a.Summary
	if body == "" {
		body = a.Text
	}
	below := m.read(head(body, summaryRunes))
	if len(title.keywords) == 0 {
		below.keywords = nil // a big name above and a mere keyword below is any news of that company
	}
	if both := title.with(below); m.enough(both) {
		return true, both.all()
	}
	return false, nil
}

// enough reports whether signs make an article one of the topic's.
func (m *Matcher) enough(s signs) bool {
	switch {
	case len(s.watched) > 0:
		return true
	case len(s.keywords) == 0:
		return false
	}
	return !m.placed || len(s.places) > 0 || len(s.beside) > 0
}

func (m *Matcher) read(text string) signs {
	s := signs{keywords: found(m.keywords, text, "keyword"), places: found(m.places, text, "place")}
	for _, mention := range m.names.Find(text) {
		r := Reason{"name", text[mention.Start:mention.End]}
		family := m.names.Family(mention.Entity)
		switch {
		case anyOf(family, m.watch):
			s.watched = append(s.watched, r)
		case anyOf(family, m.beside):
			s.beside = append(s.beside, r)
		}
	}
	return s
}

func found(l *lexicon.Lexicon, text, kind string) []Reason {
	var out []Reason
	for _, m := range l.Find(text) {
		if r := (Reason{kind, text[m.Start:m.End]}); !slices.Contains(out, r) {
			out = append(out, r)
		}
	}
	return out
}

func anyOf(ids []string, in map[string]bool) bool {
	return slices.ContainsFunc(ids, func(id string) bool { return in[id] })
}

func (s signs) all() []Reason {
	return slices.Concat(s.watched, s.beside, s.keywords, s.places)
}

func (s signs) with(t signs) signs {
	return signs{
		slices.Concat(s.watched, t.watched), slices.Concat(s.beside, t.beside),
		slices.Concat(s.keywords, t.keywords), slices.Concat(s.places, t.places),
	}
}

func head(s string, runes int) string {
	for i := range s {
		if runes == 0 {
			return s[:i]
		}
		runes--
	}
	return s
}
