package facts

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
)

// Meant returns the id of whom a name means for a metric in a market: the only bearer, or the one of several, or the part of him, that has
// figures there. Its errors are *UnknownName and *AmbiguousName.
func (b *Book) Meant(name, metric, market string) (string, error) {
	ids := b.named(name)
	if len(ids) == 0 {
		if _, ok := b.entities[name]; ok {
			return name, nil
		}
		return "", &UnknownName{Name: name, Role: AsSubject, Suggestions: b.suggest(name, metric)}
	}
	if found := b.resolve(ids, metric, "", market); len(found) == 1 {
		return found[0], nil
	}
	if len(ids) == 1 {
		return ids[0], nil
	}
	choices := make([]briefs.Entity, len(ids))
	for i, id := range ids {
		choices[i] = b.Entity(id)
	}
	return "", &AmbiguousName{Name: name, Role: AsSubject, Choices: choices}
}

// MarketMeant returns the id of the market that a name means or, without a name, the metric's own; empty where it has none. Its errors are
// *UnknownName and *AmbiguousName.
func (b *Book) MarketMeant(name, metric string) (string, error) {
	if name == "" {
		return b.defaults[metric], nil
	}
	return b.market(name, metric)
}

// typedBounds are what stands before a typed number, or behind it in Chinese, folded.
var typedBounds = []struct {
	text  string
	bound briefs.Bound
}{
	{"at least", briefs.AtLeast}, {"au moins", briefs.AtLeast}, {"至少", briefs.AtLeast}, {">=", briefs.AtLeast}, {"≥", briefs.AtLeast},
	{"at most", briefs.AtMost}, {"au plus", briefs.AtMost}, {"至多", briefs.AtMost}, {"<=", briefs.AtMost}, {"≤", briefs.AtMost},
	{"about", briefs.About}, {"environ", briefs.About}, {"约", briefs.About}, {"~", briefs.About},
	{"nearly", briefs.Nearly}, {"pres de", briefs.Nearly}, {"近", briefs.Nearly},
	{"over", briefs.Over}, {"plus de", briefs.Over}, {"超过", briefs.Over}, {">", briefs.Over},
	{"under", briefs.Under}, {"moins de", briefs.Under}, {"不足", briefs.Under}, {"<", briefs.Under},
}

var typedDigits = regexp.MustCompile(`\d[\d\s.,]*`)

// ReadQuantity reads a quantity as editors type it, in a language: "36.0%", "about 46 bn usd", "460亿美元", "380 Md de yuans", "12.5 m". Its
// digits are kept as they were typed. A number that names no unit is of the metric's own; a metric of words takes any text. It returns
// false for what is none.
func (b *Book) ReadQuantity(text, metric, language string) (briefs.Quantity, bool) {
	m := b.metrics[metric]
	text = strings.TrimSpace(text)
	if m.Unit == "word" {
		return briefs.Quantity{Unit: "text", Word: text}, text != ""
	}
	bound, rest := boundOf(lexicon.FoldString(text))
	if d, err := briefs.ParseDecimal(rest); err == nil {
		unit := unitOf(m)
		return briefs.Quantity{Value: d, Unit: unit, Bound: bound}, unit != ""
	}
	found := lexicon.Numbers(rest, language)
	if len(found) != 1 {
		return briefs.Quantity{}, false
	}
	n := found[0]
	q := briefs.Quantity{Bound: bound, Unit: map[string]string{lexicon.Money: n.Unit, lexicon.Percent: "percent", lexicon.Points: "points", lexicon.Count: unitOf(m)}[n.Kind]}
	q.Value, q.Scale = asTyped(n.Value, rest, language)
	return q, q.Unit != ""
}

func boundOf(text string) (briefs.Bound, string) {
	for _, t := range typedBounds {
		if rest, ok := strings.CutPrefix(text, t.text); ok {
			return t.bound, strings.TrimSpace(rest)
		}
	}
	return briefs.Exact, text
}

// unitOf returns the unit of numbers of a metric that name none; empty where it takes many.
func unitOf(m briefs.Metric) string {
	switch m.ID {
	case "tokens", "users":
		return m.ID
	case "shipments":
		return "units"
	case "model_parameters":
		return "parameters"
	}
	if m.Unit == "percent" {
		return m.Unit
	}
	return ""
}

// asTyped returns an amount as the digits that were typed and the power of ten beside them; as it is, where they cannot be told apart.
func asTyped(amount briefs.Decimal, text, language string) (briefs.Decimal, int) {
	digits := strings.TrimRight(strings.Join(strings.Fields(typedDigits.FindString(text)), ""), ".,")
	readings := []string{strings.ReplaceAll(digits, ",", ""), strings.ReplaceAll(strings.ReplaceAll(digits, ".", ""), ",", ".")}
	if language == "fr" { // a comma is French's point
		slices.Reverse(readings)
	}
	for _, written := range readings {
		d, err := briefs.ParseDecimal(written)
		if err != nil {
			continue
		}
		for scale := range 16 {
			if moved, ok := d.Shift(scale); ok && moved.Cmp(amount) == 0 {
				return d, scale
			}
		}
	}
	return amount, 0
}

// Overdue is a series of which a newer figure should be out.
type Overdue struct {
	Fact briefs.Fact // the latest there is
	Due  briefs.Date
}

// Overdue returns the series that should have a newer figure by a day: of those that differ in the length of their periods alone, the
// latest. Those that were due last come first.
func (b *Book) Overdue(today briefs.Date) []Overdue {
	type key struct {
		topicKey
		lineKey
	}
	newest := map[key]*briefs.Fact{}
	b.eachLine(func(topic topicKey, l *line) {
		if l.top < 0 {
			return
		}
		k := key{topic, l.unkinded()}
		if f := b.at(l.top); newest[k] == nil || b.newest(f, newest[k]) < 0 {
			newest[k] = f
		}
	})
	var out []Overdue
	for _, f := range newest {
		if due, ok := b.due(f); ok && !today.Before(due) {
			out = append(out, Overdue{*f, due})
		}
	}
	slices.SortFunc(out, func(x, y Overdue) int {
		return cmp.Or(y.Due.Compare(x.Due), cmp.Compare(x.Fact.Market, y.Fact.Market), cmp.Compare(x.Fact.Subject, y.Fact.Subject), cmp.Compare(x.Fact.ID, y.Fact.ID))
	})
	return out
}

// eachLine calls f with every series.
func (b *Book) eachLine(f func(topicKey, *line)) {
	for topic, lines := range b.allTopics {
		for _, l := range lines {
			f(topic, l)
		}
	}
}
