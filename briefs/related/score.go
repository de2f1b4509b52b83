package related

import (
	"math"
	"strings"

	"briefbot/briefs/lexicon"
)

// The features of a pair of documents, in the order of the weights.
const (
	fBias = iota
	fWords
	fHeadline
	fGrams
	fConcepts
	fIdeas
	fJaccard
	fActorShared
	fActorConflict
	fModelShared
	fModelConflict
	fAmountShared
	fAmountConflict
	fQuarterConflict
	fGap
	fGapSquared
	fSameOutlet
	fAcross
	fAcrossConcepts
	fAcrossIdeas
	fAcrossWords
	fChineseHeadline
	fChineseWords
	fEventShared
	fEventConflict
	fRarest
	fActorEvent
	fNamedShared
	fNoActor
	fVariantConflict
	fModelOneSide
	fAmountActor
	fActorBelow
	features
)

type pair [features]float64

// compare measures how alike two documents are. It is symmetric.
func (e *Engine) compare(a, b *document) pair {
	var f pair
	f[fBias] = 1
	f[fWords] = dot(a.words, b.words)
	f[fHeadline] = dot(a.headline, b.headline)
	f[fGrams] = dot(a.grams, b.grams)
	f[fConcepts] = dot(a.concepts, b.concepts)
	f[fIdeas] = dot(a.ideas, b.ideas)
	f[fJaccard] = jaccard(a.shingles, b.shingles)
	actors := len(common(a.actors, b.actors))
	f[fActorShared] = boolean(actors > 0)
	if actors == 0 { // the one's headline may name who the other's text names
		f[fActorBelow] = boolean(len(common(a.actors, b.below)) > 0 || len(common(a.below, b.actors)) > 0)
		f[fActorConflict] = boolean(f[fActorBelow] == 0 && len(a.actors) > 0 && len(b.actors) > 0)
	}
	f[fNoActor] = boolean(len(a.actors) == 0 && len(b.actors) == 0)
	f[fNamedShared] = math.Min(float64(len(common(a.named, b.named))), 3)
	f[fModelShared], f[fModelConflict], f[fVariantConflict] = compareModels(a.models, b.models)
	f[fModelOneSide] = boolean(len(a.models) > 0 != (len(b.models) > 0))
	amounts := len(common(a.amounts, b.amounts))
	f[fAmountShared] = math.Min(float64(amounts), 2)
	f[fAmountConflict] = boolean(amounts == 0 && len(a.amounts) > 0 && len(b.amounts) > 0)
	f[fAmountActor] = boolean(amounts > 0 && actors > 0)
	f[fQuarterConflict] = boolean(len(a.quarters) > 0 && len(b.quarters) > 0 && len(common(a.quarters, b.quarters)) == 0)
	gap := math.Abs(a.hours - b.hours)
	f[fGap] = math.Log1p(gap) / 5
	f[fGapSquared] = (gap / 96) * (gap / 96)
	f[fSameOutlet] = boolean(a.article.Outlet == b.article.Outlet)
	if a.language != b.language {
		f[fAcross] = 1
		f[fAcrossConcepts], f[fAcrossIdeas], f[fAcrossWords] = f[fConcepts], f[fIdeas], f[fWords]
	} else if a.language == "zh" {
		f[fChineseHeadline], f[fChineseWords] = f[fHeadline], f[fWords]
	}
	events := len(common(a.events, b.events))
	f[fEventShared] = math.Min(float64(events), 3)
	f[fEventConflict] = boolean(events == 0 && len(a.events) > 0 && len(b.events) > 0)
	f[fActorEvent] = boolean(events > 0 && actors > 0)
	f[fRarest] = e.rarestShared(a, b)
	return f
}

// rarestShared returns how rare the rarest feature is that both titles have, from 0 to about 1.
func (e *Engine) rarestShared(a, b *document) float64 {
	best := 0.0
	for _, v := range [][2]vector{{a.headline, b.headline}, {a.ideas, b.ideas}} {
		for i, j := 0, 0; i < len(v[0]) && j < len(v[1]); {
			switch x, y := v[0][i].id, v[1][j].id; {
			case x == y:
				best = math.Max(best, e.seen.rarity(x))
				i++
				j++
			case x < y:
				i++
			default:
				j++
			}
		}
	}
	return best / 12
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
	for i, x := range p {
		sum += weights[i] * x
	}
	return sum
}

// conflicts reports whether two articles cannot tell the same event however alike they read: they name other actors, other
// versions of one model, or stand in two languages without any name, model or wording in common.
func (p *pair) conflicts() bool {
	if p[fModelConflict] > 0 || p[fVariantConflict] > 0 || p[fActorConflict] > 0 {
		return true
	}
	named := p[fActorShared]+p[fActorBelow]+p[fModelShared] > 0
	return p[fAcross] > 0 && !named && p[fWords] < 0.25
}
