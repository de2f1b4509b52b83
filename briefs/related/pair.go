package related

import (
	"math"
	"strings"
)

const (
	recurringHours = 14 * 24  // after which a headline that reads the same tells another event
	restHours      = 45 * 24  // after which an article about a watched name joins nothing, nor any in a stream that is not dense, see kind
	silentHours    = 400 * 24 // after which none does
)

// pair is what a comparison found; hard says that the two cannot tell one event however alike they read.
type pair struct {
	x    [features]float64
	hard bool
}

// compare measures how alike two documents are. It is symmetric.
func compare(a, b *document) pair {
	var p pair
	var l lens
	l.look(a)
	p.compare(&l, b)
	return p
}

// compare makes the pair that of two documents, of which one is looked at through a lens.
func (p *pair) compare(l *lens, b *document) {
	a := l.document
	*p = pair{}
	p.x[fBias] = 1
	p.wording(l, b)
	p.naming(a, b)
	p.timing(a, b)
	p.languages(a, b)
	p.hard = p.hard || p.ungrounded(a, b)
}

// wording compares how the two are written.
func (p *pair) wording(a *lens, b *document) {
	f := &p.x
	title, all, there, back := a.titled(ofHeadline, ofWords, b)
	f[fWords], f[fHeadline], f[fRarest] = all.cosine(), title.cosine(), title.rarest()*float64(a.headlineLength)/12
	f[fCoverLow], f[fCoverHigh] = math.Min(there, back), math.Max(there, back)
	f[fGrams] = a.dot(ofGrams, b)
	f[fNames] = a.dot(ofNames, b)
	f[fConcepts] = a.dot(ofConcepts, b)
	f[fIdeas] = a.dot(ofIdeas, b)
	f[fJaccard] = a.alike(b.shingles)
	spoken := a.meet(ofSpoken, b.of(ofSpoken))
	f[fSpoken], f[fSpokenRarest] = spoken.cosine(), spoken.rarest()*float64(a.spokenLength)/12
	gist, senses, there, back := a.titled(ofGist, ofSenses, b)
	f[fSenses], f[fGist], f[fGistRarest] = senses.cosine(), gist.cosine(), gist.rarest()*float64(a.gistLength)/12
	f[fGistLow], f[fGistHigh] = math.Min(there, back), math.Max(there, back)
	if a.bare || b.bare {
		f[fBare] = 1
		f[fBareWords] = f[fWords]
	}
}

// naming compares whom, which models, amounts and happenings the two name.
func (p *pair) naming(a, b *document) {
	f := &p.x
	actors := overlap(a.signs.of(signActors), b.signs.of(signActors))
	f[fActorShared] = boolean(actors > 0)
	f[fNoActor] = boolean(len(a.signs.of(signActors)) == 0 && len(b.signs.of(signActors)) == 0)
	if actors == 0 { // the one's headline may name who the other's text names
		f[fActorBelow] = boolean(overlap(a.signs.of(signActors), b.signs.of(signBelow)) > 0 || overlap(a.signs.of(signBelow), b.signs.of(signActors)) > 0)
		f[fActorConflict] = boolean(f[fActorBelow] == 0 && len(a.signs.of(signActors)) > 0 && len(b.signs.of(signActors)) > 0)
	} else {
		f[fActorExtra] = math.Min(2, float64(len(a.signs.of(signActors))-overlap(a.signs.of(signActors), b.signs.of(signBelow))+len(b.signs.of(signActors))-overlap(b.signs.of(signActors), a.signs.of(signBelow))))
	}
	f[fNamedShared] = math.Min(float64(overlap(a.signs.of(signNamed), b.signs.of(signNamed))), 3)
	shared, conflict, variant := compareModels(a.signs.of(signModels), b.signs.of(signModels))
	f[fModelShared] = shared
	f[fModelOneSide] = boolean(len(a.signs.of(signModels)) > 0 != (len(b.signs.of(signModels)) > 0))
	sums, percents := alike(a.signs.of(signAmounts), b.signs.of(signAmounts))
	f[fAmountShared], f[fPercentShared] = math.Min(float64(sums), 2), boolean(percents > 0)
	f[fAmountActor] = boolean(sums > 0 && actors > 0)
	if sums+percents == 0 && len(a.signs.of(signAmounts))+len(b.signs.of(signAmounts)) > 0 {
		there, _ := alike(a.signs.of(signAmounts), b.signs.of(signSums))
		back, _ := alike(b.signs.of(signAmounts), a.signs.of(signSums))
		f[fAmountBelow] = boolean(there+back > 0)
		f[fAmountConflict] = boolean(there+back == 0 && len(a.signs.of(signAmounts)) > 0 && len(b.signs.of(signAmounts)) > 0)
	}
	f[fModelExtra] = boolean(shared > 0 && otherModel(a.signs.of(signModels), b.signs.of(signModels)))
	f[fQuarterConflict] = boolean(len(a.signs.of(signQuarters)) > 0 && len(b.signs.of(signQuarters)) > 0 && overlap(a.signs.of(signQuarters), b.signs.of(signQuarters)) == 0)
	if x, y := a.heading, b.heading; x != nil && y != nil {
		f[fSubjectShared] = boolean(x.subject == y.subject)
		f[fSubjectConflict] = boolean(x.subject != y.subject && !strings.Contains(y.title, x.subject) && !strings.Contains(x.title, y.subject))
	}
	if len(a.signs.of(signQuoted)) > 0 && len(b.signs.of(signQuoted)) > 0 {
		f[fQuotedShared] = boolean(overlap(a.signs.of(signQuoted), b.signs.of(signQuoted)) > 0)
		f[fQuotedConflict] = 1 - f[fQuotedShared]
	}
	p.known(a, b)
	here, elsewhere := comparePlaces(a.signs.of(signPlaces), b.signs.of(signPlaces))
	f[fPlaceShared], f[fPlaceConflict] = boolean(here), boolean(elsewhere)
	if x, y := a.signs.of(signCounties), b.signs.of(signCounties); len(x) > 0 && len(y) > 0 {
		f[fCountyShared] = boolean(overlap(x, y) > 0)
		f[fCountyConflict] = 1 - f[fCountyShared]
	}
	f[fQuakeConflict] = boolean(f[fAmountConflict] > 0 && quakes(a.signs.of(signAmounts)) && quakes(b.signs.of(signAmounts)))
	events := overlap(a.signs.of(signEvents), b.signs.of(signEvents))
	f[fEventShared] = math.Min(float64(events), 3)
	f[fEventConflict] = boolean(events == 0 && len(a.signs.of(signEvents)) > 0 && len(b.signs.of(signEvents)) > 0)
	f[fActorEvent] = boolean(events > 0 && actors > 0)
	p.happening(a, b, actors > 0, shared > 0)
	p.hard = conflict > 0 || variant > 0 || elsewhere && (actors > 0 || a.local && b.local) || f[fActorConflict] > 0 || a.part != b.part && a.part != 0 && b.part != 0 ||
		a.howTo != b.howTo && (f[fNoActor] == 0 || shared > 0) || otherDoer(a, b) ||
		shared > 0 && (takenUp(a, b) || takenUp(b, a))
}

// known compares which names of the news at large the two have.
func (p *pair) known(a, b *document) {
	f := &p.x
	x, y := a.signs.of(signKnown), b.signs.of(signKnown)
	shared := overlap(x, y)
	f[fKnownShared] = math.Min(3, float64(shared))
	there, back := overlap(x, b.signs.of(signTold)), overlap(y, a.signs.of(signTold))
	if shared == 0 {
		f[fKnownBelow] = boolean(there+back > 0)
		f[fKnownConflict] = boolean(there+back == 0 && len(x) > 0 && len(y) > 0)
	}
	f[fKnownExtra] = math.Min(3, float64(len(x)-there+len(y)-back))
	f[fKnownActor] = f[fKnownConflict] * (1 - f[fNoActor])
}

// takenUp reports whether one title says that a model is out, and another what somebody makes of it whom the first does not name.
func takenUp(release, other *document) bool {
	out := func(d *document) bool {
		return has(d.signs.of(signEvents), symRelease) || has(d.signs.of(signEvents), symOpen)
	}
	if !out(release) || out(other) {
		return false
	}
	actors := other.signs.of(signActors)
	return overlap(actors, release.signs.of(signBelow)) < len(actors)
}

// happening compares what the two say happens, by the events that tell most.
func (p *pair) happening(a, b *document, actor, model bool) {
	f := &p.x
	one := func(event uint32) float64 {
		return boolean(has(a.signs.of(signEvents), event) != has(b.signs.of(signEvents), event))
	}
	both := func(event uint32) bool {
		return has(a.signs.of(signEvents), event) && has(b.signs.of(signEvents), event)
	}
	f[fAdoptOne], f[fReviewOne] = one(symIntegrate), one(symReview)
	f[fResults], f[fResultsOne] = boolean(actor && both(symResults)), one(symResults)
	f[fFunding] = boolean(actor && (both(symFunding) || both(symValuation)))
	f[fStocksOne] = boolean((has(a.signs.of(signEvents), symStocks) || has(a.signs.of(signEvents), symFall) || has(a.signs.of(signEvents), symRise)) != (has(b.signs.of(signEvents), symStocks) || has(b.signs.of(signEvents), symFall) || has(b.signs.of(signEvents), symRise)))
	f[fReleaseModel] = boolean(model && (both(symRelease) || both(symOpen)))
}

// timing says how far apart the two are in time and by what came between them.
func (p *pair) timing(a, b *document) {
	f := &p.x
	gap := math.Abs(a.hours - b.hours)
	// The same words long after are a recurring headline, and who is in the news daily has moved on by then.
	// An earthquake of another strength is another earthquake by then.
	again := f[fJaccard] > 0.6 || f[fAmountShared] == 0 && (quakes(a.signs.of(signAmounts)) || quakes(b.signs.of(signAmounts)))
	p.hard = p.hard || gap > recurringHours && again || gap > restHours && f[fNoActor] == 0 || gap > silentHours
	f[fGap] = math.Log1p(gap) / 5
	f[fDay] = math.Exp(-gap / 24)
	f[fWeek] = math.Exp(-gap / 168)
	f[fPassed] = passed(a.number, b.number, gap)
	f[fPlaceGap] = f[fGap] * f[fPlaceConflict]
	f[fGapWords] = f[fGap] * f[fWords]
	f[fGapRarest] = f[fGap] * f[fRarest]
	f[fGapNoActor] = f[fGap] * f[fNoActor]
	f[fPassedNoActor] = f[fPassed] * f[fNoActor]
	f[fWordsNoActor], f[fHeadlineNoActor], f[fCoverNoActor] = f[fWords]*f[fNoActor], f[fHeadline]*f[fNoActor], f[fCoverLow]*f[fNoActor]
	f[fSensesNoActor], f[fGistNoActor], f[fGistLowNoActor] = f[fSenses]*f[fNoActor], f[fGist]*f[fNoActor], f[fGistLow]*f[fNoActor]
	f[fGistDay] = f[fGist] * f[fDay]
	if a.outlet != 0 && a.outlet == b.outlet { // an outlet's titles follow its templates
		f[fSameOutlet], f[fSameOutletHeadline], f[fSameOutletAmounts] = 1, f[fHeadline], f[fAmountConflict]
	}
}

// passed measures how many articles came between two; where few come at all, an hour counts as one, or a quiet channel would have
// everything in one story.
func passed(a, b uint32, hours float64) float64 {
	return math.Log1p(math.Max(math.Abs(float64(a)-float64(b)), hours)) / 8
}

// languages repeats what counts otherwise within Chinese and across languages.
func (p *pair) languages(a, b *document) {
	f := &p.x
	han := boolean(a.language == "zh") + boolean(b.language == "zh")
	if han != 1 {
		here, there := stranger(a.of(ofNames), b.of(ofWords))*float64(a.namesLength)/12, stranger(b.of(ofNames), a.of(ofWords))*float64(b.namesLength)/12
		f[fStranger], f[fStrangers] = math.Max(here, there), math.Min(here, there)
		f[fStrangersOutlet] = f[fSameOutlet] * f[fStrangers]
	}
	switch {
	case han == 2:
		f[fChinese] = 1
		f[fChineseHeadline], f[fChineseWords], f[fChineseCover] = f[fHeadline], f[fWords], f[fCoverLow]
		f[fChinesePlace] = f[fPlaceConflict]
		f[fChineseSenses], f[fChineseGist], f[fChineseGistLow] = f[fSenses], f[fGist], f[fGistLow]
	case han == 1:
		f[fHanAcross] = 1
		f[fHanNames], f[fHanConcepts], f[fHanIdeas], f[fHanAmount], f[fHanRarest] = f[fNames], f[fConcepts], f[fIdeas], f[fAmountShared]+f[fAmountBelow], f[fRarest]
		f[fHanSpoken], f[fHanSpokenRarest], f[fHanModel], f[fHanResults] = f[fSpoken], f[fSpokenRarest], f[fModelShared], f[fResults]
		f[fHanPlace] = f[fPlaceShared]
		f[fHanSenses], f[fHanGist], f[fHanGistLow], f[fHanGistRarest] = f[fSenses], f[fGist], f[fGistLow], f[fGistRarest]
	case a.language != b.language:
		f[fLatinAcross] = 1
		f[fLatinGrams], f[fLatinNames], f[fLatinConcepts], f[fLatinWords] = f[fGrams], f[fNames], f[fConcepts], f[fWords]
		f[fLatinIdeas], f[fLatinSpoken], f[fLatinPlace] = f[fIdeas], f[fSpoken], f[fPlaceShared]
		f[fLatinSenses], f[fLatinGist], f[fLatinGistLow], f[fLatinGistRarest] = f[fSenses], f[fGist], f[fGistLow], f[fGistRarest]
	}
}

// ungrounded reports whether two documents in two languages have too little in common: nobody, or somebody of whom they say nothing
// alike.
func (p *pair) ungrounded(a, b *document) bool {
	f := &p.x
	if a.language == b.language || f[fModelShared]+f[fAmountShared]+f[fAmountBelow] > 0 || f[fWords] >= 0.2 || f[fNames] >= 0.3 || f[fSpoken] >= 0.3 {
		return false
	}
	if f[fPlaceShared] > 0 && f[fConcepts] >= 0.3 {
		return false
	}
	return f[fActorShared]+f[fActorBelow] == 0 || f[fEventShared] == 0 && f[fConcepts] < 0.3 && f[fSpokenRarest] < 0.5
}

func boolean(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// logit is the log-odds that two documents tell the same event.
func (p *pair) logit(m *model) float64 {
	sum := 0.0
	for i, w := range &m.weights[p.regime()] {
		sum += w * p.x[i]
	}
	if p.hard {
		return math.Min(sum, vetoed)
	}
	return sum
}

// regime is 0 for a pair of which a title names whom we watch, else 1.
func (p *pair) regime() int { return int(p.x[fNoActor]) }
