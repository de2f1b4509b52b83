package facts

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"briefbot/briefs"
)

// With returns a book in which the facts given take the place of those with the same id, or are added. It shares all that does not
// change with this one, so that its cost is that of the changes alone. Its errors are those of New.
func (b *Book) With(changes ...briefs.Fact) (*Book, error) {
	var bad []error
	for i := range changes {
		if err := b.Check(&changes[i]); err != nil {
			bad = append(bad, fmt.Errorf("facts: fact %d, %q: %w", i+1, changes[i].ID, err))
		}
	}
	if len(bad) > 0 {
		return nil, errors.Join(bad...)
	}
	if len(changes) == 0 {
		return b, nil
	}
	out := b.layer(len(changes))
	t := touched{topics: map[topicKey][]int{}, cells: map[cellKey][]int{}}
	for _, f := range changes {
		out.replace(f, t)
	}
	out.relist(t)
	return out, nil
}

// Own returns how many facts a book holds itself, on top of the one that it lies over.
func (b *Book) Own() int { return len(b.facts) }

// layer returns a book with the same facts, over the whole one at the bottom, whose own indexes can be changed.
func (b *Book) layer(room int) *Book {
	if b.under == nil {
		out := newBook(b.vocabulary, make([]briefs.Fact, 0, room))
		out.under, out.first, out.moved, out.gone = b, len(b.facts), map[int]*line{}, map[int]bool{}
		return out
	}
	out := *b
	out.facts = append(make([]briefs.Fact, 0, len(b.facts)+room), b.facts...)
	out.lineAt, out.places = slices.Clone(b.lineAt), slices.Clone(b.places)
	out.byID, out.topics, out.moved, out.gone = maps.Clone(b.byID), maps.Clone(b.topics), maps.Clone(b.moved), maps.Clone(b.gone)
	out.cells, out.ranking, out.rankable = maps.Clone(b.cells), maps.Clone(b.ranking), maps.Clone(b.rankable)
	out.askable, out.authors, out.publishers = maps.Clone(b.askable), maps.Clone(b.authors), maps.Clone(b.publishers)
	out.labels, out.pending = maps.Clone(b.labels), slices.Clone(b.pending)
	return &out
}

// touched are the topics and cells that changes are about, with the facts that they hold afterwards.
type touched struct {
	topics map[topicKey][]int
	cells  map[cellKey][]int
}

// replace puts a fact in place of the one with its id, or adds it, and notes what that touches.
func (b *Book) replace(f briefs.Fact, t touched) {
	if old, ok := b.find(f.ID); ok {
		b.touch(b.at(old), t)
		b.gone[old] = true
		b.drop(old, t)
	}
	b.vocabulary = b.vocabulary.with([]briefs.Fact{f})
	i := b.first + len(b.facts)
	b.facts = append(b.facts, f)
	b.lineAt = append(b.lineAt, nil)
	b.places = append(b.places, placed(&f, int16(b.trust(f.Market, b.author(&f)))))
	b.byID[f.ID] = i
	if waits(&f) {
		b.pending = append(b.pending, i)
	}
	if len(f.Sources) > 0 {
		b.publishedBy(f.Sources[0].Publisher)
	}
	b.addLabel(&f)
	b.touch(&f, t)
	topic := topicKey{f.Subject, f.Metric}
	t.topics[topic] = append(t.topics[topic], i)
	if b.ranks(&f) {
		t.cells[b.cellOf(&f)] = append(t.cells[b.cellOf(&f)], i)
	}
}

// touch notes the topic and the cell of a fact with all that they hold now.
func (b *Book) touch(f *briefs.Fact, t touched) {
	topic := topicKey{f.Subject, f.Metric}
	if _, ok := t.topics[topic]; !ok {
		list := []int{}
		for _, l := range b.topic(topic) {
			list = append(list, l.facts...)
		}
		t.topics[topic] = list
	}
	if !b.ranks(f) {
		return
	}
	cell := b.cellOf(f)
	if _, ok := t.cells[cell]; !ok {
		t.cells[cell] = slices.Clone(b.cell(cell))
	}
}

func (b *Book) drop(i int, t touched) {
	without := func(list []int) []int { return slices.DeleteFunc(list, func(j int) bool { return i == j }) }
	f := b.at(i)
	topic := topicKey{f.Subject, f.Metric}
	t.topics[topic] = without(t.topics[topic])
	if b.ranks(f) {
		t.cells[b.cellOf(f)] = without(t.cells[b.cellOf(f)])
	}
}

// relist builds the indexes of what was touched anew.
func (b *Book) relist(t touched) {
	for topic, list := range t.topics {
		b.topics[topic] = b.topicOf(b.lines(list))
		b.markAskable(topic)
	}
	markets := map[marketKey]bool{}
	for cell, list := range t.cells {
		b.sortCell(list)
		b.cells[cell] = list
		b.ranking[cell] = b.rank(cell, Query{})
		markets[cell.marketKey] = true
		b.rankable[cell.marketKey] = b.listed(cell, len(list) > 0)
	}
	for key := range markets {
		slices.SortFunc(b.rankable[key], b.compareCells(key.market))
	}
}

// listed returns what can be ranked in a cell's market, with or without the cell.
func (b *Book) listed(cell cellKey, with bool) []cellKey {
	out := slices.DeleteFunc(slices.Clone(b.cellsOf(cell.marketKey)), func(c cellKey) bool { return c == cell })
	if with {
		out = append(out, cell)
	}
	return out
}

// lines sorts the facts of one topic into series.
func (b *Book) lines(list []int) []*line {
	byKey := map[lineKey]*line{}
	var out []*line
	for _, i := range list {
		key := b.lineOf(b.at(i))
		l := byKey[key]
		if l == nil {
			l = &line{lineKey: key}
			byKey[key] = l
			out = append(out, l)
		}
		l.facts = append(l.facts, i)
		if i >= b.first {
			b.lineAt[i-b.first] = l
		} else {
			b.moved[i] = l
		}
	}
	for _, l := range out {
		b.arrange(l)
	}
	return out
}
