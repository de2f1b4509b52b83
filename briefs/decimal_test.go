package briefs_test

import (
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"briefbot/briefs"
)

func TestParseDecimal(t *testing.T) {
	for text, want := range map[string]string{
		"0": "0", "36": "36", "36.0": "36.0", "-3.50": "-3.50", "+7": "7", ".5": "0.5", "-.5": "-0.5", "007": "7", "0.010": "0.010", "-0": "0",
		"999999999999999999": "999999999999999999", "0.123456789012345678": "0.123456789012345678", "000000000000000000000001": "1",
	} {
		d, err := briefs.ParseDecimal(text)
		if err != nil || d.String() != want {
			t.Errorf("ParseDecimal(%q) = %v, %v; want %s", text, d, err, want)
		}
	}
	for _, text := range []string{
		"", "-", "+", ".", "5.", "1,000", "1 000", "1e9", "--5", "-+5", "+-5", "NaN", "0x10", "1_000", "３６", "1000000000000000000",
		"0.1234567890123456789", "1.2.3", " 1", "1 ",
	} {
		if d, err := briefs.ParseDecimal(text); !errors.Is(err, briefs.ErrDecimal) {
			t.Errorf("ParseDecimal(%q) = %v, %v; want ErrDecimal", text, d, err)
		}
	}
}

// anyDecimal draws a number of at most 18 digits, often near the edges, and its value by other means.
func anyDecimal(t *rapid.T, name string) (briefs.Decimal, *big.Rat) {
	digits := rapid.StringMatching(`-?[0-9]{1,18}`).Draw(t, name)
	places := rapid.IntRange(0, 18).Draw(t, name+" places")
	negative := strings.HasPrefix(digits, "-")
	digits = strings.TrimPrefix(digits, "-")
	for len(digits) <= places {
		digits = "0" + digits
	}
	text := digits[:len(digits)-places]
	if places > 0 {
		text += "." + digits[len(digits)-places:]
	}
	if negative {
		text = "-" + text
	}
	d, err := briefs.ParseDecimal(text)
	if err != nil {
		t.Fatalf("ParseDecimal(%q): %v", text, err)
	}
	return d, ratOf(t, text)
}

func ratOf(t *rapid.T, text string) *big.Rat {
	r, ok := new(big.Rat).SetString(text)
	if !ok {
		t.Fatalf("big.Rat does not read %q", text)
	}
	return r
}

func TestDecimalAgainstRat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, x := anyDecimal(t, "d")
		e, y := anyDecimal(t, "e")
		if got := d.Cmp(e); got != x.Cmp(y) {
			t.Fatalf("%s.Cmp(%s) = %d", d, e, got)
		}
		if d.Sign() != x.Sign() {
			t.Fatalf("%s.Sign() = %d", d, d.Sign())
		}
		if got := ratOf(t, d.Neg().String()); got.Cmp(new(big.Rat).Neg(x)) != 0 {
			t.Fatalf("%s.Neg() = %s", d, d.Neg())
		}
		if got := ratOf(t, d.Trim().String()); got.Cmp(x) != 0 || d.Trim().Places() > d.Places() {
			t.Fatalf("%s.Trim() = %s", d, d.Trim())
		}
		if sum, ok := d.Add(e); ok && ratOf(t, sum.String()).Cmp(new(big.Rat).Add(x, y)) != 0 {
			t.Fatalf("%s.Add(%s) = %s", d, e, sum)
		}
		if less, ok := d.Sub(e); ok && ratOf(t, less.String()).Cmp(new(big.Rat).Sub(x, y)) != 0 {
			t.Fatalf("%s.Sub(%s) = %s", d, e, less)
		}
		if near, _ := x.Float64(); math.Abs(d.Float()-near) > math.Abs(near)*1e-15 {
			t.Fatalf("%s.Float() = %v, want %v", d, d.Float(), near)
		}
	})
}

func TestDecimalTextRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, _ := anyDecimal(t, "d")
		text, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		var back briefs.Decimal
		if err := json.Unmarshal(text, &back); err != nil || back != d {
			t.Fatalf("%s came back from %s as %s, %v", d, text, back, err)
		}
	})
}

func TestDecimalShift(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, x := anyDecimal(t, "d")
		n := rapid.IntRange(-40, 40).Draw(t, "n")
		power := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(n, -n))), nil))
		if n < 0 {
			power.Inv(power)
		}
		got, ok := d.Shift(n)
		if ok && ratOf(t, got.String()).Cmp(new(big.Rat).Mul(x, power)) != 0 {
			t.Fatalf("%s.Shift(%d) = %s", d, n, got)
		}
		if !ok && d.Sign() == 0 {
			t.Fatalf("zero has no room for a shift by %d", n)
		}
	})
	for _, n := range []int{math.MaxInt, math.MinInt, 1 << 40} {
		if _, ok := briefs.DecimalOf(1, 0).Shift(n); ok {
			t.Errorf("Shift(%d) found room", n)
		}
	}
	billion, ok := mustDecimal(t, "39.824").Shift(9)
	if !ok || billion.String() != "39824000000" {
		t.Errorf("39.824 billion = %s, %v", billion, ok)
	}
}

// TestDecimalRound compares with the rounding of big.Rat, which also goes half away from zero.
func TestDecimalRound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, x := anyDecimal(t, "d")
		places := rapid.IntRange(-3, 20).Draw(t, "places")
		got := d.Round(places)
		if want := ratOf(t, x.FloatString(max(places, 0))); places <= d.Places() && ratOf(t, got.String()).Cmp(want) != 0 {
			t.Fatalf("%s.Round(%d) = %s", d, places, got)
		}
		if places >= d.Places() && got != d {
			t.Fatalf("%s.Round(%d) = %s", d, places, got)
		}
	})
}

func TestDecimalEqualsKeepDigits(t *testing.T) {
	a, b := mustDecimal(t, "36"), mustDecimal(t, "36.0")
	if a == b || a.Cmp(b) != 0 || b.Places() != 1 {
		t.Errorf("36 and 36.0: want the same value and other digits")
	}
	if got := briefs.DecimalOf(12345, 20).String(); got != "0.000000000000000123" {
		t.Errorf("DecimalOf beyond 18 places = %s", got)
	}
}

func mustDecimal(t testing.TB, s string) briefs.Decimal {
	t.Helper()
	d, err := briefs.ParseDecimal(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func FuzzParseDecimal(f *testing.F) {
	for _, s := range []string{"36", "-3.50", ".5", "5.", "999999999999999999", "1e5", "+-1", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := briefs.ParseDecimal(s)
		if err != nil {
			return
		}
		again, err := briefs.ParseDecimal(d.String())
		if err != nil || again != d {
			t.Fatalf("%q reads as %s, which reads as %s, %v", s, d, again, err)
		}
		if want, ok := new(big.Rat).SetString(s); !ok || want.Cmp(new(big.Rat).SetFrac64(0, 1)) != d.Sign() {
			t.Fatalf("%q reads as %s", s, d)
		}
	})
}

func BenchmarkDecimalCmp(b *testing.B) {
	x, y := mustDecimal(b, "36.0"), mustDecimal(b, "35.75")
	for b.Loop() {
		if x.Cmp(y) != 1 {
			b.Fatal("wrong")
		}
	}
}
