package related

// model is what decides whether an article joins a story.
type model struct {
	weights [features]float64
	joinAt  float64 // log-odds above which an article joins
	best    float64 // share of the nearest member in a story's score; the rest is the mean over all members
}

// measured is the model in use.
var measured = model{weights: weights, joinAt: -0.4, best: 0.7}

// weights are those of a logistic regression over pairs of labelled articles; TestFit prints them anew.
var weights = [features]float64{
	fBias: -3.24, fWords: 4.12, fHeadline: 2.26, fGrams: 0.93, fConcepts: 1.00, fIdeas: 0.76,
	fJaccard: -0.57, fActorShared: 0.63, fActorConflict: -1.87, fModelShared: -0.20, fModelConflict: -0.93, fAmountShared: 2.61,
	fAmountConflict: 0.93, fQuarterConflict: 0.94, fGap: -2.66, fGapSquared: -3.60, fSameOutlet: -1.33, fAcross: 0.08,
	fAcrossConcepts: 1.17, fAcrossIdeas: 0.04, fAcrossWords: 0.59, fChineseHeadline: -0.55, fChineseWords: -0.06, fEventShared: 0.42,
	fEventConflict: -0.14, fRarest: 1.73, fActorEvent: 0.90, fNamedShared: 0.11, fNoActor: 0.38, fVariantConflict: -0.56,
	fModelOneSide: -0.89, fAmountActor: 0.30, fActorBelow: 0.08,
}
