package facts

import (
	"cmp"
	"slices"
	"strconv"
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
	only := func(keep func(id string) bool) []string {
		return slices.DeleteFunc(slices.Clone(s.ids), func(id string) bool { return !keep(id) })
	}
	subjects := only(func(id string) bool { return b.askable[topicKey{id, a.Query.Metric}] })
	markets := only(func(id string) bool { _, ok := b.markets[id]; return ok })
	firms := only(func(id string) bool { return b.entities[id].Kind == "research_firm" })
	switch {
	case s.count > 0 && a.count == 0:
		a.count = s.count
	case s.money != "":
		a.money = s.money
	case len(subjects) > 0 && a.named == nil:
		a.named, a.text = subjects, s.text
	case len(markets) > 0 && a.Question.Market == "":
		a.Question.Market = s.text
	case len(firms) > 0 && a.Question.By == "":
		a.Question.By = s.text
	case a.named == nil:
		a.named, a.text = s.ids, s.text
	case len(subjects) > 0:
		a.others = append(a.others, segment{text: s.text, ids: subjects})
	default:
		a.others = append(a.others, s)
	}
}

// typedWord is a word as typed, and squeezed.
type typedWord struct{ text, squeezed string }

// wordsTyped cuts a text at its spaces. Each word is squeezed once: several squeezed words in a row are what they are together.
func wordsTyped(text string) []typedWord {
	fields := strings.FieldsFunc(text, unicode.IsSpace)
	out := make([]typedWord, len(fields))
	for i, f := range fields {
		out[i] = typedWord{f, squeeze(f)}
	}
	return out
}

// longest returns the most words from the first on, at most maxPhrase, whose squeezed form is known; 0 for none.
func longest(words []typedWord, known func(squeezed string) bool) int {
	var b [maxPhrase]int // where each word ends
	key := make([]byte, 0, 64)
	n := min(maxPhrase, len(words))
	for i := range n {
		key = append(key, words[i].squeezed...)
		b[i] = len(key)
	}
	for ; n > 0; n-- {
		if len(words[n-1].squeezed) > 0 && known(string(key[:b[n-1]])) {
			return n
		}
	}
	return 0
}

func textOf(words []typedWord) string {
	if len(words) == 1 {
		return words[0].text
	}
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = w.text
	}
	return strings.Join(texts, " ")
}

// segments cuts the words of a question into names and what is said of them, the longest first from each place on.
func (b *Book) segments(a *asked) ([]segment, error) {
	words := wordsTyped(a.Question.Text)
	var out []segment
	var unknown []typedWord
	for i := 0; i < len(words); {
		found, n := b.found(words[i:])
		if n == 0 {
			n = 1
			if words[i].squeezed != "" && !fillers[words[i].squeezed] {
				unknown = append(unknown, words[i])
			}
		}
		out = append(out, found...)
		i += n
	}
	if len(unknown) == 0 {
		return out, nil
	}
	market, err := b.unknown(a.Question.Text, textOf(unknown), idsOf(out), a.Question)
	if a.Question.Market = cmp.Or(a.Question.Market, market); market == "" {
		return nil, err
	}
	return out, nil
}

// found returns what the words begin with, and how many of them it takes: a name, a word for a metric, a number, a currency, or
// several of them in one word, as Chinese is written.
func (b *Book) found(words []typedWord) ([]segment, int) {
	s, n := b.segment(words)
	if w, text, taken := b.phraseAt(words); taken > 0 && taken >= n {
		return []segment{{text: text, word: w}}, taken
	}
	text := words[0].text
	switch {
	case n > 0:
		return []segment{s}, n
	case len(text) <= 2:
		if c, err := strconv.Atoi(text); err == nil && c > 0 && c <= maxCount {
			return []segment{{text: text, count: c}}, 1
		}
	}
	if money := currencies[lexicon.FoldString(text)]; money != "" {
		return []segment{{text: text, money: money}}, 1
	}
	if list := b.cut(text); list != nil {
		return list, 1
	}
	return nil, 0
}

// segment returns the longest name that the words begin with, and how many of them it takes. A French article or an English
// genitive that is glued to a name is no part of it.
func (b *Book) segment(words []typedWord) (segment, int) {
	if n := longest(words, func(key string) bool { return len(b.names[key]) > 0 }); n > 0 {
		text := textOf(words[:n])
		return segment{text: text, ids: b.names[squeeze(text)]}, n
	}
	if !strings.ContainsAny(words[0].text+words[min(len(words), maxPhrase)-1].text, "'’") {
		return segment{}, 0
	}
	for n := min(maxPhrase, len(words)); n > 0; n-- {
		folded := lexicon.FoldString(textOf(words[:n]))
		_, name, _ := strings.Cut(folded, "'")
		for _, name := range []string{name, strings.TrimSuffix(folded, "'s")} {
			if ids := b.names[squeeze(name)]; len(ids) > 0 {
				return segment{text: name, ids: ids}, n
			}
		}
	}
	return segment{}, 0
}

// cut cuts a word that holds Chinese into names and words for metrics, the longest first; nil when something remains.
func (b *Book) cut(text string) []segment {
	runes := []rune(text)
	if !slices.ContainsFunc(runes, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return nil
	}
	var out []segment
	for i := 0; i < len(runes); {
		n := len(runes) - i
		for ; n > 0; n-- {
			part := string(runes[i : i+n])
			if i+n < len(runes) && latin(runes[i+n-1]) && latin(runes[i+n]) {
				continue // within a Latin word
			}
			if w, ok := b.words[squeeze(part)]; ok {
				out = append(out, segment{text: part, word: &w})
				break
			}
			if ids := b.names[squeeze(part)]; len(ids) > 0 {
				out = append(out, segment{text: part, ids: ids})
				break
			}
			if fillers[part] || squeeze(part) == "" {
				break
			}
		}
		if n == 0 {
			return nil
		}
		i += n
	}
	return out
}

func latin(r rune) bool {
	return !unicode.Is(unicode.Han, r) && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// unknown returns the market that words fit which bear no name, or says what is wrong with them: a period that is none, or a name that
// is not known. Where the whole text is near to a name, as in "alibaba clod", all of it is taken for the name.
func (b *Book) unknown(text, words string, ids []string, q Question) (string, error) {
	for _, w := range strings.Fields(words) {
		if period.WithoutYear(w) {
			return "", &BadArgument{Flaw: NoYear, Value: w}
		}
		if yearLike(w) {
			return "", &BadArgument{Flaw: BadPeriod, Value: w}
		}
	}
	near := b.suggest(words, q.Metric)
	if len(near) == 0 {
		if said := b.nearWords(words); len(said) > 0 {
			return "", &BadArgument{Flaw: UnknownWord, Value: words, Near: said}
		}
	}
	if q.Market == "" {
		metric := cmp.Or(q.Metric, Share)
		switch found := b.marketsFor(ids, b.prefer(b.marketsWith(words), metric), metric); len(found) {
		case 0:
		case 1:
			return found[0], nil
		default:
			return "", &AmbiguousName{Name: words, Role: AsMarket, Choices: b.entityList(found)}
		}
	}
	if text != words {
		if whole := b.suggest(text, q.Metric); len(whole) > 0 {
			return "", &UnknownName{Name: text, Role: AsSubject, Suggestions: whole}
		}
	}
	return "", &UnknownName{Name: words, Role: AsSubject, Suggestions: near}
}

// marketsFor returns those of the markets in which any of the entities, or a part of them, has figures, the usual one first; all of
// them when none has.
func (b *Book) marketsFor(ids, markets []string, metric string) []string {
	var out []string
	for _, market := range markets {
		if len(b.resolve(ids, metric, "", market)) > 0 {
			out = append(out, market)
		}
	}
	if len(out) == 0 {
		out = slices.Clone(markets)
	}
	b.usualFirst(out, metric)
	return out
}

// usualFirst puts the market that a metric means when none is named before the others.
func (b *Book) usualFirst(markets []string, metric string) {
	slices.SortStableFunc(markets, func(x, y string) int {
		return cmp.Compare(truth(y == b.defaults[metric]), truth(x == b.defaults[metric]))
	})
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (b *Book) entityList(ids []string) []briefs.Entity {
	out := make([]briefs.Entity, len(ids))
	for i, id := range ids {
		out[i] = b.Entity(id)
	}
	return out
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
	author := b.findAuthor(text)
	if b.publishes(author) {
		return author, nil
	}
	near := slices.DeleteFunc(b.suggest(text, ""), func(e briefs.Entity) bool { return !b.publishes(e.ID) })
	return "", &UnknownName{Name: text, Role: AsPublisher, Suggestions: near}
}

// publishes reports whether an author is behind any fact, or is listed for a market.
func (b *Book) publishes(id string) bool {
	for _, known := range b.authors {
		if known == id {
			return true
		}
	}
	return false
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
	if len(found) > 1 {
		b.usualFirst(found, metric)
		return "", &AmbiguousName{Name: text, Role: AsMarket, Choices: b.entityList(found)}
	}
	near := slices.DeleteFunc(b.suggest(text, metric), func(e briefs.Entity) bool { _, ok := b.markets[e.ID]; return !ok })
	return "", &UnknownName{Name: text, Role: AsMarket, Suggestions: near}
}

// prefer returns the markets that have figures of the metric; all of them when none has.
func (b *Book) prefer(markets []string, metric string) []string {
	measured := slices.DeleteFunc(slices.Clone(markets), func(id string) bool { return len(b.rankable[marketKey{metric, id}]) == 0 })
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
		for id, names := range b.marketNames {
			if slices.ContainsFunc(names, fits) {
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
