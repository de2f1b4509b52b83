package chart

import (
	"errors"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// drawn returns the canvas of a picture before it is encoded.
func drawn(t testing.TB, p Picture) *canvas {
	t.Helper()
	w, err := newWriter()
	if err != nil {
		t.Fatal(err)
	}
	switch p := p.(type) {
	case Trend:
		d := &trendDrawing{Trend: p, sheet: newSheet(w, p.Frame, p.marks())}
		d.draw()
		return d.canvas
	case Ranking:
		d := &rankingDrawing{Ranking: p, sheet: newSheet(w, p.Frame, map[mark]bool{markEstimate: true, markForecast: true})}
		d.drawAll()
		return d.canvas
	}
	t.Fatalf("%T", p)
	return nil
}

// apartInside returns what is wrong with where texts stand: none may overlap another or leave the page.
func apartInside(c *canvas) error {
	height := float64(c.img.Rect.Dy()) / scale
	for i, a := range c.texts {
		if a.x0 < 0 || a.y0 < 0 || a.x1 > pageWidth || a.y1 > height {
			return fmt.Errorf("text %d leaves the page: %.0f", i, a)
		}
		for j, b := range c.texts[:i] {
			if a.overlaps(b) {
				return fmt.Errorf("texts %d %.0f and %d %.0f overlap", i, a, j, b)
			}
		}
	}
	return nil
}

func TestNothingOverprints(t *testing.T) {
	for name, p := range samples {
		if err := apartInside(drawn(t, p)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// one is a trend of one line.
func one(values ...float64) Trend {
	return Trend{Frame: Frame{Title: "T", Unit: "%", Source: "S"}, Lines: []Line{{Name: "Name", Points: quarters(2024, percent, values...)}}}
}

func TestEdges(t *testing.T) {
	nan := math.NaN()
	long := strings.Repeat("很长的名字 very long name ", 300)
	twelve := Trend{Frame: Frame{Title: long, Subtitle: long, Unit: long, Source: long, Words: Words{Forecast: long, Break: long}}}
	for range 12 {
		l := Line{Name: long, Points: quarters(2018, func(float64) string { return long }, make([]float64, 30)...)}
		l.Points[3].Break, l.Points[5].Nature = true, Forecast
		twelve.Lines = append(twelve.Lines, l)
	}
	broken := one(1, 2, 3)
	broken.Lines[0].Points[0].Break = true // nothing before it
	hostile := one(3, 4)
	hostile.Title, hostile.Lines[0].Name, hostile.Lines[0].Points[0].Label = "\x00\xff\u202eevil\u202c\n\r\t", "👩‍👩‍👧‍👦 שלום łódź", "\u0301\u0301"
	var bars Ranking
	for i := range MaxBars {
		bars.Bars = append(bars.Bars, Bar{Place: long, Name: long, Text: long, Note: long, Value: float64(i - 15), Low: float64(i - 16), High: float64(i), Nature: Nature(i % 3)})
	}
	for name, p := range map[string]Picture{
		"one point":         one(36),
		"one of zero":       one(0),
		"equal":             one(5, 5, 5, 5),
		"negative":          one(-5, -7, -1),
		"huge":              one(1e300, -1e300, 1e300),
		"tiny":              one(1e-300, 2e-300),
		"small and huge":    one(1e-9, 1e12),
		"gaps":              one(nan, 3, nan, nan, 4, nan),
		"break first":       broken,
		"all long":          twelve,
		"hostile":           hostile,
		"bars all long":     bars,
		"bars of zero":      Ranking{Bars: []Bar{{Name: "a", Text: "0"}, {Name: "b", Text: "0"}}},
		"huge bars":         Ranking{Bars: []Bar{{Name: "a", Value: 1e300, Text: "much"}, {Name: "b", Value: -1e300, Text: "less"}, {Name: "c", Value: 1e-300, Text: "nothing"}}},
		"one bar":           Ranking{Bars: []Bar{{Value: 3}}},
		"no words":          Trend{Lines: []Line{{Points: []Point{{Value: 1}, {At: 1, Value: 2}}}}},
		"unknown theme":     Trend{Frame: Frame{Theme: 99}, Lines: []Line{{Points: []Point{{Value: 1}}}}},
		"a hundred and 20":  crowd(Dark, 3, MaxPoints),
		"range beyond all":  Trend{Lines: []Line{{Points: []Point{{Value: 1, Low: -30, High: 90, Text: "x"}, {At: 1, Value: 2, Text: "y"}}}}},
		"label longer than": Trend{Lines: []Line{{Points: []Point{{Value: 1, Label: long}, {At: 1, Value: 2, Label: long}}}}},
	} {
		t.Run(name, func(t *testing.T) {
			raw, err := p.PNG()
			if err != nil {
				t.Fatal(err)
			}
			if dir := os.Getenv("CHART_LOOK"); dir != "" {
				_ = os.WriteFile(dir+"/"+strings.ReplaceAll(name, " ", "-")+".png", raw, 0o644)
			}
			if size := decode(t, raw).Bounds(); size.Dx() != 1200 || size.Dy() < 100 || size.Dy() > 2200 {
				t.Errorf("size %v", size)
			}
			if err := apartInside(drawn(t, p)); err != nil {
				t.Error(err)
			}
			if n := len([]rune(p.Alt())); n > altLength {
				t.Errorf("alternative text of %d characters", n)
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	nan := math.NaN()
	backwards := one(1, 2)
	backwards.Lines[0].Points[1].At = 2000
	turned := one(1)
	turned.Lines[0].Points[0].Low = 1
	for name, p := range map[string]Picture{
		"infinite":        one(math.Inf(1)),
		"time backwards":  backwards,
		"range upside":    turned,
		"too many lines":  crowd(Light, MaxLines+1, 2),
		"too many points": crowd(Light, 1, MaxPoints+1),
		"too many bars":   Ranking{Bars: make([]Bar, MaxBars+1)},
		"bar of NaN":      Ranking{Bars: []Bar{{Value: nan}}},
	} {
		if raw, err := p.PNG(); err == nil || raw != nil || errors.Is(err, ErrEmpty) {
			t.Errorf("%s: %d bytes, %v", name, len(raw), err)
		}
	}
	for name, p := range map[string]Picture{"nothing": Trend{}, "no points": Trend{Lines: []Line{{Name: "x"}}}, "only gaps": one(nan, nan), "no bars": Ranking{}} {
		if _, err := p.PNG(); !errors.Is(err, ErrEmpty) {
			t.Errorf("%s: %v, want ErrEmpty", name, err)
		}
	}
}

// TestAnyTrend draws whatever can be asked for.
func TestAnyTrend(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.StringN(0, 40, -1), rapid.SampledFrom([]string{"", "阿里云", "Alibaba Cloud", "36\u202f%", "−12.5 bn US$"}))
		var tr Trend
		tr.Title, tr.Subtitle, tr.Unit, tr.Source = text.Draw(t, "title"), text.Draw(t, "subtitle"), text.Draw(t, "unit"), text.Draw(t, "source")
		tr.Words = english
		magnitude := math.Pow(10, float64(rapid.IntRange(-12, 30).Draw(t, "magnitude")))
		for range rapid.IntRange(1, 6).Draw(t, "lines") {
			l := Line{Name: text.Draw(t, "name")}
			for j := range rapid.IntRange(1, 9).Draw(t, "points") {
				v := rapid.Float64Range(-1, 1).Draw(t, "value") * magnitude
				p := Point{At: float64(j), Label: text.Draw(t, "label"), Text: text.Draw(t, "text"), Value: v,
					Nature: Nature(rapid.IntRange(0, 2).Draw(t, "nature")), Break: rapid.Bool().Draw(t, "break")}
				if rapid.IntRange(0, 5).Draw(t, "range") == 0 {
					p.Low, p.High = v-magnitude/4, v+magnitude/4
				}
				l.Points = append(l.Points, p)
			}
			tr.Lines = append(tr.Lines, l)
		}
		if err := tr.check(); err != nil {
			t.Fatal(err)
		}
		w, _ := newWriter()
		d := &trendDrawing{Trend: tr, sheet: newSheet(w, tr.Frame, tr.marks())}
		d.draw()
		if err := apartInside(d.canvas); err != nil {
			t.Error(err)
		}
		d.canvas.done()
	})
}
