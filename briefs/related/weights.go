package related

// model is what decides whether an article joins a story.
type model struct {
	weights [features]float64      // of a pair of articles
	belong  [storyFeatures]float64 // of an article and a story
	joinAt  float64                // log-odds above which an article joins
}

// measured is the model in use.
var measured = model{weights: weights, belong: storyWeights, joinAt: -1.2}

// storyWeights are those of a logistic regression over labelled articles and the stories open when they came.
var storyWeights = [storyFeatures]float64{
	sBias: 0.49, sTop: 0.89, sNear: 0.00, sMean: 0.88, sSize: -0.09, sAlone: -0.45,
	sWords: 3.00, sHeadline: 0.08, sGrams: 0.13, sConcepts: 0.72, sCover: -0.81, sConflicts: 1.60,
	sNewLanguage: 0.02, sSinceLast: -0.12, sSinceFirst: 0.42, sPassed: -1.55, sNoActor: -0.65, sNoActorSince: 0.44,
	sNoActorWords: 0.43, sNoActorHeadline: 1.19, sNoActorSize: 0.34, sChinese: -0.51, sChineseWords: 2.80, sChineseHeadline: -1.80,
	sChineseCover: 0.71, sTextWords: -2.42,
}

// weights are those of a logistic regression over pairs of labelled articles; TestFit prints them anew.
var weights = [features]float64{
	fBias: -6.04, fWords: 2.05, fHeadline: 6.50, fGrams: -1.02, fNames: 0.72, fJaccard: -0.45,
	fCoverLow: -2.80, fCoverHigh: 1.08, fRarest: 2.91, fStranger: -1.72, fBare: 0.12, fBareWords: -0.28,
	fConcepts: 1.14, fIdeas: -0.93, fActorShared: 0.39, fActorBelow: -0.58, fActorConflict: 0.00, fActorExtra: -0.53,
	fNoActor: 0.24, fNamedShared: 0.31, fModelShared: 0.45, fModelOneSide: -0.74, fAmountShared: 1.28, fAmountActor: -0.87,
	fAmountConflict: 0.70, fQuarterConflict: 1.74, fSubjectShared: -0.97, fSubjectConflict: 0.19, fQuotedShared: 1.92, fQuotedConflict: 0.19,
	fEventShared: 0.20, fEventConflict: -0.12, fActorEvent: 1.21, fGap: -0.26, fDay: 1.52, fWeek: 1.98,
	fPassed: -2.27, fGapWords: -0.12, fGapRarest: -0.43, fGapNoActor: 2.44, fPassedNoActor: -1.57, fWordsNoActor: 2.87,
	fHeadlineNoActor: 0.66, fCoverNoActor: 0.11, fSameOutlet: -1.17, fSameOutletHeadline: -6.98, fSameOutletAmounts: -2.43, fChinese: 0.01,
	fChineseHeadline: -6.41, fChineseWords: 4.87, fChineseCover: 8.74, fLatinAcross: 2.08, fLatinGrams: 3.31, fLatinNames: -5.26,
	fLatinConcepts: -1.36, fLatinWords: 7.41, fHanAcross: 0.69, fHanNames: -0.11, fHanConcepts: 2.29, fHanIdeas: -0.47,
	fHanAmount: 0.86, fHanRarest: -2.06,
}
