package related

import (
	"math"
	"strings"
	"sync"
	"testing"
)

// regress fits a logistic regression with a ridge on features scaled alike, by Newton's method; it is exact and repeatable.
func regress(examples []example, ridge float64) [features]float64 {
	return [features]float64(newton(len(examples), features, ridge, func(i int) ([]float64, bool, float64) {
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
	for range 8 {
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

// storyExample is an article and a story with whether it belongs there.
type storyExample struct {
	x      [storyFeatures]float64
	regime int
	same   bool
	count  float64
}

// regressStories fits weights that are shared by all regimes plus what each has of its own, by Newton's method; the two ridges hold
// back the one and the other.
func regressStories(all []storyExample, shared, own float64) [regimes][storyFeatures]float64 {
	const size = storyFeatures * (regimes + 1)
	w, scale := make([]float64, size), storyScale(all)
	last := math.Inf(1)
	for range 15 {
		gradient, curves, loss := slopes(all, w)
		hessian := make([][]float64, size)
		for k := range hessian {
			hessian[k] = make([]float64, size)
		}
		for r, h := range curves {
			at := (r + 1) * storyFeatures
			for k := range storyFeatures {
				for j := range k + 1 {
					v := h[k*storyFeatures+j]
					hessian[k][j] += v
					hessian[at+k][at+j] += v
					hessian[at+k][j] += v
					if j != k {
						hessian[at+j][k] += v
					}
				}
			}
		}
		for k := range size {
			ridge := shared
			if k >= storyFeatures {
				ridge = own
			}
			if k != 0 {
				s := scale[k%storyFeatures]
				gradient[k] += ridge * s * s * w[k]
				hessian[k][k] += ridge * s * s
			}
			hessian[k][k] += 1e-6
		}
		for k, step := range solve(hessian, gradient) {
			w[k] -= step
		}
		if math.Abs(last-loss) < 1e-4*loss {
			break
		}
		last = loss
	}
	var out [regimes][storyFeatures]float64
	for r := range out {
		for k := range out[r] {
			out[r][k] = w[k] + w[(r+1)*storyFeatures+k]
		}
	}
	return out
}

// storyScale is how large the features are.
func storyScale(all []storyExample) [storyFeatures]float64 {
	var scale [storyFeatures]float64
	total := 0.0
	for i := range all {
		total += all[i].count
		for k, v := range all[i].x {
			scale[k] += all[i].count * v * v
		}
	}
	for k := range scale {
		scale[k] = math.Sqrt(scale[k]/total) + 1e-3
	}
	return scale
}

// slopes returns the gradient, each regime's lower half of the Hessian by rows, and the loss.
func slopes(all []storyExample, w []float64) (gradient []float64, curves [regimes][]float64, loss float64) {
	gradient = make([]float64, len(w))
	var working sync.WaitGroup
	var losses [regimes]float64
	for r := range curves {
		curves[r] = make([]float64, storyFeatures*storyFeatures)
		working.Go(func() { losses[r] = slopesOf(all, r, w, gradient[(r+1)*storyFeatures:], curves[r]) })
	}
	working.Wait()
	for r := range curves {
		loss += losses[r]
		for k := range storyFeatures {
			gradient[k] += gradient[(r+1)*storyFeatures+k]
		}
	}
	return gradient, curves, loss
}

// slopesOf adds up one regime's part of the gradient and its curves, and returns its part of the loss.
func slopesOf(all []storyExample, regime int, w, gradient, curves []float64) float64 {
	own, loss := w[(regime+1)*storyFeatures:], 0.0
	used := make([]int, 0, storyFeatures)
	for i := range all {
		x := &all[i]
		if x.regime != regime {
			continue
		}
		z := 0.0
		used = used[:0]
		for k, v := range x.x {
			if v != 0 {
				z += v * (w[k] + own[k])
				used = append(used, k)
			}
		}
		p := 1 / (1 + math.Exp(-z))
		loss -= x.count * math.Log(math.Abs(1-boolean(x.same)-p)+1e-12)
		miss, curve := x.count*(p-boolean(x.same)), x.count*math.Max(p*(1-p), 1e-6)
		for n, k := range used {
			gradient[k] += miss * x.x[k]
			c := curve * x.x[k]
			for _, j := range used[:n+1] {
				curves[k*storyFeatures+j] += c * x.x[j]
			}
		}
	}
	return loss
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

// storyFeatureNames are the names of the second stage's own features, in their order, without the s.
var storyFeatureNames = strings.Fields(`Bias Top Near Size Alone Found Words Headline Grams Concepts Cover Conflicts NewLanguage SinceLast
	SinceFirst Passed Day Week Month MaxWords MaxHeadline MaxConcepts MaxSenses MaxGist Senses Gist SinceWords SinceHeadline SizeWords Pace PaceSince PaceTop PaceWords
	CoreHeadlineShared CoreHeadlineTop CoreHeadlineMissing CoreGistShared CoreGistTop CoreGistMissing CoreWordsShared CoreWordsTop CoreWordsMissing CoreConceptsShared CoreConceptsTop CoreConceptsMissing CoreOne`)

// featureNames are the names of the features, in their order, without the f.
var featureNames = strings.Fields(`Bias Words Headline Grams Names Jaccard CoverLow CoverHigh Rarest Stranger Strangers StrangersOutlet Bare BareWords Concepts Ideas ActorShared ActorBelow
	ActorConflict ActorExtra NoActor NamedShared ModelShared ModelOneSide AmountShared AmountActor AmountBelow PercentShared
	AmountConflict QuarterConflict SubjectShared SubjectConflict QuotedShared QuotedConflict EventShared EventConflict ActorEvent
	ModelExtra AdoptOne ReviewOne Results ResultsOne Funding StocksOne ReleaseModel PlaceShared PlaceConflict CountyShared
	CountyConflict QuakeConflict PlaceGap Spoken SpokenRarest Senses Gist GistRarest GistLow GistHigh SensesNoActor GistNoActor
	GistLowNoActor GistDay KnownShared KnownBelow KnownConflict KnownExtra KnownActor Gap Day Week Passed GapWords GapRarest
	GapNoActor PassedNoActor WordsNoActor HeadlineNoActor CoverNoActor SameOutlet SameOutletHeadline SameOutletAmounts Chinese
	ChineseHeadline ChineseWords ChineseCover ChineseSenses ChineseGist ChineseGistLow ChinesePlace LatinAcross LatinGrams LatinNames
	LatinConcepts LatinWords LatinIdeas LatinSpoken LatinPlace LatinSenses LatinGist LatinGistLow LatinGistRarest HanAcross HanNames
	HanConcepts HanIdeas HanAmount HanRarest HanSpoken HanSpokenRarest HanModel HanResults HanPlace HanSenses HanGist HanGistLow
	HanGistRarest`)

// Random data of known weights: what regress finds is near them.
func TestRegress(t *testing.T) {
	if len(featureNames) != features || len(storyFeatureNames) != sOwn {
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
