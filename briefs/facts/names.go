package facts

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
)

// nameKey is one name of an entity, squeezed.
type nameKey struct{ squeezed, id string }

// squeeze folds a name and drops all but its letters and digits, so that "Deep Seek", "deep-seek" and "DeepSeek" meet.
func squeeze(name string) string {
	var room [64]byte
	if out := addSqueezed(room[:0], name); string(out) != name {
		return string(out)
	}
	return name
}

// addSqueezed adds a name to a text as squeeze returns it.
func addSqueezed(text []byte, name string) []byte {
	from := len(text)
	for i := range len(name) {
		c := name[i]
		switch {
		case c >= utf8.RuneSelf:
			text = text[:from]
			for _, r := range lexicon.FoldString(name) {
				if unicode.IsLetter(r) || unicode.IsDigit(r) {
					text = utf8.AppendRune(text, r)
				}
			}
			return text
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			text = append(text, c)
		case 'A' <= c && c <= 'Z':
			text = append(text, c+'a'-'A')
		}
	}
	return text
}

// named returns the ids of those who bear a name, sorted.
func (v *vocabulary) named(name string) []string {
	var room [64]byte
	return v.names[string(addSqueezed(room[:0], name))] // no copy for the look-up
}

func (v *vocabulary) indexNames(entities []briefs.Entity) {
	for _, e := range entities {
		for _, name := range v.namesOf(e.ID) {
			if s := squeeze(name); s != "" {
				v.keys = append(v.keys, nameKey{s, e.ID})
			}
		}
	}
	slices.SortFunc(v.keys, func(x, y nameKey) int {
		return cmp.Or(cmp.Compare(x.squeezed, y.squeezed), cmp.Compare(x.id, y.id))
	})
	v.keys = slices.Compact(v.keys)
	for _, k := range v.keys {
		v.names[k.squeezed] = append(v.names[k.squeezed], k.id)
	}
}

// namesOf returns everything that an entity or market is called, its id included.
func (v *vocabulary) namesOf(id string) []string {
	e := v.entities[id]
	names := []string{id, e.Name}
	for _, a := range e.Aliases {
		names = append(names, a.Text)
	}
	for _, text := range v.markets[id].Name {
		names = append(names, text)
	}
	return names
}

// suggest returns the entities with the nearest names, those first that have figures of the metric.
func (b *Book) suggest(name, metric string) []briefs.Entity {
	_, near := b.lexicon.Resolve(name)
	slices.SortStableFunc(near, func(x, y briefs.Entity) int {
		has := func(e briefs.Entity) int {
			if b.asks(topicKey{e.ID, metric}) {
				return 0
			}
			return 1
		}
		return cmp.Compare(has(x), has(y))
	})
	return near
}

// resolve returns whose figures in a market are meant by a name that several entities may bear: the bearer himself where he has
// figures there, else the nearest part of him that has. "Alibaba" is the group for capex and Alibaba Cloud for a share of
// the cloud market. More than one is a choice for the asker; none means that nobody meant has figures there.
func (b *Book) resolve(ids []string, metric, label, market string) []string {
	if len(ids) == 1 && b.measured(ids[0], metric, label, market) {
		return ids
	}
	level := ids
	seen := map[string]bool{}
	for len(level) > 0 {
		var hits, next []string
		for _, id := range level {
			if seen[id] {
				continue
			}
			seen[id] = true
			if b.measured(id, metric, label, market) {
				hits = append(hits, id)
			}
			next = append(next, b.children[id]...)
		}
		if len(hits) > 0 {
			return hits
		}
		level = next
	}
	return nil
}

// measured reports whether there is a figure that may answer, of a label and in a market where they are given.
func (b *Book) measured(subject, metric, label, market string) bool {
	for _, l := range b.topic(topicKey{subject, metric}) {
		if market != "" && l.market != market || label != "" && l.label != label {
			continue
		}
		if l.top >= 0 || slices.ContainsFunc(l.facts, func(i int) bool { return shown(b.at(i)) }) {
			return true
		}
	}
	return false
}

// family returns the entity and all its parts, nearest first.
func (v *vocabulary) family(id string) []string {
	out := []string{id}
	for i := 0; i < len(out); i++ {
		for _, child := range v.children[out[i]] {
			if !slices.Contains(out, child) {
				out = append(out, child)
			}
		}
	}
	return out
}

// Completion is a name that a question may go on with.
type Completion struct {
	Entity briefs.Entity
	Name   string // the entity's name in the asker's language
	Match  string // the name that begins as typed; the same as Name where that one does
}

// Complete returns up to n entities that have figures of the metric, themselves or in a part of theirs, and a name that begins
// with the prefix; the shortest names first. It reads only memory, so it may run at every key stroke. An empty prefix
// completes to nothing. The language is "en", "fr" or "zh".
func (b *Book) Complete(metric, prefix, language string, n int) []Completion {
	p := squeeze(prefix)
	if p == "" || n <= 0 {
		return nil
	}
	from, _ := slices.BinarySearchFunc(b.keys, p, func(k nameKey, p string) int { return cmp.Compare(k.squeezed, p) })
	shortest := map[string]string{}
	for _, k := range b.keys[from:] {
		if !strings.HasPrefix(k.squeezed, p) {
			break
		}
		if have, ok := shortest[k.id]; b.asks(topicKey{k.id, metric}) && (!ok || len(k.squeezed) < len(have)) {
			shortest[k.id] = k.squeezed
		}
	}
	out := make([]Completion, 0, len(shortest))
	for id, match := range shortest {
		e := b.entities[id]
		out = append(out, Completion{e, b.Name(id, language), b.printed(e, match)})
	}
	slices.SortFunc(out, func(x, y Completion) int {
		return cmp.Or(cmp.Compare(len(x.Match), len(y.Match)), cmp.Compare(x.Match, y.Match), cmp.Compare(x.Entity.ID, y.Entity.ID))
	})
	return out[:min(n, len(out))]
}

// printed returns the name of the entity as entered whose squeezed form is given; the entity's own name where that fits.
func (b *Book) printed(e briefs.Entity, squeezed string) string {
	if strings.HasPrefix(squeeze(e.Name), squeezed) {
		return e.Name
	}
	for _, a := range e.Aliases {
		if squeeze(a.Text) == squeezed {
			return a.Text
		}
	}
	return e.Name
}

// Name returns what an entity or market is called in a language: "en", "fr" or "zh". Chinese names are simplified; where there is
// none, and for companies and products in French, it is the English one.
func (b *Book) Name(id, language string) string {
	if name, ok := b.called[language][id]; ok {
		return name
	}
	return b.nameIn(b.Entity(id), language)
}

// worded has a vocabulary know translations, and what all are called in each language.
func (v *vocabulary) worded(p briefs.Phrases) {
	v.phrases, v.called, v.credited = p, map[string]map[string]string{}, map[string]map[string]string{}
	for _, language := range []string{"en", "fr", "zh"} {
		names, printed := make(map[string]string, len(v.entities)), map[string]string{}
		for id, e := range v.entities {
			names[id] = v.nameIn(e, language)
			if !v.prints(id) {
				continue
			}
			for _, name := range v.namesOf(id) {
				printed[name] = v.publisherIn(name, language)
			}
		}
		v.called[language], v.credited[language] = names, printed
	}
}

// nameIn is Book.Name of an entity.
func (v *vocabulary) nameIn(e briefs.Entity, language string) string {
	if name := v.markets[e.ID].Name[language]; name != "" {
		return name
	}
	switch said, ok := v.phrases.In(e.Name, language); {
	case ok:
		return said
	case language == "zh":
		return aliasIn(e, "zh-Hans", "zh")
	case language == "fr" && (e.Kind == "geography" || e.Kind == "group"):
		return aliasIn(e, "fr")
	}
	return e.Name
}

// Publisher returns what somebody who measures or prints is called in a language, by the name as printed. In French it is that
// name.
func (b *Book) Publisher(name, language string) string {
	if said, ok := b.credited[language][name]; ok {
		return said
	}
	return b.publisherIn(name, language)
}

// publisherIn is Book.Publisher of any name.
func (v *vocabulary) publisherIn(name, language string) string {
	if said, ok := v.phrases.In(name, language); ok {
		return said
	}
	if id := v.bearer(name); language != "fr" && v.entities[id].Name != "" {
		return v.nameIn(v.entities[id], language)
	}
	return name
}

// Phrase returns what a text of a record means in a language; false when nobody has translated it.
func (b *Book) Phrase(text, language string) (string, bool) { return b.phrases.In(text, language) }

// aliasIn returns the first alias in one of the languages; the name when there is none.
func aliasIn(e briefs.Entity, languages ...string) string {
	for _, a := range e.Aliases {
		if slices.Contains(languages, a.Language) && !a.Guarded {
			return a.Text
		}
	}
	return e.Name
}

// Named returns the ids of those who bear a name, sorted; none when nobody does.
func (b *Book) Named(name string) []string { return b.named(name) }

// Nearest returns the entities with names near to one that nobody bears, the nearest first.
func (b *Book) Nearest(name string) []briefs.Entity { return b.suggest(name, "") }

// Owner returns the company that an entity is a part of, through all its parents; itself when it is of nobody.
func (b *Book) Owner(id string) string { return b.lexicon.Actor(id) }
