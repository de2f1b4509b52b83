// Package facts is the logic of the statement store: which fact answers a question, what stands beside it, and what to beware of.
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
	"briefbot/briefs/lexicon"
)

// Share is the metric that "share" asks for.
const Share = "market_share"

// Book holds facts and what they are about, indexed for answering from memory. It never changes and may be used by many at
// once.
type Book struct {
	facts    []briefs.Fact
	byID     map[string]int
	entities map[string]briefs.Entity
	markets  map[string]briefs.Market
	metrics  map[string]briefs.Metric
	children map[string][]string // by parent, sorted
	groups   map[string][]string // by member: the groups that it belongs to, sorted
	lexicon  *lexicon.Lexicon
	names    map[string][]string // squeezed names: whom they may mean, sorted
	keys     []nameKey           // the same, sorted by name
	askable  map[topicKey]bool   // who has figures of a metric, himself or through a part of his
	topics   map[topicKey][]*line
	lineAt   []*line                 // by fact: its series
	cells    map[cellKey][]int       // what was measured alike, by amount, the largest first
	ranking  map[cellKey][]int       // the same, with only the best of each vendor as known now
	rankable map[marketKey][]cellKey // the latest first
	authors  map[string]string       // publishers as printed: how they are kept apart
	defaults map[string]string       // by metric: the market that is meant when none is named
	phrases  briefs.Phrases
	vocabulary
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

// New checks and indexes facts. The entities, markets and metrics are those that the facts name; a subject that nobody
// described is called by its id. It refuses facts that have no id or share one, that are about nobody, whose metric or market
// is unknown, and approved or disputed ones without a source; the error names each.
func New(entities []briefs.Entity, markets []briefs.Market, metrics []briefs.Metric, list []briefs.Fact) (*Book, error) {
	b := &Book{
		facts: slices.Clone(list), byID: make(map[string]int, len(list)),
		entities: map[string]briefs.Entity{}, markets: map[string]briefs.Market{}, metrics: map[string]briefs.Metric{},
		children: map[string][]string{}, groups: map[string][]string{}, names: map[string][]string{}, askable: map[topicKey]bool{},
		topics: map[topicKey][]*line{}, cells: map[cellKey][]int{}, ranking: map[cellKey][]int{}, rankable: map[marketKey][]cellKey{}, authors: map[string]string{}, defaults: map[string]string{},
	}
	for _, m := range markets {
		b.markets[m.ID] = m
		for _, metric := range m.DefaultFor {
			b.defaults[metric] = m.ID
		}
	}
	for _, m := range metrics {
		b.metrics[m.ID] = m
	}
	if err := b.check(); err != nil {
		return nil, err
	}
	b.indexEntities(entities)
	b.indexAuthors()
	b.indexFacts()
	b.indexAskable()
	return b, nil
}

// WithPhrases returns the book with translations of the texts in its facts, for those who word them. It shares everything else.
func (b *Book) WithPhrases(p briefs.Phrases) *Book {
	with := *b
	with.phrases = p
	with.indexWords()
	return &with
}

func (b *Book) check() error {
	var bad []error
	for i, f := range b.facts {
		if err := b.checkFact(f); err != nil {
			bad = append(bad, fmt.Errorf("facts: fact %d, %q: %w", i+1, f.ID, err))
		}
		b.byID[f.ID] = i
	}
	return errors.Join(bad...)
}

func (b *Book) checkFact(f briefs.Fact) error {
	_, twice := b.byID[f.ID]
	_, metric := b.metrics[f.Metric]
	_, market := b.markets[f.Market]
	switch {
	case f.ID == "":
		return errors.New("it has no id")
	case twice:
		return errors.New("another has the same id")
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

func (b *Book) indexEntities(entities []briefs.Entity) {
	all := slices.Clone(entities)
	for _, e := range entities {
		b.entities[e.ID] = e
	}
	add := func(e briefs.Entity) {
		if _, ok := b.entities[e.ID]; !ok {
			b.entities[e.ID] = e
			all = append(all, e)
		}
	}
	for _, m := range b.markets {
		add(briefs.Entity{ID: m.ID, Name: m.Name["en"], Kind: "market"})
	}
	for _, f := range b.facts {
		add(briefs.Entity{ID: f.Subject, Name: f.Subject})
	}
	for _, e := range b.entities {
		if e.Parent != "" {
			b.children[e.Parent] = append(b.children[e.Parent], e.ID)
		}
		for _, member := range e.Members {
			b.groups[member] = append(b.groups[member], e.ID)
		}
	}
	for _, lists := range []map[string][]string{b.children, b.groups} {
		for _, ids := range lists {
			slices.Sort(ids)
		}
	}
	slices.SortFunc(all, func(x, y briefs.Entity) int { return cmp.Compare(x.ID, y.ID) })
	b.lexicon = lexicon.New(all, nil)
	b.indexNames(all)
}

func (b *Book) indexFacts() {
	lines := map[topicKey]map[lineKey]*line{}
	groups := map[lineKey]int{}
	b.lineAt = make([]*line, len(b.facts))
	for i := range b.facts {
		f := &b.facts[i]
		topic, key := topicKey{f.Subject, f.Metric}, b.lineOf(f)
		if lines[topic] == nil {
			lines[topic] = map[lineKey]*line{}
		}
		l := lines[topic][key]
		if l == nil {
			l = &line{lineKey: key, group: groupOf(groups, key)}
			lines[topic][key] = l
			b.topics[topic] = append(b.topics[topic], l)
		}
		l.facts = append(l.facts, i)
		b.lineAt[i] = l
		if b.ranks(f) {
			cell := b.cellOf(f)
			b.cells[cell] = append(b.cells[cell], i)
		}
	}
	for _, ls := range b.topics {
		for _, l := range ls {
			slices.SortFunc(l.facts, func(i, j int) int { return b.newest(&b.facts[i], &b.facts[j]) })
			l.top = b.bestOf(l.facts, Query{})
		}
	}
	b.indexCells()
}

// groupOf numbers series that differ in the length of their periods alone.
func groupOf(groups map[lineKey]int, key lineKey) int {
	key.kind = ""
	if _, ok := groups[key]; !ok {
		groups[key] = len(groups)
	}
	return groups[key]
}

func (b *Book) indexCells() {
	for cell, list := range b.cells {
		slices.SortFunc(list, func(i, j int) int {
			return cmp.Or(b.compareAmounts(j, i), cmp.Compare(b.facts[i].Subject, b.facts[j].Subject))
		})
		b.ranking[cell] = b.rank(cell, Query{})
		b.rankable[cell.marketKey] = append(b.rankable[cell.marketKey], cell)
	}
	for key, cells := range b.rankable {
		slices.SortFunc(cells, b.compareCells(key.market))
	}
}

// indexAskable marks who has figures, and all that he is a part of.
func (b *Book) indexAskable() {
	for topic := range b.topics {
		for _, id := range append(b.lexicon.Family(topic.subject), topic.subject) {
			b.askable[topicKey{id, topic.metric}] = true
		}
	}
}

// Fact returns the fact with the id; false when there is none.
func (b *Book) Fact(id string) (briefs.Fact, bool) {
	i, ok := b.byID[id]
	if !ok {
		return briefs.Fact{}, false
	}
	return b.facts[i], true
}

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
	for key := range b.rankable {
		if key.metric == metric {
			out = append(out, b.markets[key.market])
		}
	}
	slices.SortFunc(out, func(x, y briefs.Market) int { return cmp.Compare(x.ID, y.ID) })
	return out
}

// Metric returns the metric with the id; the zero Metric when there is none.
func (b *Book) Metric(id string) briefs.Metric { return b.metrics[id] }

// Len returns how many facts the book holds.
func (b *Book) Len() int { return len(b.facts) }
