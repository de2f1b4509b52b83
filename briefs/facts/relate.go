package facts

import (
	"math"
	"strings"

	"briefbot/briefs"
)

// relate says how a quantity stands to a known one of the same series and period: it corroborates, is off by a unit or a currency, or
// contradicts.
func relate(p, q briefs.Quantity) Outcome {
	if agree(p, q) || within(p, q) || within(q, p) {
		return Corroborates
	}
	if isMoney(p.Unit) && isMoney(q.Unit) && p.Unit != q.Unit {
		return acrossCurrencies(p, q)
	}
	if p.Unit != q.Unit {
		return UnitError
	}
	x, okX := p.Amount()
	y, okY := q.Amount()
	if !okX || !okY || x.Sign()*y.Sign() <= 0 {
		return Contradicts
	}
	if tenfold(x.Float()/y.Float(), precision(p)+precision(q)) {
		return UnitError
	}
	if isMoney(p.Unit) && exchanged(x.Float()/y.Float(), p.Unit) {
		return CurrencyError
	}
	return Contradicts
}

// within reports whether p leaves room for q: q lies in its range, or beyond its bound by no more than people round by.
func within(p, q briefs.Quantity) bool {
	y, ok := q.Amount()
	if !ok || p.Unit != q.Unit || p.Word != "" {
		return false
	}
	if p.IsRange() {
		low, okLow := p.Low.Shift(p.Scale)
		high, okHigh := p.High.Shift(p.Scale)
		return okLow && okHigh && low.Cmp(y) <= 0 && y.Cmp(high) <= 0
	}
	x, ok := p.Amount()
	if !ok || x.Sign() <= 0 || y.Sign() <= 0 {
		return false
	}
	ratio := y.Float() / x.Float()
	switch p.Bound {
	case briefs.AtLeast, briefs.Over:
		return ratio >= 1 && ratio <= 1.1
	case briefs.AtMost, briefs.Under, briefs.Nearly:
		return ratio <= 1 && ratio >= 0.95
	case briefs.About:
		return ratio >= 0.95 && ratio <= 1.05
	}
	return false
}

// perDollar are the bands in which a currency has stood to the dollar since 2005, in its units per dollar.
var perDollar = map[string][2]float64{
	"usd": {1, 1}, "cny": {6.0, 8.3}, "hkd": {7.7, 7.9}, "eur": {0.62, 1.06}, "gbp": {0.47, 0.94}, "jpy": {75, 165}, "krw": {900, 1600}, "twd": {27, 36},
	"sgd": {1.2, 1.75}, "aud": {0.9, 1.75},
}

func isMoney(unit string) bool {
	_, ok := perDollar[unit]
	return ok
}

// band returns how many units of a currency one of another has been worth.
func band(of, in string) (low, high float64) {
	x, y := perDollar[of], perDollar[in]
	return y[0] / x[1], y[1] / x[0]
}

// acrossCurrencies compares amounts in two currencies. A conversion is not computed: it is only seen whether one can be the other.
func acrossCurrencies(p, q briefs.Quantity) Outcome {
	x, okX := p.Amount()
	y, okY := q.Amount()
	if !okX || !okY || x.Sign()*y.Sign() <= 0 {
		return Contradicts
	}
	ratio, slack := y.Float()/x.Float(), precision(p)+precision(q)
	low, high := band(p.Unit, q.Unit)
	if ratio >= low*(1-slack) && ratio <= high*(1+slack) {
		return Corroborates
	}
	if math.Abs(ratio-1) <= slack {
		return CurrencyError // the same number, in another currency
	}
	for _, power := range []float64{1e-3, 1e-2, 1e-1, 10, 100, 1000} {
		if r := ratio * power; r >= low*(1-slack) && r <= high*(1+slack) {
			return UnitError
		}
	}
	return Contradicts
}

// converted reports whether p is q in another currency.
func converted(p, q briefs.Quantity) bool {
	return p.Unit != q.Unit && isMoney(p.Unit) && isMoney(q.Unit)
}

// tenfold reports whether a ratio is a power of ten other than one, but for a relative slack.
func tenfold(ratio, slack float64) bool {
	power := math.Round(math.Log10(ratio))
	return power != 0 && math.Abs(ratio/math.Pow(10, power)-1) <= slack+1e-9
}

// exchanged reports whether a ratio of amounts in one currency is a rate between it and the dollar, or the yuan for dollars: a dollar sign
// before yuan, or yuan taken for dollars.
func exchanged(ratio float64, unit string) bool {
	other := "usd"
	if unit == other {
		other = "cny"
	}
	low, high := band(unit, other)
	return ratio >= low && ratio <= high || 1/ratio >= low && 1/ratio <= high
}

// precision returns half of the last digit of a quantity that says something, in proportion to it. Zeros at the end of a whole number may
// be where it was rounded, but for the first two digits.
func precision(q briefs.Quantity) float64 {
	v := math.Abs(q.Value.Float())
	if v == 0 {
		return 0
	}
	last := -q.Value.Places()
	if text := strings.TrimPrefix(q.Value.String(), "-"); last == 0 {
		for n := len(text); n > 2 && text[n-1] == '0'; n-- {
			last++
		}
	}
	return math.Pow10(last) / 2 / v
}

// digits counts the digits of a quantity that say something: without zeros before it, and without those at the end of a whole number.
func digits(q briefs.Quantity) int {
	s := strings.TrimPrefix(q.Value.String(), "-")
	whole := !strings.Contains(s, ".")
	s = strings.TrimLeft(strings.ReplaceAll(s, ".", ""), "0")
	if whole {
		s = strings.TrimRight(s, "0")
	}
	return len(s)
}

// identical reports whether two quantities were printed alike: the same number with the same bound.
func identical(p, q briefs.Quantity) bool {
	if p.Unit != q.Unit || p.Bound != q.Bound || !sameWords(p.Word, q.Word) || p.IsRange() != q.IsRange() {
		return false
	}
	if p.IsRange() {
		return p.Scale == q.Scale && p.Low.Cmp(q.Low) == 0 && p.High.Cmp(q.High) == 0
	}
	x, okX := p.Amount()
	y, okY := q.Amount()
	return okX == okY && x.Cmp(y) == 0
}
