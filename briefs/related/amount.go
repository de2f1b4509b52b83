package related

import "briefbot/briefs/lexicon"

// amount is a sum, count or percentage as compared.
type amount struct {
	Unit  string // its kind and, of money, the currency
	Value float64
}

// like reports whether two amounts are the same but for rounding: 2,801.5 and 2,801.54 hundred million.
func (a amount) like(b amount) bool {
	if a.Unit != b.Unit {
		return false
	}
	if a.Unit == lexicon.Percent || a.Unit == lexicon.Points {
		return a.Value == b.Value
	}
	low, high := min(a.Value, b.Value), max(a.Value, b.Value)
	return high-low <= 0.006*high
}

// amountsIn returns the sums, counts and percentages of a folded text, and its quarters' keys.
func amountsIn(f lexicon.Folded, language string) (amounts []amount, quarters []string) {
	for _, n := range lexicon.NumbersIn(f, language) {
		if n.Kind == lexicon.Quarter {
			quarters = insert(quarters, n.Key())
			continue
		}
		unit := n.Kind
		if n.Unit != "" {
			unit = n.Unit
		}
		amounts = append(amounts, amount{unit, n.Value.Float()})
	}
	return amounts, quarters
}

// alike counts the amounts of a that b has as well: sums and counts apart from percentages.
func alike(a, b []amount) (sums, percents int) {
	for _, x := range a {
		for _, y := range b {
			if x.like(y) {
				if x.Unit == lexicon.Percent || x.Unit == lexicon.Points {
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
