package related

import (
	"math"
	"slices"
)

// story is the open form of a briefs.Story.
type story struct {
	id          string
	members     []*document // the last of them, see membersKept
	count       int
	first, last float64 // hours
	lastNumber  uint64  // of the latest member

	words, headline, grams, concepts centroid
}

const (
	// membersKept is how many of a story's articles an article is compared with.
	membersKept = 40
	// centroidKept is how many dimensions a centroid keeps.
	centroidKept = 192
)

// centroid is the sum of its members' vectors, the heaviest dimensions of it.
type centroid struct {
	sum    vector
	length float64
}

// add takes one more vector in. The first one is shared with its document.
func (c *centroid) add(v vector) {
	if c.sum == nil {
		c.sum, c.length = v, 1
		return
	}
	c.sum = plus(c.sum, v).heaviest(centroidKept)
	length := 0.0
	for _, w := range c.sum {
		length += float64(w.weight) * float64(w.weight)
	}
	c.length = math.Sqrt(length)
}

// cosine compares a vector with the centroid.
func (c *centroid) cosine(v vector) float64 { return dot(v, c.sum) / math.Max(c.length, 1e-9) }

// plus adds two vectors.
func plus(a, b vector) vector {
	out := make(vector, 0, len(a)+len(b))
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i].id == b[j].id:
			out = append(out, weighted{a[i].id, a[i].weight + b[j].weight})
			i++
			j++
		case a[i].id < b[j].id:
			out = append(out, a[i])
			i++
		default:
			out = append(out, b[j])
			j++
		}
	}
	return append(append(out, a[i:]...), b[j:]...)
}

// take makes a document a member.
func (s *story) take(d *document) {
	d.storyAt = s
	s.members = append(s.members, d)
	s.count++
	if len(s.members) > membersKept {
		s.members = slices.Delete(s.members, 1, 2) // the first one says what the story is about
	}
	s.first, s.last = min(s.first, d.hours), max(s.last, d.hours)
	s.lastNumber = max(s.lastNumber, d.number)
	s.words.add(d.words)
	s.headline.add(d.headline)
	s.grams.add(d.grams)
	s.concepts.add(d.concepts)
}

// The features of a document and a story, in the order of the weights.
const (
	sBias = iota
	sTop
	sNear
	sMean
	sSize
	sAlone
	sWords
	sHeadline
	sGrams
	sConcepts
	sCover
	sConflicts
	sNewLanguage
	sSinceLast
	sSinceFirst
	sPassed
	sNoActor
	sNoActorSince
	sNoActorWords
	sNoActorHeadline
	sNoActorSize
	sChinese
	sChineseWords
	sChineseHeadline
	sChineseCover
	sTextWords
	storyFeatures
)

// belonging is what a comparison of a document with a story found.
type belonging struct {
	x       [storyFeatures]float64
	nearest *document
	top     pair
}

// belongs compares a document with a story: its nearest members, all of them, and what they say together. The nearest count
// most, but the story as a whole must agree, or chains of neighbours would grow without end.
func (m *model) belongs(d *document, s *story) belonging {
	var b belonging
	top := [3]float64{math.Inf(-1), math.Inf(-1), math.Inf(-1)}
	sum, hard, spoken := 0.0, 0.0, false
	for _, member := range s.members {
		p := compare(d, member)
		l := p.logit(&m.weights)
		sum += l
		hard += boolean(p.hard)
		spoken = spoken || member.language == d.language
		switch {
		case l > top[0]:
			top[0], top[1], top[2], b.nearest, b.top = l, top[0], top[1], member, p
		case l > top[1]:
			top[1], top[2] = l, top[1]
		case l > top[2]:
			top[2] = l
		}
	}
	n := float64(len(s.members))
	near := 0.0
	for _, l := range top[:min(len(s.members), len(top))] {
		near += l / math.Min(n, 3)
	}
	x := &b.x
	x[sBias], x[sTop], x[sNear], x[sMean] = 1, top[0], near-top[0], sum/n-top[0]
	x[sSize], x[sAlone], x[sConflicts], x[sNewLanguage] = math.Log(float64(s.count)), boolean(s.count == 1), hard/n, boolean(!spoken)
	x[sWords], x[sHeadline], x[sGrams], x[sConcepts] = s.words.cosine(d.words), s.headline.cosine(d.headline), s.grams.cosine(d.grams), s.concepts.cosine(d.concepts)
	x[sCover] = covered(d.headline, s.words.sum)
	x[sSinceLast], x[sSinceFirst] = math.Log1p(math.Abs(d.hours-s.last))/5, math.Log1p(math.Abs(d.hours-s.first))/5
	x[sPassed] = math.Log1p(math.Abs(float64(d.number)-float64(s.lastNumber))) / 8
	x[sNoActor] = b.top.x[fNoActor]
	x[sNoActorSince], x[sNoActorWords], x[sNoActorHeadline] = x[sNoActor]*x[sSinceLast], x[sNoActor]*x[sWords], x[sNoActor]*x[sHeadline]
	x[sNoActorSize] = x[sNoActor] * x[sSize]
	if d.language == "zh" {
		x[sChinese], x[sChineseWords], x[sChineseHeadline], x[sChineseCover] = 1, x[sWords], x[sHeadline], x[sCover]
	}
	if !d.bare {
		x[sTextWords] = x[sWords]
	}
	return b
}

// logit is the log-odds that the document belongs to the story.
func (b *belonging) logit(weights *[storyFeatures]float64) float64 {
	sum := 0.0
	for i, x := range b.x {
		sum += weights[i] * x
	}
	if b.top.hard {
		return math.Min(sum, vetoed)
	}
	return sum
}
