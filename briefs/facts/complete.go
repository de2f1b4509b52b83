package facts

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"briefbot/briefs"
)

// Begins reports whether a text, or a word in it, begins as typed, whatever the case, accents and width. Everything begins like nothing.
func Begins(text, typed string) bool {
	p := strings.Join(wordsOf(typed), " ")
	all := strings.Join(wordsOf(text), " ")
	return strings.HasPrefix(all, p) || strings.Contains(all, " "+p) || p != "" && strings.Contains(all, p) && !isLatin(p)
}

func isLatin(s string) bool {
	for _, r := range s {
		if r > 0x2fff {
			return false
		}
	}
	return true
}

// CompleteMarket returns up to n markets that have figures of the metric and a name that begins like what was typed, those with most
// figures first; of any metric for an empty one.
func (b *Book) CompleteMarket(metric, typed string, n int) []briefs.Market {
	weight := map[string]int{}
	for key, cells := range b.allCells {
		if metric == "" || key.metric == metric {
			weight[key.market] += len(cells)
		}
	}
	var out []briefs.Market
	for id := range weight {
		if slices.ContainsFunc(b.namesOf(id), func(name string) bool { return Begins(name, typed) }) {
			out = append(out, b.markets[id])
		}
	}
	usual := func(m briefs.Market) int {
		if m.ID == b.defaults[metric] {
			return 0
		}
		return 1
	}
	slices.SortFunc(out, func(x, y briefs.Market) int {
		return cmp.Or(cmp.Compare(usual(x), usual(y)), cmp.Compare(weight[y.ID], weight[x.ID]), cmp.Compare(x.ID, y.ID))
	})
	return out[:min(n, len(out))]
}

// CompletePublisher returns up to n publishers with a name that begins like what was typed: firms that measure first.
func (b *Book) CompletePublisher(typed string, n int) []string {
	var out []string
	seen := map[string]bool{}
	for name, author := range b.allAuthors {
		e := b.entities[author]
		shown := cmp.Or(e.Name, name)
		if seen[shown] || !slices.ContainsFunc(append(b.namesOf(author), name), func(s string) bool { return Begins(s, typed) }) {
			continue
		}
		seen[shown] = true
		out = append(out, shown)
	}
	kind := func(name string) int {
		if b.entities[b.authorOf(name)].Kind == "research_firm" {
			return 0
		}
		return 1
	}
	slices.SortFunc(out, func(x, y string) int { return cmp.Or(cmp.Compare(kind(x), kind(y)), cmp.Compare(x, y)) })
	return out[:min(n, len(out))]
}

// CompletePeriod returns up to n periods of which there are figures of a metric, the latest first: of whom the name means, where it
// means somebody, or of any market. It looks at no more than that, so it may run at every key stroke.
func (b *Book) CompletePeriod(metric, name string, n int) []briefs.Period {
	seen := map[briefs.Period]bool{}
	add := func(p briefs.Period) {
		if p.Label = ""; Written(p) != "" {
			seen[p] = true
		}
	}
	named := b.named(name)
	for _, id := range named {
		for _, member := range b.family(id) {
			for _, l := range b.topic(topicKey{member, metric}) {
				for _, i := range l.facts {
					if p := b.at(i).Period; admits(b.at(i), Query{Period: p}) {
						add(p)
					}
				}
			}
		}
	}
	for key, cells := range b.allCells {
		for _, c := range cells {
			if key.metric == metric && len(named) == 0 && len(b.best(c)) > 0 {
				add(b.at(b.best(c)[0]).Period)
			}
		}
	}
	out := slices.Collect(maps.Keys(seen))
	slices.SortFunc(out, func(x, y briefs.Period) int {
		return cmp.Or(y.End.Compare(x.End), y.Start.Compare(x.Start))
	})
	return out[:min(n, len(out))]
}

// Written returns a period as people type it: "2024", "2024h1", "2024q4", "2024-03"; empty for one that is no whole part of a year.
func Written(p briefs.Period) string {
	month := int(p.Start.Month)
	switch {
	case p.Start.Day != 1:
		return ""
	case p.Same(briefs.YearOf(p.Start.Year)):
		return fmt.Sprint(p.Start.Year)
	case p.Kind == briefs.Half && month%6 == 1:
		return fmt.Sprintf("%dh%d", p.Start.Year, (month+5)/6)
	case p.Kind == briefs.Quarter && month%3 == 1:
		return fmt.Sprintf("%dq%d", p.Start.Year, (month+2)/3)
	case p.Kind == briefs.Month:
		return fmt.Sprintf("%d-%02d", p.Start.Year, month)
	}
	return ""
}

// Natures returns what "nature:" takes.
func Natures() []string { return slices.Clone(natureNames) }

// CompleteAny is Complete for any metric.
func (b *Book) CompleteAny(prefix, language string, n int) []Completion {
	var out []Completion
	seen := map[string]bool{}
	for _, metric := range usualMetrics {
		for _, c := range b.Complete(metric, prefix, language, n) {
			if !seen[c.Entity.ID] {
				seen[c.Entity.ID] = true
				out = append(out, c)
			}
		}
	}
	slices.SortStableFunc(out, func(x, y Completion) int { return cmp.Compare(len(x.Match), len(y.Match)) })
	return out[:min(n, len(out))]
}

// One returns the only entity that bears a name; false for none and for several.
func (b *Book) One(name string) (briefs.Entity, bool) {
	ids := b.named(name)
	if len(ids) != 1 {
		return briefs.Entity{}, false
	}
	return b.Entity(ids[0]), true
}
