// Package factfile reads and writes facts as files: tables of what was seen in print, and the store's own records line by line.
package factfile

import (
	"slices"
	"strings"

	"briefbot/briefs"
	"briefbot/briefs/facts"
	"briefbot/config"
)

// Vocabulary is how files name what facts are about.
type Vocabulary struct {
	book        *facts.Book
	metrics     map[string]config.MetricNameRecord
	definitions map[string]config.DefinitionRecord
	texts       map[string]string // by market: the first definition that means it, for writing
}

// NewVocabulary returns the vocabulary of the built-in records, with the names that a book knows.
func NewVocabulary(s *config.Starter, book *facts.Book) *Vocabulary {
	v := &Vocabulary{
		book: book, metrics: map[string]config.MetricNameRecord{}, definitions: map[string]config.DefinitionRecord{}, texts: map[string]string{},
	}
	for _, r := range s.MetricNames {
		v.metrics[r.Name] = r
	}
	for _, r := range s.Definitions {
		v.definitions[r.Text] = r
		if _, ok := v.texts[r.Market]; !ok && r.Market != "" {
			v.texts[r.Market] = r.Text
		}
	}
	return v
}

// Row is one fact of a file, or what is wrong with it.
type Row struct {
	Line    int // of the file, where the row begins
	Record  facts.Record
	Decided bool  // it says itself how it was reviewed: an editor has compared it already
	Err     error // why it cannot be taken over; the record then says nothing
}

// columns are those of a table, in order: a row is one figure as somebody read it.
var columns = []string{
	"fact_id", "entity", "entity_id", "metric", "value", "unit", "currency", "period_type", "period", "geography_market_definition", "nature", "publisher",
	"reported_via", "source_title", "source_url", "published_date", "conflict_group", "note",
}

// cells are the columns of one row, by name.
type cells map[string]string

// geographies are what definitions begin with.
var geographies = []struct{ text, id string }{{"Mainland China", "geo:cn-mainland"}, {"China", "geo:cn"}, {"World", "geo:world"}}

// geographyOf returns what a definition says of where.
func geographyOf(definition string) string {
	before, _, _ := strings.Cut(definition, ";")
	for _, g := range geographies {
		if before == g.text {
			return g.id
		}
	}
	return ""
}

// natures are the words of files for the sort of a statement, beyond briefs' own.
var natures = map[string]briefs.Nature{
	"actual": briefs.Reported, "projection": briefs.Forecast, "rumor": briefs.Rumour, "planned": briefs.Plan, "estimated": briefs.Estimate,
}

// unnamedWords say that people who are not named told it.
var unnamedWords = []string{"unconfirmed", "people familiar", "unnamed", "sources say"}

// natureOf reads a nature in words: "plan (unconfirmed, people familiar)" is a plan told by people who are not named.
func natureOf(text string) (n briefs.Nature, unnamed, ok bool) {
	word, rest, _ := strings.Cut(strings.ToLower(strings.TrimSpace(text)), " ")
	unnamed = slices.ContainsFunc(unnamedWords, func(w string) bool { return strings.Contains(rest, w) })
	n = briefs.Nature(word)
	if known, ok := natures[word]; ok {
		n = known
	}
	switch n {
	case briefs.Reported, briefs.Estimate, briefs.Forecast, briefs.Guidance, briefs.Pledge, briefs.Plan, briefs.Rumour, briefs.Event:
		return n, unnamed, rest == "" || strings.HasPrefix(rest, "(")
	}
	return "", false, false
}
