// Package facts is the logic of the statement store: which fact answers a question, what stands beside it, what to beware of, and
// how a new statement stands to those that are known.
//
// It has no wording: answers, caveats and errors are values, and internal/present says them. It has no clock either: the day
// on which a question is asked comes with it.
package facts

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"briefbot/briefs"
)

// Share is the metric that "share" asks for.
const Share = "market_share"

// Book holds facts and what they are about, indexed for answering from memory. It never changes and may be used by many at
// once. A book may lie over another: it then holds only the facts in which they differ, so that a team with facts of its own
// costs no copy of all.
type Book struct {
	*vocabulary
	under *Book // nil for a whole one; never two deep
	first int   // how many facts the one under has: the index of the first of its own
	facts []briefs.Fact

	places    []place    // by fact of its own
	positions []position // by fact of a whole book: its place among those measured alike

	byID       map[string]int
	topics     map[topicKey]topic
	lineAt     []*line                 // by fact of its own: its series
	moved      map[int]*line           // by fact of the book under: its series in this one
	gone       map[int]bool            // facts that another with the same id has replaced
	cells      map[cellKey][]int       // what was measured alike, by amount, the largest first
	ranking    map[cellKey][]int       // the same, with only the best of each vendor as known now
	rankable   map[marketKey][]cellKey // the latest first
	askable    map[topicKey]bool       // who has figures of a metric, himself or through a part of his
	authors    map[string]string       // publishers as printed: how they are kept apart
	publishers map[string]bool         // the authors that are behind any fact or listed for a market
	pending    []int                   // of its own: those that were to be looked at when they were indexed
	labels     map[string]word         // by the squeezed phrase: what is counted under a metric that has no word for it
}

// topicKey is everything said of one subject under one metric.
type topicKey struct{ subject, metric string }

// marketKey is everything said of one market under one metric.
type marketKey struct{ metric, market string }

// cellKey is what can be ranked: figures of different subjects that were measured alike.
type cellKey struct {
	marketKey
	series, unit string
	start, end   briefs.Date
	distance     int // forecasts are not ranked beside what was measured
}

// New checks and indexes facts; the list belongs to the book from then on. The entities, markets and metrics are those that the
// facts name; a subject that nobody described is called as its facts print it, else by its id. New refuses facts that have no id or
// share one, that are about nobody, whose metric or market is unknown, and approved or disputed ones without a source; the error
// names each.
func New(entities []briefs.Entity, markets []briefs.Market, metrics []briefs.Metric, list []briefs.Fact) (*Book, error) {
	b := newBook(newVocabulary(entities, markets, metrics).with(list), list)
	b.byID = make(map[string]int, len(list))
	if err := b.check(); err != nil {
		return nil, err
	}
	b.index()
	return b, nil
}

func newBook(v *vocabulary, list []briefs.Fact) *Book {
	return &Book{
		vocabulary: v, facts: list, byID: map[string]int{}, topics: map[topicKey]topic{}, cells: map[cellKey][]int{},
		ranking: map[cellKey][]int{}, rankable: map[marketKey][]cellKey{}, askable: map[topicKey]bool{}, authors: map[string]string{},
		publishers: map[string]bool{}, labels: map[string]word{},
	}
}

// WithPhrases returns the book with translations of the texts in its facts, for those who word them. It shares everything else.
func (b *Book) WithPhrases(p briefs.Phrases) *Book {
	with, words := *b, *b.vocabulary
	words.worded(p)
	with.vocabulary, with.labels = &words, map[string]word{}
	for f := range with.Facts {
		with.addLabel(f)
	}
	return &with
}

func (b *Book) check() error {
	var bad []error
	for i := range b.facts {
		f := &b.facts[i]
		err := b.Check(f)
		if _, twice := b.byID[f.ID]; err == nil && twice {
			err = errors.New("another has the same id")
		}
		if err != nil {
			bad = append(bad, fmt.Errorf("facts: fact %d, %q: %w", i+1, f.ID, err))
		}
		b.byID[f.ID] = i
	}
	return errors.Join(bad...)
}

// Check says why a fact cannot be in the book: it has no id, is about nobody, its metric or market is unknown, or it is to be shown
// without a source.
func (b *Book) Check(f *briefs.Fact) error {
	_, metric := b.metrics[f.Metric]
	_, market := b.markets[f.Market]
	switch {
	case f.ID == "":
		return errors.New("it has no id")
	case f.Subject == "":
		return errors.New("it is about nobody")
	case !metric:
		return fmt.Errorf("unknown metric %q", f.Metric)
	case f.Market != "" && !market:
		return fmt.Errorf("unknown market %q", f.Market)
	case (f.Review == briefs.Approved || f.Review == briefs.Disputed) && len(f.Sources) == 0:
		return errors.New("it is to be shown without a source")
	}
	return nil
}

// at returns a fact by its index.
func (b *Book) at(i int) *briefs.Fact {
	if i >= b.first {
		return &b.facts[i-b.first]
	}
	return &b.under.facts[i]
}

// line returns the series of a fact.
func (b *Book) line(i int) *line {
	if i >= b.first {
		return b.lineAt[i-b.first]
	}
	if l, ok := b.moved[i]; ok {
		return l
	}
	return b.under.lineAt[i]
}

// topic returns the series of a subject under a metric.
func (b *Book) topic(key topicKey) []*line { return b.whole(key).lines }

// whole returns all that is said of a subject under a metric.
func (b *Book) whole(key topicKey) topic {
	if own, ok := b.topics[key]; ok || b.under == nil {
		return own
	}
	return b.under.topics[key]
}

// cell returns what was measured alike, by amount, the largest first.
func (b *Book) cell(key cellKey) []int {
	if own, ok := b.cells[key]; ok || b.under == nil {
		return own
	}
	return b.under.cells[key]
}

// best returns the best of each vendor of a cell as known now, the largest first.
func (b *Book) best(key cellKey) []int {
	if own, ok := b.ranking[key]; ok || b.under == nil {
		return own
	}
	return b.under.ranking[key]
}

// cellsOf returns what can be ranked in a market, the latest first.
func (b *Book) cellsOf(key marketKey) []cellKey {
	if own, ok := b.rankable[key]; ok || b.under == nil {
		return own
	}
	return b.under.rankable[key]
}

// over calls yield with what a book says itself, and with what the one under it says of all else, until that returns false.
func over[K comparable, V any](own, under map[K]V, yield func(K, V) bool) {
	for key, v := range own {
		if !yield(key, v) {
			return
		}
	}
	for key, v := range under {
		if _, ok := own[key]; !ok && !yield(key, v) {
			return
		}
	}
}

// allTopics calls yield with all series, by topic, in no order.
func (b *Book) allTopics(yield func(topicKey, []*line) bool) {
	over(b.topics, b.below().topics, func(key topicKey, t topic) bool { return yield(key, t.lines) })
}

// allCells calls yield with all that can be ranked, by market, in no order.
func (b *Book) allCells(yield func(marketKey, []cellKey) bool) {
	over(b.rankable, b.below().rankable, yield)
}

// allAuthors calls yield with all publishers as printed, in no order.
func (b *Book) allAuthors(yield func(name, author string) bool) {
	over(b.authors, b.below().authors, yield)
}

// below returns the book that this one lies over; one that holds nothing where it is whole.
func (b *Book) below() *Book {
	if b.under == nil {
		return &Book{}
	}
	return b.under
}

// asks reports whether somebody has figures of a metric, himself or through a part of his.
func (b *Book) asks(key topicKey) bool {
	return b.askable[key] || b.under != nil && b.under.askable[key]
}

// find returns the index of the fact with an id; false when there is none.
func (b *Book) find(id string) (int, bool) {
	if i, ok := b.byID[id]; ok || b.under == nil {
		return i, ok
	}
	i, ok := b.under.byID[id]
	return i, ok
}

// Fact returns the fact with the id; false when there is none.
func (b *Book) Fact(id string) (briefs.Fact, bool) {
	i, ok := b.find(id)
	if !ok {
		return briefs.Fact{}, false
	}
	return *b.at(i), true
}

// Facts calls yield with every fact, in the order in which they came in; it stops when that returns false.
func (b *Book) Facts(yield func(*briefs.Fact) bool) {
	for i := range b.first + len(b.facts) {
		if !b.gone[i] && !yield(b.at(i)) {
			return
		}
	}
}

// Len returns how many facts the book holds.
func (b *Book) Len() int { return b.first + len(b.facts) - len(b.gone) }

// Entity returns the entity with the id; one without a description, named by the id, when there is none.
func (b *Book) Entity(id string) briefs.Entity {
	if e, ok := b.entities[id]; ok {
		return e
	}
	return briefs.Entity{ID: id, Name: id}
}

// Market returns the market with the id; the zero Market when there is none.
func (b *Book) Market(id string) briefs.Market { return b.markets[id] }

// Markets returns the markets that have figures of a metric to rank, by id.
func (b *Book) Markets(metric string) []briefs.Market {
	var out []briefs.Market
	for id, m := range b.markets {
		if len(b.cellsOf(marketKey{metric, id})) > 0 {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(x, y briefs.Market) int { return cmp.Compare(x.ID, y.ID) })
	return out
}

// Metric returns the metric with the id; the zero Metric when there is none.
func (b *Book) Metric(id string) briefs.Metric { return b.metrics[id] }
