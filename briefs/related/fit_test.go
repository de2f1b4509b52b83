package related

import (
	"flag"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"briefbot/briefs/lexicon/lexicontest"
)

var (
	fit     = flag.String("fit", "", "fit the weights to the labelled articles and write them as Go to this file")
	heldOut = flag.Bool("heldout", false, "measure what weights make of stories that they were not fitted to")
)

// The ridges hold weights near zero where the labels say little, and those of a regime near those of all.
const (
	pairRidge   = 10.0
	storyRidge  = 3.0
	regimeRidge = 10.0
	pairsWeight = 1500 // of a public set's pairs in the first stage, times the set's weight
	rounds      = 3    // of grouping and fitting anew; in the last the model groups by itself
	ownWeight   = 0.1  // of what it is taught in that one. By its own groupings alone it would learn from stories in pieces, and make more
)

// shifts are the thresholds that are tried: those in force, and others around them.
var shifts = [][thresholds]float64{
	around(0), around(-0.8), around(-0.4), around(0.4),
}

// around returns thresholds that are higher by so much than those in force.
func around(more float64) (out [thresholds]float64) {
	for i, shift := range measured.shift {
		out[i] = shift + more
	}
	return out
}

// TestFit derives the weights from the labels: go test -run Fit -fit weights.txt -timeout 1h -v ./briefs/related.
func TestFit(t *testing.T) {
	if *fit == "" {
		t.Skip("only with -fit")
	}
	sets := rehearsals(t, lexicontest.Compiled(t))
	all := func(string) bool { return true }
	m := train(sets, func(example) bool { return true })
	if err := os.WriteFile(*fit, []byte(literal(m)), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, shift := range shifts {
		m.shift = shift
		for _, s := range sets {
			t.Logf("%.1f %s: %s", shift, s.name, s.report(t, s.replay(m, nil), all))
		}
	}
}

// TestHeldOut fits to half of the stories and measures with the others, and the other way round: go test -run HeldOut -heldout
// -timeout 1h -v ./briefs/related. Pairs that were read are dealt into the halves as well. Vocabulary and features are the same throughout, so what
// was learnt by reading the given headlines is not held out.
func TestHeldOut(t *testing.T) {
	if !*heldOut {
		t.Skip("only with -heldout")
	}
	sets := rehearsals(t, lexicontest.Compiled(t))
	const folds = 2
	total := make([]result, len(shifts))
	for k := range folds {
		held := func(story string) bool { return story != "" && foldOf(story, folds) == k }
		m := train(sets, func(x example) bool { return !held(x.stories[0]) && !held(x.stories[1]) && !held(x.read) })
		for i, shift := range shifts {
			m.shift = shift
			for _, s := range sets {
				stories := s.replay(m, nil)
				t.Logf("without fold %d, %.1f %s: %s", k, shift, s.name, s.report(t, stories, held))
				if s.apart != nil {
					total[i].add(s.result(t, stories, held))
				}
			}
		}
	}
	for i, shift := range shifts {
		t.Logf("held out by story, %.1f: %v", shift, total[i])
	}
}

// train fits both stages to the examples that may be used.
func train(sets []*rehearsal, use func(example) bool) *model {
	var first []example
	for _, s := range sets {
		some := slices.DeleteFunc(s.pairs(), func(x example) bool { return !use(x) })
		if s.apart == nil {
			scaleTo(some, pairsWeight*s.weight, func(x *example) *float64 { return &x.count })
		}
		first = append(first, some...)
	}
	m := &model{least: math.Inf(-1)} // groups at first by the nearest member alone; what is hopeless teaches as well
	for regime := range m.belong {
		m.belong[regime][sTop] = 1
	}
	var fitting sync.WaitGroup
	for regime := range m.weights {
		fitting.Go(func() {
			m.weights[regime] = regress(slices.DeleteFunc(slices.Clone(first), func(x example) bool { return int(x.x[fNoActor]) != regime }), pairRidge)
		})
	}
	fitting.Wait()
	var second []storyExample
	for round := range rounds {
		led := round < rounds-1
		if led {
			second = nil
		}
		found := make([][]storyExample, len(sets))
		var working sync.WaitGroup
		for i, s := range sets {
			working.Go(func() { found[i] = s.stories(m, led, use) })
		}
		working.Wait()
		own := 0.0
		for _, x := range found[0] {
			own += x.count
		}
		for i, some := range found {
			if i > 0 {
				scaleTo(some, own*sets[i].weight, func(x *storyExample) *float64 { return &x.count })
			}
			if !led {
				scaleTo(some, ownWeight*weightOf(some), func(x *storyExample) *float64 { return &x.count })
			}
			second = append(second, some...)
		}
		m.belong = regressStories(second, storyRidge, regimeRidge)
		alike := slices.Clone(second) // what dense streams teach holds for the others too, who teach little; not the other way round
		for i := range alike {
			if alike[i].regime >= denseRegimes {
				alike[i].regime -= 2
			}
		}
		sparse := regressStories(alike, storyRidge, regimeRidge)
		copy(m.belong[:denseRegimes], sparse[:])
	}
	return m
}

func weightOf(all []storyExample) float64 {
	sum := 0.0
	for i := range all {
		sum += all[i].count
	}
	return sum
}

// scaleTo makes the counts of examples add up to a total.
func scaleTo[T any](all []T, total float64, count func(*T) *float64) {
	sum := 1e-9
	for i := range all {
		sum += *count(&all[i])
	}
	for i := range all {
		*count(&all[i]) *= total / sum
	}
}

// literal prints the weights as they stand in weights.go.
func literal(m *model) string {
	var b strings.Builder
	b.WriteString("var weights = [2][features]float64{\n")
	for _, w := range m.weights {
		b.WriteString("\t{\n" + row(w[:], "f", featureNames) + "\t},\n")
	}
	b.WriteString("}\n\nvar storyWeights = [regimes][storyFeatures]float64{\n")
	for _, w := range m.belong {
		b.WriteString("\t{\n" + row(w[:sOwn], "s", storyFeatureNames) + "\t\t// of the nearest member\n" + row(w[sOwn+1:], "sOwn + f", featureNames[1:]) + "\t},\n")
	}
	return b.String() + "}\n"
}

func row(w []float64, prefix string, names []string) string {
	var out, line strings.Builder
	for i, v := range w {
		cell := fmt.Sprintf(" %s%s: %.2f,", prefix, names[i], v)
		if line.Len()+len(cell) > 130 {
			out.WriteString("\t\t" + line.String()[1:] + "\n")
			line.Reset()
		}
		line.WriteString(cell)
	}
	return out.String() + "\t\t" + line.String()[1:] + "\n"
}
