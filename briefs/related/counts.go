package related

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"briefbot/briefs/lexicon"
)

// counted is a feature with how often it came.
type counted struct {
	id    uint32
	times float32
}

// counts collects the raw features of one vector; a feature may come several times until they are merged.
type counts []counted

func (c *counts) add(id uint32, times float32) { *c = append(*c, counted{id, times}) }

// merged returns every feature once, by slot.
func (c counts) merged() counts {
	slices.SortFunc(c, func(a, b counted) int { return cmp.Compare(a.id, b.id) })
	out := c[:0]
	for _, x := range c {
		if n := len(out); n > 0 && out[n-1].id == x.id {
			out[n-1].times += x.times
			continue
		}
		out = append(out, x)
	}
	return out
}

// slot hashes a feature of a space (FNV-1a).
func slot(space byte, s string) uint32 {
	h := (uint32(2166136261) ^ uint32(space)) * 16777619
	for i := range len(s) {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h % slots
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
func (c *counts) words(folded string, weight float32) {
	start, last := -1, -1 // of a Latin word; of the Han character before
	end := func(i int) {
		if start >= 0 {
			if word := folded[start:i]; !stopWords[word] {
				c.add(slot('w', stem(word)), weight)
			}
			start = -1
		}
	}
	for i, r := range folded {
		switch {
		case r >= 0x2e80 && unicode.Is(unicode.Han, r):
			end(i)
			size := utf8.RuneLen(r)
			c.add(slot('h', folded[i:i+size]), weight/2)
			if last >= 0 {
				c.add(slot('h', folded[last:i+size]), weight)
			}
			last = i
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			last = -1
			if start < 0 {
				start = i
			}
		default:
			last = -1
			end(i)
		}
	}
	end(len(folded))
}

// proper adds the Latin words of a printed title that look like names: those with a capital or a digit, in Chinese all.
func (c *counts) proper(title, language string) {
	for _, word := range strings.FieldsFunc(title, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) || unicode.Is(unicode.Han, r) }) {
		if language != "zh" && !strings.ContainsFunc(word, func(r rune) bool { return unicode.IsUpper(r) || unicode.IsDigit(r) }) {
			continue
		}
		if folded := lexicon.FoldString(word); !stopWords[folded] && len(folded) > 1 {
			c.add(slot('w', stem(folded)), 1)
		}
	}
}

// once counts every feature once.
func (c counts) once() counts {
	for i := range c {
		c[i].times = 1
	}
	return c
}

// fours adds the runs of four letters of Latin words.
func (c *counts) fours(folded string) {
	for _, word := range latinWords(folded) {
		padded := " " + word + " "
		for i := 0; i+4 <= len(padded); i++ {
			c.add(slot('g', padded[i:i+4]), 1)
		}
	}
}

func latinWords(folded string) []string {
	return strings.FieldsFunc(folded, func(r rune) bool { return r >= utf8.RuneSelf || !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// stem cuts a word to its first six letters.
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
func shinglesOf(folded string) []uint16 {
	var places []int // of the letters and digits
	letters := make([]byte, 0, len(folded))
	for i, r := range folded {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			places = append(places, len(letters))
			letters = append(letters, folded[i:i+utf8.RuneLen(r)]...)
		}
	}
	places = append(places, len(letters))
	var out []uint16
	for i := 0; i+3 < len(places); i++ {
		h := slot('s', string(letters[places[i]:places[i+3]]))
		out = append(out, uint16(h^h>>16))
	}
	slices.Sort(out)
	return slices.Clip(slices.Compact(out))
}

// frequencies says how common features are: in how many documents each was seen.
type frequencies struct {
	seen  []uint32
	total uint32 // documents that the counts stand for
	read  uint32 // documents in all
}

// totalMost is for how many documents the counts stand at most. Then all are halved: what was common long ago is forgotten, and how rare a
// feature is means the same in every year.
const totalMost = 16_000

// next counts one more document.
func (f *frequencies) next() {
	f.read++
	if f.total++; f.total < totalMost {
		return
	}
	f.total /= 2
	for i := range f.seen {
		f.seen[i] /= 2
	}
}

// add counts the merged features of one document.
func (f *frequencies) add(c counts) {
	for _, x := range c {
		f.seen[x.id]++
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

// scaled weighs merged counts sublinearly by rarity and scales the result to length one; it also returns the length before.
func (f *frequencies) scaled(c counts) (vector, float64) {
	weights := make([]float64, len(c))
	sum := 0.0
	for i, x := range c {
		weights[i] = f.rarity(x.id)
		if x.times != 1 {
			weights[i] *= 1 + math.Log(math.Max(float64(x.times), 0.5))
		}
		sum += weights[i] * weights[i]
	}
	length := math.Sqrt(math.Max(sum, 1e-9))
	out := make(vector, 0, len(c))
	for i, x := range c {
		if t := termOf(x.id, weights[i]/length); t.weight() > 0 {
			out = append(out, t)
		}
	}
	return out, length
}

// vector is scaled without the length.
func (f *frequencies) vector(c counts) vector {
	v, _ := f.scaled(c)
	return v
}

// senses adds the senses of a folded text, also to meant, and as words what of it has none. It returns the hashes of those that are names.
func (c *counts) senses(f lexicon.Folded, text, language string, meant *counts) (names []uint32) {
	found, rest := lexicon.Senses().Of(f, text, language)
	for _, sense := range found {
		c.add(slot('d', sense.ID), 1)
		meant.add(slot('d', sense.ID), 1)
		if sense.Name {
			names = append(names, hash32(sense.ID))
		}
	}
	c.words(rest, 1)
	return names
}
