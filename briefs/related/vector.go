package related

import (
	"math"
	"slices"
)

// slots is the size of the hashed vocabulary: it bounds memory whatever the stream brings.
const (
	slotBits = 20
	slots    = 1 << slotBits
)

// term is one dimension of a sparse vector: its slot in the upper 20 bits and its weight, of a vector of length one, in the
// lower 12. Comparisons so are of whole numbers and come out the same in any order.
type term uint32

const fullWeight = 1<<(32-slotBits) - 1

func termOf(id uint32, weight float64) term {
	return term(id<<(32-slotBits) | uint32(math.Round(min(weight, 1)*fullWeight)))
}

func (t term) id() uint32         { return uint32(t) >> (32 - slotBits) }
func (t term) weight() uint32     { return uint32(t) & fullWeight }
func (t term) share() float64     { return float64(t.weight()) / fullWeight }
func (t term) sameAs(o term) bool { return (t^o)>>(32-slotBits) == 0 }

// vector is sparse, sorted by slot.
type vector []term

// step is 1 for true.
func step(b bool) int {
	if b {
		return 1
	}
	return 0
}

// heaviest returns the n heaviest dimensions, still sorted and scaled as they were.
func (v vector) heaviest(n int) vector {
	if len(v) <= n {
		return v
	}
	out := slices.Clone(v)
	for i, t := range out {
		out[i] = t.turned()
	}
	slices.Sort(out)
	out = out[:n]
	for i, t := range out {
		out[i] = t.back()
	}
	slices.Sort(out)
	return out
}

// turned puts the weight, heaviest first, before the slot: turned terms sort as heaviest wants them. back undoes it.
func (t term) turned() term { return (fullWeight-t&fullWeight)<<slotBits | t>>(32-slotBits) }

func (t term) back() term { return t&(slots-1)<<(32-slotBits) | fullWeight - t>>slotBits }

// without returns the dimensions that another vector has not.
func (v vector) without(o vector) vector {
	var out vector
	for _, t := range v {
		if o.weightOf(t.id()) == 0 {
			out = append(out, t)
		}
	}
	return out
}

// merge returns the dimensions of several vectors; where two have one, the sum.
func merge(all ...vector) vector {
	v := slices.Concat(all...)
	slices.Sort(v)
	out := v[:0]
	for _, t := range v {
		if n := len(out); n > 0 && out[n-1].sameAs(t) {
			out[n-1] = t&^fullWeight | term(min(fullWeight, out[n-1].weight()+t.weight()))
			continue
		}
		out = append(out, t)
	}
	return out
}

// weightOf returns the weight of a slot, 0 when the vector has none.
func (v vector) weightOf(id uint32) uint32 {
	at, _ := slices.BinarySearch(v, term(id<<(32-slotBits)))
	if at == len(v) || v[at].id() != id {
		return 0
	}
	return v[at].weight()
}

// covered returns the share of a's weight on dimensions that b has.
func covered(a, b vector) float64 {
	both := uint32(0)
	for i, j := 0, 0; i < len(a) && j < len(b); {
		x, y := a[i], b[j]
		if x.sameAs(y) {
			both += x.weight()
		}
		i += step(x.id() <= y.id())
		j += step(y.id() <= x.id())
	}
	return shareOf(both, a)
}

// shareOf returns which share of a vector's weight a part of it is.
func shareOf(part uint32, v vector) float64 {
	all := uint32(0)
	for _, t := range v {
		all += t.weight()
	}
	if all == 0 {
		return 0
	}
	return float64(part) / float64(all)
}

// stranger returns the heaviest weight of a on a dimension that b lacks.
func stranger(a, b vector) float64 {
	top := term(0)
	j := 0
	for _, t := range a {
		for j < len(b) && b[j].id() < t.id() {
			j++
		}
		if (j == len(b) || !b[j].sameAs(t)) && t.weight() > top.weight() {
			top = t
		}
	}
	return top.share()
}

// jaccard returns the share of common members of two sorted sets.
func jaccard(a, b []uint16) float64 {
	common := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		x, y := a[i], b[j]
		common += step(x == y)
		i += step(x <= y)
		j += step(y <= x)
	}
	if common == 0 {
		return 0
	}
	return float64(common) / float64(len(a)+len(b)-common)
}
