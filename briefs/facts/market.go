package facts

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
)

// market returns the id of a market: of the one that bears the name, or the only one with all the words in its names. Without a
// name it is empty.
func (b *Book) market(text, metric string) (string, error) {
	if text == "" {
		return "", nil
	}
	var found []string
	for _, id := range b.named(text) {
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
