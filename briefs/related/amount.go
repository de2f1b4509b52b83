package related

import (
	"math"

	"briefbot/briefs/lexicon"
)

// amount is a sum, count, percentage or strength as compared.
type amount struct {
	Unit  uint32 // the symbol of its kind and, of money, of the currency
	Value float64
}

func (a amount) percent() bool { return a.Unit == symPercent || a.Unit == symPoints }

// like reports whether two amounts are the same but for rounding: 2,801.5 and 2,801.54 hundred million.
func (a amount) like(b amount) bool {
	if a.Unit != b.Unit {
		return false
	}
	if a.percent() {
		return a.Value == b.Value
	}
	if a.Unit == symQuake {
		return math.Abs(a.Value-b.Value) <= 0.2 // the first measurements of an earthquake differ by as much
	}
	low, high := min(a.Value, b.Value), max(a.Value, b.Value)
	return high-low <= 0.006*high
}

// amountsOf returns the sums, counts and percentages among numbers, and the keys of the quarters.
func (s *symbols) amountsOf(numbers []lexicon.Number) (amounts []amount, quarters []uint32) {
	for _, n := range numbers {
		if n.Kind == lexicon.Quarter {
			quarters = append(quarters, s.id(n.Key()))
			continue
		}
		unit := n.Kind
		if n.Unit != "" {
			unit = n.Unit
		}
		amounts = append(amounts, amount{s.id(unit), n.Value.Float()})
	}
	return amounts, quarters
}

// alike counts the amounts among a that b has as well: sums and counts apart from percentages.
func alike(a, b []uint32) (sums, percents int) {
	for ; len(a) > 0; a = a[amountSize:] {
		x := amountAt(a)
		for rest := b; len(rest) > 0; rest = rest[amountSize:] {
			if x.like(amountAt(rest)) {
				if x.percent() {
					percents++
				} else {
					sums++
				}
				break
			}
		}
	}
	return sums, percents
}

// quakes reports whether amounts are strengths of earthquakes.
func quakes(a []uint32) bool {
	for ; len(a) > 0; a = a[amountSize:] {
		if a[0] == symQuake {
			return true
		}
	}
	return false
}
