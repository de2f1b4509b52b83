package chart

// Sizes in layout units. The width is about that at which Slack and Discord show a picture, so letters keep their size.
const (
	pageWidth = 600.0
	margin    = 20.0
	inner     = pageWidth - 2*margin

	titleSize, titleLine   = 17.0, 23.0
	underSize, underLine   = 13.0, 18.0
	labelSize, labelLine   = 13.0, 17.0
	axisSize               = 12.0
	keyLine                = 18.0
	sourceSize, sourceLine = 11.0, 15.0
)

// sheet is a picture without its drawing: what stands above and below.
type sheet struct {
	*writer
	inks                    palette
	title, subtitle, source []string
	unit                    string
	key                     [][]entry // rows

	top float64 // where the drawing begins
}

// entry explains a mark.
type entry struct {
	mark  mark
	word  string
	width float64
}

// mark is what the key can explain.
type mark int

const (
	markEstimate mark = iota
	markForecast
	markBreak
)

// swatch is the width of a mark in the key, with the air after it.
const swatch = 30.0

// newSheet lays out the frame. The marks are those that the picture has.
func newSheet(w *writer, f Frame, marks map[mark]bool) *sheet {
	s := &sheet{writer: w, inks: f.Theme.palette()}
	s.title = w.paragraph(titleSize, f.Title, inner, 2)
	s.subtitle = w.paragraph(underSize, f.Subtitle, inner, 2)
	s.source = w.paragraph(sourceSize, f.Source, inner, 2)
	s.unit = w.shorten(axisSize, w.legible(f.Unit), inner)
	s.top = margin + float64(len(s.title))*titleLine + float64(len(s.subtitle))*underLine
	if len(s.title)+len(s.subtitle) > 0 {
		s.top += 8
	}
	if s.unit != "" {
		s.top += axisSize + 8
	}
	for m, word := range []string{markEstimate: f.Words.Estimate, markForecast: f.Words.Forecast, markBreak: f.Words.Break} {
		if marks[mark(m)] && word != "" {
			s.explain(mark(m), word)
		}
	}
	return s
}

// explain adds an entry to the key, in a new row where the last one is full.
func (s *sheet) explain(m mark, word string) {
	e := entry{mark: m, word: s.shorten(axisSize, s.legible(word), inner-swatch)}
	e.width = swatch + s.measure(axisSize, e.word) + 16
	used := 0.0
	if len(s.key) > 0 {
		for _, other := range s.key[len(s.key)-1] {
			used += other.width
		}
	}
	if used == 0 || used+e.width > inner {
		s.key = append(s.key, nil)
	}
	s.key[len(s.key)-1] = append(s.key[len(s.key)-1], e)
}

// height returns that of the whole picture, for a drawing that ends at bottom.
func (s *sheet) height(bottom float64) float64 {
	h := bottom + 14
	if len(s.key) > 0 {
		h += float64(len(s.key))*keyLine + 4
	}
	if len(s.source) > 0 {
		h += float64(len(s.source))*sourceLine + 2
	}
	return h + margin - 8
}

// canvas makes one for a drawing that ends at bottom, and draws the frame. The function draws a mark of the key, in a box
// of its width without the air, centred on a height.
func (s *sheet) canvas(bottom float64, sample func(c *canvas, m mark, x0, x1, y float64)) *canvas {
	c := newCanvas(s.writer, pageWidth, s.height(bottom), s.inks.back)
	y := margin
	for _, line := range s.title {
		c.strong(s.inks.text, titleSize, point{margin, y + titleSize - 2}, line)
		y += titleLine
	}
	for _, line := range s.subtitle {
		c.write(s.inks.muted, underSize, point{margin, y + underSize - 1}, line)
		y += underLine
	}
	if s.unit != "" {
		c.write(s.inks.muted, axisSize, point{margin, s.top - 12}, s.unit)
	}
	y = bottom + 14
	for _, row := range s.key {
		x := margin
		for _, e := range row {
			sample(c, e.mark, x, x+swatch-8, y+keyLine/2-1)
			c.write(s.inks.muted, axisSize, point{x + swatch, y + keyLine/2 + 3.5}, e.word)
			x += e.width
		}
		y += keyLine
	}
	if len(s.key) > 0 {
		y += 4
	}
	for _, line := range s.source {
		c.write(s.inks.muted, sourceSize, point{margin, y + sourceSize + 1}, line)
		y += sourceLine
	}
	return c
}
