package chart

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// axis is a scale of values that holds zero, with marks at round numbers.
type axis struct {
	low, high float64 // marks themselves
	step      float64 // between marks
	decimals  int     // that the marks need
}

// newAxis returns an axis for the values with about so many steps.
func newAxis(low, high float64, steps int) axis {
	low, high = math.Min(low, 0), math.Max(high, 0)
	if low == high {
		high = 1
	}
	rough := (high/2 - low/2) / float64(steps) * 2
	unit := math.Pow(10, math.Floor(math.Log10(rough)))
	step := 10 * unit
	for _, m := range []float64{1, 2, 2.5, 5} {
		if m*unit >= rough*(1-1e-9) {
			step = m * unit
			break
		}
	}
	a := axis{step: step, low: math.Floor(low/step+1e-9) * step, high: math.Ceil(high/step-1e-9) * step}
	a.decimals = max(0, -int(math.Floor(math.Log10(step)+1e-9)))
	if m := step / math.Pow(10, math.Floor(math.Log10(step)+1e-9)); math.Abs(m-2.5) < 1e-6 && step < 25 {
		a.decimals++ // 0.25, 2.5; 25 needs none
	}
	return a
}

// marks returns the values of all marks, from below.
func (a axis) marks() []float64 {
	var out []float64
	first, last := math.Round(a.low/a.step), math.Round(a.high/a.step)
	for i := first; i <= last; i++ {
		out = append(out, i*a.step)
	}
	return out
}

// part says how far up a value stands, from 0 to 1.
func (a axis) part(v float64) float64 { return (v/2 - a.low/2) / (a.high/2 - a.low/2) }

// plainNumber writes a number as English does, for pictures that bring no writer of their own.
func plainNumber(v float64, decimals int) string {
	if v < 0 {
		return "−" + plainNumber(-v, decimals)
	}
	if v >= 1e15 || v < 1e-6 && (v > 0 || decimals > 6) {
		return strconv.FormatFloat(v, 'g', 3, 64)
	}
	whole, rest, found := strings.Cut(strconv.FormatFloat(v, 'f', decimals, 64), ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if found {
		whole += "." + rest
	}
	return whole
}

// spread moves wanted places on a line, of the given height each, as little as needed so that none overlap and all lie
// between low and high. It keeps their order, and returns the places in the order given. When all together do not fit, they
// are evenly squeezed.
func spread(want []float64, height, low, high float64) []float64 {
	n := len(want)
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case want[a] < want[b]:
			return -1
		case want[a] > want[b]:
			return 1
		}
		return 0
	})
	height = math.Min(height, (high-low)/float64(max(n, 1)))
	low, high = low+height/2, high-height/2
	// Labels that would overlap become a group, which stands where its members want to be on average.
	type group struct {
		first, size int
		sum         float64 // of wanted places, each less its place within the group
	}
	place := func(g group) float64 { // of its first member
		return math.Max(low, math.Min(g.sum/float64(g.size), high-float64(g.size-1)*height))
	}
	var groups []group
	for i, o := range order {
		groups = append(groups, group{i, 1, want[o]})
		for len(groups) > 1 {
			a, b := groups[len(groups)-2], groups[len(groups)-1]
			if place(a)+float64(a.size)*height <= place(b)+1e-9 {
				break
			}
			a.sum += b.sum - float64(a.size*b.size)*height
			a.size += b.size
			groups = append(groups[:len(groups)-2], a)
		}
	}
	out := make([]float64, n)
	for _, g := range groups {
		at := place(g)
		for i := range g.size {
			out[order[g.first+i]] = at + float64(i)*height
		}
	}
	return out
}
