package facts

import (
	"cmp"
	"slices"

	"briefbot/briefs"
)

// Release is a model that came out.
type Release struct {
	Vendor     briefs.Entity // whose it is, as the fact says: a company or a family of models
	Figure     Figure        // the event; its word is the model's name
	Parameters *Figure       // how large the model is, where that is known
}

// Releases answers a question for models.
type Releases struct {
	Of     briefs.Entity // whose; zero for everybody's
	Period briefs.Period // as asked; zero for all time
	List   []Release     // the latest first
	Left   int           // older ones that are not in the list
}

const usualReleases = 10

// Models answers a question for the models that came out: of a vendor and his families of models, or of all; in a period, or the
// latest. Its errors are those of Ask.
func (b *Book) Models(q Question) (Releases, error) {
	q.Metric = "model_release"
	a, err := b.readAll(q)
	if err != nil {
		return Releases{}, err
	}
	if len(a.others) > 0 {
		return Releases{}, &TooManyNames{Role: AsSubject, Names: []string{a.text, a.others[0].text}}
	}
	out := Releases{Period: a.Query.Period}
	var subjects []string
	for _, id := range a.named {
		subjects = append(subjects, b.family(id)...)
	}
	if len(a.named) > 0 {
		out.Of = b.Entity(a.named[0])
		a.Subject, a.parts = a.named[0], subjects
	}
	out.List = b.releases(subjects, a.Query)
	if len(out.List) == 0 {
		if out.Of.ID == "" {
			return out, &NoFigure{Empty: b.Len() == 0, Metric: b.metrics[q.Metric], Period: a.Query.Period, By: q.By, AsOf: q.AsOf}
		}
		return out, b.nothing(a, b.topicsOf(subjects, q.Metric))
	}
	n := cmp.Or(a.count, usualReleases)
	if q.All {
		n = len(out.List)
	}
	if len(out.List) > n {
		out.Left, out.List = len(out.List)-n, out.List[:n]
	}
	for i := range out.List {
		out.List[i].Parameters = b.parameters(out.List[i], a.Query)
	}
	return out, nil
}

func (b *Book) topicsOf(subjects []string, metric string) []*line {
	var out []*line
	for _, id := range subjects {
		out = append(out, b.topic(topicKey{id, metric})...)
	}
	return out
}

// releases returns one release per model that the subjects, or anybody, brought out, the latest first. What several sources say of
// one model is one release, of the most exact day.
func (b *Book) releases(subjects []string, q Query) []Release {
	best := map[[2]string]int{}
	same := map[[2]string][]int{}
	for key, lines := range b.allTopics {
		if key.metric != "model_release" || subjects != nil && !slices.Contains(subjects, key.subject) {
			continue
		}
		for _, l := range lines {
			for _, i := range l.facts {
				f := b.at(i)
				inside := q.Period.IsZero() || f.Period.Overlaps(q.Period)
				by := q.By == "" || b.author(f) == q.By
				if !inside || !by || !admits(f, Query{AsOf: q.AsOf, Nature: q.Nature}) {
					continue
				}
				model := [2]string{key.subject, squeeze(f.Quantity.Word)}
				same[model] = append(same[model], i)
				if j, ok := best[model]; !ok || b.moreExact(f, b.at(j)) {
					best[model] = i
				}
			}
		}
	}
	var out []Release
	for model, i := range best {
		r := Release{Vendor: b.Entity(model[0]), Figure: b.figure(i, q)}
		others := slices.Clone(same[model])
		slices.SortFunc(others, func(i, j int) int { return cmp.Compare(b.at(i).ID, b.at(j).ID) })
		for _, j := range others {
			if j != i {
				r.Figure.Sources = distinct(append(slices.Clone(r.Figure.Sources), b.at(j).Sources...))
				r.Figure.Same = append(r.Figure.Same, *b.at(j))
			}
		}
		out = append(out, r)
	}
	slices.SortFunc(out, func(x, y Release) int { return b.newest(&x.Figure.Fact, &y.Figure.Fact) })
	return out
}

// moreExact prefers the shorter period, then what answers better.
func (b *Book) moreExact(f, g *briefs.Fact) bool {
	length := func(p briefs.Period) int { return int(p.End.UTC().Sub(p.Start.UTC()).Hours()) }
	return cmp.Or(cmp.Compare(length(f.Period), length(g.Period)), b.better(f, g)) < 0
}

// parameters returns how large a released model is: the fact is about an entity of that name, or has the name as its label.
func (b *Book) parameters(r Release, q Query) *Figure {
	name := squeeze(r.Figure.Fact.Quantity.Word)
	q.Period, q.By = briefs.Period{}, ""
	try := func(lines []*line, label string) *Figure {
		for _, l := range lines {
			if squeeze(l.label) != label && l.label != "" {
				continue
			}
			if i := b.bestOfLine(l, &q); i >= 0 {
				figure := b.figure(i, q)
				return &figure
			}
		}
		return nil
	}
	for _, id := range b.names[name] {
		if f := try(b.topic(topicKey{id, "model_parameters"}), name); f != nil {
			return f
		}
	}
	for _, l := range b.topic(topicKey{r.Vendor.ID, "model_parameters"}) {
		if squeeze(l.label) == name {
			return try([]*line{l}, name)
		}
	}
	return nil
}
