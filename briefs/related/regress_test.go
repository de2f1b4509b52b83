package related

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"briefbot/briefs"
)

func sqrt(x float64) float64 { return math.Sqrt(x) }

func sortByTime(all []briefs.Article) {
	slices.SortStableFunc(all, func(a, b briefs.Article) int { return a.Published.Compare(b.Published) })
}

// regress fits a logistic regression with a ridge on features scaled alike, by Newton's method; it is exact and repeatable.
func regress(examples []example, ridge float64) [features]float64 {
	return [features]float64(newton(len(examples), features, ridge, func(i int) ([]float64, bool, float64) {
		return examples[i].x[:], examples[i].same, examples[i].count
	}))
}

// regressStories is regress for the second stage.
func regressStories(examples []storyExample, ridge float64) [storyFeatures]float64 {
	return [storyFeatures]float64(newton(len(examples), storyFeatures, ridge, func(i int) ([]float64, bool, float64) {
		return examples[i].x[:], examples[i].same, examples[i].count
	}))
}

// newton fits the weights of n examples; the first feature is the bias and is not held back.
func newton(n, size int, ridge float64, example func(i int) (x []float64, same bool, count float64)) []float64 {
	w, scale := make([]float64, size), make([]float64, size)
	total := 0.0
	for i := range n {
		x, _, count := example(i)
		total += count
		for k, v := range x {
			scale[k] += count * v * v
		}
	}
	for k := range scale {
		scale[k] = math.Sqrt(scale[k]/total) + 1e-3
	}
	for range 12 {
		gradient, hessian := make([]float64, size), make([][]float64, size)
		for k := range hessian {
			hessian[k] = make([]float64, size)
		}
		for i := range n {
			x, same, count := example(i)
			var z float64
			for k, v := range x {
				z += w[k] * v
			}
			p := 1 / (1 + math.Exp(-z))
			miss, curve := count*(p-boolean(same)), count*math.Max(p*(1-p), 1e-6)
			for k, v := range x {
				if v == 0 {
					continue
				}
				gradient[k] += miss * v
				for j := 0; j <= k; j++ {
					hessian[k][j] += curve * v * x[j]
				}
			}
		}
		for k := range w {
			if k != 0 {
				gradient[k] += ridge * scale[k] * scale[k] * w[k]
				hessian[k][k] += ridge * scale[k] * scale[k]
			}
			hessian[k][k] += 1e-6
		}
		step := solve(hessian, gradient)
		for k := range w {
			w[k] -= step[k]
		}
	}
	return w
}

// solve solves a symmetric positive system, given its lower half, by Cholesky's method.
func solve(a [][]float64, b []float64) []float64 {
	for i := range b {
		for j := 0; j <= i; j++ {
			sum := a[i][j]
			for k := range j {
				sum -= a[i][k] * a[j][k]
			}
			if i == j {
				a[i][i] = math.Sqrt(math.Max(sum, 1e-12))
			} else {
				a[i][j] = sum / a[j][j]
			}
		}
	}
	for i := range b {
		for k := range i {
			b[i] -= a[i][k] * b[k]
		}
		b[i] /= a[i][i]
	}
	for i := len(b) - 1; i >= 0; i-- {
		for k := i + 1; k < len(b); k++ {
			b[i] -= a[k][i] * b[k]
		}
		b[i] /= a[i][i]
	}
	return b
}

// literal prints weights as Go.
func literal(w []float64, prefix string, names []string) string {
	var b strings.Builder
	for i, name := range names {
		fmt.Fprintf(&b, "\t%s%s: %.2f,\n", prefix, name, w[i])
	}
	return b.String()
}

// storyFeatureNames are the names of the second stage's features, in their order, without the s.
var storyFeatureNames = strings.Fields(`Bias Top Near Mean Size Alone Words Headline Grams Concepts Cover Conflicts NewLanguage SinceLast
	SinceFirst Passed NoActor NoActorSince NoActorWords NoActorHeadline NoActorSize Chinese ChineseWords ChineseHeadline ChineseCover TextWords`)

// featureNames are the names of the features, in their order, without the f.
var featureNames = strings.Fields(`Bias Words Headline Grams Names Jaccard CoverLow CoverHigh Rarest Stranger Bare BareWords
	Concepts Ideas ActorShared ActorBelow ActorConflict ActorExtra NoActor NamedShared ModelShared ModelOneSide AmountShared AmountActor
	AmountConflict QuarterConflict SubjectShared SubjectConflict QuotedShared QuotedConflict EventShared EventConflict ActorEvent Gap Day Week Passed GapWords GapRarest GapNoActor PassedNoActor WordsNoActor HeadlineNoActor CoverNoActor SameOutlet SameOutletHeadline SameOutletAmounts
	Chinese ChineseHeadline ChineseWords ChineseCover LatinAcross LatinGrams LatinNames LatinConcepts LatinWords HanAcross HanNames
	HanConcepts HanIdeas HanAmount HanRarest`)

// Random data of known weights: what regress finds is near them.
func TestRegress(t *testing.T) {
	if len(featureNames) != features || len(storyFeatureNames) != storyFeatures {
		t.Fatalf("%d names for %d features", len(featureNames), features)
	}
	var examples []example
	for i := range 4000 {
		x := example{count: 1}
		x.x[fBias], x.x[fWords], x.x[fGap] = 1, float64(i%101)/100, float64(i%37)/37
		z := -1 + 3*x.x[fWords] - 2*x.x[fGap]
		x.same = 1/(1+math.Exp(-z)) > float64((i*7919)%1000)/1000
		examples = append(examples, x)
	}
	w := regress(examples, 0.01)
	for k, want := range map[int]float64{fBias: -1, fWords: 3, fGap: -2} {
		if math.Abs(w[k]-want) > 0.4 {
			t.Errorf("weight %s is %.2f, want about %.2f", featureNames[k], w[k], want)
		}
	}
}
