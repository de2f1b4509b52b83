package present

import (
	"cmp"
	"net/url"
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
	Unit     string // "percent", "usd", …: what the values count, as in briefs.Quantity
	Line     string // what the line is called
	Points   []PlotPoint
	Bars     []PlotBar
	Alt      string // what it shows, for those who do not see it
}

// PlotPoint is one value of a series.
type PlotPoint struct {
	Label  string  // the period
	At     float64 // when it ends, in years: 2025 is the end of 2024
	Value  float64 // the amount, with its scale multiplied out
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
		Language: v.lang, Title: v.seriesTitle(s, names), Subtitle: capital(v.nature(last.Figure.Fact, names)), Source: v.credit(s.Sources[0], names),
		Unit: s.Unit, Line: names.Name(s.Subject.ID, v.lang),
	}
	alt := []string{p.Title}
	for _, point := range s.Points {
		f := point.Figure.Fact
		one := PlotPoint{
			Label: v.calendar(point.Period), At: years(point.Period.End), Value: number(f.Quantity), Text: v.value(f.Quantity, names), Nature: f.Nature,
			Break: point.Break, Gap: point.Gap,
		}
		p.Points = append(p.Points, one)
		alt = append(alt, v.Say("fact-pair", "Period", one.Label, "Value", one.Text))
	}
	p.Alt = strings.Join(alt, " · ")
	return p
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
		Language: v.lang, Title: title, Subtitle: cmp.Or(subtitle, capital(v.nature(first.Fact, names))), Source: v.credit(first.Sources[0], names),
		Unit: first.Fact.Quantity.Unit,
	}
	alt := []string{title}
	for _, row := range rows {
		f := row.Figure.Fact
		b := PlotBar{
			Place: v.Number(row.Place.Position), Name: names.Name(row.Entity.ID, v.lang), Value: number(f.Quantity), Text: v.Quantity(f.Quantity), Nature: f.Nature,
		}
		p.Bars = append(p.Bars, b)
		alt = append(alt, v.Say("ranking-row", "Position", b.Place, "Who", b.Name, "Value", b.Text))
	}
	p.Alt = strings.Join(alt, " · ")
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
