package facts

import (
	"slices"
	"strconv"

	"briefbot/briefs"
)

// asked is a question whose names have been found.
type asked struct {
	Query
	Question
	named   []string  // whom the words name; several when they are ambiguous
	text    string    // the words that name him
	parts   []string  // he and all his parts
	others  []segment // whom the words name besides, where several may be
	implied bool      // the market was not asked for: it is the metric's own
	count   int       // how many are wanted; 0 when nothing was said
	money   string    // the currency that was asked for; empty for none
}

// segment is a run of words that bears a name, or says what is wanted of it.
type segment struct {
	text  string
	ids   []string
	word  *word  // of a metric
	count int    // a small number
	money string // a currency
}

// fillers are words that may stand between names and say nothing themselves.
var fillers = map[string]bool{
	"of": true, "in": true, "for": true, "the": true, "by": true, "and": true, "vs": true, "versus": true, "with": true, "to": true,
	"de": true, "du": true, "des": true, "d": true, "en": true, "la": true, "le": true, "les": true, "l": true, "au": true, "a": true,
	"pour": true, "par": true, "selon": true, "et": true, "avec": true, "contre": true,
	"的": true, "在": true, "和": true, "与": true, "與": true, "跟": true, "对": true,
}

const (
	maxPhrase = 8  // words in a name
	maxCount  = 99 // the largest number that says how many
)

// read finds the names of a question that is about one. Words that are no name, market or publisher are an error.
func (b *Book) read(q Question) (asked, error) {
	a, err := b.readAll(q)
	switch {
	case err != nil:
		return a, err
	case len(a.others) > 0:
		return a, &TooManyNames{Role: AsSubject, Names: []string{a.text, a.others[0].text}}
	case a.count > 0:
		return a, &BadArgument{Flaw: StrayNumber, Value: strconv.Itoa(a.count)}
	}
	return a, nil
}

// readAll is read for questions about several, or about so many.
func (b *Book) readAll(q Question) (asked, error) {
	if q.Metric == "" && !q.Open {
		q.Metric = Share
	}
	a := asked{Question: q}
	segments, err := b.segments(&a)
	if err != nil {
		return a, err
	}
	a.Query = Query{Period: q.When.Period, Nature: q.Nature, AsOf: q.AsOf}
	if a.Query.Metric, a.Query.Label, segments, err = b.metricOf(q, segments); err != nil {
		return a, err
	}
	if a.Query.Metric == "" {
		a.Query.Metric = b.usual(idsOf(segments))
	}
	for _, s := range segments {
		b.take(&a, s)
	}
	if a.money != "" && b.metrics[a.Query.Metric].Unit != "money" {
		return a, &UnknownName{Name: a.money, Role: AsSubject} // a share has no currency
	}
	if a.Query.By, err = b.publisher(a.Question.By); err != nil {
		return a, err
	}
	if a.Query.Market, err = b.market(a.Question.Market, a.Query.Metric); err != nil {
		return a, err
	}
	if a.Query.Market == "" {
		a.Query.Market = b.defaults[a.Query.Metric]
		a.implied = a.Query.Market != ""
	}
	return a, nil
}

func idsOf(segments []segment) []string {
	var out []string
	for _, s := range segments {
		out = append(out, s.ids...)
	}
	return out
}

// take decides what a segment of the question is there for.
func (b *Book) take(a *asked, s segment) {
	subjects := b.askedOf(s.ids, a.Query.Metric)
	switch {
	case s.count > 0 && a.count == 0:
		a.count = s.count
	case s.money != "":
		a.money = s.money
	case len(subjects) > 0 && a.named == nil:
		a.named, a.text = subjects, s.text
	case a.Question.Market == "" && slices.ContainsFunc(s.ids, b.isMarket):
		a.Question.Market = s.text
	case a.Question.By == "" && slices.ContainsFunc(s.ids, b.isFirm):
		a.Question.By = s.text
	case a.named == nil:
		a.named, a.text = s.ids, s.text
	case len(subjects) > 0:
		a.others = append(a.others, segment{text: s.text, ids: subjects})
	default:
		a.others = append(a.others, s)
	}
}

// askedOf returns those of whom there are figures of a metric.
func (b *Book) askedOf(ids []string, metric string) []string {
	for n, id := range ids {
		if !b.asks(topicKey{id, metric}) {
			out := slices.Clone(ids[:n])
			for _, id := range ids[n+1:] {
				if b.asks(topicKey{id, metric}) {
					out = append(out, id)
				}
			}
			return out
		}
	}
	return slices.Clip(ids)
}

func (v *vocabulary) isMarket(id string) bool { _, ok := v.markets[id]; return ok }
func (v *vocabulary) isFirm(id string) bool   { return v.entities[id].Kind == "research_firm" }

// publisher returns the id or squeezed name of a publisher; empty for none asked for.
func (b *Book) publisher(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	author := b.authorOf(text)
	if b.publishes(author) {
		return author, nil
	}
	near := slices.DeleteFunc(b.suggest(text, ""), func(e briefs.Entity) bool { return !b.publishes(e.ID) })
	return "", &UnknownName{Name: text, Role: AsPublisher, Suggestions: near}
}

// publishes reports whether an author is behind any fact, or is listed for a market.
func (b *Book) publishes(id string) bool {
	return b.publishers[id] || b.under != nil && b.under.publishers[id]
}
