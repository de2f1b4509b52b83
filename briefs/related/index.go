package related

import (
	"math"
	"slices"
)

// posting is a held document under one of the features by which it is found: its place among all that were ever held, as far as the
// upper 20 bits tell, and the feature's weight in the lower 12.
type posting uint32

// heldMost is how many documents an index holds at most: what 20 bits tell apart.
const heldMost = 1 << 20

func postingOf(place, weight uint32) posting { return posting(place<<12 | weight) }

func (p posting) weight() uint32 { return uint32(p) & fullWeight }

// list holds the postings of one feature, oldest first. Most features have one posting, which lies in the list itself.
type list struct {
	one  posting
	many *postings // nil for one
}

type postings struct {
	all []posting
	top uint32 // no posting weighs more
}

// index finds documents by features. Its scores are sums of whole numbers, see term.
type index struct {
	listAt []uint32 // by slot: where its list is, and one more; 0 for none
	lists  []list
	free   []uint32    // places of lists that are no more
	docs   []*document // held, by place from first on; nil for one that is not found by anything
	first  uint32

	met     []seen    // of documents, in a ring by place
	hours   []float64 // of documents, in the same ring: looking at each document would cost a walk through memory
	spans   []span    // of documents that lie side by side in the ring: few enough to stay with the processor
	turn    uint32    // of looking
	touched []touch   // what has a score in this turn; what is read one after the other comes fast
}

// seen says in which turn a document was last met, and where in touched it is.
type seen struct{ turn, at uint32 }

// touch is the score of the document at a place.
type touch struct{ place, score uint32 }

// span is the time, in hours, of the first and the last of spanSize documents.
type span struct{ first, last float64 }

const spanSize = 64

func newIndex() *index { return &index{listAt: make([]uint32, slots)} }

// list returns the postings of a feature, oldest first, and the heaviest weight among them. A single posting is given in room.
func (x *index) list(id uint32, room *[1]posting) (all []posting, top uint32) {
	at := x.listAt[id]
	if at == 0 {
		return nil, 0
	}
	l := &x.lists[at-1]
	if l.many != nil {
		return l.many.all, l.many.top
	}
	room[0] = l.one
	return room[:], l.one.weight()
}

// post appends a posting to a feature's list.
func (x *index) post(id uint32, p posting) {
	at := x.listAt[id]
	if at == 0 {
		if n := len(x.free); n > 0 {
			at, x.free = x.free[n-1], x.free[:n-1]
		} else {
			x.lists = append(x.lists, list{})
			at = uint32(len(x.lists))
		}
		x.lists[at-1], x.listAt[id] = list{one: p}, at
		return
	}
	l := &x.lists[at-1]
	if l.many == nil {
		l.many = &postings{make([]posting, 0, 2), 0}
		l.many.add(l.one)
	}
	l.many.add(p)
}

// add appends a posting. Room grows by a fifth, since lists are most of the index.
func (l *postings) add(p posting) {
	if n := len(l.all); n == cap(l.all) {
		l.all = append(make([]posting, 0, n+n/5+2), l.all...)
	}
	l.all = append(l.all, p)
	l.top = max(l.top, p.weight())
}

// shift drops the first posting of a feature, if it is of the document at a place.
func (x *index) shift(id, place uint32) {
	at := x.listAt[id]
	if at == 0 {
		return
	}
	switch l := &x.lists[at-1]; {
	case l.many == nil:
		if x.place(l.one) == place {
			x.listAt[id], x.free = 0, append(x.free, at)
		}
	case x.place(l.many.all[0]) != place:
	case len(l.many.all) == 2:
		*l = list{one: l.many.all[1]}
	default:
		l.many.all = l.many.all[1:]
		if n := len(l.many.all); cap(l.many.all) > 4*n {
			l.many.all = slices.Clone(l.many.all)
		}
	}
}

// place returns the place of a posting: that of a held document.
func (x *index) place(p posting) uint32 { return x.first + (uint32(p)>>12-x.first)&(heldMost-1) }

// add holds a document as the newest.
func (x *index) add(d *document) {
	place := x.first + uint32(len(x.docs))
	x.docs = append(x.docs, d)
	if len(x.docs)+spanSize > len(x.met) { // no held document's span is begun anew
		x.widen()
	}
	x.time(place, d.hours)
	if d.roundUp {
		return
	}
	for _, t := range d.telling() {
		x.post(t.id(), postingOf(place, t.weight()))
	}
}

// widen makes the ring larger.
func (x *index) widen() {
	size := max(1024, 2*len(x.met))
	x.met, x.hours, x.spans, x.turn = make([]seen, size), make([]float64, size), make([]span, size/spanSize), 0
	for i, d := range x.docs {
		x.time(x.first+uint32(i), d.hours)
	}
}

// time notes when the document at a place is of. The one at the place before was noted last.
func (x *index) time(place uint32, hours float64) {
	at := x.ring(place)
	x.hours[at] = hours
	s := &x.spans[at/spanSize]
	if at%spanSize == 0 || place == x.first {
		*s = span{hours, hours}
	}
	s.first, s.last = min(s.first, hours), max(s.last, hours)
}

// near reports whether the document at a place is surely of so many hours before or after a time. It may be without this saying so.
func (x *index) near(place uint32, hours, within float64) bool {
	s := &x.spans[x.ring(place)/spanSize]
	return hours-s.first <= within && s.last-hours <= within
}

// drop forgets the oldest document. Its postings are the first of their lists.
func (x *index) drop() *document {
	d := x.docs[0]
	if !d.roundUp {
		for _, t := range d.telling() {
			x.shift(t.id(), x.first)
		}
	}
	x.docs[0] = nil
	x.docs = x.docs[1:]
	x.first++
	return d
}

func (x *index) at(place uint32) *document { return x.docs[place-x.first] }

func (x *index) ring(place uint32) uint32 { return place & uint32(len(x.met)-1) }

// paceSpan is over how many articles it is looked how fast they come.
const paceSpan = 200

// paceOf measures how many articles a day came before a time: 0 for one, 1 for some hundred. In a quiet stream a story is told of for longer.
func (x *index) paceOf(hours float64) float64 {
	n := min(paceSpan, len(x.docs))
	if n == 0 {
		return 0
	}
	return math.Log1p(24*float64(n)/math.Max(math.Abs(hours-x.docs[len(x.docs)-n].hours), 1)) / 6
}

// begin starts a turn.
func (x *index) begin() {
	if x.turn++; x.turn == math.MaxUint32 {
		clear(x.met)
		x.turn = 1
	}
	x.touched = x.touched[:0]
}

// count adds to the scores of a list's documents.
func (x *index) count(postings []posting, weight uint32) {
	mask := uint32(len(x.met) - 1)
	for _, p := range postings {
		place := x.place(p)
		m := &x.met[place&mask]
		if m.turn != x.turn {
			*m = seen{x.turn, uint32(len(x.touched))}
			x.touched = append(x.touched, touch{place, weight * p.weight()})
			continue
		}
		x.touched[m.at].score += weight * p.weight()
	}
}
