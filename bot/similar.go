package bot

import (
	"cmp"
	"slices"
	"strings"
)

// maxSimilar is how many commands are suggested for an unknown word.
const maxSimilar = 5

func (r *Router) similar(in Invocation, word string) []Command {
	return Similar(r.commands, max(in.Access, in.Here), word)
}

// Similar returns the commands that somebody with these rights may use and that may have been meant by a word, the likeliest first:
// one of their names, or its first word, begins like the word or differs from it in at most two letters.
func Similar(commands []Command, access Access, word string) []Command {
	word = strings.ToLower(Cut(word, 40))
	type match struct {
		Command
		apart int
	}
	var found []match
	for _, c := range commands {
		if access < c.Access || c.Pressed {
			continue
		}
		best := len(word)
		for _, name := range c.names() {
			first, _, _ := strings.Cut(name, " ")
			best = min(best, apart(word, name), apart(word, first))
		}
		if best < len(word) {
			found = append(found, match{c, best})
		}
	}
	slices.SortStableFunc(found, func(a, b match) int { return cmp.Compare(a.apart, b.apart) })
	var out []Command
	for _, m := range found[:min(len(found), maxSimilar)] {
		out = append(out, m.Command)
	}
	return out
}

// apart returns how many letters lie between the word and the name; the length of the word when they are not alike.
func apart(word, name string) int {
	letters := len([]rune(word))
	switch d := distance(word, name); {
	case d == 0:
		return 0
	case letters < 2:
		return len(word)
	case strings.HasPrefix(name, word) || strings.HasPrefix(word, name):
		return 1
	case d <= 2 && d < letters-1, d == 1 && len(word) > 2*letters: // a Chinese character says as much as a few letters
		return d
	}
	return len(word)
}

// distance is the number of letters to insert, delete, replace or swap with a neighbour.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(y)]
}
