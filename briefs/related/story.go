package related

import (
	"cmp"
	"math"
	"slices"
)

// story is the open form of a briefs.Story.
type story struct {
	id          string
	count, held int     // articles in all, and of those still held
	first, last float64 // hours
	lastNumber  uint32  // of the latest member
	only        *document
	centroid    *centroids // of two and more
	language    string     // of the first
	cores       []core     // by language, as soon as there are two
}

// centroids are the sums of the members' vectors.
type centroids struct {
	said
	grams, senses centroid
}

// said is the sum of what articles say: of their titles by words and by what these mean, of all by words, and of what the vocabulary finds.
type said struct{ headline, gist, words, concepts centroid }

// centroidKept is how many dimensions a centroid keeps.
const centroidKept = 160

// centroid is the sum of vectors, the heaviest dimensions of it.
type centroid struct {
	sum    []weighted
	length float64
}

// weighted is one dimension of a centroid.
type weighted struct {
	ID     uint32
	Weight float32
}

// add takes one more vector in.
func (c *centroid) add(v vector) {
	out := make([]weighted, 0, len(c.sum)+len(v))
	i := 0
	for _, t := range v {
		for i < len(c.sum) && c.sum[i].ID < t.id() {
			out = append(out, c.sum[i])
			i++
		}
		w := weighted{t.id(), float32(t.share())}
		if i < len(c.sum) && c.sum[i].ID == w.ID {
			w.Weight += c.sum[i].Weight
			i++
		}
		out = append(out, w)
	}
	c.sum = append(out, c.sum[i:]...)
	if len(c.sum) > centroidKept {
		slices.SortFunc(c.sum, func(a, b weighted) int { return cmp.Or(cmp.Compare(b.Weight, a.Weight), cmp.Compare(a.ID, b.ID)) })
		c.sum = slices.Clone(c.sum[:centroidKept])
		slices.SortFunc(c.sum, func(a, b weighted) int { return cmp.Compare(a.ID, b.ID) })
	}
	c.measure()
}

func (c *centroid) measure() {
	length := 0.0
	for _, w := range c.sum {
		length += float64(w.Weight) * float64(w.Weight)
	}
	c.length = math.Sqrt(length)
}

// cosine compares a vector with the centroid, and says which share of the vector's weight lies on dimensions that it has.
func (c *centroid) cosine(v vector) float64 {
	sum, _, _ := c.meet(v)
	return sum / math.Max(c.length, 1e-9)
}

// meet returns the product with a vector, and the vector's weight on dimensions that the centroid has, and in all.
func (c *centroid) meet(v vector) (product, both, all float64) {
	j := 0
	for _, t := range v {
		share := t.share()
		all += share
		for j < len(c.sum) && c.sum[j].ID < t.id() {
			j++
		}
		if j < len(c.sum) && c.sum[j].ID == t.id() {
			product += share * float64(c.sum[j].Weight)
			both += share
		}
	}
	return product, both, all
}

// likeness compares a document with what a story's articles say together.
func (c *centroids) likeness(d *document) (words, headline, grams, concepts, cover float64) {
	_, both, all := c.words.meet(d.of(ofHeadline))
	return c.words.cosine(d.of(ofWords)), c.headline.cosine(d.of(ofHeadline)), c.grams.cosine(d.of(ofGrams)), c.concepts.cosine(d.of(ofConcepts)), both / math.Max(all, 1e-9)
}

// take makes a document a member.
func (s *story) take(d *document) {
	d.storyAt = s
	s.count++
	s.held++
	s.first, s.last = min(s.first, d.hours), max(s.last, d.hours)
	s.lastNumber = max(s.lastNumber, d.number)
	s.hear(d)
	if s.count == 1 {
		s.only = d
		return
	}
	if s.centroid == nil {
		s.centroid = &centroids{}
		if s.only != nil {
			s.centroid.add(s.only)
			s.only = nil
		}
	}
	s.centroid.add(d)
}

func (c *centroids) add(d *document) {
	c.said.add(d)
	c.grams.add(d.of(ofGrams))
	c.senses.add(d.of(ofSenses))
}

// all are the centroids, in the order in which snapshots hold them.
func (c *centroids) all() []*centroid {
	said := c.said.all()
	return append(said[:], &c.grams, &c.senses)
}

// newStory returns the story that a document opens.
func newStory(d *document) *story {
	return &story{id: d.id, first: d.hours, last: d.hours}
}
