// Package starter turns the built-in content, which is plain records, into what the rest of the program works with.
package starter

import (
	"slices"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
	"briefbot/config"
)

// nameless are the kinds of entities that are never looked for in headlines: markets are definitions, and what a
// geography or a group is called ("China", "top three") is too common to tell an article's subject.
var nameless = []string{"market", "geography", "group", "event"}

// Entities returns all entities with their names in three languages.
func Entities(s *config.Starter) []briefs.Entity {
	at := map[string]int{}
	out := make([]briefs.Entity, len(s.Entities))
	for i, r := range s.Entities {
		out[i] = briefs.Entity{ID: r.ID, Name: r.Name, Kind: r.Kind, Parent: r.Parent, Members: r.Members}
		at[r.ID] = i
	}
	for _, r := range s.Aliases {
		i, ok := at[r.Entity]
		if !ok {
			continue // nobody's: the test of the content reports it
		}
		e := &out[i]
		for _, l := range r.Languages {
			e.Aliases = append(e.Aliases, briefs.Alias{Text: r.Alias, Language: l, Guarded: len(r.Context) > 0})
		}
	}
	return out
}

// Lexicon compiles the vocabulary for reading headlines: the names of who and what acts, and the terms of the field.
func Lexicon(s *config.Starter) *lexicon.Lexicon {
	entities := slices.DeleteFunc(Entities(s), func(e briefs.Entity) bool { return slices.Contains(nameless, e.Kind) })
	return lexicon.New(entities, append(Terms(s), contexts(s)...))
}

// Terms returns the terms of the field.
func Terms(s *config.Starter) []lexicon.Term {
	out := make([]lexicon.Term, len(s.Terms))
	for i, r := range s.Terms {
		out[i] = lexicon.Term{ID: r.Concept, Kind: r.Group, Variants: map[string][]string{"en": r.EN, "fr": r.FR, "zh": r.ZH}}
	}
	return out
}

// contexts returns the words that vouch for guarded names, one term an entity.
func contexts(s *config.Starter) []lexicon.Term {
	words := map[string]map[string][]string{}
	var order []string
	for _, r := range s.Aliases {
		if len(r.Context) == 0 {
			continue
		}
		if words[r.Entity] == nil {
			words[r.Entity] = map[string][]string{}
			order = append(order, r.Entity)
		}
		for _, w := range r.Context {
			if l := languageOf(w); !slices.Contains(words[r.Entity][l], w) {
				words[r.Entity][l] = append(words[r.Entity][l], w)
			}
		}
	}
	out := make([]lexicon.Term, len(order))
	for i, id := range order {
		out[i] = lexicon.Term{ID: id, Kind: lexicon.ContextKind, Variants: words[id]}
	}
	return out
}

// languageOf tells Chinese words from Latin ones, which is all that a context needs.
func languageOf(word string) string {
	if l := lexicon.Language(word); l == "zh" {
		return l
	}
	return "en"
}

// Sample returns the bundled sample articles as if they had been published shortly before now.
func Sample(s *config.Starter, now time.Time) []briefs.Article {
	out := make([]briefs.Article, len(s.Sample))
	for i, r := range s.Sample {
		out[i] = briefs.Article{
			URL: r.URL, Title: r.Title, Outlet: r.Outlet, Feed: "sample:" + r.Outlet, Language: r.Language, Summary: r.Summary,
			Published: now.Add(-time.Duration(r.Minutes) * time.Minute).Truncate(time.Minute),
		}
	}
	return out
}
