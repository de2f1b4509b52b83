package chart

import (
	"image/color"
	"maps"
	"math"
	"slices"
)

func sorted(labels map[float64]string) []float64 { return slices.Sorted(maps.Keys(labels)) }

// ink is the colour of a line. After six the colours come again, with another shape of point.
func (d *trendDrawing) ink(line int) color.RGBA { return d.inks.series[line%len(d.inks.series)] }

// line draws what connects the points of a series: nothing across a gap or a break, dashes towards a forecast.
func (d *trendDrawing) line(i int) {
	width := 2.0
	if len(d.Lines) > 6 {
		width = 1.6
	}
	d.pairs(i, func(a, b Point) {
		switch {
		case b.Break:
		case b.Nature == Forecast:
			d.canvas.dashed(d.ink(i), width, 5, 3.5, d.plot.at(a), d.plot.at(b))
		default:
			d.canvas.segment(d.ink(i), width, d.plot.at(a), d.plot.at(b))
		}
	})
}

// pairs calls each for all neighbours of a series that both have a value.
func (d *trendDrawing) pairs(i int, each func(a, b Point)) {
	points := d.Lines[i].Points
	for j := 1; j < len(points); j++ {
		if !math.IsNaN(points[j-1].Value) && !math.IsNaN(points[j].Value) {
			each(points[j-1], points[j])
		}
	}
}

// breaks marks where series break: a dotted line across the plot, and two strokes where each line would be.
func (d *trendDrawing) breaks() {
	type gap struct {
		line int
		at   point
	}
	var gaps []gap
	dotted := map[float64]bool{}
	for i, l := range d.Lines {
		before := -1
		for j, q := range l.Points {
			if math.IsNaN(q.Value) {
				continue
			}
			if q.Break && before >= 0 {
				a, b := d.plot.at(l.Points[before]), d.plot.at(q)
				x := math.Round(a.x+b.x) / 2
				gaps = append(gaps, gap{i, point{x, (a.y + b.y) / 2}})
				if !dotted[x] {
					dotted[x] = true
					d.canvas.dashed(d.inks.zero, 1, 2, 3, point{x, d.plot.top}, point{x, d.plot.bottom})
				}
			}
			before = j
		}
	}
	for _, g := range gaps {
		d.strokes(d.ink(g.line), g.at)
		d.taken = append(d.taken, box{g.at.x - 5, g.at.y - 7, g.at.x + 5, g.at.y + 7})
	}
}

// strokes draws the sign of a break.
func (d *trendDrawing) strokes(ink color.RGBA, at point) {
	d.canvas.rect(d.inks.back, at.x-4.5, at.y-7, at.x+4.5, at.y+7)
	for _, dx := range []float64{-2.2, 2.2} {
		d.canvas.segment(ink, 1.6, point{at.x + dx - 1.8, at.y + 6}, point{at.x + dx + 1.8, at.y - 6})
	}
}

// points draws the values of a series, hollow where they are not reported, with the range where one was printed.
func (d *trendDrawing) points(i int) {
	for _, q := range d.Lines[i].Points {
		if math.IsNaN(q.Value) {
			continue
		}
		at := d.plot.at(q)
		if q.Low < q.High {
			d.span(d.ink(i), at.x, d.plot.y(q.High), d.plot.y(q.Low))
		}
		d.dot(i, at, d.radius(), q.Nature != Reported)
	}
}

func (d *trendDrawing) radius() float64 {
	most := 0
	for _, l := range d.Lines {
		most = max(most, len(l.Points))
	}
	if most > 16 || len(d.Lines) > 6 {
		return 2.6
	}
	return 3.6
}

// span draws a range as an upright line with feet.
func (d *trendDrawing) span(ink color.RGBA, x, top, bottom float64) {
	d.canvas.rect(ink, x-0.75, top, x+0.75, bottom)
	d.canvas.rect(ink, x-4, top-0.75, x+4, top+0.75)
	d.canvas.rect(ink, x-4, bottom-0.75, x+4, bottom+0.75)
}

// dot draws a point: a disc, for lines after the sixth a diamond.
func (d *trendDrawing) dot(line int, at point, r float64, hollow bool) {
	shape := d.canvas.circle
	if line >= len(d.inks.series) {
		shape = func(ink color.RGBA, at point, r float64) {
			r *= 1.3
			d.canvas.polygon(ink, point{at.x + r, at.y}, point{at.x, at.y + r}, point{at.x - r, at.y}, point{at.x, at.y - r})
		}
	}
	shape(d.ink(line), at, r)
	if hollow {
		shape(d.inks.back, at, r-1.5)
	}
}

// sample draws a mark for the key.
func (d *trendDrawing) sample(c *canvas, m mark, x0, x1, y float64) {
	ink := d.inks.muted
	d.canvas = c
	switch m {
	case markBreak:
		d.strokes(ink, point{(x0 + x1) / 2, y})
		return
	case markForecast:
		c.dashed(ink, 2, 5, 3.5, point{x0, y}, point{x1 - 3, y})
	case markEstimate:
		c.segment(ink, 2, point{x0, y}, point{x1 - 3, y})
	}
	c.circle(ink, point{x1 - 3, y}, 3.6)
	c.circle(d.inks.back, point{x1 - 3, y}, 2.1)
}
