package related

import (
	"hash/fnv"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"briefbot/briefs"
	"briefbot/briefs/related/agree"
	"briefbot/briefs/related/relatedtest"
)

// example is a pair with what it is and how much it counts.
type example struct {
	x       [features]float64
	same    bool
	count   float64
	stories [2]string // the labels of both, "" for an unlabelled one
	read    string    // the pair, if it was read
}

// corpus is a stream with labels for some of its articles.
type corpus struct {
	name     string
	articles []briefs.Article // by time
	gold     []agree.Label
	labels   map[string]agree.Label
	apart    map[[2]string]string // pairs that are known to be different, with the story of which they were found a near miss
	judged   map[[2]string]bool   // pairs that were read: whether they tell the same
	known    map[string]bool      // articles that a label, a pair or a reading says something of
	weight   float64              // of all examples, against those of the field
}

// field returns the stream of our field with its labels.
func field(t testing.TB) *corpus {
	c := &corpus{name: "field", articles: relatedtest.Articles(t, "articles", "stream.jsonl.gz"), gold: relatedtest.Gold(t), apart: map[[2]string]string{},
		judged: judgedPairs(t), weight: 1}
	for _, h := range relatedtest.Hard(t) {
		c.apart[[2]string{h.A, h.B}], c.apart[[2]string{h.B, h.A}] = h.Story, h.Story
	}
	from, _ := time.Parse(time.DateOnly, "2025-01-01") // nothing before is labelled
	c.articles = slices.DeleteFunc(c.articles, func(a briefs.Article) bool { return a.Published.Before(from) })
	c.index()
	return c
}

// index fills what follows from the labels and pairs.
func (c *corpus) index() {
	c.labels, c.known = map[string]agree.Label{}, map[string]bool{}
	for _, l := range c.gold {
		if have, ok := c.labels[l.Article]; !ok || l.Firm && !have.Firm {
			c.labels[l.Article] = l
		}
		c.known[l.Article] = true
	}
	for p := range c.judged {
		c.known[p[0]], c.known[p[1]] = true, true
	}
	for p := range c.apart {
		c.known[p[0]] = true
	}
}

// abroad returns the public sets: English with French titles, and Chinese with and without text; as far as there are labels.
func abroad(t testing.TB) []*corpus {
	english := relatedtest.Articles(t, "stories", "public", "og_eng.articles.jsonl.gz")
	french := relatedtest.Articles(t, "stories", "public", "og_fra.articles.jsonl.gz")
	chinese := relatedtest.Articles(t, "stories", "public", "zh0.articles.jsonl.gz")
	bare := slices.Clone(chinese)
	for i := range bare {
		bare[i].Text = ""
	}
	out := []*corpus{
		{name: "English and French", articles: append(english, french...), gold: relatedtest.Public(t, "og_ef"), weight: 0.35},
		{name: "Chinese", articles: chinese, gold: relatedtest.Public(t, "zh0"), weight: 0.35},
		{name: "Chinese titles", articles: bare, gold: relatedtest.Public(t, "zh0"), weight: 0.25},
	}
	for _, c := range out {
		c.index()
		slices.SortStableFunc(c.articles, func(a, b briefs.Article) int { return a.Published.Compare(b.Published) })
		last := 0
		for i, a := range c.articles {
			if c.known[a.ID] {
				last = i
			}
		}
		c.articles = c.articles[:last+1]
	}
	return out
}

// judgedUsed is how many of the pairs that were read the weights are fitted to: with all of them they were no better.
const judgedUsed = 2772

// judgedPairs are joins of articles without a label that were read: right or wrong.
func judgedPairs(t testing.TB) map[[2]string]bool {
	content, err := os.ReadFile("testdata/judged.csv")
	if err != nil {
		t.Fatal(err)
	}
	out := map[[2]string]bool{}
	for line := range strings.Lines(string(content)) {
		if len(out) == judgedUsed {
			break
		}
		cells := strings.Split(strings.TrimSpace(line), ",")
		out[[2]string{cells[0], cells[1]}] = cells[2] == "same"
	}
	return out
}

// labelWeight, readWeight and hardWeight are how much a pair counts that is labelled as one story, was read, or must be kept apart; unknownWeight, one of which only one
// article has a label and which is taken as different; farWeight, one that is far down the candidates of a sampled article.
const (
	labelWeight   = 2
	readWeight    = 1
	hardWeight    = 10
	unknownWeight = 0.3
	farWeight     = 0.1
)

// farDown is the rank from which on a candidate of a sampled article is taken as different.
const farDown = 12

// sampled are some of the articles. What is old or far down among their candidates is taken as different.
func (c *corpus) sampled(id string) bool { return c.apart != nil && foldOf(id, 12) == 0 }

// verdict returns the example of two articles, without features, if it is known what they are.
func (c *corpus) verdict(d, m *document) (example, bool) {
	la, knownA := c.labels[d.id]
	lb, knownB := c.labels[m.id]
	x := example{count: 1, stories: [2]string{la.Story, lb.Story}}
	if same, read := c.judged[[2]string{d.id, m.id}]; read {
		x.same, x.count, x.read = same, readWeight, readKey(d.id, m.id)
		return x, true
	}
	if story, hard := c.apart[[2]string{d.id, m.id}]; hard {
		x.count = hardWeight
		if !knownA && !knownB {
			x.stories[0] = story
		}
		return x, true
	}
	firm := c.apart == nil || la.Firm && lb.Firm
	switch {
	case m.roundUp:
		return x, false
	case knownA && knownB && la.Story == lb.Story:
		x.same, x.count = true, labelWeight
		return x, firm
	case knownA && knownB:
		return x, true
	}
	x.count = unknownWeight
	return x, c.apart != nil && (knownA && la.Firm || knownB && lb.Firm)
}

// readKey is under what a pair that was read is dealt into folds.
func readKey(a, b string) string { return "read " + a + " " + b }

// majority returns what is known of an article and most of a story's members.
func (c *corpus) majority(d *document, members []*document) (example, bool) {
	var same, other float64
	var out example
	for _, m := range members {
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

// balance makes a large story count as its articles do rather than as its pairs.
func balance(all []example) {
	size := map[string]float64{}
	for _, x := range all {
		if x.same {
			size[x.stories[0]]++
		}
	}
	for i, x := range all {
		if x.same {
			all[i].count *= 2 / math.Sqrt(math.Sqrt(size[x.stories[0]]))
		}
	}
}

// foldOf deals stories into n folds.
func foldOf(story string, n int) int {
	h := fnv.New32a()
	h.Write([]byte(story))
	return int(h.Sum32() % uint32(n))
}
