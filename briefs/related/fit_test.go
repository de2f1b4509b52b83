package related

import (
	"flag"
	"testing"

	"briefbot/briefs/lexicon/lexicontest"
)

var fit = flag.Bool("fit", false, "fit the weights to the labelled articles and print them")

// ridge holds the weights near zero where the labels say little.
const (
	ridge      = 10.0
	storyRidge = 3.0
)

// TestFit derives the weights from the labels, printed as Go: go test -run Fit -fit -v ./briefs/related.
func TestFit(t *testing.T) {
	if !*fit {
		t.Skip("only with -fit")
	}
	own, public := examplesOf(t)
	t.Logf("%d examples of the field, %d of the public sets", len(own), len(public))
	m := train(lexicontest.Compiled(t), append(own, public...), corpora(t), func(example) bool { return true })
	t.Logf("\n%s\n%s", literal(m.weights[:], "f", featureNames), literal(m.belong[:], "s", storyFeatureNames))
}
