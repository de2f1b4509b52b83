package facts

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
	"briefbot/briefs/lexicon/period"
)

// asked is a question whose names have been found.
type asked struct {
	Query
	Question
	named   []string // whom the words name; several when they are ambiguous
	text    string   // the words that name him
	parts   []string // he and all his parts
	implied bool     // the market was not asked for: it is the metric's own
}

// segment is a run of words that bears a name.
type segment struct {
	text string
	ids  []string
}

// fillers are words that may stand between names and say nothing themselves.
var fillers = map[string]bool{
	"of": true, "in": true, "for": true, "the": true, "de": true, "du": true, "des": true, "d": true, "en": true, "la": true, "le": true,
	"les": true, "l": true, "au": true, "a": true, "pour": true, "的": true, "在": true,
}

// maxPhrase is how many words a name may have.
const maxPhrase = 8

// read finds the names of a question. Words that are no name, market or publisher are an error.
func (b *Book) read(q Question) (asked, error) {
	a := asked{Question: q}
	a.Query = Query{Metric: cmp.Or(q.Metric, Share), Period: q.When.Period, Nature: q.Nature, AsOf: q.AsOf}
	segments, err := b.segments(q.Text, a.Query.Metric)
	if err != nil {
		return a, err
	}
	for _, s := range segments {
		if err := b.take(&a, s); err != nil {
			return a, err
		}
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

// take decides what a name of the question is there for.
func (b *Book) take(a *asked, s segment) error {
	only := func(keep func(id string) bool) []string {
		return slices.DeleteFunc(slices.Clone(s.ids), func(id string) bool { return !keep(id) })
	}
	subjects := only(func(id string) bool { return b.asks(topicKey{id, a.Query.Metric}) })
	markets := only(func(id string) bool { _, ok := b.markets[id]; return ok })
	firms := only(func(id string) bool { return b.entities[id].Kind == "research_firm" })
	switch {
	case len(subjects) > 0 && a.named == nil:
		a.named, a.text = subjects, s.text
	case len(markets) > 0 && a.Question.Market == "":
		a.Question.Market = s.text
	case len(firms) > 0 && a.Question.By == "":
		a.Question.By = s.text
	case a.named == nil:
		a.named, a.text = s.ids, s.text
	default:
		return &TooManyNames{Role: AsSubject, Names: []string{a.text, s.text}}
	}
	return nil
}

// segments cuts words into names, the longest first from each place on.
func (b *Book) segments(text, metric string) ([]segment, error) {
	if ids := b.names[squeeze(text)]; len(ids) > 0 {
		return []segment{{text, ids}}, nil
	}
	words := strings.FieldsFunc(text, unicode.IsSpace)
	var out []segment
	var unknown []string
	for i := 0; i < len(words); {
		s, n := b.segment(words[i:])
		switch {
		case n > 0:
			out = append(out, s)
			i += n
			continue
		case !fillers[lexicon.FoldString(words[i])] && squeeze(words[i]) != "":
			unknown = append(unknown, words[i])
		}
		i++
	}
	if len(unknown) > 0 {
		return nil, b.unknown(text, strings.Join(unknown, " "), metric)
	}
	return out, nil
}

// segment returns the longest name that the words begin with, and how many of them it takes. A French article that is glued
// to a name is no part of it.
func (b *Book) segment(words []string) (segment, int) {
	for n := min(maxPhrase, len(words)); n > 0; n-- {
		text := strings.Join(words[:n], " ")
		if ids := b.names[squeeze(text)]; len(ids) > 0 {
			return segment{text, ids}, n
		}
		if _, name, ok := strings.Cut(lexicon.FoldString(text), "'"); ok {
			if ids := b.names[squeeze(name)]; len(ids) > 0 {
				return segment{name, ids}, n
			}
		}
	}
	return segment{}, 0
}

// unknown says what is wrong with words that bear no name: a period that is none, or a name that is not known. Where the whole text
// is near to a name, as in "alibaba clod", all of it is taken for the name.
func (b *Book) unknown(text, words, metric string) error {
	for _, w := range strings.Fields(words) {
		if period.WithoutYear(w) {
			return &BadArgument{Flaw: NoYear, Value: w}
		}
		if yearLike(w) {
			return &BadArgument{Flaw: BadPeriod, Value: w}
		}
	}
	if near := b.suggest(text, metric); len(near) > 0 {
		return &UnknownName{Name: text, Role: AsSubject, Suggestions: near}
	}
	return &UnknownName{Name: words, Role: AsSubject, Suggestions: b.suggest(words, metric)}
}

// yearLike reports whether a word begins like a year: what is meant is a period, and not one that there is.
func yearLike(w string) bool {
	w = lexicon.FoldString(w)
	if len(w) < 5 || w[:2] != "19" && w[:2] != "20" {
		return false
	}
	return '0' <= w[2] && w[2] <= '9' && '0' <= w[3] && w[3] <= '9'
}

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

// market returns the id of a market: of the one that bears the name, or the only one with all the words in its names. Without a
// name it is empty.
func (b *Book) market(text, metric string) (string, error) {
	if text == "" {
		return "", nil
	}
	var found []string
	for _, id := range b.names[squeeze(text)] {
		if _, ok := b.markets[id]; ok {
			found = append(found, id)
		}
	}
	if len(found) == 0 {
		found = b.marketsWith(text)
	}
	if len(found) > 1 {
		found = b.prefer(found, metric)
	}
	if len(found) == 1 {
		return found[0], nil
	}
	var choices []briefs.Entity
	for _, id := range found {
		choices = append(choices, b.entities[id])
	}
	if len(found) > 1 {
		return "", &AmbiguousName{Name: text, Role: AsMarket, Choices: choices}
	}
	near := slices.DeleteFunc(b.suggest(text, metric), func(e briefs.Entity) bool { _, ok := b.markets[e.ID]; return !ok })
	return "", &UnknownName{Name: text, Role: AsMarket, Suggestions: near}
}

// prefer returns the markets that have figures of the metric; all of them when none has.
func (b *Book) prefer(markets []string, metric string) []string {
	measured := slices.DeleteFunc(slices.Clone(markets), func(id string) bool { return len(b.cellsOf(marketKey{metric, id})) == 0 })
	if len(measured) == 0 {
		return markets
	}
	return measured
}

// marketsWith returns the markets that a few words fit, sorted: those of which a name has the words in this order or, failing
// that, all of the words, or failing that, all of them as parts of words.
func (b *Book) marketsWith(text string) []string {
	words := wordsOf(text)
	if len(words) == 0 {
		return nil
	}
	joined := " " + strings.Join(words, " ") + " "
	for _, fits := range []func(name string) bool{
		func(name string) bool { return strings.Contains(name, joined) },
		func(name string) bool {
			return every(words, func(w string) bool { return strings.Contains(name, " "+w+" ") })
		},
		func(name string) bool {
			return every(words, func(w string) bool { return len(w) >= 4 && strings.Contains(name, w) })
		},
	} {
		var out []string
		for id := range b.markets {
			if slices.ContainsFunc(b.namesOf(id), func(name string) bool { return fits(" " + strings.Join(wordsOf(name), " ") + " ") }) {
				out = append(out, id)
			}
		}
		if len(out) > 0 {
			slices.Sort(out)
			return out
		}
	}
	return nil
}

func every(words []string, ok func(string) bool) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !ok(w) })
}

// wordsOf cuts a text into folded words of letters and digits.
func wordsOf(text string) []string {
	return strings.FieldsFunc(lexicon.FoldString(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
