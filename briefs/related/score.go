package related

import (
	"math"
	"strings"

	"briefbot/briefs/lexicon"
)

// The features of a pair of documents, in the order of the weights.
const (
	fBias = iota
	// Wording.
	fWords
	fHeadline
	fGrams
	fNames
	fJaccard
	fCoverLow
	fCoverHigh
	fRarest
	fStranger
	fBare
	fBareWords
	// What the vocabulary finds, language-free.
	fConcepts
	fIdeas
	fActorShared
	fActorBelow
	fActorConflict
	fActorExtra
	fNoActor
	fNamedShared
	fModelShared
	fModelOneSide
	fAmountShared
	fAmountActor
	fAmountConflict
	fQuarterConflict
	fSubjectShared
	fSubjectConflict
	fQuotedShared
	fQuotedConflict
	fEventShared
	fEventConflict
	fActorEvent
	// Time, and how much went by.
	fGap
	fDay
	fWeek
	fPassed
	fGapWords
	fGapRarest
	fGapNoActor
	fPassedNoActor
	fWordsNoActor
	fHeadlineNoActor
	fCoverNoActor
	fSameOutlet
	fSameOutletHeadline
	fSameOutletAmounts
	// Languages.
	fChinese
	fChineseHeadline
	fChineseWords
	fChineseCover
	fLatinAcross
	fLatinGrams
	fLatinNames
	fLatinConcepts
	fLatinWords
	fHanAcross
	fHanNames
	fHanConcepts
	fHanIdeas
	fHanAmount
	fHanRarest
	features
)

const (
	recurringHours = 14 * 24 // after which a headline that reads the same tells another event
	actorHours     = 45 * 24 // after which an article about a watched name joins nothing
)

// pair is what a comparison found; hard says that the two cannot tell one event however alike they read.
type pair struct {
	x    [features]float64
	hard bool
}

// compare measures how alike two documents are. It is symmetric.
func compare(a, b *document) pair {
	var p pair
	f := &p.x
	f[fBias] = 1
	p.wording(a, b)
	p.naming(a, b)
	p.timing(a, b)
	p.languages(a, b)
	p.hard = p.hard || p.ungrounded(a, b)
	return p
}

// wording compares how the two are written.
func (p *pair) wording(a, b *document) {
	f := &p.x
	f[fWords] = dot(a.words, b.words)
	f[fHeadline] = dot(a.headline, b.headline)
	f[fGrams] = dot(a.grams, b.grams)
	f[fNames] = dot(a.names, b.names)
	f[fConcepts] = dot(a.concepts, b.concepts)
	f[fIdeas] = dot(a.ideas, b.ideas)
	f[fJaccard] = jaccard(a.shingles, b.shingles)
	there, back := covered(a.headline, b.words), covered(b.headline, a.words)
	f[fCoverLow], f[fCoverHigh] = math.Min(there, back), math.Max(there, back)
	f[fRarest] = heaviestShared(a, b) / 12
	if a.bare || b.bare {
		f[fBare] = 1
		f[fBareWords] = f[fWords]
	}
}

// naming compares whom, which models, amounts and happenings the two name.
func (p *pair) naming(a, b *document) {
	f := &p.x
	actors := overlap(a.actors, b.actors)
	f[fActorShared] = boolean(actors > 0)
	f[fNoActor] = boolean(len(a.actors) == 0 && len(b.actors) == 0)
	if actors == 0 { // the one's headline may name who the other's text names
		f[fActorBelow] = boolean(overlap(a.actors, b.below) > 0 || overlap(a.below, b.actors) > 0)
		f[fActorConflict] = boolean(f[fActorBelow] == 0 && len(a.actors) > 0 && len(b.actors) > 0)
	} else {
		f[fActorExtra] = math.Min(2, float64(len(a.actors)-overlap(a.actors, b.below)+len(b.actors)-overlap(b.actors, a.below)))
	}
	f[fNamedShared] = math.Min(float64(overlap(a.named, b.named)), 3)
	shared, conflict, variant := compareModels(a.models, b.models)
	f[fModelShared] = shared
	f[fModelOneSide] = boolean(len(a.models) > 0 != (len(b.models) > 0))
	amounts := overlap(a.amounts, b.amounts)
	f[fAmountShared] = math.Min(float64(amounts), 2)
	f[fAmountActor] = boolean(amounts > 0 && actors > 0)
	f[fAmountConflict] = boolean(amounts == 0 && len(a.amounts) > 0 && len(b.amounts) > 0)
	f[fQuarterConflict] = boolean(len(a.quarters) > 0 && len(b.quarters) > 0 && overlap(a.quarters, b.quarters) == 0)
	if a.subject != "" && b.subject != "" {
		f[fSubjectShared] = boolean(a.subject == b.subject)
		f[fSubjectConflict] = boolean(!strings.Contains(b.folded, a.subject) && !strings.Contains(a.folded, b.subject))
	}
	if len(a.quoted) > 0 && len(b.quoted) > 0 {
		f[fQuotedShared] = boolean(overlap(a.quoted, b.quoted) > 0)
		f[fQuotedConflict] = 1 - f[fQuotedShared]
	}
	events := overlap(a.events, b.events)
	f[fEventShared] = math.Min(float64(events), 3)
	f[fEventConflict] = boolean(events == 0 && len(a.events) > 0 && len(b.events) > 0)
	f[fActorEvent] = boolean(events > 0 && actors > 0)
	p.hard = conflict > 0 || variant > 0 || f[fActorConflict] > 0 || a.part != b.part && a.part != "" && b.part != ""
}

// timing says how far apart the two are in time and by what came between them.
func (p *pair) timing(a, b *document) {
	f := &p.x
	gap := math.Abs(a.hours - b.hours)
	// The same words long after are a recurring headline, and who is in the news daily has moved on by then.
	p.hard = p.hard || gap > recurringHours && f[fJaccard] > 0.6 || gap > actorHours && f[fNoActor] == 0
	f[fGap] = math.Log1p(gap) / 5
	f[fDay] = math.Exp(-gap / 24)
	f[fWeek] = math.Exp(-gap / 168)
	f[fPassed] = math.Log1p(math.Abs(float64(a.number)-float64(b.number))) / 8
	f[fGapWords] = f[fGap] * f[fWords]
	f[fGapRarest] = f[fGap] * f[fRarest]
	f[fGapNoActor] = f[fGap] * f[fNoActor]
	f[fPassedNoActor] = f[fPassed] * f[fNoActor]
	f[fWordsNoActor], f[fHeadlineNoActor], f[fCoverNoActor] = f[fWords]*f[fNoActor], f[fHeadline]*f[fNoActor], f[fCoverLow]*f[fNoActor]
	if a.article.Outlet != "" && a.article.Outlet == b.article.Outlet { // an outlet's titles follow its templates
		f[fSameOutlet], f[fSameOutletHeadline], f[fSameOutletAmounts] = 1, f[fHeadline], f[fAmountConflict]
	}
}

// languages repeats what counts otherwise within Chinese and across languages.
func (p *pair) languages(a, b *document) {
	f := &p.x
	han := boolean(a.language == "zh") + boolean(b.language == "zh")
	if han != 1 {
		f[fStranger] = math.Max(stranger(a.names, b.words)*a.namesLength, stranger(b.names, a.words)*b.namesLength) / 12
	}
	switch {
	case han == 2:
		f[fChinese] = 1
		f[fChineseHeadline], f[fChineseWords], f[fChineseCover] = f[fHeadline], f[fWords], f[fCoverLow]
	case han == 1:
		f[fHanAcross] = 1
		f[fHanNames], f[fHanConcepts], f[fHanIdeas], f[fHanAmount], f[fHanRarest] = f[fNames], f[fConcepts], f[fIdeas], f[fAmountShared], f[fRarest]
	case a.language != b.language:
		f[fLatinAcross] = 1
		f[fLatinGrams], f[fLatinNames], f[fLatinConcepts], f[fLatinWords] = f[fGrams], f[fNames], f[fConcepts], f[fWords]
	}
}

// ungrounded reports whether two documents in two languages have no name, model, amount or wording in common.
func (p *pair) ungrounded(a, b *document) bool {
	f := &p.x
	return a.language != b.language && f[fActorShared]+f[fActorBelow]+f[fModelShared]+f[fAmountShared] == 0 && f[fWords] < 0.2 && f[fNames] < 0.3
}

// heaviestShared returns how rare the rarest feature is that both titles have.
func heaviestShared(a, b *document) float64 {
	best := float32(0)
	for i, j := 0, 0; i < len(a.headline) && j < len(b.headline); {
		switch x, y := a.headline[i], b.headline[j]; {
		case x.id == y.id:
			best = max(best, x.weight)
			i++
			j++
		case x.id < y.id:
			i++
		default:
			j++
		}
	}
	return float64(best) * a.headlineLength
}

// compareModels says whether two titles share a version of a model, name other versions of one family, or other variants
// of one version.
func compareModels(a, b []lexicon.Model) (shared, conflict, variant float64) {
	for _, x := range a {
		for _, y := range b {
			switch {
			case x.Family != y.Family:
			case x.Version != y.Version:
				conflict = 1
			case x.Variant != y.Variant && x.Variant != "" && y.Variant != "" && !sharesWord(x.Variant, y.Variant):
				variant = 1
			default:
				shared = 1
			}
		}
	}
	if shared > 0 {
		return shared, 0, 0
	}
	return 0, conflict, variant
}

func sharesWord(a, b string) bool {
	for _, w := range strings.Fields(a) {
		if strings.Contains(" "+b+" ", " "+w+" ") {
			return true
		}
	}
	return false
}

func boolean(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// logit is the log-odds that two documents tell the same event.
func (p *pair) logit(weights *[features]float64) float64 {
	sum := 0.0
	for i, x := range p.x {
		sum += weights[i] * x
	}
	if p.hard {
		return math.Min(sum, vetoed)
	}
	return sum
}
