package facts

import (
	"cmp"
	"slices"

	"briefbot/briefs"
)

// nothing says what there is where a question has no answer. The lines are those that were searched.
func (b *Book) nothing(a asked, lines []*line) *NoFigure {
	out := &NoFigure{
		Subject: b.Entity(a.Subject), Metric: b.metrics[a.Query.Metric], Market: b.markets[a.Query.Market], Period: a.Query.Period,
		Empty: b.Len() == 0, By: a.Question.By, Nature: a.Query.Nature, AsOf: a.Query.AsOf, Metrics: b.metricsOf(a.parts, a.Query.Metric),
	}
	if a.Query.Period.IsZero() {
		out.Ahead = b.ahead(lines, a.Query)
	} else {
		b.around(out, lines, a.Query)
	}
	for _, l := range lines {
		for _, i := range l.facts {
			f := b.at(i)
			if f.Review == briefs.Candidate && (a.Query.Period.IsZero() || f.Period.Same(a.Query.Period)) && known(f, a.Query.AsOf) {
				out.Candidates++
			}
		}
	}
	for _, group := range b.groups[a.Subject] {
		q := a.Query
		q.Subject = group
		if figure, ok := b.Best(q); ok && (out.Group == nil || b.better(&figure.Fact, &out.Group.Fact) < 0) {
			out.Group = &figure
		}
	}
	for _, f := range b.also(&a, -1) {
		if f.Market != a.Query.Market || a.Query.Market == "" || f.Subject != a.Subject {
			out.Also = append(out.Also, f)
		}
	}
	if byHim := slices.DeleteFunc(slices.Clone(out.Also), func(f *briefs.Fact) bool { return b.author(f) != a.Query.By }); len(byHim) > 0 {
		out.Also = byHim
	}
	return out
}

// ahead returns the best figure about the future, where the latest was asked for.
func (b *Book) ahead(lines []*line, q Query) *Figure {
	best := -1
	for _, n := range []briefs.Nature{briefs.Guidance, briefs.Plan, briefs.Rumour, briefs.Forecast} {
		q.Nature = n
		if i := b.bestIn(lines, &q); i >= 0 && (best < 0 || b.superior(i, best) < 0) {
			best = i
		}
	}
	if best < 0 {
		return nil
	}
	q.Nature = ""
	figure := b.figure(best, q)
	return &figure
}

// around finds the figures nearest to the period asked for.
func (b *Book) around(out *NoFigure, lines []*line, q Query) {
	for _, l := range lines {
		for at := 0; at < len(l.facts); {
			p := b.at(l.facts[at]).Period
			same := b.of(l, p)
			at += max(1, len(same))
			near := q
			near.Period = p
			i := b.bestOf(same, &near)
			if i < 0 {
				continue
			}
			slot := &out.Before
			var closer bool
			switch {
			case q.Period.Contains(p):
				slot, closer = &out.Within, out.Within == nil || b.newest(b.at(i), &out.Within.Fact) < 0
			case p.Start.Before(q.Period.Start):
				closer = out.Before == nil || b.newest(b.at(i), &out.Before.Fact) < 0
			default:
				slot, closer = &out.After, out.After == nil || p.Start.Before(out.After.Fact.Period.Start)
			}
			if closer {
				figure := b.figure(i, near)
				*slot = &figure
			}
		}
	}
}

// metricsOf returns the other metrics of which the subjects have figures, by id.
func (b *Book) metricsOf(subjects []string, but string) []briefs.Metric {
	var out []briefs.Metric
	for id, m := range b.metrics {
		if id != but && slices.ContainsFunc(subjects, func(s string) bool { return b.measured(s, id, "", "") }) {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(x, y briefs.Metric) int { return cmp.Compare(x.ID, y.ID) })
	return out
}
