package lexicontest

import (
	"testing"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
	"briefbot/config"
)

// Starter returns the names and terms that the product ships.
func Starter(t testing.TB) ([]briefs.Entity, []lexicon.Term, []config.TopicRecord) {
	t.Helper()
	s, err := config.LoadStarter()
	if err != nil {
		t.Fatalf("lexicontest: %v", err)
	}
	var entities []briefs.Entity
	at := map[string]int{}
	for _, e := range s.Entities {
		at[e.ID] = len(entities)
		entities = append(entities, briefs.Entity{ID: e.ID, Name: e.Name, Kind: e.Kind, Parent: e.Parent})
	}
	var terms []lexicon.Term
	for _, a := range s.Aliases {
		alias := briefs.Alias{Text: a.Alias, Guarded: len(a.Context) > 0}
		if len(a.Languages) == 1 {
			alias.Language = a.Languages[0]
		}
		e := &entities[at[a.Entity]]
		e.Aliases = append(e.Aliases, alias)
		if alias.Guarded {
			terms = append(terms, lexicon.Term{ID: a.Entity, Kind: lexicon.ContextKind, Variants: map[string][]string{"": a.Context}})
		}
	}
	for _, r := range s.Terms {
		terms = append(terms, lexicon.Term{ID: r.Concept, Kind: r.Group, Variants: map[string][]string{"en": r.EN, "fr": r.FR, "zh": r.ZH}})
	}
	return entities, terms, s.Topics
}

// Compiled returns the lexicon of what the product ships.
func Compiled(t testing.TB) *lexicon.Lexicon {
	t.Helper()
	entities, terms, _ := Starter(t)
	return lexicon.New(entities, terms)
}
