// Package chart draws a series or a ranking as a PNG picture, and says the same in words and in block characters.
//
// It knows no facts and no languages: every text comes worded, every number comes twice, as a text to print and as a value
// to draw. All axes begin at zero. Pictures are drawn at twice the size they are meant for, 600 units wide. They are the same
// to the byte every time, on one kind of processor.
package chart

import (
	"errors"
	"fmt"
	"math"

	"briefbot/bot"
)

// The most that one picture holds. More is an error, not cut away: what is left out would be a lie by omission.
const (
	MaxLines  = 12
	MaxPoints = 120 // of one line
	MaxBars   = 30
)

// ErrEmpty is returned when there is no value to draw.
var ErrEmpty = errors.New("chart: nothing to draw")

// Nature says how firm a value is. What is not reported is drawn hollow, and what is forecast dashed as well.
type Nature int

// The natures, the firmest first.
const (
	Reported Nature = iota
	Estimate
	Forecast
)

// Frame is what stands around every picture.
type Frame struct {
	Title    string
	Subtitle string // of what, when, by whom; may be empty
	Unit     string // of the values, such as "%" or "bn US$"; stands above the axis
	Source   string // publisher, host of the link, date; stands below
	Theme    Theme
	Words    Words
}

// Words are what a picture says by itself, in its language. A mark whose word is empty is drawn but not explained.
type Words struct {
	Estimate, Forecast, Break string // explain the marks, such as "forecast"

	// Punctuation of the alternative text. Empty: that of English.
	Colon, Comma, Stop, Open, Close string
}

// Trend is one or several series over time.
type Trend struct {
	Frame
	Lines []Line

	// Number writes a number of the axis with so many decimals; nil writes 1,234.5.
	Number func(value float64, decimals int) string
}

// Line is one series. Its points are in the order of time.
type Line struct {
	Name   string // stands at the line's end
	Points []Point
}

// Point is one value of a series.
type Point struct {
	Label  string  // the period in words, below the axis
	At     float64 // the period's place on the axis, such as 2024.75: equal steps for equal times
	Value  float64 // in the picture's unit; NaN where there is no figure: the line has a gap there
	Text   string  // the value in words, with its unit
	Nature Nature
	Break  bool // the series breaks before this point: what is before and after cannot be compared

	Low, High float64 // the range that was printed around or instead of the value; equal for none
}

// Ranking is values side by side, the first on top.
type Ranking struct {
	Frame
	Bars []Bar
}

// Bar is one value of a ranking.
type Bar struct {
	Place  string // before the name, such as "1"; may be empty
	Name   string
	Value  float64
	Text   string // the value in words, with its unit
	Note   string // a quieter word after it; may be empty
	Nature Nature
	Strong bool // stands out, such as the one who was asked about

	Low, High float64 // as in Point
}

// Picture is a Trend or a Ranking.
type Picture interface {
	PNG() ([]byte, error) // the picture
	Alt() string          // the same in words
	Text() string         // the same in characters
}

// Image makes a picture fit for a message. The name is that of the file, without its ending.
func Image(name string, p Picture) (*bot.Image, error) {
	raw, err := p.PNG()
	if err != nil {
		return nil, err
	}
	return &bot.Image{Name: name + ".png", Alt: p.Alt(), PNG: raw, Drawing: p.Text()}, nil
}

// check refuses what cannot be drawn honestly.
func (t Trend) check() error {
	if len(t.Lines) > MaxLines {
		return fmt.Errorf("chart: %d lines, at most %d", len(t.Lines), MaxLines)
	}
	drawn := 0
	for i, l := range t.Lines {
		if len(l.Points) > MaxPoints {
			return fmt.Errorf("chart: line %d has %d points, at most %d", i, len(l.Points), MaxPoints)
		}
		for j, p := range l.Points {
			switch {
			case j > 0 && p.At <= l.Points[j-1].At:
				return fmt.Errorf("chart: line %d, point %d: not later than the one before", i, j)
			case !drawable(p.At):
				return fmt.Errorf("chart: line %d, point %d: time %v", i, j, p.At)
			case math.IsNaN(p.Value):
				continue
			case !drawable(p.Value, p.Low, p.High) || p.Low > p.High:
				return fmt.Errorf("chart: line %d, point %d: value %v, range %v to %v", i, j, p.Value, p.Low, p.High)
			}
			drawn++
		}
	}
	if drawn == 0 {
		return ErrEmpty
	}
	return nil
}

func (r Ranking) check() error {
	if len(r.Bars) == 0 {
		return ErrEmpty
	}
	if len(r.Bars) > MaxBars {
		return fmt.Errorf("chart: %d bars, at most %d", len(r.Bars), MaxBars)
	}
	for i, b := range r.Bars {
		if !drawable(b.Value, b.Low, b.High) || b.Low > b.High {
			return fmt.Errorf("chart: bar %d: value %v, range %v to %v", i, b.Value, b.Low, b.High)
		}
	}
	return nil
}

// drawable reports whether sums and differences of the values stay finite.
func drawable(values ...float64) bool {
	for _, v := range values {
		if math.IsNaN(v) || math.Abs(v) > 1e300 {
			return false
		}
	}
	return true
}
