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
	fBias: -3.00, fWords: 3.06, fHeadline: 1.90, fGrams: 0.43, fConcepts: 0.87, fIdeas: 0.28,
	fJaccard: 0.89, fActorShared: 0.82, fActorConflict: -3.43, fModelShared: 0.06, fModelConflict: -0.98, fAmountShared: 2.26,
	fAmountConflict: 1.13, fQuarterConflict: 1.25, fGap: -2.88, fGapSquared: -3.16, fSameOutlet: -1.38, fAcross: -0.19,
	fAcrossConcepts: 0.99, fAcrossIdeas: -0.02, fAcrossWords: -0.66, fChineseHeadline: -0.65, fChineseWords: -0.49, fEventShared: -0.08,
	fEventConflict: -0.17, fRarest: 1.25, fActorEvent: 1.54, fNamedShared: 0.50, fNoActor: -1.17, fVariantConflict: -0.53,
	fModelOneSide: -0.85, fAmountActor: 0.79,
}
