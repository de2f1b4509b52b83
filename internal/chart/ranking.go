package chart

import (
	"image/color"
	"math"
	"slices"
)

const (
	rowHeight = 28.0
	thickness = 16.0
	barAir    = 7.0 // between a bar and what is written beside it

	// The most that names, and what is written beside a bar, are wide: where bars go both ways, less, so that room is left.
	nameMost, sideMost         = 200.0, 180.0
	nameMostBoth, sideMostBoth = 160.0, 120.0
)

// PNG draws the ranking. It returns ErrEmpty when there is no bar.
func (r Ranking) PNG() ([]byte, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	w, err := newWriter()
	if err != nil {
		return nil, err
	}
	marks := map[mark]bool{}
	for _, b := range r.Bars {
		marks[markEstimate] = marks[markEstimate] || b.Nature == Estimate
		marks[markForecast] = marks[markForecast] || b.Nature == Forecast
	}
	d := &rankingDrawing{Ranking: r, sheet: newSheet(w, r.Frame, marks)}
	d.drawAll()
	return d.canvas.encode(d.inks)
}

// drawAll lays the picture out and draws it.
func (d *rankingDrawing) drawAll() {
	d.plan()
	bottom := d.top + float64(len(d.Bars))*rowHeight
	d.canvas = d.sheet.canvas(bottom-6, d.sample)
	for i := range d.rows {
		d.draw(d.rows[i], d.top+(float64(i)+0.5)*rowHeight)
	}
	d.canvas.rect(d.inks.zero, d.zero-0.5, d.top, d.zero+0.5, bottom-2)
}

// rankingDrawing is a ranking under way.
type rankingDrawing struct {
	Ranking
	*sheet
	canvas *canvas
	rows   []row
	places float64 // width of the places
	zero   float64 // where all bars begin
	unit   float64 // layout units for one of the values
	strong bool    // some bar stands out
}

// row is a bar with its texts, cut to fit.
type row struct {
	Bar
	place, name, value, note string
	beside                   float64 // width of what is written beside the bar
	low, high                float64 // what the bar and its range reach
}

// plan cuts the texts and finds the scale at which each bar has room beside it for its value.
func (d *rankingDrawing) plan() {
	names, nameRoom, sideRoom := 0.0, nameMost, sideMost
	if d.bothWays() {
		nameRoom, sideRoom = nameMostBoth, sideMostBoth
	}
	for _, b := range d.Bars {
		d.strong = d.strong || b.Strong
		rw := row{Bar: b, low: math.Min(b.Value, 0), high: math.Max(b.Value, 0)}
		if b.Low < b.High {
			rw.low, rw.high = math.Min(rw.low, b.Low), math.Max(rw.high, b.High)
		}
		rw.place, rw.name = d.shorten(labelSize, d.legible(b.Place), 30), d.shorten(labelSize, d.legible(b.Name), nameRoom)
		rw.value = d.shorten(labelSize, d.legible(b.Text), sideRoom-barAir)
		rw.beside = barAir + d.measure(labelSize, rw.value)
		if rw.note = d.shorten(axisSize, d.legible(b.Note), sideRoom-rw.beside-barAir); rw.note != "" {
			rw.beside += barAir + d.measure(axisSize, rw.note)
		}
		d.places, names = math.Max(d.places, d.measure(labelSize, rw.place)), math.Max(names, d.measure(labelSize, rw.name))
		d.rows = append(d.rows, rw)
	}
	if d.places > 0 {
		d.places += 8
	}
	left, right := margin+d.places+names+10, pageWidth-margin
	d.unit = d.scaleFor(right - left)
	d.zero = left
	for _, rw := range d.rows {
		d.zero = math.Max(d.zero, left+d.leftOf(rw, d.unit))
	}
}

// bothWays reports whether there are bars on both sides of zero.
func (d *rankingDrawing) bothWays() bool {
	negative := func(b Bar) bool { return b.Value < 0 }
	return slices.ContainsFunc(d.Bars, negative) && slices.ContainsFunc(d.Bars, func(b Bar) bool { return !negative(b) })
}

// leftOf and rightOf say how much room a row needs on each side of zero.
func (d *rankingDrawing) leftOf(rw row, unit float64) float64 {
	if rw.Value < 0 {
		return -rw.low*unit + rw.beside
	}
	return -rw.low * unit
}

func (d *rankingDrawing) rightOf(rw row, unit float64) float64 {
	if rw.Value < 0 {
		return rw.high * unit
	}
	return rw.high*unit + rw.beside
}

// scaleFor returns the largest scale at which the widest row to the left and the widest to the right fit together.
func (d *rankingDrawing) scaleFor(width float64) float64 {
	best := math.Inf(1)
	for _, a := range d.rows {
		for _, b := range d.rows {
			if reach := b.high - a.low; reach > 0 {
				best = math.Min(best, math.Max(0, width-d.leftOf(a, 0)-d.rightOf(b, 0))/reach)
			}
		}
	}
	if math.IsInf(best, 1) {
		return 0 // all are zero
	}
	return best
}

// draw draws one row, centred on a height.
func (d *rankingDrawing) draw(rw row, y float64) {
	c, base := d.canvas, y+labelSize*0.36
	c.write(d.inks.muted, labelSize, point{margin, base}, rw.place)
	write := c.write
	if rw.Strong {
		write = c.strong
	}
	write(d.inks.text, labelSize, point{margin + d.places, base}, rw.name)
	ink := d.inks.series[0]
	if d.strong && !rw.Strong {
		ink = d.inks.dim
	}
	length := rw.Value * d.unit
	d.bar(c, ink, rw.Nature, math.Min(d.zero, d.zero+length), math.Max(d.zero, d.zero+length), y)
	if rw.Low < rw.High {
		d.span(d.zero+rw.Low*d.unit, d.zero+rw.High*d.unit, y)
	}
	x := d.zero + rw.high*d.unit + barAir
	if rw.Value < 0 {
		x = d.zero + rw.low*d.unit - rw.beside
	}
	c.strong(d.inks.text, labelSize, point{x, base}, rw.value)
	c.write(d.inks.muted, axisSize, point{x + c.measure(labelSize, rw.value) + barAir, base}, rw.note)
}

// bar draws a bar, hollow when its value is not reported, with a dashed outline when it is forecast.
func (d *rankingDrawing) bar(c *canvas, ink color.RGBA, n Nature, x0, x1, y float64) {
	top, bottom := y-thickness/2, y+thickness/2
	if n == Reported || x1-x0 < 4 {
		c.rect(ink, x0, top, math.Max(x1, x0), bottom)
		return
	}
	const line = 1.6
	x0, x1, top, bottom = x0+line/2, x1-line/2, top+line/2, bottom-line/2
	stroke := func(a, b point) { c.segment(ink, line, a, b) }
	if n == Forecast {
		stroke = func(a, b point) { c.dashed(ink, line, 4, 3, a, b) }
	}
	corner := []point{{x0, top}, {x1, top}, {x1, bottom}, {x0, bottom}}
	for i := range corner {
		stroke(corner[i], corner[(i+1)%4])
	}
}

// span draws a range as a line with feet.
func (d *rankingDrawing) span(x0, x1, y float64) {
	ink := d.inks.text
	d.canvas.rect(ink, x0, y-0.75, x1, y+0.75)
	d.canvas.rect(ink, x0-0.75, y-4, x0+0.75, y+4)
	d.canvas.rect(ink, x1-0.75, y-4, x1+0.75, y+4)
}

// sample draws a mark for the key.
func (d *rankingDrawing) sample(c *canvas, m mark, x0, x1, y float64) {
	n := Estimate
	if m == markForecast {
		n = Forecast
	}
	d.bar(c, d.inks.muted, n, x0, x1, y)
}
