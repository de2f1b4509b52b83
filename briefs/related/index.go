package related

import (
	"cmp"
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

	score   []scoreAt // of documents, in a ring by place
	hours   []float64 // of documents, in the same ring: looking at each document would cost a walk through memory
	turn    uint32    // of looking: scores of earlier turns are void
	touched []uint32  // places that have a score in this turn
}

// scoreAt is a score with the turn that it is of.
type scoreAt struct{ turn, score uint32 }

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
	if len(x.docs) > len(x.score) {
		x.widen()
	}
	x.hours[x.ring(place)] = d.hours
	if d.roundUp {
		return
	}
	for _, t := range d.telling() {
		x.post(t.id(), postingOf(place, t.weight()))
	}
}

// widen makes the ring larger.
func (x *index) widen() {
	size := max(1024, 2*len(x.score))
	x.score, x.hours, x.turn = make([]scoreAt, size), make([]float64, size), 0
	for i, d := range x.docs {
		x.hours[x.ring(x.first+uint32(i))] = d.hours
	}
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

func (x *index) ring(place uint32) uint32 { return place & uint32(len(x.score)-1) }

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
		clear(x.score)
		x.turn = 1
	}
	x.touched = x.touched[:0]
}

// count adds to the scores of a list's documents.
func (x *index) count(postings []posting, weight uint32) {
	mask := uint32(len(x.score) - 1)
	for _, p := range postings {
		place := x.place(p)
		at := &x.score[place&mask]
		if at.turn != x.turn {
			*at = scoreAt{turn: x.turn}
			x.touched = append(x.touched, place)
		}
		at.score += weight * p.weight()
	}
}

// search is a feature that is looked for, with its list.
type search struct {
	postings []posting
	weight   uint32
	bound    uint64 // no document gains more by it
}

// searches returns the features of a vector that held documents have, the shortest lists first, and what a document gains by all at most.
func (x *index) searches(q vector) (all []search, rest uint64) {
	all = make([]search, 0, len(q))
	rooms := make([][1]posting, len(q))
	for i, t := range q {
		list, top := x.list(t.id(), &rooms[i])
		if len(list) == 0 {
			continue
		}
		s := search{list, t.weight(), uint64(t.weight()) * uint64(top)}
		all = append(all, s)
		rest += s.bound
	}
	slices.SortFunc(all, func(a, b search) int {
		return cmp.Or(cmp.Compare(len(a.postings), len(b.postings)), cmp.Compare(b.bound, a.bound))
	})
	return all, rest
}

// nearest returns the n documents, but for one, with the highest products with a vector, best first, of equals the one with the smaller id; exactly those that
// a look at every document would give. The short lists are read first, and once the others cannot lift a document among the best any more, only
// those that have a score and can still get there are looked for in them.
func (x *index) nearest(q vector, but *document, n int) []scored {
	searches, rest := x.searches(q)
	x.begin()
	floor, checked := uint64(0), 0
	for i, s := range searches {
		if len(s.postings) > len(x.touched)/4 && len(x.touched) > checked+checked/2+2*n {
			floor, checked = x.nth(n), len(x.touched)
		}
		if rest < floor {
			x.finish(searches[i:], rest, n)
			break
		}
		x.count(s.postings, s.weight)
		rest -= s.bound
	}
	best := make(ranking, 0, n+1)
	for _, place := range x.touched {
		score := uint64(x.score[x.ring(place)].score)
		if !best.admits(score, n) {
			continue
		}
		if m := x.at(place); m != but {
			best = best.with(scored{m, score}, n)
		}
	}
	return best
}

// finish adds what the last lists give to the documents that can still be among the best.
func (x *index) finish(searches []search, rest uint64, n int) {
	for _, s := range searches {
		if floor := x.nth(n); floor > rest {
			x.keep(floor - rest)
		}
		if len(x.touched)*searchCost < len(s.postings) {
			x.lookUp(s.postings, s.weight)
		} else {
			x.recount(s.postings, s.weight)
		}
		rest -= s.bound
	}
}

// searchCost is for how many postings that are read one may be looked for.
const searchCost = 24

// recount is count for documents that have a score.
func (x *index) recount(postings []posting, weight uint32) {
	mask := uint32(len(x.score) - 1)
	for _, p := range postings {
		if at := &x.score[x.place(p)&mask]; at.turn == x.turn {
			at.score += weight * p.weight()
		}
	}
}

// lookUp is count for the documents of this turn, which are few.
func (x *index) lookUp(postings []posting, weight uint32) {
	for _, place := range x.touched {
		i, ok := slices.BinarySearchFunc(postings, place, func(p posting, place uint32) int { return cmp.Compare(x.place(p)-x.first, place-x.first) })
		if ok {
			x.score[x.ring(place)].score += weight * postings[i].weight()
		}
	}
}

// nth returns the n-th highest score of this turn, and 0 when there are fewer; one more than n, since the document that is
// looked for may itself be among them.
func (x *index) nth(n int) uint64 {
	n++
	if len(x.touched) < n {
		return 0
	}
	top := make([]uint32, 0, n+1) // ascending
	for _, place := range x.touched {
		s := x.score[x.ring(place)].score
		if len(top) == n && s <= top[0] {
			continue
		}
		at, _ := slices.BinarySearch(top, s)
		top = slices.Insert(top, at, s)
		if len(top) > n {
			top = slices.Delete(top, 0, 1)
		}
	}
	return uint64(top[0])
}

// keep drops the documents of this turn that score less than floor.
func (x *index) keep(floor uint64) {
	x.touched = slices.DeleteFunc(x.touched, func(place uint32) bool { return uint64(x.score[x.ring(place)].score) < floor })
}

// scored is a document with its score.
type scored struct {
	*document
	score uint64
}

// ranking are documents by their score, the best first.
type ranking []scored

// admits reports whether a score may be among the best n.
func (r ranking) admits(score uint64, n int) bool { return len(r) < n || score >= r[len(r)-1].score }

// with returns the best n of the ranking and one more.
func (r ranking) with(s scored, n int) ranking {
	if len(r) == n && nearer(r[n-1], s) {
		return r
	}
	at, _ := slices.BinarySearchFunc(r, s, func(have, s scored) int {
		if nearer(have, s) {
			return -1
		}
		return 1
	})
	r = slices.Insert(r, at, s)
	return r[:min(len(r), n)]
}

// nearer orders documents: the higher score, of equals the smaller id.
func nearer(a, b scored) bool { return a.score > b.score || a.score == b.score && a.id < b.id }
