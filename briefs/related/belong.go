package related

import (
	"cmp"
	"math"
	"slices"
)

// The features of a document and a story, in the order of the weights; those of the nearest member follow them.
const (
	sBias = iota
	sTop
	sNear
	sSize
	sAlone
	sFound
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
	sDay
	sWeek
	sMonth
	sMaxWords
	sMaxHeadline
	sMaxConcepts
	sMaxSenses
	sMaxGist
	sSenses
	sGist
	sSinceWords
	sSinceHeadline
	sSizeWords
	sPace
	sPaceSince
	sPaceTop
	sPaceWords
	sCoreHeadlineShared
	sCoreHeadlineTop
	sCoreHeadlineMissing
	sCoreGistShared
	sCoreGistTop
	sCoreGistMissing
	sCoreWordsShared
	sCoreWordsTop
	sCoreWordsMissing
	sCoreConceptsShared
	sCoreConceptsTop
	sCoreConceptsMissing
	sCoreOne
	sOwn // how many there are of the story's own
)

const storyFeatures = sOwn + features

// regimes are the kinds of articles that have weights of their own, and thresholds those that have thresholds.
const (
	regimes      = 6
	denseRegimes = 4 // the first of a dense stream, the one of a usual stream is two before
	thresholds   = 9
)

// neighbour is a candidate with its comparison.
type neighbour struct {
	member *document
	pair   pair
	logit  float64
}

// belonging is what a comparison of a document with a story found.
type belonging struct {
	story     *story
	x         [storyFeatures]float64
	regime    int
	threshold int
	logit     float64 // the log-odds that the document belongs to the story
	nearest   *document
	top       *pair
	far       bool // down the list of candidates, or old
	hard      bool // they cannot belong together however alike they read
}

// judge compares a document with the stories of its candidates. The result lies in room, if that is not too small.
func (m *model) judge(d *document, near []neighbour, dense bool, room []belonging) []belonging {
	out := slices.Grow(room[:0], candidateStories)
	var told [recentCandidates + 2*oldCandidates]*story // in the order of the candidates, which lie far apart
	stories := told[:0]
	for i := range near {
		stories = append(stories, near[i].member.storyAt)
	}
	for i, s := range stories {
		if slices.Contains(stories[:i], s) {
			continue
		}
		if len(out) == candidateStories {
			break
		}
		out = append(out, belonging{story: s})
		b := &out[len(out)-1]
		m.belongs(b, d, near[i:], stories[i:], dense)
		b.far = i >= 12 || d.hours-near[i].member.hours > recentHours
	}
	return out
}

// evenly is within how many log-odds two stories are as likely: then the larger one takes the article, or what broke in two at first stays so.
const evenly = 0.5

// choose returns the story that the document joins, nil when none.
func (m *model) choose(all []belonging, threshold float64) *belonging {
	top := threshold
	for i := range all {
		top = math.Max(top, all[i].logit)
	}
	var best *belonging
	for i := range all {
		b := &all[i]
		if b.logit > threshold && b.logit >= top-evenly && (best == nil || cmp.Or(cmp.Compare(b.story.count, best.story.count), cmp.Compare(b.logit, best.logit)) > 0) {
			best = b
		}
	}
	return best
}

// settledHours is how long the nearest article of a story may lie back for a join to be without doubt, in a stream that is not dense: of seventeen joins
// after more, read at a margin that leaves little doubt otherwise, half were wrong.
const settledHours = 10 * 24

// firmAt is how far above the threshold, in log-odds, a join must be to be without doubt, and surelyAt one by an article whose own is in doubt. Of the
// held-out joins that were read, the hard ones, 39 in 100 of those below firmAt were wrong and a third of those by articles in doubt below surelyAt; above
// that one in twenty, and one in nine.
const (
	firmAt   = 1.5
	surelyAt = 3.0
)

// loosely reports whether the join of an article, of so many hours, is in doubt, given its log-odds above the threshold.
func (b *belonging) loosely(above, hours float64) bool {
	return above < firmAt || above < surelyAt && b.nearest.loose || b.regime < denseRegimes && math.Abs(hours-b.nearest.hours) > settledHours
}

// earlierAt is how likely, in log-odds, a story must be to be one that an article may follow on.
const earlierAt = -2.5

// earlier returns the stories that share an actor with a document and are likely, but not the one that it joins; at most three.
func (m *model) earlier(all []belonging, joined *belonging) []string {
	type likely struct {
		id    string
		logit float64
	}
	var found []likely
	for i := range all {
		b := &all[i]
		if l := b.logit; b != joined && (joined == nil || b.story != joined.story) && l > earlierAt && b.top.x[fActorShared]+b.top.x[fModelShared] > 0 {
			found = append(found, likely{b.story.id, l})
		}
	}
	slices.SortStableFunc(found, func(a, b likely) int { return cmp.Compare(b.logit, a.logit) })
	var out []string
	for _, f := range found[:min(3, len(found))] {
		out = append(out, f.id)
	}
	return out
}

// belongs compares a document with a story by its members among the candidates, the stories of which are given.
func (m *model) belongs(b *belonging, d *document, near []neighbour, stories []*story, dense bool) {
	s := b.story
	top := [3]float64{math.Inf(-1), math.Inf(-1), math.Inf(-1)}
	hard, n, spoken := 0.0, 0.0, false
	x := &b.x
	for i, other := range stories {
		if other != s {
			continue
		}
		p := &near[i]
		n++
		l := p.logit
		hard += boolean(p.pair.hard)
		spoken = spoken || p.member.language == d.language
		x[sMaxWords], x[sMaxHeadline] = math.Max(x[sMaxWords], p.pair.x[fWords]), math.Max(x[sMaxHeadline], p.pair.x[fHeadline])
		x[sMaxConcepts] = math.Max(x[sMaxConcepts], p.pair.x[fConcepts])
		x[sMaxSenses], x[sMaxGist] = math.Max(x[sMaxSenses], p.pair.x[fSenses]), math.Max(x[sMaxGist], p.pair.x[fGist])
		switch {
		case l > top[0]:
			top[0], top[1], top[2], b.nearest, b.top = l, top[0], top[1], p.member, &p.pair
		case l > top[1]:
			top[1], top[2] = l, top[1]
		case l > top[2]:
			top[2] = l
		}
	}
	if top[0] < m.least {
		b.hard, b.logit = true, vetoed
		return
	}
	mean := 0.0
	k := min(n, 3)
	for _, l := range top[:int(k)] {
		mean += l / k
	}
	x[sBias], x[sTop], x[sNear] = 1, top[0], mean-top[0]
	x[sSize], x[sAlone], x[sFound] = math.Log(float64(s.count)), boolean(s.count == 1), n/math.Min(float64(s.count), 40)
	x[sConflicts], x[sNewLanguage] = hard/n, boolean(!spoken)
	if c := s.centroid; c != nil {
		x[sWords], x[sHeadline], x[sGrams], x[sConcepts], x[sCover] = c.likeness(d)
		x[sSenses], x[sGist] = c.senses.cosine(d.of(ofSenses)), c.gist.cosine(d.of(ofGist))
	} else { // the nearest is all that there is
		p := &b.top.x
		x[sWords], x[sHeadline], x[sGrams], x[sConcepts], x[sCover] = p[fWords], p[fHeadline], p[fGrams], p[fConcepts], covered(d.of(ofHeadline), s.only.of(ofWords))
		x[sSenses], x[sGist] = p[fSenses], p[fGist]
	}
	said, told := s.agree(d)
	for i, a := range &said {
		at := sCoreHeadlineShared + 3*i
		x[at], x[at+1], x[at+2] = a.shared, a.top, a.missing
	}
	x[sCoreOne] = boolean(told == 1)
	last := math.Abs(d.hours - s.last)
	x[sSinceLast], x[sSinceFirst] = math.Log1p(last)/5, math.Log1p(math.Abs(d.hours-s.first))/5
	x[sPassed] = passed(d.number, s.lastNumber, last)
	x[sDay], x[sWeek], x[sMonth] = math.Exp(-last/24), math.Exp(-last/168), math.Exp(-last/720)
	x[sSinceWords], x[sSinceHeadline], x[sSizeWords] = x[sSinceLast]*x[sWords], x[sSinceLast]*x[sHeadline], x[sSize]*x[sWords]
	x[sPace], x[sPaceSince], x[sPaceTop], x[sPaceWords] = d.pace, d.pace*x[sSinceLast], d.pace*x[sTop], d.pace*x[sWords]
	copy(x[sOwn:], b.top.x[:])
	x[sOwn] = 0
	b.regime, b.threshold = d.regime(dense), d.threshold(dense)
	b.hard = b.top.hard || b.regime < denseRegimes && last > restHours
	b.logit = m.logit(b)
}

// kind is 0 for a document that names somebody who is watched, 1 for one that does not, and 2 for one that does not in a dense stream. Whom we
// watch has many stories at once whatever the stream.
func (d *document) kind(dense bool) int {
	switch {
	case len(d.signs.of(signActors)) > 0:
		return 0
	case dense:
		return 2
	}
	return 1
}

// regime is which weights hold for the document: by its kind, and by whether it is Chinese.
func (d *document) regime(dense bool) int {
	return 2*d.kind(dense) + int(boolean(d.language == "zh"))
}

// threshold is which threshold holds for the document: by its kind, and by its language.
func (d *document) threshold(dense bool) int {
	t := 3 * d.kind(dense)
	switch d.language {
	case "fr":
		return t + 1
	case "zh":
		return t + 2
	}
	return t
}

// logit is the log-odds that a document belongs to a story.
func (m *model) logit(b *belonging) float64 {
	sum := 0.0
	for i, w := range &m.belong[b.regime] {
		sum += w * b.x[i]
	}
	if b.hard {
		return math.Min(sum, vetoed)
	}
	return sum - m.shift[b.threshold]
}
