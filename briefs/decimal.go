package briefs

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"math/big"
	"math/bits"
	"strconv"
	"strings"
)

// Decimal is an exact decimal number of at most 18 digits: a coefficient over a power of ten. The scale keeps the
// digits that were printed: "36.0" is not the same Decimal as "36", but Cmp finds them equal. The zero value is 0.
type Decimal struct {
	coefficient int64
	scale       uint8 // digits behind the point, at most 18
}

// ErrDecimal is the error of a text that is not a decimal number within the bounds of Decimal.
var ErrDecimal = errors.New("not a decimal number of at most 18 digits")

// ParseDecimal reads digits with an optional sign and point, such as "-3.50". Anything else, also grouping, is an error.
func ParseDecimal(s string) (Decimal, error) {
	digits, negative := strings.CutPrefix(s, "-")
	if !negative {
		digits = strings.TrimPrefix(digits, "+")
	}
	whole, fraction, point := strings.Cut(digits, ".")
	if whole == "" && fraction == "" || point && fraction == "" {
		return Decimal{}, fmt.Errorf("%q: %w", s, ErrDecimal)
	}
	all := strings.TrimLeft(whole+fraction, "0")
	if len(all) > 18 || len(fraction) > 18 || strings.ContainsFunc(whole+fraction, func(r rune) bool { return r < '0' || r > '9' }) {
		return Decimal{}, fmt.Errorf("%q: %w", s, ErrDecimal)
	}
	if all == "" {
		all = "0"
	}
	n, err := strconv.ParseInt(all, 10, 64)
	if err != nil {
		return Decimal{}, fmt.Errorf("%q: %w", s, ErrDecimal)
	}
	if negative {
		n = -n
	}
	return Decimal{n, uint8(len(fraction))}, nil
}

// DecimalOf returns n times ten to the power of minus scale, for n of at most 18 digits. Digits behind the 18th place are
// cut off, as there is no room for them.
func DecimalOf(n int64, scale uint8) Decimal {
	for scale > 18 {
		n /= 10
		scale--
	}
	return Decimal{n, scale}
}

// String returns the number with the digits it was made of, such as "-3.50".
func (d Decimal) String() string {
	var room [24]byte
	return string(d.Append(room[:0]))
}

// Append adds what String returns to a text.
func (d Decimal) Append(text []byte) []byte {
	var room [20]byte
	digits := strconv.AppendInt(room[:0], d.coefficient, 10)
	if digits[0] == '-' {
		text, digits = append(text, '-'), digits[1:]
	}
	behind := int(d.scale)
	if behind == 0 {
		return append(text, digits...)
	}
	whole := len(digits) - behind
	if whole > 0 {
		text = append(text, digits[:whole]...)
		return append(append(text, '.'), digits[whole:]...)
	}
	text = append(text, "0."...)
	for range -whole {
		text = append(text, '0')
	}
	return append(text, digits...)
}

// WholeDigits returns how many digits stand before the point, leading zeros aside: 0 for 0.5.
func (d Decimal) WholeDigits() int {
	n := -int(d.scale)
	for c := d.coefficient; c != 0; c /= 10 {
		n++
	}
	return max(0, n)
}

// Places returns how many digits stand behind the point.
func (d Decimal) Places() int { return int(d.scale) }

// Sign returns -1, 0 or 1.
func (d Decimal) Sign() int {
	switch {
	case d.coefficient < 0:
		return -1
	case d.coefficient > 0:
		return 1
	}
	return 0
}

// Neg returns the number with the other sign.
func (d Decimal) Neg() Decimal { return Decimal{-d.coefficient, d.scale} }

// Cmp compares by value: -1 when d is less than e, 0 when they are equal, 1 when it is greater.
func (d Decimal) Cmp(e Decimal) int {
	if s, t := d.Sign(), e.Sign(); s != t || s == 0 {
		return cmp.Compare(s, t)
	}
	scale := max(d.scale, e.scale)
	dHigh, dLow := d.magnitude(scale)
	eHigh, eLow := e.magnitude(scale)
	return d.Sign() * cmp.Or(cmp.Compare(dHigh, eHigh), cmp.Compare(dLow, eLow))
}

// Sub returns d less e, exactly; false when the result has more than 18 digits.
func (d Decimal) Sub(e Decimal) (Decimal, bool) { return d.combine(e, (*big.Int).Sub) }

// Add returns the sum, exactly; false when it has more than 18 digits.
func (d Decimal) Add(e Decimal) (Decimal, bool) { return d.combine(e, (*big.Int).Add) }

func (d Decimal) combine(e Decimal, op func(z, x, y *big.Int) *big.Int) (Decimal, bool) {
	scale := max(d.scale, e.scale)
	return fromBig(op(new(big.Int), d.at(scale), e.at(scale)), scale)
}

// Shift returns the number times ten to the power of n, keeping its digits; false when it has no room.
func (d Decimal) Shift(n int) (Decimal, bool) {
	if n > 36 || n < -36 { // more than any number of 18 digits has room for; also keeps the arithmetic small
		return Decimal{}, d.coefficient == 0
	}
	scale := int(d.scale) - n
	if scale > 18 {
		return Decimal{}, d.coefficient == 0
	}
	if scale >= 0 {
		return Decimal{d.coefficient, uint8(scale)}, true
	}
	z := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(-scale)), nil)
	return fromBig(z.Mul(z, big.NewInt(d.coefficient)), 0)
}

// Trim returns the number without zeros at the end of its fraction.
func (d Decimal) Trim() Decimal {
	for d.scale > 0 && d.coefficient%10 == 0 {
		d.coefficient /= 10
		d.scale--
	}
	return d
}

// Round returns the number with at most the given digits behind the point, none for a
// negative count, half away from zero.
func (d Decimal) Round(places int) Decimal {
	places = max(places, 0)
	for int(d.scale) > places {
		last := d.coefficient % 10
		d.coefficient /= 10
		d.scale--
		if int(d.scale) == places {
			if last >= 5 {
				d.coefficient++
			} else if last <= -5 {
				d.coefficient--
			}
		}
	}
	return d
}

// Float returns the nearest float64: for drawing and ordering, never for showing.
func (d Decimal) Float() float64 {
	return float64(d.coefficient) / math.Pow10(int(d.scale))
}

// MarshalText writes String.
func (d Decimal) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what ParseDecimal reads.
func (d *Decimal) UnmarshalText(b []byte) error {
	parsed, err := ParseDecimal(string(b))
	if err == nil {
		*d = parsed
	}
	return err
}

func (d Decimal) at(scale uint8) *big.Int {
	z := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale-d.scale)), nil)
	return z.Mul(z, big.NewInt(d.coefficient))
}

// magnitude returns the coefficient at a scale that is not below the number's, without its sign, as 128 bits.
func (d Decimal) magnitude(scale uint8) (high, low uint64) {
	n := uint64(d.coefficient)
	if d.coefficient < 0 {
		n = -n
	}
	return bits.Mul64(n, powers[scale-d.scale])
}

// powers are those of ten, up to the largest that a scale can ask for.
var powers = func() (p [19]uint64) {
	p[0] = 1
	for i := 1; i < len(p); i++ {
		p[i] = p[i-1] * 10
	}
	return p
}()

var maxCoefficient = big.NewInt(999_999_999_999_999_999)

func fromBig(z *big.Int, scale uint8) (Decimal, bool) {
	if z.CmpAbs(maxCoefficient) > 0 {
		return Decimal{}, false
	}
	return Decimal{z.Int64(), scale}, true
}
