package related

import (
	"hash/fnv"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"briefbot/briefs"
	"briefbot/briefs/lexicon"
)

// textRunes is how much of the summary or text is read: more adds time and no quality.
const textRunes = 350

// slots is the size of the hashed vocabulary: it bounds memory whatever the stream brings.
const slots = 1 << 20

// weighted is one dimension of a sparse vector.
type weighted struct {
	id     uint32
	weight float32
}

// vector is sparse, sorted by id and of length one, or empty.
type vector []weighted

// document is an article as compared.
type document struct {
	article  briefs.Article
	title    string // without the outlet's additions
	hours    float64
	language string
	roundUp  bool

	words    vector // of title and text
	headline vector // of the title
	grams    vector // four letters of the title's Latin words
	concepts vector // of title and text, language-free
	ideas    vector // of the title, language-free

	shingles []uint32
	actors   []string // of the title
	below    []string // of title and text
	named    []string // entities of the title
	events   []string // terms of the title that say what happens
	models   []lexicon.Model
	amounts  []string // keys of money, counts and percentages of the title
	quarters []string
	storyAt  *story

	score float32 // as a candidate, in the round
	round uint64
}

// counts collects the raw features of one vector.
type counts map[uint32]float32

func slot(space byte, s string) uint32 {
	h := fnv.New32a()
	h.Write([]byte{space})
	h.Write([]byte(s))
	return h.Sum32() % slots
}

// stopWords say nothing in either language.
var stopWords = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(`the of and to in is for with on at from by its it how why what as are be has have this that will after over new into says
		an a than amid but not you your their they can more about just we our his her was were who when now all out up s t
		le la les des une un du et est dans sur pour qui que avec aux par sont ses cette ces plus pas au sa son leur mais nous vous ont fait ne se en
		chez contre selon apres entre depuis l d n qu de son comme tout ce il elle`) {
		set[w] = true
	}
	return set
}()

// words adds the features of a folded text: Latin words cut to six letters, Han characters and pairs.
func (c counts) words(folded string, weight float32) {
	var han []rune
	flush := func() {
		for i := range han {
			c[slot('h', string(han[i:i+1]))] += weight / 2
			if i+1 < len(han) {
				c[slot('h', string(han[i:i+2]))] += weight
			}
		}
		han = han[:0]
	}
	start := -1
	end := func(i int) {
		if start >= 0 {
			if word := folded[start:i]; !stopWords[word] {
				c[slot('w', stem(word))] += weight
			}
			start = -1
		}
	}
	for i, r := range folded {
		switch {
		case unicode.Is(unicode.Han, r):
			end(i)
			han = append(han, r)
			continue
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if start < 0 {
				start = i
			}
		default:
			end(i)
		}
		flush()
	}
	end(len(folded))
	flush()
}

// fours adds the runs of four letters of Latin words.
func (c counts) fours(folded string) {
	for _, word := range latinWords(folded) {
		padded := " " + word + " "
		for i := 0; i+4 <= len(padded); i++ {
			c[slot('g', padded[i:i+4])]++
		}
	}
}

func latinWords(folded string) []string {
	return strings.FieldsFunc(folded, func(r rune) bool { return r >= utf8.RuneSelf || !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func stem(word string) string {
	if len(word) <= 6 || word[0] >= utf8.RuneSelf {
		return word
	}
	n := 0
	for i := range word {
		if n == 6 {
			return word[:i]
		}
		n++
	}
	return word
}

// shinglesOf returns the hashed runs of three runes of a folded title, sorted, without repeats.
func shinglesOf(folded string) []uint32 {
	var runes []rune
	for _, r := range folded {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			runes = append(runes, r)
		}
	}
	var out []uint32
	for i := 0; i+3 <= len(runes); i++ {
		out = append(out, slot('s', string(runes[i:i+3])))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// frequencies says how common features are: in how many documents each was seen.
type frequencies struct {
	seen  []uint32
	total uint32
}

func newFrequencies() *frequencies { return &frequencies{seen: make([]uint32, slots)} }

func (f *frequencies) add(c counts) {
	for id := range c {
		f.seen[id]++
	}
}

// rarity is the inverse document frequency of a feature; zero for one in over 30 % of documents.
func (f *frequencies) rarity(id uint32) float64 {
	seen, total := float64(f.seen[id])+1, float64(f.total)+1
	if total > 500 && seen > 0.3*total {
		return 0
	}
	return math.Log(1 + (total+500)/seen)
}

// vector weighs counts sublinearly by rarity and scales the result to length one.
func (f *frequencies) vector(c counts) vector {
	out := make(vector, 0, len(c))
	sum := 0.0
	for id, n := range c {
		w := (1 + math.Log(math.Max(float64(n), 0.5))) * f.rarity(id)
		if w <= 0 {
			continue
		}
		out = append(out, weighted{id, float32(w)})
	}
	slices.SortFunc(out, func(a, b weighted) int { return int(a.id) - int(b.id) })
	for _, w := range out { // in order, so that the same input gives the same sum
		sum += float64(w.weight) * float64(w.weight)
	}
	scale := float32(1 / math.Sqrt(math.Max(sum, 1e-9)))
	for i := range out {
		out[i].weight *= scale
	}
	return out
}

// dot returns the cosine of two vectors.
func dot(a, b vector) float64 {
	sum := float32(0)
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].id == b[j].id:
			sum += a[i].weight * b[j].weight
			i++
			j++
		case a[i].id < b[j].id:
			i++
		default:
			j++
		}
	}
	return float64(sum)
}

// jaccard returns the share of common members of two sorted sets.
func jaccard(a, b []uint32) float64 {
	common := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			common++
			i++
			j++
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	if common == 0 {
		return 0
	}
	return float64(common) / float64(len(a)+len(b)-common)
}
