package related

import (
	"hash/fnv"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
	"briefbot/briefs/lexicon/lexicontest"
	"briefbot/briefs/related/relatedtest"
)

// example is a pair with what it is and how much it counts.
type example struct {
	x       [features]float64
	same    bool
	count   float64
	stories [2]string // the labels of both, "" for an unlabelled one
	at      time.Time // of the later article
}

// corpus is a stream with labels for some of its articles.
type corpus struct {
	articles []briefs.Article
	labels   map[string]relatedtest.Label
	apart    map[[2]string]string // pairs that are known to be different, with the story of which they were found a near miss
	judged   map[[2]string]bool   // pairs that were read: whether they tell the same
	weight   float64              // of an example
	unknown  float64              // of a pair of which one article has no label, taken as different
}

// field returns the stream of our field with its labels.
func field(t testing.TB) corpus {
	c := corpus{articles: relatedtest.Articles(t, "articles", "stream.jsonl.gz"), labels: map[string]relatedtest.Label{}, apart: map[[2]string]string{}, weight: 1, unknown: 0.3}
	for _, l := range relatedtest.Gold(t) {
		if have, ok := c.labels[l.Article]; !ok || l.Firm && !have.Firm {
			c.labels[l.Article] = l
		}
	}
	c.judged = judgedPairs(t)
	for _, h := range relatedtest.Hard(t) {
		c.apart[[2]string{h.A, h.B}], c.apart[[2]string{h.B, h.A}] = h.Story, h.Story
	}
	return c
}

// abroad returns the public sets.
func abroad(t testing.TB, weight float64) []corpus {
	var out []corpus
	english := relatedtest.Articles(t, "stories", "public", "og_eng.articles.jsonl.gz")
	french := relatedtest.Articles(t, "stories", "public", "og_fra.articles.jsonl.gz")
	chinese := relatedtest.Articles(t, "stories", "public", "zh0.articles.jsonl.gz")
	bare := make([]briefs.Article, len(chinese))
	for i, a := range chinese {
		a.Text = ""
		bare[i] = a
	}
	for _, set := range []struct {
		labels   string
		articles []briefs.Article
	}{{"og_ef", append(english, french...)}, {"zh0", chinese}, {"zh0", bare}} {
		c := corpus{articles: set.articles, labels: map[string]relatedtest.Label{}, weight: weight}
		for _, l := range relatedtest.Public(t, set.labels) {
			c.labels[l.Article] = l
		}
		sortByTime(c.articles)
		out = append(out, c)
	}
	return out
}

// pairs are the examples of a corpus: each article with its candidates and, where it is labelled, with other labelled ones.
func (c corpus) pairs(l *lexicon.Lexicon) []example {
	var out []example
	e := New(l, Options{})
	var labelled []*document
	for _, a := range c.articles {
		d := e.read(a)
		if !d.roundUp {
			seen := map[string]bool{}
			look := e.candidates(d)
			if c.sampled(a.ID) {
				out = append(out, farPairs(d, look)...)
			}
			if c.apart != nil && c.interesting(a.ID) {
				look = append(look, labelled...)
			}
			for _, m := range look {
				if x, ok := c.judge(d, m); ok && !seen[m.article.ID] {
					out = append(out, x)
				}
				seen[m.article.ID] = true
			}
			if c.interesting(a.ID) {
				labelled = append(labelled, d)
			}
		}
		e.hold(d, nil)
	}
	c.balance(out)
	return out
}

// judgedPairs are joins of articles without a label that were read: right or wrong.
func judgedPairs(t testing.TB) map[[2]string]bool {
	content, err := os.ReadFile("testdata/judged.csv")
	if err != nil {
		t.Fatal(err)
	}
	out := map[[2]string]bool{}
	for line := range strings.Lines(string(content)) {
		cells := strings.Split(strings.TrimSpace(line), ",")
		out[[2]string{cells[0], cells[1]}] = cells[2] == "same"
	}
	return out
}

// sampled are some of the articles without a label. What is old or far down among their candidates is taken as different.
func (c corpus) sampled(id string) bool { return c.apart != nil && foldOf(id, 12) == 0 }

// farDown is the rank from which on a candidate of a sampled article is taken as different.
const farDown = 12

func (c corpus) interesting(id string) bool {
	if _, ok := c.labels[id]; ok {
		return true
	}
	for pair := range c.judged {
		if pair[0] == id || pair[1] == id {
			return true
		}
	}
	for pair := range c.apart {
		if pair[0] == id {
			return true
		}
	}
	return false
}

// hardWeight is how much a pair that must be kept apart counts.
const hardWeight = 3

// judge returns the example of two articles with their features.
func (c corpus) judge(d, m *document) (example, bool) {
	x, ok := c.verdict(d, m)
	if !ok || x.count == 0 {
		return x, false
	}
	p := compare(d, m)
	if d.hours-m.hours > 24*60 && c.apart != nil || p.hard { // the veto decides, not the weights
		return example{}, false
	}
	x.x = p.x
	return x, true
}

// farPairs are a sampled article and those of its candidates that are old or far down.
func farPairs(d *document, candidates []*document) []example {
	var out []example
	for i, m := range candidates {
		if i < farDown && d.hours-m.hours <= recentHours {
			continue
		}
		if p := compare(d, m); !p.hard {
			out = append(out, example{x: p.x, count: 0.1, at: d.article.Published})
		}
	}
	return out
}

// verdict returns the example of two articles, without features, if their labels say what they are.
func (c corpus) verdict(d, m *document) (example, bool) {
	la, knownA := c.labels[d.article.ID]
	lb, knownB := c.labels[m.article.ID]
	if m.roundUp || !knownA && !knownB && len(c.apart) == 0 {
		return example{}, false
	}
	x := example{count: c.weight, at: d.article.Published, stories: [2]string{la.Story, lb.Story}}
	if same, read := c.judged[[2]string{d.article.ID, m.article.ID}]; read {
		x.same = same
		return x, true
	}
	if story, hard := c.apart[[2]string{d.article.ID, m.article.ID}]; hard {
		x.count *= hardWeight
		if !knownA && !knownB {
			x.stories[0] = story
		}
	} else {
		switch {
		case knownA && knownB && la.Story == lb.Story && la.Firm && lb.Firm:
			x.same = true
		case knownA && knownB && la.Story == lb.Story:
			return example{}, false
		case knownA && knownB:
		case knownA && la.Firm || knownB && lb.Firm:
			x.count *= c.unknown
		default:
			return example{}, false
		}
	}
	return x, true
}

// stories are the examples of a corpus for the second stage: each labelled article with the stories that stood when it came.
// As taught, stories are as the labels have them and articles without a label stand alone; else they are as the model, which
// then has both stages, groups them, errors included.
func (c corpus) stories(l *lexicon.Lexicon, m *model, taught bool) []storyExample {
	var out []storyExample
	e := New(l, Options{})
	e.model = m
	open := map[string]*story{}
	for _, a := range c.articles {
		d := e.read(a)
		label, known := c.labels[a.ID]
		sure := known && (label.Firm || c.apart == nil)
		if !d.roundUp && (known || c.interesting(a.ID) || c.sampled(a.ID)) {
			out = append(out, c.judgeStories(e, d)...)
		}
		var into *story
		switch {
		case !taught && !d.roundUp:
			into, _, _ = e.best(d)
		case sure:
			into = open[label.Story]
		}
		e.hold(d, into)
		if sure {
			open[label.Story] = d.storyAt
		}
	}
	return out
}

// judgeStories returns the examples of an article and the stories that are candidates for it.
func (c corpus) judgeStories(e *Engine, d *document) []storyExample {
	var out []storyExample
	var tried []*story
	for i, k := range e.candidates(d) {
		if slices.Contains(tried, k.storyAt) || len(tried) >= candidateStories {
			continue
		}
		tried = append(tried, k.storyAt)
		x, ok := c.majority(d, k.storyAt)
		if !ok && c.sampled(d.article.ID) && (i >= farDown || d.hours-k.hours > recentHours) {
			x, ok = example{count: 0.3, at: d.article.Published}, true
		}
		if b := e.model.belongs(d, k.storyAt); ok && !b.top.hard {
			out = append(out, storyExample{b.x, x})
		}
	}
	return out
}

// majority returns what the labels say of an article and most of a story's members that they say anything about.
func (c corpus) majority(d *document, s *story) (example, bool) {
	var same, other float64
	var out example
	for _, m := range s.members {
		x, ok := c.verdict(d, m)
		switch {
		case !ok:
		case x.same:
			same += x.count
		default:
			other += x.count
		}
		if ok && x.count > out.count {
			out = x
		}
	}
	out.same = same > other
	return out, out.count > 0
}

// storyExample is an article and a story with whether it belongs there.
type storyExample struct {
	x [storyFeatures]float64
	example
}

// balance makes a large story count as its articles do rather than as its pairs.
func (c corpus) balance(all []example) {
	size := map[string]float64{}
	for _, x := range all {
		if x.same {
			size[x.stories[0]]++
		}
	}
	for i, x := range all {
		if x.same {
			all[i].count *= 2 / sqrt(sqrt(size[x.stories[0]]))
		}
	}
}

// examplesOf gathers the field's examples and those of the public sets.
func examplesOf(t testing.TB) (own, public []example) {
	l := lexicontest.Compiled(t)
	own = field(t).pairs(l)
	for _, c := range abroad(t, publicWeight) {
		public = append(public, c.pairs(l)...)
	}
	return own, public
}

// corpora are the field and the public sets.
func corpora(t testing.TB) []corpus { return append([]corpus{field(t)}, abroad(t, publicWeight)...) }

// train fits both stages to the examples of the first and what the corpora give for the second, as far as use allows.
func train(l *lexicon.Lexicon, first []example, all []corpus, use func(example) bool) *model {
	m := &model{weights: regress(first, ridge), joinAt: measured.joinAt}
	var second []storyExample
	for _, taught := range []bool{true, false} {
		for _, c := range all {
			for _, x := range c.stories(l, m, taught) {
				if use(x.example) {
					second = append(second, x)
				}
			}
		}
		m.belong = regressStories(second, storyRidge)
	}
	return m
}

// publicWeight is how much a pair of the public sets counts.
const publicWeight = 0.015

// foldOf deals stories into n folds.
func foldOf(story string, n int) int {
	h := fnv.New32a()
	h.Write([]byte(story))
	return int(h.Sum32() % uint32(n))
}
