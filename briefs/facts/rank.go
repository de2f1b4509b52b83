package facts

import (
	"cmp"
	"slices"
	"strings"

	"briefbot/briefs"
)

// Ranking is who has how much of a market, as one publisher measured it for one period. What was measured otherwise is never
// mixed in.
type Ranking struct {
	Metric  briefs.Metric
	Market  briefs.Market
	Period  briefs.Period
	Rows    []Row // the largest first
	Caveats []Caveat
}

// Row is one vendor's place.
type Row struct {
	Place  Place
	Entity briefs.Entity
	Figure Figure
}

// fullMarket is what the shares of a market add up to at most, with what rounding may add.
var fullMarket = briefs.DecimalOf(1005, 1)

// Rank answers a question for the ranking of a market: the one that it names, or the metric's own. Without a period it is the
// latest in which more than one vendor was measured. Its errors are those of Ask.
func (b *Book) Rank(q Question) (Ranking, error) {
	q.Metric = cmp.Or(q.Metric, Share)
	a, err := b.readMarket(q)
	if err != nil {
		return Ranking{}, err
	}
	q.Metric = a.Query.Metric
	var best []Row
	var cell cellKey
	for _, c := range b.cellsOf(marketKey{q.Metric, a.Query.Market}) {
		if a.Query.Period.IsZero() && a.Query.Nature == "" && c.distance > 0 {
			continue // a forecast is never the latest
		}
		if !a.Query.Period.IsZero() && (c.start != a.Query.Period.Start || c.end != a.Query.Period.End) {
			continue
		}
		if a.Query.By != "" && c.series != b.seriesOf(c.market, a.Query.By) {
			continue
		}
		if rows := b.rows(c, a.Query); len(rows) > len(best) && len(best) < 2 {
			best, cell = rows, c
		}
	}
	if len(best) == 0 {
		return Ranking{}, &NoFigure{Empty: b.Len() == 0, Metric: b.metrics[q.Metric], Market: b.markets[a.Query.Market], Period: a.Query.Period, By: q.By, Nature: a.Query.Nature, AsOf: a.Query.AsOf}
	}
	out := Ranking{Metric: b.metrics[q.Metric], Market: b.markets[cell.market], Period: best[0].Figure.Fact.Period, Rows: best}
	out.Caveats = b.rankingCaveats(a, out)
	return out, nil
}

// readMarket finds the names of a question in which the words name a market, and perhaps a metric.
func (b *Book) readMarket(q Question) (asked, error) {
	if ids := b.named(q.Text); q.Market == "" && !slices.ContainsFunc(ids, func(id string) bool { _, ok := b.markets[id]; return ok }) {
		text, w := b.withoutMetric(q.Text)
		if w != nil && w.metric != q.Metric && q.Metric != Share {
			return asked{}, &BadArgument{Flaw: OtherMetric, Key: q.Metric, Value: q.Text}
		}
		if q.Text = text; w != nil {
			q.Metric = w.metric
		}
	}
	if q.Market == "" {
		q.Market, q.Text = q.Text, ""
	}
	if q.Text != "" {
		return asked{}, &TooManyNames{Role: AsMarket, Names: []string{q.Market, q.Text}}
	}
	return b.read(q)
}

// withoutMetric takes the words for one metric, and those that say nothing, out of a text.
func (b *Book) withoutMetric(text string) (rest string, found *word) {
	words := wordsTyped(nil, text)
	var kept []string
	for i := 0; i < len(words); {
		w, _, n := b.phraseAt(words[i:])
		switch {
		case n > 0 && found == nil && w.metric != "":
			found = w
			i += n
			continue
		case !fillers[words[i].squeezed]:
			kept = append(kept, words[i].text)
		}
		i++
	}
	return strings.Join(kept, " "), found
}

// rows ranks a cell: one row per vendor that the query admits, the largest first.
func (b *Book) rows(cell cellKey, q Query) []Row {
	ranked := b.ranked(cell, q)
	rows := make([]Row, len(ranked))
	q.Period = briefs.Period{Start: cell.start, End: cell.end}
	for n, i := range ranked {
		f := b.at(i)
		rows[n] = Row{Place: b.placeOf(n, ranked), Entity: b.Entity(f.Subject), Figure: b.figure(i, q)}
	}
	return rows
}

// ranked returns the facts of a cell that the query admits, the best of each vendor, the largest first.
func (b *Book) ranked(cell cellKey, q Query) []int {
	if q.Nature == "" && q.AsOf.IsZero() {
		return b.best(cell)
	}
	return b.rank(cell, q)
}

// rank is ranked, worked out anew.
func (b *Book) rank(cell cellKey, q Query) []int {
	q.Period = briefs.Period{Start: cell.start, End: cell.end}
	list := b.cell(cell)
	best := make(map[string]int, len(list))
	for _, i := range list {
		f := b.at(i)
		if j, ok := best[f.Subject]; admits(f, q) && (!ok || b.superior(i, j) < 0) {
			best[f.Subject] = i
		}
	}
	out := make([]int, 0, len(best))
	for _, i := range list {
		if j, ok := best[b.at(i).Subject]; ok && i == j {
			out = append(out, i)
		}
	}
	return out
}

// placeOf returns the place of the n-th of ranked facts.
func (b *Book) placeOf(n int, ranked []int) Place {
	first := n
	for first > 0 && b.compareAmounts(ranked[first-1], ranked[n]) == 0 {
		first--
	}
	shared := first < n || n+1 < len(ranked) && b.compareAmounts(ranked[n], ranked[n+1]) == 0
	return Place{Position: first + 1, Of: len(ranked), Shared: shared}
}

func (b *Book) compareAmounts(i, j int) int {
	x, _ := b.at(i).Quantity.Amount() // what is ranked has an amount
	y, _ := b.at(j).Quantity.Amount()
	return x.Cmp(y)
}
