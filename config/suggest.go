package config

import "strings"

// distance is the number of insertions, deletions, replacements and swaps of neighbours that turn a into b
// (optimal string alignment), counted in code points.
func distance(a, b string) int {
	s, t := []rune(a), []rune(b)
	before, last, row := make([]int, len(t)+1), make([]int, len(t)+1), make([]int, len(t)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(s); i++ {
		row[0] = i
		for j := 1; j <= len(t); j++ {
			cost := 1
			if s[i-1] == t[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(t)]
}

// nearest returns the known word most like the given one, or nothing when none is like it. Case does not count, and
// of equals the first wins.
func nearest(word string, known []string) string {
	if len(word) > 100 {
		return ""
	}
	w := strings.ToLower(strings.NewReplacer("-", "_", " ", "_").Replace(word))
	best, least := "", 1+max(1, len([]rune(w))/3)
	for _, k := range known {
		c := strings.ToLower(strings.NewReplacer("-", "_", " ", "_").Replace(k))
		d := distance(w, c)
		if len(w) > 2 && len(c) > 2 && (strings.HasPrefix(w, c) || strings.HasPrefix(c, w)) {
			d = min(d, 1) // "warning" for "warn", "topic" for "topics"
		}
		if d < least {
			best, least = k, d
		}
	}
	return best
}

// didYouMean ends a sentence with the nearest known word, or with all of them when they are few.
func didYouMean(word string, known []string) string {
	if near := nearest(word, known); near != "" {
		return "; did you mean " + near + "?"
	}
	if len(known) > 0 && len(known) <= 14 {
		return "; known: " + strings.Join(known, ", ")
	}
	return ""
}
