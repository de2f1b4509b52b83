package chart

import "math"

// plot is where values and times are on the sheet.
type plot struct {
	left, right, top, bottom float64
	axis                     axis
	from, to                 float64 // the first and last time
}

func (p plot) x(at float64) float64 {
	if p.from == p.to {
		return (p.left + p.right) / 2
	}
	const air = 12 // beside the first and the last point
	part := (at/2 - p.from/2) / (p.to/2 - p.from/2)
	return p.left + air + part*(p.right-p.left-2*air)
}

func (p plot) y(v float64) float64 { return p.bottom - p.axis.part(v)*(p.bottom-p.top) }

func (p plot) at(q Point) point { return point{p.x(q.At), p.y(q.Value)} }

// PNG draws the trend. It returns ErrEmpty when no point has a value.
func (t Trend) PNG() ([]byte, error) {
	if err := t.check(); err != nil {
		return nil, err
	}
	w, err := newWriter()
	if err != nil {
		return nil, err
	}
	s := newSheet(w, t.Frame, t.marks())
	d := &trendDrawing{Trend: t, sheet: s}
	d.draw()
	return d.canvas.encode(s.inks)
}

// draw lays the picture out and draws it, what is behind first.
func (d *trendDrawing) draw() {
	d.plan()
	d.canvas = d.sheet.canvas(d.plot.bottom+axisSize+10, d.sample)
	d.grid()
	d.times()
	d.breaks()
	d.leaders()
	for i := range d.Lines {
		d.line(i)
	}
	for i := range d.Lines {
		d.points(i)
	}
	d.values()
	d.names()
}

// marks says what the key has to explain.
func (t Trend) marks() map[mark]bool {
	out := map[mark]bool{}
	for _, l := range t.Lines {
		drawn := false
		for _, p := range l.Points {
			if math.IsNaN(p.Value) {
				continue
			}
			out[markEstimate] = out[markEstimate] || p.Nature == Estimate
			out[markForecast] = out[markForecast] || p.Nature == Forecast
			out[markBreak] = out[markBreak] || p.Break && drawn
			drawn = true
		}
	}
	return out
}

// trendDrawing is a trend under way.
type trendDrawing struct {
	Trend
	*sheet
	canvas *canvas
	plot   plot
	ends   []end
	taken  []box // where something is written in the plot
}

// plan lays out the plot: beside it the marks of the axis to the left, the lines' names to the right.
func (d *trendDrawing) plan() {
	low, high, from, to := 0.0, 0.0, math.Inf(1), math.Inf(-1)
	for _, l := range d.Lines {
		for _, p := range l.Points {
			from, to = math.Min(from, p.At), math.Max(to, p.At)
			if math.IsNaN(p.Value) {
				continue
			}
			low, high = math.Min(low, p.Value), math.Max(high, p.Value)
			if p.Low < p.High {
				low, high = math.Min(low, p.Low), math.Max(high, p.High)
			}
		}
	}
	d.ends = d.endings()
	height := math.Max(190, float64(len(d.ends))*labelLine)
	d.plot = plot{top: d.top + 6, bottom: d.top + 6 + height, axis: newAxis(low, high, int(height/42)), from: from, to: to}
	d.plot.left = margin + 8
	for _, v := range d.plot.axis.marks() {
		d.plot.left = math.Max(d.plot.left, margin+8+d.measure(axisSize, d.number(v)))
	}
	d.plot.right = pageWidth - margin
	for _, e := range d.ends {
		d.plot.right = math.Min(d.plot.right, pageWidth-margin-endAir-e.width)
	}
	wanted := make([]float64, len(d.ends))
	for i := range d.ends {
		d.ends[i].from = d.plot.at(d.Lines[d.ends[i].line].Points[d.ends[i].point])
		wanted[i] = d.ends[i].from.y
	}
	for i, y := range spread(wanted, labelLine, d.plot.top-labelLine/2, d.plot.bottom+labelLine/2) {
		d.ends[i].y = y
	}
}

// number writes a mark of the axis.
func (d *trendDrawing) number(v float64) string {
	write := d.Number
	if write == nil {
		write = plainNumber
	}
	return d.shorten(axisSize, d.legible(write(v, d.plot.axis.decimals)), 90)
}

func (d *trendDrawing) grid() {
	c, p := d.canvas, d.plot
	for _, v := range p.axis.marks() {
		y := math.Round(p.y(v)*scale) / scale // on whole pixels, or it would blur
		ink := d.inks.grid
		if v == 0 {
			ink = d.inks.zero
		}
		c.rect(ink, p.left, y-0.5, p.right, y+0.5)
		text := d.number(v)
		c.write(d.inks.muted, axisSize, point{p.left - 8 - c.measure(axisSize, text), y + 4}, text)
	}
}

// times writes the periods below the axis: the last, and as many before it in even steps as have room.
func (d *trendDrawing) times() {
	c, p := d.canvas, d.plot
	labels := d.periods()
	for step := 1; step <= len(labels); step++ {
		if !d.fit(labels, step) {
			continue
		}
		for i := len(labels) - 1; i >= 0; i -= step {
			l := labels[i]
			c.rect(d.inks.zero, l.x-0.5, p.bottom+0.5, l.x+0.5, p.bottom+4)
			c.write(d.inks.muted, axisSize, point{l.left, p.bottom + axisSize + 7}, l.text)
		}
		return
	}
}

// period is a label below the axis.
type period struct {
	x, left, width float64
	text           string
}

// periods returns those of all lines, in order, each once.
func (d *trendDrawing) periods() []period {
	labels := map[float64]string{}
	for _, l := range d.Lines {
		for _, p := range l.Points {
			if labels[p.At] == "" {
				labels[p.At] = p.Label
			}
		}
	}
	var out []period
	for _, at := range sorted(labels) {
		p := period{x: d.plot.x(at), text: d.shorten(axisSize, d.legible(labels[at]), 160)}
		if p.text == "" {
			continue
		}
		p.width = d.measure(axisSize, p.text)
		p.left = math.Max(margin, math.Min(p.x-p.width/2, pageWidth-margin-p.width))
		out = append(out, p)
	}
	return out
}

// fit reports whether every so many-th label, counted from the last, has room.
func (d *trendDrawing) fit(labels []period, step int) bool {
	const air = 10
	edge := math.Inf(1)
	for i := len(labels) - 1; i >= 0; i -= step {
		if labels[i].left+labels[i].width+air > edge {
			return false
		}
		edge = labels[i].left
	}
	return true
}
