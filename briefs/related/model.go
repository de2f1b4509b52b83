package related

import (
	"slices"
	"strings"

	"briefbot/briefs/lexicon"
)

// otherModel reports whether one of two titles names a family of models that the other does not.
func otherModel(a, b []lexicon.Model) bool {
	for range 2 {
		for _, x := range a {
			if !slices.ContainsFunc(b, func(y lexicon.Model) bool { return y.Family == x.Family }) {
				return true
			}
		}
		a, b = b, a
	}
	return false
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
