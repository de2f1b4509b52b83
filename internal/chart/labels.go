package chart

import "math"

// end is the label at the end of a line: its name and its last value.
type end struct {
	line, point int
	name, value string
	width       float64
	from        point   // the last point
	y           float64 // where the label's middle is
}

const (
	endAir   = 14.0  // between the plot and the labels
	endMost  = 190.0 // the most that a label is wide
	endValue = 110.0 // the most that the value in it is wide
	nameAir  = 6.0   // between a name and its value
)

// endings words the labels, cutting what is too long: names sooner than values.
func (d *trendDrawing) endings() []end {
	var out []end
	for i, l := range d.Lines {
		e := end{line: i, point: -1}
		for j, p := range l.Points {
			if !math.IsNaN(p.Value) {
				e.point = j
			}
		}
		if e.point < 0 {
			continue
		}
		e.value = d.shorten(labelSize, d.legible(l.Points[e.point].Text), endValue)
		e.width = d.measure(labelSize, e.value)
		room := endMost - e.width
		if e.value != "" {
			room -= nameAir
		}
		if e.name = d.shorten(labelSize, d.legible(l.Name), room); e.name != "" {
			e.width += d.measure(labelSize, e.name)
			if e.value != "" {
				e.width += nameAir
			}
		}
		out = append(out, e)
	}
	return out
}

// leaders draws from a line's end to its label where the label had to move, or stands far from it.
func (d *trendDrawing) leaders() {
	for _, e := range d.ends {
		to := point{d.plot.right + endAir - 4, e.y}
		if math.Abs(to.y-e.from.y) < 1 && to.x-e.from.x < 40 {
			continue
		}
		elbow := point{math.Max(e.from.x, d.plot.right-4), e.from.y}
		if elbow.x-e.from.x > 10 {
			d.canvas.dashed(d.ink(e.line), 0.8, 1.5, 3, point{e.from.x + 6, e.from.y}, elbow)
		}
		d.canvas.segment(d.ink(e.line), 0.8, elbow, to)
	}
}

// names writes the labels.
func (d *trendDrawing) names() {
	for _, e := range d.ends {
		at := point{d.plot.right + endAir, e.y + labelSize*0.36}
		if e.name != "" {
			d.canvas.write(d.ink(e.line), labelSize, at, e.name)
			at.x += d.measure(labelSize, e.name) + nameAir
		}
		d.canvas.strong(d.inks.text, labelSize, at, e.value)
	}
}

// box is a rectangle.
type box struct{ x0, y0, x1, y1 float64 }

func (b box) overlaps(o box) bool { return b.x0 < o.x1 && o.x0 < b.x1 && b.y0 < o.y1 && o.y0 < b.y1 }

// crosses reports whether a straight line goes through the box (Liang and Barsky).
func (b box) crosses(p, q point) bool {
	from, to := 0.0, 1.0
	clip := func(delta, low, high float64) bool { // low ≤ t·delta ≤ high
		if delta == 0 {
			return low <= 0 && high >= 0
		}
		t0, t1 := low/delta, high/delta
		if t0 > t1 {
			t0, t1 = t1, t0
		}
		from, to = math.Max(from, t0), math.Min(to, t1)
		return from <= to
	}
	return clip(q.x-p.x, b.x0-p.x, b.x1-p.x) && clip(q.y-p.y, b.y0-p.y, b.y1-p.y)
}

// values writes the figures at the points where there is room for them, when there are few lines. The last is in the label.
func (d *trendDrawing) values() {
	if len(d.Lines) > 2 {
		return
	}
	for _, e := range d.ends {
		for j, q := range d.Lines[e.line].Points {
			if j == e.point || math.IsNaN(q.Value) || q.Text == "" {
				continue
			}
			d.value(e.line, q)
		}
	}
}

// value writes one figure above its point, else below, else not at all.
func (d *trendDrawing) value(line int, q Point) {
	text := d.shorten(axisSize, d.legible(q.Text), 120)
	width, at, r := d.measure(axisSize, text), d.plot.at(q), d.radius()+3
	top, bottom := at.y, at.y
	if q.Low < q.High {
		top, bottom = d.plot.y(q.High), d.plot.y(q.Low)
	}
	x := math.Max(d.plot.left+2, math.Min(at.x-width/2, d.plot.right-width))
	for _, y := range []float64{top - r, bottom + r + axisSize - 2} { // base lines
		b := box{x - 3, y - axisSize + 1, x + width + 3, y + 2}
		if b.y1 > d.plot.bottom-1 || b.y0 < d.top-2 || !d.free(b) {
			continue
		}
		d.canvas.rect(d.inks.back, b.x0+2, b.y0+1, b.x1-2, b.y1) // no mark of the axis goes through a figure
		d.canvas.write(d.ink(line), axisSize, point{x, y}, text)
		d.taken = append(d.taken, b)
		return
	}
}

// free reports whether nothing but the grid is drawn or written in the box.
func (d *trendDrawing) free(b box) bool {
	for _, t := range d.taken {
		if b.overlaps(t) {
			return false
		}
	}
	r := d.radius() + 1
	for i, l := range d.Lines {
		blocked := false
		d.pairs(i, func(p, q Point) { blocked = blocked || !q.Break && b.crosses(d.plot.at(p), d.plot.at(q)) })
		for _, p := range l.Points {
			if math.IsNaN(p.Value) {
				continue
			}
			at := d.plot.at(p)
			mark := box{at.x - r, at.y - r, at.x + r, at.y + r}
			if p.Low < p.High {
				mark = box{at.x - r, d.plot.y(p.High), at.x + r, d.plot.y(p.Low)}
			}
			blocked = blocked || b.overlaps(mark)
		}
		if blocked {
			return false
		}
	}
	return true
}
