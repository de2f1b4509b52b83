package facts

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
)

// word is what a phrase of a question says about the sort of figure that is wanted.
type word struct {
	metric string // id
	label  string // what is counted, of a metric that has no word of its own for it
	growth bool   // how much it grew, of whatever metric is asked for
}

// spoken are the words for metrics besides their names in the records, in three languages, folded or not.
var spoken = map[string][]string{
	Share:                {"share", "shares", "market shares", "part", "parts", "parts de marché", "份额", "市占率", "占有率"},
	"cloud_spend":        {"spend", "spending", "cloud spend", "dépense", "dépenses", "支出", "云支出", "花费"},
	"cloud_spend_growth": {"spend growth", "spending growth", "croissance des dépenses", "支出增速"},
	"market_size":        {"size", "taille", "规模"},
	"revenue":            {"revenues", "sales", "turnover", "CA", "revenus", "收入", "营业收入"},
	"capex":              {"capex", "investissements", "资本支出", "资本性支出"},
	"pledge":             {"pledge", "pledges", "engagement", "engagements", "promesse", "承诺", "投资计划"},
	"model_release":      {"release", "releases", "launch", "sortie", "sorties", "lancement", "发布"},
	"model_parameters":   {"parameters", "paramètres", "参数", "参数量"},
	"tokens":             {"tokens", "jetons", "词元"},
	"users":              {"users", "MAU", "utilisateurs", "用户", "月活"},
	"shipments":          {"shipments", "livraisons", "expéditions", "出货"},
}

// growthWords ask how much a figure grew.
var growthWords = []string{"growth", "yoy", "croissance", "hausse", "progression", "增速", "增长", "增长率", "同比"}

// usualMetrics is the order in which a subject's figures interest when the question names none.
var usualMetrics = []string{
	Share, "cloud_spend", "revenue", "capex", "market_size", "users", "tokens", "shipments", "model_parameters", "pledge", "other",
}

// indexWords collects how people call the metrics, in records and besides.
func (v *vocabulary) indexWords() {
	v.words = map[string]word{}
	add := func(phrase string, w word) { addWord(v.words, phrase, w) }
	for _, phrase := range growthWords {
		add(phrase, word{growth: true})
	}
	for _, id := range slices.Sorted(maps.Keys(v.metrics)) {
		if id == Other {
			continue
		}
		for _, name := range v.metrics[id].Name {
			add(name, word{metric: id})
		}
		for _, phrase := range spoken[id] {
			add(phrase, word{metric: id})
			v.spokenFolded = append(v.spokenFolded, lexicon.FoldString(phrase))
		}
	}
	slices.Sort(v.spokenFolded)
}

func addWord(words map[string]word, phrase string, w word) {
	key := squeeze(phrase)
	if _, taken := words[key]; !taken && key != "" {
		words[key] = w
	}
}

// addLabel makes known what a fact counts, and its translations, where the metric has no word for it.
func (b *Book) addLabel(f *briefs.Fact) {
	if f.Metric != Other || f.Label == "" {
		return
	}
	addWord(b.labels, f.Label, word{metric: Other, label: f.Label})
	for _, said := range b.phrases[f.Label] {
		addWord(b.labels, said, word{metric: Other, label: f.Label})
	}
}

// wordOf returns what a squeezed phrase says; false where it is none of a metric.
func (b *Book) wordOf(key string) (word, bool) {
	w, ok := b.words[key]
	if !ok {
		w, ok = b.labels[key]
	}
	if !ok && b.under != nil {
		w, ok = b.under.labels[key]
	}
	return w, ok
}

// indexMarkets prepares the names of markets for those who type a part of one.
func (v *vocabulary) indexMarkets() {
	v.marketNames = make(map[string][]string, len(v.markets))
	for id := range v.markets {
		for _, name := range v.namesOf(id) {
			v.marketNames[id] = append(v.marketNames[id], " "+strings.Join(wordsOf(name), " ")+" ")
		}
	}
}

// metricOf takes the words for a metric out of a question's segments. A question for one metric takes only words for it, and for
// how it grew; an open one takes any, and without one the metric stays empty.
func (b *Book) metricOf(q Question, segments []segment) (metric, label string, rest []segment, err error) {
	if !slices.ContainsFunc(segments, func(s segment) bool { return s.word != nil }) {
		return q.Metric, "", segments, nil
	}
	metric = q.Metric
	var said, growth string
	for _, s := range segments {
		switch {
		case s.word == nil:
			rest = append(rest, s)
		case s.word.growth:
			growth = s.text
		case said != "" && (s.word.metric != metric || s.word.label != label):
			return "", "", nil, &BadArgument{Flaw: TwoMetrics, Value: s.text}
		case !q.Open && s.word.metric != q.Metric && s.word.metric != growthOf[q.Metric]:
			return "", "", nil, &BadArgument{Flaw: OtherMetric, Key: q.Metric, Value: s.text}
		default:
			said, metric, label = s.text, s.word.metric, s.word.label
		}
	}
	if growth == "" {
		return metric, label, rest, nil
	}
	if grown := growthOf[metric]; grown != "" {
		return grown, "", rest, nil
	}
	if strings.HasSuffix(metric, "_growth") {
		return metric, "", rest, nil
	}
	return "", "", nil, &BadArgument{Flaw: NoGrowth, Value: growth}
}

// usual returns the metric that somebody asks about who names only whom: the first of which there are figures.
func (b *Book) usual(ids []string) string {
	for _, metric := range usualMetrics {
		if slices.ContainsFunc(ids, func(id string) bool { return b.asks(topicKey{id, metric}) }) {
			return metric
		}
	}
	return Share
}

// phraseAt returns the longest phrase for a metric that the words begin with, and how many of them it takes.
func (b *Book) phraseAt(words []typedWord) (*word, string, int) {
	n := longest(words, func(key string) bool { _, ok := b.wordOf(key); return ok })
	if n == 0 {
		return nil, "", 0
	}
	found, _ := b.wordOf(squeezed(words[:n]))
	return &found, textOf(words[:n]), n
}

// Vocabulary returns the metrics that have a word of their own, by the order in which they interest.
func (b *Book) Vocabulary() []briefs.Metric {
	var out []briefs.Metric
	for id, m := range b.metrics {
		if id != Other {
			out = append(out, m)
		}
	}
	slices.SortFunc(out, func(x, y briefs.Metric) int {
		return cmp.Or(cmp.Compare(interest(x.ID), interest(y.ID)), cmp.Compare(x.ID, y.ID))
	})
	return out
}

// interest returns the place of a metric in the order in which they interest; growth stands beside what grows.
func interest(metric string) int {
	if i := slices.Index(usualMetrics, strings.TrimSuffix(metric, "_growth")); i >= 0 {
		return i
	}
	return len(usualMetrics)
}

// nearWords returns the phrases for metrics that are at most two letters off, for suggestions; of a short word, one letter.
func (b *Book) nearWords(typed string) []string {
	folded := lexicon.FoldString(typed)
	letters := utf8.RuneCountInString(folded)
	if letters < 4 {
		return nil
	}
	allowed := 2
	if letters == 4 {
		allowed = 1
	}
	var near []string
	for _, phrase := range b.spokenFolded {
		if n := utf8.RuneCountInString(phrase); n-letters <= allowed && letters-n <= allowed && levenshtein.ComputeDistance(folded, phrase) <= allowed {
			near = append(near, phrase)
		}
	}
	return near[:min(3, len(near))]
}
