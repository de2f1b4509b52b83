package related

import (
	"flag"
	"fmt"
	"math"
	"math/rand"
	"strings"
	"testing"

	"briefbot/briefs/lexicon/lexicontest"
	"briefbot/briefs/related/relatedtest"
)

var fit = flag.Bool("fit", false, "fit the weights to the labelled articles and print them")

// example is a pair with what it is and how much it counts.
type example struct {
	pair  pair
	same  bool
	count float64
	story string // whose label it is, for folds

	stories [2]string // of both articles, "" for one without a label; a pair to keep apart bears its story
}

// TestFit derives the weights from the labels, printed as Go: go test -run Fit -fit -v ./briefs/related.
func TestFit(t *testing.T) {
	if !*fit {
		t.Skip("only with -fit")
	}
	examples := gather(t)
	same := 0.0
	for _, x := range examples {
		if x.same {
			same += x.count
		}
	}
	t.Logf("%d examples, %.0f the same", len(examples), same)
	for fold := range 2 {
		var train []example
		for _, x := range examples {
			if foldOf(x.story) != fold {
				train = append(train, x)
			}
		}
		t.Logf("without fold %d:\n%s", fold, literal(regress(train)))
	}
	t.Logf("all:\n%s", literal(regress(examples)))
}

func foldOf(story string) int { return int(slot('f', story) % 2) }

// hardWeight is how much a pair that must be kept apart counts.
var hardWeight = 3.0

func gather(t *testing.T) []example {
	label := map[string]relatedtest.Label{}
	for _, l := range relatedtest.Gold(t) {
		if have, ok := label[l.Article]; !ok || l.Firm && !have.Firm {
			label[l.Article] = l
		}
	}
	hard, ofStory := map[[2]string]bool{}, map[[2]string]string{}
	for _, h := range relatedtest.Hard(t) {
		hard[[2]string{h.A, h.B}], hard[[2]string{h.B, h.A}] = true, true
		ofStory[[2]string{h.A, h.B}], ofStory[[2]string{h.B, h.A}] = h.Story, h.Story
	}
	var out []example
	e := New(lexicontest.Compiled(t), Options{})
	recent := map[string]*document{} // labelled, so that pairs beyond the candidates are seen as well
	for _, a := range relatedtest.Articles(t, "articles", "stream.jsonl.gz") {
		d := e.read(a)
		la, known := label[a.ID]
		if !d.roundUp {
			seen := map[string]bool{}
			candidates := e.candidates(d)
			for _, m := range recent {
				if known || len(hard) > 0 && hard[[2]string{a.ID, m.article.ID}] {
					candidates = append(candidates, m)
				}
			}
			for _, m := range candidates {
				if seen[m.article.ID] || math.Abs(m.hours-d.hours) > 24*5 || m.roundUp {
					continue
				}
				seen[m.article.ID] = true
				lb, knownB := label[m.article.ID]
				x := example{pair: e.compare(d, m), story: la.Story + lb.Story, stories: [2]string{la.Story, lb.Story}}
				if near := ofStory[[2]string{a.ID, m.article.ID}]; la.Story+lb.Story == "" {
					x.stories[0] = near
				}
				switch {
				case hard[[2]string{a.ID, m.article.ID}]:
					x.count = hardWeight
				case known && knownB && la.Story == lb.Story && la.Firm && lb.Firm:
					x.same, x.count = true, 1
				case known && knownB && la.Story == lb.Story:
					continue
				case known && knownB:
					x.count = 1
				case known && la.Firm || knownB && lb.Firm:
					x.count = 0.3
				default:
					continue
				}
				if la.Story == lb.Story || la.Story == "" || lb.Story == "" {
					x.story = max(la.Story, lb.Story)
				}
				out = append(out, x)
			}
		}
		e.hold(d, nil)
		if known {
			recent[a.ID] = d
		} else if hardMember(hard, a.ID) {
			recent[a.ID] = d
		}
	}
	// Large stories have many pairs; each story counts as its articles do.
	size := map[string]float64{}
	for _, x := range out {
		if x.same {
			size[x.story]++
		}
	}
	for i := range out {
		if out[i].same {
			out[i].count = 2 / math.Sqrt(math.Sqrt(size[out[i].story]))
		}
	}
	return out
}

func hardMember(hard map[[2]string]bool, id string) bool {
	for k := range hard {
		if k[0] == id {
			return true
		}
	}
	return false
}

// regress fits a logistic regression with a ridge by stochastic gradients with decaying steps.
func regress(examples []example) [features]float64 {
	var w, g2 [features]float64
	random := rand.New(rand.NewSource(1))
	order := random.Perm(len(examples))
	for range 60 {
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, i := range order {
			x := examples[i]
			z := 0.0
			for k, v := range x.pair {
				z += w[k] * v
			}
			miss := 1/(1+math.Exp(-z)) - boolean(x.same)
			for k, v := range x.pair {
				g := x.count*miss*v + 1e-5*w[k]
				if g == 0 {
					continue
				}
				g2[k] += g * g
				w[k] -= 0.2 * g / math.Sqrt(g2[k]+1e-8)
			}
		}
	}
	return w
}

func literal(w [features]float64) string {
	var b strings.Builder
	for i, name := range featureNames {
		fmt.Fprintf(&b, "\tf%s: %.2f,\n", name, w[i])
	}
	return b.String()
}

var featureNames = strings.Fields(`Bias Words Headline Grams Concepts Ideas Jaccard ActorShared ActorConflict ModelShared ModelConflict
	AmountShared AmountConflict QuarterConflict Gap GapSquared SameOutlet Across AcrossConcepts AcrossIdeas AcrossWords ChineseHeadline
	ChineseWords EventShared EventConflict Rarest ActorEvent NamedShared NoActor VariantConflict ModelOneSide AmountActor ActorBelow`)
