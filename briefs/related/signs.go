package related

import (
	"math"
	"slices"
	"strings"

	"briefbot/briefs/lexicon"
)

// The signs of a document: what its title names and says, and in part its text. They lie one kind after the other, for memory.
const (
	signActors   = iota // symbols, of the title
	signBelow           // the actors of title and text
	signNamed           // entities of the title
	signEvents          // terms of the title that say what happens
	signPlaces          // of the title, see place
	signCounties        // of the title, hashes of their names
	signQuarters        // of the title
	signQuoted          // hashes of what the title puts in quotes
	signModels          // of the title, see model
	signAmounts         // of the title, see amount
	signSums            // the amounts of title and text
	signKnown           // hashes of the names in the title that the thesaurus knows
	signTold            // and in title and text
	signKinds
)

// signs are a document's signs; sets of symbols and hashes are sorted.
type signs struct {
	all  []uint32
	ends [signKinds]uint16
}

// of returns the signs of a kind.
func (s *signs) of(kind int) []uint32 {
	begin := uint16(0)
	if kind > 0 {
		begin = s.ends[kind-1]
	}
	return s.all[begin:s.ends[kind]]
}

// found collects the signs of a document while it is read.
type found struct {
	sets [signKinds][]uint32
}

func (f *found) insert(kind int, sign uint32) {
	if at, have := slices.BinarySearch(f.sets[kind], sign); !have {
		f.sets[kind] = slices.Insert(f.sets[kind], at, sign)
	}
}

// signs lays the kinds one after the other.
func (f *found) signs() signs {
	var s signs
	n := 0
	for i := range f.sets {
		n += len(f.sets[i])
		s.ends[i] = uint16(n)
	}
	if n > 0 {
		s.all = slices.Concat(f.sets[:]...)
	}
	return s
}

// Symbols that comparisons know by name; the others follow as they are met.
const (
	noSymbol = iota
	symPercent
	symPoints
	symQuake
	symIntegrate
	symReview
	symResults
	symFunding
	symValuation
	symStocks
	symFall
	symRise
	symRelease
	symOpen
	symPartner
)

// symbols are small numbers for the names of a vocabulary's entities, terms and units.
type symbols struct {
	names []string
	ids   map[string]uint32
}

func newSymbols() symbols {
	s := symbols{ids: map[string]uint32{}}
	for _, name := range []string{"", lexicon.Percent, lexicon.Points, lexicon.Quake, "integrate", "review", "results", "funding", "valuation", "stocks", "fall", "rise", "release", "open", "partner"} {
		s.id(name)
	}
	return s
}

// id returns the symbol of a name.
func (s *symbols) id(name string) uint32 {
	if id, ok := s.ids[name]; ok {
		return id
	}
	id := uint32(len(s.names))
	name = strings.Clone(name)
	s.names = append(s.names, name)
	s.ids[name] = id
	return id
}

// named returns the names of symbols, sorted.
func (s *symbols) named(ids []uint32) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = s.names[id]
	}
	slices.Sort(out)
	return out
}

// hash32 is the FNV-1a hash of a text; 0 for none.
func hash32(s string) uint32 {
	if s == "" {
		return 0
	}
	h := uint32(2166136261)
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return max(h, 1)
}

// modelSize is how many signs a model takes: the hashes of family and version, and the variant's words.
const modelSize = 4

// addModel enters a version of a model.
func (f *found) addModel(m lexicon.Model) {
	words := m.Words()
	f.sets[signModels] = append(f.sets[signModels], hash32(m.Family), hash32(m.Version), uint32(words), uint32(words>>32))
}

// amountSize is how many signs an amount takes: the unit, and the value's bits.
const amountSize = 3

func amountSigns(amounts []amount) []uint32 {
	out := make([]uint32, 0, len(amounts)*amountSize)
	for _, a := range amounts {
		bits := math.Float64bits(a.Value)
		out = append(out, a.Unit, uint32(bits), uint32(bits>>32))
	}
	return out
}

func amountAt(s []uint32) amount {
	return amount{s[0], math.Float64frombits(uint64(s[1]) | uint64(s[2])<<32)}
}

// common returns the members of both sorted sets.
func common(a, b []uint32) []uint32 {
	var out []uint32
	for _, s := range a {
		if has(b, s) {
			out = append(out, s)
		}
	}
	return out
}

// overlap returns how many members two sorted sets have in common.
func overlap(a, b []uint32) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			n++
			i++
			j++
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return n
}

func has(set []uint32, s uint32) bool {
	for _, x := range set {
		if x >= s {
			return x == s
		}
	}
	return false
}
