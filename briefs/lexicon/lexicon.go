// Package lexicon finds the names, terms, models, numbers and quarters of the field in English, French and Chinese text.
package lexicon

import (
	"fmt"
	"hash/fnv"
	"maps"
	"slices"

	"briefbot/briefs"
)

// Term is a word of the field that is nobody's name: what happens ("acquisition"), what it is about ("data centre").
type Term struct {
	ID       string
	Kind     string              // what the caller sorts terms by, such as "ai", "cloud", "china", "event"; see ContextKind
	Variants map[string][]string // ways to write it, by language: "en", "fr", "zh"
}

// ContextKind is the kind of a term whose id is an entity's: its variants vouch for that entity's guarded aliases beside them
// ("smartphone" for Honor) and are not found otherwise.
const ContextKind = "context"

// Lexicon is a compiled vocabulary. It never changes and may be used by many at once.
type Lexicon struct {
	trie     *trie
	targets  []target
	entities map[string]briefs.Entity
	keys     []key // all names folded, sorted: for look-ups by people
	print    uint64
}

// Fingerprint returns a number that differs, in all likelihood, between two vocabularies.
func (l *Lexicon) Fingerprint() uint64 { return l.print }

// target is what one name stands for.
type target struct {
	id      string
	kind    string
	term    bool
	guarded bool
	capital bool   // counts only in capitals, as entered
	printed string // the alias as entered; guarded Latin names count only in this case
}

type key struct {
	folded string
	id     string
}

// New compiles entities, with their names and aliases, and terms. Of entities with the same id the first counts. Aliases of
// one or two Latin letters or of digits alone are guarded whether marked or not.
func New(entities []briefs.Entity, terms []Term) *Lexicon {
	l := &Lexicon{trie: newTrie(), entities: make(map[string]briefs.Entity, len(entities))}
	for _, e := range entities {
		if _, ok := l.entities[e.ID]; ok || e.ID == "" {
			continue
		}
		l.entities[e.ID] = e
		l.addEntity(e)
	}
	for _, t := range terms {
		l.addTerm(t)
	}
	l.trie.layOut()
	slices.SortFunc(l.keys, compareKeys)
	l.keys = slices.Compact(l.keys)
	return l
}

func (l *Lexicon) addEntity(e briefs.Entity) {
	named := false
	for _, a := range e.Aliases {
		l.addName(a.Text, target{id: e.ID, kind: e.Kind, guarded: a.Guarded || tooShort(a.Text), printed: a.Text})
		l.addKey(a.Text, e.ID)
		named = named || a.Text == e.Name
	}
	if !named {
		l.addName(e.Name, target{id: e.ID, kind: e.Kind, guarded: tooShort(e.Name), printed: e.Name})
	}
	l.addKey(e.Name, e.ID)
	l.addKey(e.ID, e.ID)
}

func (l *Lexicon) addTerm(t Term) {
	for _, language := range slices.Sorted(maps.Keys(t.Variants)) {
		for _, v := range t.Variants[language] {
			l.addName(v, target{id: t.ID, kind: t.Kind, term: true, printed: v})
		}
	}
}

func (l *Lexicon) addName(name string, t target) {
	t.capital = isAcronym(name)
	index := slices.IndexFunc(l.targets, func(have target) bool {
		return have.id == t.id && have.term == t.term && have.kind == t.kind && have.guarded == t.guarded && have.capital == t.capital && (!t.guarded && !t.capital || have.printed == t.printed)
	})
	if index < 0 {
		index = len(l.targets)
		l.targets = append(l.targets, t)
	}
	l.trie.add(FoldString(name), int32(index))
	h := fnv.New64a()
	fmt.Fprintf(h, "%d %q %q %q %v %v", l.print, name, t.id, t.kind, t.term, t.guarded)
	l.print = h.Sum64()
}

func (l *Lexicon) addKey(name, id string) {
	if folded := glue(spaced(FoldString(name))); folded != "" {
		l.keys = append(l.keys, key{folded, id})
	}
}

// Entity returns the entity with the id; false when there is none.
func (l *Lexicon) Entity(id string) (briefs.Entity, bool) {
	e, ok := l.entities[id]
	return e, ok
}

// Family returns the id and those of all that the entity is a part of, nearest first. An unknown id has no family.
func (l *Lexicon) Family(id string) []string {
	var out []string
	for {
		e, ok := l.entities[id]
		if !ok || slices.Contains(out, id) {
			return out
		}
		out = append(out, id)
		id = e.Parent
	}
}

// Actor returns the id of the company or body that acts when the entity is named: Alibaba for Qwen. An entity without
// such a parent acts itself.
func (l *Lexicon) Actor(id string) string {
	for _, member := range l.Family(id) {
		switch l.entities[member].Kind {
		case "company", "regulator", "research_firm":
			return member
		}
	}
	return id
}

// tooShort reports whether a name is too short to be believed without context: one or two Latin letters, or a number.
func tooShort(name string) bool {
	letters, others := 0, 0
	for _, r := range FoldString(name) {
		switch {
		case isHan(r):
			return false
		case isLatin(r):
			letters++
		default:
			others++
		}
	}
	return letters == 0 || letters <= 2 && others == 0
}

// isAcronym reports whether a name consists of up to five Latin capitals, with dots or digits at most.
func isAcronym(name string) bool {
	letters := 0
	for _, r := range name {
		switch {
		case 'A' <= r && r <= 'Z':
			letters++
		case r != '.' && !isDigit(r):
			return false
		}
	}
	return letters > 0 && letters <= 5
}
