package facts

import (
	"slices"
	"strings"

	"briefbot/briefs"
)

// Draft is a book that takes in facts one by one, so that each can be compared with those before it. It is for one goroutine.
type Draft struct {
	book    *Book
	own     []briefs.Fact
	byID    map[string]int      // index into own
	byTopic map[topicKey][]int  // indexes into own
	byCell  map[marketKey][]int // indexes into own, of what can be ranked
	changed []string            // ids, in the order in which they first changed
}

// Draft returns a draft that begins with the facts of the book.
func (b *Book) Draft() *Draft {
	return &Draft{book: b, byID: map[string]int{}, byTopic: map[topicKey][]int{}, byCell: map[marketKey][]int{}}
}

// Fact returns the fact with the id as it is in the draft; false when there is none.
func (d *Draft) Fact(id string) (briefs.Fact, bool) {
	if i, ok := d.byID[id]; ok {
		return d.own[i], true
	}
	return d.book.Fact(id)
}

// Put adds a fact, or puts it in place of the one with its id. Whom it is about and under which metric and market does not change
// in the life of an id.
func (d *Draft) Put(f briefs.Fact) {
	if i, ok := d.byID[f.ID]; ok {
		d.own[i] = f
		return
	}
	i := len(d.own)
	d.own = append(d.own, f)
	d.byID[f.ID] = i
	d.byTopic[topicKey{f.Subject, f.Metric}] = append(d.byTopic[topicKey{f.Subject, f.Metric}], i)
	if f.Market != "" {
		d.byCell[marketKey{f.Metric, f.Market}] = append(d.byCell[marketKey{f.Metric, f.Market}], i)
	}
	d.changed = append(d.changed, f.ID)
}

// Changes returns the facts that were put in, as they are now.
func (d *Draft) Changes() []briefs.Fact {
	out := make([]briefs.Fact, len(d.changed))
	for n, id := range d.changed {
		out[n] = d.own[d.byID[id]]
	}
	return out
}

// Book returns the draft as a book.
func (d *Draft) Book() (*Book, error) { return d.book.With(d.Changes()...) }

// about returns what is known of a subject under a metric.
func (d *Draft) about(topic topicKey) []*briefs.Fact {
	var out []*briefs.Fact
	for _, l := range d.book.topic(topic) {
		for _, i := range l.facts {
			if f := d.book.at(i); !d.has(f.ID) {
				out = append(out, f)
			}
		}
	}
	for _, i := range d.byTopic[topic] {
		out = append(out, &d.own[i])
	}
	return out
}

// beside returns the facts that a fact could be ranked with, those of its own subject included.
func (d *Draft) beside(f *briefs.Fact) []*briefs.Fact {
	cell := d.book.cellOf(f)
	var out []*briefs.Fact
	for _, i := range d.book.cell(cell) {
		if g := d.book.at(i); !d.has(g.ID) {
			out = append(out, g)
		}
	}
	for _, i := range d.byCell[cell.marketKey] {
		if g := &d.own[i]; d.book.ranks(g) && d.book.cellOf(g) == cell {
			out = append(out, g)
		}
	}
	return out
}

func (d *Draft) has(id string) bool {
	_, ok := d.byID[id]
	return ok
}

// topicsOf returns the metrics under which something is known of a subject.
func (d *Draft) topicsOf(subject string) []topicKey {
	var out []topicKey
	for id := range d.book.metrics {
		topic := topicKey{subject, id}
		if len(d.book.topic(topic)) > 0 || len(d.byTopic[topic]) > 0 {
			out = append(out, topic)
		}
	}
	slices.SortFunc(out, func(x, y topicKey) int { return strings.Compare(x.metric, y.metric) })
	return out
}
