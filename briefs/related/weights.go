package related

// model is what decides whether an article joins a story.
type model struct {
	weights [2][features]float64            // of a pair of articles, by its regime
	belong  [regimes][storyFeatures]float64 // of an article and a story, by the article's regime
	shift   [regimes]float64                // log-odds above which an article of the regime joins
}

// measured is the model in use.
var measured = model{weights: weights, belong: storyWeights, shift: [regimes]float64{-0.13, -0.35, 0.4, 0.4}}

// weights are those of a logistic regression over pairs of labelled articles and of read ones: of pairs that name whom we watch,
// and of others. TestFit prints them anew.
var weights = [2][features]float64{
	{
		fBias: -7.78, fWords: 4.37, fHeadline: -1.44, fGrams: -0.49, fNames: 0.25, fJaccard: -4.02, fCoverLow: 3.98, fCoverHigh: 2.48,
		fRarest: 1.08, fStranger: -0.36, fBare: -0.01, fBareWords: 1.66, fConcepts: 1.11, fIdeas: -0.06, fActorShared: 0.22,
		fActorBelow: 0.11, fActorConflict: 0.00, fActorExtra: -0.26, fNoActor: 0.00, fNamedShared: 0.42, fModelShared: 0.90,
		fModelOneSide: -0.52, fAmountShared: 1.41, fAmountActor: -1.09, fAmountBelow: 1.05, fPercentShared: -3.70, fAmountConflict: 1.11,
		fQuarterConflict: 1.26, fSubjectShared: 1.58, fSubjectConflict: 0.60, fQuotedShared: 0.30, fQuotedConflict: 0.37,
		fEventShared: 0.64, fEventConflict: -0.50, fActorEvent: 0.49, fModelExtra: 0.41, fAdoptOne: -0.67, fReviewOne: 0.83,
		fResults: 1.28, fResultsOne: 0.04, fFunding: 0.08, fStocksOne: -0.02, fReleaseModel: -0.35, fSpoken: 1.47, fSpokenRarest: -0.21,
		fGap: -0.37, fDay: 1.57, fWeek: 3.14, fPassed: -1.07, fGapWords: -2.07, fGapRarest: 1.18, fGapNoActor: 0.00,
		fPassedNoActor: 0.00, fWordsNoActor: 0.00, fHeadlineNoActor: 0.00, fCoverNoActor: 0.00, fSameOutlet: 0.11,
		fSameOutletHeadline: -7.21, fSameOutletAmounts: -3.34, fChinese: -0.76, fChineseHeadline: 1.10, fChineseWords: -3.11,
		fChineseCover: 5.96, fLatinAcross: 2.39, fLatinGrams: 7.73, fLatinNames: -4.65, fLatinConcepts: -2.58, fLatinWords: -2.19,
		fHanAcross: 1.19, fHanNames: 0.62, fHanConcepts: 2.03, fHanIdeas: -0.34, fHanAmount: 1.08, fHanRarest: 0.33, fHanSpoken: -1.59,
		fHanSpokenRarest: -0.40, fHanModel: -1.10, fHanResults: 0.55,
	},
	{
		fBias: -4.01, fWords: 4.50, fHeadline: 0.27, fGrams: -1.33, fNames: -0.04, fJaccard: -1.76, fCoverLow: 0.98, fCoverHigh: 1.14,
		fRarest: 2.02, fStranger: -1.62, fBare: -0.50, fBareWords: 0.93, fConcepts: 1.84, fIdeas: -0.33, fActorShared: 0.00,
		fActorBelow: 0.00, fActorConflict: 0.00, fActorExtra: 0.00, fNoActor: -0.00, fNamedShared: 0.00, fModelShared: 1.53,
		fModelOneSide: -0.20, fAmountShared: 0.35, fAmountActor: 0.00, fAmountBelow: 3.24, fPercentShared: 1.54, fAmountConflict: -0.22,
		fQuarterConflict: -1.38, fSubjectShared: -1.37, fSubjectConflict: 0.23, fQuotedShared: 2.62, fQuotedConflict: 0.78,
		fEventShared: 0.06, fEventConflict: 0.08, fActorEvent: 0.00, fModelExtra: -2.85, fAdoptOne: -2.60, fReviewOne: -0.57,
		fResults: 0.00, fResultsOne: -0.92, fFunding: 0.00, fStocksOne: -0.06, fReleaseModel: 1.34, fSpoken: 1.01, fSpokenRarest: -0.25,
		fGap: -0.05, fDay: 0.67, fWeek: 0.56, fPassed: -1.44, fGapWords: -4.08, fGapRarest: 0.47, fGapNoActor: -0.05,
		fPassedNoActor: -1.44, fWordsNoActor: 4.50, fHeadlineNoActor: 0.27, fCoverNoActor: 0.98, fSameOutlet: -2.52,
		fSameOutletHeadline: -4.58, fSameOutletAmounts: -1.95, fChinese: 1.17, fChineseHeadline: 2.26, fChineseWords: 3.32,
		fChineseCover: 5.05, fLatinAcross: 1.78, fLatinGrams: -1.69, fLatinNames: -2.60, fLatinConcepts: 0.45, fLatinWords: 1.40,
		fHanAcross: 1.15, fHanNames: -1.09, fHanConcepts: 0.18, fHanIdeas: 0.15, fHanAmount: 1.68, fHanRarest: 2.30, fHanSpoken: 1.93,
		fHanSpokenRarest: -1.75, fHanModel: -4.05, fHanResults: 0.00,
	},
}

// storyWeights are those of a logistic regression over labelled articles and the stories that stood when they came, as the
// engine itself had grouped them.
var storyWeights = [regimes][storyFeatures]float64{
	{
		sBias: -6.54, sTop: 0.64, sNear: 0.58, sSize: -0.40, sAlone: -0.00, sFound: 1.11, sWords: 4.46, sHeadline: -2.22, sGrams: 0.24,
		sConcepts: 0.27, sCover: -0.94, sConflicts: -3.13, sNewLanguage: -0.14, sSinceLast: 0.38, sSinceFirst: -0.31, sPassed: 0.17,
		sDay: 0.69, sWeek: 1.45, sMonth: 0.83, sMaxWords: -0.24, sMaxHeadline: -3.21, sMaxConcepts: 0.55, sSinceWords: -0.11,
		sSinceHeadline: 0.96, sSizeWords: -0.05,
		// of the nearest member
		sOwn + fWords: 0.69, sOwn + fHeadline: 1.43, sOwn + fGrams: -0.93, sOwn + fNames: 0.89, sOwn + fJaccard: -4.73,
		sOwn + fCoverLow: 3.66, sOwn + fCoverHigh: 0.54, sOwn + fRarest: -0.06, sOwn + fStranger: -0.91, sOwn + fBare: -0.15,
		sOwn + fBareWords: 2.27, sOwn + fConcepts: -1.23, sOwn + fIdeas: -0.77, sOwn + fActorShared: 1.01, sOwn + fActorBelow: 0.66,
		sOwn + fActorConflict: 0.00, sOwn + fActorExtra: -0.52, sOwn + fNoActor: 0.57, sOwn + fNamedShared: 0.57,
		sOwn + fModelShared: -0.17, sOwn + fModelOneSide: -0.21, sOwn + fAmountShared: 3.20, sOwn + fAmountActor: -0.56,
		sOwn + fAmountBelow: 1.40, sOwn + fPercentShared: -0.53, sOwn + fAmountConflict: 1.01, sOwn + fQuarterConflict: -0.21,
		sOwn + fSubjectShared: -2.63, sOwn + fSubjectConflict: 0.68, sOwn + fQuotedShared: 3.38, sOwn + fQuotedConflict: 1.84,
		sOwn + fEventShared: 0.55, sOwn + fEventConflict: -0.09, sOwn + fActorEvent: -0.12, sOwn + fModelExtra: -2.75,
		sOwn + fAdoptOne: -2.36, sOwn + fReviewOne: -1.53, sOwn + fResults: -0.15, sOwn + fResultsOne: -1.95, sOwn + fFunding: 0.46,
		sOwn + fStocksOne: 0.32, sOwn + fReleaseModel: 2.78, sOwn + fSpoken: -0.55, sOwn + fSpokenRarest: -0.50, sOwn + fGap: 0.40,
		sOwn + fDay: 0.97, sOwn + fWeek: 1.65, sOwn + fPassed: 1.10, sOwn + fGapWords: 0.72, sOwn + fGapRarest: 1.10,
		sOwn + fGapNoActor: 0.81, sOwn + fPassedNoActor: 0.45, sOwn + fWordsNoActor: 1.81, sOwn + fHeadlineNoActor: -3.34,
		sOwn + fCoverNoActor: -0.98, sOwn + fSameOutlet: -1.65, sOwn + fSameOutletHeadline: -0.35, sOwn + fSameOutletAmounts: -1.85,
		sOwn + fChinese: -0.11, sOwn + fChineseHeadline: -4.39, sOwn + fChineseWords: -1.97, sOwn + fChineseCover: 6.21,
		sOwn + fLatinAcross: -0.70, sOwn + fLatinGrams: 8.06, sOwn + fLatinNames: -1.18, sOwn + fLatinConcepts: 1.60,
		sOwn + fLatinWords: -7.18, sOwn + fHanAcross: -1.83, sOwn + fHanNames: 0.87, sOwn + fHanConcepts: 0.68, sOwn + fHanIdeas: 0.04,
		sOwn + fHanAmount: 1.63, sOwn + fHanRarest: -1.44, sOwn + fHanSpoken: 0.33, sOwn + fHanSpokenRarest: 2.90,
		sOwn + fHanModel: -1.91, sOwn + fHanResults: -0.30,
	},
	{
		sBias: -6.54, sTop: 0.67, sNear: 0.08, sSize: -0.37, sAlone: 0.12, sFound: 1.22, sWords: 1.97, sHeadline: -0.53, sGrams: 1.22,
		sConcepts: 1.40, sCover: 1.57, sConflicts: 1.55, sNewLanguage: 1.04, sSinceLast: 0.84, sSinceFirst: -0.13, sPassed: -1.26,
		sDay: 0.07, sWeek: 1.33, sMonth: 0.78, sMaxWords: -1.72, sMaxHeadline: -0.00, sMaxConcepts: 1.79, sSinceWords: -1.49,
		sSinceHeadline: 1.58, sSizeWords: -0.98,
		// of the nearest member
		sOwn + fWords: -1.54, sOwn + fHeadline: 2.72, sOwn + fGrams: -0.02, sOwn + fNames: -1.53, sOwn + fJaccard: -6.00,
		sOwn + fCoverLow: 2.75, sOwn + fCoverHigh: 1.87, sOwn + fRarest: 0.79, sOwn + fStranger: -0.98, sOwn + fBare: -0.04,
		sOwn + fBareWords: -0.01, sOwn + fConcepts: -0.52, sOwn + fIdeas: -0.92, sOwn + fActorShared: -0.38, sOwn + fActorBelow: -0.01,
		sOwn + fActorConflict: 0.00, sOwn + fActorExtra: -0.29, sOwn + fNoActor: 0.57, sOwn + fNamedShared: -0.05,
		sOwn + fModelShared: 0.24, sOwn + fModelOneSide: -0.76, sOwn + fAmountShared: 1.56, sOwn + fAmountActor: -1.89,
		sOwn + fAmountBelow: 0.89, sOwn + fPercentShared: -0.06, sOwn + fAmountConflict: 0.86, sOwn + fQuarterConflict: 1.41,
		sOwn + fSubjectShared: 1.15, sOwn + fSubjectConflict: 0.34, sOwn + fQuotedShared: 2.74, sOwn + fQuotedConflict: 0.24,
		sOwn + fEventShared: 0.24, sOwn + fEventConflict: 0.05, sOwn + fActorEvent: 0.41, sOwn + fModelExtra: 2.19,
		sOwn + fAdoptOne: -0.15, sOwn + fReviewOne: 0.11, sOwn + fResults: -0.78, sOwn + fResultsOne: -0.04, sOwn + fFunding: -0.74,
		sOwn + fStocksOne: 0.35, sOwn + fReleaseModel: -0.36, sOwn + fSpoken: -0.43, sOwn + fSpokenRarest: -0.16, sOwn + fGap: 0.81,
		sOwn + fDay: 0.26, sOwn + fWeek: 1.53, sOwn + fPassed: -0.41, sOwn + fGapWords: -1.98, sOwn + fGapRarest: 1.76,
		sOwn + fGapNoActor: 0.81, sOwn + fPassedNoActor: 0.45, sOwn + fWordsNoActor: 1.81, sOwn + fHeadlineNoActor: -3.34,
		sOwn + fCoverNoActor: -0.98, sOwn + fSameOutlet: 0.48, sOwn + fSameOutletHeadline: -4.68, sOwn + fSameOutletAmounts: -2.00,
		sOwn + fChinese: -0.42, sOwn + fChineseHeadline: -3.56, sOwn + fChineseWords: -2.77, sOwn + fChineseCover: 8.57,
		sOwn + fLatinAcross: -0.36, sOwn + fLatinGrams: 3.09, sOwn + fLatinNames: -0.24, sOwn + fLatinConcepts: 0.76,
		sOwn + fLatinWords: -2.06, sOwn + fHanAcross: 0.44, sOwn + fHanNames: -0.95, sOwn + fHanConcepts: 0.64, sOwn + fHanIdeas: -1.07,
		sOwn + fHanAmount: -1.35, sOwn + fHanRarest: -0.34, sOwn + fHanSpoken: 2.67, sOwn + fHanSpokenRarest: -1.91,
		sOwn + fHanModel: 0.82, sOwn + fHanResults: -0.85,
	},
	{
		sBias: -6.78, sTop: 0.58, sNear: 0.26, sSize: -0.01, sAlone: -0.14, sFound: 0.87, sWords: 4.18, sHeadline: -0.63, sGrams: 2.69,
		sConcepts: 0.29, sCover: 0.21, sConflicts: 1.39, sNewLanguage: -0.29, sSinceLast: 0.03, sSinceFirst: -0.97, sPassed: -0.76,
		sDay: 0.59, sWeek: 1.17, sMonth: 0.62, sMaxWords: -1.67, sMaxHeadline: -2.50, sMaxConcepts: 0.89, sSinceWords: 0.01,
		sSinceHeadline: 0.20, sSizeWords: -1.00,
		// of the nearest member
		sOwn + fWords: -0.81, sOwn + fHeadline: 1.29, sOwn + fGrams: 1.69, sOwn + fNames: 1.22, sOwn + fJaccard: -0.33,
		sOwn + fCoverLow: 3.10, sOwn + fCoverHigh: 0.72, sOwn + fRarest: -0.27, sOwn + fStranger: -0.32, sOwn + fBare: 0.93,
		sOwn + fBareWords: -2.02, sOwn + fConcepts: -0.56, sOwn + fIdeas: -0.67, sOwn + fActorShared: 0.27, sOwn + fActorBelow: -2.58,
		sOwn + fActorConflict: 0.00, sOwn + fActorExtra: -0.35, sOwn + fNoActor: 0.59, sOwn + fNamedShared: 0.23,
		sOwn + fModelShared: 0.33, sOwn + fModelOneSide: 0.10, sOwn + fAmountShared: 1.69, sOwn + fAmountActor: -1.07,
		sOwn + fAmountBelow: 1.60, sOwn + fPercentShared: 2.88, sOwn + fAmountConflict: -0.89, sOwn + fQuarterConflict: -0.66,
		sOwn + fSubjectShared: -0.18, sOwn + fSubjectConflict: -0.36, sOwn + fQuotedShared: 1.01, sOwn + fQuotedConflict: 0.63,
		sOwn + fEventShared: -0.21, sOwn + fEventConflict: 0.44, sOwn + fActorEvent: 0.12, sOwn + fModelExtra: -1.64,
		sOwn + fAdoptOne: -3.89, sOwn + fReviewOne: -0.01, sOwn + fResults: -0.40, sOwn + fResultsOne: -0.44, sOwn + fFunding: -0.12,
		sOwn + fStocksOne: 0.58, sOwn + fReleaseModel: 1.70, sOwn + fSpoken: -0.54, sOwn + fSpokenRarest: -0.15, sOwn + fGap: 0.15,
		sOwn + fDay: 0.84, sOwn + fWeek: 1.37, sOwn + fPassed: 0.33, sOwn + fGapWords: 1.51, sOwn + fGapRarest: 0.70,
		sOwn + fGapNoActor: 0.77, sOwn + fPassedNoActor: 1.40, sOwn + fWordsNoActor: 2.01, sOwn + fHeadlineNoActor: -4.00,
		sOwn + fCoverNoActor: -1.91, sOwn + fSameOutlet: -0.75, sOwn + fSameOutletHeadline: 0.02, sOwn + fSameOutletAmounts: -1.95,
		sOwn + fChinese: -0.11, sOwn + fChineseHeadline: -4.39, sOwn + fChineseWords: -1.97, sOwn + fChineseCover: 6.21,
		sOwn + fLatinAcross: -0.11, sOwn + fLatinGrams: -0.96, sOwn + fLatinNames: 0.63, sOwn + fLatinConcepts: 0.15,
		sOwn + fLatinWords: 2.45, sOwn + fHanAcross: -2.03, sOwn + fHanNames: -0.69, sOwn + fHanConcepts: 2.02, sOwn + fHanIdeas: 1.73,
		sOwn + fHanAmount: 0.79, sOwn + fHanRarest: -1.02, sOwn + fHanSpoken: 0.06, sOwn + fHanSpokenRarest: 0.79,
		sOwn + fHanModel: -0.15, sOwn + fHanResults: -0.50,
	},
	{
		sBias: -6.38, sTop: 0.67, sNear: 0.57, sSize: -0.11, sAlone: -0.55, sFound: 1.64, sWords: 5.56, sHeadline: -0.82, sGrams: 1.29,
		sConcepts: 1.02, sCover: 1.55, sConflicts: 0.36, sNewLanguage: 0.33, sSinceLast: 0.89, sSinceFirst: -0.44, sPassed: -1.05,
		sDay: -0.23, sWeek: 0.60, sMonth: 0.84, sMaxWords: -0.65, sMaxHeadline: -2.76, sMaxConcepts: 0.77, sSinceWords: 5.84,
		sSinceHeadline: 4.64, sSizeWords: -2.93,
		// of the nearest member
		sOwn + fWords: -0.27, sOwn + fHeadline: 1.18, sOwn + fGrams: 0.54, sOwn + fNames: -1.36, sOwn + fJaccard: -5.07,
		sOwn + fCoverLow: 2.91, sOwn + fCoverHigh: 2.79, sOwn + fRarest: 2.79, sOwn + fStranger: 0.13, sOwn + fBare: 0.03,
		sOwn + fBareWords: -2.88, sOwn + fConcepts: -0.82, sOwn + fIdeas: -0.29, sOwn + fActorShared: 0.27, sOwn + fActorBelow: 1.55,
		sOwn + fActorConflict: 0.00, sOwn + fActorExtra: -0.35, sOwn + fNoActor: 0.71, sOwn + fNamedShared: 0.23,
		sOwn + fModelShared: -0.88, sOwn + fModelOneSide: 0.68, sOwn + fAmountShared: 1.57, sOwn + fAmountActor: -1.07,
		sOwn + fAmountBelow: 1.58, sOwn + fPercentShared: -4.57, sOwn + fAmountConflict: 0.45, sOwn + fQuarterConflict: -0.42,
		sOwn + fSubjectShared: -0.01, sOwn + fSubjectConflict: 0.07, sOwn + fQuotedShared: -0.36, sOwn + fQuotedConflict: -0.15,
		sOwn + fEventShared: -0.71, sOwn + fEventConflict: -0.29, sOwn + fActorEvent: 0.12, sOwn + fModelExtra: -0.66,
		sOwn + fAdoptOne: 0.65, sOwn + fReviewOne: -1.87, sOwn + fResults: -0.40, sOwn + fResultsOne: -1.08, sOwn + fFunding: -0.12,
		sOwn + fStocksOne: -0.26, sOwn + fReleaseModel: 1.34, sOwn + fSpoken: -0.57, sOwn + fSpokenRarest: 0.68, sOwn + fGap: 0.67,
		sOwn + fDay: 0.89, sOwn + fWeek: 0.94, sOwn + fPassed: -0.38, sOwn + fGapWords: -3.05, sOwn + fGapRarest: 0.31,
		sOwn + fGapNoActor: 1.09, sOwn + fPassedNoActor: -0.36, sOwn + fWordsNoActor: 2.15, sOwn + fHeadlineNoActor: -3.69,
		sOwn + fCoverNoActor: -0.34, sOwn + fSameOutlet: -3.26, sOwn + fSameOutletHeadline: 2.75, sOwn + fSameOutletAmounts: -2.00,
		sOwn + fChinese: 0.18, sOwn + fChineseHeadline: -6.52, sOwn + fChineseWords: -1.78, sOwn + fChineseCover: 5.71,
		sOwn + fLatinAcross: -0.36, sOwn + fLatinGrams: 3.09, sOwn + fLatinNames: -0.24, sOwn + fLatinConcepts: 0.76,
		sOwn + fLatinWords: -2.06, sOwn + fHanAcross: -0.71, sOwn + fHanNames: 0.39, sOwn + fHanConcepts: -2.78, sOwn + fHanIdeas: 3.33,
		sOwn + fHanAmount: -1.26, sOwn + fHanRarest: 0.70, sOwn + fHanSpoken: -0.24, sOwn + fHanSpokenRarest: -0.26,
		sOwn + fHanModel: -0.70, sOwn + fHanResults: -0.50,
	},
}
