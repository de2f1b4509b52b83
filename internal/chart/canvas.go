package chart

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"sync"

	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// canvas draws with anti-aliasing. Its units are those of the layout; it alone knows of pixels.
type canvas struct {
	*writer
	pix  *[]uint8 // what img keeps its pixels in
	img  *image.RGBA
	fill vector.Rasterizer

	texts []box // where something is written; tests look that none overlap
}

// point is a place in layout units, from the top left corner.
type point struct{ x, y float64 }

// pages holds pixels of pictures that are done: at 2.5 MB each, new ones would keep the garbage collector busy.
var pages sync.Pool

func newCanvas(w *writer, width, height float64, back color.RGBA) *canvas {
	box := image.Rect(0, 0, int(width*scale), int(height*scale))
	pix, ok := pages.Get().(*[]uint8)
	if size := 4 * box.Dx() * box.Dy(); !ok || cap(*pix) < size {
		made := make([]uint8, size)
		pix = &made
	}
	c := &canvas{writer: w, pix: pix, img: &image.RGBA{Pix: (*pix)[:4*box.Dx()*box.Dy()], Stride: 4 * box.Dx(), Rect: box}}
	draw.Draw(c.img, box, image.NewUniform(back), image.Point{}, draw.Src)
	return c
}

// done gives the pixels back. The canvas is of no use afterwards.
func (c *canvas) done() {
	c.img = nil
	pages.Put(c.pix)
}

// polygon fills a closed outline.
func (c *canvas) polygon(ink color.RGBA, outline ...point) {
	c.shape(ink, outline, func(at func(point) (float32, float32)) {
		c.fill.MoveTo(at(outline[0]))
		for _, p := range outline[1:] {
			c.fill.LineTo(at(p))
		}
		c.fill.ClosePath()
	})
}

// shape fills what path draws within the bounds of the points. The rasterizer is as large as the shape, not as the picture.
func (c *canvas) shape(ink color.RGBA, bounds []point, path func(at func(point) (float32, float32))) {
	low, high := bounds[0], bounds[0]
	for _, p := range bounds[1:] {
		low = point{math.Min(low.x, p.x), math.Min(low.y, p.y)}
		high = point{math.Max(high.x, p.x), math.Max(high.y, p.y)}
	}
	box := image.Rect(int(math.Floor(low.x*scale)), int(math.Floor(low.y*scale)), int(math.Ceil(high.x*scale)), int(math.Ceil(high.y*scale)))
	if box.Empty() || !box.In(c.img.Bounds()) {
		return // the layout keeps everything inside
	}
	c.fill.Reset(box.Dx(), box.Dy())
	path(func(p point) (float32, float32) {
		return float32(p.x*scale - float64(box.Min.X)), float32(p.y*scale - float64(box.Min.Y))
	})
	c.fill.Draw(c.img, box, image.NewUniform(ink), image.Point{})
}

// rect fills a rectangle from its top left to its bottom right corner.
func (c *canvas) rect(ink color.RGBA, x0, y0, x1, y1 float64) {
	c.polygon(ink, point{x0, y0}, point{x1, y0}, point{x1, y1}, point{x0, y1})
}

// segment draws a straight line with flat ends.
func (c *canvas) segment(ink color.RGBA, width float64, a, b point) {
	length := math.Hypot(b.x-a.x, b.y-a.y)
	if length == 0 {
		return
	}
	nx, ny := -(b.y-a.y)/length*width/2, (b.x-a.x)/length*width/2
	c.polygon(ink, point{a.x + nx, a.y + ny}, point{a.x - nx, a.y - ny}, point{b.x - nx, b.y - ny}, point{b.x + nx, b.y + ny})
}

// dashed draws a straight line of dashes, which begins and ends with one.
func (c *canvas) dashed(ink color.RGBA, width, dash, gap float64, a, b point) {
	length := math.Hypot(b.x-a.x, b.y-a.y)
	n := math.Round((length + gap) / (dash + gap))
	if n <= 1 {
		c.segment(ink, width, a, b)
		return
	}
	dash = (length - (n-1)*gap) / n // stretched a little, so that it ends with a dash
	on := func(d float64) point { return point{a.x + (b.x-a.x)*d/length, a.y + (b.y-a.y)*d/length} }
	for i := range int(n) {
		from := float64(i) * (dash + gap)
		c.segment(ink, width, on(from), on(from+dash))
	}
}

// circle fills a circle.
func (c *canvas) circle(ink color.RGBA, center point, r float64) {
	const k = 0.5522847498 // four cubic curves are a circle to 0.03 % of the radius
	x, y := center.x, center.y
	c.shape(ink, []point{{x - r, y - r}, {x + r, y + r}}, func(at func(point) (float32, float32)) {
		curve := func(p, q, to point) {
			px, py := at(p)
			qx, qy := at(q)
			tx, ty := at(to)
			c.fill.CubeTo(px, py, qx, qy, tx, ty)
		}
		c.fill.MoveTo(at(point{x + r, y}))
		curve(point{x + r, y + k*r}, point{x + k*r, y + r}, point{x, y + r})
		curve(point{x - k*r, y + r}, point{x - r, y + k*r}, point{x - r, y})
		curve(point{x - r, y - k*r}, point{x - k*r, y - r}, point{x, y - r})
		curve(point{x + k*r, y - r}, point{x + r, y - k*r}, point{x + r, y})
		c.fill.ClosePath()
	})
}

// write puts a legible text on a base line that begins at a place.
func (c *canvas) write(ink color.RGBA, size float64, at point, s string) {
	if s == "" {
		return
	}
	face, source := c.face(size), image.NewUniform(ink)
	x, y := fixed.Int26_6(at.x*scale*64), fixed.I(int(math.Round(at.y*scale)))
	width := c.glyphs(size, s, func(offset fixed.Int26_6, r rune) {
		box, mask, from, _, ok := face.Glyph(fixed.Point26_6{X: x + offset, Y: y}, r)
		if ok {
			draw.DrawMask(c.img, box, source, image.Point{}, mask, from, draw.Over)
		}
	})
	c.texts = append(c.texts, box{at.x, at.y - size*0.8, at.x + float64(width)/64/scale, at.y + size*0.1})
}

// strong writes a text bolder than the font is: twice, a little apart.
func (c *canvas) strong(ink color.RGBA, size float64, at point, s string) {
	c.write(ink, size, at, s)
	before := len(c.texts)
	c.write(ink, size, point{at.x + size/40, at.y}, s)
	c.texts = c.texts[:before]
}
