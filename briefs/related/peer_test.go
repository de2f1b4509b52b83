package related_test

import (
	"maps"
	"math"
	"slices"
	"unicode"

	"briefbot/briefs"
	"briefbot/briefs/related"
)

// plain groups articles in the usual light way, to compare with: in one pass, each article joins the story with the highest cosine between
// its words, weighed by how rare they are so far, and the sum of the story's, if that is above a threshold. Those in TestPublic are the best for each set
// of some forty thresholds and rests.
type plain struct {
	threshold float64
	rest      float64 // days after which likeness counts 1/e of what it did; 0 is for ever
}

// plainStory is a story of a plain grouping.
type plainStory struct {
	first  string
	square float64 // of its vector's length
	last   float64 // in days
}

// group returns each article's story.
func (p plain) group(articles []briefs.Article) map[string]string {
	seen := map[string]float64{}          // in how many articles a word was
	under := map[string]map[int]float64{} // the weights of a word, by story
	stories, out := []plainStory{}, map[string]string{}
	for i, a := range articles {
		v := weighed(counted(a), seen, float64(i+1))
		days := float64(a.Published.Unix()) / 86400
		dots := map[int]float64{}
		for _, word := range slices.Sorted(maps.Keys(v)) { // sums come out the same each time
			for s, there := range under[word] {
				dots[s] += v[word] * there
			}
		}
		best, top := -1, p.threshold
		for s := range stories { // in order, so that of equals the oldest is taken
			likeness := dots[s] / math.Sqrt(stories[s].square)
			if p.rest > 0 {
				likeness *= math.Exp(-math.Abs(days-stories[s].last) / p.rest)
			}
			if likeness > top {
				best, top = s, likeness
			}
		}
		if best < 0 {
			best = len(stories)
			stories = append(stories, plainStory{first: a.ID})
		}
		s := &stories[best]
		s.square, s.last = s.square+2*dots[best]+1, days
		for word, w := range v {
			if under[word] == nil {
				under[word] = map[int]float64{}
			}
			under[word][best] += w
		}
		out[a.ID] = s.first
	}
	return out
}

// counted returns how often an article says its words and Han characters: those of its beginning once, those of its title twice.
func counted(a briefs.Article) map[string]float64 {
	out := map[string]float64{}
	text := []rune(a.Summary + " " + a.Text)
	for _, part := range []struct {
		text  string
		times float64
	}{{string(text[:min(len(text), 300)]), 1}, {a.Title, 2}} {
		for _, word := range related.TitleWords(part.text) { // of Latin words the first six letters, of Chinese all pairs of characters
			out[string([]rune(word)[:min(len([]rune(word)), 6)])] += part.times
		}
		for _, r := range part.text {
			if unicode.Is(unicode.Han, r) {
				out[string(r)] += part.times
			}
		}
	}
	return out
}

// weighed returns the vector, of length 1, of an article's words, the n-th to come, and notes them. What is in three of ten articles counts nothing.
func weighed(words, seen map[string]float64, n float64) map[string]float64 {
	square := 0.0
	for _, word := range slices.Sorted(maps.Keys(words)) {
		seen[word]++
		rarity := math.Log((n + 1) / seen[word])
		if n > 100 && seen[word] > 0.3*n {
			rarity = 0
		}
		words[word] = (1 + math.Log(words[word])) * rarity
		square += words[word] * words[word]
	}
	for word := range words {
		words[word] /= math.Sqrt(max(square, 1e-9))
	}
	return words
}
