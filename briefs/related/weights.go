package related

// model is what decides whether an article joins a story.
type model struct {
	weights [features]float64
	joinAt  float64 // log-odds above which an article joins
	best    float64 // share of the nearest member in a story's score; the rest is the mean over all members
}

// measured is the model in use.
var measured = model{weights: weights, joinAt: 0, best: 0.5}

// weights are those of a logistic regression over pairs of labelled articles; TestFit prints them anew.
var weights = [features]float64{
	fBias: -3.11, fWords: 4.42, fHeadline: 2.28, fGrams: 1.42, fConcepts: 0.70, fIdeas: 0.37,
	fJaccard: -1.21, fActorShared: 0.61, fActorConflict: -1.25, fModelShared: 0.06, fModelConflict: -1.30, fAmountShared: 3.08,
	fAmountConflict: 1.09, fQuarterConflict: 0.78, fGap: -2.52, fGapSquared: -3.94, fSameOutlet: -1.31, fAcross: 0.46,
	fAcrossConcepts: 0.81, fAcrossIdeas: -0.32, fAcrossWords: 0.73, fChineseHeadline: -1.16, fChineseWords: -0.22, fEventShared: 0.12,
	fEventConflict: -0.64, fRarest: 2.50, fActorEvent: 1.21, fNamedShared: 0.20, fNoActor: -0.30, fVariantConflict: -0.68,
	fModelOneSide: -1.05, fAmountActor: 0.23,
}
