package chart

import (
	"math"
	"strings"

	"briefbot/bot"
)

var (
	levels = []rune("▁▂▃▄▅▆▇█")
	eights = []rune(" ▏▎▍▌▋▊▉")
)

// Sparkline draws values in block characters, one each, for where no picture can be shown. Heights are measured from zero, or
// from the lowest value if it is negative. NaN, for no figure, is a space.
func Sparkline(values []float64) string {
	low, high := 0.0, 0.0
	for _, v := range values {
		if !math.IsNaN(v) && !math.IsInf(v, 0) {
			low, high = math.Min(low, v), math.Max(high, v)
		}
	}
	var b strings.Builder
	for _, v := range values {
		if math.IsNaN(v) {
			b.WriteByte(' ')
			continue
		}
		part := 0.0
		if high > low {
			part = (v/2 - low/2) / (high/2 - low/2)
		}
		b.WriteRune(levels[int(math.Max(0, math.Min(part*8, 7.999)))])
	}
	return b.String()
}

// textName is the most columns that a name has in a drawing of characters.
const textName = 24

// Text draws the trend in characters, a row for each line: its name, a sparkline, where it began and where it is now. A
// break is a bar between two values.
func (t Trend) Text() string {
	var rows [][]string
	for _, l := range t.Lines {
		var values []float64
		var first, last string
		breaks := map[int]bool{}
		for i, p := range l.Points {
			values = append(values, p.Value)
			if math.IsNaN(p.Value) {
				continue
			}
			if last = bot.CleanLine(p.Text); first == "" {
				first = last
			} else if p.Break {
				breaks[i] = true
			}
		}
		if last == "" {
			continue
		}
		rows = append(rows, []string{cutColumns(bot.CleanLine(l.Name), textName), first + " " + barred(Sparkline(values), breaks) + " " + last})
	}
	return table(rows)
}

// barred puts a bar before the characters at the places.
func barred(spark string, places map[int]bool) string {
	var b strings.Builder
	for i, r := range []rune(spark) {
		if places[i] {
			b.WriteRune('|')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Text draws the ranking in characters, a row for each bar.
func (r Ranking) Text() string {
	const width = 16 // of the longest bar
	most := 0.0
	for _, b := range r.Bars {
		most = math.Max(most, math.Abs(b.Value))
	}
	var rows [][]string
	for _, b := range r.Bars {
		bar := ""
		if most > 0 && !math.IsNaN(b.Value) {
			n := int(math.Round(math.Abs(b.Value) / most * width * 8))
			bar = strings.Repeat("█", n/8)
			if n%8 > 0 {
				bar += string(eights[n%8])
			}
		}
		if b.Value < 0 {
			bar = "−" + bar
		}
		text := strings.TrimSpace(bar + " " + bot.CleanLine(b.Text))
		rows = append(rows, []string{cutColumns(bot.CleanLine(b.Place+" "+b.Name), textName), text})
	}
	return table(rows)
}

// table sets rows of a name and a drawing, with the drawings below each other.
func table(rows [][]string) string {
	most := 0
	for _, r := range rows {
		most = max(most, columns(r[0]))
	}
	var out []string
	for _, r := range rows {
		if most > 0 {
			r[0] += strings.Repeat(" ", most-columns(r[0])+2)
		}
		out = append(out, strings.TrimRight(r[0]+r[1], " "))
	}
	return strings.Join(out, "\n")
}

// columns counts how wide a text is where all letters are equally wide and Chinese characters twice that.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x2e80 && r <= 0xffdc || r >= 0x20000 {
			n++
		}
	}
	return n
}

// cutColumns shortens a text to so many columns.
func cutColumns(s string, most int) string {
	if columns(s) <= most {
		return s
	}
	n, parts := 0, bot.Characters(s)
	for i, c := range parts {
		if n += columns(c); n >= most {
			return strings.TrimRight(strings.Join(parts[:i], ""), " ") + "…"
		}
	}
	return s
}
