package chart

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestAxis(t *testing.T) {
	for _, c := range []struct {
		low, high float64
		want      string
	}{
		{33, 37, "0 10 20 30 40"},
		{0, 0, "0.00 0.25 0.50 0.75 1.00"},
		{-7, 31.4, "−10 0 10 20 30 40"},
		{-5, -1, "−6 −4 −2 0"},
		{0, 46, "0 20 40 60"},
		{0, 1260, "0 500 1,000 1,500"},
		{0, 0.004, "0.000 0.001 0.002 0.003 0.004"},
		{0, 4e-9, "0 1e-09 2e-09 3e-09 4e-09"},
	} {
		a := newAxis(c.low, c.high, 4)
		got := ""
		for i, v := range a.marks() {
			if i > 0 {
				got += " "
			}
			got += plainNumber(v, a.decimals)
		}
		if got != c.want {
			t.Errorf("from %v to %v: %s, want %s", c.low, c.high, got, c.want)
		}
	}
}

// TestAnyAxis: an axis holds zero and all values, and has few marks, each of another text.
func TestAnyAxis(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		unit := math.Pow(10, float64(rapid.IntRange(-5, 14).Draw(t, "exponent")))
		low, high := rapid.Float64Range(-10, 10).Draw(t, "low")*unit, rapid.Float64Range(-10, 10).Draw(t, "high")*unit
		low, high = math.Min(low, high), math.Max(low, high)
		if high-low < unit/1e5 && math.Max(math.Abs(low), math.Abs(high)) < unit/1e5 {
			t.Skip("nothing to show")
		}
		a := newAxis(low, high, 4)
		slack := a.step * 1e-6
		if a.low > math.Min(low, 0)+slack || a.high < math.Max(high, 0)-slack {
			t.Fatalf("%v to %v do not lie on %+v", low, high, a)
		}
		marks := a.marks()
		if len(marks) < 2 || len(marks) > 8 {
			t.Fatalf("%d marks on %+v", len(marks), a)
		}
		seen := map[string]bool{}
		for _, m := range marks {
			seen[plainNumber(m, a.decimals)] = true
		}
		if len(seen) != len(marks) {
			t.Fatalf("marks %v read %v", marks, seen)
		}
	})
}

func TestSpread(t *testing.T) {
	for _, c := range []struct {
		want []float64
		got  string
	}{
		{nil, "[]"},
		{[]float64{50}, "[50]"},
		{[]float64{50, 50}, "[45 55]"},
		{[]float64{50, 49}, "[54.5 44.5]"},
		{[]float64{0, 100}, "[5 95]"},
		{[]float64{99, 99, 20}, "[85 95 20]"},
		{[]float64{1, 2, 30, 31}, "[5 15 25.5 35.5]"},
	} {
		if got := fmt.Sprint(spread(c.want, 10, 0, 100)); got != c.got {
			t.Errorf("%v: %s, want %s", c.want, got, c.got)
		}
	}
}

// TestAnySpread: labels never overlap, stay between the borders, and keep their order.
func TestAnySpread(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOfN(rapid.Float64Range(-50, 250), 0, 12).Draw(t, "want")
		const height, low, high = 17.0, 0.0, 204.0
		got := spread(want, height, low, high)
		for i := range got {
			if got[i] < low+height/2-1e-6 || got[i] > high-height/2+1e-6 {
				t.Fatalf("%v: label %d at %v", want, i, got[i])
			}
			for j := range i {
				if math.Abs(got[i]-got[j]) < height-1e-6 {
					t.Fatalf("%v: %v overlap", want, got)
				}
				if (want[i]-want[j])*(got[i]-got[j]) < 0 {
					t.Fatalf("%v: order changed to %v", want, got)
				}
			}
		}
	})
}

func TestBoxCrosses(t *testing.T) {
	b := box{10, 10, 20, 20}
	for _, c := range []struct {
		p, q point
		want bool
	}{
		{point{0, 0}, point{30, 30}, true}, {point{0, 15}, point{30, 15}, true}, {point{15, 15}, point{15, 16}, true},
		{point{0, 0}, point{30, 5}, false}, {point{0, 25}, point{30, 25}, false}, {point{0, 15}, point{5, 15}, false}, {point{0, 21}, point{21, 0}, true},
		{point{0, 19}, point{19, 0}, false},
	} {
		if got := b.crosses(c.p, c.q); got != c.want {
			t.Errorf("%v to %v: %v", c.p, c.q, got)
		}
	}
}
