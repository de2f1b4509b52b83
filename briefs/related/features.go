package related

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
	fAmountBelow
	fPercentShared
	fAmountConflict
	fQuarterConflict
	fSubjectShared
	fSubjectConflict
	fQuotedShared
	fQuotedConflict
	fEventShared
	fEventConflict
	fActorEvent
	fModelExtra
	fAdoptOne
	fReviewOne
	fResults
	fResultsOne
	fFunding
	fStocksOne
	fReleaseModel
	fPlaceShared
	fPlaceConflict
	fSpoken
	fSpokenRarest
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
	fLatinIdeas
	fLatinSpoken
	fLatinPlace
	fHanAcross
	fHanNames
	fHanConcepts
	fHanIdeas
	fHanAmount
	fHanRarest
	fHanSpoken
	fHanSpokenRarest
	fHanModel
	fHanResults
	fHanPlace
	features
)
