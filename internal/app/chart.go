package app

import (
	"context"
	"math"

	"briefbot/bot"
	"briefbot/briefs"
	"briefbot/internal/chart"
	"briefbot/internal/present"
)

// draw is the picture of a plot; nil where there is nothing that a picture says better, or it cannot be drawn.
func draw(_ context.Context, p present.Plot) *bot.Image {
	frame := chart.Frame{
		Title: p.Title, Subtitle: p.Subtitle, Unit: p.Unit, Source: p.Source,
		Words: chart.Words{Estimate: p.Estimate, Forecast: p.Forecast, Break: p.Break},
	}
	switch p.Language {
	case "fr":
		frame.Words.Colon = "\u202f: "
	case "zh":
		frame.Words.Colon, frame.Words.Comma, frame.Words.Stop, frame.Words.Open, frame.Words.Close = "：", "，", "。", "（", "）"
	}
	var picture chart.Picture
	name := "ranking"
	switch {
	case len(p.Points) > 1:
		picture, name = chart.Trend{Frame: frame, Lines: []chart.Line{{Name: p.Line, Points: points(p.Points)}}, Number: p.Number}, "trend"
	case len(p.Bars) > 1 && len(p.Bars) <= chart.MaxBars:
		ranking := chart.Ranking{Frame: frame}
		for _, b := range p.Bars {
			ranking.Bars = append(ranking.Bars, chart.Bar{Place: b.Place, Name: b.Name, Value: b.Value, Text: b.Text, Nature: nature(b.Nature)})
		}
		picture = ranking
	default:
		return nil
	}
	image, err := chart.Image(name, picture)
	if err != nil {
		return nil
	}
	return image
}

// points are those of a plot, with one without a value in each gap.
func points(list []present.PlotPoint) []chart.Point {
	var out []chart.Point
	for i, p := range list {
		if p.Gap && i > 0 {
			out = append(out, chart.Point{At: (list[i-1].At + p.At) / 2, Value: math.NaN()})
		}
		out = append(out, chart.Point{Label: p.Label, At: p.At, Value: p.Value, Text: p.Text, Nature: nature(p.Nature), Break: p.Break})
	}
	return out
}

// nature says how firm a value is, in the words of charts.
func nature(n briefs.Nature) chart.Nature {
	switch n {
	case briefs.Reported, briefs.Event:
		return chart.Reported
	case briefs.Estimate:
		return chart.Estimate
	}
	return chart.Forecast
}
