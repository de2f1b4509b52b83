package related

import (
	"math"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
)

// Contrast says what sets articles apart, for sorting errors of the grouping.
type Contrast struct{ engine *Engine }

// NewContrast returns a Contrast by a vocabulary.
func NewContrast(l *lexicon.Lexicon) Contrast { return Contrast{New(l, Options{})} }

// Between says in a few words what speaks most against two articles telling one event, as a comparison sees it. It is in English and
// not for channels.
func (c Contrast) Between(a, b briefs.Article) string {
	x, y := c.engine.read(a), c.engine.read(b)
	p := compare(x, y)
	f := &p.x
	_, version, variant := compareModels(x.signs.of(signModels), y.signs.of(signModels))
	switch {
	case x.roundUp || y.roundUp:
		return "a round-up"
	case version+variant > 0:
		return "another version of a model"
	case f[fActorConflict] > 0:
		return "another actor"
	case p.hard:
		return "other languages and nothing named in common"
	case f[fAdoptOne] > 0:
		return "one is about who adopts it"
	case f[fReviewOne] > 0:
		return "one is a test or review"
	case f[fStocksOne] > 0:
		return "one is about the stock market"
	case math.Abs(x.hours-y.hours) > 72:
		return "more than three days between"
	case x.language != y.language:
		return "two languages, other words"
	case f[fAmountConflict]+f[fQuarterConflict] > 0:
		return "other amounts"
	case f[fActorShared]+f[fModelShared] == 0:
		return "no name in common"
	case f[fHeadline] < 0.15:
		return "the same names, other words"
	}
	return "the same names and words"
}
