package related

import (
	"cmp"
	"slices"
	"sort"
)

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
	for _, t := range x.touched {
		score := uint64(t.score)
		if !best.admits(score, n) {
			continue
		}
		if m := x.at(t.place); m != but {
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
	mask := uint32(len(x.met) - 1)
	for _, p := range postings {
		if m := &x.met[x.place(p)&mask]; m.turn == x.turn {
			x.touched[m.at].score += weight * p.weight()
		}
	}
}

// lookUp is count for the documents of this turn, which are few.
func (x *index) lookUp(postings []posting, weight uint32) {
	for i := range x.touched {
		t := &x.touched[i]
		at, ok := slices.BinarySearchFunc(postings, t.place, func(p posting, place uint32) int { return cmp.Compare(x.place(p)-x.first, place-x.first) })
		if ok {
			t.score += weight * postings[at].weight()
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
	for _, t := range x.touched {
		if len(top) == n && t.score <= top[0] {
			continue
		}
		at, _ := slices.BinarySearch(top, t.score)
		top = slices.Insert(top, at, t.score)
		if len(top) > n {
			top = slices.Delete(top, 0, 1)
		}
	}
	return uint64(top[0])
}

// keep drops the documents of this turn that score less than floor.
func (x *index) keep(floor uint64) {
	kept := x.touched[:0]
	for _, t := range x.touched {
		m := &x.met[x.ring(t.place)]
		if uint64(t.score) < floor {
			m.turn = 0
			continue
		}
		m.at = uint32(len(kept))
		kept = append(kept, t)
	}
	x.touched = kept
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
	at := sort.Search(len(r), func(i int) bool { return !nearer(r[i], s) })
	r = slices.Insert(r, at, s)
	return r[:min(len(r), n)]
}

// nearer orders documents: the higher score, of equals the smaller id.
func nearer(a, b scored) bool { return a.score > b.score || a.score == b.score && a.id < b.id }
