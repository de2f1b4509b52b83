package facts

import (
	"cmp"
	"slices"
	"strings"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
)

// vocabulary is what facts are about, and under which names. It never changes; books that differ in their facts alone share it.
type vocabulary struct {
	entities map[string]briefs.Entity
	markets  map[string]briefs.Market
	metrics  map[string]briefs.Metric
	children map[string][]string // by parent, sorted
	groups   map[string][]string // by member: the groups that it belongs to, sorted
	lexicon  *lexicon.Lexicon
	names    map[string][]string // squeezed names: whom they may mean, sorted
	keys     []nameKey           // the same, sorted by name
	defaults map[string]string   // by metric: the market that is meant when none is named
	trusted  map[string][]string // by market: the authors who are believed first, in order
	oneLine  map[string][]string // by market: the authors who continue each other
	phrases  briefs.Phrases
	called   map[string]map[string]string // by language and id: what entities and markets are called
	credited map[string]map[string]string // by language and name as printed: what those who measure or print are called

	words        map[string]word     // what is said of metrics, by the squeezed phrase
	spokenFolded []string            // the phrases of our own, for suggestions, sorted
	marketNames  map[string][]string // all names of each market, as folded words between spaces
}

// newVocabulary indexes names. Subjects that nobody described come as entities too.
func newVocabulary(entities []briefs.Entity, markets []briefs.Market, metrics []briefs.Metric) *vocabulary {
	v := &vocabulary{
		entities: map[string]briefs.Entity{}, markets: map[string]briefs.Market{}, metrics: map[string]briefs.Metric{},
		children: map[string][]string{}, groups: map[string][]string{}, names: map[string][]string{}, defaults: map[string]string{},
		trusted: map[string][]string{}, oneLine: map[string][]string{},
	}
	for _, m := range markets {
		v.markets[m.ID] = m
		for _, metric := range m.DefaultFor {
			v.defaults[metric] = m.ID
		}
	}
	for _, m := range metrics {
		v.metrics[m.ID] = m
	}
	v.indexEntities(entities)
	v.worded(nil)
	v.indexWords()
	v.indexMarkets()
	for id, m := range v.markets {
		for _, p := range m.Publishers {
			v.trusted[id] = append(v.trusted[id], v.authorOf(p))
		}
		for _, p := range m.OneSeries {
			v.oneLine[id] = append(v.oneLine[id], v.authorOf(p))
		}
	}
	return v
}

func (v *vocabulary) indexEntities(entities []briefs.Entity) {
	all := make([]briefs.Entity, 0, len(entities)+len(v.markets))
	add := func(e briefs.Entity) {
		if _, ok := v.entities[e.ID]; !ok {
			all = append(all, e)
		}
		v.entities[e.ID] = e
	}
	for _, e := range entities {
		add(e)
	}
	for _, m := range v.markets {
		if _, ok := v.entities[m.ID]; !ok {
			add(briefs.Entity{ID: m.ID, Name: m.Name["en"], Kind: "market"})
		}
	}
	for _, e := range v.entities {
		if e.Parent != "" {
			v.children[e.Parent] = append(v.children[e.Parent], e.ID)
		}
		for _, member := range e.Members {
			v.groups[member] = append(v.groups[member], e.ID)
		}
	}
	for _, lists := range []map[string][]string{v.children, v.groups} {
		for _, ids := range lists {
			slices.Sort(ids)
		}
	}
	slices.SortFunc(all, func(x, y briefs.Entity) int { return cmp.Compare(x.ID, y.ID) })
	v.lexicon = lexicon.New(all, nil)
	v.indexNames(all)
}

// with returns a vocabulary that knows the subjects of the facts as well; the same where it knows them all.
func (v *vocabulary) with(list []briefs.Fact) *vocabulary {
	strangers := v.strangers(list)
	if len(strangers) == 0 {
		return v
	}
	entities := make([]briefs.Entity, 0, len(v.entities)+len(strangers))
	for _, e := range v.entities {
		entities = append(entities, e)
	}
	markets := make([]briefs.Market, 0, len(v.markets))
	for _, m := range v.markets {
		markets = append(markets, m)
	}
	metrics := make([]briefs.Metric, 0, len(v.metrics))
	for _, m := range v.metrics {
		metrics = append(metrics, m)
	}
	out := newVocabulary(append(entities, strangers...), markets, metrics)
	out.worded(v.phrases)
	return out
}

// strangers are the subjects of facts whom nobody described. They are called as the facts print them, else by their ids.
func (v *vocabulary) strangers(list []briefs.Fact) []briefs.Entity {
	var out []briefs.Entity
	at := map[string]int{}
	last := ""
	for i := range list {
		f := &list[i]
		if f.Subject == last {
			continue
		}
		if _, ok := v.entities[f.Subject]; ok {
			last = f.Subject
			continue
		}
		n, ok := at[f.Subject]
		if !ok {
			n = len(out)
			at[f.Subject] = n
			out = append(out, briefs.Entity{ID: f.Subject, Name: f.Subject, Kind: kindOf(f.Subject)})
		}
		if out[n].Name == f.Subject && f.Label != "" && f.Metric != Other {
			out[n].Name = f.Label
		}
	}
	return out
}

// Other is the metric of figures that the vocabulary has no word for; their label says what they are.
const Other = "other"

// kindOf tells what an id says of itself.
func kindOf(id string) string {
	switch {
	case strings.HasPrefix(id, "group:"):
		return "group"
	case strings.HasPrefix(id, "geo:"):
		return "geography"
	}
	return ""
}
