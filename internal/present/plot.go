package present

import (
	"cmp"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"briefbot/briefs"
	"briefbot/briefs/facts"
)

// Plot is what a picture shows, in words and numbers: a series as points, or figures side by side as bars. The words are in its
// language; how it looks is up to whoever draws it.
type Plot struct {
	Language string
	Title    string
	Subtitle string // of what, by whom
	Source   string // who printed it, where, when
	Unit     string // of the values: "%", "bn US$", "亿美元"
	Line     string // what the line is called
	Points   []PlotPoint
	Bars     []PlotBar
	Number   func(value float64, decimals int) string // writes a number of the axis

	Estimate, Forecast, Break string // explain the marks
}

// PlotPoint is one value of a series.
type PlotPoint struct {
	Label  string  // the period
	At     float64 // when it ends, in years: 2025 is the end of 2024
	Value  float64 // in the plot's unit
	Text   string  // the value in words
	Nature briefs.Nature
	Break  bool // not comparable with the points before
	Gap    bool // nothing is on record of a period before it
}

// PlotBar is one value beside others.
type PlotBar struct {
	Place  string
	Name   string
	Value  float64
	Text   string
	Nature briefs.Nature
}

// SeriesPlot is the picture of a figure over time.
func (v Voice) SeriesPlot(s facts.Series, names Names) Plot {
	names = v.dressed(names)
	last := s.Points[len(s.Points)-1]
	p := Plot{
		Language: v.lang, Title: v.seriesTitle(s, names), Subtitle: capital(v.nature(&last.Figure.Fact, names)), Source: v.credit(s.Sources[0], names),
		Line: names.Name(s.Subject.ID, v.lang),
	}
	var largest float64
	var publishers []string // those who continue each other
	for _, point := range s.Points {
		largest = max(largest, math.Abs(number(point.Figure.Fact.Quantity)))
		if by := names.Publisher(point.Figure.Fact.Sources[0].Publisher, v.lang); !slices.Contains(publishers, by) {
			publishers = append(publishers, by)
		}
	}
	if len(publishers) > 1 {
		p.Subtitle = v.List(publishers)
	}
	scale := v.frame(&p, largest, s.Unit)
	for _, point := range s.Points {
		f := point.Figure.Fact
		one := PlotPoint{
			Label: v.calendar(point.Period), At: years(point.Period.End), Value: number(f.Quantity) / scale, Text: v.value(f.Quantity, names), Nature: f.Nature,
			Break: point.Break, Gap: point.Gap,
		}
		p.Points = append(p.Points, one)
	}
	return p
}

// frame gives a plot its unit and what its marks mean, and returns by what amounts are divided: the scale that the language has a
// word for under which the largest still has a digit before the point.
func (v Voice) frame(p *Plot, largest float64, unit string) float64 {
	divisor, name := 1.0, ""
	for _, s := range v.scales {
		if d := math.Pow10(s.power); largest >= d {
			divisor, name = d, s.name
			break
		}
	}
	p.Unit = strings.Join(strings.Fields(string(v.unit(nil, nil, counted{briefs.DecimalOf(2, 0), name}, unit))), " ")
	p.Number = func(value float64, decimals int) string {
		d, err := briefs.ParseDecimal(strconv.FormatFloat(value, 'f', decimals, 64))
		if err != nil {
			return strconv.FormatFloat(value, 'f', decimals, 64)
		}
		return string(v.digits(nil, d))
	}
	p.Estimate, p.Forecast, p.Break = v.Say("plot-estimate"), v.Say("plot-forecast"), v.Say("plot-break")
	return divisor
}

// years returns a day as a number of years.
func years(d briefs.Date) float64 { return float64(d.Year) + float64(d.UTC().YearDay()-1)/366 }

// RankingPlot is the picture of a ranking.
func (v Voice) RankingPlot(r facts.Ranking, names Names) Plot {
	return v.bars(v.rankingTitle(r, v.dressed(names)), "", r.Rows, names)
}

// ComparisonPlot is the picture of a comparison.
func (v Voice) ComparisonPlot(c facts.Comparison, names Names) Plot {
	names = v.dressed(names)
	return v.bars(v.compareTitle(c, names), v.compareBasis(c, names), c.Rows, names)
}

func (v Voice) bars(title, subtitle string, rows []facts.Row, names Names) Plot {
	names = v.dressed(names)
	first := rows[0].Figure
	p := Plot{
		Language: v.lang, Title: title, Subtitle: cmp.Or(subtitle, capital(v.nature(&first.Fact, names))), Source: v.credit(first.Sources[0], names),
	}
	var largest float64
	for _, row := range rows {
		largest = max(largest, math.Abs(number(row.Figure.Fact.Quantity)))
	}
	scale := v.frame(&p, largest, first.Fact.Quantity.Unit)
	for _, row := range rows {
		f := row.Figure.Fact
		b := PlotBar{
			Place: v.Number(row.Place.Position), Name: names.Name(row.Entity.ID, v.lang), Value: number(f.Quantity) / scale, Text: v.Quantity(f.Quantity), Nature: f.Nature,
		}
		p.Bars = append(p.Bars, b)
	}
	return p
}

// credit says in one line where a figure comes from: publisher, host of the link, date.
func (v Voice) credit(s briefs.Source, names Names) string {
	parts := []string{names.Publisher(s.Publisher, v.lang)}
	if u, err := url.Parse(s.URL); err == nil && u.Host != "" {
		parts = append(parts, strings.TrimPrefix(u.Host, "www."))
	}
	return strings.Join(append(parts, v.dated(s)), " · ")
}
