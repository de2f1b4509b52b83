package present

import (
	"math"
	"strings"

	"briefbot/briefs"
)

// barWidth is how many blocks the longest bar of a ranking has: it fits a telephone beside a name.
const barWidth = 12

// bar draws a value in blocks, from zero; the largest has barWidth of them. What is not positive has none.
func bar(value, largest float64) string {
	if value <= 0 || largest <= 0 {
		return ""
	}
	eighths := int(math.Round(value / largest * barWidth * 8))
	whole, rest := eighths/8, eighths%8
	s := strings.Repeat("█", whole)
	if rest > 0 {
		s += string([]rune(" ▏▎▍▌▋▊▉")[rest])
	}
	if s == "" {
		return "▏"
	}
	return s
}

// number returns a quantity as a number to draw; of a range its middle.
func number(q briefs.Quantity) float64 {
	if q.IsRange() {
		low, okLow := q.Low.Shift(q.Scale)
		high, okHigh := q.High.Shift(q.Scale)
		if okLow && okHigh {
			return (low.Float() + high.Float()) / 2
		}
		return 0
	}
	d, _ := q.Amount()
	return d.Float()
}
