package facts

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"briefbot/briefs"
)

// Overview is the latest that is known of somebody, by metric.
type Overview struct {
	Subject briefs.Entity
	Figures []Figure                 // the best of each metric, market and part, those that interest most first
	Metrics map[string]briefs.Metric // those of the figures, by id
}

func asNoFigure(err error, target **NoFigure) bool { return errors.As(err, target) }

// ByID returns a fact as an answer of its own: with what corroborates and contradicts it, and every vintage of it. The id is taken in any
// case. It returns false when there is none that people may be told.
func (b *Book) ByID(id string, q Question) (Answer, bool) {
	i, ok := b.find(strings.TrimSpace(id))
	if !ok {
		i, ok = b.find(strings.ToUpper(strings.TrimSpace(id)))
	}
	if !ok || b.at(i).Review == briefs.Candidate || b.at(i).Review == briefs.Rejected {
		return Answer{}, false
	}
	f := b.at(i)
	query := Query{Subject: f.Subject, Metric: f.Metric, Market: f.Market, Period: f.Period, AsOf: q.AsOf}
	answer := Answer{
		Named: b.Entity(f.Subject), Subject: b.Entity(f.Subject), Metric: b.metrics[f.Metric], Market: b.markets[f.Market],
		Period: f.Period, Figure: b.figure(i, query), Place: b.place(i, query), Growth: b.growth(i, query), Earlier: b.earlier(i, query),
	}
	for _, other := range b.history(b.line(i), query) {
		if q.History || other.Period.Same(f.Period) {
			answer.History = append(answer.History, other)
		}
	}
	if !q.History && !revised(answer.History) {
		answer.History = nil // all of it says the same
	}
	answer.Caveats = b.caveats(&asked{Query: query, Question: q}, &answer)
	if f.Rank == briefs.Deprecated {
		answer.Caveats = append([]Caveat{{Code: Withdrawn, Fact: f.ID}}, answer.Caveats...)
	}
	if !f.Known.To.IsZero() {
		answer.Caveats = append([]Caveat{{Code: Superseded, Fact: f.ID, Date: briefs.DateOf(f.Known.To)}}, answer.Caveats...)
	}
	return answer, true
}

// revised reports whether one of the facts has been replaced, or prints another value than the others.
func revised(list []briefs.Fact) bool {
	return slices.ContainsFunc(list, func(f briefs.Fact) bool {
		return !f.Known.To.IsZero() || !agree(f.Quantity, list[0].Quantity)
	})
}

// About answers a question that names only whom: the best figure of every metric. Its errors are those of Ask.
func (b *Book) About(q Question) (Overview, error) {
	q.Open = true
	a, err := b.read(q)
	if err != nil {
		return Overview{}, err
	}
	if len(a.named) == 0 {
		return Overview{}, ErrNoSubject
	}
	for _, id := range a.named {
		a.parts = append(a.parts, b.family(id)...)
	}
	out := Overview{Subject: b.Entity(a.named[0]), Metrics: map[string]briefs.Metric{}}
	best := map[topicKey]int{}
	for _, id := range a.parts {
		for metric := range b.metrics {
			for _, x := range b.overlapping(nil, b.whole(topicKey{id, metric}), id, &Query{Period: a.Query.Period, AsOf: a.Query.AsOf}) {
				i, l := x.i, x.line
				if a.Question.Market != "" && l.market != a.Query.Market || a.Query.By != "" && l.series != b.seriesOf(l.market, a.Query.By) {
					continue
				}
				key := topicKey{id, metric + "|" + l.market + "|" + l.label}
				if j, ok := best[key]; !ok || b.forOverview(b.at(i), b.at(j)) < 0 {
					best[key] = i
				}
			}
		}
	}
	var list []int
	for _, i := range best {
		list = append(list, i)
	}
	slices.SortFunc(list, func(i, j int) int { return b.forOverview(b.at(i), b.at(j)) })
	list = b.dealt(list)
	if len(list) == 0 {
		a.Subject, a.Query.Metric, a.Query.Market = a.named[0], "", ""
		return out, b.nothing(a, nil)
	}
	out.Figures = b.figures(list, a.Query)
	for _, f := range out.Figures {
		out.Metrics[f.Fact.Metric] = b.metrics[f.Fact.Metric]
	}
	return out, nil
}

// dealt puts the first figure of every metric before the second of any.
func (b *Book) dealt(list []int) []int {
	round, seen := map[int]int{}, map[string]int{}
	for _, i := range list {
		metric := b.at(i).Metric + "|" + b.at(i).Label
		round[i] = seen[metric]
		seen[metric]++
	}
	slices.SortStableFunc(list, func(i, j int) int { return cmp.Compare(round[i], round[j]) })
	return list
}

// forOverview orders figures by metric, the usual market first, and then the latest.
func (b *Book) forOverview(f, g *briefs.Fact) int {
	other := func(f *briefs.Fact) int {
		if f.Market == b.defaults[f.Metric] {
			return 0
		}
		return 1
	}
	return cmp.Or(cmp.Compare(interest(f.Metric), interest(g.Metric)), cmp.Compare(f.Metric, g.Metric), cmp.Compare(other(f), other(g)), b.newest(f, g))
}

// NamesMetric reports whether the words of a question name a metric.
func (b *Book) NamesMetric(q Question) bool {
	a := asked{Question: q}
	a.Question.Open = true
	segments, err := b.segments(&a)
	return err == nil && slices.ContainsFunc(segments, func(s segment) bool { return s.word != nil })
}
